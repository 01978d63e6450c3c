"""The command that forecasts a jar."""

from __future__ import annotations

from pathlib import Path

import click

from biotica.drink_options import asked_of, drink_options
from biotica.heat_options import heat_options, heating_asked, heating_made
from biotica.jar_files import JarFiles, takes_jar_files
from biotica.named_files import given_file
from biotica.terminal import Verb, asked_language, show


@click.command(cls=Verb, name="forecast")
@click.argument("recipe", type=click.Path(path_type=Path))
@takes_jar_files
@click.option("--challenge", metavar="NAME:CFU_PER_ML", help="A pathogen put in at the start.")
@click.option("--draws", type=click.IntRange(2, 10_000), default=200, help="How many jars are drawn.")
@click.option("--seed", type=int, default=1, help="Same seed, same jars.")
@heat_options
@drink_options
def forecast_jar(
    recipe: Path, files: JarFiles, challenge: str | None, draws: int, seed: int, **drink: float | None
) -> None:
    """Forecast the jar of RECIPE: pH, acids, alcohol, living and dead microbes, and a verdict.

    The verdict can only warn. It never says that a jar is harmless.
    """
    from biotica.ferment.forecast import forecast, parse_challenge
    from biotica.ferment.recipe import read_recipe
    from biotica.knowledge.ferments import load_ferments
    from biotica.knowledge.load import load
    from biotica.report.forecast_text import forecast_text

    knowledge = load()
    ferments = load_ferments(knowledge.folder / "ferments")
    asked = read_recipe(given_file(recipe).data, name=recipe.name, ferments=ferments)
    seen = files.seen(asked.total_hours)
    put_in = parse_challenge(challenge) if challenge else None
    heating = heating_asked(asked)
    known = files.known(asked.ferment)
    wanted = asked_of(drink)
    jar = forecast(asked, knowledge, seen.readings, put_in, draws, seed, known, wanted)
    files.save_culture(jar.culture)
    made = jar.to_contract() | heating_made(heating, jar, knowledge, seed)
    made["readings_notes"] = [note.to_contract() for note in seen.notes]
    files.save_calendar(made, asked)
    show(made, lambda: forecast_text(made, asked_language()))
