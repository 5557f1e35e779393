"""What a case throws to others: messages and signals, as jobs of the act that throws them.

They are not given in that act. It holds its own case locked, and would lock those that wait: two cases that throw at each
other would wait for each other for ever. As a job each is given by an act that holds no case before it locks, and locks those
that wait in one order. The worker runs it right after the commit; a message that goes to its own case takes the same way.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine import buffer
from engine.running import Running
from engine.uow import UnitOfWork

PUBLISH = "publish-message"
BROADCAST = "broadcast-signal"


def send_thrown(uow: UnitOfWork, running: Running) -> None:
    """Defer what a case has thrown in this act; a job that is given up stands on the case that threw."""
    case_id = running.setting.row.id
    for thrown in running.case.outgoing:
        if thrown.kind == "signal":
            defer_signal(uow, thrown.name, thrown.payload, case_id)
        else:
            told = {"name": thrown.name, "key": thrown.correlation_key or ""}
            payload = buffer.dump_payload(thrown.payload)
            uow.defer(PUBLISH, {**told, "payload": payload}, instance_id=case_id)


def defer_signal(uow: UnitOfWork, name: str, payload: Mapping[str, object], case_id: str = "") -> None:
    """Let a signal go to all others that wait for it now; `case_id` is the case that threw it."""
    told = {"name": name, "payload": buffer.dump_payload(payload), "at": uow.now, "from": case_id}
    uow.defer(BROADCAST, told, instance_id=case_id or None)
