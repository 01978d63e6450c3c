"""What has to be said about a file of readings, in plain text for a terminal."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from biotica.report.language import language
from biotica.report.stream_codes import STREAM_FORMATS, STREAM_NOTES, STREAM_WORDS
from biotica.report.texts import label, sentence


def stream_text(notes: Iterable[Mapping[str, Any]], code: str) -> list[str]:
    """Say the notes about a file of readings, a line each.

    Parameters
    ----------
    notes : iterable of mapping
        ``{code, values}``, as under ``readings_notes`` of forecast.json.
    code : str
        Language, ``"en"`` or ``"nl"``.
    """
    spoken = language(code)
    names = {"format": STREAM_FORMATS, "column": STREAM_WORDS, "unit": STREAM_WORDS}
    lines = []
    for note in notes:
        values = {
            name: label(str(value), names[name], spoken) if name in names else value
            for name, value in note["values"].items()
        }
        lines.append(f"* {sentence(note['code'], values, STREAM_NOTES, spoken).text}")
    return lines
