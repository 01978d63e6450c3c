"""The heat-kill planner in plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from biotica.errors import _
from biotica.report.kefir_codes import SERVING_KINDS
from biotica.report.language import Language
from biotica.report.plan_codes import NO_TERM, SURVIVES
from biotica.report.texts import as_range, interval, joined, label

_SECONDS_PER_MIN = 60.0


def heat_plan_lines(plan: Mapping[str, Any], spoken: Language) -> list[str]:
    """Print a plan for people.

    Parameters
    ----------
    plan : mapping
        ``heat_plan`` of forecast.json.
    spoken : Language
        The reader's language.

    Returns
    -------
    list of str
        Per temperature the time of the whole and of each group, then what survives, what the jar holds and
        why it gets no scientific term.
    """
    return [
        "",
        spoken.say(_("Planned heating")),
        *_aim(plan, spoken),
        *_times(plan, spoken),
        *_left(plan, spoken),
    ]


def _aim(plan: Mapping[str, Any], spoken: Language) -> Iterator[str]:
    if plan["logs"] is None:
        yield spoken.say(_("Aim: fewer than one living cell per ml of each microbe of the culture."))
    else:
        aim = _("Aim: {logs} steps of ten fewer alive, of each microbe of the culture.")
        yield spoken.say(aim, logs=spoken.number(plan["logs"]))
    yield spoken.say(
        _("Time in the middle of the jar at that temperature. Warming up and cooling are not counted.")
    )


def _times(plan: Mapping[str, Any], spoken: Language) -> Iterator[str]:
    whole, hardiest = plan["all"]["minutes"], plan["all"]["most_resistant"]
    for at, degrees in enumerate(plan["temperatures_c"]):
        yield spoken.say(
            _("{degrees} °C: {time}; the hardiest is {member}"),
            degrees=spoken.number(degrees),
            time=_time(whole[at], spoken),
            member=_named(hardiest[at]),
        )
        for group in plan["groups"]:
            yield f"    {group[f'name_{spoken.code}']}: {_time(group['minutes'][at], spoken)}"


def _time(minutes: Mapping[str, float], spoken: Language) -> str:
    seconds = {key: value * _SECONDS_PER_MIN for key, value in minutes.items()}
    if seconds["high"] < 1.0:
        return spoken.say(_("less than a second"))
    if minutes["high"] < 1.0:
        return spoken.say(_("{interval} seconds"), interval=_short(seconds, spoken))
    return spoken.say(_("{interval} minutes"), interval=_short(minutes, spoken))


def _short(value: Mapping[str, float], spoken: Language) -> str:
    return interval(as_range(value), spoken, digits=2)


def _named(slug: str) -> str:
    return slug.replace("_", " ").capitalize()


def _left(plan: Mapping[str, Any], spoken: Language) -> Iterator[str]:
    serving = plan["serving"]
    survives = joined([label(code, SURVIVES, spoken) for code in plan["survives"]], spoken)
    yield spoken.say(_("What survives: {survives}. Cool fast and keep it cold."), survives=survives)
    yield spoken.say(_("Heating does not rescue a jar that went wrong."))
    kinds = joined([label(kind, SERVING_KINDS, spoken) for kind in serving["kind"]], spoken)
    yield spoken.say(_("The jar then holds: {kinds}."), kinds=kinds)
    most = max(value["high"] for value in serving["live_log10_cfu_per_ml_at_most"].values())
    yield spoken.say(
        _("Of each microbe at most about {number} per ml can still be alive."),
        number=spoken.number(10.0**most, digits=2),
    )
    why = joined([label(code, NO_TERM, spoken) for code in serving["isapp_why_not"]], spoken)
    yield spoken.say(_("It gets no scientific term such as postbiotic: {why}."), why=why)
    yield spoken.say(
        _("The numbers come from other foods and other strains; only a count in a laboratory can tell.")
    )
