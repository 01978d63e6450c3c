"""Sparse LU of matrices that all share one pattern, without pivoting.

The pattern is ordered and filled once (`order_and_fill`); the numeric part then runs over index arrays
alone. This is how kinetic preprocessors of atmospheric chemistry solve their Rosenbrock systems.

References
----------
sandu1997
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from biotica.engine.compiled import Floats, Indices, Integers, loop


class Pattern:
    """Rows of the filled pattern in elimination order.

    Attributes
    ----------
    place_of_state : shape (states,)
        Row that each state got.
    row_at, column, diagonal : shape (states + 1,), shape (entries,), shape (states,)
        Compressed rows with rising columns, and the entry of each diagonal.
    """

    def __init__(self, place_of_state: Integers, rows: list[list[int]]) -> None:
        self.place_of_state = place_of_state
        self.row_at = np.zeros(len(rows) + 1, dtype=np.int64)
        self.row_at[1:] = np.cumsum([len(row) for row in rows])
        self.column = np.array([c for row in rows for c in row], dtype=np.int64)
        self.diagonal = np.array(
            [self.row_at[i] + row.index(i) for i, row in enumerate(rows)], dtype=np.int64
        )
        self._entry = {
            (i, c): int(self.row_at[i]) + n for i, row in enumerate(rows) for n, c in enumerate(row)
        }

    def entry(self, of_state: int, by_state: int) -> int:
        """Position of d(rate of ``of_state``)/d(``by_state``) among the entries."""
        return self._entry[int(self.place_of_state[of_state]), int(self.place_of_state[by_state])]


def order_and_fill(states: int, couplings: Iterable[tuple[int, int]]) -> Pattern:
    """Order the states so that elimination fills in little, and add what it fills in.

    Parameters
    ----------
    states : int
        Number of states.
    couplings : iterable of (of_state, by_state)
        Where the Jacobian may differ from zero; the diagonal is added.

    Returns
    -------
    Pattern

    Notes
    -----
    Markowitz: next is the state whose elimination can fill in the fewest entries; ties go to the lower
    number.
    """
    rows: list[set[int]] = [{i} for i in range(states)]
    columns: list[set[int]] = [{i} for i in range(states)]
    for of_state, by_state in couplings:
        rows[of_state].add(by_state)
        columns[by_state].add(of_state)
    left = set(range(states))
    sequence: list[int] = []
    filled: list[set[int]] = [set(row) for row in rows]
    while left:
        pivot = min(left, key=lambda i: ((len(rows[i]) - 1) * (len(columns[i]) - 1), i))
        left.discard(pivot)
        sequence.append(pivot)
        across = rows[pivot] - {pivot}
        down = columns[pivot] - {pivot}
        for i in down:
            new = across - rows[i]
            rows[i] |= new
            filled[i] |= new
            for j in new:
                columns[j].add(i)
            rows[i].discard(pivot)
        for j in across:
            columns[j].discard(pivot)
    place = np.empty(states, dtype=np.int64)
    place[sequence] = np.arange(states)
    ordered = [sorted(int(place[j]) for j in filled[i]) for i in sequence]
    return Pattern(place, ordered)


@loop("boolean(int64[::1], uint32[::1], int64[::1], float64[::1], float64[::1])")
def factorise(row_at: Integers, column: Indices, diagonal: Integers, entries: Floats, row: Floats) -> bool:
    """Factorise in place; False if a diagonal vanished.

    Parameters
    ----------
    row_at, column, diagonal : integer arrays
        The pattern.
    entries : shape (entries,)
        Values in, LU out (unit lower part).
    row : shape (states,)
        Work space.
    """
    states = diagonal.shape[0]
    for i in range(states):
        first = row_at[i]
        last = row_at[i + 1]
        for e in range(first, last):
            row[column[e]] = entries[e]
        for e in range(first, diagonal[i]):
            j = column[e]
            factor = row[j] * entries[diagonal[j]]
            row[j] = factor
            if factor != 0.0:
                for f in range(diagonal[j] + 1, row_at[j + 1]):
                    row[column[f]] -= factor * entries[f]
        pivot = row[i]
        if pivot == 0.0 or pivot != pivot:
            return False
        row[i] = 1.0 / pivot
        for e in range(first, last):
            entries[e] = row[column[e]]
    return True


@loop("void(int64[::1], uint32[::1], int64[::1], float64[::1], float64[::1])")
def substitute(
    row_at: Integers, column: Indices, diagonal: Integers, entries: Floats, vector: Floats
) -> None:
    """Solve in place with the factors (diagonal entries hold reciprocals)."""
    states = diagonal.shape[0]
    for i in range(states):
        total = vector[i]
        for e in range(row_at[i], diagonal[i]):
            total -= entries[e] * vector[column[e]]
        vector[i] = total
    for i in range(states - 1, -1, -1):
        total = vector[i]
        for e in range(diagonal[i] + 1, row_at[i + 1]):
            total -= entries[e] * vector[column[e]]
        vector[i] = total * entries[diagonal[i]]
