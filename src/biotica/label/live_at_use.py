"""How many microbes of a pack are still alive on the day of use, as an interval."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from biotica.knowledge.label_tables import LabelTables, Matrix
from biotica.knowledge.load import Knowledge
from biotica.label.label import Label, Organism
from biotica.label.microbes import SPORE_GENERA, genus_of, is_live_product
from biotica.label.same_strain import species_of

if TYPE_CHECKING:
    from biotica.engine.compiled import Floats
    from biotica.engine.draws import Draws, Ranged

LiveUnit = Literal["CFU", "AFU", "spores"]
DRAWS = 500
DAYS_PER_WEEK = 7.0
_LIVE_UNITS: tuple[LiveUnit, ...] = ("CFU", "AFU", "spores")
_WET_FORMS = frozenset({"drink", "food"})
_STORAGE = "storage_log10_change_per_week"
_MOST_ABOVE_PROMISE_LOG10 = 2.0
"""Before its date a pack holds more than promised for the end, never over a hundredfold of it. Assumed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class LiveCount:
    """Living microbes in the largest daily dose on the day of use.

    Parameters
    ----------
    median, low, high : float
        Low and high are the 5 and 95 % quantiles; in `unit`.
    assumed : tuple of str
        What the label does not say and was taken instead: ``age``, ``temperature``, ``loss``.
    """

    median: float
    low: float
    high: float
    unit: LiveUnit
    assumed: tuple[str, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class Stored:
    """How and when a pack is used.

    Parameters
    ----------
    today : date
        Day of use.
    temperature_c : float or None
        Where it is kept; None = as the label says, else a cupboard or, for a wet product, a fridge.
    """

    today: date
    temperature_c: float | None = None


def live_at_use(
    label: Label, stored: Stored, tables: LabelTables, knowledge: Knowledge, *, seed: int = 1
) -> LiveCount | None:
    """Estimate the living count on the day of use.

    Parameters
    ----------
    label : Label
        One product.
    stored : Stored
        Day and temperature.
    tables, knowledge : LabelTables, Knowledge
        Loss in dry products, and of species in fermented milk.
    seed : int
        Same seed, same interval.

    Returns
    -------
    LiveCount or None
        None where nothing living is counted: a product that is not live, an amount in mg or cells, no amount,
        or no guarantee point and no printed date to reckon from.

    Notes
    -----
    The logarithm of the count falls in a straight line with time, faster in warmth. A count that is promised
    for the best-before date was at least that before it, so it is the lower bound until that day, if the pack
    is kept as told; one of the day of making, and any in a pack kept too warm, falls from there, over an age
    that is drawn where no date is printed. This is not a count of
    this pack: it trusts the printed number, and rates of loss are assumed. It says nothing about what lives
    on in the gut.

    References
    ----------
    muller2013; higl2007
    """
    unit = next((unit for unit in _LIVE_UNITS if unit == label.daily_total.unit), None)
    amount = label.daily_total.amount
    if unit is None or amount is None or amount <= 0 or not is_live_product(label):
        return None
    if label.count_guarantee not in {"end_of_shelf_life", "manufacture"} and not _has_date(label):
        return None
    return _count(label, stored, tables, knowledge, amount, unit, seed)


def _has_date(label: Label) -> bool:
    return label.best_before is not None or label.made_on is not None


def _count(
    label: Label,
    stored: Stored,
    tables: LabelTables,
    knowledge: Knowledge,
    amount: float,
    unit: LiveUnit,
    seed: int,
) -> LiveCount:
    import numpy as np

    from biotica.engine.draws import Draws

    draws = Draws(count=DRAWS, seed=seed)
    loss, reference_c = _loss(label, tables, knowledge)
    promised = label.count_guarantee == "end_of_shelf_life" and _is_kept_as_told(label, stored, tables)
    weeks, dated = _weeks(label, stored, tables, draws, promised=promised)
    warmth_c, told = _temperature(label, stored, tables, draws)
    rate = draws.number("label.loss_per_week", loss)
    rate = rate * draws.number("label.q10", tables.storage["q10", "any"]) ** ((warmth_c - reference_c) / 10.0)
    counts = amount * 10.0 ** np.minimum(-rate * weeks, _MOST_ABOVE_PROMISE_LOG10)
    if promised:
        counts = np.minimum(
            counts, amount * draws.number("label.overfill", tables.storage["overfill", "any"])
        )
    low, median, high = (float(q) for q in np.quantile(counts, (0.05, 0.5, 0.95)))
    if promised and (label.best_before is None or stored.today <= label.best_before):
        low = amount
    kept = {"loss": True, "age": not dated, "temperature": not told}
    assumed = tuple(name for name, is_assumed in kept.items() if is_assumed)
    return LiveCount(median=max(median, low), low=low, high=max(high, low), unit=unit, assumed=assumed)


def _is_kept_as_told(label: Label, stored: Stored, tables: LabelTables) -> bool:
    """Whether the pack stands no warmer than its label asks, on which a promise about its count rests."""
    warmest_c = tables.storage["room_c", "any"].high if label.store_below_c is None else label.store_below_c
    return stored.temperature_c is None or stored.temperature_c <= warmest_c


def _weeks(
    label: Label, stored: Stored, tables: LabelTables, draws: Draws, *, promised: bool
) -> tuple[Floats | float, bool]:
    """Weeks from the printed count to the day of use; negative before a promised date."""
    shelf_life = draws.number("label.shelf_life", tables.storage["shelf_life_weeks", _matrix(label)])
    left = None if label.best_before is None else (label.best_before - stored.today).days / DAYS_PER_WEEK
    if promised:
        return (-left, True) if left is not None else (-shelf_life * draws.uniform("label.age"), False)
    if label.made_on is not None:
        return max((stored.today - label.made_on).days, 0) / DAYS_PER_WEEK, True
    if left is not None:
        return (shelf_life - left).clip(min=0.0), False
    return shelf_life * draws.uniform("label.age"), False


def _temperature(
    label: Label, stored: Stored, tables: LabelTables, draws: Draws
) -> tuple[Floats | float, bool]:
    """Degrees at which the pack stands, and whether somebody said so."""
    if stored.temperature_c is not None:
        return stored.temperature_c, True
    row = tables.storage["room_c", "any"]
    if label.store_below_c is not None and label.store_below_c < row.low:
        return label.store_below_c, True
    if _matrix(label) == "wet":
        return float(tables.storage["log10_loss_per_week", "wet"].temperature_c or 0.0), False
    room_c = draws.number("label.room_c", row)
    return (room_c if label.store_below_c is None else room_c.clip(max=label.store_below_c)), False


def _matrix(label: Label) -> Matrix:
    return "wet" if label.form in _WET_FORMS or label.product_class == "fermented_food" else "dry"


@dataclass(frozen=True, kw_only=True, slots=True)
class _Loss:
    """Loss of the logarithm a week, as `Draws.number` reads it."""

    value: float
    low: float
    high: float


def _loss(label: Label, tables: LabelTables, knowledge: Knowledge) -> tuple[Ranged, float]:
    """Range of loss over all that lives in the product, and the temperature at which it holds."""
    matrix = _matrix(label)
    row = tables.storage["log10_loss_per_week", _rows_for(label, matrix)]
    own = [_own_loss(organism, knowledge) for organism in label.organisms] if matrix == "wet" else []
    if not own or None in own:
        return row, float(row.temperature_c or 0.0)
    known = [loss for loss in own if loss is not None]
    return _widest(known), float(tables.storage["log10_loss_per_week", "wet"].temperature_c or 0.0)


def _rows_for(label: Label, matrix: Matrix) -> Matrix:
    """Spores keep whatever they stand in; one other microbe in the blend and they do not count as spores."""
    sporing = bool(label.organisms) and all(genus_of(o) in SPORE_GENERA for o in label.organisms)
    return "spores" if sporing or label.daily_total.unit == "spores" else matrix


def _own_loss(organism: Organism, knowledge: Knowledge) -> _Loss | None:
    """Loss of a species in fermented milk by the tables; None where they do not know it."""
    species = species_of(organism.current_name or organism.label_name)
    member = next((m for m in knowledge.members if species_of(knowledge.taxa[m].taxon) == species), None)
    if not species or member is None:
        return None
    change = knowledge.parameters_of(member).get((_STORAGE, ""))
    return None if change is None else _Loss(value=-change.value, low=-change.high, high=-change.low)


def _widest(losses: list[_Loss]) -> _Loss:
    return _Loss(
        value=sum(loss.value for loss in losses) / len(losses),
        low=min(loss.low for loss in losses),
        high=max(loss.high for loss in losses),
    )
