"""Cell walls of the dead in a drink: how much there is in a glass, and what it is made of."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from biotica.engine.serving import Amounts
from biotica.engine.wall import Walls
from biotica.ferment.quantity import Drink, Quantity

_MG_PER_G = 1000.0


def walls(drink: Drink, glass_ml: float, members: Collection[str]) -> Iterator[Quantity]:
    """Weigh the walls of dead and broken cells in a glass.

    Parameters
    ----------
    drink : Drink
        One that says what was poured; without it there is nothing.
    glass_ml : float
        Size of a glass.
    members : collection of str
        Whose walls count: those of the ferment, and no pathogen that was put in to ask what it would do.

    Yields
    ------
    Quantity
        Wall, peptidoglycan and teichoic acids, mg of dry mass per glass.

    Notes
    -----
    Walls of living cells are not in it; those come free only when the cells die. No effect on health has
    been shown for such a mass.
    """
    if drink.poured is None:
        return
    glass = drink.poured.portion(glass_ml)
    mass = Walls(knowledge=drink.knowledge, draws=drink.draws).mass(
        _only(glass.dead_mmol, members),
        _only(glass.fragments_mmol.get("wall", {}), members),
        biomass_g_per_mmol=glass.biomass_g_per_mmol,
    )
    for name, grams in (
        ("dead_wall", mass.wall_g),
        ("peptidoglycan", mass.peptidoglycan_g),
        ("teichoic_acid", mass.teichoic_acid_g),
    ):
        yield drink.modelled(
            name, "microbes", "mg_per_glass", grams * _MG_PER_G, "very_low", note="walls_assumed"
        )


def _only(amounts: Amounts, members: Collection[str]) -> Amounts:
    return {member: mmol for member, mmol in amounts.items() if member in members}
