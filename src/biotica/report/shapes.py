"""Turns rows of contract results into the typed rows of a report."""

from __future__ import annotations

from biotica.report.input import GuildRow, Json


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
