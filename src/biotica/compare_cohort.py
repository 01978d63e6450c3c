"""The commands about many people at once."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from biotica.named_files import given_file, given_text
from biotica.terminal import Verbs, progress, say_written, show

if TYPE_CHECKING:
    from biotica.gut.profile import Platform, Unit

_PATH = click.Path(path_type=Path, dir_okay=False)
_UNITS = ("counts", "percent", "share", "per_million")
_PLATFORMS = ("16S", "shotgun")


@click.group(cls=Verbs)
def cohort() -> None:
    """Do the same for many people: one table in, one table out."""


@cohort.command()
@click.argument("table", type=_PATH, nargs=-1, required=True)
@click.option("--metadata", type=_PATH, help="Table: sample, subject, date, platform, pipeline, antibiotics.")
@click.option("-o", "--output", type=_PATH, required=True, help="Table to write: .parquet, .csv or .csv.gz.")
@click.option("--unit", type=click.Choice(_UNITS), help="If the file leaves it open.")
@click.option("--platform", type=click.Choice(_PLATFORMS), help="Kind of test, if the file leaves it open.")
@click.option(
    "--reference",
    type=click.Choice(("table", "shipped")),
    default="table",
    show_default=True,
    help="Compare amounts with the other people of the table (from fifty on), or always with our cohorts.",
)
@click.option("--jobs", type=click.IntRange(1, 256), default=1, show_default=True, help="How many at a time.")
def compare(
    table: tuple[Path, ...],
    metadata: Path | None,
    output: Path,
    unit: Unit | None,
    platform: Platform | None,
    reference: str,
    jobs: int,
) -> None:
    """Compare every sample of TABLE: a row for each zero, each low and each small guild."""
    from concurrent.futures import ProcessPoolExecutor
    from contextlib import nullcontext

    from biotica.cohort import compare_cohort
    from biotica.gut.cohort_people import read_taken
    from biotica.gut.export.zero_table import check_zero_table, zero_table
    from biotica.gut.readers.reading import read_profiles

    check_zero_table(output)
    taken = {} if metadata is None else read_taken(given_text(metadata), name=metadata.name)
    profiles = read_profiles(tuple(map(given_file, table)), unit=unit, platform=platform).profiles
    summaries: Counter[str] = Counter()
    classes: Counter[str] = Counter()
    people: Counter[int] = Counter()
    with ProcessPoolExecutor(jobs) if jobs > 1 else nullcontext() as executor, zero_table(output) as write:
        judged = compare_cohort(profiles, taken, same_table=reference == "table", executor=executor)
        for one in progress(judged, "samples", length=len(profiles)):
            write(one.rows)
            summaries[one.summary] += 1
            classes.update(row.found_class for row in one.rows)
            people[one.people_of_table] += 1
    result = {
        "out": str(output),
        "samples": len(profiles),
        "not_in_table": sorted(taken.keys() - set(profiles.labels())),
        "summaries": dict(sorted(summaries.items())),
        "classes": dict(sorted(classes.items())),
        "compared_with": [{"people_of_table": n, "samples": count} for n, count in sorted(people.items())],
    }
    show(result, lambda: say_written(output))
