"""SIGTERM and Ctrl-C: how a process that runs on is told to stop."""

from __future__ import annotations

import signal
from collections.abc import Callable
from types import FrameType


def stop_at_signals(stop: Callable[[], None]) -> None:
    """Call `stop` at SIGTERM and Ctrl-C; it must be safe in a signal handler."""

    def told(number: int, _frame: FrameType | None) -> None:
        if number == signal.SIGINT:  # a second Ctrl-C comes from someone who does not want to wait
            signal.signal(number, signal.SIG_DFL)
        stop()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, told)
