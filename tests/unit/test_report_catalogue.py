from __future__ import annotations

import re
from collections.abc import Mapping
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from babel.messages.mofile import read_mo
from babel.messages.pofile import read_po

from biotica.report import (
    codes,
    kefir_codes,
    label_codes,
    label_flags,
    options_codes,
    plan_codes,
    predict_codes,
    stream_codes,
)
from biotica.report.language import language
from biotica.report.texts import sentence

ROOT = Path(__file__).resolve().parents[2]
DUTCH_PO = ROOT / "src/biotica/locale/nl/LC_MESSAGES/biotica.po"
GAP = re.compile(r"{(\w+)}")


def _script() -> ModuleType:
    loader = SourceFileLoader("update_locale", str(ROOT / "scripts/update-locale"))
    spec = spec_from_loader("update_locale", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def _dutch() -> dict[str, str]:
    with DUTCH_PO.open("rb") as stream:
        return {str(message.id): str(message.string) for message in read_po(stream) if message.id}


def test_every_text_of_code_and_templates_has_a_dutch_translation() -> None:
    script = _script()
    used = [str(message.id) for message in script.extracted() if message.id]
    dutch = _dutch()
    assert [msgid for msgid in used if not dutch.get(msgid)] == [], (
        "run scripts/update-locale, then translate"
    )


def test_the_catalogue_holds_no_text_that_nobody_uses() -> None:
    used = {str(message.id) for message in _script().extracted()}
    assert [msgid for msgid in _dutch() if msgid not in used] == []


def test_the_compiled_catalogue_is_that_of_the_po_file() -> None:
    with DUTCH_PO.open("rb") as stream:
        written = {message.id: message.string for message in read_po(stream, locale="nl") if message.id}
    with DUTCH_PO.with_suffix(".mo").open("rb") as stream:
        compiled = {message.id: message.string for message in read_mo(stream) if message.id}
    assert compiled == written, "run scripts/update-locale"


def test_a_translation_has_the_same_gaps_as_its_msgid() -> None:
    odd = [msgid for msgid, text in _dutch().items() if set(GAP.findall(msgid)) != set(GAP.findall(text))]
    assert odd == []


TABLES = [
    (name, table)
    for module in (
        codes,
        kefir_codes,
        label_codes,
        label_flags,
        options_codes,
        plan_codes,
        predict_codes,
        stream_codes,
    )
    for name, table in vars(module).items()
    if name.isupper() and isinstance(table, dict)
]


@pytest.mark.parametrize(("name", "table"), TABLES, ids=[name for name, _table in TABLES])
def test_every_code_speaks_both_languages(name: str, table: Mapping[str, Any]) -> None:
    dutch = _dutch()
    for code, entry in table.items():
        msgids = (entry,) if isinstance(entry, str) else entry
        for msgid in msgids:
            if msgid in codes.KINDS or name in {"VALUE_WORDS", "FORMATS"}:
                continue
            assert dutch.get(msgid), f"{name}[{code!r}]: {msgid!r}"


@pytest.mark.parametrize("lang", ["en", "nl"])
def test_a_code_without_a_sentence_is_shown_with_its_values(lang: str) -> None:
    said = sentence("never_heard_of", {"days": 3}, kefir_codes.VERDICTS, language(lang))
    assert "never_heard_of" in said.text
    assert "3" in said.text
