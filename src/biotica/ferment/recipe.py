"""A recipe as people write it: one TOML file, checked word by word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeVar, cast

from biotica.errors import RecipeError, _
from biotica.ferment.amounts import AMOUNTS, PER_UNIT, is_weight
from biotica.ferment.day_night import read_day_night
from biotica.ferment.document import Document, Section, read_document
from biotica.ferment.grain_care import LOOKS, GrainRest, Handed, read_handed, read_rest
from biotica.knowledge.ferments import Ferment

COVERS = ("cloth", "lid", "airlock", "sealed")
AGITATIONS = ("none", "daily", "stirred")
MILK_KINDS = ("cow", "goat", "sheep", "camel", "buffalo", "soy")
TREATMENTS = ("pasteurised", "uht", "raw", "boiled")
FATS = ("whole", "semi", "skim")
STARTER_KINDS = ("grains", "backslop", "powder")
AFTER_STEPS = ("chill", "bottle", "heat")

_VOLUME_ML = (20.0, 50_000.0)
_HOURS = (0.1, 720.0)
_TEMPERATURE_C = (0.0, 60.0)
_AFTER_HOURS = {"chill": (0.001, 2_400.0), "bottle": (0.001, 720.0), "heat": (0.001, 24.0)}
_AFTER_TEMPERATURE_C = {"chill": (-1.0, 15.0), "bottle": (0.0, 45.0), "heat": (40.0, 121.0)}
_BATCHES = (1, 60)
_HEAD_SPACE_SHARE = (0.02, 1.0)
_LARGEST_FILE_BYTES = 65_536
_TOP_KEYS = (
    *("ferment", "volume_ml", "hours", "temperature_c", "cover", "agitation", "milk", "starter", "after"),
    *("head_space_share", "grain_rest", "holiday_days", "split", "share", "batches", "first"),
)

_Value = TypeVar("_Value", str, float)

StarterKind = Literal["grains", "backslop", "powder"]

Course = tuple[tuple[float, float], ...]
"""Hours and degrees Celsius, joined by straight lines; the first and last values hold outside."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Milk:
    """Which milk."""

    kind: str
    treatment: str
    fat: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Starter:
    """Which culture, and how much goes in: gram for grains and powder, millilitre for backslop.

    Parameters
    ----------
    looks : str
        A word of `LOOKS`.
    """

    kind: StarterKind
    amount: float
    looks: str = "normal"

    @property
    def unit(self) -> str:
        """``g`` or ``ml``."""
        return "ml" if self.kind == "backslop" else "g"


@dataclass(frozen=True, kw_only=True, slots=True)
class After:
    """What is done after the fermentation."""

    step: Literal["chill", "bottle", "heat"]
    temperature_c: float
    hours: float


@dataclass(frozen=True, kw_only=True, slots=True)
class Recipe:
    """What goes into a jar, and what happens to it.

    Parameters
    ----------
    course : tuple of (hour, degrees Celsius)
        At least one point, hours rising.
    milk : Milk or None
        None for a ferment without milk.
    starter : Starter or None
        None = no culture.
    assumed : tuple of str
        Keys that the file left out and a default filled in, such as ``milk.fat``.
    head_space_share : float or None
        Gas room over the drink in a closed bottle, as a share of it, 0.02..1; None = as the tables say.
    grain_rest : GrainRest or None
        What slows the grains at first.
    handed : Handed or None
        Where the rest of the grains went; ``starter.amount`` is what is kept.
    batches : int
        Which daily batch of the same grains this is, 1 = the first: they have grown since.
    first : bool
        Whether this is the person's first batch; True unless the recipe denies it.
    """

    ferment: str
    volume_ml: float
    hours: float
    course: Course
    cover: str
    agitation: str
    milk: Milk | None
    starter: Starter | None
    after: tuple[After, ...]
    assumed: tuple[str, ...]
    head_space_share: float | None = None
    grain_rest: GrainRest | None = None
    handed: Handed | None = None
    batches: int = 1
    first: bool = True

    @property
    def total_hours(self) -> float:
        """From the start to the end of the last step."""
        return self.hours + sum(step.hours for step in self.after)

    @property
    def closed(self) -> bool:
        """Whether gas is shut in at some time: a sealed jar, or a bottle."""
        return self.cover == "sealed" or any(step.step == "bottle" for step in self.after)


def read_recipe(content: bytes | str, *, name: str, ferments: Mapping[str, Ferment]) -> Recipe:
    """Read a recipe.

    Parameters
    ----------
    content : bytes or str
        TOML, UTF-8; the keys and words stand in the contract of `forecast`.
    name : str
        File name for errors.
    ferments : Mapping[str, Ferment]
        By id.

    Returns
    -------
    Recipe
        Complete; what was filled in stands in ``assumed``.

    Raises
    ------
    RecipeError
        With file and line, if the text is no TOML, a key or a word is unknown, a number is missing, has the
        wrong type or is absurd, or two amounts of starter are given.
    """
    document = read_document(content, name=name, largest_bytes=_LARGEST_FILE_BYTES)
    return _Reader(document, ferments).recipe()


class _Reader:
    """Walks through one document and remembers which defaults it used."""

    def __init__(self, document: Document, ferments: Mapping[str, Ferment]) -> None:
        self._document = document
        self._top = document.top
        self._ferments = ferments
        self._assumed: list[str] = []

    def recipe(self) -> Recipe:
        top = self._top
        top.expect(_TOP_KEYS)
        ferment = self._ferments[
            self._needed(top.word("ferment", tuple(self._ferments)), "ferment", 'ferment = "milk_kefir"')
        ]
        volume_ml = self._needed(top.number("volume_ml", _VOLUME_ML), "volume_ml", "volume_ml = 500")
        hours = self._needed(top.number("hours", _HOURS), "hours", "hours = 24")
        course = self._course(hours)
        cover = self._or_default(top, "cover", COVERS, ferment.defaults.cover)
        agitation = self._or_default(top, "agitation", AGITATIONS, ferment.defaults.agitation)
        milk = self._milk(ferment)
        kind = self._starter_kind(ferment)
        handed = read_handed(self._document, grains=kind == "grains")
        starter = self._starter(ferment, kind, volume_ml, handed) if kind else None
        after = tuple(self._after(section) for section in self._document.tables("after"))
        recipe = Recipe(
            ferment=ferment.id,
            volume_ml=volume_ml,
            hours=hours,
            course=course,
            cover=cover,
            agitation=agitation,
            milk=milk,
            starter=starter,
            after=after,
            assumed=tuple(self._assumed),
            grain_rest=read_rest(self._document, grains=kind == "grains"),
            handed=handed,
            batches=top.whole("batches", _BATCHES) or 1,
            first=top.flag("first") is not False,
            head_space_share=top.number("head_space_share", _HEAD_SPACE_SHARE),
        )
        if recipe.closed and recipe.head_space_share is None:
            return replace(recipe, assumed=(*recipe.assumed, "head_space_share"))
        return recipe

    def _needed(self, value: _Value | None, key: str, example: str) -> _Value:
        if value is None:
            raise self._top.missing(key, example)
        return value

    def _or_default(self, section: Section, key: str, choices: tuple[str, ...], default: str) -> str:
        word = section.word(key, choices)
        if word is None:
            self._assumed.append(section.label(key))
        return default if word is None else word

    def _course(self, hours: float) -> Course:
        value = self._top.content.get("temperature_c")
        section = self._document.table("temperature_c") if isinstance(value, dict) else None
        if section is not None:
            points, assumed = read_day_night(section, hours=hours, limits_c=_TEMPERATURE_C)
            self._assumed += assumed
            return points
        if value is None:
            raise self._top.missing("temperature_c", "temperature_c = 21")
        if not isinstance(value, list):
            return ((0.0, self._top.as_number(value, "temperature_c", _TEMPERATURE_C)),)
        points = tuple(self._point(item) for item in value)
        listed = [hour for hour, _degrees in points]
        if not points or any(late <= early for early, late in pairwise(listed)):
            raise RecipeError(
                _("the hours of temperature_c do not rise"),
                code="course_out_of_order",
                where=self._top.where("temperature_c"),
                hint=_("write the points in order of time: [[0, 21], [8, 18]]"),
            )
        return points

    def _point(self, item: object) -> tuple[float, float]:
        if not isinstance(item, list) or len(item) != 2:
            raise RecipeError(
                _("a point of temperature_c is not [hour, degrees]"),
                code="bad_course",
                where=self._top.where("temperature_c"),
                hint=_("write one number, or points such as [[0, 21], [8, 18]]"),
            )
        hour = self._top.as_number(item[0], "temperature_c", (0.0, _HOURS[1]))
        return hour, self._top.as_number(item[1], "temperature_c", _TEMPERATURE_C)

    def _milk(self, ferment: Ferment) -> Milk | None:
        section = self._document.table("milk")
        if ferment.base != "milk":
            if section is not None:
                raise RecipeError(
                    _("{ferment} is made without milk"),
                    code="milk_not_used",
                    where=section.where(),
                    hint=_("leave the table [milk] out"),
                    ferment=ferment.id,
                )
            return None
        if section is None:
            raise self._top.missing("milk.kind", '[milk] with kind = "cow"')
        section.expect(("kind", "treatment", "fat"))
        kind = section.word("kind", MILK_KINDS)
        if kind is None:
            raise section.missing("kind", 'kind = "cow"')
        defaults = ferment.defaults
        return Milk(
            kind=kind,
            treatment=self._or_default(section, "treatment", TREATMENTS, defaults.milk_treatment),
            fat=self._or_default(section, "fat", FATS, defaults.milk_fat),
        )

    def _starter_kind(self, ferment: Ferment) -> StarterKind | None:
        section = self._document.table("starter")
        if section is None:
            return None
        section.expect(("kind", "looks", *AMOUNTS))
        kind = section.word("kind", STARTER_KINDS)
        if kind is None:
            raise section.missing("kind", 'kind = "grains"')
        if kind not in ferment.starters:
            raise RecipeError(
                _("{ferment} is not started with {kind}"),
                code="starter_not_known",
                where=section.where("kind"),
                hint=_("choose from: {known}"),
                ferment=ferment.id,
                kind=kind,
                known=", ".join(ferment.starters),
            )
        return cast(StarterKind, kind)

    def _starter(
        self, ferment: Ferment, kind: StarterKind, volume_ml: float, handed: Handed | None
    ) -> Starter:
        section = cast(Section, self._document.table("starter"))
        most = volume_ml if kind == "grains" else volume_ml / 2.0
        kept_share = handed.kept_share if handed is not None else 1.0
        amount = self._amount(section, kind, most / kept_share)
        if amount is None:
            self._assumed.append("starter.amount")
            amount = ferment.defaults.starter_per_l[kind] * volume_ml / 1000.0
        looks = section.word("looks", LOOKS) or "normal"
        return Starter(kind=kind, amount=amount * kept_share, looks=looks)

    def _amount(self, section: Section, kind: StarterKind, most: float) -> float | None:
        given = [key for key in AMOUNTS if key in section.content]
        if not given:
            return None
        if len(given) > 1:
            raise RecipeError(
                _("the starter has more than one amount: {given}"),
                code="two_amounts",
                where=section.where(given[1]),
                hint=_("keep one of them"),
                given=", ".join(given),
            )
        key = given[0]
        number = section.number(key, (0.001, most / PER_UNIT[key]))
        if is_weight(key) != (kind != "backslop"):
            self._assumed.append("starter.density")
        return cast(float, number) * PER_UNIT[key]

    def _after(self, section: Section) -> After:
        section.expect(("step", "temperature_c", "hours"))
        step = section.word("step", AFTER_STEPS)
        if step is None:
            raise section.missing("step", 'step = "chill"')
        temperature_c = section.number("temperature_c", _AFTER_TEMPERATURE_C[step])
        if temperature_c is None:
            raise section.missing("temperature_c", "temperature_c = 4")
        hours = section.number("hours", _AFTER_HOURS[step])
        if hours is None:
            raise section.missing("hours", "hours = 24")
        return After(
            step=cast(Literal["chill", "bottle", "heat"], step), temperature_c=temperature_c, hours=hours
        )
