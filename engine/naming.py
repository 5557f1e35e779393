"""How steps are called in lists: in Chinese as drawn, in English by the property `name:en` (decision 12)."""

from __future__ import annotations

from engine.bpmn.cases import Waiting
from engine.bpmn.elements import Element

ENGLISH = "name:en"
_MOST = 300  # characters that the columns `step` and `step_en` hold


def chinese_name(element: Element) -> str:
    """Return the name as drawn, or the id of an element without one."""
    return element.name or element.id


def english_name(element: Element) -> str:
    """Return the English name that the designer gave, or else the Chinese one."""
    return element.property(ENGLISH) or chinese_name(element)


def standing(waiting: Waiting) -> tuple[Element, ...]:
    """Return the elements at which a case stands: its tasks, or what it waits for without any; no boundary events."""
    tasks = tuple(task.element for task in waiting.tasks)
    others = [message.element for message in waiting.messages] + [timer.element for timer in waiting.timers]
    return tasks or tuple(element for element in others if element.kind != "boundaryEvent")


def step_names(waiting: Waiting) -> tuple[str, str]:
    """Return the names of the steps at which a case stands, in both languages, each once."""
    elements = standing(waiting)
    chinese = "、".join(dict.fromkeys(chinese_name(element) for element in elements))
    english = ", ".join(dict.fromkeys(english_name(element) for element in elements))
    return chinese[:_MOST], english[:_MOST]
