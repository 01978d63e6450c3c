"""A forecast in plain text for a terminal: what the jar holds at the end, and the verdict."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from biotica.report.input import Range
from biotica.report.kefir_codes import ASSUMED, VERDICTS
from biotica.report.language import language
from biotica.report.stream_text import stream_text
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
        What was done to the readings, one line per quantity at the end (mmol/L but for the pH; median and 5
        to 95 % interval), per sentence of the verdict, and for what was assumed.
    """
    spoken = language(code)
    lines = [f"{forecast['times_h'][-1]:g} h"]
    for name in _SHOWN:
        unit = "" if name == "pH" else " mmol/L"
        lines.append(f"  {name} {interval(_at_end(forecast[name]), spoken)}{unit}")
    lines += ["- " + said.text for said in sentences(forecast["verdict"], VERDICTS, spoken)]
    assumed = ", ".join(label(key, ASSUMED, spoken) for key in forecast["assumed"])
    notes = stream_text(forecast.get("readings_notes", ()), code)
    return "\n".join([*notes, *lines, *([f"({assumed})"] if assumed else [])])


def _at_end(band: Mapping[str, Sequence[float]]) -> Range:
    return Range(median=band["median"][-1], low=band["low"][-1], high=band["high"][-1])
