"""Some days in the colon in plain text: acids per part, what leaves it, and what becomes of a glass."""

from __future__ import annotations

from collections.abc import Mapping
from math import log10
from typing import Any

from biotica.errors import _
from biotica.report.codes import SUBSTRATE_KINDS
from biotica.report.input import Words
from biotica.report.language import Language
from biotica.report.predict_codes import COLON_PARTS
from biotica.report.terminal_tables import table
from biotica.report.texts import as_range, interval, label, own_words

Json = Mapping[str, Any]

_ACIDS = ("acetate", "propionate", "butyrate", "lactate", "succinate")
_FEWEST_CELLS = 1.0
_NOTHING = 0.05


def colon_text(colon: Json, spoken: Language) -> str:
    """Show the last of some days in the colon.

    Parameters
    ----------
    colon : mapping
        The ``colon`` of the JSON of ``predict person``.
    spoken : Language
        The reader's language.
    """
    diet = own_words(Words(en=colon["name_en"], nl=colon["name_nl"]), spoken).text
    title = spoken.say(
        _("The colon on day {day} of: {diet} ({draws} runs of the model)"),
        day=colon["days"],
        diet=diet,
        draws=colon["draws"],
    )
    parts = [f"{title}\n\n{_acids(colon, spoken)}", _leaves(colon, spoken)]
    if colon["passing"] is not None:
        parts.append(_passing(colon["passing"], spoken))
    return "\n\n".join(parts)


def _acids(colon: Json, spoken: Language) -> str:
    head = [
        spoken.say(_("mmol per litre")),
        *(label(place, COLON_PARTS, spoken) for place in colon["parts"]),
        spoken.say(_("taken up, mmol per day")),
    ]
    rows = [
        (
            spoken.say(SUBSTRATE_KINDS[acid]),
            *(measured(part["acids"][acid], spoken) for part in colon["parts"].values()),
            measured(colon["absorbed_mmol_per_day"][acid], spoken)
            if acid in colon["absorbed_mmol_per_day"]
            else "",
        )
        for acid in _ACIDS
    ]
    ph = (
        "pH",
        *(spoken.number(part["ph"]["median"], digits=2) for part in colon["parts"].values()),
        "",
    )
    return table(head, [*rows, ph])


def _leaves(colon: Json, spoken: Language) -> str:
    gases = [
        spoken.say(
            _("{gas} {amount} mmol per day"),
            gas=spoken.say(SUBSTRATE_KINDS[gas]),
            amount=measured(amount, spoken),
        )
        for gas, amount in colon["vented_mmol_per_day"].items()
    ]
    stool = spoken.say(
        _("The stool of that day takes along {live} g of living and {dead} g of dead cells (dry mass)."),
        live=measured(colon["stool_live_g"], spoken),
        dead=measured(colon["stool_dead_g"], spoken),
    )
    thin = spoken.say(
        _(
            "The model does not follow water, so acids are more dilute here than in a real colon. "
            "The pH is fixed, not worked out."
        )
    )
    gas = spoken.say(_("Gas that leaves: {gases}"), gases=", ".join(gases))
    return "\n".join([gas, stool, thin])


def _passing(passing: Json, spoken: Language) -> str:
    title = spoken.say(_("Cells of one glass, drunk on the first morning, in the colon (powers of ten)"))
    head = [spoken.say(_("end of day")), spoken.say(_("living")), spoken.say(_("dead"))]
    rows = [
        (str(day), _power(live, spoken), _power(dead, spoken))
        for day, (live, dead) in enumerate(
            zip(passing["live_cells"], passing["dead_cells"], strict=True), start=1
        )
    ]
    note = spoken.say(_("They pass through: the model lets no swallowed cell settle."))
    return f"{title}\n\n{table(head, rows)}\n{note}"


def _power(cells: Json, spoken: Language) -> str:
    powers = {key: log10(max(value, _FEWEST_CELLS)) for key, value in cells.items()}
    return measured(powers, spoken, digits=3)


def measured(value: Json, spoken: Language, *, digits: int = 2) -> str:
    """Print a range of the JSON; what is too little to tell from nothing is shown as zero."""
    told = {key: 0.0 if abs(amount) < _NOTHING else amount for key, amount in value.items()}
    return interval(as_range(told), spoken, digits=digits)
