"""Turns rows of contract results into the typed rows of a report."""

from __future__ import annotations

from collections.abc import Mapping

from biotica.report.input import EvidenceRow, GuildRow, Json, ReadLevel, Words

_LEVELS: Mapping[str, ReadLevel] = {"full": "full", "abstract": "abstract", "secondary": "secondary"}


def guild_rows(compare: Json, *, cohort: str) -> tuple[GuildRow, ...]:
    """Read the groups of compare.json.

    Parameters
    ----------
    compare : mapping
        Contract shape; ``guilds`` holds {guild, observed, percentile {value, low, high} as shares 0 to 1}.
    cohort : str
        Name of the reference, as it is printed.

    Returns
    -------
    tuple of GuildRow
        Percentiles 0 to 100; in the order of the result, names by id.
    """
    return tuple(
        GuildRow(
            guild=row["guild"],
            share=row["observed"],
            percentile=None if row["percentile"] is None else 100 * row["percentile"]["value"],
            low=None if row["percentile"] is None else 100 * row["percentile"]["low"],
            high=None if row["percentile"] is None else 100 * row["percentile"]["high"],
            n=compare["n_people"],
            cohort=cohort,
            platform=compare["platform"],
        )
        for row in compare.get("guilds", ())
    )


def evidence_rows(advise: Json) -> dict[str, tuple[EvidenceRow, ...]]:
    """Read the studies that advise.json carries beside its ranked and adjusted items, by item id."""
    items = (item for key in ("ranked", "adjust") for item in advise.get(key, ()))
    return {item["id"]: tuple(_evidence(row) for row in item.get("evidence", ())) for item in items}


def _evidence(row: Mapping[str, object]) -> EvidenceRow:
    def text(key: str) -> str:
        return str(row.get(key) or "")

    indirect = row.get("indirect")
    return EvidenceRow(
        outcome=Words(en=text("outcome")),
        direction=text("direction"),
        effect=Words(en=text("effect_text")),
        n=text("n"),
        design=text("design"),
        population=text("population"),
        comparator=text("comparator"),
        funder=text("funder"),
        source=text("source"),
        read_level=_LEVELS.get(text("read_level"), "memory"),
        checked_on=text("checked"),
        duration=text("duration"),
        dose=text("dose"),
        strain=text("strain"),
        indirect=tuple(map(str, indirect)) if isinstance(indirect, list | tuple) else (),
    )
