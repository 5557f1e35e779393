"""Options that forms take from the directory: places, and departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.uow import InstanceRow, UnitOfWork
from registers.directory import queries


def place_options(
    uow: UnitOfWork, _case: InstanceRow | None, _data: Mapping[str, object]
) -> Sequence[Mapping[str, str]]:
    """Return the villages and communities, each after the name of its township."""
    return [
        {
            "value": place.id,
            "label": f"{township.unit.name} · {place.name}",
            "label_en": f"{township.unit.name_en} · {place.name_en}",
        }
        for township in queries.places(uow)
        for place in township.places
    ]


def department_options(
    uow: UnitOfWork, _case: InstanceRow | None, _data: Mapping[str, object]
) -> Sequence[Mapping[str, str]]:
    """Return the departments of the county."""
    return [
        {"value": each.id, "label": each.name, "label_en": each.name_en} for each in queries.departments(uow)
    ]
