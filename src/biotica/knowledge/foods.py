"""Ordinary foods: what they are, whether their microbes live, and how much of each fibre they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from types import MappingProxyType
from typing import Literal, Self, TypeVar, get_args

from pydantic import Field, model_validator

from biotica.knowledge.records import Key, Listed, Number, ReadLevel, Row
from biotica.knowledge.tsv import Place, read_rows

Ferment = Literal["none", "live", "dead", "heated"]
CellWall = Literal[
    "none",
    "wheat",
    "rye",
    "oats",
    "barley",
    "rice",
    "maize",
    "vegetable",
    "fruit",
    "legume",
    "nut",
    "mushroom",
]

CONTAINED = frozenset(
    {"gluten", "milk", "lactose", "egg", "fish", "crustaceans", "molluscs", "soy", "nuts", "peanut"}
    | {"sesame", "celery", "mustard", "lupin", "sulphite", "yeast", "meat", "gelatin", "honey"}
)
"""Words for what a food holds; the same that interventions use for allergies and diets."""

TOTAL_FIBRE = "total_fibre"
WALL_KINDS = frozenset({"pectin", "cellulose", "arabinoxylan", "beta_glucan", "nsp", "psyllium"})
"""Kinds that are part of the total fibre of a laboratory; it misses most of the others."""

_LEVELS: tuple[ReadLevel, ...] = get_args(ReadLevel)
NumberT = TypeVar("NumberT", bound=Number)


class Food(Row):
    """A food, without its fibres.

    Parameters
    ----------
    portion_g : float
        A household portion, > 0; our choice, and no advice.
    cell_wall : str
        Row of cell_walls.tsv that its fibre is like.
    ferment : str
        ``live``: eaten with living microbes; ``heated``: fermented, then heated; ``dead``: its cells died
        otherwise; ``none``: not fermented. No number of cells, and no promise that a given pack is so.
    contains : tuple of str
        Allergens that an ordinary product holds, and what diets leave out; rennet is not told apart. A
        product may hold others: its label decides.
    source, read_level : str or None
        Who says so of the state ``ferment``; None where it is ``none``.
    """

    food: Key
    name_en: Key
    name_nl: Key
    group: Literal[
        "bread", "grain", "potato", "legume", "vegetable", "fruit", "nut", "dairy", "ferment", "other"
    ]
    portion_g: float = Field(gt=0)
    cell_wall: CellWall
    ferment: Ferment
    contains: Listed = ()
    source: Key | None = None
    read_level: ReadLevel | None = None

    @model_validator(mode="after")
    def _state_has_a_source(self) -> Self:
        if (self.ferment == "none") is not (self.source is None and self.read_level is None):
            raise ValueError("a state of fermenting and its source go together")
        return self

    @model_validator(mode="after")
    def _words_are_known(self) -> Self:
        unknown = sorted(set(self.contains) - CONTAINED)
        if unknown:
            raise ValueError(f"no word for what a food contains: {', '.join(unknown)}")
        return self


class FoodFibre(Number):
    """How much of a kind of fibre, or of lactose, 100 g of a food holds as eaten.

    Parameters
    ----------
    kind : str
        Metabolite id, or ``total_fibre``.
    """

    food: Key
    kind: Key
    unit: Literal["g/100g"]

    @model_validator(mode="after")
    def _fits_into_the_food(self) -> Self:
        if self.low < 0 or self.high > 100:
            raise ValueError("100 g of a food hold between 0 and 100 g")
        return self


class WallShare(Number):
    """Part of the total fibre that a kind of fibre makes in one kind of plant food."""

    cell_wall: CellWall
    kind: Key
    unit: Literal["share"]

    @model_validator(mode="after")
    def _is_a_share(self) -> Self:
        if self.low < 0 or self.high > 1:
            raise ValueError("a share lies between 0 and 1")
        return self


@dataclass(frozen=True, kw_only=True, slots=True)
class Content:
    """How much of one kind 100 g of a food holds.

    Attributes
    ----------
    value, low, high : float
        Gram per 100 g as eaten.
    read_level : str
        Of the least well read number behind it; at ``memory`` it is a guess and never shown as evidence.
    """

    value: float
    low: float
    high: float
    read_level: ReadLevel


@dataclass(frozen=True, kw_only=True)
class Foods:
    """The tables of foods.

    Attributes
    ----------
    heads : mapping
        Food to what it is, in the order of the table.
    fibres : mapping
        Food to kind to the row that tells it.
    walls : mapping
        Kind of plant food to kind of fibre to its share.
    """

    heads: Mapping[str, Food]
    fibres: Mapping[str, Mapping[str, FoodFibre]]
    walls: Mapping[str, Mapping[str, WallShare]]

    def contents(self, food: str) -> Mapping[str, Content]:
        """Tell what 100 g of a food hold, as eaten.

        Parameters
        ----------
        food : str
            Id; one of ``heads``.

        Returns
        -------
        mapping
            Kind to its amount, in alphabetical order: the rows of the food, and for the kinds of cell walls
            that it has no row for ``(total - known) * share / (1 - shares of the known)``. Without
            ``total_fibre`` itself. Lignin and the like are in no kind.

        Notes
        -----
        What the mouth gets, before the small intestine takes most of the lactose. No number of a product.
        """
        rows = self.fibres.get(food, {})
        told = {
            kind: Content(value=row.value, low=row.low, high=row.high, read_level=row.read_level)
            for kind, row in rows.items()
            if kind != TOTAL_FIBRE
        }
        return dict(sorted([*self._rest(food), *told.items()]))

    def _rest(self, food: str) -> Iterator[tuple[str, Content]]:
        rows, shares = self.fibres.get(food, {}), self.walls.get(self.heads[food].cell_wall, {})
        total = rows.get(TOTAL_FIBRE)
        if total is None:
            return
        known_g = sum(row.value for kind, row in rows.items() if kind in WALL_KINDS)
        left = 1.0 - sum(share.value for kind, share in shares.items() if kind in rows)
        for kind, share in shares.items():
            if kind in rows:
                continue
            value, low, high = (
                max(gram - known_g, 0.0) * min(part / left, 1.0)
                for gram, part in (
                    (total.value, share.value),
                    (total.low, share.low),
                    (total.high, share.high),
                )
            )
            level = _least_read(total.read_level, share.read_level)
            yield kind, Content(value=value, low=low, high=high, read_level=level)

    def named(self, name: str) -> Food | None:
        """Find a food by its id or its name in either language, whatever the case; None if there is none."""
        return self._by_name.get(_folded(name))

    @property
    def names(self) -> tuple[str, ...]:
        """Every id and name, folded as `named` folds them."""
        return tuple(self._by_name)

    @property
    def _by_name(self) -> Mapping[str, Food]:
        return {
            _folded(name): head
            for head in self.heads.values()
            for name in (head.name_en, head.name_nl, head.food)
        }


def load_foods(folder: Place) -> Foods:
    """Read ``foods.tsv``, ``food_fibre.tsv`` and ``cell_walls.tsv`` of the data folder.

    Raises
    ------
    BadRow
        If a row breaks the schema.
    """
    heads = read_rows(folder / "foods.tsv", Food)
    fibres = read_rows(folder / "food_fibre.tsv", FoodFibre)
    walls = read_rows(folder / "cell_walls.tsv", WallShare)
    return Foods(
        heads=MappingProxyType({row.food: row for row in heads}),
        fibres=MappingProxyType(
            {food: {row.kind: row for row in rows} for food, rows in _grouped(fibres, "food")}
        ),
        walls=MappingProxyType(
            {wall: {row.kind: row for row in rows} for wall, rows in _grouped(walls, "cell_wall")}
        ),
    )


def _grouped(rows: Iterable[NumberT], field: str) -> Iterator[tuple[str, list[NumberT]]]:
    def key(row: NumberT) -> str:
        return str(getattr(row, field))

    for name, group in groupby(sorted(rows, key=key), key=key):
        yield name, list(group)


def _least_read(*levels: ReadLevel) -> ReadLevel:
    return max(levels, key=_LEVELS.index)


def _folded(name: str) -> str:
    return " ".join(name.casefold().replace("_", " ").split())
