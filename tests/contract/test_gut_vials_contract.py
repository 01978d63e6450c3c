from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from biotica.cli import main
from biotica.engine.draws import Draws
from biotica.errors import ModelError
from biotica.gut.members import Kinship, to_members
from biotica.gut.vial import Bottle, culture
from biotica.gut.vial_tables import read_communities, read_design
from biotica.gut.vials import METABOLITES, Predicted, predict_vials, table_of
from biotica.knowledge.load import load
from biotica.knowledge.names import default_names

TAXA = """community_id,taxon,rel_abundance
d1,Bacteroides uniformis,0.4
d1,Faecalibacterium prausnitzii,0.3
d1,Blautia wexlerae,0.2
d1,Anaerostipes hadrus,0.1
s1,BU,0.5
s1,AC,0.5
"""
HEADER = "sample_id,community_id,treatment,time_h,dose_g_per_l,medium\n"


def predict(design: str, taxa: str = TAXA) -> list[Predicted]:
    communities = read_communities(taxa, name="taxa.csv")
    vials = read_design(HEADER + design, communities, name="design.csv")
    return list(predict_vials(load(), default_names(), communities, vials, draws=6))


def by_metabolite(rows: list[Predicted], sample: str) -> dict[str, Predicted]:
    return {row.metabolite: row for row in rows if row.sample_id == sample}


def test_every_vial_gets_every_metabolite_within_its_range() -> None:
    rows = predict(
        "v1,d1,control,24,,\nv2,d1,inulin:0.6+pectin:0.4,,,\nv3,s1,control,48,,DM38\nv4,d1,metformin,24,,\n"
    )
    assert [(r.sample_id, r.metabolite) for r in rows] == [
        (v, m) for v in ("v1", "v2", "v3", "v4") for m in METABOLITES
    ]
    assert all(r.low <= r.predicted <= r.high for r in rows)
    assert all(np.isfinite([r.low, r.predicted, r.high]).all() for r in rows)


def test_the_table_has_the_columns_of_the_contract() -> None:
    table = list(csv.DictReader(io.StringIO(table_of(predict("v1,d1,control,24,,\n")))))
    assert list(table[0])[:5] == ["sample_id", "metabolite", "predicted", "low", "high"]


def test_what_is_not_modelled_is_the_control_flagged_and_wider() -> None:
    rows = predict("v1,d1,control,24,,\nv2,d1,metformin,24,5,\nv3,d1,a word nobody knows,24,5,\n")
    control = by_metabolite(rows, "v1")
    for sample in ("v2", "v3"):
        for metabolite, row in by_metabolite(rows, sample).items():
            assert row.predicted == control[metabolite].predicted
            assert row.flag == "not_modelled"
            assert row.high - row.low >= control[metabolite].high - control[metabolite].low


def test_fibre_makes_acid_and_more_fibre_makes_more() -> None:
    rows = predict("v0,d1,control,24,,\nv1,d1,inulin,24,2,\nv2,d1,inulin,24,5,\n")
    acid = [
        sum(by_metabolite(rows, v)[m].predicted for m in ("acetate", "propionate", "butyrate"))
        for v in ("v0", "v1", "v2")
    ]
    assert acid[0] < acid[1] < acid[2]
    assert by_metabolite(rows, "v2")["pH"].predicted < by_metabolite(rows, "v0")["pH"].predicted


def test_the_same_vial_alone_or_among_others_is_the_same() -> None:
    alone = predict("v1,d1,inulin,24,5,\n")
    among = predict("v0,d1,control,24,,\nv1,d1,inulin,24,5,\nv2,d1,inulin,6,5,\nv3,s1,control,24,,\n")
    for row in alone:
        other = by_metabolite(among, "v1")[row.metabolite]
        assert other.predicted == pytest.approx(row.predicted, abs=2e-2, rel=2e-2)


def test_dm38_counts_the_lactate_that_was_there_and_other_media_do_not() -> None:
    end = by_metabolite(predict("v1,s1,control,0.01,,DM38\n"), "v1")["lactate"]
    made = by_metabolite(predict("v1,s1,control,0.01,,connors_base\n"), "v1")["lactate"]
    assert end.predicted == pytest.approx(28.0, abs=1.5)
    assert made.predicted == pytest.approx(0.0, abs=0.2)


def test_methane_needs_a_methanogen() -> None:
    without = by_metabolite(predict("v1,d1,inulin,24,5,\n"), "v1")["CH4"]
    taxa = TAXA + "d1,Methanobrevibacter smithii,0.05\n"
    assert without.predicted == 0.0
    assert by_metabolite(predict("v1,d1,inulin,24,5,\n", taxa), "v1")["CH4"].predicted > 0.0


def test_a_community_of_strangers_gets_no_answer() -> None:
    with pytest.raises(ModelError) as caught:
        predict("v1,x,control,24,,\n", "community_id,taxon,rel_abundance\nx,Ananas comosus,1\n")
    assert caught.value.code == "too_little_known"


def test_a_closed_vial_conserves_and_holds_nothing_negative() -> None:
    kinship = Kinship(knowledge=load(), names=default_names())
    shares = to_members([("BU", 0.4), ("FP", 0.4), ("AC", 0.2)], kinship)
    ready = culture(load(), shares, Bottle(), ["inulin"], Draws(count=3, seed=4))
    run = ready.run({"inulin": 30.0}, [6.0, 24.0]).run
    assert all(np.abs(error).max() < 1e-8 for error in run.balance().values())
    assert run.values.min() >= 0.0


def test_the_open_design_is_predicted_row_by_row(shared: Path) -> None:
    folder = shared / "data" / "production"
    communities = read_communities((folder / "exvivo_t0_taxa.csv").read_text("utf-8"), name="taxa")
    vials = read_design((folder / "exvivo_design.csv").read_text("utf-8"), communities, name="design")
    some = [vial for vial in vials if vial.community_id == "B_donor1_t0"]
    rows = list(predict_vials(load(), default_names(), communities, some, draws=2))
    assert len(rows) == 13 * len(some)


def test_the_order_of_taxa_does_not_matter() -> None:
    head, *lines = TAXA.splitlines()
    forward, backward = (
        predict("v1,d1,inulin,24,5,\n", "\n".join([head, *rows]) + "\n") for rows in (lines, lines[::-1])
    )
    for one, other in zip(forward, backward, strict=True):
        assert other.predicted == pytest.approx(one.predicted, rel=1e-6, abs=1e-6)


def test_the_command_writes_the_table_and_says_what_it_assumed(tmp_path: Path) -> None:
    (tmp_path / "taxa.csv").write_text("\ufeff" + TAXA, "utf-8")
    (tmp_path / "design.csv").write_text(HEADER + "v1,d1,control,,,\nv2,d1,metformin,24,,\n", "utf-8")
    files = ["--communities", str(tmp_path / "taxa.csv"), "--design", str(tmp_path / "design.csv")]
    output = tmp_path / "pred.csv"
    result = CliRunner().invoke(
        main, ["predict", "vials", *files, "-o", str(output), "--draws", "8", "--json"]
    )
    assert result.exit_code == 0, result.output
    said = json.loads(result.stdout)
    assert said["assumed"]["time_h"] == 1
    assert said["not_modelled"] == ["v2"]
    assert len(output.read_text("utf-8").splitlines()) == 1 + 2 * len(METABOLITES)


def test_a_bad_table_ends_the_command_with_code_two(tmp_path: Path) -> None:
    (tmp_path / "taxa.csv").write_bytes(b"community_id,taxon\xff\xfe\n")
    (tmp_path / "design.csv").write_text(HEADER, "utf-8")
    files = ["--communities", str(tmp_path / "taxa.csv"), "--design", str(tmp_path / "design.csv")]
    result = CliRunner().invoke(main, ["predict", "vials", *files])
    assert result.exit_code == 2
    assert "Traceback" not in result.output
