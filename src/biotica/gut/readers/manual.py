"""Numbers typed over from a printed report: taxon, value, unit."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from biotica.errors import UnreadableProfile, _
from biotica.gut.profile import Caveat, Node, Unit
from biotica.gut.readers.bare_name import bare_node, under_listed_genus
from biotica.gut.readers.cells import split_row
from biotica.gut.readers.content import Content, NamedBytes
from biotica.gut.readers.delimited import first_row, table_lines
from biotica.gut.readers.lineage import is_unclassified
from biotica.gut.readers.table import Choices, Entry, Reader, Sample, Table

Printed = Literal["percent", "share", "per_million", "counts", "cfu_per_g", "log10_cfu_per_g", "cells_per_g"]

_HEADERS = (("taxon", "value", "unit"), ("taxon", "waarde", "eenheid"))
_UNITS: dict[str, Printed] = {
    "percent": "percent", "%": "percent", "procent": "percent",
    "share": "share", "fraction": "share", "aandeel": "share", "fractie": "share",
    "per_million": "per_million", "ppm": "per_million", "per miljoen": "per_million",
    "per million": "per_million",
    "counts": "counts", "reads": "counts", "count": "counts", "aantal": "counts",
    "cfu_per_g": "cfu_per_g", "cfu/g": "cfu_per_g", "kve/g": "cfu_per_g", "kve_per_g": "cfu_per_g",
    "log10_cfu_per_g": "log10_cfu_per_g", "log10 cfu/g": "log10_cfu_per_g", "log10 kve/g": "log10_cfu_per_g",
    "cells_per_g": "cells_per_g", "cells/g": "cells_per_g", "cellen/g": "cells_per_g",
}  # fmt: skip
_WHOLE: dict[Printed, float] = {"percent": 100.0, "share": 1.0, "per_million": 1e6}
_UNIT_OF: dict[Printed, Unit] = {
    "percent": "percent",
    "share": "share",
    "per_million": "per_million",
    "counts": "counts",
}
"""Units whose numbers are kept; amounts per gram become shares of the total."""

_TOTALS = frozenset({"total", "totaal"})
_BELOW = re.compile(
    r"^(<.*|n\.?\s?d\.?|not detected|undetectable|negative|niet aantoonbaar|niet aangetoond|negatief)$",
    re.IGNORECASE,
)
_VALUE = re.compile(r"^(\d+(?:[.,]\d*)?(?:[eE][+-]?\d{1,2})?)$")
_THOUSANDS = re.compile(r"^\d{1,3}[.,]\d{3}$")
_TYPED = re.compile(r"^(<\s*)?([\d.,]+(?:[eE][+-]?\d+)?)\s*(.*)$")
_MAX_LOG10 = 15.0
"""More cells than fit in a gram: a bacterium weighs about a picogram, so 12 would fill it. Assumed."""

_SLACK = 1.02
"""Excess of the listed rows over the whole that printed digits can explain. Assumed."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Row:
    """One line of the list; `value` is None where the report says that it is below what it can detect."""

    line: int
    name: str
    value: float | None
    unit: Printed | None


def entries_file(entries: Sequence[str]) -> NamedBytes:
    """Write entries such as ``Faecalibacterium prausnitzii=12,3 %`` as the list that `read` reads.

    Parameters
    ----------
    entries : sequence of str
        Name, ``=``, value and unit, as a person types them.

    Raises
    ------
    UnreadableProfile
        If an entry has no ``=``.
    """
    lines = ["taxon;value;unit"]
    for position, entry in enumerate(entries, start=1):
        name, sign, rest = entry.rpartition("=")
        if not sign or not name.strip():
            raise UnreadableProfile(
                _("'{entry}' is no entry: a name, the sign = and a value with its unit"),
                code="bad_entry",
                where=f"--entry {position}",
                hint=_('write it like --entry "Faecalibacterium prausnitzii=12,3 %"'),
                entry=entry[:60],
            )
        typed = _TYPED.match(rest.strip())
        value, unit = (f"{typed[1] or ''}{typed[2]}", typed[3]) if typed else (rest.strip(), "")
        lines.append(";".join(f'"{part.strip().replace(chr(34), "")}"' for part in (name, value, unit)))
    return NamedBytes(name="entries", data="\n".join(lines).encode())


def recognises(content: Content) -> bool:
    """Whether the columns are taxon, value, unit."""
    return tuple(cell.lower() for cell in first_row(content) if cell) in _HEADERS


def read(content: Content, choices: Choices) -> Table:
    """Read a panel: what it does not list was not measured, so the whole is stated, never summed up.

    Amounts (counts, colonies, cells) become shares of the row ``total``.
    """
    rows = _rows(content)
    unit = _only_unit(rows, content)
    total = next((row for row in rows if row.name.lower() in _TOTALS), None)
    named = [row for row in rows if row.name.lower() not in _TOTALS]
    whole = _whole(total, unit, content)
    below = [row.name for row in named if row.value is None]
    outside = [row.value or 0.0 for row in named if is_unclassified(row.name)]
    present = [row for row in named if row.value and not is_unclassified(row.name)]
    lineages = under_listed_genus([(bare_node(row.name),) for row in present])
    entries = [
        Entry(lineage, _amount(row.value or 0.0, unit))
        for lineage, row in zip(lineages, present, strict=True)
    ]
    _check_list(entries, sum(outside), whole, content)
    sample = Sample(
        sample_id=None,
        entries=tuple(entries) if unit in _UNIT_OF else tuple(_shares(entries, whole)),
        counting="inclusive",
        whole=(whole if unit in _UNIT_OF else 1.0) - sum(outside),
        unclassified=sum(outside) if outside else None,
        caveats=_caveats(below, lineages),
    )
    return Table(unit=_UNIT_OF.get(unit, "share"), samples=(sample,))


def _shares(entries: Sequence[Entry], whole: float) -> list[Entry]:
    return [Entry(entry.lineage, entry.value / whole, entry.ncbi_taxid) for entry in entries]


def _caveats(below: Sequence[str], lineages: Sequence[tuple[Node, ...]]) -> tuple[Caveat, ...]:
    found = [Caveat(code="panel_only")]
    if below:
        found.append(Caveat(code="below_detection", values={"taxa": ", ".join(below)}))
    if len(set(lineages)) < len(lineages):
        found.append(Caveat(code="duplicate_names"))
    return tuple(found)


def _rows(content: Content) -> list[_Row]:
    lines, delimiter = table_lines(content)
    found = [
        _row(number, [cell.strip() for cell in split_row(line, delimiter or ";", content, number)], content)
        for number, line in lines[1:]
    ]
    if not found:
        raise UnreadableProfile(
            _("the list holds no microbe"),
            code="no_abundances",
            where=content.name,
            hint=_("write one microbe per line: taxon, value, unit"),
        )
    return found


def _row(number: int, cells: list[str], content: Content) -> _Row:
    while len(cells) > 3 and not cells[-1]:
        cells.pop()
    if len(cells) > 3 or len(cells) < 2 or not cells[0]:
        raise UnreadableProfile(
            _("the row must hold a taxon, a value and a unit"),
            code="ragged_row",
            where=content.where(number),
            hint=_("with decimal commas use ; between the columns, or quotes around the number"),
        )
    word = cells[2] if len(cells) == 3 else ""
    unit = _UNITS.get(word.lower().strip())
    if unit is None and (word or not _BELOW.match(cells[1])):
        raise UnreadableProfile(
            _("'{unit}' is no unit that we know"),
            code="unknown_unit",
            where=content.where(number, 3),
            hint=_("use percent, share, per_million, counts, cfu_per_g, log10_cfu_per_g or cells_per_g"),
            unit=word[:30],
        )
    return _Row(line=number, name=cells[0], value=_value(cells[1], unit, content, number), unit=unit)


def _value(text: str, unit: Printed | None, content: Content, number: int) -> float | None:
    if _BELOW.match(text):
        return None
    if text.startswith("-") and _VALUE.match(text[1:]):
        raise UnreadableProfile(
            _("an abundance is negative: {value}"),
            code="negative_value",
            where=content.where(number, 2),
            hint=_("type the value as the report prints it"),
            value=text,
        )
    is_amount = unit in {"counts", "cfu_per_g", "cells_per_g"}
    if not _VALUE.match(text) or (is_amount and _THOUSANDS.match(text)):
        raise UnreadableProfile(
            _("'{text}' is not an abundance"),
            code="not_a_number",
            where=content.where(number, 2),
            hint=_("type a plain number such as 12,3 or 1200000 or 1.2e6, no signs between thousands"),
            text="..." if "@" in text else text[:30],
        )
    value = float(text.replace(",", "."))
    if not math.isfinite(value) or (unit == "log10_cfu_per_g" and value > _MAX_LOG10):
        raise UnreadableProfile(
            _("a value of {value} is more than a sample can hold"),
            code="above_whole",
            where=content.where(number, 2),
            hint=_("look at the unit: log10 of colonies per gram lies below 15"),
            value=text[:30],
        )
    return value


def _only_unit(rows: Sequence[_Row], content: Content) -> Printed:
    units = {row.unit: row for row in reversed(rows) if row.unit is not None}
    if len(units) != 1:
        raise UnreadableProfile(
            _("the rows have {n} different units"),
            code="mixed_units",
            where=content.where(next(iter(units.values())).line if units else 0),
            hint=_("give one unit for all rows; leave out what the report prints in another unit"),
            n=len(units),
        )
    (unit,) = (unit for unit in units if unit is not None)
    return unit


def _whole(total: _Row | None, unit: Printed, content: Content) -> float:
    stated = None if total is None or not total.value else _amount(total.value, unit)
    whole = stated or _WHOLE.get(unit)
    if whole is None:
        raise UnreadableProfile(
            _("the total is missing: without it these amounts say nothing about shares"),
            code="total_missing",
            where=content.name,
            hint=_(
                "add a row 'total' with all counts, colonies or cells of the sample, from the same report"
            ),
        )
    return whole


def _amount(value: float, unit: Printed) -> float:
    return 10.0**value if unit == "log10_cfu_per_g" else value


def _check_list(entries: Sequence[Entry], outside: float, whole: float, content: Content) -> None:
    ranks = {entry.lineage[0].rank for entry in entries}
    if ranks & {"phylum", "class", "order"} and ranks & {"family", "genus", "species"}:
        raise UnreadableProfile(
            _("the list holds large groups and what lies inside them"),
            code="mixed_ranks",
            where=content.name,
            hint=_("give only the genera and species, or only the phyla: a phylum already holds its genera"),
        )
    inside = {entry.lineage[0] for entry in entries if len(entry.lineage) == 1}
    listed = sum(
        entry.value for entry in entries if len(entry.lineage) == 1 or entry.lineage[0] not in inside
    )
    if listed + outside > whole * _SLACK:
        raise UnreadableProfile(
            _("the numbers add up to {sum}, more than the whole ({limit})"),
            code="sum_above_whole",
            where=content.name,
            hint=_("look at the values and the units again"),
            sum=float(f"{listed + outside:.6g}"),
            limit=whole,
        )


READER = Reader(
    format="manual_entry", platform="unknown", recognises=recognises, read=read, by_description_only=True
)
