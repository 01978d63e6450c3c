"""The page of ordinary foods: what was read about their fibres, per portion, and what is a guess."""

from __future__ import annotations

from collections.abc import Iterator

from biotica.knowledge.foods import Foods, load_foods
from biotica.knowledge.load import load

LEAD = (
    "# Foods\n\n"
    "Ordinary Dutch foods as the model of the colon knows them. A portion is a household measure of our "
    "choice, no advice. The column of microbes tells what an ordinary product is: not fermented (none), "
    "with live microbes, with dead ones, or heated after fermenting; your own pack may differ. The "
    "numbers are gram in a portion as eaten, with their bounds, and only those that somebody read, "
    "mostly where another text cites them. What we only guess drives a simulation with a wide range; it "
    "is named here without its number. Which fructans count as short and which as long is our choice.\n\n"
)
HEAD = ("food", "Nederlands", "portion, g", "microbes", "read: gram in a portion", "guessed")


def foods_page() -> str:
    """Write the page."""
    head = f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}\n"
    return LEAD + head + "".join(_lines(load_foods(load().folder)))


def _lines(foods: Foods) -> Iterator[str]:
    names = {metabolite: row.name_en for metabolite, row in load().metabolites.items()}
    for head in foods.heads.values():
        contents = foods.contents(head.food)
        part = head.portion_g / 100.0
        read = [
            f"{names[kind]} {told.value * part:.2g} ({told.low * part:.2g}-{told.high * part:.2g})"
            for kind, told in contents.items()
            if told.read_level != "memory"
        ]
        guessed = [names[kind] for kind, told in contents.items() if told.read_level == "memory"]
        cells = (
            head.name_en,
            head.name_nl,
            f"{head.portion_g:g}",
            head.ferment,
            "; ".join(read) or "-",
            "; ".join(guessed) or "-",
        )
        yield "| " + " | ".join(cells) + " |\n"
