"""The numbers of a page as files: links that hold the file themselves, so that nothing is sent or fetched."""

from __future__ import annotations

import csv
import io
import json
from urllib.parse import quote

from biotica.errors import _
from biotica.report.context import Download
from biotica.report.input import Json
from biotica.report.language import Language

_COLUMNS = ("taxon", "class", "observed", "p_observed", "p_resident", "reads_wanted")


def downloads(compare: Json, spoken: Language) -> tuple[Download, ...]:
    """Offer a comparison as a table and whole.

    Parameters
    ----------
    compare : mapping
        Contract shape of compare.json.
    spoken : Language
        The reader's language, for the words of the links; the files keep the words of the contract.

    Returns
    -------
    tuple of Download
        A CSV of every zero, low and unexpected taxon, and the JSON.
    """
    return (
        _download("biotica_profile.csv", "text/csv", class_table(compare), spoken.say(_("Table (CSV)"))),
        _download(
            "biotica_profile.json",
            "application/json",
            json.dumps(compare, ensure_ascii=False),
            spoken.say(_("Everything (JSON)")),
        ),
    )


def class_table(compare: Json) -> str:
    """Write zeros, lows and unexpected taxa as CSV; blank where a number is not known."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _COLUMNS, extrasaction="ignore", lineterminator="\n")
    writer.writeheader()
    for key in ("zeros", "lows", "unexpected"):
        writer.writerows(compare.get(key, ()))
    return out.getvalue()


def _download(name: str, kind: str, text: str, words: str) -> Download:
    return Download(name=name, words=words, href=f"data:{kind};charset=utf-8,{quote(text, safe='')}")
