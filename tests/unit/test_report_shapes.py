from __future__ import annotations

import pytest

from biotica.report.shapes import guild_rows


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
