from __future__ import annotations

from pathlib import Path

import pytest

from biotica.errors import BadRow, InputError
from biotica.knowledge.cited import OWN, link_to, read_cited, read_claim_sources
from biotica.knowledge.claims import (
    MAX_REFUSED,
    Claim,
    count_claims,
    find_claim,
    read_claims,
)
from biotica.knowledge.glossary import read_glossary
from biotica.knowledge.load import load
from biotica.report.wording import findings

CLAIMS = list(read_claims().values())
BEST_FIRST = ("full", "abstract", "secondary", "own")


def test_register_holds_all_166_claims_once_and_in_order() -> None:
    expected = [f"{article}{number}" for article in "KP" for number in range(1, 84)]
    assert list(read_claims()) == expected


def test_at_most_forty_claims_are_refused() -> None:
    refused = [claim for claim in CLAIMS if claim.state == "refused"]
    assert 0 < len(refused) <= MAX_REFUSED


def test_counts_add_up_to_the_register() -> None:
    counts = count_claims(CLAIMS)
    assert sum(sum(grades.values()) for grades in counts.values()) == 166


def test_every_source_of_a_claim_or_a_word_stands_in_a_table_of_sources() -> None:
    named = {key for claim in CLAIMS for key in claim.source} | {term.source for term in read_glossary()}
    assert named - set(read_cited()) == set()


def test_no_source_of_claims_only_and_nothing_of_our_own_is_unused() -> None:
    used = {key for claim in CLAIMS for key in claim.source}
    assert (set(read_claim_sources()) | set(OWN)) - used == set()


def test_a_source_has_one_row_in_one_table() -> None:
    of_evidence = {row for row in read_cited() if row not in read_claim_sources()}
    assert len(read_cited()) == len(of_evidence) + len(read_claim_sources())
    lines = (Path(str(load().folder)) / "evidence_sources.tsv").read_text(encoding="utf-8").splitlines()
    assert {line.split("\t")[0] for line in lines} & set(read_claim_sources()) == set()


def test_claim_without_a_source_says_that_none_was_found() -> None:
    silent = [
        claim.id
        for claim in CLAIMS
        if not claim.source
        and not ("no source found" in claim.finding_en and "geen bron gevonden" in claim.finding_nl)
    ]
    assert silent == []


def test_claim_is_never_said_to_be_better_read_than_its_best_source() -> None:
    cited = read_cited()
    for claim in CLAIMS:
        levels = [cited[key].read_level for key in claim.source]
        assert claim.read_level == min(levels, key=BEST_FIRST.index, default="none"), claim.id


def test_nothing_known_by_heart_is_cited() -> None:
    by_heart = {key for key, source in read_cited().items() if source.read_level == "memory"}
    assert [claim.id for claim in CLAIMS if by_heart & set(claim.source)] == []


def test_what_is_wrong_is_set_right_in_both_languages() -> None:
    wrong = [claim for claim in CLAIMS if claim.grade == "X"]
    short = [
        claim.id for claim in wrong if min(len(claim.finding_en.split()), len(claim.finding_nl.split())) < 5
    ]
    assert short == []
    assert [claim.id for claim in wrong if claim.read_level == "none"] == []


def test_register_speaks_without_words_that_biotica_does_not_print() -> None:
    texts = [
        (claim.id, text, language)
        for claim in CLAIMS
        for text, language in [
            (claim.finding_en, "en"),
            (claim.finding_nl, "nl"),
            (claim.reason_en, "en"),
            (claim.reason_nl, "nl"),
        ]
    ]
    texts += [(row.key, row.what, "en") for row in read_claim_sources().values()]
    texts += [(term.term_en, term.meaning_en, "en") for term in read_glossary()]
    texts += [(term.term_nl, term.meaning_nl, "nl") for term in read_glossary()]
    assert [
        (name, findings(text, language)) for name, text, language in texts if findings(text, language)
    ] == []


def digits(text: str) -> list[str]:
    """Every number by its digits alone: `9,000` and `9.000` are one number, `0.07` and `0,07` too."""
    words = text.replace("-", " ").replace("/", " ").split()
    return sorted(filter(None, ("".join(filter(str.isdigit, word)) for word in words)))


def test_a_number_of_a_finding_stands_in_both_languages() -> None:
    assert [claim.id for claim in CLAIMS if digits(claim.finding_en) != digits(claim.finding_nl)] == []


@pytest.mark.parametrize("article", ["kefir", "postbiotica"])
def test_no_five_words_in_a_row_are_the_articles(shared: Path, article: str) -> None:
    words = (shared / "seeds" / f"{article}.txt").read_text(encoding="utf-8").lower().split()
    printed = {tuple(words[start : start + 5]) for start in range(len(words) - 4)}
    for claim in CLAIMS:
        for text in (claim.says_nl, claim.finding_nl):
            said = text.lower().split()
            copied = [said[at : at + 5] for at in range(len(said) - 4) if tuple(said[at : at + 5]) in printed]
            assert not copied, f"{claim.id}: {copied}"


@pytest.mark.parametrize(
    ("claim", "kind"),
    [
        ("K7", "unnamed_study"),
        ("K34", "review"),
        ("K57", "source_list"),
        ("K73", "stories"),
        ("K78", "trial"),
        ("K81", "shop"),
        ("K83", "advert"),
        ("P30", "unnamed_study"),
        ("P53", "none"),
        ("P82", "blog"),
    ],
)
def test_kind_of_source_is_what_the_article_names(claim: str, kind: str) -> None:
    assert read_claims()[claim].cited_kind == kind


def test_only_the_kefir_article_ends_with_a_list_of_sources() -> None:
    assert {claim.id[0] for claim in CLAIMS if claim.cited_kind == "source_list"} == {"K"}


def test_claim_is_found_in_any_case() -> None:
    assert find_claim(read_claims(), " k7 ").id == "K7"


def test_unknown_claim_says_which_ids_there_are() -> None:
    with pytest.raises(InputError, match="K83") as caught:
        find_claim(read_claims(), "K84")
    assert caught.value.code == "unknown_claim"


def row(**changes: object) -> dict[str, object]:
    whole: dict[str, object] = {
        "id": "K1",
        "room": "engine",
        "grade": "S",
        "state": "built",
        "feature": "jar",
        "feature_nl": "pot",
        "says_en": "a",
        "says_nl": "b",
        "finding_en": "c",
        "finding_nl": "d",
        "read_level": "none",
        "cited_kind": "none",
    }
    return whole | changes


@pytest.mark.parametrize(
    "changes",
    [
        {"state": "refused"},
        {"state": "refused", "reason_en": "why"},
        {"reason_en": "why", "reason_nl": "waarom"},
        {"read_level": "abstract"},
        {"source": "doi:1"},
        {"read_level": "memory", "source": "doi:1"},
        {"read_level": "own", "source": "own:gut|doi:1"},
        {"read_level": "abstract", "source": "own:gut"},
        {"room": "knowledge"},
        {"room": "knowledge", "read_level": "secondary", "source": "doi:1"},
        {"feature_nl": ""},
        {"grade": "A"},
        {"id": "Q1"},
    ],
)
def test_inconsistent_claim_is_refused(changes: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="validation error"):
        Claim.model_validate(row(**changes))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"read_level": "own", "source": "own:gut"},
        {"read_level": "secondary", "source": "doi:1|own:gut"},
        {"room": "knowledge", "read_level": "abstract", "source": "doi:1"},
        {"room": "knowledge", "state": "thin"},
    ],
)
def test_consistent_claim_is_taken(changes: dict[str, object]) -> None:
    assert Claim.model_validate(row(**changes)).id == "K1"


def test_source_is_linked_by_its_best_identifier() -> None:
    assert link_to("x", doi="10.1/a", pmid="7", url="https://a.example/") == "https://doi.org/10.1/a"
    assert link_to("x", pmid="7") == "https://pubmed.ncbi.nlm.nih.gov/7/"
    assert link_to("pmc:PMC1") == "https://pmc.ncbi.nlm.nih.gov/articles/PMC1/"
    assert link_to("title:b") == ""


def test_bad_row_names_its_line_and_column(tmp_path: Path) -> None:
    text = (Path(str(load().folder)) / "claims.tsv").read_text(encoding="utf-8")
    line = next(n for n, text_line in enumerate(text.splitlines(), start=1) if "\tplanned\t" in text_line)
    (tmp_path / "claims.tsv").write_text(text.replace("\tplanned\t", "\tdone\t", 1), encoding="utf-8")
    with pytest.raises(BadRow) as caught:
        read_claims(tmp_path)
    assert caught.value.where == f"claims.tsv:{line}:4"
