"""The JSON of `predict person` fits its schema, and its errors say what to do."""

from __future__ import annotations

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from click.testing import CliRunner, Result

from biotica.cli import main

SPECIES = {
    "Bacteroides uniformis": 40,
    "Faecalibacterium prausnitzii": 30,
    "Ruminococcus bromii": 10,
    "Bifidobacterium adolescentis": 20,
}


@pytest.fixture(scope="module")
def profile(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("person") / "someone.tsv"
    rows = "\n".join(f"{name}\t{percent}" for name, percent in SPECIES.items())
    path.write_text(f"species\tpercent\n{rows}\n", encoding="utf-8")
    return path


def run(profile: Path, *words: str) -> Result:
    return CliRunner().invoke(main, ["predict", "person", str(profile), "--draws", "8", *words])


def predicted(profile: Path, *words: str) -> Any:  # noqa: ANN401
    result = run(profile, "--json", *words)
    assert result.exit_code == 0, result.output
    schema = json.loads((files("biotica") / "data/schemas/predict_person.schema.json").read_text("utf-8"))
    found = json.loads(result.stdout)
    complaints = [e.message for e in jsonschema.Draft202012Validator(schema).iter_errors(found)]
    assert complaints == []
    return found


def test_json_fits_the_schema_and_each_acid_adds_up_to_its_makers(profile: Path) -> None:
    found = predicted(profile)
    assert found["change"] is found["glass"] is found["colon"] is None
    assert {row["tier"] for row in found["mechanisms"]} == {"mechanism"}
    assert found["told"]["substrates"][0]["substrate"] == "inulin"
    for row in found["told"]["made"]:
        assert sum(one["share"] for one in row["by"]) == pytest.approx(1.0, abs=1e-3)
        if row["metabolite"] in ("acetate", "propionate", "butyrate"):
            assert sum(one["share"] for one in row["limits"]) == pytest.approx(1.0, abs=0.1)
    matrix = found["told"]["matrix"]
    assert [len(row) for row in matrix["mmol_per_l"]] == [len(matrix["metabolites"])] * len(matrix["members"])


def test_everything_at_once_fits_the_schema(profile: Path, tmp_path: Path) -> None:
    jar = {
        "glass_ml": 200,
        "live_log10_cfu_per_ml": {"lactococcus_lactis": {"median": [6.0, 9.0]}},
        "dead_log10_cells_per_ml": {"lactococcus_lactis": {"median": [5.0, 8.0]}},
    }
    (tmp_path / "jar.json").write_text(json.dumps(jar), encoding="utf-8")
    found = predicted(
        profile,
        *("--without", "Faecalibacterium", "--with", "Anaerostipes caccae:0.05"),
        *("--serving", str(tmp_path / "jar.json"), "--diet", "ordinary_nl"),
        *("--content", "butyrate:1", "--form", "tributyrin"),
        *("--substrate", "inulin:2", "--substrate", "pectin:1"),
    )
    assert found["change"]["with"] == [{"taxon": "Anaerostipes caccae", "share": 0.05}]
    assert set(found["glass"]) == set(found["change"]["metabolites"])
    live = [one["median"] for one in found["colon"]["passing"]["live_cells"]]
    assert live == sorted(live, reverse=True)
    assert live[-1] < 0.1 * live[0]
    assert found["colon"]["form"] == "tributyrin"
    assert found["colon"]["arrivals"]["butyrate"]["colon_share"]["high"] < 0.5
    walls = found["colon"]["walls"]
    assert walls["status"] == "assumed"
    assert 0.0 < walls["peptidoglycan_mg_per_day"]["median"] < walls["wall_mg_per_day"]["median"]


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_text_names_makers_and_says_what_is_not_proven(profile: Path, lang: str) -> None:
    result = run(profile, "--lang", lang)
    assert result.exit_code == 0, result.output
    assert "Faecalibacterium prausnitzii" in result.output
    assert result.output.rstrip().endswith("+")
    assert max(map(len, result.output.splitlines())) <= 120


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--without", "Faecalibacterium prausnitzi"), "unknown_taxon"),
        (("--without", "Akkermansia muciniphila"), "taxon_not_in_profile"),
        (("--with", "Akkermansia muciniphila"), "no_named_amount"),
        (("--with", "Akkermansia muciniphila:2"), "share_out_of_range"),
        (("--substrate", "cholesterol:1"), "unknown_substrate"),
        (("--diet", "moon"), "unknown_diet"),
        (("--form", "moonbeam"), "unknown_form"),
        (("--content", "butyrate:1"), "content_without_colon"),
        (("--content", "glucose:1", "--diet", "ordinary_nl"), "unknown_content"),
    ],
)
def test_what_cannot_be_asked_is_refused_with_a_hint(
    profile: Path, words: tuple[str, ...], code: str
) -> None:
    result = run(profile, "--json", *words)
    assert result.exit_code == 2
    error = json.loads(result.stderr)["error"]
    assert error["code"] == code
    assert error["hint"]


def test_a_profile_of_strangers_gets_no_numbers(tmp_path: Path) -> None:
    strange = tmp_path / "strange.tsv"
    strange.write_text("species\tpercent\nAnanas comosus\t80\nBacteroides uniformis\t20\n", encoding="utf-8")
    result = run(strange, "--json")
    assert result.exit_code == 4, result.output
    assert json.loads(result.stderr)["error"]["code"] == "too_little_known"
