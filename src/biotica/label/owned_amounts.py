"""Which amount of a label belongs to which of its microbes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from biotica.knowledge.label_terms import label_grammar
from biotica.label.amounts import Counted, Weighed
from biotica.label.mentions import Mention
from biotica.label.printed import Printed

Quantity: TypeAlias = Counted | Weighed

_WORDS = label_grammar()["amounts_of_microbes"]
_REACH = 170
"""Characters after a name within which its amount stands (assumed: three lines of a table)."""
_REACH_BACK = 34
"""Characters between an amount and the name after it (assumed: "10 miljard cellen van de stam ...")."""
_TOTAL = re.compile(_WORDS.words("total"))
_BEFORE, _AFTER = 30, 20
"""Characters on both sides of an amount in which "in total" stands (assumed: half a line)."""
_BETWEEN = re.compile(rf"[\s:;,=x()|-]*(?:{_WORDS.words('between')}[\s:]*)*\(?")
_EACH = re.compile(rf"(?<![a-z]){_WORDS.words('each')}(?![a-z])[^.;]{{0,25}}$")
_SENTENCE_END = re.compile(r"[.!](?:\s|$)(?!\s*\d)")
_SHORTENED = re.compile(rf"{_WORDS.words('about')}\.")


def owned_amounts(
    text: Printed, found: Sequence[Mention], amounts: Sequence[Quantity]
) -> Mapping[int, Quantity]:
    """Tell which amount belongs to which organism.

    Parameters
    ----------
    found : sequence of Mention
        The organisms of the text.
    amounts : sequence of Counted or Weighed
        Those that could be of microbes.

    Returns
    -------
    mapping of int to Counted or Weighed
        Index in `found` to the amount that follows or precedes the name. Empty where one amount is that of
        all together. The amount of a single organism is its own wherever it stands.
    """
    if len(found) == 1:
        return _of_the_only_one(text, found, amounts)
    in_turn = _in_turn(text, found, amounts)
    if in_turn:
        return in_turn
    following, preceding = dict(_following(text, found, amounts)), dict(_preceding(text, found, amounts))
    chosen = preceding if len(preceding) > len(following) else following
    if len(chosen) != 1:
        return chosen
    ((k, amount),) = chosen.items()
    is_beside_one = 0 < k < len(found) - 1 or (chosen is following and k == 0)
    return chosen if is_beside_one and not _says_total(text, amount) else {}


def _of_the_only_one(
    text: Printed, found: Sequence[Mention], amounts: Sequence[Quantity]
) -> Mapping[int, Quantity]:
    beside = dict(_preceding(text, found, amounts)) or dict(_following(text, found, amounts))
    return beside or ({0: best_total(amounts)} if amounts else {})


def best_total(amounts: Sequence[Quantity]) -> Quantity:
    """Choose the amount of a product that has one: with a unit rather than without, then the first.

    Parameters
    ----------
    amounts : sequence of Counted or Weighed
        At least one.
    """
    return next((amount for amount in amounts if amount.unit != "unspecified"), amounts[0])


def _in_turn(text: Printed, found: Sequence[Mention], amounts: Sequence[Quantity]) -> Mapping[int, Quantity]:
    """Amounts that follow a list of names: one for each, or as many as there are names; else empty."""
    if not found or any(found[0].end <= amount.start < found[-1].start for amount in amounts):
        return {}
    end = found[-1].end
    after = [amount for amount in amounts if 0 <= amount.start - end <= _REACH]
    if after and _EACH.search(text.folded[end : after[0].start]):
        return dict.fromkeys(range(len(found)), after[0])
    return dict(enumerate(after)) if len(after) == len(found) else {}


def _following(
    text: Printed, found: Sequence[Mention], amounts: Sequence[Quantity]
) -> Iterator[tuple[int, Quantity]]:
    """Find the first amount after each name and before the next, in its sentence and not called a total."""
    for k, one in enumerate(found):
        end = min([one.end + _REACH, *(other.start for other in found if other.start > one.start)])
        amount = next((amount for amount in amounts if one.end <= amount.start < end), None)
        if amount is not None and (len(found) == 1 or _belongs(text.folded[one.end : amount.start])):
            yield k, amount


def _belongs(between: str) -> bool:
    is_broken = _SENTENCE_END.search(_SHORTENED.sub("", between)) is not None
    return not is_broken and _TOTAL.search(between) is None


def _preceding(
    text: Printed, found: Sequence[Mention], amounts: Sequence[Quantity]
) -> Iterator[tuple[int, Quantity]]:
    """Find the last amount before each name, with nothing but words such as "of" between."""
    for k, one in enumerate(found):
        earlier = max([0, *(other.end for other in found if other.end <= one.start)])
        near = [
            a
            for a in amounts
            if earlier <= a.start and a.end <= one.start and one.start - a.end <= _REACH_BACK
        ]
        if near and _BETWEEN.fullmatch(text.folded, near[-1].end, one.start):
            yield k, near[-1]


def _says_total(text: Printed, amount: Quantity) -> bool:
    return _TOTAL.search(text.folded[max(0, amount.start - _BEFORE) : amount.end + _AFTER]) is not None
