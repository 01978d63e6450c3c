from __future__ import annotations

from typing import Any

import pytest
from markupsafe import Markup

from biotica.report.figures import PART_COLOURS, Spec, stacks
from biotica.report.language import Language, language
from biotica.report.makers_part import makers_chart
from biotica.report.predict_codes import NOT_PROVEN, PROVEN
from biotica.report.predict_text import explained, validation_box

ENGLISH = language("en")
BAND = {"median": 1.0, "low": 0.5, "high": 2.0}


def _by(**shares: float) -> list[dict[str, Any]]:
    return [{"member": name, "share": share, "mmol_per_l": BAND} for name, share in shares.items()]


def predicted() -> dict[str, Any]:
    food = [{"substrate": "inulin", "share": 1.0, "mmol_per_l": BAND}]
    limits = [{"code": "food", "share": 0.6}, {"code": "co_substrate:acetate", "share": 0.4}]
    made = {"acetate": _by(one=0.7, two=0.3), "butyrate": _by(two=0.9, three=0.1)}
    return {
        "told": {
            "substrates": [{"substrate": "inulin", "name_en": "inulin", "name_nl": "inuline"}],
            "made": [
                {"metabolite": acid, "by": by, "from": food, "limits": limits} for acid, by in made.items()
            ],
            "feeds": [
                {
                    "origin": "member",
                    "producer": "one",
                    "metabolite": "acetate",
                    "consumer": "two",
                    "mmol_per_l": BAND,
                }
            ],
        },
        "names": {
            "members": {name: f"Examplia {name}" for name in ("one", "two", "three")},
            "substances": {"inulin": {"en": "inulin", "nl": "inuline"}},
        },
    }


def test_every_bar_is_a_hundred_percent_and_a_part_keeps_its_colour() -> None:
    spec = stacks([("a", [("x", 0.25), ("y", 0.75)]), ("b", [("x", 0.5), ("y", 0.5)])], "percent")
    pieces = spec["datasets"][spec["layer"][0]["data"]["name"]]
    assert [p["stop"] for p in pieces if p["colour"] == PART_COLOURS[1]] == [100.0, 100.0]
    assert {p["colour"] for p in pieces if p["start"] == 0.0} == {PART_COLOURS[0]}


def test_the_table_beside_the_bars_holds_the_same_parts() -> None:
    drawn: list[Spec] = []

    def draw(spec: Spec, spoken: Language) -> Markup:
        drawn.append(spec)
        return Markup("")

    chart = makers_chart(predicted(), ENGLISH, draw)
    assert chart is not None
    assert chart.headers == ("", "acetate", "butyrate")
    assert ("Examplia two", "30 %", "90 %") in chart.rows
    assert chart.caption.kind == "model"
    assert len(drawn) == 1


def test_no_acid_no_figure() -> None:
    nothing = predicted()
    nothing["told"]["made"] = []
    assert makers_chart(nothing, ENGLISH, lambda spec, spoken: Markup("")) is None


def test_columns_of_makers_are_percentages_and_a_giver_stands_before_its_taker() -> None:
    given = predicted()
    text = "\n".join(explained(given["told"], given["names"], ENGLISH, title="title"))
    rows = {
        line[: line.index("  ")]: line.split()[-2:] for line in text.splitlines() if "Examplia" in line[:8]
    }
    assert rows["Examplia two"] == ["30", "90"]
    fed = next(line for line in text.splitlines() if "Examplia one" in line and "Examplia two" in line)
    assert fed.index("Examplia one") < fed.index("acetate") < fed.index("Examplia two")


def test_acids_with_the_same_limits_share_one_answer() -> None:
    given = predicted()
    text = "\n".join(explained(given["told"], given["names"], ENGLISH, title="title"))
    assert "acetate and butyrate:" in text
    assert "too little acetate beside it" in text


@pytest.mark.parametrize("lang", ["nl", "en"])
def test_the_box_says_everything_in_lines_of_one_width(lang: str) -> None:
    box = validation_box({"proven": list(PROVEN), "not_proven": list(NOT_PROVEN)}, language(lang))
    assert len({len(line) for line in box.splitlines()}) == 1
    assert sum(line.startswith(("| + ", "| - ")) for line in box.splitlines()) == len(PROVEN) + len(
        NOT_PROVEN
    )
