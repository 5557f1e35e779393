"""The start form of the procedure, for those who raise a matter: in pages for citizens, on one page for clerks."""

from __future__ import annotations

from typing import Any

from flask import request

from engine.errors import Invalid, Problem
from engine.filling import gather_options
from engine.forms import Form, check_answers
from engine.functions import host_functions
from engine.uow import UnitOfWork
from engine.zone import CHINA
from registers.matters.raising import PROCESS
from web.acting import now
from web.forms import Sheet, read_posted


def start_form(uow: UnitOfWork) -> Form:
    """Return the form that begins a case of the procedure in force."""
    form = uow.runtime.definitions.current(uow, PROCESS).start_form
    assert form is not None  # noqa: S101  # the procedure of the county begins with a form: its tests say so
    return form


def start_sheet(uow: UnitOfWork) -> Sheet:
    """Return the start form with the places to choose from."""
    form = start_form(uow)
    options = gather_options(uow, None, form, {})
    return Sheet(form, {}, options, now().astimezone(CHINA), host_functions(uow))


def posted_answers(uow: UnitOfWork) -> dict[str, Any]:
    """Return what the page sent for the start form."""
    return read_posted(start_sheet(uow), request.form)


def problems_of(sheet: Sheet, answers: dict[str, Any]) -> dict[str, list[Problem]]:
    """Return what is wrong with the answers; nothing where the form takes them."""
    try:
        check_answers(
            sheet.form,
            answers,
            data=sheet.data,
            options=sheet.options,
            functions=sheet.functions,
            now=sheet.now,
        )
    except Invalid as refused:
        return refused.problems
    return {}
