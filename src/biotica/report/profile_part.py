"""Builds "Your profile": what the test saw, how it compares, and what this community can make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from biotica.errors import _
from biotica.report.codes import (
    CANNOT_SEE,
    FILE_UNITS,
    FORMATS,
    PLATFORMS,
    PROFILE_WARNINGS,
    SUBSTRATE_KINDS,
    SUMMARIES,
)
from biotica.report.context import Cell, Chart, ProfileContext
from biotica.report.diversity_part import SCORE, diversity_notes, score_notes
from biotica.report.export_part import downloads
from biotica.report.figures import Draw, amounts, top_taxa
from biotica.report.guild_part import guild_chart, guild_notes
from biotica.report.input import Json, ReportInput, SubstrateAcids, Words
from biotica.report.language import Language
from biotica.report.makers_part import makers_chart
from biotica.report.missing_part import changes, class_groups
from biotica.report.texts import (
    Sentence,
    interval,
    joined,
    label,
    own_words,
    sentence,
    sentences,
)

ACIDS = ("acetate", "propionate", "butyrate")
TAXA_SHOWN = 10


def build_profile(given: ReportInput, spoken: Language, draw: Draw) -> ProfileContext:
    """Make the profile part from read.json, compare.json, groups and acids."""
    sample = given.read["samples"][0]
    warnings = [*sample.get("warnings", ()), *_new_warnings(given.compare, sample)]
    platform = given.read.get("platform", "unknown")
    return ProfileContext(
        quality=_quality(given.read, sample, spoken),
        warnings=sentences(warnings, PROFILE_WARNINGS, spoken),
        cannot_see=_cannot_see(platform, given.compare, spoken),
        summary=_summary(given.compare, spoken),
        taxa=_taxa(given, spoken, draw),
        guilds=guild_chart(given.guilds, spoken, draw),
        guild_notes=guild_notes(given.guilds, given.compare, spoken),
        classes=class_groups(given.compare, spoken),
        all_seen=Sentence(spoken.say(_("Every bacterium that we looked for was seen.")), "model"),
        changes=changes(given.compare, spoken),
        diversity=diversity_notes(given.compare, spoken),
        score_title=spoken.say(_("A published score: {name}"), name=SCORE),
        score=score_notes(given.compare, spoken),
        acids=(*_acids(given.acids, spoken, draw), *_makers(given, spoken, draw)),
        acid_notes=_acid_notes(given.acids, spoken),
        renamed=tuple(Cell(term=taxon.old_name, value=taxon.name) for taxon in given.taxa if taxon.old_name),
        method=_method(given, spoken),
        licences=_licences(given, spoken),
        downloads=downloads(given.compare, spoken),
    )


def _cannot_see(platform: str, compare: Json, spoken: Language) -> tuple[Sentence, ...]:
    told = [Sentence(spoken.say(text), "fact") for text in CANNOT_SEE.get(platform, CANNOT_SEE["unknown"])]
    if unseen := compare.get("cannot_see"):
        text = spoken.say(
            _("Tests of this kind never show these, so their absence says nothing: {taxa}."),
            taxa=joined(unseen, spoken),
        )
        told.append(Sentence(text, "fact"))
    return tuple(told)


def _new_warnings(compare: Json, sample: Json) -> list[Mapping[str, Any]]:
    told = {warning["code"] for warning in sample.get("warnings", ())}
    return [warning for warning in compare.get("warnings", ()) if warning["code"] not in told]


def _quality(read: Json, sample: Json, spoken: Language) -> tuple[Cell, ...]:
    depth = sample.get("depth") or None
    reads = spoken.number(depth, digits=12) if depth else spoken.say(_("not given in the file"))
    classified, mapped = sample.get("classified_share"), sample.get("mapped_share")
    found = sample["n_taxa"]
    cells = [
        (_("Kind of test"), label(read.get("platform", "unknown"), PLATFORMS, spoken)),
        (_("Reads"), reads),
        (_("Part that got a name"), spoken.percent(classified) if classified is not None else ""),
        (_("Part that our tables know"), spoken.percent(mapped) if mapped is not None else ""),
        (_("Species seen"), spoken.number(found["species"], digits=9)),
        (_("Genera seen"), spoken.number(found["genus"], digits=9)),
        (_("File format"), label(read["format"], FORMATS, spoken)),
        (_("Numbers in the file"), label(read.get("unit_in_file", read["unit"]), FILE_UNITS, spoken)),
        (_("Database"), str(read.get("database") or spoken.say(_("not given in the file")))),
    ]
    return tuple(Cell(term=spoken.say(term), value=value) for term, value in cells if value)


def _summary(compare: Json, spoken: Language) -> tuple[Sentence, ...]:
    found = compare["summary"]
    once = not compare.get("earlier")
    code = "nothing_clearly_missing" if once and found["code"] == "clearly_missing" else found["code"]
    limit = (
        _("One sample is a snapshot; a second one tells more.")
        if once
        else _("More than one sample was compared, so this says more than a snapshot.")
    )
    return (
        sentence(code, found.get("values", {}), SUMMARIES, spoken),
        Sentence(spoken.say(limit), "fact"),
        Sentence(spoken.say(_("A zero in the file is not proof that a bacterium is absent.")), "fact"),
    )


def _taxa(given: ReportInput, spoken: Language, draw: Draw) -> Chart | None:
    rows = given.taxa[:TAXA_SHOWN]
    if not rows:
        return None
    return Chart(
        ident="taxa",
        svg=draw(top_taxa([(taxon.name, taxon.share) for taxon in rows], spoken), spoken),
        caption=Sentence(
            spoken.say(_("The bacteria with the largest share of this sample: {n}."), n=len(rows)), "fact"
        ),
        headers=(spoken.say(_("name")), spoken.say(_("share")), spoken.say(_("what its group does"))),
        rows=tuple(
            (
                taxon.name,
                spoken.percent(taxon.share),
                own_words(taxon.guild, spoken).text if taxon.guild else "",
            )
            for taxon in rows
        ),
    )


def _substrate(row: SubstrateAcids, spoken: Language) -> str:
    return own_words(Words(en=row.name_en, nl=row.name_nl), spoken).text


def _acids(rows: Sequence[SubstrateAcids], spoken: Language, draw: Draw) -> tuple[Chart, ...]:
    charts = []
    for acid in ACIDS:
        made = [(_substrate(row, spoken), row.acids[acid]) for row in rows if acid in row.acids]
        if not made:
            continue
        name = spoken.say(SUBSTRATE_KINDS[acid])
        title = spoken.say(_("mmol made per litre"))
        charts.append(
            Chart(
                ident=f"acid-{acid}",
                svg=draw(amounts(made, title), spoken),
                caption=Sentence(
                    spoken.say(
                        _("{acid}: what this community makes from each fibre."), acid=name.capitalize()
                    ),
                    "model",
                ),
                headers=(spoken.say(_("fibre")), spoken.say(_("{acid}, mmol per litre"), acid=name)),
                rows=tuple((substrate, interval(value, spoken)) for substrate, value in made),
            )
        )
    gases = _gases(rows, spoken)
    return (*charts, gases) if gases else tuple(charts)


def _makers(given: ReportInput, spoken: Language, draw: Draw) -> tuple[Chart, ...]:
    chart = None if given.predicted is None else makers_chart(given.predicted, spoken, draw)
    return () if chart is None else (chart,)


def _gases(rows: Sequence[SubstrateAcids], spoken: Language) -> Chart | None:
    kinds = [gas for gas in ("H2", "CH4", "CO2") if any(gas in row.gas for row in rows)]
    if not kinds:
        return None
    return Chart(
        ident="gases",
        svg=Markup(),
        caption=Sentence(spoken.say(_("Gas made from each fibre, mmol per litre of vial.")), "model"),
        headers=(spoken.say(_("fibre")), *(spoken.say(SUBSTRATE_KINDS[gas]) for gas in kinds)),
        rows=tuple(
            (
                _substrate(row, spoken),
                *(interval(row.gas[gas], spoken, digits=2) if gas in row.gas else "" for gas in kinds),
            )
            for row in rows
        ),
    )


def _acid_notes(rows: Sequence[SubstrateAcids], spoken: Language) -> tuple[Sentence, ...]:
    if not rows:
        return ()
    hours = sorted({row.time_h for row in rows})
    doses = sorted({row.dose_g_per_l for row in rows if row.substrate != "control"})
    setting = spoken.say(
        _("Calculated for a vial of {hours} hours with {dose} g of fibre per litre, not for your gut."),
        hours=", ".join(spoken.number(hour) for hour in hours),
        dose=", ".join(spoken.number(dose) for dose in doses),
    )
    return (
        Sentence(setting, "model"),
        Sentence(
            spoken.say(
                _(
                    "The bar is the middle estimate, the line the 5 to 95 % interval. "
                    "Each figure has its own scale."
                )
            ),
            "model",
        ),
        Sentence(spoken.say(_("Fibre effect: yes; personal ranking: not proven.")), "fact"),
    )


def _method(given: ReportInput, spoken: Language) -> tuple[Sentence, ...]:
    names = sorted({row.cohort for row in given.guilds})
    told = []
    if names:
        text = spoken.say(_("The reference: {cohorts}."), cohorts=", ".join(names))
        told.append(Sentence(text, "fact"))
    if given.read.get("by_description_only"):
        text = spoken.say(
            _("This file format was built from its description. No real file of this kind was tried.")
        )
        told.append(Sentence(text, "fact"))
    told.append(
        Sentence(
            spoken.say(
                _("Shares are parts of what got a name. A reference of another kind of test is never used.")
            ),
            "fact",
        )
    )
    return tuple(told)


def _licences(given: ReportInput, spoken: Language) -> tuple[Cell, ...]:
    return tuple(
        Cell(
            term=f"{licence.name} ({licence.licence})",
            value=own_words(licence.used_for, spoken).text,
        )
        for licence in given.licences
    )
