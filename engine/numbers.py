"""Numbers of cases that no register numbers: process, year, and a count without gaps."""

from __future__ import annotations

from engine.uow import UnitOfWork
from engine.zone import CHINA

_LONGEST = 24  # characters of the process's id, so that the whole fits the column; who shares them shares the sequence


def next_case_number(uow: UnitOfWork, process_id: str) -> str:
    """Take the next number of a process in this year; others who want one wait until the act ends."""
    sequence = f"{process_id[:_LONGEST]}-{uow.now.astimezone(CHINA).year}"
    return f"{sequence}-{uow.next_number(sequence)}"
