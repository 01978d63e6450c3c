"""Reference, zeros, guilds, scores and the comparison of a profile."""

from __future__ import annotations

from dataclasses import replace
from importlib.resources import files

import pytest

from biotica.gut.compare import Comparison, compare, comparison_platform
from biotica.gut.guilds import Guild, default_guilds
from biotica.gut.mapped import naming
from biotica.gut.profile import Node, Platform, Profile, TaxonShare
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import read_profiles
from biotica.gut.reference import Distribution, Reference, default_reference, reference_from, rows_of
from biotica.gut.scores import gmwi2
from biotica.gut.shipped import DEMO_GENUS, DEMO_METAPHLAN, compare_with_shipped, demo_file
from biotica.gut.zeros import default_resolver
from biotica.knowledge.names import default_names

QUANTILES = (
    (0.01, 0.0),
    (0.05, 0.0),
    (0.1, 0.0),
    (0.25, 0.001),
    (0.5, 0.01),
    (0.75, 0.05),
    (0.9, 0.1),
    (0.95, 0.2),
)
ROW = Distribution(
    taxon="Aus", cohort="all", n_people=400, prevalence=0.8, quantiles=QUANTILES, median_if_present=0.02
)


def reference(*rows: Distribution, platform: Platform = "16S") -> Reference:
    return Reference(platform=platform, rows={("genus", "Aus"): rows}, median_reads=20_000.0)


def profile(shares: dict[str, float], *, reads: float | None = 20_000, platform: Platform = "16S") -> Profile:
    taxa = tuple(TaxonShare(name=n, rank="genus", share=s, rest_share=s) for n, s in shares.items() if s > 0)
    return Profile(
        sample_id="p",
        source_name="p.txt",
        format="test",
        by_description_only=False,
        unit="counts",
        platform=platform,
        taxa=taxa,
        depth=None if reads is None else round(reads),
        classified_reads=reads,
    )


TYPICAL = {
    name: share
    for name in default_reference("16S").taxa("genus")
    if (row := default_reference("16S").pooled("genus", name)) is not None
    and (share := row.median_if_present * (row.prevalence > 0.2)) > 0
}


def typical(**changes: float) -> dict[str, float]:
    return TYPICAL | changes


def test_the_rank_of_a_share_rises_with_it_and_hits_the_quantiles() -> None:
    ranks = [ROW.mid_rank(share) for share in (0.0, 0.0005, 0.001, 0.01, 0.05, 0.1, 0.2, 0.9)]
    assert ranks == sorted(ranks)
    assert ROW.mid_rank(0.01) == pytest.approx(0.5)
    assert ROW.mid_rank(0.05) == pytest.approx(0.75)
    assert ROW.mid_rank(0.0) == pytest.approx(0.1)
    assert 0.2 < ROW.mid_rank(1e-9) < 0.2001
    assert ROW.mid_rank(1.0) < 1.0


def cohort(name: str, factor: float, n_people: int = 100) -> Distribution:
    return Distribution(
        taxon="Aus", cohort=name, n_people=n_people, prevalence=0.8,
        quantiles=tuple((p, q * factor) for p, q in QUANTILES), median_if_present=0.02 * factor,
    )  # fmt: skip


ALIKE = (cohort("a", 1.0), cohort("b", 1.0), cohort("c", 1.0))
APART = (cohort("a", 0.1), cohort("b", 1.0), cohort("c", 10.0))


def test_a_percentile_interval_covers_how_much_cohorts_differ() -> None:
    alike = reference(ROW, *ALIKE).percentile("genus", "Aus", 0.01)
    apart = reference(ROW, *APART).percentile("genus", "Aus", 0.01)
    assert alike is not None
    assert apart is not None
    assert alike.low <= alike.value <= alike.high
    assert apart.low < alike.low - 0.1
    assert apart.high > alike.high + 0.1


def test_a_zero_says_how_many_people_share_it() -> None:
    percentile = reference(ROW, *ALIKE).percentile("genus", "Aus", 0.0)
    assert percentile is not None
    assert percentile.tied_share == pytest.approx(0.2)


def test_fewer_than_three_cohorts_say_nothing() -> None:
    assert reference(ROW, *ALIKE[:2]).percentile("genus", "Aus", 0.01) is None
    assert not reference(ROW, *ALIKE[:2]).is_low("genus", "Aus", 1e-9)


def test_a_reference_of_fewer_than_100_people_says_nothing() -> None:
    small = replace(ROW, n_people=99)
    assert reference(small, *ALIKE).percentile("genus", "Aus", 0.01) is None


def test_a_typical_profile_has_nothing_clearly_missing_and_no_lows() -> None:
    comparison = compare_with_shipped(profile(typical()))
    assert comparison.summary.code == "nothing_clearly_missing"
    assert comparison.lows == ()
    assert comparison.guild_gaps == ()


def test_a_guild_without_any_member_is_a_gap() -> None:
    guild = next(guild for guild in default_guilds() if guild.name == "butyrate")
    without = {name: share for name, share in typical().items() if name not in guild.genera}
    (gap,) = [g for g in compare_with_shipped(profile(without)).guild_gaps if g.name == "butyrate"]
    assert gap.found_class == "guild_gap"
    assert gap.members == ()


def test_a_tenfold_smaller_guild_is_low_and_a_tenfold_larger_one_is_not() -> None:
    guild = next(guild for guild in default_guilds() if guild.name == "butyrate")

    def butyrate(factor: float) -> str:
        shares = {name: share * (factor if name in guild.genera else 1) for name, share in typical().items()}
        found = {g.name: g for g in compare_with_shipped(profile(shares)).guilds}
        return found["butyrate"].found_class

    assert butyrate(0.01) == "low"
    assert butyrate(1.0) == ""
    assert butyrate(3.0) == ""


def test_too_few_reads_give_no_statement_at_all() -> None:
    comparison = compare_with_shipped(profile(typical(), reads=300))
    assert comparison.summary.code == "too_little_data"
    assert (comparison.zeros, comparison.lows, comparison.guilds) == ((), (), ())


def test_an_empty_profile_is_said_to_be_empty() -> None:
    assert compare_with_shipped(profile({})).summary.code == "nothing_classified"


def test_a_small_reference_gives_no_statement() -> None:
    rows = [row | {"n_people": "40"} for row in rows_of("reference.tsv")]
    small = reference_from(rows, rows_of("cohorts.tsv"), "16S")
    comparison = compare(
        profile(typical()),
        small,
        names=default_names(),
        guilds=default_guilds(),
        resolver=default_resolver("16S"),
    )
    assert comparison.summary.code == "reference_too_small"
    assert comparison.zeros == ()


def test_a_loss_over_many_empty_samples_is_called_missing() -> None:
    with_it = profile(typical(Blautia=0.08), reads=60_000)
    without = profile(typical(Blautia=0.0), reads=60_000)

    def judged(*earlier: Profile) -> str:
        found = {zero.taxon: zero for zero in compare_with_shipped(without, earlier).zeros}
        return found["Blautia"].zero_class

    assert judged(with_it, with_it) == "not_seen"
    assert judged(with_it, with_it, *[without] * 15) == "missing"
    assert compare_with_shipped(without, [with_it, *[without] * 15]).summary.code == "clearly_missing"


def test_a_course_of_antibiotics_makes_every_zero_less_telling() -> None:
    sample = profile(typical(Blautia=0.0))
    usual, during = compare_with_shipped(sample).zeros, compare_with_shipped(sample, antibiotics=True).zeros
    assert [zero.taxon for zero in usual] == [zero.taxon for zero in during]
    assert all(a.p_resident < b.p_resident for a, b in zip(usual, during, strict=True))


def test_a_change_within_the_usual_noise_is_not_called_beyond_it() -> None:
    earlier, now = profile(typical(Blautia=0.02)), profile(typical(Blautia=0.03))
    jump = profile(typical(Blautia=0.6))
    small = {c.taxon: c for c in compare_with_shipped(now, [earlier]).changes}["Blautia"]
    large = {c.taxon: c for c in compare_with_shipped(jump, [earlier]).changes}["Blautia"]
    assert (small.beyond_noise, large.beyond_noise) == (False, True)
    assert small.earlier == pytest.approx(0.02)


def test_an_earlier_sample_of_another_platform_is_left_out_and_said() -> None:
    earlier = profile(typical(), platform="shotgun")
    comparison = compare_with_shipped(profile(typical()), [earlier])
    assert comparison.changes == ()
    assert [w.code for w in comparison.warnings] == ["earlier_other_platform"]


def test_old_and_new_names_compare_alike() -> None:
    old, new = typical(), typical()
    new["Segatella"] = new.pop("Prevotella")
    new["Phocaeicola"] = new["Bacteroides"] / 2
    new["Bacteroides"] /= 2
    first, second = compare_with_shipped(profile(old)), compare_with_shipped(profile(new))
    assert [zero.taxon for zero in first.zeros] == [zero.taxon for zero in second.zeros]
    for one, other in zip(first.guilds, second.guilds, strict=True):
        assert one.share == pytest.approx(other.share)


def test_a_species_counts_once_in_its_guild() -> None:
    guild = Guild(name="g", species=frozenset({"Aus bus"}), genera=frozenset({"Aus"}))
    assert guild.share({"Aus bus": 0.2}, {"Aus": 0.5}) == pytest.approx(0.5)
    assert guild.members({"Aus bus": 0.2}, {"Aus": 0.5}) == {"Aus bus": 0.2, "Aus": pytest.approx(0.3)}


def test_gmwi2_adds_the_coefficients_of_present_taxa_under_old_and_new_names() -> None:
    rows = [
        {"taxon": "k__Bacteria|g__Bacteroides|s__Bacteroides_vulgatus", "coef": "0.5"},
        {"taxon": "k__Bacteria|g__Blautia", "coef": "-0.25"},
        {"taxon": "k__Bacteria|g__Dorea", "coef": "9"},
    ]
    taxa = (
        TaxonShare(name="Phocaeicola_vulgatus", rank="species", share=0.3, rest_share=0.3),
        TaxonShare(name="Blautia", rank="genus", share=0.2, rest_share=0.2),
        TaxonShare(name="Dorea", rank="genus", share=9e-6, rest_share=9e-6),
    )
    sample = Profile(
        sample_id=None, source_name="x", format="metaphlan", by_description_only=False, unit="percent",
        platform="shotgun", taxa=taxa,
    )  # fmt: skip
    assert gmwi2(sample, default_names(), rows) == pytest.approx(0.25)
    assert gmwi2(profile(typical()), default_names(), rows) is None


def test_the_shipped_score_has_95_coefficients() -> None:
    assert len(rows_of("gmwi2.tsv")) == 95


def test_mapped_and_unmapped_make_up_the_profile() -> None:
    taxa = (
        TaxonShare(name="Blautia", rank="genus", share=0.5, rest_share=0.2),
        TaxonShare(
            name="Blautia obeum",
            rank="species",
            share=0.3,
            rest_share=0.3,
            lineage=(Node(rank="genus", name="Blautia"),),
        ),
        TaxonShare(name="GGB1 SGB2", rank="species", share=0.4, rest_share=0.4),
        TaxonShare(name="Lachnospiraceae", rank="family", share=0.6, rest_share=0.1),
    )
    sample = Profile(
        sample_id=None,
        source_name="x",
        format="t",
        by_description_only=False,
        unit="percent",
        platform="shotgun",
        taxa=taxa,
    )
    known = naming(sample, default_names())
    assert known.mapped_share == pytest.approx(0.5)
    assert [(item.name, item.share) for item in known.unmapped] == [
        ("GGB1 SGB2", 0.4),
        ("Lachnospiraceae", 0.1),
    ]


@pytest.mark.parametrize(("name", "platform"), [(DEMO_METAPHLAN, "shotgun"), (DEMO_GENUS, "16S")])
def test_the_demo_profiles_read_and_compare_without_lows(name: str, platform: str) -> None:
    sample = read_profiles([demo_file(name)]).profiles[0]
    assert comparison_platform(sample) == platform
    assert not sample.has_warning("invalid_sum")
    comparison: Comparison = compare_with_shipped(sample)
    assert comparison.lows == ()
    assert comparison.zeros != ()
    assert all(g.percentile is not None and 0.1 < g.percentile.value < 0.9 for g in comparison.guilds)


def test_the_demo_metaphlan_profile_has_full_lineages_and_consistent_sums() -> None:
    sample = read_profiles([demo_file()]).profiles[0]
    for taxon in sample.at_rank("species"):
        ranks = {node.rank for node in taxon.lineage}
        assert {"domain", "phylum", "class", "order", "family", "genus"} <= ranks, taxon.name
    assert sum(sample.shares("domain").values()) == pytest.approx(1.0)


def test_every_row_of_the_reference_is_a_rising_distribution() -> None:
    platforms: tuple[Platform, ...] = ("16S", "shotgun")
    for platform in platforms:
        rows = [row for found in default_reference(platform).rows.values() for row in found]
        assert len(rows) > 500
        for row in rows:
            values = [value for _p, value in row.quantiles]
            assert values == sorted(values), row
            assert 0 <= row.prevalence <= 1
            assert all(0 <= value <= 1 for value in values)


def test_every_cohort_of_the_reference_has_an_open_licence_and_a_notice() -> None:
    notices = (files("biotica") / "data" / "NOTICES").read_text("utf-8")
    for row in rows_of("cohorts.tsv"):
        assert row["licence"] in {"CC0", "MIT", "BSD-3"}
        assert row["cohort"] in notices


def test_every_guild_member_has_a_source_that_the_table_of_sources_holds() -> None:
    keys = {row["key"] for row in rows_of("sources.tsv")}
    for row in rows_of("guilds.tsv"):
        assert row["source"] in keys, row
        assert (row["status"] == "assumed") == (row["read_level"] == "memory"), row


def test_a_panel_is_not_compared_since_what_it_leaves_out_was_not_measured() -> None:
    panel = b"taxon;value;unit\nFaecalibacterium prausnitzii;12,3;%\nBifidobacterium;<0,01;%\n"
    sample = read_profiles([NamedBytes(name="panel.csv", data=panel)], platform="16S").profiles[0]
    comparison = compare_with_shipped(sample)
    assert comparison.summary.code == "panel_cannot_be_compared"
    assert (comparison.zeros, comparison.lows, comparison.guilds) == ((), (), ())
