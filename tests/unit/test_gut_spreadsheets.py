"""Tables that people make and save: panels typed over, workbooks, published tables, tables from R."""

# ruff: noqa: E501

from __future__ import annotations

import io
import json
import zipfile

import pytest
from click.testing import CliRunner
from tests.contract.reader_example import biom_bytes, zipped

from biotica.cli import main
from biotica.errors import UnreadableProfile
from biotica.gut.profile import Profile
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import read_profiles

SEQUENCES = ("ACGTACGTAC" * 6, "TTGTACGTAC" * 6)
RANKS = '"Kingdom"\t"Phylum"\t"Class"\t"Order"\t"Family"\t"Genus"\t"Species"\n'
TAXA = (
    f'"{SEQUENCES[0]}"\t"Bacteria"\t"Firmicutes"\tNA\tNA\tNA\t"Faecalibacterium"\t"prausnitzii"\n'
    f'"{SEQUENCES[1]}"\t"Bacteria"\t"Bacteroidota"\tNA\tNA\tNA\t"Bacteroides"\tNA\n'
)


def read(*files: str | bytes) -> Profile:
    named = [NamedBytes(name="table.csv", data=f if isinstance(f, bytes) else f.encode()) for f in files]
    return read_profiles(named).profiles[0]


def refusal(*files: str | bytes) -> UnreadableProfile:
    with pytest.raises(UnreadableProfile) as caught:
        read(*files)
    return caught.value


# panels typed over -----------------------------------------------------------------------------------


def test_a_panel_keeps_its_percentages_and_says_that_it_is_a_panel() -> None:
    text = "taxon;waarde;eenheid\nFaecalibacterium prausnitzii;12,3;procent\nBacteroides spp.;20;%\nBlautia;n.d.;%\n"
    profile = read(text)
    assert profile.format == "manual_entry"
    assert profile.shares("species") == {"Faecalibacterium prausnitzii": pytest.approx(0.123)}
    assert profile.shares("genus") == {"Bacteroides": pytest.approx(0.2)}
    warnings = {warning.code: warning.values for warning in profile.warnings}
    assert "panel_only" in warnings
    assert warnings["below_detection"] == {"taxa": "Blautia"}


@pytest.mark.parametrize("value", ["<0,01", "< 1e3", "n.d.", "ND", "niet aantoonbaar", "not detected"])
def test_below_detection_is_never_a_number(value: str) -> None:
    profile = read(f"taxon;value;unit\nBlautia;10;%\nAkkermansia muciniphila;{value};%\n")
    assert profile.shares("species") == {}
    (warning,) = [w for w in profile.warnings if w.code == "below_detection"]
    assert warning.values == {"taxa": "Akkermansia muciniphila"}


@pytest.mark.parametrize(
    ("unit", "value", "total"),
    [
        ("counts", "2500", "10000"),
        ("cfu_per_g", "2.5e9", "1e10"),
        ("log10_cfu_per_g", "9.39794", "10"),
        ("cells_per_g", "2,5e9", "1e10"),
    ],
)
def test_amounts_are_shares_of_the_total_that_the_report_prints(unit: str, value: str, total: str) -> None:
    profile = read(f"taxon;value;unit\nBlautia;{value};{unit}\ntotaal;{total};{unit}\n")
    assert profile.shares("genus")["Blautia"] == pytest.approx(0.25, rel=1e-4)
    error = refusal(f"taxon;value;unit\nBlautia;{value};{unit}\n")
    assert error.code == "total_missing"
    assert "total" in error.hint


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ("Blautia;10;%\nDorea;0.1;share\n", "mixed_units"),
        ("Blautia;10;drops\n", "unknown_unit"),
        ("Blautia;10;\n", "unknown_unit"),
        ("Blautia;70;%\nDorea;40;%\n", "sum_above_whole"),
        ("Blautia;-1;%\n", "negative_value"),
        ("Blautia;1.000;counts\ntotal;9000;counts\n", "not_a_number"),
        ("Blautia;1.000.000;counts\ntotal;9000000;counts\n", "not_a_number"),
        ("Blautia;300;log10_cfu_per_g\ntotal;11;log10_cfu_per_g\n", "above_whole"),
        ("Firmicutes;50;%\nBlautia;10;%\n", "mixed_ranks"),
        ("Blautia;10;%;x\n", "ragged_row"),
        ("", "no_abundances"),
    ],
)
def test_a_panel_that_contradicts_itself_is_refused(rows: str, code: str) -> None:
    assert refusal("taxon;value;unit\n" + rows).code == code


def test_a_species_of_a_panel_lies_inside_its_listed_genus() -> None:
    profile = read("taxon,value,unit\nBifidobacterium,10,%\nBifidobacterium longum,4,%\n")
    assert sum(taxon.share for taxon in profile.finest()) == pytest.approx(0.1)


def test_entries_on_the_command_line_are_read_like_the_list() -> None:
    options = ["--entry", "Faecalibacterium prausnitzii=12,3 %", "--entry", "Blautia=<0,1%", "--json"]
    result = CliRunner().invoke(main, ["read", *options])
    assert result.exit_code == 0
    answer = json.loads(result.output)
    assert answer["format"] == "manual_entry"
    assert answer["samples"][0]["top"]["species"]["share"] == pytest.approx(0.123)
    assert CliRunner().invoke(main, ["read"]).exit_code == 2
    assert CliRunner().invoke(main, ["read", "x.csv", *options]).exit_code == 2
    assert CliRunner().invoke(main, ["read", "--entry", "Blautia 5 %"]).exit_code == 2


# published and plain tables ---------------------------------------------------------------------------


@pytest.mark.parametrize("prefix", ["s__", ""])
@pytest.mark.parametrize(("factor", "unit"), [(1.0, "percent"), (0.01, "share")])
def test_the_unit_of_a_published_species_table_follows_from_its_partial_sums(
    prefix: str, factor: float, unit: str
) -> None:
    rows = [("Faecalibacterium_prausnitzii", 62.5, 30.25), ("Blautia_obeum", 35.5, 33.5)]
    lines = [f"{prefix}{name},{a * factor:g},{b * factor:g}" for name, a, b in rows]
    data = ("\ufeff,Sample1,Sample2\n" + "\n".join(lines) + "\n").encode()
    reading = read_profiles([NamedBytes(name="t.csv", data=data)])
    assert reading.unit == unit
    assert [profile.sample_id for profile in reading.profiles] == ["Sample1", "Sample2"]
    assert reading.profiles[0].at_rank("species")[0].share == pytest.approx(62.5 / 98)


def test_sums_that_could_be_anything_are_still_asked_about() -> None:
    assert refusal("taxon,A,B\nBlautia obeum,10.5,20.5\nDorea longicatena,5,7\n").code == "ambiguous_unit"


def test_rows_of_all_ranks_are_not_added_to_each_other() -> None:
    text = (
        "taxonomy,S1\nk__Bacteria,100\nk__Bacteria|g__Blautia,60.5\n"
        "k__Bacteria|g__Blautia|s__Blautia_obeum,60.5\nk__Bacteria|g__Dorea,39.5\n"
    )
    profile = read(text)
    assert profile.shares("genus") == pytest.approx({"Blautia": 0.605, "Dorea": 0.395})
    assert profile.shares("domain") == {"Bacteria": pytest.approx(1.0)}


def test_a_table_with_samples_as_rows_is_turned() -> None:
    text = "sample,Bacteroides,Blautia,Faecalibacterium prausnitzii\nA,10,20,70\nB,50,50,0\n"
    reading = read_profiles([NamedBytes(name="t.csv", data=text.encode())])
    assert [profile.sample_id for profile in reading.profiles] == ["A", "B"]
    assert reading.profiles[1].shares("genus") == pytest.approx({"Bacteroides": 0.5, "Blautia": 0.5})
    assert refusal(text.replace("70", "-70")).where == "table.csv:2:4"


@pytest.mark.parametrize(
    "text",
    [
        "# exported by hand\nname,reads\nBlautia obeum,60\nDorea longicatena,140\n",
        "sep=,\r\nname,reads\r\nBlautia obeum,60\r\nDorea longicatena,140\r\n",
        "\n\nNAME;READS;;\nBlautia obeum;60;;\nDorea longicatena;140;;\n",
        '"name"\t"reads"\n"Blautia obeum"\t60\n"Dorea longicatena"\t140\n',
    ],
)
def test_what_stands_around_a_plain_table_changes_nothing(text: str) -> None:
    assert read(text).shares("species") == pytest.approx({"Blautia obeum": 0.3, "Dorea longicatena": 0.7})


def test_consumer_taxids_are_a_format_of_their_own_and_counts_by_taxid_are_not() -> None:
    assert read("person@example.org\n816, 35.804\n853, 11.933\n").format == "consumer_taxid"
    assert read("taxid,percent\n816,35\n853,11\n").format == "consumer_taxid"
    assert read("816,3500\n853,1100\n").format == "generic"
    assert read("taxid,reads\n816,3500\n853,1100\n").format == "generic"


def test_the_six_columns_of_ubiome_in_any_order_are_read_like_its_json() -> None:
    rows = "root,root,1000,1000000,1,0\nBlautia,genus,600,600000,572511,1\n"
    profile = read("tax_name,tax_rank,count,count_norm,taxon,parent\n" + rows)
    assert profile.format == "ubiome_csv"
    assert profile.shares("genus") == {"Blautia": pytest.approx(0.6)}
    fewer = "tax_name,tax_rank,count,taxon,parent\nBlautia,genus,600,572511,1\n"
    assert read(fewer).format == "consumer_csv"


# tables from R ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("corner", ['""\t', ""])
def test_a_dada2_pair_reads_with_samples_as_rows_or_as_columns(corner: str) -> None:
    names = corner + RANKS + TAXA
    lying = f'{corner}"{SEQUENCES[0]}"\t"{SEQUENCES[1]}"\n"S1"\t60\t40\n"S2"\t0\t5\n'
    upright = f'{corner}"S1"\t"S2"\n"{SEQUENCES[0]}"\t60\t0\n"{SEQUENCES[1]}"\t40\t5\n'
    for counts in (lying, upright):
        for files in ((counts, names), (names, counts)):
            profile = read(*files)
            assert profile.sample_id == "S1"
            assert profile.shares("species") == {"Faecalibacterium prausnitzii": pytest.approx(0.6)}


def test_counts_and_taxonomy_may_stand_in_one_table_in_either_order() -> None:
    ranks = '"Kingdom";"Phylum";"Genus";"Species"'
    after = f'"";{ranks};"S1"\n"{SEQUENCES[0]}";"Bacteria";"Firmicutes";"Blautia";NA;60,0\n'
    before = f'"";"S1";{ranks}\n"{SEQUENCES[0]}";60,0;"Bacteria";"Firmicutes";"Blautia";NA\n'
    for text in (after, before):
        profile = read(text)
        assert profile.format == "ranked_table"
        assert profile.shares("genus") == {"Blautia": pytest.approx(1.0)}


@pytest.mark.parametrize(
    ("species", "wanted"),
    [
        ("prausnitzii", {"Faecalibacterium prausnitzii"}),
        ("prausnitzii/duncaniae", set()),
        ("s__prausnitzii", set()),
        ("uncultured", set()),
        ("Faecalibacterium prausnitzii", {"Faecalibacterium prausnitzii"}),
    ],
)
def test_only_a_single_epithet_beside_its_genus_is_a_species(species: str, wanted: set[str]) -> None:
    text = f"Kingdom,Phylum,Genus,Species,S1\nBacteria,Firmicutes,Faecalibacterium,{species},10\n"
    assert set(read(text).shares("species")) == wanted


def test_numbers_as_row_names_below_a_nameless_column_are_features_not_taxids() -> None:
    assert refusal('"","S1","S2"\n"4479946",600,0\n"174516",400,5\n').code == "taxonomy_missing"


# BIOM -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "row",
    [
        '{"id": "a", "metadata": {"taxonomy": ["k__Bacteria", "g__Blautia"]}}',
        '{"id": "a", "metadata": {"taxonomy": "k__Bacteria; g__Blautia"}}',
        '{"id": "a", "metadata": {"Kingdom": "Bacteria", "Phylum": "Firmicutes", "Genus": "Blautia"}}',
        '{"id": "a", "metadata": {"taxonomy1": "k__Bacteria", "taxonomy2": "p__", "taxonomy3": "g__Blautia"}}',
        '{"id": "k__Bacteria;g__Blautia", "metadata": null}',
    ],
)
@pytest.mark.parametrize("data", ['"sparse", "data": [[0, 0, 6]]', '"dense", "data": [[6]]'])
def test_biom_1_names_its_rows_in_five_ways(row: str, data: str) -> None:
    profile = read(f'{{"rows": [{row}], "columns": [{{"id": "S1"}}], "matrix_type": {data}}}')
    assert profile.shares("genus") == {"Blautia": pytest.approx(1.0)}


def test_a_biom_table_without_names_is_joined_with_a_taxonomy() -> None:
    biom = '{"rows": [{"id": "a", "metadata": null}], "columns": [{"id": "S1"}], "matrix_type": "dense", "data": [[6]]}'
    assert refusal(biom).code == "taxonomy_missing"
    assert read(biom, "Feature ID\tTaxon\na\tk__Bacteria; g__Blautia\n").shares("genus") == {"Blautia": 1.0}


def test_biom_2_may_pad_its_lineages_with_nothing() -> None:
    rows = (("k__Bacteria", "g__Blautia", "s__"), ("k__Bacteria", "", ""))
    profile = read(biom_bytes(ids=("a", "b"), taxonomy=rows))
    assert profile.shares("genus") == {"Blautia": pytest.approx(0.6)}
    assert profile.shares("domain") == {"Bacteria": pytest.approx(1.0)}


# workbooks ------------------------------------------------------------------------------------------------


def workbook(**sheets: list[list[object]]) -> bytes:
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


PANEL: list[list[object]] = [["name", "percent"], ["Blautia obeum", "60,5"], ["Dorea longicatena", 39.5]]


def test_the_first_sheet_with_a_table_is_read_and_named() -> None:
    profile = read(workbook(Cover=[["My report"], [], ["of May"]], Results=PANEL))
    assert profile.shares("species")["Blautia obeum"] == pytest.approx(0.605)
    (warning,) = [w for w in profile.warnings if w.code == "sheet_chosen"]
    assert warning.values == {"sheet": "Results"}
    assert not read(workbook(Results=PANEL)).has_warning("sheet_chosen")


def test_a_workbook_without_a_table_is_refused() -> None:
    assert refusal(workbook(Cover=[["My report"], ["of May"]])).code == "no_table"


def test_a_workbook_with_entities_or_of_the_binary_kind_is_refused() -> None:
    pytest.importorskip("openpyxl")
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><workbook/>'
    assert refusal(zipped(**{"xl__workbook.xml": entity})).code == "unsafe_archive"
    assert refusal(zipped(**{"xl__workbook.bin": b"x"})).code == "no_profile"
    assert refusal(zipped(**{"xl__workbook.xml": b"<workbook/>"})).code == "damaged_archive"


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"<workbook/>")
        archive.writestr("xl/worksheets/sheet1.xml", b" " * (65 * 1024 * 1024))
    assert refusal(buffer.getvalue()).code == "too_large"


def test_a_sheet_of_libreoffice_is_refused_with_the_next_step() -> None:
    error = refusal(zipped(**{"content.xml": b"<x/>", "META-INF__manifest.xml": b"<x/>"}))
    assert error.code == "no_profile"
    assert ".xlsx" in error.hint


@pytest.mark.parametrize("corner", ["taxon", "", "Genus"])
def test_samples_may_have_numbers_for_names(corner: str) -> None:
    text = f"{corner},101,102\nBlautia,600,100\nDorea,1400,300\n"
    reading = read_profiles([NamedBytes(name="t.csv", data=text.encode())])
    assert [profile.sample_id for profile in reading.profiles] == ["101", "102"]
    ranked = "Kingdom,Phylum,Genus,101\nBacteria,Firmicutes,Blautia,60\n"
    assert read(ranked).sample_id == "101"


def test_a_row_that_ends_above_the_genus_may_be_what_got_no_genus() -> None:
    text = (
        "taxonomy,reads\nk__Bacteria;f__Lachnospiraceae;g__,100\n"
        "k__Bacteria;f__Lachnospiraceae;g__Blautia,600\nk__Bacteria;f__Lachnospiraceae;g__Dorea,300\n"
    )
    profile = read(text)
    assert profile.classified_reads == 1000
    assert not profile.has_warning("invalid_sum")
    assert profile.shares("genus") == pytest.approx({"Blautia": 0.6, "Dorea": 0.3})
