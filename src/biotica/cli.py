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
