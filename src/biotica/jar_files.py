"""What stands around a forecast on the command line: readings and a culture, in and out, and a calendar."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biotica.errors import InputError, _
from biotica.named_files import given_file, write_text
from biotica.terminal import asked_language

if TYPE_CHECKING:
    from biotica.ferment.culture import Culture
    from biotica.ferment.recipe import Recipe
    from biotica.ferment.streams.stream import Setting, Stream

_PATH = click.Path(path_type=Path, dir_okay=False)
_OPTIONS = (
    click.option(
        "--readings",
        type=_PATH,
        help="CSV with time_h,ph[,temperature_c,...], a spreadsheet's CSV, or a log of a device.",
    ),
    click.option("--started", default="", metavar="ISO", help="When the batch began: 2026-11-23T20:15."),
    click.option("--zone", default="", metavar="ZONE", help="Time zone of your clock: Europe/Amsterdam."),
    click.option("--culture", type=_PATH, help="What the last batch taught, as --culture-after wrote it."),
    click.option("--culture-after", type=_PATH, help="Write what this batch teaches the next."),
    click.option("--ics", type=_PATH, help="Also write the next times as a calendar; needs --started."),
)


@dataclass(frozen=True, kw_only=True, slots=True)
class JarFiles:
    """The files that a user names beside a recipe, and what their clocks mean."""

    readings: Path | None
    started: str
    zone: str
    culture: Path | None
    culture_after: Path | None
    ics: Path | None

    def __post_init__(self) -> None:
        if self.culture is not None and self.culture == self.culture_after:
            raise InputError(
                _("{file} is read and written at once"),
                code="culture_read_and_written",
                where="--culture-after",
                hint=_("name another file: else the readings of this batch would count again next time"),
                file=self.culture.name,
            )

    @property
    def setting(self) -> Setting:
        """Name, start and zone of the readings."""
        from biotica.ferment.streams.clock import setting_of

        name = self.readings.name if self.readings else ""
        return setting_of(name=name, started=self.started, zone=self.zone)

    def seen(self, end_h: float) -> Stream:
        """Read the readings up to the end of the recipe; none if no file was named."""
        from biotica.ferment.streams.registry import read_stream, within
        from biotica.ferment.streams.stream import Stream

        setting = self.setting
        if self.readings is None:
            return Stream(format="", readings=(), notes=())
        return within(read_stream(given_file(self.readings).data, setting), end_h)

    def known(self, ferment: str) -> Culture | None:
        """Read what earlier batches of a ferment taught, if a file was named."""
        from biotica.ferment.culture import read_culture

        if self.culture is None:
            return None
        return read_culture(given_file(self.culture).data, name=self.culture.name, ferment=ferment)

    def save_culture(self, culture: Culture) -> None:
        """Write what the batch taught, if a file was named."""
        if self.culture_after is not None:
            write_text(self.culture_after, culture.to_json())

    def save_calendar(self, made: Mapping[str, Any], recipe: Recipe) -> None:
        """Write the calendar, if one was asked for."""
        from biotica.ferment.streams.clock import started_of
        from biotica.report.jar_calendar import Batch, calendar_text

        if self.ics is not None:
            batch = Batch(ferment=recipe.ferment, started=started_of(self.setting), hours=recipe.hours)
            text = calendar_text(made, batch, written=datetime.now(UTC), code=asked_language())
            write_text(self.ics, text)


def takes_jar_files(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the options for readings, culture and calendar; they reach it as one, ``files``."""

    @wraps(command)
    def run(
        *words: Any,  # noqa: ANN401
        readings: Path | None,
        started: str,
        zone: str,
        culture: Path | None,
        culture_after: Path | None,
        ics: Path | None,
        **others: Any,  # noqa: ANN401
    ) -> object:
        files = JarFiles(
            readings=readings,
            started=started,
            zone=zone,
            culture=culture,
            culture_after=culture_after,
            ics=ics,
        )
        return command(*words, files=files, **others)

    for option in reversed(_OPTIONS):
        run = option(run)
    return run
