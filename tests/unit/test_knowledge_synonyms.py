"""The table of old names says by what each row was checked, and holds no circle and no odd spelling."""

from __future__ import annotations

import re
from collections import Counter

import pytest

from biotica.knowledge.load import load
from biotica.knowledge.names import default_names
from biotica.knowledge.printed_names import clean_name
from biotica.knowledge.records import Synonym

ROWS = tuple(load().synonyms.values())
SOURCES = (
    "ncbi2022",
    "lpsn2026",
    "gtdb r",
    "wikipedia",
    "abstract",
    "cohort table",
    "open 16S cohort tables",
    "tables",
    "public",
    "label",
    "greengenes2 script",
    "product texts",
    "Sakamoto 2022",
)
BINOMIAL = re.compile(
    r"^\[?[A-Z][a-z]+\]? [a-z]+(?:-[a-z]+)?(?: (?:subsp\.|var\.) [a-z]+| [A-Z0-9][A-Za-z0-9-]*)?$"
)
OLD_FORM = re.compile(r"^\[?[A-Z][a-z]+\]? [a-z]+(?:-[a-z]+)?(?: subsp\. [a-z]+| [A-Z][0-9-]+)?$")
UNFOLLOWED = re.compile(r"[(/]|sensu lato")


def _renamed() -> dict[str, str]:
    return {row.old: row.new for row in ROWS if row.old != row.new and not UNFOLLOWED.search(row.new)}


def test_every_row_says_by_what_it_was_checked() -> None:
    assert [row.old for row in ROWS if not row.check.strip()] == []


def test_a_sure_row_names_a_source() -> None:
    sure = [row for row in ROWS if row.confidence == "sure"]
    assert [row.old for row in sure if not any(source in row.check for source in SOURCES)] == []
    assert [row.old for row in sure if "not confirmed" in row.check] == []


def test_what_nothing_confirms_is_not_followed() -> None:
    unsure = [row for row in ROWS if row.confidence == "unsure"]
    assert [row.old for row in unsure if "not confirmed" not in row.check] == []
    assert "Leuconostoc citrovorum" in {row.old for row in unsure}
    assert default_names().resolve("Lachnospiraceae_bacterium_5_1_63FAA").name != "Anaerostipes hadrus"


def test_no_old_name_stands_twice() -> None:
    assert [old for old, n in Counter(row.old for row in ROWS).items() if n > 1] == []


def test_a_name_renamed_to_itself_says_that_it_did_not_change_or_is_kept() -> None:
    same = [row for row in ROWS if row.old == row.new]
    words = ("UNCHANGED", "keep verbatim", "kept as printed", "NCBI", "split off", "Scholz")
    assert [r.old for r in same if not any(w in f"{r.note} {r.authority} {r.check}" for w in words)] == []


def test_no_new_name_is_an_old_name_of_another_row() -> None:
    renamed = _renamed()
    assert sorted(set(renamed.values()) & set(renamed)) == []


def test_the_renames_hold_no_circle() -> None:
    renamed = _renamed()
    for start in renamed:
        name, seen = start, {start}
        while name in renamed:
            name = renamed[name]
            assert name not in seen, start
            seen.add(name)


def test_an_old_name_is_written_as_printed_names_are_after_cleaning() -> None:
    assert [row.old for row in ROWS if clean_name(row.old) != row.old] == []


@pytest.mark.parametrize("row", [r for r in ROWS if r.rank == "species"], ids=lambda row: row.old)
def test_species_are_plain_binomials(row: Synonym) -> None:
    if not UNFOLLOWED.search(row.new):
        assert BINOMIAL.match(row.new), row.new
    if row.confidence == "sure":
        assert OLD_FORM.match(row.old), row.old


def test_names_are_ascii_without_double_blanks() -> None:
    texts = [text for row in ROWS for text in (row.old, row.new)]
    assert [t for t in texts if not t.isascii() or t != " ".join(t.split())] == []


def test_one_taxid_stands_for_one_followed_name() -> None:
    names: dict[int, set[str]] = {}
    for row in ROWS:
        if row.ncbi_taxid is not None and not UNFOLLOWED.search(row.new) and row.confidence != "unsure":
            names.setdefault(row.ncbi_taxid, set()).add(row.new)
    shared = {taxid: sorted(found) for taxid, found in names.items() if len(found) > 1}
    assert shared == {}


@pytest.mark.parametrize(
    ("printed", "accepted"),
    [
        ("Lactobacillus kimchii", "Companilactobacillus kimchii"),
        ("Lactobacillus floricola", "Holzapfeliella floricola"),
        ("Alkalihalobacillus clausii", "Shouchella clausii"),
        ("Streptococcus diacetilactis", "Lactococcus lactis subsp. lactis"),
        ("s__Bacteroidales_bacterium_ph8", "Alistipes communis"),
        ("Clostridium_sensu_stricto_1", "Clostridium"),
        ("Candida glabrata", "Nakaseomyces glabratus"),
        ("Komagataeibacter hansenii", "Novacetimonas hansenii"),
        ("Actinomyces odontolyticus", "Schaalia odontolytica"),
        ("Candida lusitaniae", "Clavispora lusitaniae"),
    ],
)
def test_a_checked_row_is_followed(printed: str, accepted: str) -> None:
    assert default_names().resolve(printed).name == accepted


def test_two_species_that_share_no_taxid_keep_their_own() -> None:
    by_old = load().synonyms
    assert by_old["Lactobacillus kimchii"].ncbi_taxid == 2801452
    assert by_old["Lactobacillus paralimentarius"].ncbi_taxid == 83526


def test_genera_that_amplicon_tables_print_apart_do_not_count_as_a_wide_genus() -> None:
    names = default_names()
    apart = ("Weissella", "Fructobacillus", "Carnobacterium", "Alloprevotella", "Bacteroides", "Leuconostoc")
    assert [names.broad_genus(genus) for genus in apart] == list(apart)
