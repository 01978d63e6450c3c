"""Options of `biotica forecast` about the finished drink: glass, days in the fridge, and prices."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from biotica.ferment.quantity import Asked

CommandT = TypeVar("CommandT", bound=Callable[..., None])

_PRICE = click.FloatRange(min=0, max=1000)
_OPTIONS = (
    click.option(
        "--glass", "glass_ml", type=click.FloatRange(1, 2000), default=200, help="Size of a glass in ml."
    ),
    click.option("--days", type=click.IntRange(0, 28), default=7, help="Days in the fridge afterwards."),
    click.option(
        "--milk-price", "milk_eur_per_l", type=_PRICE, help="What you pay for milk, euro per litre."
    ),
    click.option(
        "--capsule-price", "capsule_eur_per_day", type=_PRICE, help="What a capsule costs you, euro per day."
    ),
)


def drink_options(command: CommandT) -> CommandT:
    """Give a command the options about the finished drink; they arrive as keywords of `asked_of`."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def asked_of(given: Mapping[str, Any]) -> Asked:
    """Read what the options of `drink_options` gave."""
    from biotica.ferment.quantity import Asked

    return Asked(**given)
