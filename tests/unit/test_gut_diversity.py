from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biotica.gut.diversity import diversity
from biotica.gut.readers.content import NamedBytes
from biotica.gut.readers.reading import read_profiles


def of(shares: list[float]) -> tuple[int, float]:
    rows = [f"Bacteroides kind{'abcdefghijklmnop'[n]},{share:.12f}" for n, share in enumerate(shares)]
    text = "\n".join(["taxon,relative_abundance", *rows]) + "\n"
    found = diversity(read_profiles([NamedBytes(name="p.csv", data=text.encode())]).sample())
    assert found is not None
    return found.kinds, found.effective_kinds


def test_equally_common_kinds_count_fully() -> None:
    kinds, effective = of([0.25] * 4)
    assert kinds == 4
    assert effective == pytest.approx(4.0)


def test_it_is_the_exponent_of_the_entropy() -> None:
    shares = [0.5, 0.3, 0.2]
    assert of(shares)[1] == pytest.approx(math.exp(-sum(p * math.log(p) for p in shares)))


@given(st.lists(st.floats(0.01, 1.0), min_size=2, max_size=12))
def test_it_lies_between_one_and_the_number_of_kinds(weights: list[float]) -> None:
    shares = [weight / sum(weights) for weight in weights]
    kinds, effective = of(shares)
    assert 1.0 <= effective <= kinds + 1e-6
    assert of(shares[::-1])[1] == pytest.approx(effective, rel=1e-9)
