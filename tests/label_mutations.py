"""Ways in which the same label comes in differently: typed, photographed, decorated, made to look better."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from random import Random

Mutation = Callable[[str, Random], str]

_PRAISE = (
    "This product is not intended to diagnose, treat, cure or prevent any disease.",
    "Raadpleeg bij twijfel eerst een arts.",
    "Made with care in our own kitchen.",
    "Geproduceerd volgens strenge kwaliteitseisen.",
    "Vrij van gluten en lactose.",
    "Suitable for vegetarians.",
    "Do not exceed the recommended dose. Keep out of reach of children. Not a substitute for a varied diet.",
    "Buiten bereik van jonge kinderen bewaren. Vervangt geen gevarieerde voeding.",
    "Store below 25 °C.",
)
_NOISE = (
    "Lot 24A117",
    "EAN 8710000000017",
    "THT 06-2028",
    "*** NIEUW ***",
    "30 stuks",
    "www.example.org",
    "100 % recyclable",
)
_LOOKALIKES = {"o": "0", "l": "1"}


def _sentences(text: str) -> list[str]:
    """Cut after dots that end a sentence, not after "A." or "min."."""
    return re.split(r"(?<=[a-z0-9)°C]{2})\. (?=[A-Z0-9])", text)


def in_capitals(text: str, random: Random) -> str:
    return text.upper()


def in_small_letters(text: str, random: Random) -> str:
    return text.replace("MucT", "MUCT").lower().replace("muct", "MucT")


def without_accents(text: str, random: Random) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )


def broken_into_lines(text: str, random: Random) -> str:
    words = text.split(" ")
    return "".join(word + ("\n" if random.random() < 0.25 else " ") for word in words)


def with_hyphens(text: str, random: Random) -> str:
    """Break some long words at the end of a line, as print does."""
    words = text.split(" ")
    for k, word in enumerate(words):
        if len(word) > 8 and word.isalpha() and random.random() < 0.5:
            cut = random.randint(3, len(word) - 3)
            words[k] = f"{word[:cut]}-\n{word[cut:]}"
    return " ".join(words)


def with_reassurance(text: str, random: Random) -> str:
    return f"{random.choice(_PRAISE)} {text} {random.choice(_PRAISE)}"


def with_reassurance_inside(text: str, random: Random) -> str:
    sentences = _sentences(text)
    sentences.insert(random.randint(1, len(sentences)), random.choice(_PRAISE).rstrip("."))
    return ". ".join(sentences)


def shuffled(text: str, random: Random) -> str:
    """Sentences in another order."""
    sentences = [sentence for sentence in _sentences(text.rstrip(".")) if sentence]
    first, *rest = sentences
    random.shuffle(rest)
    return ". ".join([first, *rest]) + "."


def with_noise(text: str, random: Random) -> str:
    sentences = _sentences(text)
    for word in random.sample(_NOISE, 3):
        sentences.insert(random.randint(1, len(sentences)), word)
    return ". ".join(sentences)


def with_lookalikes(text: str, random: Random) -> str:
    """Some letters read as digits, as on a bad photo; numbers stay."""
    words = text.split(" ")
    for k, word in enumerate(words):
        if len(word) > 4 and word.isalpha() and word.islower() and random.random() < 0.3:
            spots = [spot for spot, letter in enumerate(word[1:-1], start=1) if letter in _LOOKALIKES]
            if spots:
                spot = random.choice(spots)
                words[k] = word[:spot] + _LOOKALIKES[word[spot]] + word[spot + 1 :]
    return " ".join(words)


def with_a_typing_error(text: str, random: Random) -> str:
    """One long word misspelt: a letter lost, doubled or swapped with the next."""
    words = text.split(" ")
    long = [k for k, word in enumerate(words) if len(word) > 6 and word.isalpha()]
    if not long:
        return text
    k = random.choice(long)
    word, spot = words[k], random.randint(2, len(words[k]) - 3)
    words[k] = random.choice(
        (
            word[:spot] + word[spot + 1 :],
            word[:spot] + word[spot] + word[spot:],
            word[:spot] + word[spot + 1] + word[spot] + word[spot + 2 :],
        )
    )
    return " ".join(words)


def with_hidden_letters(text: str, random: Random) -> str:
    """Characters that nobody sees, inside words."""
    return "".join(letter + ("\u200b" if random.random() < 0.05 else "") for letter in text)


def with_other_marks(text: str, random: Random) -> str:
    """Bullets for sentences, wide blanks, curly quotes."""
    return (
        "\n• ".join(_sentences(text))
        .replace(" ", "\u00a0" if random.random() < 0.5 else "  ")
        .replace("'", "’")
    )


MUTATIONS: Mapping[str, Mutation] = {
    mutation.__name__: mutation
    for mutation in (
        in_capitals,
        in_small_letters,
        without_accents,
        broken_into_lines,
        with_hyphens,
        with_reassurance,
        with_reassurance_inside,
        shuffled,
        with_noise,
        with_lookalikes,
        with_a_typing_error,
        with_hidden_letters,
        with_other_marks,
    )
}
