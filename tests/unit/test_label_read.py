from __future__ import annotations

import io
import re
import shutil
from collections.abc import Sequence
from pathlib import Path

import pytest
from tests.house import PACKAGE
from tests.label_cases import open_labels
from validation.labels import JUDGED, TARGET, Score, f1, facts, miss_lines, scores_of

from biotica.errors import LabelError
from biotica.label.photo import is_photo
from biotica.label.printed import printed
from biotica.label.products import products
from biotica.label.read import read_label, read_label_file

TEXT = (
    "Zonnetak Weerstand. Voedingssupplement. Lactobacillus rhamnosus GG 10 miljard KVE per capsule. "
    "Ingrediënten: zetmeel, cellulose. Neem 1 capsule per dag. Buiten bereik van jonge kinderen bewaren."
)


@pytest.fixture(scope="module")
def scores(shared: Path) -> Sequence[Score]:
    path = shared / "data" / "labels" / "labels_open.jsonl"
    return scores_of(path.read_text(encoding="utf-8").splitlines())


def test_facts_of_the_open_labels_are_read(scores: Sequence[Score]) -> None:
    assert f1(scores) >= TARGET, "\n".join(miss_lines(scores))


@pytest.mark.parametrize("what", JUDGED)
def test_every_open_label_ends_as_expected(scores: Sequence[Score], what: str) -> None:
    assert [score.id for score in scores if not score.has(what)] == []


def test_f1_counts_a_fact_once_and_a_wrong_one_twice() -> None:
    one, other = (
        facts({**NOTHING, "allergens": ["milk", "soy"]}),
        facts({**NOTHING, "allergens": ["milk", "egg"]}),
    )
    score = Score(id="x", said=one, expected=other, row={}, check=None)
    assert f1([score]) == pytest.approx(2 * 3 / (4 + 4))


NOTHING = {
    **{"product_class": "unclear", "form": None, "count_guarantee": None, "sugars_g_per_day": None},
    **{"added_sugar": False, "daily_total": {"amount": None, "unit": None}},
    **dict.fromkeys(("organisms", "fibres", "metabolites", "claims", "allergens", "warnings"), ()),
}


def test_no_product_name_of_the_open_labels_is_built_in(shared: Path) -> None:
    names = [re.split(r"[.:]| [-–] ", row["label"])[0].strip().lower() for row in open_labels(shared)]
    files = [path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".yaml", ".tsv"}]
    text = "\n".join(path.read_text(encoding="utf-8").lower() for path in files)
    assert [name for name in names if name in text] == []


@pytest.mark.parametrize(
    "text", ["", "   \n", "x", "@@@ ### 12 34 56", "lll1 |||| ~~ 0o0o __ //", "de het een " * 3]
)
def test_what_is_no_label_is_refused(text: str) -> None:
    with pytest.raises(LabelError) as caught:
        read_label(text)
    assert caught.value.code == "unreadable_label"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encoding_of_a_text_makes_no_difference(encoding: str) -> None:
    assert read_label_file(TEXT.encode(encoding), where="label.txt") == read_label(TEXT)


def test_bytes_that_are_neither_text_nor_photo_are_refused() -> None:
    with pytest.raises(LabelError) as caught:
        read_label_file(b"MZ\0\0" + bytes(100), where="label.exe")
    assert caught.value.code == "not_a_label"


@pytest.mark.parametrize(
    "head", [b"\x89PNG\r\n", b"\xff\xd8\xff\xe0", b"RIFF\0\0\0\0WEBP", b"\0\0\0\x18ftypheic"]
)
def test_photo_is_told_by_its_first_bytes(head: bytes) -> None:
    assert is_photo(head)
    assert not is_photo(TEXT.encode())


SECOND = (
    "Maanvezel. Voedingssupplement. Psyllium 5 g per schep. Ingrediënten: psyllium. "
    "Neem 2 scheppen per dag met een groot glas water. Koel bewaren."
)


@pytest.mark.parametrize(
    "text",
    [
        f"[links]\n{TEXT}\n[rechts]\n{SECOND}",
        f"Product 1:\n{TEXT}\nProduct 2:\n{SECOND}",
        f"{TEXT}\n-----\n{SECOND}",
    ],
)
def test_two_products_on_one_photo_are_two_labels(text: str) -> None:
    assert [label.product_class for label in read_label(text)] == ["probiotic", "fibre"]


def test_ruler_inside_one_label_makes_no_second_product() -> None:
    text = TEXT.replace(" Ingrediënten", "\n-----\nIngrediënten")
    assert len(products(printed(text))) == 1


def test_medicine_food_and_supplement_are_told_apart() -> None:
    texts = (
        "Geneesmiddel. RVG 12345. Lactulose 10 g per zakje. Neem 1 zakje per dag.",
        "Kefir. Ingrediënten: volle MELK, kefirculturen. Gekoeld bewaren.",
        TEXT,
    )
    assert [read_label(text)[0].kind for text in texts] == ["medicine", "food", "supplement"]


def test_storage_and_date_are_read() -> None:
    label = read_label(f"{TEXT} Bewaren onder 25 °C. THT 06-2028.")[0]
    assert label.store_below_c == 25.0
    assert label.best_before is not None
    assert label.best_before.isoformat() == "2028-06-28"


def test_photo_of_a_label_reads_like_its_text() -> None:
    pytest.importorskip("pytesseract", reason="the extra photo is not installed")
    image_module = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    if shutil.which("tesseract") is None:
        pytest.skip("tesseract is not on this machine")
    from PIL import ImageDraw, ImageFont

    image = image_module.new("RGB", (1600, 500), "white")
    lines = re.sub(r"\. ", ".\n", TEXT)
    ImageDraw.Draw(image).text((40, 40), lines, fill="black", font=ImageFont.load_default(size=36))
    data = io.BytesIO()
    image.save(data, "PNG")
    try:
        (label,) = read_label_file(data.getvalue(), where="label.png")
    except LabelError as error:
        if error.code == "tesseract_missing":
            pytest.skip("tesseract lacks Dutch or English")
        raise
    organism = label.organisms[0]
    assert (organism.current_name, organism.strain) == ("Lacticaseibacillus rhamnosus", "GG")
    assert (label.daily_total.amount, label.daily_total.unit) == (1e10, "CFU")


def test_a_photo_that_cannot_be_opened_or_is_too_large_is_refused() -> None:
    pytest.importorskip("pytesseract", reason="the extra photo is not installed")
    image_module = pytest.importorskip("PIL.Image", reason="Pillow is not installed")
    data = io.BytesIO()
    image_module.new("1", (9000, 9000)).save(data, "PNG")
    for photo, code in ((b"\x89PNG broken", "unreadable_photo"), (data.getvalue(), "photo_too_large")):
        with pytest.raises(LabelError) as caught:
            read_label_file(photo, where="label.png")
        assert caught.value.code == code


def test_a_water_kefir_is_no_milk_kefir_whatever_else_it_is_called() -> None:
    (label,) = read_label("Kefirbron waterkefir citroen. Ingrediënten: water, suiker, kefirkorrels. 330 ml")
    assert "not_milk_kefir" in label.marks
    assert not {"kefir", "kefir_grains"} & label.marks


def test_a_name_in_capitals_ends_at_its_dot() -> None:
    (label,) = read_label(
        "AKKER PLUS. Gepasteuriseerde Akkermansia muciniphila MucT 30 miljard cellen per capsule."
    )
    assert label.name == "AKKER PLUS"


def test_what_nobody_gets_with_a_product_is_promised() -> None:
    text = "{} Per capsule 5 miljard KVE Saccharomyces boulardii CNCM I-745, 1 per dag."
    (promise,) = read_label(text.format("Wie Rust slikt, krijgt geen reizigersdiarree."))
    assert [claim.type for claim in promise.claims] == ["disease"]
    (advice,) = read_label(text.format("Krijgt u diarree, stop dan en vraag uw arts."))
    assert advice.claims == ()


def test_a_medicine_without_prescription_is_not_on_prescription() -> None:
    text = "Lactulose 10 g per sachet, 1 per dag. {} zonder recept."
    (medicine,) = read_label(text.format("RVG 12345, lees de bijsluiter. Geneesmiddel"))
    assert "prescription_medicine" not in medicine.marks
    (praised,) = read_label(text.format("Zo sterk als het geneesmiddel van de huisarts, nu"))
    assert "prescription_medicine" in praised.marks


def test_total_fluorescent_units_are_cells_and_sticks_of_a_gram_weigh_a_gram() -> None:
    (label,) = read_label(
        "Pasteurised Akkermansia muciniphila MucT: 2.5 x 10^10 total fluorescent units (TFU) per gram. "
        "30 sticks of 1 g. Two sticks a day."
    )
    assert (label.daily_total.amount, label.daily_total.unit) == (5e10, "cells")
    assert label.organisms[0].state == "inactivated"


def test_a_thickener_and_a_microbe_that_is_fought_are_no_contents() -> None:
    (label,) = read_label(
        "Haverdrank met 3 g beta-glucaan per pakje. Voorkomt C. difficile. "
        "Verdikkingsmiddel pectine. Pakje 200 ml."
    )
    assert label.organisms == ()
    assert [fibre.name for fibre in label.fibres] == ["beta-glucan"]


def test_front_and_back_of_a_pack_are_one_product_and_the_water_is_no_dose() -> None:
    (label,) = read_label(
        "[voor] 1 miljard levende melkzuurbacteriën, 30 tabletten\n"
        "[achter] Per schep (8 g): Lactobacillus plantarum HEAL9 1 miljard KVE. "
        "Meng elke dag een schep door 250 ml water. Buiten bereik van kinderen bewaren."
    )
    assert label.daily_total.amount == 1e9
