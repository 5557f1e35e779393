"""Options that forms take from the register of resolvers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.uow import InstanceRow, UnitOfWork
from registers.resolvers.queries import candidates
from registers.resolvers.words import TOPICS, option_label


def resolver_options(
    uow: UnitOfWork, case: InstanceRow | None, data: Mapping[str, object]
) -> Sequence[Mapping[str, str]]:
    """Return the resolvers who may be chosen for a case where it stands now; none before there is a case.

    The case's data may name a `topic`, which only changes the order.
    """
    if case is None:
        return []
    topic = data.get("topic")
    found = candidates(uow, case.unit_id, topic if isinstance(topic, str) and topic in TOPICS else None)
    labels = [option_label(each.name, each.kind, each.load) for each in found]
    return [
        {"value": each.person_id, "label": label.name, "label_en": label.name_en}
        for each, label in zip(found, labels, strict=True)
    ]
