from __future__ import annotations

import pytest

from biotica.label.label import ClaimType
from biotica.label.read import read_label


def claims(text: str) -> list[ClaimType]:
    start = "Voedingssupplement Zonnetak. Lactobacillus rhamnosus GG 5 miljard kve per capsule. "
    return [claim.type for claim in read_label(f"{start}{text} Neem 1 capsule per dag.")[0].claims]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Geneest griep.", "disease"),
        ("Cures the flu.", "disease"),
        ("Helpt tegen eczeem.", "disease"),
        ("Nooit meer griep!", "disease"),
        ("No more colds.", "disease"),
        ("Geen kans voor griep.", "disease"),
        ("Vervangt je medicijnen.", "disease"),
        ("Instead of antibiotics.", "disease"),
        ("Geneset eczeem.", "disease"),
        ("Ondersteunt de darmen.", "unauthorised_health"),
        ("Supports your gut.", "unauthorised_health"),
        ("Bevat probiotica.", "general_term"),
        ("Contains probiotics.", "general_term"),
        ("Vitamine C (80 mg) draagt bij tot de normale werking van het immuunsysteem.", "authorised"),
        ("Vitamin D contributes to the normal function of the immune system.", "authorised_conditional"),
    ],
)
def test_sort_of_a_claim(text: str, kind: ClaimType) -> None:
    assert claims(text) == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "This product is not intended to diagnose, treat, cure or prevent any disease.",
        "Niet bedoeld om ziekten te genezen of te voorkomen.",
        "Raadpleeg een arts bij diabetes.",
        "Consult your doctor if you have diabetes.",
        "Koel en droog bewaren.",
        "Ingrediënten: inuline, cellulose.",
    ],
)
def test_denial_advice_and_a_line_of_a_table_promise_nothing(text: str) -> None:
    assert claims(text) == []


@pytest.mark.parametrize(
    "text",
    ["Ondersteunt de darmen en versterkt de weerstand.", "Supports your gut and strengthens your immunity."],
)
def test_two_verbs_with_their_own_object_are_two_claims(text: str) -> None:
    assert claims(text) == ["unauthorised_health", "unauthorised_health"]


@pytest.mark.parametrize(("grams", "kind"), [(12, "authorised"), (3, "authorised_conditional")])
def test_claim_of_a_fibre_asks_for_its_dose(grams: int, kind: ClaimType) -> None:
    text = f"Inuline {grams} g per capsule. Inuline uit cichorei draagt bij tot een normale stoelgang."
    assert claims(text) == [kind]


def test_a_promise_made_twice_is_one_claim() -> None:
    assert claims("Ondersteunt de darmen. Ondersteunt de darmen.") == ["unauthorised_health"]


def test_leaflet_of_a_medicine_promises_nothing() -> None:
    text = "Geneesmiddel. RVG 12345. Lactulose 10 g per zakje. Behandelt verstopping. Neem 1 zakje per dag."
    assert read_label(text)[0].claims == ()
