"""What the engine itself does as jobs, besides timers: the composition root adds the registers' kinds, and may put others in."""

from __future__ import annotations

from collections.abc import Mapping

from engine.buffer import EXPIRE, expire_messages
from engine.external_operations import perform_operation
from engine.jobs import OPERATION, OUTBOX, JobHandler
from engine.outbox import write_line

HANDLERS: Mapping[str, JobHandler] = {
    OUTBOX: write_line,
    EXPIRE: expire_messages,
    OPERATION: perform_operation,
}
