"""The command that predicts what a person's community makes, who makes it, and what a change does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from biotica.errors import InputError, _
from biotica.named_files import given_file
from biotica.terminal import Verb, asked_language, show

if TYPE_CHECKING:
    from biotica.engine.serving import Serving
    from biotica.gut.readers.content import NamedBytes
    from biotica.knowledge.load import Knowledge
    from biotica.knowledge.records import Track

_PATH = click.Path(path_type=Path, dir_okay=False)
_TRACKS = ("untrained", "calibrated")
_GLASS_ML = 200.0
_JARS = 40


@click.command(cls=Verb, name="person")
@click.argument("profile", type=_PATH, nargs=-1, required=True)
@click.option(
    "--substrate",
    "substrates",
    multiple=True,
    metavar="NAME:GRAMS_PER_L",
    help="What the vial is fed that is told in detail; several go into one vial. Default: inulin:5.",
)
@click.option("--without", multiple=True, metavar="TAXON", help="Take a species or genus away.")
@click.option(
    "--with", "added", multiple=True, metavar="TAXON:SHARE", help="Put a share of a species or genus on top."
)
@click.option("--diet", default="", metavar="NAME", help="Also follow the colon for some days on a diet.")
@click.option("--serving", type=_PATH, help="A jar's RECIPE.toml, or what `forecast --json` printed of it.")
@click.option(
    "--content",
    "contents",
    multiple=True,
    metavar="ACID:GRAMS",
    help="An acid that is swallowed once, such as butyrate:1; told with --diet.",
)
@click.option(
    "--form",
    default="drink",
    show_default=True,
    metavar="NAME",
    help="In which both are swallowed: drink, capsule, acid_proof or tributyrin.",
)
@click.option(
    "--hours", type=click.FloatRange(1, 72), default=24.0, show_default=True, help="How long the vials stand."
)
@click.option(
    "--draws", type=click.IntRange(8, 2000), default=32, show_default=True, help="Size of the ensemble."
)
@click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same numbers.")
@click.option(
    "--track", type=click.Choice(_TRACKS), default="untrained", show_default=True, help="Which numbers."
)
def person(
    profile: tuple[Path, ...],
    substrates: tuple[str, ...],
    without: tuple[str, ...],
    added: tuple[str, ...],
    diet: str,
    serving: Path | None,
    contents: tuple[str, ...],
    form: str,
    hours: float,
    draws: int,
    seed: int,
    track: Track,
) -> None:
    """Predict what the community of PROFILE makes of fibres, who makes it, and who feeds whom.

    It is what the model's microbes do in a vial. It is no forecast of a stool test and no advice.
    """
    from biotica.gut.person import Question, predict_person
    from biotica.gut.person_contract import to_contract
    from biotica.gut.readers.reading import read_profiles
    from biotica.gut.what_if import Changes
    from biotica.knowledge.load import load
    from biotica.knowledge.names import default_names
    from biotica.report.predict_text import predict_text

    knowledge = load()
    question = Question(
        substrates=tuple(named_amount(text, "--substrate", blank=5.0) for text in substrates),
        changes=Changes(without=without, added=tuple(named_amount(text, "--with") for text in added)),
        diet=diet,
        glass=glass_from(given_file(serving), knowledge, seed) if serving else None,
        contents=tuple(named_amount(text, "--content") for text in contents),
        form=form,
        hours=hours,
        draws=draws,
        seed=seed,
        track=track,
    )
    sample = read_profiles(tuple(map(given_file, profile))).sample()
    made = to_contract(predict_person(sample, question, knowledge, default_names()), knowledge)
    show(made, lambda: predict_text(made, asked_language()))


def named_amount(text: str, option: str, *, blank: float | None = None) -> tuple[str, float]:
    """Take ``NAME:AMOUNT`` apart.

    Parameters
    ----------
    text, option : str
        What was given, and where.
    blank : float or None
        Amount where none is given; None = one is needed.

    Raises
    ------
    InputError
        If there is no amount above zero.
    """
    name, colon, amount = text.rpartition(":")
    if not colon and blank is not None:
        return text.strip(), blank
    try:
        number = float(amount)
    except ValueError:
        number = 0.0
    if not colon or not 0.0 < number < float("inf"):
        raise InputError(
            _("'{text}' is no name with an amount above zero"),
            code="no_named_amount",
            where=option,
            hint=_("write it as NAME:NUMBER, with a point in the number"),
            text=text,
        )
    return name.strip(), number


def glass_from(file: NamedBytes, knowledge: Knowledge, seed: int) -> Serving:
    """Take a glass from a jar: its recipe, or the JSON of its forecast.

    Raises
    ------
    InputError
        If the file is neither.
    """
    if not file.name.endswith(".json"):
        return _glass_of_recipe(file, knowledge, seed)
    from biotica.gut.glass import glass_of

    try:
        jar: dict[str, Any] = json.loads(file.data)
        glass_ml = float(jar.get("glass_ml", _GLASS_ML))
        live, dead = (
            {slug: glass_ml * 10.0 ** float(course["median"][-1]) for slug, course in jar[key].items()}
            for key in ("live_log10_cfu_per_ml", "dead_log10_cells_per_ml")
        )
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise InputError(
            _("the file {file} is not what `biotica forecast --json` prints"),
            code="no_forecast",
            where="--serving",
            hint=_("give the recipe of a jar, or the JSON of its forecast"),
            file=file.name,
        ) from error
    return glass_of(live, dead, knowledge)


def _glass_of_recipe(file: NamedBytes, knowledge: Knowledge, seed: int) -> Serving:
    from biotica.ferment.forecast import forecast
    from biotica.ferment.recipe import read_recipe
    from biotica.knowledge.ferments import load_ferments

    ferments = load_ferments(knowledge.folder / "ferments")
    recipe = read_recipe(file.data, name=file.name, ferments=ferments)
    poured = forecast(recipe, knowledge, draws=_JARS, seed=seed).poured
    return poured if poured.volume_ml < _GLASS_ML else poured.portion(_GLASS_ML)
