"""How steps are called: in Chinese as drawn, in English by the property `name:en` (decision 12).

A drawing speaks to those who work by it. What those are told who wait for the result may be other words: the properties
`progress` and `progress:en`; and `progress:beside` marks a step that is not what they wait for.
"""

from __future__ import annotations

from typing import TypeAlias

from engine.bpmn.cases import (
    Waiting,
    WaitingIncident,
    WaitingJob,
    WaitingMessage,
    WaitingSignal,
    WaitingTask,
    WaitingTimer,
)
from engine.bpmn.elements import ENGLISH_NAME, Element

Waits: TypeAlias = WaitingTask | WaitingTimer | WaitingMessage | WaitingSignal | WaitingJob | WaitingIncident
PROGRESS, PROGRESS_ENGLISH, PROGRESS_BESIDE = "progress", "progress:en", "progress:beside"
_LISTENERS = frozenset({"boundaryEvent", "eventSubProcess"})
_MOST = 300  # characters that the columns `step` and `step_en` hold


def chinese_name(element: Element) -> str:
    """Return the name as drawn, or the id of an element without one."""
    return element.name or element.id


def english_name(element: Element) -> str:
    """Return the English name that the designer gave, or else the Chinese one."""
    return element.property(ENGLISH_NAME) or chinese_name(element)


def progress_names(element: Element) -> tuple[str, str]:
    """Return what those who wait for the result are told of a step, in both languages; its names where nothing else is."""
    chinese = element.property(PROGRESS)
    if not chinese:
        return chinese_name(element), english_name(element)
    return chinese, element.property(PROGRESS_ENGLISH) or chinese


def is_beside(element: Element) -> bool:
    """Say whether a step runs beside the main line: supervising, reading what was added."""
    return element.property(PROGRESS_BESIDE) == "true"


def standing_at(waiting: Waiting) -> tuple[Waits, ...]:
    """Return where a case stands: its tasks and incidents, or what it waits for without any; nothing that only listens beside."""
    here: tuple[Waits, ...] = (*waiting.tasks, *waiting.incidents)
    others: tuple[Waits, ...] = (
        *waiting.messages,
        *waiting.signals,
        *waiting.timers,
        *waiting.jobs,
    )
    return here or tuple(each for each in others if each.element.kind not in _LISTENERS)


def step_names(waiting: Waiting) -> tuple[str, str]:
    """Return the names of the steps at which a case stands, in both languages, each once."""
    elements = [each.element for each in standing_at(waiting)]
    chinese = "、".join(dict.fromkeys(chinese_name(element) for element in elements))
    english = ", ".join(dict.fromkeys(english_name(element) for element in elements))
    return chinese[:_MOST], english[:_MOST]
