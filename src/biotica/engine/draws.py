"""Random numbers that stay the same when something else changes."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
from scipy.special import ndtr, ndtri

from biotica.engine.compiled import Floats

_TAIL = 0.05
_NORMAL_95 = 1.6448536269514722


class Ranged(Protocol):
    """A number with its range, such as a row of knowledge."""

    @property
    def value(self) -> float:
        """The central value."""

    @property
    def low(self) -> float:
        """Its 5 % quantile."""

    @property
    def high(self) -> float:
        """Its 95 % quantile."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Draws:
    """Draws of uncertain numbers, keyed by (seed, draw, name of the number).

    Parameters
    ----------
    count : int
        Number of draws, >= 1.
    seed : int
        Same seed, same numbers.
    central : bool
        Take every number at its central value instead of drawing it.
    known : mapping
        Name of a number to standard normal scores, shape (draws,): what was learnt about it, in the place of
        fresh draws.
    scores : mapping
        Name to score of every number asked for so far, in that order.

    Notes
    -----
    A new number, another order or another number of draws changes none of the others, so that two what-ifs
    that share draws differ by what was changed and by nothing else.
    """

    count: int = 1
    seed: int = 1
    central: bool = False
    known: Mapping[str, Floats] = field(default_factory=dict)
    scores: dict[str, Floats] = field(default_factory=dict, init=False, compare=False, repr=False)

    def uniform(self, name: str) -> Floats:
        """Uniform numbers in 0..1, shape (draws,)."""
        key = hashlib.blake2b(f"{self.seed}\x1f{name}".encode(), digest_size=16).digest()
        generator = np.random.Generator(np.random.Philox(key=np.frombuffer(key, dtype=np.uint64)))
        return generator.random(self.count)

    def score(self, name: str) -> Floats:
        """Give the standard normal scores of a number, shape (draws,); 0 is its median."""
        if name not in self.scores:
            self.scores[name] = self.known[name] if name in self.known else ndtri(self.uniform(name))
        return self.scores[name]

    def number(self, name: str, ranged: Ranged) -> Floats:
        """Draws of a number within its range, shape (draws,).

        Parameters
        ----------
        name : str
            Key of the number.
        ranged : Ranged
            Central value, low and high as 5 and 95 % of a two-piece (log-)normal, cut off there.

        Returns
        -------
        shape (draws,)
            Same unit; the median is the central value.

        Notes
        -----
        Positive numbers with a positive low are drawn on the log scale, others on the plain scale. Values
        beyond the range do not occur: the range of an assumed number is wide on purpose.
        """
        if self.central or ranged.low == ranged.high:
            return np.full(self.count, ranged.value)
        normal = ndtri(_TAIL + (1.0 - 2.0 * _TAIL) * ndtr(self.score(name))) / _NORMAL_95
        if ranged.low > 0.0:
            down, up = np.log(ranged.value / ranged.low), np.log(ranged.high / ranged.value)
            return np.asarray(ranged.value * np.exp(normal * np.where(normal < 0.0, down, up)))
        down, up = ranged.value - ranged.low, ranged.high - ranged.value
        return np.asarray(ranged.value + normal * np.where(normal < 0.0, down, up))
