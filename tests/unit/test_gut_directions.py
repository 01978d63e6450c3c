"""Things that change in a gut's vial, and which way it must move: paired, with the same draws."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from types import MappingProxyType

import numpy as np
import pytest

from biotica.engine.compiled import Floats
from biotica.engine.draws import Draws
from biotica.gut.members import Kinship, Shares, to_members
from biotica.gut.vial import Bottle, VialRun, culture
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names

DRAWS = 12
GUT: Mapping[str, float] = MappingProxyType(
    {
        "bacteroides_uniformis": 0.2,
        "phocaeicola_vulgatus": 0.12,
        "faecalibacterium_prausnitzii": 0.15,
        "agathobacter_rectalis": 0.1,
        "bifidobacterium_adolescentis": 0.1,
        "anaerostipes_hadrus": 0.05,
        "ruminococcus_bromii": 0.07,
        "phascolarctobacterium_faecium": 0.04,
        "methanobrevibacter_smithii": 0.04,
        "akkermansia_muciniphila": 0.05,
        "clostridium_sporogenes": 0.03,
        "desulfovibrio_piger": 0.02,
        "lachnospira_eligens": 0.03,
    }
)
FED = ("inulin", "fos", "resistant_starch", "pectin", "mucin", "protein")
ALSO = ("acetate", "lactate", "succinate", "formate", "H2", "sulfate", "strong_anion", "strong_cation")


@dataclass(frozen=True, kw_only=True)
class Vial:
    """Who is in it, what they are fed (mmol of unit per litre), how thin and how long."""

    without: frozenset[str] = frozenset()
    times: tuple[tuple[str, float], ...] = ()
    fed: tuple[tuple[str, float], ...] = (("inulin", 30.0),)
    dilution: float = 10.0
    hours: float = 24.0
    members: Mapping[str, float] = field(default_factory=lambda: GUT, hash=False)


BASE = Vial()


@cache
def run(vial: Vial) -> VialRun:
    more = dict(vial.times)
    members = {
        slug: 0.0 if slug in vial.without else share * more.get(slug, 1.0)
        for slug, share in vial.members.items()
    }
    shares = Shares(members=members, unmapped=0.0)
    ready = culture(load(), shares, Bottle(dilution=vial.dilution), (*FED, *ALSO), Draws(count=DRAWS, seed=1))
    return ready.run(dict(vial.fed), [vial.hours])


def made(*metabolites: str) -> Callable[[VialRun], Floats]:
    return lambda seen: np.asarray(sum(seen.made_mmol_per_l[m][:, -1] for m in metabolites))


def left(metabolite: str) -> Callable[[VialRun], Floats]:
    return lambda seen: seen.run.metabolite_mmol_per_l(metabolite)[:, -1]


def share(metabolite: str) -> Callable[[VialRun], Floats]:
    acids = made("acetate", "propionate", "butyrate")
    return lambda seen: made(metabolite)(seen) / acids(seen)


def grown(member: str) -> Callable[[VialRun], Floats]:
    return lambda seen: seen.run.live_g_per_l(member)[:, -1]


def fed(**amounts: float) -> Vial:
    return replace(BASE, fed=tuple(sorted(amounts.items())))


def without(*members: str) -> Vial:
    return replace(BASE, without=frozenset(members))


ACIDS = made("acetate", "propionate", "butyrate")
BRANCHED = made("isobutyrate", "isovalerate")
LITTLE = fed(inulin=10.0)

# name: (vial that must have more, vial that must have less, of what)
PAIRS: dict[str, tuple[Vial, Vial, Callable[[VialRun], Floats]]] = {
    "a fibre: more acids": (BASE, fed(), ACIDS),
    "twice the fibre: more acids": (fed(inulin=20.0), LITTLE, ACIDS),
    "a fibre: more butyrate": (BASE, fed(), made("butyrate")),
    "without two makers: less butyrate": (
        BASE,
        without("faecalibacterium_prausnitzii", "agathobacter_rectalis"),
        made("butyrate"),
    ),
    "without makers from succinate: more succinate": (
        replace(without("phascolarctobacterium_faecium"), fed=(("succinate", 15.0),)),
        fed(succinate=15.0),
        made("succinate"),
    ),
    "succinate given: more propionate": (fed(succinate=15.0), fed(), made("propionate")),
    "without Bacteroides: less propionate": (
        BASE,
        without("bacteroides_uniformis", "phocaeicola_vulgatus"),
        made("propionate"),
    ),
    "with a methanogen: methane": (BASE, without("methanobrevibacter_smithii"), made("CH4")),
    "without a methanogen: more hydrogen": (without("methanobrevibacter_smithii"), BASE, made("H2")),
    "formate given: more methane": (fed(formate=20.0), fed(), made("CH4")),
    "without R. bromii: more resistant starch left": (
        replace(without("ruminococcus_bromii"), fed=(("resistant_starch", 30.0),)),
        fed(resistant_starch=30.0),
        left("resistant_starch"),
    ),
    "lactate given: more butyrate": (fed(lactate=20.0), fed(), made("butyrate")),
    "without a user of lactate: more lactate": (
        replace(without("anaerostipes_hadrus", "desulfovibrio_piger"), fed=(("lactate", 20.0),)),
        fed(lactate=20.0),
        made("lactate"),
    ),
    "sodium acetate given to makers that need it: more butyrate": (
        fed(inulin=10.0, acetate=30.0, strong_cation=30.0),
        LITTLE,
        made("butyrate"),
    ),
    "acid poured in: less propionate": (BASE, fed(inulin=30.0, strong_anion=15.0), made("propionate")),
    "pectin instead of inulin: more carbon dioxide": (fed(pectin=30.0), BASE, made("CO2")),
    "protein given: more branched acids": (fed(protein=60.0), fed(), BRANCHED),
    "sugar beside protein: fewer branched acids": (
        fed(protein=60.0),
        fed(protein=60.0, fos=40.0),
        BRANCHED,
    ),
    "mucin given: more Akkermansia": (
        fed(mucin=20.0),
        fed(),
        grown("akkermansia_muciniphila"),
    ),
    "sulfate and its reducer: more sulfide": (
        fed(lactate=20.0, sulfate=10.0),
        replace(without("desulfovibrio_piger"), fed=(("lactate", 20.0), ("sulfate", 10.0))),
        left("H2S"),
    ),
    "thicker stool: more acids without a fibre": (
        replace(fed(), dilution=5.0),
        replace(fed(), dilution=20.0),
        ACIDS,
    ),
    "longer: more acids": (BASE, replace(BASE, hours=4.0), ACIDS),
    "five times the bifidobacteria: more acetate of fos": (
        replace(fed(fos=30.0), times=(("bifidobacterium_adolescentis", 5.0),)),
        fed(fos=30.0),
        share("acetate"),
    ),
}


def test_there_are_twenty_of_them_or_more() -> None:
    assert len(PAIRS) >= 20


@pytest.mark.parametrize("name", sorted(PAIRS))
def test_the_vial_moves_the_right_way(name: str) -> None:
    more, less, of_interest = PAIRS[name]
    difference = of_interest(run(more)) - of_interest(run(less))
    assert np.median(difference) > 0.0


def test_two_people_with_the_same_guild_sum_differ_where_their_members_do() -> None:
    rest = {slug: share for slug, share in GUT.items() if "lactate_butyrate" not in load().lineage_of(slug)}
    makers = ("faecalibacterium_prausnitzii", "agathobacter_rectalis")
    others = {slug: share for slug, share in rest.items() if slug not in makers}
    from_acetate = replace(fed(lactate=25.0), members={**others, "faecalibacterium_prausnitzii": 0.25})
    from_lactate = replace(fed(lactate=25.0), members={**others, "anaerostipes_hadrus": 0.25})
    more = made("butyrate")(run(from_lactate)) - made("butyrate")(run(from_acetate))
    assert np.median(more) > 2.0


def test_the_same_stool_named_more_coarsely_is_the_same_within_the_interval() -> None:
    kinship = Kinship(knowledge=load(), names=default_names())
    species = {load().taxa[slug].taxon: share for slug, share in GUT.items()}
    genera = {f"g__{name.split(' ')[0]}": share for name, share in species.items()}
    seen = []
    for named in (species, genera):
        shares = to_members(sorted(named.items()), kinship)
        ready = culture(load(), shares, Bottle(), (*FED, *ALSO), Draws(count=40, seed=1))
        seen.append(made("butyrate")(ready.run({"inulin": 30.0}, [24.0])))
    for one, other in (seen, seen[::-1]):
        low, high = np.quantile(one, [0.05, 0.95])
        assert low <= np.median(other) <= high
