"""The claim register: what the two articles say, what was found, and what is made of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Literal, Self, get_args

from pydantic import Field, model_validator

from biotica.errors import InputError, _
from biotica.knowledge.load import load
from biotica.knowledge.records import Key, Listed, Row
from biotica.knowledge.tsv import Place, read_rows

Grade = Literal["S", "M", "W", "X", "N"]
State = Literal["built", "thin", "planned", "refused"]
Room = Literal[
    "engine", "ferment", "gut", "label", "diary", "permit", "advise", "report", "knowledge", "app", "store"
]
Found = Literal["full", "abstract", "secondary", "own", "none"]
CitedKind = Literal[
    "none", "source_list", "unnamed_study", "stories", "review", "trial", "shop", "blog", "advert"
]

GRADES: tuple[Grade, ...] = get_args(Grade)
STATES: tuple[State, ...] = get_args(State)
MAX_REFUSED = 40


class Claim(Row):
    """One thing that an article says, in our own words, with what was found.

    Parameters
    ----------
    grade : str
        S supported, M mixed, W weak, X wrong or hype, N neutral fact or procedure: of what the article says.
    state : str
        Of `feature`, in this version. A graded entry of the knowledge is built once a source was read.
    source : tuple of str
        Keys of `biotica.knowledge.cited.read_cited`; empty = none was found, and the finding says so.
    read_level : str
        How the best read source was read. ``own`` = all follows from a calculation or a rule of biotica,
        which is no evidence; ``none`` = no source.
    cited_kind : str
        Kind of source that the article itself names: ``unnamed_study`` = it speaks of research and does not
        say which, ``source_list`` = only in a list at the end, for the whole article.
    reason_en, reason_nl : str
        Why nothing is made of it; only where `state` is ``refused``.
    """

    id: str = Field(pattern=r"^[KP][1-9][0-9]?$")
    room: Room
    grade: Grade
    state: State
    feature: Key
    feature_nl: Key
    says_en: Key
    says_nl: Key
    finding_en: Key
    finding_nl: Key
    source: Listed = ()
    read_level: Found
    cited_kind: CitedKind
    reason_en: str = ""
    reason_nl: str = ""

    @model_validator(mode="after")
    def _only_a_refusal_has_reasons(self) -> Self:
        if (self.state == "refused") != (bool(self.reason_en) and bool(self.reason_nl)):
            raise ValueError("a refused claim needs a reason in both languages, and no other claim has one")
        return self

    @model_validator(mode="after")
    def _what_was_read_has_a_source(self) -> Self:
        own = [key for key in self.source if key.startswith("own:")]
        if (self.read_level == "none") == bool(self.source):
            raise ValueError("what was read has a source, and what has none was not read")
        if self.source and (self.read_level == "own") != (len(own) == len(self.source)):
            raise ValueError("what rests on biotica alone is 'own', and nothing else is")
        return self

    @model_validator(mode="after")
    def _a_built_entry_was_read(self) -> Self:
        if (self.room, self.state) == ("knowledge", "built") and self.read_level not in ("full", "abstract"):
            raise ValueError("an entry of the knowledge is built once a source was read")
        return self


def read_claims(folder: Place | None = None) -> Mapping[str, Claim]:
    """Read the register.

    Parameters
    ----------
    folder : Path or Traversable or None
        Data folder; None = the one that ships with biotica.

    Returns
    -------
    Mapping
        Claim id to claim, in the order of the table.

    Raises
    ------
    BadRow
        If a row breaks the class, or the table is not there.
    """
    rows = read_rows((folder or load().folder) / "claims.tsv", Claim)
    return MappingProxyType({row.id: row for row in rows})


def find_claim(claims: Mapping[str, Claim], wanted: str) -> Claim:
    """Look a claim up by its id, in any case.

    Raises
    ------
    InputError
        If the register has no such id.
    """
    try:
        return claims[wanted.strip().upper()]
    except KeyError as error:
        raise InputError(
            _("the register has no claim '{claim}'"),
            code="unknown_claim",
            where="CLAIM",
            hint=_("claims are K1 to K83 (kefir) and P1 to P83 (postbiotics)"),
            claim=wanted,
        ) from error


def count_claims(claims: Iterable[Claim]) -> dict[State, dict[Grade, int]]:
    """Count claims per state, then per grade; every state and grade is there, if only with 0."""
    found = Counter((claim.state, claim.grade) for claim in claims)
    return {state: {grade: found[state, grade] for grade in GRADES} for state in STATES}
