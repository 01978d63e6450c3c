"""Broken and hostile files: one clear error each, with code, place and next step; never a traceback."""

from __future__ import annotations

import gzip
import io
import zipfile

import pytest
from tests.contract.reader_example import biom_bytes

from biotica.errors import UnreadableProfile
from biotica.gut.readers import content as content_module
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import read_profiles

MPA = "#mpa_v30\n#clade_name\tNCBI_tax_id\trelative_abundance\tadditional_species\n"
BRACKEN = (
    "name\ttaxonomy_id\ttaxonomy_lvl\tkraken_assigned_reads\tadded_reads\t"
    "new_est_reads\tfraction_total_reads\n"
)


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name.replace("__", "/"), data)
    return buffer.getvalue()


def traversal() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as packed:
        packed.writestr("../../outside/data/feature-table.biom", b"x")
    return buffer.getvalue()


BOMB = archive(**{"u__data__feature-table.biom": b"\x00" * (65 * 1024 * 1024)})
CASES: dict[str, tuple[bytes, str]] = {
    "empty": (b"", "empty_file"),
    "blank lines": (b"\n \n\n", "empty_file"),
    "truncated zip": (archive(u__data__x=b"1234" * 500)[:60], "damaged_archive"),
    "zip bomb": (BOMB, "too_large"),
    "zip with a path outside": (traversal(), "unsafe_archive"),
    "zip without a profile": (archive(readme=b"hello"), "archive_without_profile"),
    "artifact whose table is no BIOM": (
        archive(**{"u__data__feature-table.biom": b"not hdf5"}),
        "damaged_biom",
    ),
    "truncated gzip": (gzip.compress(b"name,value\n" * 1000)[:40], "damaged_archive"),
    "gzip in gzip in gzip": (gzip.compress(gzip.compress(gzip.compress(b"x"))), "packed_too_often"),
    "gzip bomb": (gzip.compress(b"0" * (65 * 1024 * 1024)), "too_large"),
    "HDF5 signature only": (b"\x89HDF\r\n\x1a\n" + b"\x00" * 100, "damaged_biom"),
    "PDF": (b"%PDF-1.7 and so on", "binary_file"),
    "picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary_file"),
    "random bytes": (bytes((i * 7919) % 256 for i in range(4000)), "binary_file"),
    "UTF-16 cut in the middle of a letter": ("name,value\nA b,1".encode("utf-16")[:-1], "binary_file"),
    "web page": (b"<!DOCTYPE html><html><body>profile</body></html>", "web_page"),
    "JSON cut off inside": (b'{"rows": [1, 2, }', "damaged_json"),
    "JSON that is no profile": (b'{"hello": "world"}', "unknown_format"),
    "JSON nested too deep": (b"[" * 100_000 + b"]" * 100_000, "damaged_json"),
    "BIOM whose data point outside": (
        b'{"rows": [{"id": "a"}], "columns": [{"id": "s"}], "matrix_type": "sparse", "data": [[5, 0, 1]]}',
        "damaged_biom",
    ),
    "raw sequences": (b"@read1\nACGT\n+\nIIII\n", "no_profile"),
    "HUMAnN table": (b"# Gene Family\tS1\nUNMAPPED\t10\nUniRef90_A\t5\n", "no_profile"),
    "SingleM marker table": (b"gene\tsample\tsequence\tnum_hits\tcoverage\ttaxonomy\n", "no_profile"),
    "taxonomy alone": (b"Feature ID\tTaxon\tConfidence\na\tk__Bacteria; g__Blautia\t1\n", "taxonomy_alone"),
    "feature table alone": (b"#OTU ID\tS1\nasv_1\t700\n", "taxonomy_missing"),
    "negative MetaPhlAn": ((MPA + "k__Bacteria\t2\t-5\t\n").encode(), "negative_value"),
    "MetaPhlAn above 100 percent": ((MPA + "k__Bacteria\t2\t140.0\t\n").encode(), "above_whole"),
    "MetaPhlAn NaN": ((MPA + "k__Bacteria\t2\tnan\t\n").encode(), "not_a_number"),
    "MetaPhlAn row cut off": ((MPA + "k__Bacteria\t2\t100\t\nk__Bacteria|p__Firm\n").encode(), "ragged_row"),
    "Bracken without numbers": ((BRACKEN + "A b\t1\tS\tx\ty\tz\tw\n").encode(), "not_a_number"),
    "Bracken infinite": ((BRACKEN + "A b\t1\tS\t1\t1\t1e999\t1\n").encode(), "not_a_number"),
    "Kraken that contradicts itself": (
        b" 50.00\t10\t20\tS\t853\tFaecalibacterium prausnitzii\n",
        "invalid_sum",
    ),
    "log-ratio values": (b"name,value\nBlautia obeum,-1.5\nRoseburia hominis,2.5\n", "negative_value"),
    "percent above 100": (b"name,percent\nBlautia obeum,130\n", "above_whole"),
    "percent that sum to 160": (b"name,percent\nBlautia obeum,80\nRoseburia hominis,80\n", "sum_above_whole"),
    "mixed units": (b"name,value\nBlautia obeum,0.4\nRoseburia hominis,4000\n", "ambiguous_unit"),
    "decimal comma between commas": (b"name,percent\nBlautia obeum,35,804\n", "ragged_row"),
    "words only": (b"name,remark\nBlautia obeum,good\nRoseburia hominis,bad\n", "unknown_format"),
    "a name without end": (b"name,count\n" + b"x" * 2_000 + b",5\nRoseburia hominis,6000\n", "name_too_long"),
    "a tree without end": (
        b"".join(b" 50.0\t500\t500\tS\t9\t" + b" " * depth + b"x\n" for depth in range(300)),
        "too_deep",
    ),
    "prose": (b"Dear reader, this is a letter.\nIt holds no table at all.\n", "unknown_format"),
    "one huge line": (b"a" * (3 * 1024 * 1024), "too_many_lines"),
    "two samples of one name": (
        b"#OTU ID\tS1\tS1\ttaxonomy\n1\t5\t6\tk__Bacteria; g__Blautia\n",
        "bad_header",
    ),
    "CAMI row before its header": (b"@SampleID:s\n820\tspecies\t1|2\tA|B\t50\n", "missing_column"),
    "text where a number belongs": (b"name,count\nBlautia obeum,many\nRoseburia hominis,5\n", "not_a_number"),
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.replace(" ", "_"))
def test_a_broken_file_ends_in_one_clear_error(case: str) -> None:
    data, code = CASES[case]
    with pytest.raises(UnreadableProfile) as caught:
        read_profiles([NamedBytes(name="my profile.txt", data=data)])
    error = caught.value
    assert error.code == code
    assert error.where.startswith("my profile.txt")
    assert len(error.hint) > 10
    assert "{" not in error.message + error.hint


def test_a_damaged_heap_of_an_hdf5_file_is_refused_and_does_not_hang() -> None:
    data = bytearray(biom_bytes(ids=("a", "b")))
    heap = data.index(b"GCOL")
    at = heap + 16
    while int.from_bytes(data[at : at + 2], "little"):
        at += 16 + (int.from_bytes(data[at + 8 : at + 16], "little") + 7) // 8 * 8
    data[at + 8 : at + 16] = bytes(8)
    with pytest.raises(UnreadableProfile) as caught:
        read_profiles([NamedBytes(name="x", data=bytes(data))])
    assert caught.value.code == "damaged_biom"


def test_a_file_above_the_limit_is_refused_before_it_is_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(content_module, "MAX_BYTES", 10)
    with pytest.raises(UnreadableProfile) as caught:
        read_profiles([NamedBytes(name="x", data=b"name,value\nA b,1\n")])
    assert caught.value.code == "too_large"


def test_no_file_at_all_is_an_error() -> None:
    with pytest.raises(UnreadableProfile):
        read_profiles([])


def test_a_path_in_the_name_is_not_repeated_in_the_error() -> None:
    with pytest.raises(UnreadableProfile) as caught:
        read_profiles([NamedBytes(name="/home/anna/secret/x.txt", data=b"")])
    assert caught.value.where == "x.txt"


def test_an_e_mail_address_is_never_repeated_in_an_error() -> None:
    with pytest.raises(UnreadableProfile) as caught:
        read_profiles(
            [NamedBytes(name="x", data=b"name,count\nBlautia obeum,anna@example.org\nRoseburia hominis,5\n")]
        )
    assert "anna" not in str(caught.value)
