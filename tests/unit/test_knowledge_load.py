from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from biotica.errors import UnknownTaxon
from biotica.knowledge.load import Knowledge, load

KEFIR_MEMBERS = {
    "lactococcus_lactis",
    "leuconostoc_mesenteroides",
    "lactobacillus_kefiranofaciens",
    "lentilactobacillus_kefiri",
    "kluyveromyces_marxianus",
    "kazachstania_unispora",
    "acetobacter_fabarum",
    "streptococcus_thermophilus",
    "lactobacillus_delbrueckii_bulgaricus",
}
CHALLENGES = {"escherichia_coli_o157", "salmonella_spp", "listeria_monocytogenes", "staphylococcus_aureus"}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load()


def test_the_same_folder_is_opened_once(tmp_path: Path) -> None:
    assert load() is load()
    assert load(tmp_path) is load(tmp_path / "x" / "..")
    assert load(tmp_path) is not load()


def test_kefir_members_and_challenge_organisms_can_live(knowledge: Knowledge) -> None:
    assert set(knowledge.members) >= KEFIR_MEMBERS | CHALLENGES | {"escherichia_coli"}


def test_every_strain_code_names_one_member(knowledge: Knowledge) -> None:
    codes = [taxon.strain_code for taxon in knowledge.taxa.values() if taxon.strain_code]
    assert len(codes) == len(set(codes)) == 27
    assert {"FP", "ER", "BT", "DP", "HB", "CS"} <= set(codes)


def test_an_own_row_wins_over_the_row_of_the_guild(knowledge: Knowledge) -> None:
    of_guild = knowledge.parameters_of("hetero_lactobacilli")["ph_opt", ""]
    own = knowledge.parameters_of("lentilactobacillus_kefiri")["ph_opt", ""]
    assert (of_guild.value, own.value, own.source) == (5.9, 5.93, "KONDYBAYEV2022")
    assert knowledge.parameters_of("lentilactobacillus_parakefiri")["ph_opt", ""] == of_guild


def test_a_guild_takes_the_rows_of_its_own_guild(knowledge: Knowledge) -> None:
    assert knowledge.lineage_of("bacteroides_ovatus") == (
        "bacteroides_ovatus",
        "bacteroidales",
        "gut_anaerobe",
    )
    assert knowledge.parameters_of("bacteroides_ovatus")["cell_dry_mass_pg", ""].member == "gut_anaerobe"


def test_a_growth_rate_of_zero_takes_the_food_away(knowledge: Knowledge) -> None:
    food = ("max_growth_rate_per_h", "hexose@bacteroides_succinate")
    assert food in knowledge.parameters_of("alistipes_shahii")
    assert food not in knowledge.parameters_of("alistipes_putredinis")


def test_the_untrained_track_never_gets_a_row_that_saw_acids(knowledge: Knowledge) -> None:
    for member in knowledge.members:
        assert not any(row.saw_acids for row in knowledge.parameters_of(member).values())
    assert not any(
        row.saw_acids for name in ("DM38", "connors_base") for row in knowledge.medium(name).values()
    )


def test_the_calibrated_track_prefers_the_row_that_saw_acids(knowledge: Knowledge) -> None:
    key = ("death_rate_per_h", "")
    member = "bacteroides_thetaiotaomicron"
    assert knowledge.parameters_of(member)[key].source == "MEM"
    assert knowledge.parameters_of(member, track="calibrated")[key].source == "GARZA2024"
    assert knowledge.medium("DM38", track="calibrated")["hexose"].source == "THOMPSON2023"


def test_a_member_that_nobody_knows_is_named(knowledge: Knowledge) -> None:
    with pytest.raises(UnknownTaxon, match="examplus_lactus"):
        knowledge.parameters_of("examplus_lactus")


def test_lactose_of_cow_milk_is_what_the_table_of_the_source_says(knowledge: Knowledge) -> None:
    grams_per_100_g = 4.7
    lactose = knowledge.milk("cow")["lactose"].value
    density = knowledge.milk("cow")["density_kg_per_l"].value
    grams_per_l = lactose * knowledge.molar_mass_g_per_mol("lactose") / 1000
    assert grams_per_l == pytest.approx(10 * grams_per_100_g * density, rel=1e-4)


def test_reading_the_knowledge_needs_no_numpy() -> None:
    code = (
        "import sys; from biotica.knowledge.check import check; from biotica.knowledge.load import load; "
        "check(load()); assert not {'numpy', 'scipy', 'numba'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
