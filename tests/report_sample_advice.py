"""Fictional advice for the sample report."""

from __future__ import annotations

from typing import Any

VERSIONS = {"code": "0.1.0", "knowledge": "2026.11"}


def _range(median: float, low: float, high: float) -> dict[str, float]:
    return {"median": median, "low": low, "high": high}


def _effect(median: float, low: float, high: float, gain: float) -> dict[str, Any]:
    where = {"metabolite": "butyrate", "unit": "mmol_per_day", "stage": "gut_14_d"}
    return {**where, **_range(median, low, high), "probability_of_gain": gain}


def _item(ident: str, name: str, sort: str, grade: str, **more: Any) -> dict[str, Any]:  # noqa: ANN401
    base = {"id": ident, "name": name, "class": sort, "also_class": [], "grade": grade, "sources": []}
    gas = {"code": "gas", "level": more.pop("gas", "low")}
    return {**base, "effect": None, "tolerance": gas, "cost_eur_per_month": 0.0, **more}


def advise_result() -> dict[str, Any]:
    return {
        "goal": "stool_regularity",
        "ranked": [
            _item(
                "F1",
                "Inuline",
                "FI",
                "moderate",
                effect=_effect(2.7, 0.4, 5.3, 0.93),
                cost_eur_per_month=7.5,
                gas="medium",
            ),
            _item(
                "F18", "Kiwi's", "FI", "low", effect=_effect(0.6, -0.2, 1.7, 0.79), cost_eur_per_month=18.25
            ),
            _item("L3", "Niets doen en opnieuw testen", "LI", "none", gas="none"),
            _item(
                "M2",
                "Tributyrine",
                "ME",
                "none",
                effect=_effect(0.8, -0.3, 2.1, 0.83),
                cost_eur_per_month=22.75,
            ),
        ],
        "adjust": [
            _item(
                "F14",
                "Tarwezemelen",
                "FI",
                "moderate",
                effect=_effect(1.9, -0.4, 4.6, 0.86),
                cost_eur_per_month=4.55,
                rules=["R26"],
                adjust={"code": "slow_ramp", "values": {"start_g_per_day": 3.5, "step_g_per_week": 2.5}},
            )
        ],
        "ask_first": [{"id": "B24", "name": "B. lactis", "class": "LP", "rules": ["R24"], "ask": "doctor"}],
        "answer_first": [
            {
                "id": "T2",
                "name": "B. bifidum, dood",
                "class": "PI",
                "answers": ["phenylketonuria"],
                "rules": ["R32"],
            }
        ],
        "removed": [
            {
                "id": "X1",
                "name": "Melkkefir",
                "class": "FK",
                "rules": ["R24"],
                "reason": {"code": "ethanol", "values": {}},
                "sources": [],
                "read_level": "memory",
                "date": "2026-11-22",
            }
        ],
        "blends": [
            {
                "parts": [
                    {"id": "F14", "dose": 8.5, "unit": "g_per_day"},
                    {"id": "F1", "dose": 3.2, "unit": "g_per_day"},
                ],
                "class": "FI",
                "kind": "complementary",
                "rules": ["R26"],
                "effect": _effect(2.6, 0.1, 5.9, 0.91),
                "probability_better_than_best_part": 0.61,
            }
        ],
        "steps": [
            {
                "week": 1,
                "id": None,
                "action": "baseline",
                "dose": None,
                "unit": None,
                "measure": ["stool_form", "gas"],
            },
            {
                "week": 3,
                "id": "F14",
                "action": "start",
                "dose": 3.5,
                "unit": "g_per_day",
                "measure": ["stool_form"],
            },
            {"week": 4, "id": "F14", "action": "raise", "dose": 6.0, "unit": "g_per_day", "measure": ["gas"]},
        ],
        "referral": None,
        "stop_rules": ["D1", "D14"],
        "versions": VERSIONS,
    }
