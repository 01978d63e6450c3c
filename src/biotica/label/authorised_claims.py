"""Authorised claims whose condition - a dose, an amount of the vitamin - the label must show."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace

from biotica.knowledge.label_tables import label_tables
from biotica.knowledge.label_terms import Terms, label_grammar
from biotica.label.label import Fibre, PrintedClaim
from biotica.label.printed import Printed

_WORDS = label_grammar()["totals"]
_NUTRIENT = re.compile(_WORDS.words("nutrient"))
_ITS_AMOUNT = rf"[^.;\n]{{0,25}}?\d[\d.,]* ?{_WORDS.words('nutrient_unit')}"


def with_conditions(
    claims: Iterable[PrintedClaim], text: Printed, fibres: Sequence[Fibre], terms: Terms
) -> tuple[PrintedClaim, ...]:
    """Call an authorised claim conditional where the label does not show its condition.

    Parameters
    ----------
    claims : iterable of PrintedClaim
        All of the label.
    fibres : sequence of Fibre
        With their grams a day.
    terms : Terms
        The group ``fibres``.

    Returns
    -------
    tuple of PrintedClaim
        In the same order. A claim of a fibre asks for its dose, in g a day; one of a vitamin or mineral for
        an amount of it on the label, whatever that is.
    """
    short = _short_of_dose(fibres)
    return tuple(
        replace(claim, type="authorised_conditional")
        if claim.type == "authorised" and (_lacks_amount(claim, text) or _names(claim, short, terms))
        else claim
        for claim in claims
    )


def _short_of_dose(fibres: Sequence[Fibre]) -> frozenset[str]:
    asked_g = {name: row.claim_g_per_day for (_kind, name), row in label_tables().substances.items()}
    return frozenset(
        fibre.name
        for fibre in fibres
        if (least_g := asked_g.get(fibre.name)) is not None and (fibre.g_per_day or 0.0) < least_g
    )


def _names(claim: PrintedClaim, fibres: Iterable[str], terms: Terms) -> bool:
    return any(terms.says(name, claim.text.lower()) for name in fibres)


def _lacks_amount(claim: PrintedClaim, text: Printed) -> bool:
    """Whether a claim is about a vitamin or mineral whose amount the label does not say."""
    named = _NUTRIENT.search(claim.text.lower())
    return named is not None and re.search(re.escape(named[0].strip()) + _ITS_AMOUNT, text.folded) is None
