"""Swallowing in a form: a drink, a capsule or a bound acid comes free in its own part of the gut."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.run import Run
from biotica.engine.serving import Serving
from biotica.engine.steps import Add
from biotica.errors import InputError, _
from biotica.gut.band import Band, band
from biotica.gut.colon import swallow
from biotica.knowledge.delivery import delivery_form, load_delivery_forms
from biotica.knowledge.load import Knowledge

DRINK = "drink"
_REST_OPENS_IN = "small_intestine"
_MG_PER_G = 1000.0
_ABSORBED = "absorbed_per_h"


@dataclass(frozen=True, kw_only=True, slots=True)
class Arrival:
    """What became of a substance that was swallowed once.

    Attributes
    ----------
    swallowed_mmol : float
        How much it was.
    taken_up_early_share, colon_share : Band
        Part that the small intestine took up, and part that got to the colon, 0..1.
    """

    swallowed_mmol: float
    taken_up_early_share: Band
    colon_share: Band


def opening_shares(form: str, knowledge: Knowledge, draws: Draws) -> dict[str, Floats]:
    """Draw where the contents of a form come free.

    Parameters
    ----------
    form : str
        Id in delivery_forms.tsv.
    knowledge : Knowledge
        The tables.
    draws : Draws
        Of every uncertain number.

    Returns
    -------
    dict
        Part of the gut to share, shape (draws,); every draw sums to 1.

    Raises
    ------
    InputError
        If there is no such form.

    Notes
    -----
    A coat does not open at one place in everyone; the shares are wide and most are assumed.
    """
    left = np.ones(draws.count)
    shares: dict[str, Floats] = {}
    for place, row in delivery_form(load_delivery_forms(knowledge.folder), form).items():
        shares[place] = np.minimum(draws.number(f"form:{form}:{place}", row), left)
        left = left - shares[place]
    shares[_REST_OPENS_IN] = left
    return shares


def deliver(serving: Serving, form: str, knowledge: Knowledge, draws: Draws) -> tuple[Add, ...]:
    """Swallow a serving in a form.

    Parameters
    ----------
    serving : Serving
        What; the gut must have been built with it among ``swallowed``.
    form, knowledge, draws
        As `opening_shares`.

    Returns
    -------
    tuple of Add
        One for each part of the gut where something comes free; together they hold the whole serving.

    Raises
    ------
    InputError
        If there is no such form.

    Notes
    -----
    All comes free at the hour of swallowing: the hours that a closed capsule takes are left out.
    """
    return tuple(
        swallow(serving.shared(share), opens_in=place)
        for place, share in opening_shares(form, knowledge, draws).items()
        if np.any(share > 0.0)
    )


def substance_mmol(named: Mapping[str, float], diet: str, knowledge: Knowledge) -> dict[str, float]:
    """Turn grams of acids into mmol.

    Parameters
    ----------
    named : mapping
        Metabolite to gram of the free acid.
    diet : str
        That is eaten beside it.
    knowledge : Knowledge
        The tables.

    Raises
    ------
    InputError
        If the small intestine is not known to take it up, or the diet brings it too, so that the two could
        not be told apart.
    """
    fit = sorted(_taken_up(knowledge) & _acids(knowledge) - set(knowledge.diet(diet)))
    for name in named:
        if name not in fit:
            raise InputError(
                _("'{substance}' cannot be followed on its way to the colon"),
                code="unknown_content",
                where="--content",
                hint=_("one of {known}"),
                substance=name,
                known=", ".join(fit),
            )
    return {name: grams * _MG_PER_G / knowledge.molar_mass_g_per_mol(name) for name, grams in named.items()}


def _taken_up(knowledge: Knowledge) -> set[str]:
    """Name what the small intestine is known to take up."""
    places = [place.partition(":") for quantity, place in knowledge.body if quantity == _ABSORBED]
    return {name for part, _colon, name in places if part == _REST_OPENS_IN}


def _acids(knowledge: Knowledge) -> set[str]:
    """Name what dissociates and is no part of a larger thing: no sugars and proteins of a meal."""
    return {name for name, row in knowledge.metabolites.items() if row.pka and not row.monomer}


def arrivals(run: Run, swallowed_mmol: Mapping[str, float]) -> dict[str, Arrival]:
    """Tell how much of what was swallowed got to the colon.

    Parameters
    ----------
    run : Run
        Long enough that stomach and small intestine are empty of it again.
    swallowed_mmol : mapping
        Substance to amount; nothing else brings it into stomach or small intestine.

    Notes
    -----
    What the small intestine did not take up and no longer holds has gone on to the colon. What is absorbed
    in the colon is not seen in this share.
    """
    upper = ("stomach", _REST_OPENS_IN)
    volumes = {segment.name: segment.volume_l for segment in run.setup.vessel.segments}
    found = {}
    for name, mmol in swallowed_mmol.items():
        early = run.passed_mmol("absorbed", name, _REST_OPENS_IN)[:, -1] / mmol
        held = sum(run.metabolite_mmol_per_l(name, place)[:, -1] * volumes[place] for place in upper) / mmol
        found[name] = Arrival(
            swallowed_mmol=mmol,
            taken_up_early_share=band(early),
            colon_share=band(1.0 - early - held),
        )
    return found
