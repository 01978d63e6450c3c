"""The main job end to end: real files in, one page out, and no number on it that ignores its input."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from markupsafe import Markup
from tests.page_blocks import blocks_of

from biotica.cli import main
from biotica.gut.readers.content import NamedBytes
from biotica.report.demo import demo_case
from biotica.report.input import ReportInput
from biotica.report.pages import build_report
from biotica.report.person import Case, report_input
from biotica.report.wording import findings

DAY = date(2026, 11, 24)
GOALS = (
    "fibre",
    "stool_regularity",
    "comfort_gas",
    "lactose",
    "butyrate_production",
    "variety",
    "kefir_habit",
)


def made(case: Case) -> ReportInput:
    return report_input(case, today=DAY, draws=8, jar_draws=12)


def page(given: ReportInput, lang: str = "en") -> str:
    return build_report(given, lang, draw=lambda *spec: Markup(f"<svg>{spec}</svg>"))


@pytest.fixture(scope="module")
def demo() -> ReportInput:
    return made(demo_case())


def edited(file: NamedBytes | None, old: str, new: str) -> NamedBytes:
    assert file is not None
    text = file.data.decode()
    assert old in text
    return NamedBytes(name=file.name, data=text.replace(old, new, 1).encode())


def test_the_demo_ranks_a_dozen_options_after_a_dozen_rules(demo: ReportInput) -> None:
    assert demo.advise is not None
    assert len(demo.advise["order"]) >= 12
    assert len(demo.rules) >= 12
    assert "L3" in demo.advise["order"]
    assert all(item["rules"] for item in demo.advise["removed"])


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_every_block_of_the_demo_says_what_it_rests_on_and_promises_nothing(
    demo: ReportInput, lang: str
) -> None:
    blocks = [block for block in blocks_of(page(demo, lang)) if not block.is_label]
    assert len(blocks) > 300
    assert [block.text for block in blocks if len(block.text.split()) > 3 and not block.kind] == []
    assert {block.text: findings(block.text, lang) for block in blocks if findings(block.text, lang)} == {}


def test_one_abundance_changes_the_profile_and_the_acids(demo: ReportInput) -> None:
    case = demo_case()
    text = case.profile[0].data.decode()
    line = next(x for x in text.splitlines() if "s__Faecalibacterium_prausnitzii" in x and "t__" not in x)
    value = line.split("\t")[2]
    more = line.replace(value, str(float(value) * 2))
    other = made(replace(case, profile=(edited(case.profile[0], line, more),)))
    assert other.taxa != demo.taxa
    assert other.acids != demo.acids
    assert page(other) != page(demo)


def test_one_degree_changes_the_jar_and_nothing_of_the_profile(demo: ReportInput) -> None:
    case = demo_case()
    warmer = made(replace(case, recipe=edited(case.recipe, "23.5", "24.5")))
    assert warmer.jar is not None
    assert demo.jar is not None
    assert warmer.jar.forecast["pH"]["median"] != demo.jar.forecast["pH"]["median"]
    assert warmer.acids == demo.acids
    assert page(warmer) != page(demo)


def test_one_answer_changes_the_options_and_nothing_of_the_profile(demo: ReportInput) -> None:
    case = demo_case()
    abstainer = made(replace(case, about=edited(case.about, 'no_alcohol = "no"', 'no_alcohol = "yes"')))
    assert abstainer.advise is not None
    assert demo.advise is not None
    gone = set(demo.advise["order"]) - set(abstainer.advise["order"])
    assert gone
    held = [*abstainer.advise["removed"], *abstainer.advise["ask_first"]]
    assert all("R24" in next(item for item in held if item["id"] == key)["rules"] for key in gone)
    assert abstainer.acids == demo.acids


@pytest.mark.parametrize("goal", GOALS)
def test_every_goal_gives_a_dozen_options_to_a_healthy_adult(goal: str) -> None:
    about = edited(demo_case().about, 'goal = "stool_regularity"', f'goal = "{goal}"')
    result = CliRunner().invoke(main, ["--json", "evidence"])
    assert result.exit_code == 0
    from biotica.advise.plan import advise
    from biotica.knowledge.evidence import load_evidence
    from biotica.report.person import about_of

    base = load_evidence()
    plan = advise(about_of(about, base), base.items, base.rules, stop_rules=base.stop_rules)
    assert len(plan.order) >= 12


@pytest.mark.parametrize(
    "names",
    [
        ("metaphlan3_MOCK_001.txt",),
        ("metaphlan_mpa_valid_complex.tsv",),
        ("metaphlan4_SGB_ERR7569997.txt",),
        ("qiime2_table.qza", "qiime2_taxonomy.qza"),
    ],
    ids=lambda names: names[0],
)
@pytest.mark.parametrize("lang", ["nl", "en"])
def test_a_report_of_a_real_file(shared: Path, tmp_path: Path, names: tuple[str, ...], lang: str) -> None:
    files = [str(shared / "data/profiles/formats" / name) for name in names]
    about = str(shared / "contracts/about.toml")
    out = tmp_path / "report.html"
    words = ["report", *files, "--about", about, "-o", str(out), "--draws", "8", "--lang", lang]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    html = out.read_text("utf-8")
    assert f'lang="{lang}"' in html
    assert not re.search(r"(src|href)=[\"'](https?:)?//", html)


def test_a_profile_of_119_reads_is_warned_about_in_plain_words(shared: Path, tmp_path: Path) -> None:
    file = shared / "data/profiles/formats/bracken_ERR5766174_S.tsv"
    out = tmp_path / "report.html"
    result = CliRunner().invoke(main, ["report", str(file), "-o", str(out), "--draws", "8", "--lang", "en"])
    said = out.read_text("utf-8") if result.exit_code == 0 else result.output
    assert "few reads" in said


def test_a_missing_file_is_one_sentence_with_its_name() -> None:
    result = CliRunner().invoke(main, ["report", "nowhere.tsv", "--lang", "en"])
    assert result.exit_code == 2
    assert "nowhere.tsv" in result.output
    assert "Traceback" not in result.output
