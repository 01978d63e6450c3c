"""Ferments: one folder each, with names, defaults, starting counts, limits and advice.

A ferment folder holds ``ferment.yaml``, ``members.tsv`` (starting counts), and if it needs them ``grain.tsv``
(how cells leave and return to grains), ``medium.tsv`` (a ferment without milk) and ``last_batch.tsv`` (what
backslop brings along). A new ferment is a new folder: no Python is edited.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, Self, get_args

import yaml
from pydantic import Field, ValidationError, model_validator

from biotica.errors import BadRow, _
from biotica.knowledge.records import Number, Row
from biotica.knowledge.tsv import Place, RowT, read_rows, read_text

Form = Literal["grains", "backslop", "powder", "raw", "pasteurised", "uht", "boiled", "medium"]
"""Where cells come from: a starter, or the milk itself by its treatment, or a medium that is no milk."""

STARTERS: tuple[Form, ...] = ("grains", "backslop", "powder")


class StartCount(Number):
    """How many live cells of a member come with a form: log10 CFU per g of grains or powder, else per ml."""

    member: str = Field(pattern=r"^[a-z0-9_]+$")
    form: Form
    unit: Literal["log10_cfu_per_g", "log10_cfu_per_ml"]

    @model_validator(mode="after")
    def _unit_fits_form(self) -> Self:
        if (self.unit == "log10_cfu_per_g") != (self.form in ("grains", "powder")):
            raise ValueError(f"{self.form} is not counted in {self.unit}")
        return self


class GrainTrait(Number):
    """How cells leave grains and return to them, and how fast grains grow."""

    name: Literal[
        "shedding_at_start_share",
        "shedding_per_h",
        "reattachment_per_h",
        "grain_activity_share",
        "growth_per_day_share",
    ]
    condition: Literal[""] = ""


class MediumAmount(Number):
    """What a medium that is no milk holds at the start, or what the last batch holds beyond a fresh one.

    A row named ``pH``, with that unit, says how sour the medium is; its strong cations follow.
    """

    metabolite: str
    unit: Literal["mmol_per_l", "pH"]


class JarTrait(Number):
    """How a jar lets gas through, by its cover and how it is stirred; ``any`` = in every jar."""

    cover: Literal["cloth", "lid", "airlock", "sealed", "any"]
    agitation: Literal["none", "daily", "stirred", "any"]
    name: Literal["gas_transfer_per_h", "bubble_transfer_per_h", "head_space_share"]


class Text(Row):
    """A sentence in both languages."""

    code: str = Field(pattern=r"^[a-z0-9_]+$")
    en: str = Field(min_length=1)
    nl: str = Field(min_length=1)


class Limits(Row):
    """Where a verdict changes; choices of the house or of the source named."""

    target_ph: float = Field(gt=3, lt=7)
    overripe_ph: float = Field(gt=2.5, lt=7)
    temperature_max_c: float = Field(gt=0, lt=60)
    fridge_max_c: float = Field(gt=0, lt=15)
    alcohol_percent_vol: float = Field(gt=0)
    bottle_gauge_bar: float = Field(gt=0)
    warm_after_h: float = Field(gt=0)
    source: str
    where: str


class Defaults(Row):
    """What holds where a recipe is silent; a forecast lists each one used."""

    cover: Literal["cloth", "lid", "airlock", "sealed"]
    agitation: Literal["none", "daily", "stirred"]
    milk_treatment: Literal["pasteurised", "uht", "raw", "boiled"] = "pasteurised"
    milk_fat: Literal["whole", "semi", "skim"] = "whole"
    starter_per_l: Mapping[Literal["grains", "backslop", "powder"], float]


class Ferment(Row):
    """One thing that people ferment at home."""

    id: str = Field(pattern=r"^[a-z0-9_]+$")
    name_en: str = Field(min_length=1)
    name_nl: str = Field(min_length=1)
    base: Literal["milk", "medium"]
    defaults: Defaults
    example_recipe: Mapping[str, object]
    limits: Limits
    advice: tuple[Text, ...]
    checklist: tuple[Text, ...]
    counts: tuple[StartCount, ...] = ()
    grain: tuple[GrainTrait, ...] = ()
    medium: tuple[MediumAmount, ...] = ()
    last_batch: tuple[MediumAmount, ...] = ()

    @property
    def members(self) -> tuple[str, ...]:
        """Slugs of all members, in the order in which the table first names them."""
        return tuple(dict.fromkeys(row.member for row in self.counts))

    @property
    def starters(self) -> tuple[str, ...]:
        """Kinds of starter for which the folder holds counts."""
        return tuple(form for form in STARTERS if any(row.form == form for row in self.counts))

    @property
    def usual_c(self) -> float:
        """Temperature of the example recipe, in degrees Celsius."""
        return float(str(self.example_recipe["temperature_c"]))

    def starting_counts(self, form: str) -> tuple[StartCount, ...]:
        """Rows of one form, in file order."""
        return tuple(row for row in self.counts if row.form == form)


def load_ferments(folder: Place) -> Mapping[str, Ferment]:
    """Read every ferment folder.

    Parameters
    ----------
    folder : Path or Traversable
        ``data/ferments``; each folder in it that holds a ``ferment.yaml`` is one ferment.

    Returns
    -------
    Mapping[str, Ferment]
        By id, sorted.

    Raises
    ------
    BadRow
        If a file breaks the schema, with its place.
    """
    places = sorted(
        (place for place in folder.iterdir() if (place / "ferment.yaml").is_file()),
        key=lambda place: place.name,
    )
    return MappingProxyType({place.name: load_ferment(place) for place in places})


def load_ferment(folder: Place) -> Ferment:
    """Read one ferment folder; see `load_ferments`."""
    where = f"{folder.name}/ferment.yaml"
    content = _yaml(read_text(folder / "ferment.yaml"), where)
    if content.get("id") != folder.name:
        raise BadRow(
            _("the ferment is called '{id}' but its folder '{folder}'"),
            code="ferment_id_is_not_folder",
            where=where,
            hint=_("give both the same name"),
            id=content.get("id"),
            folder=folder.name,
        )
    tables = {
        "counts": _table(folder, "members.tsv", StartCount),
        "grain": _table(folder, "grain.tsv", GrainTrait),
        "medium": _table(folder, "medium.tsv", MediumAmount),
        "last_batch": _table(folder, "last_batch.tsv", MediumAmount),
    }
    named = {row.name for row in tables["grain"] if isinstance(row, GrainTrait)}
    missing = [name for name in get_args(GrainTrait.model_fields["name"].annotation) if name not in named]
    if named and missing:
        raise BadRow(
            _("grains are described without {missing}"),
            code="grain_trait_missing",
            where=f"{folder.name}/grain.tsv",
            hint=_("compare the file with that of milk_kefir"),
            missing=", ".join(missing),
        )
    try:
        return Ferment.model_validate({**content, **tables})
    except ValidationError as error:
        first = error.errors()[0]
        raise BadRow(
            _("{field}: {reason}"),
            code="bad_ferment",
            where=where,
            hint=_("compare the file with that of milk_kefir"),
            field=".".join(str(part) for part in first["loc"]) or "ferment",
            reason=first["msg"],
        ) from error


def load_jars(folder: Place) -> tuple[JarTrait, ...]:
    """Read ``jars.tsv`` of the data folder.

    Raises
    ------
    BadRow
        If a row breaks the schema.
    """
    return read_rows(folder / "jars.tsv", JarTrait)


def _yaml(text: str, where: str) -> dict[str, object]:
    try:
        content = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise BadRow(
            _("this is not readable YAML: {problem}"),
            code="unreadable_yaml",
            where=f"{where}:{mark.line + 1}:{mark.column + 1}" if mark else where,
            hint=_("check the indentation and the colons of this line"),
            problem=getattr(error, "problem", "") or "unknown",
        ) from error
    if not isinstance(content, dict):
        raise BadRow(
            _("a ferment is a list of keys and values"),
            code="unreadable_yaml",
            where=where,
            hint=_("compare the file with that of milk_kefir"),
        )
    return content


def _table(folder: Place, file: str, row_class: type[RowT]) -> tuple[RowT, ...]:
    place = folder / file
    return read_rows(place, row_class) if place.is_file() else ()
