from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from biotica.report.language import language
from biotica.report.pages import PURPOSE
from biotica.report.wording import findings

ROOT = Path(__file__).resolve().parents[2]
PO = ROOT / "src/biotica/locale/nl/LC_MESSAGES/biotica.po"
MENTIONED = re.compile(r"`[^`]*`|\"[^\"\n]*\"|“[^”]*”")


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
    (found,) = findings("It is safe", "en")
    assert (found.start, found.word, found.why) == (6, "safe", "safety_claim")


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


def test_no_text_of_the_catalogue_promises_anything() -> None:
    with PO.open("rb") as stream:
        messages = [message for message in read_po(stream) if message.id]
    assert len(messages) > 300
    english = {str(message.id): findings(str(message.id), "en") for message in messages}
    dutch = {str(message.string): findings(str(message.string), "nl") for message in messages}
    assert {text: found for text, found in (english | dutch).items() if found} == {}


@pytest.mark.parametrize(
    "path",
    [*sorted((ROOT / "src/biotica/report/templates").glob("*.html")), *sorted(ROOT.glob("README*.md"))],
    ids=lambda path: path.name,
)
def test_no_template_and_no_readme_promises_anything(path: Path) -> None:
    lang = "nl" if path.name.endswith(".nl.md") else "en"
    assert findings(MENTIONED.sub("", path.read_text("utf-8")), lang) == ()
