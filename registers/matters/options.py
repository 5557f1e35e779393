"""Where a matter may be: the places of the directory, and for an imported letter every unit it may name, or the county."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.uow import InstanceRow, UnitOfWork
from registers.directory import options
from registers.directory.queries import units


def place_options(
    uow: UnitOfWork, case: InstanceRow | None, data: Mapping[str, object]
) -> Sequence[Mapping[str, str]]:
    """Return the villages and communities; a letter that names none of them goes to the county centre's queue."""
    if case is None and data.get("channel") == "import":
        return [{"value": each.id, "label": each.name, "label_en": each.name_en} for each in units(uow)]
    return options.place_options(uow, case, data)
