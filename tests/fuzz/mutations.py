"""Ways to spoil a file: its bytes, lines, columns, encoding, JSON values, or the archive around it."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
import zlib
from collections.abc import Callable
from itertools import islice
from typing import Any

Mutation = Callable[[bytes, random.Random], bytes]

ODD_CELLS = (
    "", " ", "NA", "nan", "NaN", "inf", "-inf", "-1", "-0", "1e308", "1e400", "1e-400", "0x10", "1_000",
    "1,5", "1.234,56", "1.000.000", "12%", "<0.01", "=1+1", "@SUM(A1)", "'", '"', '""', "9" * 400, "+",
    "k__", "s__", "|", "g__|s__", "Homo sapiens", "Bacteroides\u202evulgatus", "<script>x</script>",
    "x" * 20_000, "someone@example.org", "\u0000", "#", "unclassified", "root", "null", "true", "-1.5e-3",
    "100", "0", "\uff11\uff12", "\u0663", "\u00bd",
)  # fmt: skip
SEPARATORS = (b"\t", b",", b";", b"|", b" ")


def _span(data: bytes, chance: random.Random, longest: int = 400) -> tuple[int, int]:
    start = chance.randrange(len(data) + 1)
    return start, min(len(data), start + chance.randrange(1, longest))


def flip(data: bytes, chance: random.Random) -> bytes:
    """Change up to twenty bytes."""
    changed = bytearray(data)
    for _ in range(chance.randrange(1, 20)):
        if changed:
            changed[chance.randrange(len(changed))] = chance.randrange(256)
    return bytes(changed)


def cut(data: bytes, chance: random.Random) -> bytes:
    """Keep only the beginning, or only the end."""
    at = chance.randrange(len(data) + 1)
    return data[:at] if chance.random() < 0.7 else data[at:]


def remove(data: bytes, chance: random.Random) -> bytes:
    """Leave a piece out."""
    start, end = _span(data, chance)
    return data[:start] + data[end:]


def repeat(data: bytes, chance: random.Random) -> bytes:
    """Put a piece in again, once or often, here or elsewhere."""
    start, end = _span(data, chance)
    at = chance.randrange(len(data) + 1)
    return data[:at] + data[start:end] * chance.choice((1, 2, 500)) + data[at:]


def insert(data: bytes, chance: random.Random) -> bytes:
    """Put odd bytes in."""
    at = chance.randrange(len(data) + 1)
    odd = chance.choice(
        (b"\x00", b"\xff\xfe", b"\n\n\n", b"\t" * 50, b'"', b"\r", b"\x1f\x8b", b"PK\x03\x04", b"#")
    )
    return data[:at] + odd + data[at:]


def lines(data: bytes, chance: random.Random) -> bytes:
    """Swap, repeat, drop, join or shuffle lines, or put a strange one in."""
    rows = data.split(b"\n")
    at = chance.randrange(len(rows))
    match chance.randrange(7):
        case 0:
            del rows[at]
        case 1:
            rows.insert(at, rows[chance.randrange(len(rows))])
        case 2:
            chance.shuffle(rows)
        case 3:
            rows[at : at + 2] = [b"".join(rows[at : at + 2])]
        case 4:
            rows.insert(
                at, chance.choice((b"", b"#", b"# note", b"sep=;", b"@SampleID:x", b"---", b"x" * 100_000))
            )
        case 5:
            rows = rows[: at + 1] + rows[:1] + rows[at + 1 :]
        case _:
            rows[at] = rows[at][::-1]
    return b"\n".join(rows)


def columns(data: bytes, chance: random.Random) -> bytes:
    """Drop, repeat, swap or misname columns, or put an odd cell in."""
    separator = max(SEPARATORS[:3], key=data.count)
    rows = [row.split(separator) for row in data.split(b"\n")]
    row = chance.choice(rows)
    at = chance.randrange(len(row))
    everywhere = chance.random() < 0.4
    touched = rows if everywhere else [row]
    kind = chance.randrange(4)
    odd = chance.choice(ODD_CELLS).encode()
    for cells in touched:
        if at >= len(cells):
            continue
        if kind == 0:
            del cells[at]
        elif kind == 1:
            cells.insert(at, cells[at])
        elif kind == 2:
            cells[at], cells[0] = cells[0], cells[at]
        else:
            cells[at] = odd
    return b"\n".join(separator.join(cells) for cells in rows)


def separator(data: bytes, chance: random.Random) -> bytes:
    """Use another sign between cells, or for decimals."""
    old, new = chance.choice(SEPARATORS), chance.choice(SEPARATORS)
    return data.replace(b".", b",") if chance.random() < 0.3 else data.replace(old, new)


def encoding(data: bytes, chance: random.Random) -> bytes:
    """Write the same text in another way."""
    text = data.decode("utf-8", "replace")
    code = chance.choice(
        ("utf-16", "utf-16-le", "utf-8-sig", "latin-1", "cp1252", "utf-32", "utf-7", "cp037")
    )
    text = text.replace("\n", chance.choice(("\n", "\r\n", "\r", "\u2028", "\x0b")))
    return text.encode(code, "replace")


def packed(data: bytes, chance: random.Random) -> bytes:
    """Pack the file once or often, sometimes damaged, sometimes a bomb."""
    match chance.randrange(5):
        case 0:
            return gzip.compress(data)
        case 1:
            return gzip.compress(gzip.compress(gzip.compress(data)))
        case 2:
            return flip(gzip.compress(data), chance)
        case 3:
            return gzip.compress(data) + chance.choice((b"", b"x", gzip.compress(data)))
        case _:
            return gzip.compress(data.split(b"\n", 1)[0] + b"\n" + b"0\t" * 40_000_000, 1)


def zipped(data: bytes, chance: random.Random) -> bytes:
    """Repack an archive with members spoilt, or put the file into one."""
    members = _members(data) or {
        "u/data/taxonomy.tsv": data,
        "u/metadata.yaml": b"type: FeatureData[Taxonomy]",
    }
    out = io.BytesIO()
    kind = chance.randrange(6)
    spoilt = chance.choice(sorted(members))
    with zipfile.ZipFile(out, "w", chance.choice((zipfile.ZIP_DEFLATED, zipfile.ZIP_STORED))) as archive:
        for name, content in members.items():
            if name != spoilt:
                archive.writestr(name, content)
            elif kind == 0:
                archive.writestr(name, chance.choice(TEXTUAL)(content, chance))
            elif kind == 1:
                archive.writestr("../../" + name, content)
            elif kind == 2:
                archive.writestr(name, b"\x00" * 80_000_000, zipfile.ZIP_DEFLATED)
            elif kind == 3:
                archive.writestr(name + "x", content)
            elif kind == 4:
                archive.writestr(name, flip(content, chance))
        if kind == 5:
            free = (f"many/{number}" for number in range(12_000))
            for name in islice((name for name in free if name not in members), 6_000):
                archive.writestr(name, b"")
    return out.getvalue()


def _members(data: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, zlib.error, ValueError, OSError, NotImplementedError, EOFError):
        return {}


def document(data: bytes, chance: random.Random) -> bytes:
    """Change a value, or the type of a value, somewhere in a JSON document."""
    try:
        root: Any = json.loads(data)
    except (ValueError, RecursionError):
        return columns(data, chance)
    at = root
    for _ in range(chance.randrange(1, 8)):
        keys = list(at) if isinstance(at, dict) else list(range(len(at))) if isinstance(at, list) else []
        if not keys:
            break
        key = chance.choice(keys)
        if chance.random() < 0.4 or not isinstance(at[key], dict | list):
            at[key] = chance.choice(
                (None, True, -1, 1e308, "nan", "", [], {}, [[]], 10**400, [None] * 3, "x" * 9_999)
            )
            break
        at = at[key]
    return json.dumps(root).encode() if chance.random() < 0.95 else b"[" * 100_000 + b"]" * 100_000


TEXTUAL: tuple[Mutation, ...] = (flip, cut, remove, repeat, insert, lines, columns, separator)
ALL: tuple[Mutation, ...] = (*TEXTUAL, lines, columns, columns, encoding, packed, zipped, document)


def mutate(data: bytes, chance: random.Random) -> bytes:
    """Spoil a file in one to four ways."""
    for _ in range(chance.choice((1, 1, 2, 4))):
        data = chance.choice(ALL)(data, chance)
    return data
