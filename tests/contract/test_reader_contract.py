"""The laws that every reader keeps, on one example of each; a reader without an example fails here."""

from __future__ import annotations

import csv
import gzip
import importlib.util
import io
import json
import re
from pathlib import Path

import pytest
from tests.contract.amplicon_examples import AMPLICON
from tests.contract.reader_example import MARK, Example
from tests.contract.shotgun_examples import SHOTGUN

from biotica.errors import UnreadableProfile
from biotica.gut.profile import MAIN_RANKS, Profile
from biotica.gut.readers.content import NamedBytes, open_content
from biotica.gut.readers.reading import Reading, read_profiles
from biotica.gut.readers.registry import PAIRED, READERS, REFUSED, reader_for
from biotica.report.codes import FORMATS, PROFILE_WARNINGS

EXAMPLES = (*SHOTGUN, *AMPLICON)
REFUSED_FORMATS = frozenset(reader.format for reader in REFUSED)
NAMES_ONLY = frozenset({"mothur_taxonomy", "feature_taxonomy"})
PROFILES = [e for e in EXAMPLES if e.format not in REFUSED_FORMATS | NAMES_ONLY]
TEXTS = [e for e in EXAMPLES if e.text and not e.text.startswith("{")]
PLACE = re.compile(r":\d+:\d+$")


def name(example: Example) -> str:
    return example.format


def read(example: Example, data: bytes | None = None, *, file_name: str = "profile.tsv") -> Reading:
    files = [NamedBytes(name=file_name, data=example.data() if data is None else data)]
    if example.second:
        files.append(NamedBytes(name="second.tsv", data=example.second.encode()))
    return read_profiles(files)


def first(example: Example, data: bytes | None = None) -> Profile:
    return read(example, data).profiles[0]


def claims(data: bytes) -> list[str]:
    content = open_content(NamedBytes(name="x", data=data))
    return [reader.format for reader in READERS if reader.recognises(content) and reader.format != "generic"]


def shares(profile: Profile) -> dict[tuple[str, str], float]:
    return {(taxon.rank, taxon.name): taxon.share for taxon in profile.taxa}


def assert_same(found: Profile, wanted: Profile) -> None:
    assert found.format == wanted.format
    assert shares(found) == pytest.approx(shares(wanted))
    assert found.depth == wanted.depth
    assert found.classified_share == pytest.approx(wanted.classified_share)


def test_every_reader_has_an_example_a_label_and_an_id_of_its_own() -> None:
    formats = [reader.format for reader in READERS]
    assert len(set(formats)) == len(formats)
    assert {example.format for example in EXAMPLES} == set(formats)
    assert set(formats) <= set(FORMATS)
    assert set(formats) >= PAIRED


@pytest.mark.parametrize("example", EXAMPLES, ids=name)
def test_only_the_reader_of_a_format_recognises_it(example: Example) -> None:
    wanted = [] if example.format == "generic" else [example.format]
    assert claims(example.data()) == wanted
    assert reader_for(open_content(NamedBytes(name="x", data=example.data()))).format == example.format


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.second], ids=name)
def test_the_second_file_of_a_pair_is_recognised_and_reads_in_either_order(example: Example) -> None:
    assert len(claims(example.second.encode())) == 1
    files = [NamedBytes(name="a", data=example.data()), NamedBytes(name="b", data=example.second.encode())]
    assert_same(read_profiles(files[::-1]).profiles[0], read_profiles(files).profiles[0])
    with pytest.raises(UnreadableProfile) as caught:
        read_profiles(files[:1])
    assert caught.value.code == "taxonomy_missing"


@pytest.mark.parametrize("example", PROFILES, ids=name)
def test_what_stands_in_the_example_is_read(example: Example) -> None:
    profile = first(example)
    assert example.top is not None
    rank, wanted_name, share = example.top
    top = profile.top(rank)
    assert top is not None
    assert top.name.replace("_", " ") == wanted_name.replace("_", " ")
    assert top.share == pytest.approx(share)
    assert profile.depth == example.depth
    if example.classified_share is not None:
        assert profile.classified_share == pytest.approx(example.classified_share)
    assert {warning.code for warning in profile.warnings} <= set(PROFILE_WARNINGS)


@pytest.mark.parametrize("example", PROFILES, ids=name)
def test_shares_lie_between_nothing_and_the_whole(example: Example) -> None:
    for profile in read(example).profiles:
        assert all(0 < taxon.share <= 1 + 1e-9 for taxon in profile.taxa)
        for rank in (*MAIN_RANKS, "strain", "genome"):
            assert sum(profile.shares(rank).values()) <= 1 + 1e-9
        assert sum(taxon.share for taxon in profile.finest()) <= 1 + 1e-9


@pytest.mark.parametrize("example", PROFILES, ids=name)
def test_the_name_of_the_file_and_gzip_change_nothing(example: Example) -> None:
    plain = first(example)
    assert_same(read(example, file_name="data.txt").profiles[0], plain)
    assert_same(first(example, gzip.compress(example.data())), plain)


@pytest.mark.parametrize("example", [e for e in TEXTS if e in PROFILES], ids=name)
@pytest.mark.parametrize("change", ["bom", "crlf", "utf-16", "blank lines", "comment", "blank columns"])
def test_how_a_text_was_saved_changes_nothing(example: Example, change: str) -> None:
    text = example.plain()
    changed = {
        "bom": b"\xef\xbb\xbf" + text.encode(),
        "crlf": text.replace("\n", "\r\n").encode(),
        "utf-16": text.encode("utf-16"),
        "blank lines": f"\n\n{text}\n\n".encode(),
        "comment": f"# saved on Monday\n{text}".encode(),
        "blank columns": _with_blank_columns(example).encode(),
    }[change]
    assert_same(first(example, changed), first(example))


def _with_blank_columns(example: Example) -> str:
    sign = next(sign for sign in ("\t", ";", ",") if sign in example.plain())
    lines = example.plain().splitlines()
    return "".join(f"{line}{'' if line.startswith('#') else sign * 2}\n" for line in lines)


@pytest.mark.parametrize("example", [e for e in TEXTS if e in PROFILES and e.keeps_tabs], ids=name)
@pytest.mark.parametrize("sign", [",", ";"])
def test_a_spreadsheet_may_save_a_report_with_other_separators(example: Example, sign: str) -> None:
    text = io.StringIO()
    rows = [line.split("\t") for line in example.plain().splitlines()]
    if sign == ";":
        rows = [[_dutch(cell) for cell in row] for row in rows]
        text.write("sep=;\r\n")
    csv.writer(text, delimiter=sign).writerows(rows)
    assert_same(first(example, text.getvalue().encode("utf-8-sig")), first(example))


def _dutch(cell: str) -> str:
    return cell.replace(".", ",") if re.fullmatch(r"\s*\d+\.\d+", cell) else cell


@pytest.mark.skipif(importlib.util.find_spec("openpyxl") is None, reason="openpyxl is not installed")
@pytest.mark.parametrize("example", [e for e in TEXTS if e in PROFILES], ids=name)
def test_an_excel_workbook_is_read_like_the_text_in_its_sheet(example: Example) -> None:
    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.create_sheet("profile")
    sign = next(sign for sign in ("\t", ";", ",") if sign in example.plain())
    for cells in csv.reader(example.plain().splitlines(), delimiter=sign):
        sheet.append([_number(cell) for cell in cells])
    buffer = io.BytesIO()
    book.save(buffer)
    profile = first(example, buffer.getvalue())
    assert_same(profile, first(example))
    assert [w.values["sheet"] for w in profile.warnings if w.code == "sheet_chosen"] in (["profile"], [])


def _number(cell: str) -> str | float:
    return float(cell) if re.fullmatch(r"-?\d+(\.\d+)?", cell) else cell


@pytest.mark.parametrize("example", [e for e in PROFILES if e.header_lines is not None], ids=name)
def test_the_order_of_rows_changes_nothing(example: Example) -> None:
    lines = example.plain().splitlines()
    head, body = lines[: example.header_lines], lines[example.header_lines :]
    turned = "\n".join([*head, *reversed(body)]) + "\n"
    assert_same(first(example, turned.encode()), first(example))


@pytest.mark.parametrize("example", [e for e in PROFILES if e.is_counts and e.text], ids=name)
def test_twice_as_many_reads_are_the_same_shares(example: Example) -> None:
    doubled, plain = first(example, example.doubled().encode()), first(example)
    assert shares(doubled) == pytest.approx(shares(plain))
    assert doubled.depth == 2 * (plain.depth or 0)


@pytest.mark.parametrize("example", [e for e in PROFILES if e.empty], ids=name)
def test_a_file_in_which_nothing_was_named_is_empty_and_says_so(example: Example) -> None:
    assert claims(example.empty.encode()) == [example.format]
    profile = first(example, example.empty.encode())
    assert profile.taxa == ()
    assert profile.has_warning("nothing_classified")


@pytest.mark.parametrize("example", [e for e in PROFILES if e.text], ids=name)
@pytest.mark.parametrize("value", ["-5", "many"])
def test_a_negative_number_and_a_word_are_refused_with_the_place(example: Example, value: str) -> None:
    broken = example.with_last_value(
        f'"{value}"' if example.text.startswith("{") and value == "many" else value
    )
    with pytest.raises(UnreadableProfile) as caught:
        first(example, broken.encode())
    assert len(caught.value.hint) > 10
    assert PLACE.search(caught.value.where) or "[" in caught.value.where
    if PLACE.search(caught.value.where):
        line = int(caught.value.where.split(":")[1])
        before = example.text[: [*MARK.finditer(example.text)][-1].start()]
        assert line == before.count("\n") + 1


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.format in REFUSED_FORMATS], ids=name)
def test_what_is_no_profile_is_refused_with_the_next_step(example: Example) -> None:
    with pytest.raises(UnreadableProfile) as caught:
        read(example)
    assert caught.value.code == "no_profile"
    assert len(caught.value.hint) > 10


@pytest.mark.parametrize("example", [e for e in EXAMPLES if e.format in NAMES_ONLY], ids=name)
def test_names_alone_are_the_second_half_of_a_pair(example: Example) -> None:
    with pytest.raises(UnreadableProfile) as caught:
        read(example)
    assert caught.value.code == "taxonomy_alone"


def _real_files(shared: Path) -> list[Path]:
    folder = shared / "data" / "profiles" / "formats"
    manifest = json.loads((folder / "MANIFEST.json").read_text("utf-8"))
    return [folder / entry["file"] for entry in manifest]


def test_a_reader_says_by_description_only_where_no_real_file_of_it_is_in_the_open_data(shared: Path) -> None:
    seen = {
        reader_for(open_content(NamedBytes(name="x", data=path.read_bytes()))).format
        for path in _real_files(shared)
    }
    assert len(seen) > 15
    assert {reader.format for reader in READERS if not reader.by_description_only} == seen


def test_only_one_reader_claims_each_real_and_each_hand_written_file(shared: Path) -> None:
    tiny = shared / "data" / "profiles" / "tiny"
    manifest = json.loads((tiny / "MANIFEST.json").read_text("utf-8"))
    for path in [*_real_files(shared), *(tiny / entry["file"] for entry in manifest)]:
        assert len(claims(path.read_bytes())) == 1, path.name


def test_real_texts_read_the_same_with_a_byte_order_mark_windows_lines_and_gzip(shared: Path) -> None:
    for path in _real_files(shared):
        data = path.read_bytes()
        if data.startswith((b"PK", b"\x89HDF", b"\x1f\x8b", b"{")) or b"Size\tTaxonomy" in data[:100]:
            continue
        example = Example(format="any")
        if path.name.endswith(".shared"):
            second = path.with_name("mothur_example.cons.taxonomy").read_text("utf-8")
            example = Example(format="any", second=second)
        if reader_for(open_content(NamedBytes(name="x", data=data))).format in REFUSED_FORMATS:
            continue
        plain = first(example, data)
        for changed in (b"\xef\xbb\xbf" + data, data.replace(b"\n", b"\r\n"), gzip.compress(data)):
            assert_same(first(example, changed), plain)
