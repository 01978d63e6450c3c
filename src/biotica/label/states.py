"""Whether the microbes of a label live, were killed, or are only what is left of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from biotica.knowledge.label_terms import Terms, label_grammar
from biotica.label.amounts import Counted
from biotica.label.label import State
from biotica.label.mentions import Mention
from biotica.label.printed import Printed

_WORDS = label_grammar()["amounts_of_microbes"]
_CONTEXT = 60
"""Characters on each side of a name that may speak of it (assumed: one line)."""
_DENIED = re.compile(rf"{_WORDS.words('denied')} (?:\w+ ){{0,2}}{_WORDS.words('dead_matter')}")
_CLAUSE_BEFORE = re.compile(r"[.;\n,]")
_CLAUSE_AFTER = re.compile(r"[;\n]|\.\s")
_COUNTED_ALIVE = frozenset({"CFU", "spores", "AFU"})
_STATES: tuple[tuple[str, State], ...] = (
    ("lysate", "lysate"),
    ("fermentate", "fermentate"),
    ("inactivated", "inactivated"),
    ("live", "live"),
    ("spores", "live"),
)
"""Term of the group ``state`` to the state: lysed before killed before living."""


def states_of(
    text: Printed,
    found: Sequence[Mention],
    counts: Sequence[Counted],
    terms: Terms,
    *,
    is_living: bool,
    is_heated: bool,
) -> tuple[State, ...]:
    """Tell the state of each organism: by the words beside it, else by those of the whole label.

    Parameters
    ----------
    found : sequence of Mention
        The organisms of the text.
    counts : sequence of Counted
        CFU and spores mean living, unless the label says that the cells were killed.
    terms : Terms
        The group ``state``.
    is_living : bool
        Cultures of a ferment, and of what is no extract, live unless the label says that they were killed.
    is_heated : bool
        Whether a food was heated after its fermentation: then nothing in it lives.

    Returns
    -------
    tuple of str
        One per organism; ``unknown`` where nothing tells.
    """
    has_cfu = any(count.unit in _COUNTED_ALIVE for count in counts)
    said = _state_in(text.folded, terms)
    fallback: State = said or ("live" if has_cfu or is_living else "unknown")
    if is_heated:
        fallback = "inactivated"
    own = [_state_in(_clause(text, found, one), terms) for one in found]
    if len({state for state in own if state is not None}) < 2:
        return (fallback,) * len(found)
    return tuple(state or fallback for state in own)


def _clause(text: Printed, found: Sequence[Mention], one: Mention) -> str:
    """Give the words that may speak of one organism: its clause, up to its neighbours."""
    later = [other.start for other in found if other.start > one.start]
    earlier = [other.end for other in found if other.end <= one.start]
    start = max([0, one.start - _CONTEXT, *earlier])
    end = min([len(text.text), one.end + _CONTEXT, *later])
    before = _CLAUSE_BEFORE.split(text.folded[start : one.start])[-1]
    return before + _CLAUSE_AFTER.split(text.folded[one.start : end])[0]


def _state_in(folded: str, terms: Terms) -> State | None:
    """State that some words tell."""
    clean = _DENIED.sub(" ", folded)
    return next((state for name, state in _STATES if terms.says(name, clean)), None)
