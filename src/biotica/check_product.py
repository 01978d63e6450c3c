"""The command that checks the label of a product."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from biotica.named_files import given_file
from biotica.provenance import versions
from biotica.terminal import Verb, asked_language, show

if TYPE_CHECKING:
    from datetime import datetime


@click.command(cls=Verb, name="check")
@click.argument("label", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True))
@click.option(
    "--about",
    type=click.Path(path_type=Path, dir_okay=False),
    help="ABOUT.toml: for whom; without it the third finding is not asked.",
)
@click.option("--on", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day of use; default: today.")
@click.option("--kept-at", "kept_at_c", type=click.FloatRange(-40, 60), help="Where it is kept, degrees C.")
def check_product(label: Path, about: Path | None, day: datetime | None, kept_at_c: float | None) -> None:
    """Check the label of a product: a text file, a photo, or - for text from stdin.

    Three findings stand apart: how clear it is, what was tested of it, and, with --about, whether a rule
    speaks against it for that person. None of them says that a product does anybody good.
    """
    from datetime import date

    from biotica.knowledge.evidence import load_evidence
    from biotica.knowledge.load import load
    from biotica.label.check import check_label
    from biotica.label.contract import to_contract
    from biotica.label.live_at_use import Stored
    from biotica.label.read import read_label_file
    from biotica.report.from_knowledge import knowledge_texts
    from biotica.report.label_text import check_text
    from biotica.report.person import about_of

    evidence = load_evidence()
    person = None if about is None else about_of(given_file(about), evidence)
    given = given_file(label)
    labels = read_label_file(given.data, where=given.name)
    result = check_label(
        labels,
        evidence=evidence,
        knowledge=load(),
        stored=Stored(today=day.date() if day else date.today(), temperature_c=kept_at_c),
        about=person,
        warnings=("several_products",) if len(labels) > 1 else (),
    )
    contract = to_contract(result, versions())
    show(contract, lambda: check_text(contract, knowledge_texts(evidence), asked_language()))
