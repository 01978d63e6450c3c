"""A recipe as people write it: one TOML file, checked word by word."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, TypeVar, cast

from biotica.errors import RecipeError, _
from biotica.ferment.document import Document, Section, read_document
from biotica.knowledge.ferments import Ferment

ML_PER_TBSP = 15.0

COVERS = ("cloth", "lid", "airlock", "sealed")
AGITATIONS = ("none", "daily", "stirred")
MILK_KINDS = ("cow", "goat", "sheep", "camel", "buffalo", "soy")
TREATMENTS = ("pasteurised", "uht", "raw", "boiled")
FATS = ("whole", "semi", "skim")
STARTER_KINDS = ("grains", "backslop", "powder")
AFTER_STEPS = ("chill", "bottle", "heat")
AMOUNTS = ("g", "ml", "tbsp")

_VOLUME_ML = (20.0, 50_000.0)
_HOURS = (0.1, 720.0)
_TEMPERATURE_C = (0.0, 60.0)
_AFTER_HOURS = {"chill": (0.001, 2_400.0), "bottle": (0.001, 720.0), "heat": (0.001, 24.0)}
_AFTER_TEMPERATURE_C = {"chill": (-1.0, 15.0), "bottle": (0.0, 45.0), "heat": (40.0, 121.0)}
_LARGEST_FILE_BYTES = 65_536

_Value = TypeVar("_Value", str, float)

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
    """Which culture, and how much: gram for grains and powder, millilitre for backslop."""

    kind: Literal["grains", "backslop", "powder"]
    amount: float

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

    @property
    def total_hours(self) -> float:
        """From the start to the end of the last step."""
        return self.hours + sum(step.hours for step in self.after)


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
        top.expect(
            (
                "ferment",
                "volume_ml",
                "hours",
                "temperature_c",
                "cover",
                "agitation",
                "milk",
                "starter",
                "after",
            )
        )
        ferment = self._ferments[
            self._needed(top.word("ferment", tuple(self._ferments)), "ferment", 'ferment = "milk_kefir"')
        ]
        volume_ml = self._needed(top.number("volume_ml", _VOLUME_ML), "volume_ml", "volume_ml = 500")
        return Recipe(
            ferment=ferment.id,
            volume_ml=volume_ml,
            hours=self._needed(top.number("hours", _HOURS), "hours", "hours = 24"),
            course=self._course(),
            cover=self._or_default(top, "cover", COVERS, ferment.defaults.cover),
            agitation=self._or_default(top, "agitation", AGITATIONS, ferment.defaults.agitation),
            milk=self._milk(ferment),
            starter=self._starter(ferment, volume_ml),
            after=tuple(self._after(section) for section in self._document.tables("after")),
            assumed=tuple(self._assumed),
        )

    def _needed(self, value: _Value | None, key: str, example: str) -> _Value:
        if value is None:
            raise self._top.missing(key, example)
        return value

    def _or_default(self, section: Section, key: str, choices: tuple[str, ...], default: str) -> str:
        word = section.word(key, choices)
        if word is None:
            self._assumed.append(section.label(key))
        return default if word is None else word

    def _course(self) -> Course:
        value = self._top.content.get("temperature_c")
        if value is None:
            raise self._top.missing("temperature_c", "temperature_c = 21")
        if not isinstance(value, list):
            return ((0.0, self._top.as_number(value, "temperature_c", _TEMPERATURE_C)),)
        points = tuple(self._point(item) for item in value)
        hours = [hour for hour, _degrees in points]
        if not points or any(late <= early for early, late in pairwise(hours)):
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

    def _starter(self, ferment: Ferment, volume_ml: float) -> Starter | None:
        section = self._document.table("starter")
        if section is None:
            return None
        section.expect(("kind", *AMOUNTS))
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
        kind = cast(Literal["grains", "backslop", "powder"], kind)
        return Starter(kind=kind, amount=self._amount(section, kind, ferment, volume_ml))

    def _amount(
        self,
        section: Section,
        kind: Literal["grains", "backslop", "powder"],
        ferment: Ferment,
        volume_ml: float,
    ) -> float:
        given = [key for key in AMOUNTS if key in section.content]
        if not given:
            self._assumed.append("starter.amount")
            return ferment.defaults.starter_per_l[kind] * volume_ml / 1000.0
        if len(given) > 1:
            raise RecipeError(
                _("the starter has more than one amount: {given}"),
                code="two_amounts",
                where=section.where(given[1]),
                hint=_("keep one of g, ml and tbsp"),
                given=", ".join(given),
            )
        key = given[0]
        per_unit = {"g": 1.0, "ml": 1.0, "tbsp": ML_PER_TBSP}[key]
        number = section.number(key, (0.001, volume_ml / per_unit / (1.0 if kind == "grains" else 2.0)))
        if (key == "g") != (kind != "backslop"):
            self._assumed.append("starter.density")
        return cast(float, number) * per_unit

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
