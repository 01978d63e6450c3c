"""Words of kefir and postbiotics, each with its meaning and who says so."""

from __future__ import annotations

from biotica.knowledge.load import load
from biotica.knowledge.records import Key, Row
from biotica.knowledge.tsv import Place, read_rows


class Term(Row):
    """A word and its meaning in both languages; `source` = a key of `biotica.knowledge.cited`."""

    term_en: Key
    term_nl: Key
    meaning_en: Key
    meaning_nl: Key
    source: Key


def read_glossary(folder: Place | None = None) -> tuple[Term, ...]:
    """Read the words, in the order of the table.

    Parameters
    ----------
    folder : Path or Traversable or None
        Data folder; None = the one that ships with biotica.

    Raises
    ------
    BadRow
        If a row breaks the class, or the table is not there.
    """
    return read_rows((folder or load().folder) / "glossary.tsv", Term)
