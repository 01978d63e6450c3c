from __future__ import annotations

import pytest
from pydantic import ValidationError

from biotica.gut.members import Kinship, to_members
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names
from biotica.knowledge.records import Kin


@pytest.fixture(scope="module")
def kinship() -> Kinship:
    return Kinship(knowledge=load(), names=default_names())


@pytest.mark.parametrize(
    ("printed", "member"),
    [
        ("BU", "bacteroides_uniformis"),
        ("FP", "faecalibacterium_prausnitzii"),
        ("Agathobacter rectalis", "agathobacter_rectalis"),
        ("s__[Eubacterium] rectale", "agathobacter_rectalis"),
        ("Bacteroides vulgatus", "phocaeicola_vulgatus"),
        ("s__[Ruminococcus] torques", "mediterraneibacter_torques"),
        ("k__Bacteria;f__Ruminococcaceae;g__Ruminococcus;s__bromii", "ruminococcus_bromii"),
        ("escherichia_coli", "escherichia_coli"),
    ],
)
def test_a_name_a_code_and_an_old_name_find_their_member(kinship: Kinship, printed: str, member: str) -> None:
    assert kinship.stands_for(printed).members == (member,)


def test_a_genus_stands_for_its_members_in_equal_parts(kinship: Kinship) -> None:
    shares = to_members([("g__Roseburia", 1.0)], kinship)
    assert len(shares.members) == 3
    assert list(shares.members.values()) == pytest.approx([1 / 3] * 3)


def test_a_genus_with_weights_leans_to_its_common_species(kinship: Kinship) -> None:
    parts = kinship.stands_for("g__Bacteroides").parts
    assert parts["bacteroides_uniformis"] > parts["bacteroides_ovatus"] > parts["bacteroides_fragilis"]


def test_the_parts_of_every_name_sum_to_one(kinship: Kinship) -> None:
    for row in kinship.knowledge.kin:
        standing = kinship.stands_for(f"{row.rank[0]}__{row.name}")
        assert sum(standing.parts.values()) == pytest.approx(1.0, rel=1e-12)
        assert all(part > 0.0 for part in standing.parts.values())
        assert sum(row.parts.values()) == pytest.approx(1.0, rel=1e-12)


def test_the_order_of_members_and_weights_does_not_matter() -> None:
    row = next(row for row in load().kin if row.name == "Bacteroides")
    turned = row.model_copy(update={"stands_for": row.stands_for[::-1], "weights": row.weights[::-1]})
    assert turned.parts == pytest.approx(row.parts, rel=1e-12)


@pytest.mark.parametrize("weights", ["1", "1 2 3", "1 0", "1 -1"])
def test_weights_fit_the_members(weights: str) -> None:
    row = {"name": "A", "rank": "genus", "stands_for": "b|c", "weights": weights}
    row |= {"status": "assumed", "source": "MEM", "read_level": "memory"}
    with pytest.raises(ValidationError):
        Kin.model_validate(row)


def test_kin_without_weights_are_equal() -> None:
    row = {"name": "A", "rank": "genus", "stands_for": "b|c|d", "weights": ""}
    row |= {"status": "assumed", "source": "MEM", "read_level": "memory"}
    assert list(Kin.model_validate(row).parts.values()) == pytest.approx([1 / 3] * 3)


def test_an_unknown_species_of_a_known_genus_stands_for_the_genus(kinship: Kinship) -> None:
    found = kinship.stands_for("s__Faecalibacterium sp. HTF-F")
    assert found.members == ("faecalibacterium_prausnitzii",)
    assert found.basis == "genus"


def test_the_family_decides_what_an_old_genus_name_means(kinship: Kinship) -> None:
    gut = kinship.stands_for("f__Lachnospiraceae;g__Ruminococcus;s__")
    starch = kinship.stands_for("f__Ruminococcaceae;g__Ruminococcus;s__")
    assert "mediterraneibacter_torques" in gut.members
    assert "ruminococcus_bromii" in starch.members


@pytest.mark.parametrize(
    ("printed", "members"),
    [
        ("f__Fusobacteriaceae;g__Fusobacterium;s__", {"acidaminococcus_intestini"}),
        ("s__Fusobacterium prausnitzii", {"faecalibacterium_prausnitzii"}),
        ("f__Lachnospiraceae;g__[Eubacterium]_hallii_group;s__", {"anaerobutyricum_hallii"}),
        ("g__[Eubacterium]_hallii_group", {"anaerobutyricum_hallii"}),
        ("f__Lachnospiraceae;g__Clostridium_XlVa;s__", {"enterocloster_bolteae", "clostridium_scindens"}),
        ("f__[Barnesiellaceae];g__;s__", {"barnesiella_intestinihominis"}),
        (
            "f__Erysipelotrichaceae;g__[Eubacterium];s__",
            {"holdemanella_biformis", "faecalitalea_cylindroides"},
        ),
        ("Blautia producta", {"blautia_hydrogenotrophica"}),
        ("Ruminococcoides bili", {"ruminococcus_bromii"}),
    ],
)
def test_a_name_with_an_old_namesake_finds_its_own_kin(
    kinship: Kinship, printed: str, members: set[str]
) -> None:
    assert set(kinship.stands_for(printed).members) == members


@pytest.mark.parametrize(
    "stranger", ["Staphylococcus aureus", "Homo sapiens", "Ananas comosus", "k__Bacteria;f__;g__;s__", ""]
)
def test_a_stranger_stays_unmapped_and_the_rest_is_not_scaled_up(kinship: Kinship, stranger: str) -> None:
    shares = to_members([("Bacteroides uniformis", 0.6), (stranger, 0.4)], kinship)
    assert shares.unmapped == pytest.approx(0.4)
    assert shares.members == {"bacteroides_uniformis": pytest.approx(0.6)}
    assert shares.unmapped_names == (stranger,)


def test_shares_add_up_whatever_happens_to_them(kinship: Kinship) -> None:
    rows = [("BU", 3.0), ("g__Blautia", 1.0), ("Nobody knows", 1.0), ("FP", 1e-5)]
    shares = to_members(rows, kinship)
    assert shares.mapped + shares.unmapped + shares.left_out == pytest.approx(1.0)
    assert "faecalibacterium_prausnitzii" not in shares.members
    assert shares.left_out > 0


def test_what_a_table_does_not_list_is_somebody_but_nobody_that_we_know(kinship: Kinship) -> None:
    shares = to_members([("Bacteroides uniformis", 0.5), ("FP", 0.14)], kinship)
    assert shares.members["bacteroides_uniformis"] == pytest.approx(0.5)
    assert shares.unmapped == pytest.approx(0.36)
    assert shares.unmapped_names == ()


@pytest.mark.parametrize("scale", [0.995, 1.0, 100.0])
def test_a_whole_community_may_be_rounded_or_counted(kinship: Kinship, scale: float) -> None:
    shares = to_members([("BU", 0.75 * scale), ("FP", 0.25 * scale)], kinship)
    assert shares.members["bacteroides_uniformis"] == pytest.approx(0.75)
    assert shares.unmapped == pytest.approx(0.0)


def test_the_order_of_names_does_not_matter(kinship: Kinship) -> None:
    rows = [("BU", 0.3), ("g__Blautia", 0.5), ("Nobody knows", 0.2)]
    assert to_members(rows, kinship).members == to_members(rows[::-1], kinship).members


def test_every_kin_row_names_members_that_can_live() -> None:
    knowledge = load()
    for row in knowledge.kin:
        for slug in row.stands_for:
            assert slug in knowledge.members, (row.name, slug)
