"""Host and food DNA: counted as the file counts it, set aside before anything is compared or modelled."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from biotica.cli import main
from biotica.gut.profile import Node, Profile, TaxonShare
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import read_profiles
from biotica.gut.set_aside import community, set_aside
from biotica.gut.shipped import compare_with_shipped, demo_file
from biotica.knowledge.not_microbes import default_not_microbes
from biotica.report.person import top_taxa

KREPORT = (
    "  1.00\t100\t100\tU\t0\tunclassified\n"
    " 99.00\t9900\t0\tR\t1\troot\n"
    " 79.00\t7900\t0\tD\t2\t  Bacteria\n"
    " 79.00\t7900\t400\tG\t816\t    Bacteroides\n"
    " 75.00\t7500\t7500\tS\t820\t      Bacteroides uniformis\n"
    " 20.00\t2000\t0\tD\t2759\t  Eukaryota\n"
    " 15.00\t1500\t0\tP\t7711\t    Chordata\n"
    " 15.00\t1500\t100\tC\t40674\t      Mammalia\n"
    " 12.00\t1200\t1200\tS\t9606\t        Homo sapiens\n"
    "  2.00\t200\t200\tS\t9913\t        Bos taurus\n"
    "  2.00\t200\t200\tK\t33090\t    Viridiplantae\n"
    "  3.00\t300\t300\tS\t4932\t    Saccharomyces cerevisiae\n"
)


def read(text: str) -> Profile:
    return read_profiles([NamedBytes(name="a.txt", data=text.encode())]).profiles[0]


def test_every_part_that_is_no_microbe_is_named_once_with_its_kind() -> None:
    parts: dict[str, object] = {part.name: (part.kind, part.share) for part in set_aside(read(KREPORT).taxa)}
    assert parts == {
        "Homo sapiens": ("host", pytest.approx(1200 / 9900)),
        "Bos taurus": ("food", pytest.approx(200 / 9900)),
        "Viridiplantae": ("food", pytest.approx(200 / 9900)),
        "Mammalia": ("host_or_food", pytest.approx(100 / 9900)),
    }


def test_the_profile_itself_still_counts_the_host_as_the_file_does() -> None:
    profile = read(KREPORT)
    assert profile.shares("species")["Homo sapiens"] == pytest.approx(1200 / 9900)
    codes = {
        warning.code: warning.values["share"] for warning in profile.warnings if "share" in warning.values
    }
    assert codes == {
        "host_reads": pytest.approx(1200 / 9900),
        "food_reads": pytest.approx(400 / 9900),
        "host_or_food_reads": pytest.approx(100 / 9900),
    }


def test_the_community_is_the_microbes_alone_on_a_whole_of_their_own() -> None:
    microbes = community(read(KREPORT))
    assert microbes.shares("species") == {
        "Bacteroides uniformis": pytest.approx(7500 / 8200),
        "Saccharomyces cerevisiae": pytest.approx(300 / 8200),
    }
    assert microbes.shares("genus") == {"Bacteroides": pytest.approx(7900 / 8200)}
    assert microbes.shares("domain") == {
        "Bacteria": pytest.approx(7900 / 8200),
        "Eukaryota": pytest.approx(300 / 8200),
    }
    assert sum(taxon.share for taxon in microbes.finest()) == pytest.approx(1.0)
    assert microbes.classified_reads == pytest.approx(8200)
    assert microbes.at_rank("species")[0].reads == pytest.approx(7500)
    assert set_aside(microbes.taxa) == ()


def test_a_profile_of_microbes_is_left_as_it_is() -> None:
    profile = read_profiles([demo_file()]).profiles[0]
    assert community(profile) is profile


def test_a_profile_of_host_alone_has_an_empty_community_and_no_statement() -> None:
    profile = read("name,reads\nHomo sapiens,6000\nHomo,10\n")
    assert community(profile).taxa == ()
    assert compare_with_shipped(profile).summary.code == "nothing_classified"


def test_host_dna_changes_nothing_that_is_said_about_the_microbes() -> None:
    clean = read_profiles([demo_file()]).profiles[0]
    human = TaxonShare("Homo sapiens", "species", 0.5, 0.5, (Node("domain", "Eukaryota"),))
    halved = tuple(t._replace(share=t.share / 2, rest_share=t.rest_share / 2) for t in clean.taxa)
    mixed = compare_with_shipped(replace(clean, taxa=(*halved, human)))
    alone = compare_with_shipped(clean)
    assert [(zero.taxon, zero.zero_class) for zero in mixed.zeros] == [
        (zero.taxon, zero.zero_class) for zero in alone.zeros
    ]
    assert [low.name for low in mixed.lows] == [low.name for low in alone.lows]


@pytest.mark.parametrize(
    ("nodes", "kind"),
    [
        ([("species", "Homo sapiens"), ("phylum", "Chordata")], "host"),
        ([("species", "s"), ("class", "Aves"), ("phylum", "Chordata")], "food"),
        ([("family", "mitochondria"), ("order", "Rickettsiales")], "host_or_food"),
        ([("class", "Chloroplast"), ("phylum", "Cyanobacteria")], "food"),
        ([("species", "Ascaris lumbricoides"), ("phylum", "Nematoda")], None),
        ([("species", "Saccharomyces cerevisiae"), ("kingdom", "Fungi")], None),
        ([("species", "Blastocystis hominis")], None),
        ([("species", "Bacteroides uniformis"), ("genus", "Bacteroides")], None),
        ([("species", "Homo_sapiens")], "host"),
    ],
)
def test_the_nearest_name_decides_and_what_may_live_in_a_person_stays(
    nodes: list[tuple[str, str]], kind: str | None
) -> None:
    assert default_not_microbes().kind(nodes) == kind


def test_the_report_and_the_terminal_list_no_host_among_the_microbes(tmp_path: Path) -> None:
    shown = top_taxa(read(KREPORT))
    assert [taxon.name for taxon in shown][:2] == ["Bacteroides uniformis", "Bacteroides"]
    assert shown[0].share == pytest.approx(7500 / 8200)
    file = tmp_path / "host.report"
    file.write_text(KREPORT, encoding="utf-8")
    printed = CliRunner().invoke(main, ["read", str(file), "--lang", "en"]).output
    microbes, aside = printed.split("Set aside", 1)
    assert "Homo sapiens" not in microbes
    assert "Homo sapiens" in aside
