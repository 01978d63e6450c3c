"""Predict vials: what each vial of a design made, with a range, paired over draws."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.errors import ModelError, _
from biotica.gut.members import Kinship, Shares, to_members
from biotica.gut.reference import default_reference
from biotica.gut.residency import residents
from biotica.gut.vial import MADE, Bottle, Culture, culture
from biotica.gut.vial_tables import CONTROL, DEFINED_MEDIA, END_MEDIA, Vial
from biotica.knowledge.load import Knowledge
from biotica.knowledge.names import NameTable
from biotica.knowledge.records import Track, Treatment

DRAWS = 32
METABOLITES = (*MADE, "pH")
NOT_MODELLED = "not_modelled"
_LEAST_MAPPED = 0.05
_LOW, _HIGH = 0.05, 0.95
_MG_PER_G = 1000.0


@dataclass(frozen=True, kw_only=True, slots=True)
class Predicted:
    """One number of one vial.

    Attributes
    ----------
    sample_id, metabolite : str
    predicted, low, high : float
        Median, 5 and 95 % over the draws; mmol per litre of vial, gases included; pH as such.
    flag : str
        ``not_modelled``: the treatment is not modelled, this is the control's prediction with three times its
        range.
    """

    sample_id: str
    metabolite: str
    predicted: float
    low: float
    high: float
    flag: str = ""


def treatment_index(knowledge: Knowledge) -> dict[str, Treatment]:
    """Give every treatment by its id and synonyms, in lower case."""
    index: dict[str, Treatment] = {}
    for row in knowledge.treatments.values():
        for name in (row.treatment, *row.synonyms):
            index[name.casefold()] = row
    return index


def predict_vials(
    knowledge: Knowledge,
    names: NameTable,
    communities: Mapping[str, Sequence[tuple[str, float]]],
    vials: Sequence[Vial],
    *,
    track: Track = "untrained",
    draws: int = DRAWS,
    seed: int = 1,
    threads: int | None = None,
) -> Iterator[Predicted]:
    """Predict every vial of a design.

    Parameters
    ----------
    knowledge, names
        The tables.
    communities : mapping
        Community to printed taxa with shares.
    vials : sequence of Vial
        The design.
    track : str
        ``untrained`` or ``calibrated``.
    draws, seed : int
        Shared by all vials: differences between vials are paired.
    threads : int or None
        As `simulate`.

    Yields
    ------
    Predicted
        Thirteen per vial, in the order of the design.

    Raises
    ------
    ModelError
        If less than 5 % of a community is known to the tables: no trustworthy answer.

    Notes
    -----
    What the model makes of a substrate in a closed vial. It is not a prediction of acids in stool or blood.
    """
    kinship = Kinship(knowledge=knowledge, names=names)
    treatments = treatment_index(knowledge)
    shares = _with_residents(
        {name: to_members(rows, kinship) for name, rows in communities.items()}, knowledge
    )
    groups: defaultdict[tuple[str, Bottle], list[Vial]] = defaultdict(list)
    for vial in vials:
        groups[vial.community_id, bottle_of(vial, shares[vial.community_id])].append(vial)
    shared = Draws(count=draws, seed=seed)
    found: dict[str, tuple[Predicted, ...]] = {}
    for (community, bottle), group in groups.items():
        _refuse_strangers(community, shares[community])
        known = [v for v in group if is_modelled(v, treatments)]
        wanted = sorted({treatments[name].modelled_as for v in known for name, _share in v.parts} - {CONTROL})
        ready = culture(knowledge, shares[community], bottle, wanted, shared, track=track)
        found.update(_group(ready, bottle, group, treatments, knowledge, threads))
    for vial in vials:
        yield from found[vial.sample_id]


def _with_residents(found: Mapping[str, Shares], knowledge: Knowledge) -> dict[str, Shares]:
    """Add who may live unseen in the stools of a table; a community of known strains holds no more."""
    stools = {name: shares for name, shares in found.items() if not of_strains(shares)}
    elsewhere = {slug for shares in stools.values() for slug in shares.members}
    reference = default_reference("shotgun")
    return {
        name: shares
        if name not in stools
        else replace(
            shares,
            residents=residents(
                shares.members, knowledge, reference, seen_elsewhere=elsewhere, samples=len(stools)
            ),
        )
        for name, shares in found.items()
    }


def of_strains(shares: Shares) -> bool:
    """Whether a community was put together from strains with a code."""
    return shares.by_basis.get("code", 0.0) > 0.5


def bottle_of(vial: Vial, shares: Shares) -> Bottle:
    """Choose medium and dilution: strain codes go into a defined medium, all else into the faecal buffer."""
    codes = of_strains(shares)
    fed = any(name != CONTROL for name, _share in vial.parts)
    medium = vial.medium or (("connors_base" if fed else "DM38") if codes else "exvivo_buffer")
    return Bottle(medium=medium, dilution=None if medium in DEFINED_MEDIA else vial.dilution)


def is_modelled(vial: Vial, treatments: Mapping[str, Treatment]) -> bool:
    """Whether the engine knows every part of a vial's treatment."""
    return all(
        name in treatments and treatments[name].modelled_as != NOT_MODELLED for name, _share in vial.parts
    )


def _refuse_strangers(community: str, shares: Shares) -> None:
    if shares.mapped < _LEAST_MAPPED:
        raise ModelError(
            _("only {percent} % of community {community} is known to our tables: no trustworthy answer"),
            code="too_little_known",
            hint=_("names of species, or strain codes, are needed"),
            percent=round(100.0 * shares.mapped, 1),
            community=community,
        )


def _group(
    ready: Culture,
    bottle: Bottle,
    group: Sequence[Vial],
    treatments: Mapping[str, Treatment],
    knowledge: Knowledge,
    threads: int | None,
) -> Iterator[tuple[str, tuple[Predicted, ...]]]:
    """All vials of one community in one medium: one run per treatment and dose, read at all its times."""
    alike: defaultdict[tuple[str, float], list[Vial]] = defaultdict(list)
    for vial in group:
        if not is_modelled(vial, treatments):
            vial_as = replace(vial, parts=((CONTROL, 1.0),), dose_g_per_l=0.0)
            alike[vial_as.treatment, 0.0].append(vial)
        else:
            alike[vial.treatment, vial.dose_g_per_l].append(vial)
    for (treatment, dose), same in alike.items():
        first = next((v for v in same if v.treatment == treatment), None)
        amounts = (
            {}
            if first is None
            else substrates_of(first.parts, dose, treatments, knowledge, ready.setup.draws)
        )
        times = sorted({v.time_h for v in same})
        run = ready.run(amounts, times, threads=threads)
        made = run.end_mmol_per_l if bottle.medium in END_MEDIA else run.made_mmol_per_l
        for vial in same:
            at = times.index(vial.time_h)
            flag = "" if is_modelled(vial, treatments) else NOT_MODELLED
            columns = {m: values[:, at] for m, values in made.items()} | {"pH": run.ph[:, at]}
            yield vial.sample_id, tuple(_summary(vial.sample_id, m, columns[m], flag) for m in METABOLITES)


def substrates_of(
    parts: Sequence[tuple[str, float]],
    dose_g_per_l: float,
    treatments: Mapping[str, Treatment],
    knowledge: Knowledge,
    draws: Draws,
) -> dict[str, Floats]:
    """Substrates of a treatment in mmol of their unit per litre, shape (draws,) each."""
    amounts: dict[str, Floats] = {}
    for name, share in parts:
        row = treatments[name]
        if row.modelled_as == CONTROL:
            continue
        assert row.fraction is not None
        assert row.low is not None
        assert row.high is not None
        fraction = draws.number(f"treatment:{row.treatment}", _Range(row.fraction, row.low, row.high))
        mmol = dose_g_per_l * share * fraction * _MG_PER_G / knowledge.molar_mass_g_per_mol(row.modelled_as)
        amounts[row.modelled_as] = amounts.get(row.modelled_as, 0.0) + mmol
    return amounts


@dataclass(frozen=True, slots=True)
class _Range:
    value: float
    low: float
    high: float


def _summary(sample: str, metabolite: str, values: Floats, flag: str) -> Predicted:
    low, median, high = (float(q) for q in np.quantile(values, [_LOW, 0.5, _HIGH]))
    if flag:
        low, high = median - 3.0 * (median - low), median + 3.0 * (high - median)
    return Predicted(sample_id=sample, metabolite=metabolite, predicted=median, low=low, high=high, flag=flag)


def summary_of(vials: Sequence[Vial], predictions: Sequence[Predicted]) -> dict[str, object]:
    """Count vials, defaults that were filled in, and samples whose treatment is not modelled."""
    filled = [column for vial in vials for column in vial.assumed]
    return {
        "vials": len(vials),
        "assumed": {column: filled.count(column) for column in sorted(set(filled))},
        NOT_MODELLED: sorted({p.sample_id for p in predictions if p.flag == NOT_MODELLED}),
    }


def table_of(predictions: Sequence[Predicted]) -> str:
    """Write predictions as CSV."""
    lines = ["sample_id,metabolite,predicted,low,high,flag"]
    lines += [
        f"{_cell(p.sample_id)},{p.metabolite},{p.predicted:.5g},{p.low:.5g},{p.high:.5g},{p.flag}"
        for p in predictions
    ]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if any(c in text for c in ',"\n') else text
