"""What the engine itself does as jobs, besides timers: the composition root adds the registers' kinds, and may put others in."""

from __future__ import annotations

from collections.abc import Mapping

from engine.buffer import EXPIRE, expire_messages
from engine.external_operations import perform_operation
from engine.jobs import OPERATION, OUTBOX, JobHandler
from engine.message_starts import BEGIN_KEPT
from engine.messages import publish_thrown
from engine.outbox import write_line
from engine.signals import BROADCAST, GIVE, broadcast, give_signal
from engine.start_triggers import BEGIN_BY_TIME
from engine.starts import BEGIN, begin_by_kept_message, begin_by_time, begin_deferred
from engine.thrown import PUBLISH

HANDLERS: Mapping[str, JobHandler] = {
    OUTBOX: write_line,
    EXPIRE: expire_messages,
    OPERATION: perform_operation,
    PUBLISH: publish_thrown,
    BROADCAST: broadcast,
    GIVE: give_signal,
    BEGIN: begin_deferred,
    BEGIN_KEPT: begin_by_kept_message,
    BEGIN_BY_TIME: begin_by_time,
}
