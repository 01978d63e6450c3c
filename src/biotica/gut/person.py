"""What a person's community does with a substrate: acids per fibre, who makes them, what a change does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.engine.fluxes import fluxes_of
from biotica.engine.serving import Serving
from biotica.errors import InputError, _
from biotica.gut.band import Band, band
from biotica.gut.colon_days import ColonDays, follow_days
from biotica.gut.delivery import DRINK
from biotica.gut.explain import Explanation, explain
from biotica.gut.members import Kinship, Shares
from biotica.gut.production import (
    DOSE_G_PER_L,
    HOURS,
    LITRES_OF_SLURRY,
    DailyDose,
    Made,
    acids_by_substrate,
    community_of,
    gains_of_all,
)
from biotica.gut.profile import Profile
from biotica.gut.vial import BODY_C, GASES, MADE, Bottle, VialRun, culture
from biotica.gut.vial_tables import CONTROL
from biotica.gut.vials import NOT_MODELLED, substrates_of, treatment_index
from biotica.gut.what_if import (
    RESOLUTION_MMOL_PER_L,
    Changes,
    Difference,
    changed,
    difference,
    differences,
    with_places,
)
from biotica.knowledge.delivery import delivery_form, load_delivery_forms
from biotica.knowledge.load import Knowledge
from biotica.knowledge.names import NameTable
from biotica.knowledge.records import Track

DEFAULT_SUBSTRATE = "inulin"
TOLD = ("acetate", "propionate", "butyrate", "lactate", "succinate", "formate")
"""Acids whose makers are told."""

_SEEN_PER_H = 12
_MOST_DRAWS_OF_A_COLON = 16


@dataclass(frozen=True, kw_only=True)
class Question:
    """What is asked of a community.

    Attributes
    ----------
    substrates : tuple of (str, float)
        Names of treatments.tsv and gram per litre of vial, together in one vial; none = inulin.
    changes : Changes
        What is done to the community.
    diet : str
        Name in diets.tsv: also follow the colon for some days; blank = do not.
    glass : Serving or None
        Cells of a glass that is drunk.
    contents : tuple of (str, float)
        Acids and gram that are swallowed with it; they are followed in the colon only.
    form : str
        Of both, in delivery_forms.tsv.
    hours : float
        Length of the vial, > 0.
    draws, seed : int
        Shared by all vials.
    track : str
        ``untrained`` or ``calibrated``.
    """

    substrates: tuple[tuple[str, float], ...] = ()
    changes: Changes = field(default_factory=Changes)
    diet: str = ""
    glass: Serving | None = None
    contents: tuple[tuple[str, float], ...] = ()
    form: str = DRINK
    hours: float = HOURS
    draws: int = 32
    seed: int = 1
    track: Track = "untrained"


@dataclass(frozen=True, kw_only=True)
class Told:
    """The vial of the asked substrates.

    Attributes
    ----------
    parts : tuple of (str, float)
        Treatments and gram per litre.
    made, gas : mapping
        Metabolite to mmol per litre of vial since the start.
    ph : Band
        At the end.
    explanation : Explanation
        Who, from what, for whom, held back by what; of the unchanged community.
    """

    parts: tuple[tuple[str, float], ...]
    made: Mapping[str, Band]
    gas: Mapping[str, Band]
    ph: Band
    explanation: Explanation


@dataclass(frozen=True, kw_only=True)
class PersonPrediction:
    """The answer to a question about a profile.

    Attributes
    ----------
    shares : Shares
        Who the profile stands for.
    fibres : tuple of Made
        One vial per fibre, nothing added first.
    told : Told
        The vial of the asked substrates.
    changed : mapping or None
        Metabolite to what the changes make of it, mmol per litre.
    glass : mapping or None
        Metabolite to what a glass a day adds, mmol per day.
    colon : ColonDays or None
        Days in the colon, of the changed community where it is changed.
    """

    question: Question
    sample: str
    shares: Shares
    fibres: tuple[Made, ...]
    told: Told
    changed: Mapping[str, Difference] | None = None
    glass: Mapping[str, Difference] | None = None
    colon: ColonDays | None = None


def predict_person(
    profile: Profile, question: Question, knowledge: Knowledge, names: NameTable
) -> PersonPrediction:
    """Answer a question about a person's community.

    Parameters
    ----------
    profile : Profile
        Whose.
    question : Question
        What is asked.
    knowledge, names
        The tables.

    Returns
    -------
    PersonPrediction

    Raises
    ------
    OutsideValidity
        If too little of the profile is known: no trustworthy answer.
    InputError
        If a substrate, name, diet, form or content is not known, or a content has no colon to go to.

    Notes
    -----
    Vials are closed, with 1:10 stool slurry, 24 h unless asked otherwise. It is what the model's members
    make; no acid in stool or blood, and not what anyone will feel.
    """
    _check_form(question, knowledge)
    kinship = Kinship(knowledge=knowledge, names=names)
    shares = community_of(profile, knowledge, names)
    after = changed(shares, question.changes, kinship)
    parts = _known_parts(question, knowledge)
    told, difference_made = _told(shares, after, parts, question, knowledge)
    fibres = acids_by_substrate(
        profile,
        knowledge,
        names,
        hours=question.hours,
        track=question.track,
        draws=question.draws,
        seed=question.seed,
    )
    return PersonPrediction(
        question=question,
        sample=profile.label,
        shares=shares,
        fibres=fibres,
        told=told,
        changed=difference_made if question.changes else None,
        glass=_of_a_glass(profile, question, knowledge, names),
        colon=_colon(after, question, knowledge),
    )


def _check_form(question: Question, knowledge: Knowledge) -> None:
    delivery_form(load_delivery_forms(knowledge.folder), question.form)
    if question.contents and not question.diet:
        raise InputError(
            _("without a diet the colon is not followed, and so nothing on its way there"),
            code="content_without_colon",
            where="--content",
            hint=_("give --diet too"),
        )


def _known_parts(question: Question, knowledge: Knowledge) -> tuple[tuple[str, float], ...]:
    treatments = treatment_index(knowledge)
    parts = []
    for name, grams in question.substrates or ((DEFAULT_SUBSTRATE, DOSE_G_PER_L),):
        row = treatments.get(name.casefold())
        if row is None or row.modelled_as in {NOT_MODELLED, CONTROL}:
            fit = sorted(
                row.treatment
                for row in knowledge.treatments.values()
                if row.modelled_as not in {NOT_MODELLED, CONTROL}
            )
            raise InputError(
                _("'{substrate}' is not a substrate that the model knows"),
                code="unknown_substrate",
                where="--substrate",
                hint=_("one of {known}"),
                substrate=name,
                known=", ".join(fit),
            )
        parts.append((row.treatment, grams))
    return tuple(parts)


def _told(
    shares: Shares,
    after: Shares,
    parts: tuple[tuple[str, float], ...],
    question: Question,
    knowledge: Knowledge,
) -> tuple[Told, dict[str, Difference]]:
    shared = Draws(count=question.draws, seed=question.seed)
    dose = sum(grams for _name, grams in parts)
    mix = [(name, grams / dose) for name, grams in parts]
    amounts = substrates_of(mix, dose, treatment_index(knowledge), knowledge, shared)
    times = np.linspace(0.0, question.hours, round(_SEEN_PER_H * question.hours) + 1)[1:].tolist()

    def run(community: Shares) -> VialRun:
        held = with_places(community, after.members)
        ready = culture(knowledge, held, Bottle(), sorted(amounts), shared, track=question.track)
        return ready.run(amounts, times)

    before = run(shares)
    fluxes = fluxes_of(before.run, temperature_c=BODY_C)
    made = {m: course[:, -1] for m, course in before.made_mmol_per_l.items()}
    told = Told(
        parts=parts,
        made={m: band(made[m]) for m in MADE if m not in GASES},
        gas={m: band(made[m]) for m in GASES},
        ph=band(before.ph[:, -1]),
        explanation=explain(fluxes, "vial", added_mmol_per_l=_per_draw(amounts, shared)),
    )
    if not question.changes:
        return told, {}
    then = {m: course[:, -1] for m, course in run(after).made_mmol_per_l.items()}
    return told, differences(made, then, MADE)


def _per_draw(amounts: Mapping[str, Floats | float], draws: Draws) -> dict[str, Floats]:
    return {m: np.broadcast_to(np.asarray(amount), (draws.count,)) for m, amount in amounts.items()}


def _of_a_glass(
    profile: Profile, question: Question, knowledge: Knowledge, names: NameTable
) -> dict[str, Difference] | None:
    """Work out what a glass a day adds to the vial without a substrate; None without a glass."""
    if question.glass is None:
        return None
    dose = DailyDose(id="glass", units=1.0, contents=(), glass=question.glass, form=question.form)
    found = gains_of_all(
        profile,
        (dose,),
        MADE,
        knowledge,
        names,
        track=question.track,
        draws=question.draws,
        seed=question.seed,
    )
    return {
        m: difference(gain.more_mmol_per_day, resolution=RESOLUTION_MMOL_PER_L * LITRES_OF_SLURRY)
        for m, gain in found.get("glass", {}).items()
    }


def _colon(after: Shares, question: Question, knowledge: Knowledge) -> ColonDays | None:
    if not question.diet:
        return None
    draws = Draws(count=min(question.draws, _MOST_DRAWS_OF_A_COLON), seed=question.seed)
    return follow_days(
        knowledge,
        after,
        draws,
        diet=question.diet,
        glass=question.glass,
        contents_g=dict(question.contents),
        form=question.form,
        track=question.track,
    )
