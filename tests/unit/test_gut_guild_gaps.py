from __future__ import annotations

import math

import pytest
from tests.unit.test_gut_comparison import profile, typical

from biotica.gut.compare_contract import to_contract
from biotica.gut.guild_gaps import hinge_of
from biotica.gut.guild_model import GuildModel, GuildParts, default_guild_models, models_from, parts_of
from biotica.gut.guilds import Guild, default_guilds
from biotica.gut.reference import Reference, default_reference, rows_of
from biotica.gut.shipped import compare_with_shipped
from biotica.gut.standing import Standing
from biotica.knowledge.names import default_names

GUILDS = {guild.name: guild for guild in default_guilds()}


def standing(guild: str, shares: dict[str, float]) -> Standing:
    (found,) = [g for g in compare_with_shipped(profile(shares)).guilds if g.name == guild]
    return found


def cut(guild: str, factor: float) -> dict[str, float]:
    return {
        name: share * (factor if name in GUILDS[guild].genera else 1) for name, share in typical().items()
    }


def test_the_model_worked_out_by_hand() -> None:
    model = GuildModel(intercept=0.5, weights={("sum", "", 1e-3): -2.0, ("rest", "Bus", 1e-3): 1.0})
    parts = GuildParts(total=0.2, inside={"Aus": 0.2}, outside={"Bus": 0.4})
    score = 0.5 - 2.0 * math.log(0.25 + 1e-3) + math.log(0.5 + 1e-3)
    assert model.as_expected(parts) == pytest.approx(1 / (1 + math.exp(score)))
    assert model.as_expected(GuildParts(total=0.0, inside={}, outside={"Bus": 1.0})) is None


def test_a_sample_is_parted_without_loss_and_old_names_fall_into_place() -> None:
    guild = Guild(name="g", species=frozenset({"Aus bus"}), genera=frozenset({"Cus"}))
    parts = parts_of(
        guild, {"Aus bus": 0.1}, {"Aus": 0.3, "Cus": 0.2, "Dus": 0.4}, default_names(), "shotgun"
    )
    assert parts.total == pytest.approx(0.3)
    assert sum(parts.inside.values()) + sum(parts.outside.values()) == pytest.approx(0.9)
    assert parts.outside["Aus"] == pytest.approx(0.2)


@pytest.mark.parametrize("guild", ["butyrate", "propionate", "bifido", "lactate_users"])
def test_a_guild_that_is_cut_down_fits_its_sample_worse_the_more_it_is_cut(guild: str) -> None:
    places = []
    for factor in (1.0, 0.3, 0.1, 0.03):
        found = standing(guild, cut(guild, factor)).given_rest
        assert found is not None
        assert found.low <= found.value <= found.high
        places.append(found.value)
    assert places == sorted(places, reverse=True)
    assert places[0] > 1.5 * places[-1]


def test_a_guild_without_members_has_no_place_given_the_rest() -> None:
    found = standing("butyrate", {k: v for k, v in typical().items() if k not in GUILDS["butyrate"].genera})
    assert found.found_class == "guild_gap"
    assert found.given_rest is None


def of_one_table(without_large: tuple[float, ...]) -> Reference:
    """A hundred people with a guild of 0.1 to 0.2, and with these sums once Aus is left out."""
    row = ("guild_without", "g without Aus")
    whole = tuple(0.1 + 0.001 * i for i in range(100))
    return Reference(
        platform="16S",
        rows={row: ()},
        median_reads=None,
        same_table={("guild", "g"): whole, row: without_large},
    )


def test_a_guild_that_is_small_for_want_of_one_member_hinges_on_it() -> None:
    guild = Guild(name="g", species=frozenset(), genera=frozenset({"Aus", "Bus"}))
    members = {"Bus": 0.05}
    alike = of_one_table(tuple(0.0005 * i for i in range(100)))
    apart = of_one_table(tuple(0.05 + 0.001 * i for i in range(100)))
    assert hinge_of(guild, members, 0.05, alike) == "Aus"
    assert hinge_of(guild, members, 0.05, apart) == ""
    assert hinge_of(guild, {"Bus": 0.15}, 0.15, alike) == ""


def test_every_guild_that_is_low_stays_so_without_any_large_member() -> None:
    found = standing("butyrate", cut("butyrate", 0.01))
    assert (found.found_class, found.hinges_on) == ("low", "")


def test_the_shipped_models_name_no_cohort_and_are_small() -> None:
    rows = rows_of("models/guilds.tsv")
    cohorts = {row["cohort"] for row in rows_of("cohorts.tsv")}
    assert {row["kind"] for row in rows} == {"intercept", "rest", "member", "sum"}
    assert not cohorts & {row["genus"] for row in rows}
    assert all(math.isfinite(float(row["weight"])) for row in rows)
    assert set(default_guild_models("16S")) >= {"butyrate", "propionate", "mucin", "bifido", "lactate_users"}
    assert models_from(rows, "unknown") == {}


def test_what_a_kind_of_test_cannot_show_is_said_unless_the_sample_shows_it() -> None:
    assert "Gordonibacter" in compare_with_shipped(profile(typical())).cannot_see
    shown = compare_with_shipped(profile(typical(Gordonibacter=0.01)))
    assert "Gordonibacter" not in shown.cannot_see
    assert "Gordonibacter" not in to_contract(shown)["cannot_see"]
    assert compare_with_shipped(profile({})).cannot_see == ()


def test_no_genus_that_a_test_cannot_show_stands_in_its_reference() -> None:
    for platform in ("16S", "shotgun"):
        reference = default_reference(platform)
        assert reference.unseen
        assert not {("genus", name) for name in reference.unseen} & reference.rows.keys()
