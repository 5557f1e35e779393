"""Options that forms take from the directory: places, and departments."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.uow import InstanceRow, UnitOfWork
from registers.directory import queries


def place_options(
    uow: UnitOfWork, _case: InstanceRow | None, _data: Mapping[str, object]
) -> Sequence[Mapping[str, str]]:
    """Return the places of which a matter may speak: villages and communities, their townships, the whole county."""
    villages = [
        {
            "value": place.id,
            "label": f"{township.unit.name} · {place.name}",
            "label_en": f"{township.unit.name_en} · {place.name_en}",
        }
        for township in queries.places(uow)
        for place in township.places
    ]
    above = sorted(
        (each for each in queries.units(uow) if each.level in {"township", "county"}),
        key=lambda each: each.level == "county",
    )
    return villages + [{"value": each.id, "label": each.name, "label_en": each.name_en} for each in above]


def department_options(
    uow: UnitOfWork, _case: InstanceRow | None, _data: Mapping[str, object]
) -> Sequence[Mapping[str, str]]:
    """Return the departments of the county."""
    return [
        {"value": each.id, "label": each.name, "label_en": each.name_en} for each in queries.departments(uow)
    ]
