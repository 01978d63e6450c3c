"""The same comparison for many people: what each sample does not show, and has little of."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace
from itertools import islice

from biotica.gut.cohort_people import Taken
from biotica.gut.compare import LEAST_READS, comparison_platform
from biotica.gut.guilds import default_guilds
from biotica.gut.profile import Platform, Profile
from biotica.gut.reference import Reference, default_reference
from biotica.gut.same_table import with_same_table
from biotica.gut.shipped import compare_with_shipped
from biotica.gut.zero_rows import Row, rows_of_comparison
from biotica.knowledge.names import default_names

SAMPLES_AT_ONCE = 16
CHUNKS_AT_ONCE = 32
"""How much is handed to an executor before the first of it must be done."""

MOST_EARLIER = 10
"""Earlier samples of a person that are looked at, the latest; a tenth tells little more than a third."""

Group = tuple[Platform, str]
"""Platform and pipeline: people who were measured in the same way."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Judged:
    """What was said about one sample.

    Attributes
    ----------
    sample : str
        Its id.
    summary : str
        Code: clearly_missing, nothing_clearly_missing, or why nothing was said.
    people_of_table : int
        People of the same table it was compared with; 0 = with the shipped cohorts.
    rows : tuple of Row
        Zeros, lows and guilds.
    """

    sample: str
    summary: str
    people_of_table: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class _Case:
    profile: Profile
    earlier: tuple[Profile, ...]
    antibiotics: bool


def compare_cohort(
    profiles: Sequence[Profile],
    taken: Mapping[str, Taken],
    *,
    same_table: bool = True,
    executor: Executor | None = None,
) -> Iterator[Judged]:
    """Compare every sample of a table, in its order.

    Parameters
    ----------
    profiles : sequence of Profile
        Gone through twice.
    taken : mapping
        By sample: whose, when and how. Samples that it lacks stand for themselves.
    same_table : bool
        Compare amounts with the other people of the table where at least 50 were measured in the same way;
        False = always with the shipped cohorts.
    executor : Executor or None
        Does the comparisons (threads, processes, or a cluster behind the same interface); None = here.

    Yields
    ------
    Judged
        One per sample.

    Notes
    -----
    One sample per person and none under antibiotics makes the reference of a table. Zeros are judged against
    the shipped cohorts in both cases.
    """
    setting = _Setting(profiles, taken)
    references = setting.references() if same_table else {}
    labels = setting.labels
    chunks = ((references.get(group), cases) for group, cases in _chunks(setting, range(len(labels))))
    if executor is None:
        for reference, cases in chunks:
            yield from judge(reference, cases)
        return
    while some := list(islice(chunks, CHUNKS_AT_ONCE)):
        for judged in executor.map(judge, *zip(*some, strict=True)):
            yield from judged


class _Setting:
    """The samples of a table with what is known of each."""

    def __init__(self, profiles: Sequence[Profile], taken: Mapping[str, Taken]) -> None:
        self.profiles = profiles
        self.labels = tuple(profile.label for profile in profiles)
        self.taken = {label: taken.get(label, Taken(subject=label)) for label in self.labels}
        self._position = {label: number for number, label in enumerate(self.labels)}
        self._earlier = _earlier(self.labels, self.taken)

    def profile(self, number: int) -> Profile:
        profile = self.profiles[number]
        said = self.taken[self.labels[number]].platform
        return profile if said == "unknown" else replace(profile, platform=said)

    def group(self, number: int, profile: Profile) -> Group:
        return comparison_platform(profile), self.taken[self.labels[number]].pipeline

    def case(self, number: int) -> _Case:
        earlier = (self.profile(self._position[label]) for label in self._earlier[self.labels[number]])
        antibiotics = self.taken[self.labels[number]].antibiotics
        return _Case(profile=self.profile(number), earlier=tuple(earlier), antibiotics=antibiotics)

    def references(self) -> dict[Group, Reference]:
        """Give a reference of the table's own people to every group that is large enough."""
        chosen: dict[Group, dict[str, int]] = {}
        for number, label in enumerate(self.labels):
            profile, own = self.profile(number), self.taken[label]
            reads = profile.classified_reads
            if own.antibiotics or not profile.taxa or (reads is not None and reads < LEAST_READS):
                continue
            chosen.setdefault(self.group(number, profile), {}).setdefault(own.subject, number)
        return {
            group: with_same_table(
                default_reference(group[0]),
                (self.profile(number) for number in people.values()),
                default_names(),
                default_guilds(),
            )
            for group, people in chosen.items()
        }


def _earlier(labels: Iterable[str], taken: Mapping[str, Taken]) -> dict[str, tuple[str, ...]]:
    """Earlier samples per sample, oldest first: same person and pipeline; without a day there are none."""
    of_person: dict[tuple[str, str], list[tuple[str, str]]] = {}
    for label in labels:
        own = taken[label]
        if own.day is not None:
            of_person.setdefault((own.subject, own.pipeline), []).append((own.day.isoformat(), label))
    found: dict[str, tuple[str, ...]] = dict.fromkeys(labels, ())
    for dated in of_person.values():
        dated.sort()
        for day, label in dated:
            found[label] = tuple(other for when, other in dated if when < day)[-MOST_EARLIER:]
    return found


def _chunks(setting: _Setting, numbers: Iterable[int]) -> Iterator[tuple[Group, list[_Case]]]:
    """Cases in order, a few at a time, those of one chunk of one group."""
    group: Group | None = None
    cases: list[_Case] = []
    for number in numbers:
        case = setting.case(number)
        own = setting.group(number, case.profile)
        if group is not None and (own != group or len(cases) >= SAMPLES_AT_ONCE):
            yield group, cases
            cases = []
        group = own
        cases.append(case)
    if group is not None and cases:
        yield group, cases


def judge(reference: Reference | None, cases: Sequence[_Case]) -> list[Judged]:
    """Compare some samples of one group; what an executor runs."""
    return [_judged(reference, case) for case in cases]


def _judged(reference: Reference | None, case: _Case) -> Judged:
    found = compare_with_shipped(
        case.profile, case.earlier, reference=reference, antibiotics=case.antibiotics
    )
    columns = reference.same_table.values() if reference is not None else ()
    return Judged(
        sample=case.profile.label,
        summary=found.summary.code,
        people_of_table=len(next(iter(columns), ())),
        rows=tuple(rows_of_comparison(found)),
    )
