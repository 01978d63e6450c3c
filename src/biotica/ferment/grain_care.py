"""What happened to the grains before this batch: rest, holiday, splitting, sharing, and how they look."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, cast

from biotica.errors import RecipeError, _
from biotica.ferment.document import Document, Section

RestKind = Literal["fridge", "freezer", "dried", "milk_change"]

REST_KINDS = ("fridge", "freezer", "dried", "milk_change")
LOOKS = ("normal", "pink", "black", "fuzzy", "slimy", "smells_off")

_REST_DAYS = (0.0, 1100.0)
_HOLIDAY_DAYS = (0.0, 365.0)
_PARTS = (2, 20)
_GIVEN_SHARE = (0.01, 0.99)


@dataclass(frozen=True, kw_only=True, slots=True)
class GrainRest:
    """What slows the grains' first batch.

    Parameters
    ----------
    kind : str
        ``fridge``, ``freezer``, ``dried``, or ``milk_change`` (another kind of milk from now on).
    days : float
        How long they rested, >= 0; for a change of milk 1.
    holiday : bool
        Whether the rest is a holiday, which is planned: before and after.
    """

    kind: RestKind
    days: float
    holiday: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Handed:
    """Grains of which only a part goes into this jar.

    Parameters
    ----------
    kind : str
        ``split`` into equal parts, or ``share`` with somebody.
    parts : int
        Number of equal parts; 2 for a share: kept and given.
    kept_share : float
        Part of the grains that goes into this jar, 0..1.
    """

    kind: Literal["split", "share"]
    parts: int
    kept_share: float

    def total_g(self, kept_g: float) -> float:
        """All the grains, if the jar holds ``kept_g`` of them."""
        return kept_g / self.kept_share


def read_rest(document: Document, *, grains: bool) -> GrainRest | None:
    """Read ``[grain_rest]`` or ``holiday_days``.

    Raises
    ------
    RecipeError
        If both are given, there are no grains, or a value is missing or absurd.
    """
    section, top = document.table("grain_rest"), document.top
    holiday_days = top.number("holiday_days", _HOLIDAY_DAYS)
    if section is None and holiday_days is None:
        return None
    where = section.where() if section is not None else top.where("holiday_days")
    if not grains:
        raise _without_grains(where, "grain_rest" if section is not None else "holiday_days")
    if section is None:
        return GrainRest(kind="fridge", days=cast(float, holiday_days), holiday=True)
    if holiday_days is not None:
        raise RecipeError(
            _("the grains have two rests: grain_rest and holiday_days"),
            code="two_rests",
            where=where,
            hint=_("keep one of the two; holiday_days is a rest in the fridge"),
        )
    return _rest(section)


def _rest(section: Section) -> GrainRest:
    section.expect(("kind", "days"))
    kind = section.word("kind", REST_KINDS)
    if kind is None:
        raise section.missing("kind", 'kind = "fridge"')
    if kind == "milk_change":
        section.expect(("kind",))
        return GrainRest(kind="milk_change", days=1.0)
    days = section.number("days", _REST_DAYS)
    if days is None:
        raise section.missing("days", "days = 14")
    return GrainRest(kind=cast(RestKind, kind), days=days)


def read_handed(document: Document, *, grains: bool) -> Handed | None:
    """Read ``[split]`` or ``[share]``.

    Raises
    ------
    RecipeError
        If both are given, there are no grains, or a value is missing or absurd.
    """
    found = [section for key in ("split", "share") if (section := document.table(key)) is not None]
    if not found:
        return None
    if len(found) > 1:
        raise RecipeError(
            _("the grains are both split and shared"),
            code="split_and_share",
            where=found[1].where(),
            hint=_("keep one of the tables [split] and [share]"),
        )
    section = found[0]
    if not grains:
        raise _without_grains(section.where(), section.path)
    if section.path == "split":
        section.expect(("parts",))
        parts = section.whole("parts", _PARTS)
        if parts is None:
            raise section.missing("parts", "parts = 2")
        return Handed(kind="split", parts=parts, kept_share=1.0 / parts)
    section.expect(("part",))
    given = section.number("part", _GIVEN_SHARE)
    if given is None:
        raise section.missing("part", "part = 0.5")
    return Handed(kind="share", parts=2, kept_share=1.0 - given)


def _without_grains(where: str, key: str) -> RecipeError:
    return RecipeError(
        _("{key} is about grains, and this jar has none"),
        code="no_grains",
        where=where,
        hint=_('leave it out, or start the jar with grains: kind = "grains" in [starter]'),
        key=key,
    )
