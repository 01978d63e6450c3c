from __future__ import annotations

import pytest
from tests.unit.test_gut_comparison import profile

from biotica.gut.compare_contract import to_contract
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import read_profiles
from biotica.gut.scores import gmwi2, gmwi2_with_interval, usual_difference
from biotica.gut.shipped import compare_with_shipped
from biotica.knowledge.names import default_names

ROOT = "k__Bacteria|p__Firmicutes|c__Clostridia|o__Eubacteriales"
MIXED = f"""#mpa_vJan21_CHOCOPhlAnSGB_202103
#SampleID\tMetaphlan_Analysis
#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species
UNKNOWN\t-1\t40.0\t
k__Bacteria\t2\t60.0\t
k__Bacteria|p__Bacteroidetes\t2|976\t24.0\t
k__Bacteria|p__Bacteroidetes|c__Bacteroidia|o__Bacteroidales|f__Bacteroidaceae|g__Bacteroides\t\t24.0\t
k__Bacteria|p__Bacteroidetes|c__Bacteroidia|o__Bacteroidales|f__Bacteroidaceae|g__Bacteroides|s__Phocaeicola_vulgatus\t\t12.0\t
k__Bacteria|p__Bacteroidetes|c__Bacteroidia|o__Bacteroidales|f__Bacteroidaceae|g__Bacteroides|s__Phocaeicola_vulgatus|t__SGB1814\t\t8.0\t
k__Bacteria|p__Bacteroidetes|c__Bacteroidia|o__Bacteroidales|f__Bacteroidaceae|g__Bacteroides|s__Phocaeicola_vulgatus|t__SGB1815\t\t4.0\t
k__Bacteria|p__Bacteroidetes|c__Bacteroidia|o__Bacteroidales|f__Bacteroidaceae|g__Bacteroides|s__Bacteroides_fragilis\t\t12.0\t
k__Bacteria|p__Firmicutes\t\t36.0\t
{ROOT}|f__Lachnospiraceae|g__Dorea\t\t35.9997\t
{ROOT}|f__Lachnospiraceae|g__Dorea|s__Dorea_longicatena\t\t35.9997\t
{ROOT}|f__Lachnospiraceae|g__Blautia\t\t0.0003\t
{ROOT}|f__Lachnospiraceae|g__Blautia|s__Ruminococcus_gnavus\t\t0.0003\t
"""
"""New name with two SGB rows, old names, an UNKNOWN row, and one species at 5e-6 of what got a name."""

BY_HAND = {
    "Bacteroides_vulgatus": -0.07104784193156662,
    "Bacteroides_fragilis": -0.07291223509268127,
}
DOREA_LONGICATENA_ROW = "s__Dorea_longicatena"


def test_the_score_worked_out_by_hand_agrees_for_old_and_new_names_strain_rows_and_unknown() -> None:
    from biotica.gut.reference import rows_of

    (dorea,) = [float(r["coef"]) for r in rows_of("gmwi2.tsv") if r["taxon"].endswith(DOREA_LONGICATENA_ROW)]
    sample = read_profiles([NamedBytes(name="mixed.txt", data=MIXED.encode())]).profiles[0]
    assert gmwi2(sample, default_names()) == pytest.approx(sum(BY_HAND.values()) + dorea, abs=1e-9)


def test_the_interval_of_the_score_is_that_of_a_repeated_sample() -> None:
    sample = read_profiles([NamedBytes(name="mixed.txt", data=MIXED.encode())]).profiles[0]
    score = gmwi2_with_interval(sample, default_names())
    assert score is not None
    assert score.high - score.value == pytest.approx(usual_difference())
    assert score.value - score.low == pytest.approx(usual_difference())
    assert 0.05 < usual_difference() < 2.0


def test_no_score_is_worked_out_unless_asked_and_none_for_genera() -> None:
    sample = read_profiles([NamedBytes(name="mixed.txt", data=MIXED.encode())]).profiles[0]
    assert compare_with_shipped(sample).gmwi2 is None
    assert "scores" not in to_contract(compare_with_shipped(sample))
    assert compare_with_shipped(profile({"Blautia": 1.0}), with_scores=True).gmwi2 is None


def test_a_score_never_stands_alone() -> None:
    sample = read_profiles([NamedBytes(name="mixed.txt", data=MIXED.encode())]).profiles[0]
    told = to_contract(compare_with_shipped(sample, with_scores=True), with_scores=True)
    assert told["zeros"]
    assert told["guilds"]
    assert told["scores"]["gmwi2_low"] < told["scores"]["gmwi2"] < told["scores"]["gmwi2_high"]
