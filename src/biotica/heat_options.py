"""The options of `biotica forecast` that plan heating, and what they add to a forecast."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from biotica.ferment.forecast import Forecast
    from biotica.ferment.heat_plan import Heating
    from biotica.ferment.recipe import Recipe
    from biotica.knowledge.load import Knowledge

CommandT = TypeVar("CommandT", bound=Callable[..., Any])

_AUTO = "auto"


def _keep(context: click.Context, parameter: click.Parameter, value: object) -> object:
    context.meta[f"biotica.{parameter.name}"] = value
    return value


def heat_options(command: CommandT) -> CommandT:
    """Give a command --heat-plan and --heat-c."""
    plan = click.option(
        "--heat-plan",
        "heat_logs",
        is_flag=False,
        flag_value=_AUTO,
        metavar="[LOGS]",
        help="Also plan heating: to LOGS powers of ten fewer, or to below one living cell per ml.",
        expose_value=False,
        callback=_keep,
    )
    degrees = click.option(
        "--heat-c",
        "heat_c",
        type=float,
        multiple=True,
        metavar="DEGREES",
        help="Core temperature to plan for; may be given more than once.",
        expose_value=False,
        callback=_keep,
    )
    return plan(degrees(command))


def heating_asked(recipe: Recipe) -> Heating | None:
    """Read what the options of this run ask for; None = no plan.

    Raises
    ------
    RecipeError
        If a number is absurd.
    """
    meta = click.get_current_context().meta
    logs, degrees_c = meta.get("biotica.heat_logs"), meta.get("biotica.heat_c") or ()
    if logs is None and not degrees_c:
        return None
    from biotica.ferment.heat_plan import read_heating

    return read_heating(recipe, str(logs or _AUTO), degrees_c)


def heating_made(
    heating: Heating | None, jar: Forecast, knowledge: Knowledge, seed: int
) -> dict[str, object]:
    """Give the optional key of a forecast that holds the plan."""
    if heating is None:
        return {}
    from biotica.ferment.heat_plan import heat_plan

    return {"heat_plan": heat_plan(jar, knowledge, heating, seed=seed).to_contract()}
