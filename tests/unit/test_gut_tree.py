"""The tree of a table: every path once, ancestors known, one taxon per rank and name."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from biotica.gut.profile import Node
from biotica.gut.readers.shares import build_profile
from biotica.gut.readers.table import Entry, Sample
from biotica.gut.readers.tree import Path, Tree

RANKS = ("domain", "phylum", "genus", "species", "strain")
paths = st.lists(st.sampled_from("abc"), min_size=1, max_size=5).map(
    lambda names: tuple(Node(rank, name) for rank, name in zip(RANKS, names, strict=False))
)


@given(seen=st.lists(paths, min_size=1, max_size=20))
def test_a_path_keeps_its_number_and_its_parent_is_the_path_without_its_last_node(seen: list[Path]) -> None:
    tree = Tree()
    numbers = [tree.number(path) for path in seen]
    assert numbers == [tree.number(path) for path in seen]
    assert len(set(tree.paths)) == len(tree.paths)
    for number, path in enumerate(tree.paths):
        parent = tree.parents[number]
        assert (tree.paths[parent] if parent >= 0 else ()) == path[:-1]
        first = tree.groups[number]
        assert tree.paths[first][-1] == path[-1]
        assert first <= number
        assert tree.stands_alone[number] == (path[-1].rank != "strain")


rows = st.lists(st.tuples(paths, st.integers(1, 1000)), min_size=1, max_size=12)


@given(rows=rows)
def test_the_order_of_rows_and_what_the_tree_saw_before_change_no_share(
    rows: list[tuple[Path, int]],
) -> None:
    def shares(listed: list[tuple[Path, int]], tree: Tree) -> dict[tuple[str, str], tuple[float, float]]:
        sample = Sample(
            sample_id=None, entries=tuple(Entry(path, value) for path, value in listed), counting="exclusive"
        )
        profile = build_profile(
            sample,
            tree,
            source_name="a",
            format="test",
            by_description_only=True,
            unit="counts",
            platform="unknown",
            database=None,
        )
        return {
            (taxon.rank, taxon.name): (round(taxon.share, 12), round(taxon.rest_share, 12))
            for taxon in profile.taxa
        }

    used = Tree()
    for path, _value in reversed(rows):
        used.number(path)
    assert shares(rows, Tree()) == shares(rows[::-1], used)
