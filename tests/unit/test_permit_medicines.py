from __future__ import annotations

from collections import Counter

import pytest
from tests.permit_people import base

from biotica.permit.medicines import keys_of, recognise


def known(*names: str) -> list[str]:
    return [medicine.inn for medicine in recognise(names, base().medicines).known]


@pytest.mark.parametrize(
    ("name", "inn"),
    [
        ("Metformine 500 mg", "metformin"),
        ("levothyroxine 50 mcg tablet", "levothyroxine"),
        ("Levothyroxine natrium 0,05 mg", "levothyroxine"),
        ("amoxicilline/clavulaanzuur 500/125 mg", "amoxicillin + clavulanic acid"),
        ("clavulaanzuur + amoxicilline", "amoxicillin + clavulanic acid"),
        ("co-amoxiclav", "amoxicillin + clavulanic acid"),
        ("co amoxiclav", "amoxicillin + clavulanic acid"),
        ("CODEÏNE", "codeine"),
        ("ferro fumaraat 200mg", "ferrous fumarate"),
        ("ijzer", "ferrous fumarate"),
        ("insuline 100 E/ml", "insulin"),
        ("insuline aspart 100 eenheden/ml pen", "insulin aspart"),
        ("omeprazol 20mg 1x daags", "omeprazole"),
        ("metoprololsuccinaat 50", "metoprolol"),
        ("losartan kalium", "losartan"),
        ("natriumvalproaat", "valproic acid"),
        ("vitamine B12", "cyanocobalamin"),
        ("vitamine D3 800 IE", "colecalciferol"),
        ("methotrexaat 2,5 mg", "methotrexate"),
        ("fentanyl pleister 12 mcg/uur", "fentanyl"),
        ("salbutamol inhalator", "salbutamol"),
        ("paracetamol 1000 mg 3 dd 1", "paracetamol"),
    ],
)
def test_a_name_is_known_as_people_write_it(name: str, inn: str) -> None:
    assert known(name) == [inn]


def test_names_joined_in_one_word_are_known_if_each_part_is() -> None:
    assert known("perindopril/amlodipine 4/5 mg") == ["perindopril", "amlodipine"]
    assert known("paracetamol met codeïne 500/20") == ["paracetamol", "codeine"]
    assert known("paracetamol met foobarine") == []


@pytest.mark.parametrize(
    ("name", "near"),
    [
        ("warfarien 5 mg", "warfarin"),
        ("metoprolal", "metoprolol"),
        ("MTX", ""),
        ("500 mg", ""),
        ("tablet", ""),
    ],
)
def test_a_name_that_only_looks_like_one_is_shown_and_never_used(name: str, near: str) -> None:
    found = recognise([name], base().medicines)
    assert found.known == ()
    assert found.unknown == (name,)
    assert found.near.get(name, "") == near


@pytest.mark.parametrize(
    "cream", ["hydrocortison crème 1%", "tacrolimus zalf", "5-fluorouracil crème", "budesonide inhalator"]
)
def test_a_cream_or_inhaler_brings_no_rule(cream: str) -> None:
    (medicine,) = recognise([cream], base().medicines).known
    assert (medicine.rules, medicine.asks) == ((), ())


def test_a_cream_of_a_medicine_with_rules_that_no_row_holds_is_not_taken_for_the_medicine() -> None:
    assert known("methotrexaat crème") == []


def test_no_two_medicines_share_a_spelling() -> None:
    owners = {(key, m.inn) for m in base().medicines for name in m.names for key in keys_of(name)}
    shared = [key for key, count in Counter(key for key, _inn in owners).items() if count > 1]
    assert shared == []
    assert all(keys_of(name) for m in base().medicines for name in m.names)


def test_every_name_of_the_table_is_recognised() -> None:
    for medicine in base().medicines:
        for name in medicine.names:
            assert known(name) == [medicine.inn], name


ATC_RULES = {
    "B01AA": {"R25", "R29b"},
    "A10A": {"R26"},
    "A10BB": {"R26"},
    "N06AF": {"R22"},
    "N06AG": {"R22"},
    "N04BD": {"R22"},
    "J01AA": {"R27c"},
    "J01MA": {"R27b"},
    "J01C": {"R27"},
    "J01D": {"R27"},
    "J01F": {"R27"},
    "J02A": {"R28"},
    "P01AB": {"R23b", "R27"},
    "M05B": {"R29b"},
    "B03AA": {"R29b"},
    "L04AB": {"R07"},
    "L04AC": {"R07"},
    "L04AD": {"R07"},
    "L04AF": {"R07"},
    "L01B": {"R07"},
    "L01C": {"R07", "R33"},
    "L01F": {"R33", "R07"},
    "N02A": {"R42"},
    "G04BD": {"R42"},
}
EXCEPT = {"mirabegron": set[str](), "rituximab": {"R07"}, "tioguanine": {"R07"}, "mercaptopurine": {"R07"}}


@pytest.mark.parametrize("group", ATC_RULES)
def test_every_medicine_of_a_class_brings_the_rules_of_that_class(group: str) -> None:
    members = [medicine for medicine in base().medicines if medicine.atc.startswith(group)]
    assert members
    for medicine in members:
        wanted = EXCEPT.get(medicine.inn, ATC_RULES[group])
        if group in {"L01B", "L01F"}:
            assert set(medicine.rules) & wanted, medicine.inn
        else:
            assert set(medicine.rules) == wanted, medicine.inn


def test_a_class_with_a_rule_is_never_entered_without_one() -> None:
    silent = [m for m in base().medicines if m.atc and not (m.rules or m.asks)]
    guarded = (
        "L01",
        "L04",
        "J01",
        "J02",
        "J04",
        "B01AA",
        "A10A",
        "A10BB",
        "N06AF",
        "N06AG",
        "N02A",
        "H02",
        "M05B",
    )
    assert [m.inn for m in silent if m.atc.startswith(guarded)] == []
    assert len(silent) >= 60


def test_common_medicines_without_a_rule_withhold_nothing() -> None:
    names = ["paracetamol", "omeprazol", "simvastatine", "amlodipine", "metoprolol", "salbutamol"]
    found = recognise(names, base().medicines)
    assert found.unknown == ()
    assert all(medicine.rules == () for medicine in found.known)


def test_a_row_says_where_its_class_was_read() -> None:
    read = [m for m in base().medicines if m.atc]
    assert len(read) > 350
    assert {(m.source, m.read_level) for m in read} == {("who:atc-index", "secondary")}
    assert all(m.checked for m in read)
    assert {m.read_level for m in base().medicines if not m.atc} == {"memory"}
