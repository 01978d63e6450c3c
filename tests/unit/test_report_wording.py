from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.knowledge.tsv import cells_of
from biotica.report.language import language
from biotica.report.pages import PURPOSE
from biotica.report.wording import findings

HERE = Path(__file__).parent
SETS = sorted(path.name for path in HERE.glob("words_*.tsv"))


def rows(name: str) -> list[dict[str, str]]:
    return [cells for _line, cells in cells_of((HERE / name).read_text("utf-8"), name=name)]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "This kefir is safe."),
        ("en", "It boosts your gut."),
        ("en", "Clinically proven!"),
        ("en", "You have a deficiency."),
        ("en", "Inulin cures it."),
        ("en", "your gut is unhealthy"),
        ("nl", "Dit is veilig."),
        ("nl", "Deze vezel geneest."),
        ("nl", "Je hebt een tekort aan bifido."),
        ("nl", "Dat voorkomt klachten."),
        ("nl", "wetenschappelijk bewezen"),
        ("nl", "je darm is ongezond"),
        ("nl", "lekkende darm"),
    ],
)
def test_a_planted_word_is_found(lang: str, text: str) -> None:
    assert len(findings(text, lang)) == 1


def test_a_finding_tells_where_and_why() -> None:
    (found,) = findings("It is <b>safe</b>", "en")
    assert (found.start, found.word, found.why) == (9, "safe", "safety_claim")


def test_findings_come_in_the_order_of_the_text() -> None:
    found = findings("Kefir heeft zich al eeuwen bewezen. Het is veilig. Dat geneest.", "nl")
    assert [finding.why for finding in found] == ["proven", "safety_claim", "promise"]


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "It is not proven to cure anything."),
        ("en", "No trial shows that dead bacteria work faster than living ones."),
        ("en", "The article says they are powerhouses, but names no study."),
        ("en", "Is it safe? That is not known."),
        ("en", "We do not say that there is no immune response."),
        ("en", "Words such as `superfood` and “miracle” are adverts."),
        ("nl", "Geen enkele proef liet zien dat dode bacteriën sneller werken dan levende."),
        ("nl", "Dat het veilig is, is niet aangetoond."),
        ("nl", "Of het kan zonder risico is nooit onderzocht."),
        ("nl", "Vraag je apotheker of postbiotica goed samengaan met je medicijnen."),
        ("nl", "Het geneest of voorkomt geen ziekte."),
    ],
)
def test_a_refusal_does_not_alarm(lang: str, text: str) -> None:
    assert findings(text, lang) == ()


@pytest.mark.parametrize(
    ("lang", "text", "why"),
    [
        ("en", "It has no side effects.", "safety_claim"),
        ("en", "They do not interact with your medicines.", "with_medicines"),
        ("en", "It is not only safe but tasty.", "safety_claim"),
        ("en", "Without doubt it is scientifically proven.", "proven"),
        ("en", "It was never tested, but it cures eczema.", "promise"),
        ("nl", "Het kan geen kwaad.", "safety_claim"),
        ("nl", "Ze reageren niet met medicijnen.", "with_medicines"),
        ("nl", "Niet voor niets is het wetenschappelijk bewezen.", "proven"),
        ("nl", "Het is nooit getest, maar het geneest eczeem.", "promise"),
    ],
)
def test_a_not_that_is_the_promise_alarms(lang: str, text: str, why: str) -> None:
    assert [finding.why for finding in findings(text, lang)] == [why]


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_the_intended_purpose_may_say_what_it_does_not_do(lang: str) -> None:
    assert findings(language(lang).say(PURPOSE), lang) == ()


def test_the_purpose_is_word_for_word_the_agreed_one() -> None:
    assert language("en").say(PURPOSE) == (
        "Biotica is educational software about food and fermentation. It does not diagnose, predict, prevent "
        "or treat disease and does not replace professional advice."
    )
    assert language("nl").say(PURPOSE) == (
        "Biotica is een leer- en rekenprogramma over voeding en fermentatie. Het stelt geen diagnose, "
        "voorspelt of behandelt geen ziekte en vervangt geen arts, apotheker of diëtist."
    )


@pytest.mark.parametrize("text", ["bacteriën die veel voorkomen", "safety", "unsafely-named-file", "kureren"])
def test_innocent_words_pass(text: str) -> None:
    assert findings(text, "nl") == ()


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("lang", ["en", "nl"])
def test_nine_of_ten_paraphrases_alarm_and_one_in_fifty_clean_sentences_at_most(name: str, lang: str) -> None:
    found = {
        alarm: [
            bool(findings(row["text"], lang))
            for row in rows(name)
            if row["lang"] == lang
            if row["alarm"] == alarm
        ]
        for alarm in ("yes", "no")
    }
    assert min(len(judged) for judged in found.values()) > 40
    assert sum(found["yes"]) / len(found["yes"]) >= 0.9
    assert sum(found["no"]) / len(found["no"]) <= 0.02


@given(
    text=st.text(max_size=200)
    | st.lists(st.sampled_from(["not", "safe", "?", ";", "but", "<b>", '"', "`"])).map(" ".join)
)
def test_any_text_gives_places_that_hold_the_word(text: str) -> None:
    for lang in ("en", "nl"):
        for finding in findings(text, lang):
            assert text[finding.start :].startswith(finding.word)


@given(row=st.sampled_from([row for name in SETS for row in rows(name)]))
def test_a_sentence_alarms_alike_in_capitals_and_among_markup(row: dict[str, str]) -> None:
    plain = bool(findings(row["text"], row["lang"]))
    assert bool(findings(f"<p>{row['text']}</p>", row["lang"])) == plain
    assert bool(findings(f"# A heading\n\n{row['text']}\n\nAnother text.", row["lang"])) == plain
