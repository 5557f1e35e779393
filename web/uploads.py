"""Photos that come with a form: each is checked and kept at once, so that a refused form does not lose them."""

from __future__ import annotations

from typing import Any

from flask import request

from engine.errors import Invalid, Problem
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
                kept = public_act(keep_upload, ANYONE, file.read(), claimed=file.mimetype, field=path)
                add_files(form, answers, path, [kept.token])
            except Invalid as refused:
                problems.setdefault(path, []).extend(refused.problems[path])
    return problems
