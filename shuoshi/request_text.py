"""Refuses requests with a NUL in their text: no keyboard types one, and PostgreSQL keeps none.

Without this such a request would fail inside an act, as if the fault were ours.
"""

from __future__ import annotations

from flask import Flask, abort, request

NUL = "\0"


def register(app: Flask) -> None:
    """Look at the address and the form of every request before anything else reads them; JSON is the API's to read."""
    app.before_request(_refuse_nul)


def _refuse_nul() -> None:
    sent = [*request.args.items(multi=True), *request.form.items(multi=True)]
    if NUL in request.path or any(NUL in name or NUL in value for name, value in sent):
        abort(400)
