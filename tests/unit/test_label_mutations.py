from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest
from tests.label_cases import checked, open_labels
from tests.label_mutations import MUTATIONS

from biotica.label.read import read_label

DUTY = {
    "nl": "Aanbevolen dosering niet overschrijden. Buiten bereik van jonge kinderen bewaren. "
    "Geen vervanging voor een gevarieerde voeding.",
    "en": "Do not exceed the recommended dose. Keep out of reach of children. "
    "Not a substitute for a varied diet.",
}
AVOID = {
    "disease nl": "Zonnetak Afweer. Voedingssupplement. Lactobacillus rhamnosus GG, 10 miljard "
    "KVE per capsule. Geneest griep en voorkomt verkoudheid. Neem 1 capsule per "
    f"dag. {DUTY['nl']}",
    "disease nl indirect": "Maanblad Drops. Voedingssupplement. Bifidobacterium lactis BB-12, 1 miljard "
    "KVE per tablet. Nooit meer last van eczeem dankzij deze tablet. Neem 1 "
    f"tablet per dag. {DUTY['nl']}",
    "disease en": "Sunbranch Calm. Food supplement. Lactobacillus plantarum 299v, 10 billion "
    "CFU per capsule. Cures irritable bowel syndrome and prevents infections. "
    f"Take 1 capsule daily. {DUTY['en']}",
    "disease en indirect": "Moonleaf Shield. Food supplement. Lactobacillus reuteri DSM 17938, 5 billion"
    f" CFU per capsule. Helps against eczema and allergies. Take 1 capsule daily. {DUTY['en']}",
    "premature nl": "Wolkje Druppels. Voedingssupplement. Lactobacillus reuteri DSM 17938, 100 "
    "miljoen KVE per 5 druppels. Speciaal voor prematuur geboren baby's op de "
    f"couveuse. Geef 5 druppels per dag. {DUTY['nl']}",
    "premature en": "Cloudlet Drops. Food supplement. Bifidobacterium infantis, 1 billion CFU per"
    " 5 drops. Designed for premature babies in the incubator. Give 5 drops "
    f"daily. {DUTY['en']}",
    "limit nl": "Dennenrust. Voedingssupplement. Akkermansia muciniphila MucT "
    "(gepasteuriseerd), 30 miljard cellen per capsule. Neem 2 capsules per dag. "
    f"Voor volwassenen. {DUTY['nl']}",
    "limit en": "Pinerest. Food supplement. Pasteurised Akkermansia muciniphila MucT, 40 "
    f"billion cells per capsule. Take 1 capsule daily. For adults. {DUTY['en']}",
    "prescription nl": "Lysakern. Voedingssupplement. Bacterieel lysaat OM-85, 7 mg per capsule. "
    f"Uitsluitend op recept verkrijgbaar. Neem 1 capsule per dag. {DUTY['nl']}",
    "prescription en": "Lysacore. Food supplement. Bacterial lysate, 7 mg per capsule. Prescription "
    f"only medicine. Take 1 capsule daily. {DUTY['en']}",
}
RULES = {
    "disease": "disease_claim",
    "premature": "premature_target",
    "limit": "over_legal_limit",
    "prescription": "prescription_medicine",
}
ROUNDS = 3
"""Times 10 labels and 13 mutations: more than 300."""


def escaped(texts: Iterable[str]) -> list[str]:
    return [text for text in texts if all(checked(label).verdict != "avoid" for label in read_label(text))]


@pytest.mark.parametrize("name", AVOID)
def test_label_breaks_its_hard_rule(name: str) -> None:
    (label,) = read_label(AVOID[name])
    assert RULES[name.split()[0]] in checked(label).hard


@pytest.mark.parametrize("mutation", MUTATIONS)
def test_no_mutation_hides_a_hard_rule(mutation: str) -> None:
    texts = [MUTATIONS[mutation](text, Random(k)) for text in AVOID.values() for k in range(ROUNDS)]
    assert escaped(texts) == []


def test_mutations_are_at_least_three_hundred() -> None:
    assert len(MUTATIONS) * len(AVOID) * ROUNDS >= 300


@pytest.mark.parametrize("name", ["o10", "o13"])
def test_no_mutation_hides_the_hard_rule_of_an_open_label(shared: Path, name: str) -> None:
    text = next(row["label"] for row in open_labels(shared) if row["id"] == name)
    texts = [mutate(text, Random(k)) for mutate in MUTATIONS.values() for k in range(ROUNDS)]
    assert escaped(texts) == []
