"""The command line: one verb per capability.

Heavy imports stand inside the commands, so that `biotica --help` starts without numpy.
"""

from __future__ import annotations

from pathlib import Path

import click

from biotica.errors import InputError, _
from biotica.provenance import CODE_VERSION, KNOWLEDGE_VERSION
from biotica.terminal import Verbs, asked_language, show

SHELLS = ("bash", "zsh", "fish")


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    CODE_VERSION, prog_name="biotica", message=f"%(prog)s %(version)s, knowledge {KNOWLEDGE_VERSION}"
)
def main() -> None:
    """Follow microbes, living and dead, from the jar to the gut.

    Biotica is educational software about food and fermentation. It does not diagnose, predict, prevent or
    treat disease and does not replace professional advice.
    """


@main.command()
@click.argument("claim", required=False)
def evidence(claim: str | None) -> None:
    """Show what the articles say and what was found, for CLAIM (K1 to K83, P1 to P83).

    Without CLAIM: how many claims there are per state and grade.
    """
    from biotica.knowledge.claims import count_claims, find_claim, read_claims
    from biotica.report.claims import claim_counts_text, claim_text

    claims = read_claims()
    if claim is None:
        counts = count_claims(claims.values())
        show({"claims": len(claims), "counts": counts}, lambda: claim_counts_text(counts, asked_language()))
        return
    found = find_claim(claims, claim)
    show(found.model_dump(mode="json"), lambda: claim_text(found, asked_language()))


@main.command()
@click.argument("recipe", type=click.Path(path_type=Path))
@click.option("--readings", type=click.Path(path_type=Path), help="CSV with time_h,ph[,temperature_c,...].")
@click.option("--challenge", metavar="NAME:CFU_PER_ML", help="A pathogen put in at the start.")
@click.option("--draws", type=click.IntRange(2, 10_000), default=200, help="How many jars are drawn.")
@click.option("--seed", type=int, default=1, help="Same seed, same jars.")
def forecast(recipe: Path, readings: Path | None, challenge: str | None, draws: int, seed: int) -> None:
    """Forecast the jar of RECIPE: pH, acids, alcohol, living and dead microbes, and a verdict.

    The verdict can only warn. It never says that a jar is harmless.
    """
    from biotica.ferment.forecast import forecast as forecast_jar
    from biotica.ferment.forecast import parse_challenge
    from biotica.ferment.readings import read_readings
    from biotica.ferment.recipe import read_recipe
    from biotica.knowledge.ferments import load_ferments
    from biotica.knowledge.load import load
    from biotica.report.forecast_text import forecast_text

    knowledge = load()
    ferments = load_ferments(knowledge.folder / "ferments")
    asked = read_recipe(bytes_of(recipe), name=recipe.name, ferments=ferments)
    seen = read_readings(bytes_of(readings), name=readings.name) if readings else ()
    put_in = parse_challenge(challenge) if challenge else None
    made = forecast_jar(asked, knowledge, seen, put_in, draws=draws, seed=seed).to_contract()
    show(made, lambda: forecast_text(made, asked_language()))


def bytes_of(path: Path) -> bytes:
    """Read a file that was named on the command line.

    Raises
    ------
    InputError
        If it cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(
            _("the file {file} cannot be read: {reason}"),
            code="file_not_read",
            where=str(path),
            hint=_("check the name and the folder"),
            file=path.name,
            reason=error.strerror or str(error),
        ) from error


@main.command()
@click.argument("shell", type=click.Choice(SHELLS))
def completion(shell: str) -> None:
    """Print the script that completes biotica's words in SHELL.

    For bash: add `eval "$(biotica completion bash)"` to ~/.bashrc; the other two work alike.
    """
    from click.shell_completion import get_completion_class

    maker = get_completion_class(shell)
    if maker is None:
        raise InputError(_("there is no completion for '{shell}'"), code="unknown_shell", shell=shell)
    click.echo(maker(main, {}, "biotica", "_BIOTICA_COMPLETE").source())


@main.group()
def data() -> None:
    """Look after the tables: check them, or begin a new entry."""


@data.command()
@click.option("--folder", type=click.Path(path_type=Path), help="Data folder; default: the one that ships.")
def check(folder: Path | None) -> None:
    """Check every table against its schema, the others and the laws of chemistry."""
    from biotica.knowledge.check import check as check_tables
    from biotica.knowledge.load import load
    from biotica.report.data_check import check_result_json, check_result_text

    result = check_tables(load(folder))
    show(check_result_json(result), lambda: check_result_text(result, asked_language()))
    if result.problems:
        raise click.exceptions.Exit(3)


@data.group()
def new() -> None:
    """Begin a new entry from a skeleton."""


@new.command()
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path), help="Data folder; default: the one that ships.")
def ferment(name: str, folder: Path | None) -> None:
    """Begin a ferment: a folder with the files to fill in, named NAME (such as water_kefir)."""
    from biotica.knowledge.skeleton import ferment_files

    parent = (folder or Path(__file__).parent / "data") / "ferments"
    written = write_new_folder(parent / name, ferment_files(name))
    show({"files": [str(path) for path in written]}, lambda: "\n".join(map(str, written)))


def write_new_folder(folder: Path, contents: dict[str, str]) -> list[Path]:
    """Write files into a folder that must not be there yet.

    Raises
    ------
    InputError
        If the folder is there, or cannot be made.
    """
    try:
        folder.mkdir(parents=True)
    except OSError as error:
        raise InputError(
            _("the folder {folder} cannot be made: {reason}"),
            code="folder_not_made",
            where=str(folder),
            hint=_("choose another name, or another --folder"),
            folder=folder.name,
            reason=error.strerror or str(error),
        ) from error
    for name, text in contents.items():
        (folder / name).write_text(text, encoding="utf-8")
    return [folder / name for name in contents]
