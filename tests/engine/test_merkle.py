"""Merkle roots: every leaf counts, in its place, and can be proven alone."""

from hypothesis import given
from hypothesis import strategies as st

from engine.merkle import leaf_hash, proof_of, root_by, root_of

leaves = st.lists(st.binary(max_size=4).map(leaf_hash), min_size=1, max_size=40)


@given(leaves, st.data())
def test_each_leaf_is_proven_by_its_siblings(found: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(found) - 1))
    assert root_by(found[index], proof_of(found, index)) == root_of(found)


@given(leaves, st.data())
def test_another_leaf_gives_another_root(found: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(found) - 1))
    changed = [*found[:index], leaf_hash(b"another"), *found[index + 1 :]]
    assert root_of(changed) != root_of(found)
    assert root_of([*found, found[-1]]) != root_of(found)


def test_a_node_does_not_pass_for_a_leaf() -> None:
    pair = [leaf_hash(b"a"), leaf_hash(b"b")]
    assert root_of(pair) != leaf_hash(pair[0] + pair[1])
