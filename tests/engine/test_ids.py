"""Identifiers: UUIDs of version 7, in the order in which one process makes them."""

from uuid import RFC_4122, UUID

from engine.ids import new_id


def test_they_are_uuids_of_version_7() -> None:
    made = UUID(new_id())
    assert (made.version, made.variant) == (7, RFC_4122)


def test_what_is_named_later_comes_later() -> None:
    made = [new_id() for _ in range(2000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
