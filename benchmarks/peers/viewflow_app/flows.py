"""The short process as viewflow has it: three tasks of a person."""

from typing import Any

from viewflow import this
from viewflow.workflow import flow
from viewflow.workflow.models import Process


def no_page(_request: Any, **_of_task: object) -> None:
    """The measurement asks for no page."""


class Linear(flow.Flow):
    """Three user tasks in a row."""

    process_class = Process

    start = flow.StartHandle().Next(this.one)
    one = flow.View(no_page).Next(this.two)
    two = flow.View(no_page).Next(this.three)
    three = flow.View(no_page).Next(this.end)
    end = flow.End()
