"""Photos that come with a form: each is checked and kept at once, so that a refused form does not lose them."""

from __future__ import annotations

from typing import Any

from flask import request
from werkzeug.datastructures import FileStorage

from engine.errors import Invalid, Problem, TooMany
from engine.forms import Form
from registers.attachments.acts import keep_upload
from web.acting import ANYONE, public_act
from web.forms import add_files, posted_files


def keep_posted_files(form: Form, answers: dict[str, Any]) -> dict[str, list[Problem]]:
    """Keep the photos that the page sent and put their tokens into the answers; returns what was wrong with the others."""
    problems: dict[str, list[Problem]] = {}
    for path, files in posted_files(request.files).items():
        for file in files:
            try:
                add_files(form, answers, path, [keep_photo(file, path)])
            except Invalid as refused:
                problems.setdefault(path, []).extend(refused.problems[path])
    return problems


def keep_photo(file: FileStorage, field: str) -> str:
    """Keep one photo for a day and return its token; refused at its field where it is none, or too much waits already."""
    try:
        return public_act(keep_upload, ANYONE, file.read(), claimed=file.mimetype, field=field).token
    except TooMany as refused:
        raise Invalid({field: [Problem(refused.code)]}) from refused
