"""A report's input for tests. The person, the jar, the studies and every number are fictional."""

from __future__ import annotations

import math
from datetime import date
from typing import Any

from tests.report_sample_advice import advise_result

from biotica.report.input import (
    EvidenceRow,
    Finding,
    GuildRow,
    JarInput,
    Licence,
    Range,
    ReportInput,
    RuleText,
    ServingCard,
    SourceText,
    StopRuleText,
    SubstrateAcids,
    TaxonShare,
    Words,
)

VERSIONS = {"code": "0.1.0", "knowledge": "2026.11"}


def _range(median: float, low: float, high: float) -> dict[str, float]:
    return {"median": median, "low": low, "high": high}


def read_result() -> dict[str, Any]:
    return {
        "format": "metaphlan",
        "database": "mpa_v20_composite_of_open_cohorts",
        "by_description_only": False,
        "unit": "percent",
        "platform": "shotgun",
        "samples": [
            {
                "id": "stool_a",
                "depth": 4_183_772,
                "classified_share": 0.913,
                "n_taxa": {"species": 83, "genus": 47},
                "top": {
                    "species": {"name": "Examplia communis", "share": 0.214},
                    "genus": {"name": "Examplia", "share": 0.23},
                },
                "mapped_share": 0.871,
                "warnings": [{"code": "old_names", "values": {}}, {"code": "low_depth", "values": {}}],
            }
        ],
        "versions": VERSIONS,
    }


def compare_result() -> dict[str, Any]:
    zeros = [
        ("Examplia rara", 0.94, 0.47, "missing"),
        ("Bifidobacterium adolescentis", 0.58, 0.52, "not_seen"),
        ("Holdemanella biformis", 0.38, 0.31, "not_seen"),
        ("Roseburia hominis", 0.55, 0.44, "not_seen"),
        ("Dialister invisus", 0.49, 0.29, "not_seen"),
        ("Alistipes shahii", 0.62, 0.41, "not_seen"),
        ("Coprococcus eutactus", 0.44, 0.36, "not_seen"),
        ("Eubacterium ventriosum", 0.51, 0.33, "not_seen"),
        ("Akkermansia muciniphila", 0.41, 0.07, "probably_absent"),
        ("Methanobrevibacter smithii", None, None, "not_detectable"),
        ("Examplia minuta", 0.21, 0.17, "not_detectable"),
    ]
    return {
        "sample": "stool_a",
        "earlier": [],
        "depth": 4_183_772,
        "zeros": [
            {"taxon": taxon, "observed": 0.0, "p_observed": seen, "p_resident": lives, "class": sort}
            for taxon, seen, lives, sort in zeros
        ]
        + [
            {"taxon": "Examplia subtilis", "observed": 0.0, "class": "not_detectable", "reads_wanted": 31_000}
        ],
        "lows": [
            {
                "taxon": "Faecalibacterium prausnitzii",
                "observed": 0.0041,
                "p_observed": 0.97,
                "p_resident": 1.0,
                "class": "low",
            }
        ],
        "unexpected": [
            {
                "taxon": "Examplia peregrina",
                "observed": 0.013,
                "p_observed": 0.04,
                "p_resident": None,
                "class": "unexpected",
            }
        ],
        "guild_gaps": [],
        "changes": [],
        "diversity": {"kinds": 143, "effective_kinds": 31.4},
        "cannot_see": ["Examplia invisibilis"],
        "summary": {"code": "nothing_clearly_missing", "values": {}},
        "scores": {"gmwi2": 0.43, "gmwi2_low": 0.25, "gmwi2_high": 0.61, "gmhi": None},
        "warnings": [{"code": "low_depth", "values": {}}],
        "versions": VERSIONS,
    }


def _band(times: list[float], start: float, end: float, spread: float) -> dict[str, list[float]]:
    median = [end + (start - end) / (1 + math.exp((time - 15.2) / 3.1)) for time in times]
    widths = [spread * (0.08 + 1 / (1 + math.exp(-(time - 11) / 4))) for time in times]
    return {
        "median": median,
        "low": [max(0.01, value - width) for value, width in zip(median, widths, strict=True)],
        "high": [value + 1.1 * width for value, width in zip(median, widths, strict=True)],
    }


def forecast_result() -> dict[str, Any]:
    times = [float(hour) for hour in range(0, 49, 2)]
    return {
        "times_h": times,
        "pH": _band(times, 6.63, 4.21, 0.31),
        "lactose": _band(times, 137.3, 87.6, 9.4),
        "lactate": _band(times, 0.23, 88.7, 14.3),
        "acetate": _band(times, 0.13, 7.7, 3.2),
        "ethanol": _band(times, 0.11, 29.6, 13.7),
        "CO2": _band(times, 0.33, 38.2, 12.9),
        "live_log10_cfu_per_ml": {
            "lactococcus_lactis": _band(times, 6.41, 8.83, 0.52),
            "leuconostoc_mesenteroides": _band(times, 5.62, 7.94, 0.71),
            "kluyveromyces_marxianus": _band(times, 5.03, 6.97, 0.63),
        },
        "dead_log10_cells_per_ml": {
            "lactococcus_lactis": _band(times, 4.92, 7.43, 0.82),
            "leuconostoc_mesenteroides": _band(times, 4.12, 6.61, 0.91),
            "kluyveromyces_marxianus": _band(times, 3.43, 5.22, 0.73),
        },
        "time_to_ph_4_6_h": _range(20.7, 17.3, 27.4),
        "challenge": None,
        "verdict": [
            {"code": "ready_at", "values": {"time_h": _range(21.3, 17.9, 28.2)}},
            {"code": "alcohol", "values": {"percent_vol": _range(0.31, 0.09, 0.56)}},
            {"code": "prior_only", "values": {}},
        ],
        "assumed": ["milk.fat"],
        "versions": VERSIONS,
    }


def recipe() -> dict[str, Any]:
    return {
        "ferment": "milk_kefir",
        "volume_ml": 510,
        "hours": 24,
        "temperature_c": [[0, 21.5], [8, 19.0], [16, 21.0]],
        "cover": "cloth",
        "agitation": "none",
        "milk": {"kind": "cow", "treatment": "pasteurised", "fat": "semi"},
        "starter": {"kind": "grains", "g": 27},
        "after": [{"step": "chill", "temperature_c": 4, "hours": 26}],
    }


def _acids() -> tuple[SubstrateAcids, ...]:
    rows = [
        ("control", "no fibre", "geen vezel", 3.1, 0.9, 0.6, 0.4, 0.0),
        ("inulin", "Chicory inulin", "Inuline uit cichorei", 18.4, 5.2, 6.1, 1.6, 5.0),
        ("pectin", "Pectin", "Pectine", 24.2, 4.3, 2.7, 0.8, 5.0),
        ("arabinoxylan", "Arabinoxylan from wheat", "Arabinoxylaan uit tarwe", 16.7, 7.4, 4.5, 1.1, 5.0),
        ("resistant_starch", "Resistant starch", "Resistent zetmeel", 13.8, 3.9, 7.3, 1.9, 5.0),
    ]
    return tuple(
        SubstrateAcids(
            substrate=substrate,
            name_en=english,
            name_nl=dutch,
            acids={
                acid: Range(median=value, low=value * 0.63, high=value * 1.47)
                for acid, value in (("acetate", acetate), ("propionate", propionate), ("butyrate", butyrate))
            },
            gas={"H2": Range(median=hydrogen, low=hydrogen * 0.41, high=hydrogen * 2.1)},
            time_h=24.0,
            dose_g_per_l=dose,
        )
        for substrate, english, dutch, acetate, propionate, butyrate, hydrogen, dose in rows
    )


def _guilds() -> tuple[GuildRow, ...]:
    rows = [
        ("butyrate", "Makes butyrate", "Maakt butyraat", 0.083, 11.3, 4.2, 21.7, 512),
        ("propionate", "Makes propionate", "Maakt propionaat", 0.247, 63.8, 49.1, 74.4, 512),
        ("bifidobacteria", "Bifidobacteria", "Bifidobacteriën", 0.036, 55.2, 38.6, 69.3, 512),
        ("mucus", "Eats gut mucus", "Eet darmslijm", 0.012, 41.9, 22.8, 66.1, 512),
        ("methanogens", "Makes methane", "Maakt methaan", 0.0007, 72.6, 34.7, 93.2, 64),
    ]
    return tuple(
        GuildRow(
            guild=guild,
            share=share,
            percentile=percentile,
            low=low,
            high=high,
            n=n,
            cohort="Fictional adults",
            platform="shotgun",
            name_en=english,
            name_nl=dutch,
        )
        for guild, english, dutch, share, percentile, low, high, n in rows
    )


def _evidence() -> dict[str, tuple[EvidenceRow, ...]]:
    row = EvidenceRow(
        outcome=Words(en="stool frequency", nl="hoe vaak ontlasting"),
        direction="up",
        effect=Words(en="+0.31 stools a day (0.12 to 0.49)", nl="+0,31 keer per dag (0,12 tot 0,49)"),
        n="87",
        design="randomised, parallel",
        population="adults",
        comparator="starch",
        funder="maker of the product",
        source="doi:10.0000/fictional.1",
        read_level="abstract",
        checked_on="2026-11-22",
    )
    unread = EvidenceRow(
        outcome=Words(en="a row from memory"),
        direction="up",
        effect=Words(en="not to be shown"),
        n="",
        design="",
        population="",
        comparator="",
        funder="",
        source="doi:10.0000/fictional.2",
        read_level="memory",
    )
    return {"F1": (row, unread), "F14": (row,)}


def sample_input() -> ReportInput:
    """A whole report: profile, kefir and options."""
    member = {"lactococcus_lactis": Words(en="Lactococcus lactis", nl="Lactococcus lactis")}
    return ReportInput(
        name="Fictional person",
        made_on=date(2026, 11, 23),
        read=read_result(),
        compare=compare_result(),
        advise=advise_result(),
        jar=JarInput(
            recipe=recipe(),
            forecast=forecast_result(),
            serving=ServingCard(
                volume_ml=210,
                kind=("live", "inactivated", "fragments", "substrate", "metabolite"),
                article_term="probiotic",
                isapp_term=None,
                live_cfu={"lactococcus_lactis": Range(median=1.42e11, low=4.1e10, high=4.7e11)},
                dead_cells={"lactococcus_lactis": Range(median=5.7e9, low=8.3e8, high=3.7e10)},
                fragments_g=Range(median=0.013, low=0.004, high=0.037),
            ),
            member_names=member,
            readings=((0.0, 6.58), (9.0, 5.94)),
        ),
        taxa=(
            TaxonShare(
                name="Examplia communis", share=0.214, guild=Words(en="Makes butyrate", nl="Maakt butyraat")
            ),
            TaxonShare(name="Phocaeicola vulgatus", share=0.176, old_name="Bacteroides vulgatus"),
            TaxonShare(name="Agathobacter rectalis", share=0.098, old_name="Eubacterium rectale"),
            TaxonShare(name="Bacteroides uniformis", share=0.071),
            TaxonShare(name="Bifidobacterium longum", share=0.034),
        ),
        guilds=_guilds(),
        acids=_acids(),
        status=(
            Finding(code="not_validated_in_people"),
            Finding(code="fibre_yes_person_no"),
            Finding(code="unchecked_rows", values={"n": 1873}),
        ),
        item_names={
            "F1": Words(en="Chicory inulin", nl="Inuline uit cichorei"),
            "L3": Words(en="Do nothing and test again", nl="Niets doen en opnieuw testen"),
        },
        evidence=_evidence(),
        rules={
            "R24": RuleText(
                rule="R24",
                condition=Words(en="you avoid alcohol", nl="je vermijdt alcohol"),
                reason=Words(
                    en="Ferments hold some alcohol.", nl="Gefermenteerde producten bevatten wat alcohol."
                ),
                sources=("doi:10.0000/fictional.3",),
                read_level="abstract",
                checked_on="2026-11-21",
            ),
            "R26": RuleText(
                rule="R26",
                condition=Words(
                    en="you use a glucose-lowering medicine", nl="je gebruikt een middel dat glucose verlaagt"
                ),
                reason=Words(en="Fibre can shift blood sugar."),
                sources=(),
                read_level="memory",
            ),
        },
        stop_rules={
            "D1": StopRuleText(
                rule="D1",
                sign=Words(en="fever", nl="koorts"),
                action=Words(
                    en="stop all items; call a doctor the same day",
                    nl="stop met alles; bel dezelfde dag een arts",
                ),
            ),
            "D14": StopRuleText(
                rule="D14",
                sign=Words(en="gas that bothers you", nl="winden die hinderen"),
                action=Words(en="go back one step", nl="doe een stap terug"),
            ),
        },
        answer_names={"phenylketonuria": Words(en="do you have phenylketonuria", nl="heb je fenylketonurie")},
        sources={
            "doi:10.0000/fictional.1": SourceText(
                key="doi:10.0000/fictional.1",
                title="A fictional trial of fibre",
                year=2019,
                author="Nobody A",
                journal="J Fiction",
            )
        },
        licences=(
            Licence(
                name="Fictional adults", licence="CC0", used_for=Words(en="reference", nl="vergelijking")
            ),
        ),
        demo=True,
    )
