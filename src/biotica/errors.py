"""The errors that biotica raises on purpose, and nothing else.

::

    BioticaError                 .code  .where  .hint  .values
    |- InputError                the caller can mend it         CLI exit 2   HTTP 422
    |  |- UnreadableProfile  UnknownTaxon  UnitError  RecipeError  AboutError  LabelError
    |- KnowledgeError            our tables are wrong           exit 3       500
    |  |- BadRow  MissingSource
    |- ModelError                no trustworthy answer          exit 4       409
    |  |- OutsideValidity  SolverFailed
    |- StoreError                                               exit 5       500

"Too risky for you" is not an error: it is a plan with objections. A solver's expected outcomes are values.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


def _(msgid: str) -> str:
    """Mark a text for translation; the face translates it."""
    return msgid


class BioticaError(Exception):
    """What went wrong, where, and what to do about it.

    Parameters
    ----------
    msgid : str
        English sentence with named gaps, ``"row {row} has no value"``; the key of its translations.
    code : str
        Stable slug for programs, such as ``"row_without_value"``.
    where : str
        ``file:line:column``, a path inside a document, or an option; empty = not tied to a place.
    hint : str
        Msgid of the next step to take, with the same gaps; empty = none known.
    values : object
        What fills the gaps.
    """

    exit_code: ClassVar[int] = 1
    http_status: ClassVar[int] = 500

    def __init__(self, msgid: str, *, code: str, where: str = "", hint: str = "", **values: object) -> None:
        super().__init__(msgid, code, where, hint)
        self.msgid = msgid
        self.code = code
        self.where = where
        self.hint_msgid = hint
        self.values: Mapping[str, object] = values

    @property
    def hint(self) -> str:
        """The next step to take, in English."""
        return self.hint_msgid.format_map(self.values)

    @property
    def message(self) -> str:
        """What went wrong, in English."""
        return self.msgid.format_map(self.values)

    def __str__(self) -> str:
        place = f"{self.where}: " if self.where else ""
        hint = f" ({self.hint})" if self.hint_msgid else ""
        return f"{place}{self.message}{hint}"


class InputError(BioticaError):
    """What was given cannot be used; the caller can mend it."""

    exit_code = 2
    http_status = 422


class UnreadableProfile(InputError):
    """A file that is no profile that we can read."""


class UnknownTaxon(InputError):
    """A name that no table of ours holds."""


class UnitError(InputError):
    """A number whose unit is missing, wrong or contradicted."""


class RecipeError(InputError):
    """A recipe or a reading that cannot be brewed."""


class AboutError(InputError):
    """An about-file that cannot be understood."""


class LabelError(InputError):
    """A label text that cannot be read."""


class KnowledgeError(BioticaError):
    """Our own tables are wrong."""

    exit_code = 3
    http_status = 500


class BadRow(KnowledgeError):
    """A row that breaks the schema or a law of chemistry."""


class MissingSource(KnowledgeError):
    """A number without a source that the table of sources holds."""


class ModelError(BioticaError):
    """There is no answer that could be trusted."""

    exit_code = 4
    http_status = 409


class OutsideValidity(ModelError):
    """The question lies outside what the model was made for."""


class SolverFailed(ModelError):
    """The equations could not be solved to the tolerance asked."""


class StoreError(BioticaError):
    """Something could not be kept or fetched."""

    exit_code = 5
    http_status = 500
