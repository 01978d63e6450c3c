from __future__ import annotations

import pytest

from biotica.errors import InputError
from biotica.gut.vial_tables import parse_treatment, read_communities, read_design

TAXA = "community_id,taxon,rel_abundance\nd1,BU,0.5\nd1,FP,0.5\n"
DESIGN = "sample_id,community_id,treatment,time_h\nv1,d1,control,24\nv2,d1,Inulin,\n"


def test_blanks_get_their_defaults_and_are_reported() -> None:
    vials = read_design(DESIGN, read_communities(TAXA, name="t"), name="d")
    assert (vials[1].time_h, vials[1].dose_g_per_l, vials[1].dilution) == (24.0, 5.0, 10.0)
    assert set(vials[1].assumed) == {"time_h", "dose_g_per_l", "dilution", "medium"}
    assert vials[0].dose_g_per_l == 0.0


def test_a_mix_is_scaled_to_one_and_read_without_regard_to_case_or_order() -> None:
    assert dict(parse_treatment("Inulin:0.6+pectin:0.2", "d:2")) == pytest.approx(
        {"inulin": 0.75, "pectin": 0.25}
    )
    assert parse_treatment("pectin:1+INULIN:3", "d:2") == parse_treatment("inulin:0.75+Pectin:0.25", "d:2")


@pytest.mark.parametrize(
    ("text", "litres"), [("1:9", 10.0), ("1:5", 6.0), ("2:8", 5.0), ("6", 6.0), ("", 10.0)]
)
def test_a_dilution_is_read_by_weight(text: str, litres: float) -> None:
    design = f"sample_id,community_id,treatment,time_h,dilution\nv1,d1,control,24,{text}\n"
    (vial,) = read_design(design, {"d1": ()}, name="d")
    assert vial.dilution == pytest.approx(litres)


def test_a_byte_order_mark_is_no_part_of_the_first_column() -> None:
    assert list(read_communities("\ufeff" + TAXA, name="t")) == ["d1"]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("community_id,taxon\nd1,BU\n", "missing_columns"),
        ("community_id;taxon;rel_abundance\nd1;BU;0,5\n", "missing_columns"),
        ("community_id,taxon,rel_abundance\nd1,BU,-0.5\n", "bad_number"),
        ("community_id,taxon,rel_abundance\nd1,BU,nan\n", "bad_number"),
        ("community_id,taxon,rel_abundance\nd1,BU,inf\n", "bad_number"),
        ("community_id,taxon,rel_abundance\nd1,BU,\n", "bad_number"),
        ("community_id,taxon,rel_abundance\nd1,BU,0,5\n", "ragged_row"),
        ('community_id,taxon,rel_abundance\nd1,BU,"0,5"\n', "bad_number"),
        ("community_id,taxon,rel_abundance\nd1,BU,0\n", "empty_community"),
        ("community_id,taxon,rel_abundance\n,BU,0.1\n", "blank_cell"),
        ("community_id,taxon,rel_abundance\nd1,,0.1\n", "blank_cell"),
        ("community_id,taxon,rel_abundance\n", "empty_table"),
        ("", "missing_columns"),
    ],
)
def test_a_bad_table_of_taxa_is_one_error_with_its_place(text: str, code: str) -> None:
    with pytest.raises(InputError) as caught:
        read_communities(text, name="taxa.csv")
    assert caught.value.code == code
    assert caught.value.where.startswith("taxa.csv")
    assert str(caught.value)


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("v1,d2,control,24,,", "unknown_community"),
        ("v1,d1,control,24,,\nv1,d1,inulin,24,,", "sample_twice"),
        ("v1,d1,,24,,", "blank_cell"),
        ("v1,d1,inulin+pectin,24,,", "bad_mix"),
        ("v1,d1,inulin:0+pectin:0,24,,", "bad_mix"),
        ("v1,d1,inulin:-1,24,,", "bad_number"),
        ("v1,d1,control,0,,", "bad_number"),
        ("v1,d1,control,soon,,", "bad_number"),
        ('v1,d1,control,"2,5",,', "bad_number"),
        ("v1,d1,inulin,24,-5,", "bad_number"),
        ("v1,d1,inulin,24,5,0:9", "bad_dilution"),
        ("v1,d1,inulin,24,5,x", "bad_number"),
    ],
)
def test_a_bad_design_is_one_error_with_its_place(row: str, code: str) -> None:
    text = "sample_id,community_id,treatment,time_h,dose_g_per_l,dilution\n" + row + "\n"
    with pytest.raises(InputError) as caught:
        read_design(text, {"d1": ()}, name="design.csv")
    assert caught.value.code == code
    assert caught.value.where.startswith("design.csv:")


def test_a_decimal_comma_gets_a_hint() -> None:
    with pytest.raises(InputError) as caught:
        read_communities('community_id,taxon,rel_abundance\nd1,BU,"0,5"\n', name="t")
    assert "point" in caught.value.hint


def test_an_unknown_medium_lists_the_known_ones() -> None:
    with pytest.raises(InputError) as caught:
        read_design(
            "sample_id,community_id,treatment,time_h,medium\nv,d1,control,1,soup\n", {"d1": ()}, name="d"
        )
    assert "DM38" in caught.value.hint
