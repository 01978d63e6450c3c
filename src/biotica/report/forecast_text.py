"""A forecast in plain text for a terminal: what the jar holds at the end, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from biotica.errors import _
from biotica.report.heat_plan_text import heat_plan_lines
from biotica.report.input import Range
from biotica.report.kefir_codes import ASSUMED, VERDICTS
from biotica.report.language import Language, language
from biotica.report.plan_codes import PLAN
from biotica.report.texts import interval, label, sentences

_SHOWN = ("pH", "lactose", "lactate", "acetate", "ethanol", "CO2")


def forecast_text(forecast: Mapping[str, Any], code: str) -> str:
    """Print a forecast for people.

    Parameters
    ----------
    forecast : mapping
        Contract shape of forecast.json.
    code : str
        Language, ``"en"`` or ``"nl"``.

    Returns
    -------
    str
        One line per quantity at the end (mmol/L but for the pH; median and 5 to 95 % interval), per sentence
        of the verdict and the plan, and for what was assumed; before it the checklist of a first jar, behind
        it planned heating if there is one.
    """
    spoken = language(code)
    lines = [*_checklist(forecast, spoken), f"{forecast['times_h'][-1]:g} h"]
    for name in _SHOWN:
        unit = "" if name == "pH" else " mmol/L"
        lines.append(f"  {name} {interval(_at_end(forecast[name]), spoken)}{unit}")
    lines += ["- " + said.text for said in sentences(forecast["verdict"], VERDICTS, spoken)]
    lines += ["- " + said.text for said in sentences(forecast.get("plan", ()), PLAN, spoken)]
    assumed = ", ".join(label(key, ASSUMED, spoken) for key in forecast["assumed"])
    heating = heat_plan_lines(forecast["heat_plan"], spoken) if "heat_plan" in forecast else []
    return "\n".join([*lines, *([f"({assumed})"] if assumed else []), *heating])


def _checklist(forecast: Mapping[str, Any], spoken: Language) -> list[str]:
    items = [f"  [ ] {item[spoken.code]}" for item in forecast.get("checklist", ())]
    return [spoken.say(_("Before you start")), *items, ""] if items else []


def _at_end(band: Mapping[str, Sequence[float]]) -> Range:
    return Range(median=band["median"][-1], low=band["low"][-1], high=band["high"][-1])
