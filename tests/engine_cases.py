"""Communities, vessels and steps on which the laws of the engine are tested."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from biotica.engine.assemble import Setup, assemble
from biotica.engine.community import Community, build_community
from biotica.engine.draws import Draws
from biotica.engine.serving import Serving, solution
from biotica.engine.steps import Add, Hold, Step, Stir, Take
from biotica.engine.vessel import Grain, Segment, Vessel, vial
from biotica.knowledge.load import load

KEFIR = (
    "lactococcus_lactis",
    "leuconostoc_mesenteroides",
    "lactobacillus_kefiranofaciens",
    "lentilactobacillus_kefiri",
    "kluyveromyces_marxianus",
    "kazachstania_unispora",
    "acetobacter_fabarum",
    "escherichia_coli_o157",
)
GUT = (
    "bacteroides_thetaiotaomicron",
    "faecalibacterium_prausnitzii",
    "agathobacter_rectalis",
    "anaerostipes_caccae",
    "bifidobacterium_adolescentis",
    "blautia_hydrogenotrophica",
    "desulfovibrio_piger",
    "methanobrevibacter_smithii",
    "akkermansia_muciniphila",
    "phascolarctobacterium_faecium",
    "ruminococcus_bromii",
    "veillonella_parvula",
)
CENTRAL = Draws(central=True)
GUT_MEDIUM = {
    "inulin": 20.0,
    "resistant_starch": 15.0,
    "pectin": 8.0,
    "mucin": 3.0,
    "protein": 20.0,
    "hexose": 2.0,
    "acetate": 15.0,
    "sulfate": 1.0,
    "NH3": 10.0,
    "amino_acid": 3.0,
    "CO2": 30.0,
    "phosphate": 15.0,
    "strong_cation": 60.0,
}


def milk_mmol_per_l(kind: str = "cow") -> dict[str, float]:
    """Concentrations in a milk, mmol/L."""
    knowledge = load()
    return {name: row.value for name, row in knowledge.milk(kind).items() if name in knowledge.metabolites}


def community(members: Sequence[str] = KEFIR, medium: Sequence[str] = ()) -> Community:
    """Members with the chemistry of a medium."""
    return build_community(load(), members, also=(*medium, "strong_anion", "strong_cation"))


def cells(
    members: Community, g_per_l: float, volume_ml: float, draws: Draws, readiness: float = 0.3
) -> Serving:
    """The same mass of every member."""
    mmol = g_per_l * volume_ml / 1000.0 / members.biomass_g_per_mmol
    return Serving(
        volume_ml=0.0,
        live_mmol={m.slug: np.full(draws.count, mmol) for m in members.members},
        readiness={m.slug: np.full(draws.count, readiness) for m in members.members},
        biomass_g_per_mmol=members.biomass_g_per_mmol,
    )


def jar_setup(
    members: Sequence[str] = KEFIR, *, volume_l: float = 0.5, draws: Draws = CENTRAL, grains: bool = True
) -> Setup:
    """An open jar, with grains for those who live on them."""
    found = community(members, tuple(milk_mmol_per_l()))
    grain = Grain(shedding_per_h=0.05, reattachment_per_h=0.01, activity=0.5, members=tuple(members[:3]))
    segment = Segment(
        name="jar", volume_l=volume_l, gas_transfer_per_h=0.5, air=True, grain=grain if grains else None
    )
    return assemble(found, Vessel(kind="jar", segments=(segment,)), draws)


def jar_start(setup: Setup) -> list[Step]:
    """Milk, cells in it, and cells on the grains."""
    segment = setup.vessel.segments[0]
    volume_ml = segment.volume_l * 1000.0
    steps: list[Step] = [
        Add(serving=solution(volume_ml, milk_mmol_per_l(), setup.draws.count)),
        Add(serving=cells(setup.community, 1e-4, volume_ml, setup.draws)),
    ]
    if segment.grain is not None:
        on_grain = cells(setup.community, 1e-2, volume_ml, setup.draws)
        keep = segment.grain.members
        steps.append(
            Add(
                serving=Serving(
                    volume_ml=0.0,
                    live_mmol={m: a for m, a in on_grain.live_mmol.items() if m in keep},
                    readiness={m: a for m, a in on_grain.readiness.items() if m in keep},
                ),
                on_grain=True,
            )
        )
    return steps


def jar_steps(setup: Setup, hours: float = 48.0, temperature_c: float = 24.0) -> list[Step]:
    """A whole jar: ferment, stir, strain, chill and heat."""
    return [
        *jar_start(setup),
        Hold(hours=hours / 2, start_c=temperature_c, end_c=temperature_c),
        Stir(),
        Hold(hours=hours / 2, start_c=temperature_c, end_c=temperature_c - 4.0),
        Take(share=1.0, grain=True, word="strain") if setup.vessel.segments[0].grain else Stir(),
        Take(share=0.25, word="portion"),
        Hold(hours=12.0, start_c=4.0, end_c=4.0, word="chill"),
        Hold(hours=0.25, start_c=72.0, end_c=72.0, word="heat"),
    ]


def vial_setup(members: Sequence[str] = GUT, *, volume_l: float = 0.01, draws: Draws = CENTRAL) -> Setup:
    """A closed vial of gut microbes."""
    vessel = vial(volume_l, headspace_l=volume_l, gas_transfer_per_h=20.0)
    return assemble(community(members, tuple(GUT_MEDIUM)), vessel, draws)


def vial_steps(setup: Setup, hours: float = 24.0) -> list[Step]:
    """Medium, cells, and time at 37 C."""
    volume_ml = setup.vessel.segments[0].volume_l * 1000.0
    return [
        Add(serving=solution(volume_ml, GUT_MEDIUM, setup.draws.count)),
        Add(serving=cells(setup.community, 0.05, volume_ml, setup.draws, readiness=1.0)),
        Hold(hours=hours, start_c=37.0, end_c=37.0),
    ]


def colon_setup(members: Sequence[str] = GUT, *, scale: float = 1.0, draws: Draws = CENTRAL) -> Setup:
    """Three segments in a row, fed at the top."""
    volumes_l = {"proximal": 0.41 * scale, "transverse": 0.98 * scale, "distal": 1.63 * scale}
    names = tuple(volumes_l)
    inflow = {name: mmol_per_l * 0.06 * scale for name, mmol_per_l in GUT_MEDIUM.items()}
    segments = tuple(
        Segment(
            name=name,
            volume_l=volume_l,
            gas_transfer_per_h=5.0,
            leaves_per_h=leaves,
            leaves_to=names[n + 1] if n + 1 < len(names) else "",
            absorbed_per_h={
                "acetate": 0.4,
                "propionate": 0.4,
                "butyrate": 0.4,
                "CO2": 0.5,
                "strong_cation": 0.1,
            },
            inflow_mmol_per_h=inflow if n == 0 else {},
        )
        for n, ((name, volume_l), leaves) in enumerate(
            zip(volumes_l.items(), (0.245, 0.103, 0.062), strict=True)
        )
    )
    return assemble(community(members, tuple(GUT_MEDIUM)), Vessel(kind="gut", segments=segments), draws)


def colon_steps(setup: Setup, days: int = 2) -> list[Step]:
    """Cells in each segment, meals at the top, stools at the end."""
    steps: list[Step] = []
    for segment in setup.vessel.segments:
        volume_ml = segment.volume_l * 1000.0
        steps.append(Add(serving=solution(volume_ml, GUT_MEDIUM, setup.draws.count), segment=segment.name))
        steps.append(
            Add(
                serving=cells(setup.community, 1.0, volume_ml, setup.draws, readiness=1.0),
                segment=segment.name,
            )
        )
    volume_ml = setup.vessel.segments[0].volume_l * 200.0
    for _ in range(days):
        steps.append(Add(serving=solution(volume_ml, {"inulin": 50.0}, setup.draws.count), word="meal"))
        steps.append(Hold(hours=24.0, start_c=37.0, end_c=37.0))
        steps.append(Take(share=0.6, word="stool"))
    return steps
