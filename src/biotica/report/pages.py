"""Renders the report: one page that needs no script, no second file and no network."""

from __future__ import annotations

from dataclasses import fields
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from biotica.errors import InputError, _
from biotica.provenance import versions
from biotica.report.codes import KIND_MEANINGS, KINDS, STATUS
from biotica.report.context import Cell, KefirContext, OptionsContext, ProfileContext, ReportContext
from biotica.report.figures import Draw, svg
from biotica.report.input import Finding, ReportInput
from biotica.report.kefir_part import build_kefir
from biotica.report.language import Language, language
from biotica.report.options_part import build_options
from biotica.report.profile_part import build_profile
from biotica.report.texts import Sentence, sentence

PURPOSE = _(
    "Biotica is educational software about food and fermentation. It does not diagnose, predict, prevent or "
    "treat disease and does not replace professional advice."
)
"""The intended purpose. Its words are fixed in both languages."""

PRINTING = _("Choose a part, then print: only that part comes out. Print from the top for everything.")
KINDS_NOTE = _("A small word behind each sentence says what it rests on:")

Context = ReportContext | ProfileContext | KefirContext | OptionsContext
TEMPLATES: dict[type[Context], str] = {
    ReportContext: "report.html",
    ProfileContext: "profile.html",
    KefirContext: "kefir.html",
    OptionsContext: "options.html",
}


def build_report(given: ReportInput, lang: str, *, draw: Draw = svg) -> str:
    """Make the page.

    Parameters
    ----------
    given : ReportInput
        Results and texts.
    lang : str
        ``"en"`` or ``"nl"``.
    draw : callable
        Turns a chart into SVG; tests pass a faster one.

    Returns
    -------
    str
        A whole HTML document without reference to any other file or host.

    Raises
    ------
    InputError
        If the language is unknown, or a result lacks a field of its contract.
    """
    spoken = language(lang)
    try:
        return str(_render(report_context(given, spoken, draw), spoken))
    except KeyError as error:
        raise InputError(
            _("a result for the report lacks the field '{field}'"),
            code="report_field_missing",
            hint=_("make the result again with this version of biotica"),
            field=str(error.args[0]),
        ) from error


def report_context(given: ReportInput, spoken: Language, draw: Draw = svg) -> ReportContext:
    """Make the values of the whole page; the three parts are rendered on the way."""
    profile = _render(build_profile(given, spoken, draw), spoken)
    kefir = _render(build_kefir(given.jar, spoken, draw), spoken) if given.jar else Markup()
    options = _render(build_options(given, given.advise, spoken, draw), spoken) if given.advise else Markup()
    status = (Finding(code="demo_profile"), *given.status) if given.demo else given.status
    return ReportContext(
        lang=spoken.code,
        style=Markup((files("biotica.report") / "templates" / "style.css").read_text(encoding="utf-8")),
        title=given.name,
        about=_about(given, spoken),
        purpose=Sentence(spoken.say(PURPOSE), "fact"),
        printing=Sentence(spoken.say(PRINTING), "fact"),
        status=tuple(sentence(found.code, found.values, STATUS, spoken) for found in status),
        kinds_note=Sentence(spoken.say(KINDS_NOTE), "fact"),
        kinds=tuple(
            Cell(term=spoken.say(name), value=spoken.say(KIND_MEANINGS[kind])) for kind, name in KINDS.items()
        ),
        profile=profile,
        kefir=kefir,
        options=options,
    )


def _about(given: ReportInput, spoken: Language) -> tuple[Cell, ...]:
    made = given.read.get("versions", versions())
    sample = given.read["samples"][0]["id"] or given.compare.get("sample")
    cells = (
        (_("Date"), spoken.day(given.made_on)),
        (_("Sample"), sample),
        (_("Code"), made["code"]),
        (_("Knowledge"), made["knowledge"]),
    )
    return tuple(Cell(term=spoken.say(term), value=str(value)) for term, value in cells if value)


@cache
def environment(spoken: Language) -> Environment:
    """Make the Jinja environment: escapes everything, fails on unknown names, speaks one language."""
    made = Environment(
        loader=PackageLoader("biotica.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_gettext_translations(spoken.catalogue, newstyle=False)  # type: ignore[attr-defined]
    return made


def _render(context: Context, spoken: Language) -> Markup:
    values = {field.name: getattr(context, field.name) for field in fields(context)}
    return Markup(environment(spoken).get_template(TEMPLATES[type(context)]).render(values))
