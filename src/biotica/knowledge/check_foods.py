"""Looks for what is wrong between the tables of foods, fibres and cell walls."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from biotica.knowledge.foods import TOTAL_FIBRE, WALL_KINDS, Food, FoodFibre, WallShare
from biotica.knowledge.problem import Problem

_LITTLE_LACTOSE_G = 0.1
"""Gram in 100 g up to which a food is not called one that contains lactose."""


def foods(
    heads: Sequence[tuple[int, Food]],
    fibres: Sequence[tuple[int, FoodFibre]],
    walls: Sequence[tuple[int, WallShare]],
    *,
    metabolites: Collection[str],
) -> Iterator[Problem]:
    """Check numbered rows of the three tables against each other and the metabolites.

    Parameters
    ----------
    metabolites : collection of str
        Ids of metabolites.tsv: the kinds of fibre that a gut can be fed.

    Yields
    ------
    Problem
    """
    yield from _names(heads)
    yield from _kinds(fibres, walls, metabolites)
    yield from _totals(heads, fibres)
    yield from _shares(heads, walls)
    yield from _lactose(heads, fibres)


def _names(heads: Sequence[tuple[int, Food]]) -> Iterator[Problem]:
    seen: dict[str, str] = {}
    for line, head in heads:
        for name in (head.food.replace("_", " "), head.name_en, head.name_nl):
            other = seen.setdefault(name.casefold(), head.food)
            if other != head.food:
                yield Problem.at("foods.tsv", line, "name_of_two_foods", name=name, other=other)


def _kinds(
    fibres: Sequence[tuple[int, FoodFibre]],
    walls: Sequence[tuple[int, WallShare]],
    metabolites: Collection[str],
) -> Iterator[Problem]:
    for line, row in fibres:
        if row.kind != TOTAL_FIBRE and row.kind not in metabolites:
            yield Problem.at("food_fibre.tsv", line, "unknown_metabolite", metabolite=row.kind)
    for line, share in walls:
        if share.kind not in WALL_KINDS & set(metabolites):
            yield Problem.at("cell_walls.tsv", line, "unknown_metabolite", metabolite=share.kind)


def _totals(heads: Sequence[tuple[int, Food]], fibres: Sequence[tuple[int, FoodFibre]]) -> Iterator[Problem]:
    known = {head.food for _line, head in heads}
    totals = {row.food: row.high for _line, row in fibres if row.kind == TOTAL_FIBRE}
    in_walls: defaultdict[str, float] = defaultdict(float)
    for line, row in fibres:
        if row.food not in known:
            yield Problem.at("food_fibre.tsv", line, "unknown_food", food=row.food)
        if row.kind in WALL_KINDS:
            in_walls[row.food] += row.value
            if in_walls[row.food] > totals.get(row.food, 0.0):
                yield Problem.at("food_fibre.tsv", line, "more_than_total_fibre", food=row.food)
    for line, head in heads:
        if head.cell_wall != "none" and head.food not in totals:
            yield Problem.at("foods.tsv", line, "no_total_fibre", food=head.food)


def _shares(heads: Sequence[tuple[int, Food]], walls: Sequence[tuple[int, WallShare]]) -> Iterator[Problem]:
    sums: defaultdict[str, float] = defaultdict(float)
    for line, share in walls:
        sums[share.cell_wall] += share.value
        if sums[share.cell_wall] >= 1.0:
            yield Problem.at("cell_walls.tsv", line, "shares_fill_the_whole", cell_wall=share.cell_wall)
    for line, head in heads:
        if head.cell_wall != "none" and head.cell_wall not in sums:
            yield Problem.at("foods.tsv", line, "unknown_cell_wall", cell_wall=head.cell_wall)


def _lactose(heads: Sequence[tuple[int, Food]], fibres: Sequence[tuple[int, FoodFibre]]) -> Iterator[Problem]:
    named = {head.food for _line, head in heads if "lactose" in head.contains}
    for line, row in fibres:
        if row.kind == "lactose" and row.value > _LITTLE_LACTOSE_G and row.food not in named:
            yield Problem.at("food_fibre.tsv", line, "lactose_not_named", food=row.food)
