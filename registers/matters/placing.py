"""Where an imported letter belongs: a place that names units of the tree, each above the next; nothing is guessed."""

from __future__ import annotations

from collections.abc import Iterable

from registers.directory.values import Unit

_PLACES = ("township", "village")


def unit_named(place: str, units: Iterable[Unit]) -> Unit | None:
    """Return the deepest unit that a place names in full, from its township (or its own name alone) on; else None.

    What stands before the township may only be the county's own name: a township of that name in another county is
    none of ours. Two that fit equally are none.
    """
    tree = {unit.id: unit for unit in units}
    said = "".join(place.split())
    found = [unit for unit in tree.values() if unit.level in _PLACES and _is_named(said, unit, tree)]
    deepest = [unit for unit in found if not any(other.parent_id == unit.id for other in found)]
    return deepest[0] if len(deepest) == 1 else None


def _is_named(said: str, unit: Unit, tree: dict[str, Unit]) -> bool:
    """Say whether a text begins with the unit's names in order, the county's left out or not, or is its name alone."""
    if said == unit.name:
        return True
    names = [tree[each].name for each in unit.path.strip("/").split("/") if each in tree]
    return any(said.startswith("".join(names[skipped:])) for skipped in (0, 1))
