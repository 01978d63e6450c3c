"""The organisms of a label: name, strain, state, and the amount that belongs to each."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from biotica.knowledge.label_terms import Terms
from biotica.label.amounts import Counted, Weighed
from biotica.label.label import Amount, Organism, State, Unit
from biotica.label.names import Named, named_microbes
from biotica.label.doses import Doses
from biotica.label.printed import Printed
from biotica.label.strain_codes import listed_codes, strain_code

_FOUGHT = re.compile(
    r"(?:tegen|bestrijdt?|bestrijden|doodt|remt|verdrijft|bindt|verjaagt|against|fights?|kills?|inhibits?|binds?|combats?|eradicates?|beats?|keeps?)(?: \w+){0,2} $"
)
_REACH = 170
"""Characters after a name within which its amount stands (assumed: three lines of a table)."""
_BEFORE = 34
_TOTAL = re.compile(
    r"totaa?l|total|samen|together|combined|goed voor|gezamenlijk|in all|alles bij elkaar|blend of|som"
)
_OF = re.compile(r"[^.;:\n]*")
_JOINED = re.compile(
    r"^[\s:;,=x()|-]*(?:(?:of|van|live|levende|heat-?killed|hittegedode?|geinactiveerde?|postbiotic|probiotic|postbiotische|probiotische|inactivated|getyndalliseerde?|tyndalli[sz]ed|killed|kve|cfu|cells|cellen|the|de|een|strain|stam|bacterie|yeast|gist|spores|sporen|non-viable|niet-levende|pasteuri[sz]ed|gepasteuriseerde?|lysate|lysaat)[\s:]*)*\(?$"
)


@dataclass(frozen=True, kw_only=True, slots=True)
class Mention:
    """A microbe of the label with its code; `end` after the code."""

    start: int
    end: int
    name: str
    current: str
    strain: str | None


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """The organisms, and what they amount to in a day.

    Parameters
    ----------
    blend : Amount or None
        One amount for all of them together, per day where that is said; None = each has its own, or none has.
    blend_portion : str or None
        Per what the blend's amount is printed.
    """

    organisms: tuple[Organism, ...]
    total: Amount
    has_one_amount_for_all: bool


def mentions(text: Printed) -> tuple[Mention, ...]:
    """Find the organisms of a text, each once.

    Notes
    -----
    The same strain named twice, or a species named again without its code, is one organism: labels repeat
    themselves, often in a second language.
    """
    found: list[Mention] = []
    for name in named_microbes(text):
        if _FOUGHT.search(text.folded[max(0, name.start - 40) : name.start]):
            continue
        several = listed_codes(text.text, name.end)
        if several:
            found += [
                Mention(start=name.start, end=end, name=name.printed, current=name.current, strain=each)
                for each, end in several
            ]
            continue
        code = strain_code(text.text, name.end)
        one = Mention(
            start=name.start,
            end=code[1] if code else name.end,
            name=name.printed,
            current=name.current,
            strain=code[0] if code else None,
        )
        if _is_in_brackets_after(found, name, text):
            found[-1] = _with_code_of(found[-1], one)
            continue
        found.append(one)
    return tuple(_each_once(found))


def _is_in_brackets_after(found: Sequence[Mention], name: Named, text: Printed) -> bool:
    """Whether a name in brackets only repeats the one before: old and new name side by side."""
    if not found or found[-1].current != name.current:
        return False
    between = text.folded[found[-1].end : name.start]
    return (
        re.fullmatch(
            r"\s*[(\[/=]?\s*(?:(?:voorheen|formerly|previously|ook|also|was|syn\.?|nieuwe naam|vroeger|known as|eerder|nu|now|ook bekend als)\s*:?\s*)*\s*",
            between,
        )
        is not None
    )


def _with_code_of(first: Mention, second: Mention) -> Mention:
    return Mention(
        start=first.start,
        end=second.end,
        name=first.name,
        current=first.current,
        strain=first.strain or second.strain,
    )


def _each_once(found: Sequence[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for one in found:
        same = [
            k
            for k, other in enumerate(kept)
            if other.current == one.current
            and (one.strain is None or other.strain is None or _same_code(other.strain, one.strain))
        ]
        if not same:
            kept.append(one)
        elif kept[same[-1]].strain is None and one.strain is not None:
            kept[same[-1]] = one
    return kept


def _same_code(one: str, other: str) -> bool:
    return re.sub(r"\W", "", one).casefold() == re.sub(r"\W", "", other).casefold()


def organisms(
    text: Printed,
    found: Sequence[Mention],
    counts: Sequence[Counted],
    masses: Sequence[Weighed],
    doses: Doses,
    states: Sequence[State],
    *,
    weighs: bool,
) -> Found:
    """Give every organism its state and amount.

    Parameters
    ----------
    found : sequence of Mention
        From `mentions`.
    counts, masses : sequence
        All of the text. Masses count only where the label has no count of microbes.
    states : sequence of str
        One per mention.
    weighs : bool
        Whether a mass can be that of the microbes; in a food it is that of other things.

    Returns
    -------
    Found
        An amount belongs to an organism where it follows or precedes its name and the other organisms have
        theirs too; one amount after a list is that of all together.
    """
    weighed = [mass for mass in masses if _could_be_of_microbes(mass, text)] if weighs else []
    amounts: Sequence[Counted | Weighed] = _of_portions(text, _with_units(counts, text.folded)) or weighed
    own = _own_amounts(text, found, amounts)
    made = tuple(
        _organism(one, state, own.get(k), doses)
        for k, (one, state) in enumerate(zip(found, states, strict=True))
    )
    if own and len(own) == len(found):
        return Found(organisms=made, total=_sum(list(own.values()), doses), has_one_amount_for_all=False)
    if found and amounts and not own:
        return Found(
            organisms=made, total=_sum([_best_total(amounts)], doses), has_one_amount_for_all=len(found) > 1
        )
    total = _sum(list(own.values()), doses) if own else Amount()
    return Found(organisms=made, total=total, has_one_amount_for_all=False)


def _with_units(counts: Sequence[Counted], folded: str) -> Sequence[Counted]:
    """Give counts without a unit that of the others, if the label uses one unit only."""
    units: set[Unit] = {count.unit for count in counts} - {"unspecified"}
    if not units and re.search(r"(?<![a-z])(?:kve|cfu|ufc)(?![a-z])", folded):
        units = {"CFU"}
    if len(units) != 1:
        return counts
    (unit,) = units
    return [replace(count, unit=unit) if count.unit == "unspecified" else count for count in counts]


def _of_portions(text: Printed, counts: Sequence[Counted]) -> Sequence[Counted]:
    """Leave out counts per mg, g or ml where the label also says the count of a portion."""
    whole = [
        count
        for count in counts
        if not re.match(r" ?(?:per|/) ?(?:mg|ml|g|gram)(?![a-z])", text.folded[count.end : count.end + 9])
    ]
    return whole or counts


def _could_be_of_microbes(mass: Weighed, text: Printed) -> bool:
    if mass.mg < 1.0:
        return False
    around = text.folded[max(0, mass.start - 60) : mass.end + 80]
    return (
        re.search(
            r"lysa|fermenta|bacter|lactobac|bifido|cell|poeder|powder|inactiv|heat|hitte|gist|yeast|extract|tyndal|viable|live|levend|strain|stam|cultur|coli|ferment",
            around,
        )
        is not None
    )


def _own_amounts(
    text: Printed, found: Sequence[Mention], amounts: Sequence[Counted | Weighed]
) -> Mapping[int, Counted | Weighed]:
    following = {k: a for k in range(len(found)) if (a := _following(text, found, k, amounts)) is not None}
    preceding = {k: a for k in range(len(found)) if (a := _preceding(text, found, k, amounts)) is not None}
    in_turn = _in_turn(text, found, amounts)
    if in_turn:
        return in_turn
    chosen = preceding if len(preceding) > len(following) or len(found) == 1 and preceding else following
    if len(found) == 1:
        return chosen or preceding or ({0: _best_total(amounts)} if amounts else {})
    if len(chosen) < len(found) and len(chosen) == 1:
        ((k, amount),) = chosen.items()
        alone = k not in {0, len(found) - 1} or (chosen is following and k == 0)
        return chosen if alone and not _says_total(text, amount) else {}
    return chosen


def _in_turn(
    text: Printed, found: Sequence[Mention], amounts: Sequence[Counted | Weighed]
) -> Mapping[int, Counted | Weighed]:
    """Amounts that follow a list of names: one for each, or as many as there are names; else empty."""
    if len(found) < 2 or any(found[0].end <= amount.start < found[-1].start for amount in amounts):
        return {}
    after = [amount for amount in amounts if 0 <= amount.start - found[-1].end <= _REACH]
    if after and _EACH.search(text.folded[found[-1].end : after[0].start]):
        return dict.fromkeys(range(len(found)), after[0])
    return dict(enumerate(after[: len(found)])) if len(after) == len(found) else {}


_EACH = re.compile(
    r"(?<![a-z])(?:elk|ieder|each|per stam|per strain|allebei|both|beide)(?![a-z])[^.;]{0,25}$"
)


def _following(
    text: Printed, found: Sequence[Mention], k: int, amounts: Sequence[Counted | Weighed]
) -> Counted | Weighed | None:
    start = found[k].end
    later = [other.start for other in found if other.start > found[k].start]
    end = min([start + _REACH, *later])
    for amount in amounts:
        if start <= amount.start < end:
            between = text.folded[start : amount.start]
            broken = re.search(r"[.!](?:\s|$)(?!\s*\d)", re.sub(r"(?:min|ca|max|incl|bijv)\.", "", between))
            if _TOTAL.search(between) and len(found) > 1:
                return None
            return None if broken and len(found) > 1 else amount
    return None


def _preceding(
    text: Printed, found: Sequence[Mention], k: int, amounts: Sequence[Counted | Weighed]
) -> Counted | Weighed | None:
    start = found[k].start
    earlier = max([0, *(other.end for other in found if other.end <= start)])
    near = [a for a in amounts if earlier <= a.start and a.end <= start and start - a.end <= _BEFORE]
    if near and _JOINED.match(text.folded[near[-1].end : start]):
        return near[-1]
    return None


def _says_total(text: Printed, amount: Counted | Weighed) -> bool:
    around = text.folded[max(0, amount.start - 30) : amount.end + 20]
    return _TOTAL.search(around) is not None


def _best_total(amounts: Sequence[Counted | Weighed]) -> Counted | Weighed:
    """Choose the amount of a product that has one: with a unit rather than without, then the first."""
    with_unit = [amount for amount in amounts if amount.unit != "unspecified"]
    return (with_unit or list(amounts))[0]


def _organism(one: Mention, state: State, amount: Counted | Weighed | None, doses: Doses) -> Organism:
    if amount is None:
        return Organism(label_name=one.name, current_name=one.current, strain=one.strain, state=state)
    portion = doses.per(amount.start, amount.end)
    value, unit = _value(amount)
    return Organism(
        label_name=one.name,
        current_name=one.current,
        strain=one.strain,
        state=state,
        amount=value if portion is None or portion.word != "g" or portion.count != 1 else value,
        unit=unit,
        per=portion.as_words if portion else None,
    )


def _value(amount: Counted | Weighed) -> tuple[float, Unit]:
    if isinstance(amount, Counted):
        return amount.value, amount.unit
    return (amount.most_mg, "mg") if amount.unit == "mg" else (amount.most_mg / 1e3, "g")


def _sum(amounts: Sequence[Counted | Weighed], doses: Doses) -> Amount:
    """Add up a day's amounts of one unit; None where no daily dose is said."""
    units = [_value(amount)[1] for amount in amounts]
    unit = max(units, key=units.count)
    a_day = [
        (amount, doses.a_day(doses.per(amount.start, amount.end)))
        for amount in amounts
        if _value(amount)[1] == unit
    ]
    if doses.daily is None:
        a_day = [(amount, 1.0) for amount, _times in a_day]
    if any(times is None for _amount, times in a_day):
        return Amount(amount=None, unit=unit)
    return Amount(amount=sum(_value(amount)[0] * (times or 0.0) for amount, times in a_day), unit=unit)


_CONTEXT = 60


def states_of(
    text: Printed, found: Sequence[Mention], counts: Sequence[Counted], terms: Terms, *, is_living: bool, is_heated: bool
) -> tuple[State, ...]:
    """Tell the state of each organism: by the words beside it, else by those of the whole label.

    Parameters
    ----------
    counts : sequence of Counted
        CFU and spores mean living, unless the label says that the cells were killed.
    is_living : bool
        Cultures of a ferment, and of what calls itself a probiotic, live unless the label says that they were killed.
    """
    whole = _state_in(text.folded, terms)
    has_cfu = any(count.unit in {"CFU", "spores", "AFU"} for count in counts)
    fallback = _of_label(whole, has_cfu=has_cfu, is_living=is_living, is_heated=is_heated)
    several = {state for one in found if (state := _state_in(_around(text, found, one), terms)) is not None}
    if len(several) < 2:
        return (fallback,) * len(found)
    return tuple(_state_in(_around(text, found, one), terms) or fallback for one in found)


def _of_label(said: State | None, *, has_cfu: bool, is_living: bool, is_heated: bool) -> State:
    if is_heated:
        return "inactivated"
    if said is not None:
        return said
    return "live" if has_cfu or is_living else "unknown"


def _around(text: Printed, found: Sequence[Mention], one: Mention) -> str:
    """The words that may speak of one organism: its clause, up to its neighbours."""
    later = [other.start for other in found if other.start > one.start]
    earlier = [other.end for other in found if other.end <= one.start]
    start = max([0, one.start - _CONTEXT, *earlier])
    end = min([len(text.text), one.end + _CONTEXT, *later])
    before = re.split(r"[.;\n,]", text.folded[start : one.start])[-1]
    after = re.split(r"[;\n]|\.\s", text.folded[one.start : end])[0]
    return before + after


def _state_in(folded: str, terms: Terms) -> State | None:
    """State that some words tell; killed before lysed before fermentate before living."""
    clean = re.sub(
        r"(?:geen|zonder|niet|no|without|not|never) (?:\w+ ){0,2}(?:lysa\w+|fermentat\w+|spor\w+)",
        " ",
        folded,
    )
    if terms.says("lysate", clean):
        return "lysate"
    if terms.says("fermentate", clean):
        return "fermentate"
    if terms.says("inactivated", clean):
        return "inactivated"
    if terms.says("live", clean) or terms.says("spores", clean):
        return "live"
    return None
