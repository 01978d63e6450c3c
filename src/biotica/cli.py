"""The command line: one verb per capability.

Heavy imports stand inside the commands, so that `biotica --help` starts without numpy.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biotica.ask_about import about as new_about
from biotica.check_product import check_product
from biotica.compare_cohort import cohort
from biotica.errors import InputError, _
from biotica.forecast_jar import forecast_jar
from biotica.named_files import given_file, given_text, write_new_folder, write_text
from biotica.predict_person import person
from biotica.provenance import CODE_VERSION, KNOWLEDGE_VERSION
from biotica.terminal import (
    Verbs,
    asked_for,
    asked_language,
    progress,
    say_doing,
    say_page,
    say_written,
    show,
    show_each,
)

if TYPE_CHECKING:
    from biotica.gut.profile import Platform, Profile, Unit
    from biotica.knowledge.records import Track
    from biotica.report.person import Case

UNITS = ("counts", "percent", "share", "per_million")
PLATFORMS = ("16S", "shotgun")
TRACKS = ("untrained", "calibrated")
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


def given_case(profile: tuple[Path, ...], about: Path | None, recipe: Path | None) -> Case:
    """Load the files of a person."""
    from biotica.report.person import Case

    return Case(
        profile=tuple(map(given_file, profile)),
        about=given_file(about) if about else None,
        recipe=given_file(recipe) if recipe else None,
    )


PATH = click.Path(path_type=Path, dir_okay=False)
profile_files = click.argument("profile", type=PATH, nargs=-1, required=True)
about_file = click.option("--about", type=PATH, help="ABOUT.toml: goal, person, answers, medicines.")
recipe_file = click.option("--recipe", type=PATH, help="RECIPE.toml: the jar to forecast.")
draws_option = click.option(
    "--draws", type=click.IntRange(8, 2000), default=32, show_default=True, help="Size of the ensemble."
)
seed_option = click.option("--seed", type=int, default=1, show_default=True, help="Same seed, same numbers.")


@main.command()
@click.argument("profile", type=PATH, nargs=-1)
@click.option("--unit", type=click.Choice(UNITS), help="If the file leaves it open.")
@click.option("--platform", type=click.Choice(PLATFORMS), help="Kind of test, if the file leaves it open.")
@click.option(
    "--entry", "entries", multiple=True, help='Instead of files: "NAME=VALUE UNIT", once per microbe.'
)
@click.option("--sample", metavar="ID", help="Tell about one sample of a table only.")
@click.option("--out", type=PATH, help="Also write it as .parquet, .csv (or .csv.gz), .biom or .h5ad.")
@click.option("--force", is_flag=True, help="Let --out replace a file that is there.")
def read(
    profile: tuple[Path, ...],
    unit: Unit | None,
    platform: Platform | None,
    entries: tuple[str, ...],
    sample: str | None,
    out: Path | None,
    force: bool,
) -> None:
    """Read a microbiome profile: one file, a table with its taxonomy, or numbers typed over from a report."""
    if bool(profile) == bool(entries):
        raise InputError(
            _("give files, or --entry for every microbe of a printed report"),
            code="files_or_entries",
            where="read",
            hint=_("one of the two, not both; see `biotica read --help`"),
        )
    from biotica.gut.export.target import check_target
    from biotica.gut.read_contract import head_to_contract, sample_to_contract
    from biotica.gut.readers.manual import entries_file
    from biotica.gut.readers.reading import read_profiles
    from biotica.gut.set_aside import kind_of
    from biotica.knowledge.names import default_names
    from biotica.report.terminal_tables import read_text

    if out is not None:
        check_target(out, force=force)
    files = (entries_file(entries),) if entries else tuple(map(given_file, profile))
    reading = read_profiles(files, unit=unit, platform=platform)
    chosen = reading.profiles if sample is None else (reading.sample(sample),)
    head, names = head_to_contract(reading), default_names()
    if out is not None:
        write_out(out, chosen, force=force)
        head["out"] = str(out)
    if asked_for("as_json"):
        show_each(head, "samples", (sample_to_contract(one, names) for one in progress(chosen, "samples")))
        return
    shown = chosen[0]
    microbes = (row for row in shown.finest() if kind_of(row) is None)
    rows = sorted(microbes, key=lambda row: (-row.share, row.display_name))
    taxa = [(row.display_name, row.rank, row.share) for row in rows]
    click.echo(
        read_text(head, sample_to_contract(shown, names), len(reading.profiles), taxa, asked_language())
    )
    if out is not None:
        click.echo(f"\n{say_written(out)}")


def write_out(out: Path, profiles: Sequence[Profile], *, force: bool) -> None:
    """Write samples to a file whose ending says the format, with a bar on a terminal."""
    from datetime import UTC, datetime

    from biotica.gut.export.write import write_profiles
    from biotica.knowledge.names import default_names

    def bar(items: Iterable[Profile]) -> Iterable[Profile]:
        return progress(items, "samples")

    write_profiles(out, profiles, default_names(), written_at=datetime.now(UTC), force=force, pass_on=bar)


@main.command()
@profile_files
@click.option("--scores", is_flag=True, help="Also work out GMWI2, a published score.")
def compare(profile: tuple[Path, ...], scores: bool) -> None:
    """Compare PROFILE with a reference; more files are earlier samples of the same person, newest first."""
    from biotica.gut.compare_contract import to_contract
    from biotica.gut.readers.reading import read_profiles
    from biotica.gut.shipped import compare_with_shipped
    from biotica.report.compare_text import compare_text

    now, *earlier = (read_profiles((file,)).sample() for file in map(given_file, profile))
    result = to_contract(compare_with_shipped(now, earlier[::-1], with_scores=scores), with_scores=scores)
    show(result, lambda: compare_text(result, asked_language()))


@main.group()
def predict() -> None:
    """Predict what communities make of substrates."""


@predict.command()
@click.option("--communities", type=PATH, required=True, help="TAXA.csv: community_id, taxon, rel_abundance.")
@click.option(
    "--design", type=PATH, required=True, help="DESIGN.csv: sample_id, community_id, treatment, time_h."
)
@click.option("-o", "--output", type=PATH, required=True, help="PRED.csv to write.")
@click.option(
    "--track", type=click.Choice(TRACKS), default="untrained", show_default=True, help="Which numbers."
)
@draws_option
@seed_option
def vials(communities: Path, design: Path, output: Path, track: Track, draws: int, seed: int) -> None:
    """Predict closed vials: acids, gases and pH, with a range.

    The untrained track uses no number that saw a measured acid. It says nothing about stool or blood.
    """
    from biotica.gut.vial_tables import read_communities, read_design
    from biotica.gut.vials import predict_vials, summary_of, table_of
    from biotica.knowledge.load import load
    from biotica.knowledge.names import default_names

    taxa = read_communities(given_text(communities), name=communities.name)
    planned = read_design(given_text(design), taxa, name=design.name)
    made = predict_vials(load(), default_names(), taxa, planned, track=track, draws=draws, seed=seed)
    rows = list(progress(made, "vials"))
    write_text(output, table_of(rows))
    show({"predictions": str(output), **summary_of(planned, rows)}, lambda: say_page(output))


@main.command()
@click.argument("profile", type=PATH, nargs=-1, required=True)
@click.option("--about", type=PATH, required=True, help="ABOUT.toml: goal, person, answers, medicines.")
@draws_option
@seed_option
def advise(profile: tuple[Path, ...], about: Path, draws: int, seed: int) -> None:
    """Rank the options for one goal, after the rules."""
    from biotica.advise.contract import to_contract
    from biotica.gut.readers.reading import read_profiles
    from biotica.knowledge.evidence import load_evidence
    from biotica.report.person import about_of, plan_for
    from biotica.report.terminal_tables import advise_text

    evidence = load_evidence()
    person = about_of(given_file(about), evidence)
    sample = read_profiles(tuple(map(given_file, profile))).sample()
    plan = plan_for(sample, person, evidence, draws=draws, seed=seed)
    result = to_contract(plan, language="nl" if asked_language() == "nl" else "en")
    show(result, lambda: advise_text(result, asked_language()))


def make_report(case: Case, output: Path, draws: int, seed: int) -> None:
    """Do the main job, show its progress, and write the page."""
    from datetime import date

    from biotica.report.pages import build_report
    from biotica.report.person import report_input

    shown = report_input(case, today=date.today(), draws=draws, seed=seed, said=say_doing)
    write_text(output, build_report(shown, asked_language()))
    jar = None if shown.jar is None else shown.jar.forecast
    values = {
        "page": str(output),
        "read": shown.read,
        "compare": shown.compare,
        "advise": shown.advise,
        "forecast": jar,
    }
    show(values, lambda: say_page(output))


@main.command()
@profile_files
@about_file
@recipe_file
@click.option("-o", "--output", type=PATH, default="report.html", show_default=True, help="Page to write.")
@draws_option
@seed_option
def report(
    profile: tuple[Path, ...], about: Path | None, recipe: Path | None, output: Path, draws: int, seed: int
) -> None:
    """Write one printable page about a person: profile, jar and options."""
    make_report(given_case(profile, about, recipe), output, draws, seed)


@main.command()
@click.option("-o", "--output", type=PATH, default="demo.html", show_default=True, help="Page to write.")
@draws_option
@seed_option
def demo(output: Path, draws: int, seed: int) -> None:
    """Do the main job on a bundled profile that belongs to nobody."""
    from biotica.report.demo import demo_case

    make_report(demo_case(), output, draws, seed)


@main.command()
@click.argument("profile", type=PATH, nargs=-1)
@about_file
@recipe_file
@click.option("--port", type=click.IntRange(1, 65535), default=8321, show_default=True, help="Local port.")
@draws_option
@seed_option
def serve(
    profile: tuple[Path, ...], about: Path | None, recipe: Path | None, port: int, draws: int, seed: int
) -> None:
    """Show the same page in a browser, on this machine only; without PROFILE the sample page."""
    from datetime import date

    from biotica.app.main import serve as serve_page
    from biotica.report.demo import demo_case
    from biotica.report.pages import build_report
    from biotica.report.person import report_input

    case = given_case(profile, about, recipe) if profile else demo_case()
    shown = report_input(case, today=date.today(), draws=draws, seed=seed, said=say_doing)
    click.echo(f"http://127.0.0.1:{port}", err=True)
    serve_page(lambda lang: build_report(shown, lang), port=port)


@main.command()
@click.argument("claim", required=False)
def evidence(claim: str | None) -> None:
    """Show what the articles say and what was found, for CLAIM (K1 to K83, P1 to P83).

    Without CLAIM: how many claims there are per state and grade.
    """
    from dataclasses import asdict

    from biotica.knowledge.cited import read_cited
    from biotica.knowledge.claims import count_claims, find_claim, read_claims
    from biotica.report.claims import claim_counts_text, claim_text, sources_of

    claims = read_claims()
    if claim is None:
        counts = count_claims(claims.values())
        show({"claims": len(claims), "counts": counts}, lambda: claim_counts_text(counts, asked_language()))
        return
    found = find_claim(claims, claim)
    cited = read_cited()
    told = found.model_dump(mode="json") | {"sources": [asdict(one) for one in sources_of(found, cited)]}
    show(told, lambda: claim_text(found, cited, asked_language()))


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


new.add_command(new_about)
main.add_command(check_product)
main.add_command(cohort)
main.add_command(forecast_jar)
predict.add_command(person)


@new.command()
@click.argument("name")
@click.option("--folder", type=click.Path(path_type=Path), help="Data folder; default: the one that ships.")
def ferment(name: str, folder: Path | None) -> None:
    """Begin a ferment: a folder with the files to fill in, named NAME (such as water_kefir)."""
    from biotica.knowledge.skeleton import ferment_files

    parent = (folder or Path(__file__).parent / "data") / "ferments"
    written = write_new_folder(parent / name, ferment_files(name))
    show({"files": [str(path) for path in written]}, lambda: "\n".join(map(str, written)))
