from __future__ import annotations

import pytest

from biotica.report.shapes import evidence_rows, guild_rows


def test_groups_of_a_comparison_become_percentiles_of_hundred() -> None:
    compare = {
        "platform": "16S",
        "n_people": 87,
        "guilds": [
            {"guild": "bifido", "observed": 0.03, "percentile": {"value": 0.55, "low": 0.4, "high": 0.7}},
            {"guild": "mucin", "observed": 0.0, "percentile": None},
        ],
    }
    first, second = guild_rows(compare, cohort="Fictional adults")
    assert (first.guild, first.share, first.n, first.platform) == ("bifido", 0.03, 87, "16S")
    assert (first.percentile, first.low, first.high) == pytest.approx((55, 40, 70))
    assert second.percentile is None


def test_a_comparison_without_groups_gives_no_rows() -> None:
    assert guild_rows({}, cohort="x") == ()


def test_studies_beside_an_item_become_evidence_rows() -> None:
    study = {
        "outcome": "stool frequency",
        "direction": "up",
        "effect_text": "+0.3",
        "n": "86",
        "source": "doi:10.0000/fictional.1",
        "read_level": "abstract",
        "checked": "2026-11-22",
        "indirect": ["product"],
        "bearing": "better",
    }
    rows = evidence_rows({"ranked": [{"id": "F1", "evidence": [study]}], "adjust": [{"id": "F2"}]})
    assert rows["F2"] == ()
    (row,) = rows["F1"]
    assert (row.outcome.en, row.effect.en, row.n, row.read_level) == (
        "stool frequency",
        "+0.3",
        "86",
        "abstract",
    )
    assert row.indirect == ("product",)


def test_a_study_of_unknown_reading_counts_as_memory() -> None:
    (row,) = evidence_rows({"ranked": [{"id": "F1", "evidence": [{"outcome": "x"}]}]})["F1"]
    assert row.read_level == "memory"
