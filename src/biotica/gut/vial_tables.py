"""The two tables that ask for vials: who is in each community, and what happens to each vial."""

from __future__ import annotations

import csv
import io
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from biotica.errors import InputError, _

DEFAULT_TIME_H = 24.0
DEFAULT_DOSE_G_PER_L = 5.0
DEFAULT_DILUTION = 10.0
"""Litre of vial per kg of stool where the design does not say: 1:9 by weight."""

DEFINED_MEDIA = frozenset({"DM38", "connors_base"})
STOOL_MEDIA = frozenset({"exvivo_buffer"})
END_MEDIA = frozenset({"DM38"})
"""Media whose prediction is the concentration at the end; elsewhere it is what was made since time zero."""

CONTROL = "control"
_TAXA_COLUMNS = ("community_id", "taxon", "rel_abundance")
_DESIGN_COLUMNS = ("sample_id", "community_id", "treatment", "time_h")
_DECIMAL_COMMA = re.compile(r"^\s*-?\d+,\d+\s*$")
_MOST_TIME_H = 24.0 * 28.0
_MOST_DOSE_G_PER_L = 200.0
_MOST_DILUTION = 1.0e4


@dataclass(frozen=True, kw_only=True, slots=True)
class Vial:
    """One row of the design.

    Attributes
    ----------
    sample_id, community_id : str
        As given.
    parts : tuple of (str, float)
        Name in lower case to share of the dose; shares sum to 1.
    time_h, dose_g_per_l : float
        With their defaults filled in.
    dilution : float
        Litre of vial per kg of stool.
    medium : str
        Blank = to be chosen by the kind of taxa.
    assumed : tuple of str
        Columns that were blank and got a default.
    """

    sample_id: str
    community_id: str
    parts: tuple[tuple[str, float], ...]
    time_h: float
    dose_g_per_l: float
    dilution: float
    medium: str
    assumed: tuple[str, ...]

    @property
    def treatment(self) -> str:
        """The treatment as one text, the same for the same mix."""
        return "+".join(f"{name}:{share:.6g}" for name, share in self.parts)


def decoded(data: bytes, *, name: str) -> str:
    """Give the text of a table.

    Raises
    ------
    InputError
        If the bytes are no UTF-8 text.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(
            _("the file is not UTF-8 text"),
            code="not_text",
            where=f"{name}:1",
            hint=_("save it again as CSV in UTF-8"),
        ) from error


def read_communities(text: str, *, name: str) -> dict[str, tuple[tuple[str, float], ...]]:
    """Read who is in each community.

    Parameters
    ----------
    text : str
        CSV with the columns community_id, taxon, rel_abundance.
    name : str
        Of the file, for messages.

    Returns
    -------
    dict
        Community to (taxon as printed, share >= 0), in the order of the file.

    Raises
    ------
    InputError
        At the first cell that cannot be used, with its place.
    """
    communities: dict[str, list[tuple[str, float]]] = {}
    for line, row in _rows(text, _TAXA_COLUMNS, name):
        where = f"{name}:{line}"
        share = _number(row["rel_abundance"], "rel_abundance", where, least=0.0, most=math.inf)
        community = _needed(row, "community_id", where)
        communities.setdefault(community, []).append((_needed(row, "taxon", where), share))
    for community, members in communities.items():
        if sum(share for _taxon, share in members) <= 0.0:
            raise InputError(
                _("community {community} has no share above zero"),
                code="empty_community",
                where=name,
                community=community,
            )
    return {community: tuple(members) for community, members in communities.items()}


def read_design(text: str, communities: Mapping[str, object], *, name: str) -> tuple[Vial, ...]:
    """Read what happens to each vial.

    Parameters
    ----------
    text : str
        CSV with the columns sample_id, community_id, treatment, time_h, and if wished dose_g_per_l, dilution,
        medium.
    communities : mapping
        Those that exist.
    name : str
        Of the file, for messages.

    Raises
    ------
    InputError
        At the first cell that cannot be used, with its place.
    """
    vials: dict[str, Vial] = {}
    for line, row in _rows(text, _DESIGN_COLUMNS, name):
        where = f"{name}:{line}"
        vial = _vial(row, where)
        if vial.sample_id in vials:
            raise InputError(
                _("sample {sample} stands in two rows"),
                code="sample_twice",
                where=where,
                hint=_("give every vial its own sample_id"),
                sample=vial.sample_id,
            )
        if vial.community_id not in communities:
            raise InputError(
                _("community {community} is not in the table of taxa"),
                code="unknown_community",
                where=where,
                hint=_("add its taxa, or correct community_id"),
                community=vial.community_id,
            )
        vials[vial.sample_id] = vial
    return tuple(vials.values())


def _vial(row: Mapping[str, str], where: str) -> Vial:
    parts = parse_treatment(_needed(row, "treatment", where), where)
    assumed = [column for column in ("time_h", "dose_g_per_l", "dilution", "medium") if not row.get(column)]
    is_control = all(part == CONTROL for part, _share in parts)
    medium = row.get("medium", "")
    if medium and medium not in DEFINED_MEDIA | STOOL_MEDIA:
        raise InputError(
            _("'{medium}' is not a medium that we know"),
            code="unknown_medium",
            where=where,
            hint=_("one of {known}, or blank"),
            medium=medium,
            known=", ".join(sorted(DEFINED_MEDIA | STOOL_MEDIA)),
        )
    dose = _blank_or(
        row, "dose_g_per_l", where, 0.0, _MOST_DOSE_G_PER_L, 0.0 if is_control else DEFAULT_DOSE_G_PER_L
    )
    return Vial(
        sample_id=_needed(row, "sample_id", where),
        community_id=_needed(row, "community_id", where),
        parts=parts,
        time_h=_blank_or(row, "time_h", where, 1.0e-3, _MOST_TIME_H, DEFAULT_TIME_H),
        dose_g_per_l=dose,
        dilution=_dilution(row.get("dilution", ""), where),
        medium=medium,
        assumed=tuple(assumed),
    )


def parse_treatment(text: str, where: str) -> tuple[tuple[str, float], ...]:
    """Read a name or a mix such as ``inulin:0.6+pectin:0.4``; shares are scaled to 1.

    Parameters
    ----------
    text : str
        One name, or names with shares joined by ``+``.
    where : str
        For messages.

    Raises
    ------
    InputError
        If a share is missing, negative or no number, or all are zero.
    """
    pieces = [piece.strip() for piece in text.split("+")]
    shares: dict[str, float] = {}
    for piece in pieces:
        name, colon, share = (
            (part.strip() for part in piece.rpartition(":")) if ":" in piece else (piece, "", "")
        )
        if not name or (len(pieces) > 1 and not colon):
            raise InputError(
                _("the mix '{text}' cannot be read"),
                code="bad_mix",
                where=where,
                hint=_("write name:share+name:share, such as inulin:0.6+pectin:0.4"),
                text=text,
            )
        value = _number(share, "treatment", where, least=0.0, most=math.inf) if colon else 1.0
        shares[name.casefold()] = shares.get(name.casefold(), 0.0) + value
    total = sum(shares.values())
    if total <= 0.0:
        raise InputError(_("all shares of '{text}' are zero"), code="bad_mix", where=where, text=text)
    return tuple(sorted((name, share / total) for name, share in shares.items() if share > 0.0))


def _dilution(text: str, where: str) -> float:
    """``1:N`` is 1 part of stool and N parts of buffer; a plain number is litre of vial per kg of stool."""
    if not text:
        return DEFAULT_DILUTION
    stool, colon, buffer = text.partition(":")
    if not colon:
        return _number(text, "dilution", where, least=1.0, most=_MOST_DILUTION)
    parts = [_number(part, "dilution", where, least=0.0, most=_MOST_DILUTION) for part in (stool, buffer)]
    if parts[0] <= 0.0:
        raise InputError(_("the dilution '{text}' has no stool"), code="bad_dilution", where=where, text=text)
    return (parts[0] + parts[1]) / parts[0]


def _rows(text: str, columns: Sequence[str], name: str) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(io.StringIO(text.removeprefix("\ufeff"), newline=""))
    header = [cell.strip() for cell in reader.fieldnames or []]
    missing = [column for column in columns if column not in header]
    if missing:
        raise InputError(
            _("the table lacks the columns {missing}"),
            code="missing_columns",
            where=f"{name}:1",
            hint=_("the first line names the columns, with a comma between them: {columns}"),
            missing=", ".join(missing),
            columns=", ".join(columns),
        )
    reader.fieldnames = header
    empty = True
    for row in reader:
        where = f"{name}:{reader.line_num}"
        if None in row or any(cell is None for cell in row.values()):
            raise InputError(
                _("the row has more or fewer cells than the first line"),
                code="ragged_row",
                where=where,
                hint=_("write decimals with a point, and names with a comma between quotes"),
            )
        empty = False
        yield reader.line_num, {key: cell.strip() for key, cell in row.items()}
    if empty:
        raise InputError(_("the table has no rows"), code="empty_table", where=name)


def _needed(row: Mapping[str, str], column: str, where: str) -> str:
    if not row[column]:
        raise InputError(_("{column} is blank"), code="blank_cell", where=where, column=column)
    return row[column]


def _blank_or(
    row: Mapping[str, str], column: str, where: str, least: float, most: float, otherwise: float
) -> float:
    text = row.get(column, "")
    return _number(text, column, where, least=least, most=most) if text else otherwise


def _number(text: str, column: str, where: str, *, least: float, most: float) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or not least <= value <= most:
        raise InputError(
            _("{column} is '{text}', which is no number from {least} to {most}"),
            code="bad_number",
            where=where,
            hint=_("write decimals with a point") if _DECIMAL_COMMA.match(text) else "",
            column=column,
            text=text,
            least=least,
            most=most,
        )
    return value
