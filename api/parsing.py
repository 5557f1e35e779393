"""How the API reads JSON: as RFC 8259 has it, and nothing that a database could not keep.

Python's own reader takes half of a surrogate pair for text, fails on deep nesting, and reads NaN.
"""

from __future__ import annotations

import re
from typing import Any

import flask
import flask_smorest
import orjson
from webargs.core import missing
from webargs.flaskparser import FlaskParser, is_json_request
from webargs.multidictproxy import MultiDictProxy
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType

_NUL = re.compile(rb"(?<!\\)(?:\\\\)*\\u0000")  # the escape for it, which alone may stand in JSON


MOST_BYTES = 2_000_000


class JsonParser(FlaskParser):
    """webargs' parser with a strict reader of JSON."""

    def _raw_load_json(self, req: flask.Request) -> Any:
        """Return what the body says; refused as a bad request where it is no JSON or holds a NUL."""
        if not is_json_request(req):
            if req.content_length:
                raise UnsupportedMediaType
            return missing
        if (req.content_length or 0) > MOST_BYTES:
            raise RequestEntityTooLarge
        body = req.get_data(cache=True)
        try:
            found = orjson.loads(body)
        except orjson.JSONDecodeError as error:
            raise BadRequest from error
        if _NUL.search(body):
            raise BadRequest
        return found

    def load_files(self, req: flask.Request, schema: Any) -> Any:
        """Return the files and the other fields of a form that carries files."""
        return MultiDictProxy(MultiDict([*req.form.items(multi=True), *req.files.items(multi=True)]), schema)


class Routes(flask_smorest.Blueprint):  # type: ignore[misc]  # flask-smorest has no types
    """A part of the API."""

    ARGUMENTS_PARSER = JsonParser()
