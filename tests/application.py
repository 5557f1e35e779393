"""The real application for tests of pages and API: the composition root's own, over the runtime of the fixture."""

from __future__ import annotations

import re
from dataclasses import replace

from flask import Blueprint, Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from engine.runtime import Runtime
from engine.uow import run
from registers.directory.performers import DirectoryPerformers
from shuoshi.app import PAGES, create_app
from shuoshi.composition import BEGUN_BY_REGISTERS, JOB_HANDLERS, OPERATIONS, OPTIONS
from tests.make import directory as make

SECRET = bytes(range(32))
PASSWORD = make.PASSWORD
_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')


def whole_runtime(runtime: Runtime) -> Runtime:
    """Return the runtime with the real directory and all that the registers plug in."""
    return replace(
        runtime,
        performers=DirectoryPerformers(),
        operations=OPERATIONS,
        options=OPTIONS,
        begun_by_registers=BEGUN_BY_REGISTERS,
        job_handlers=JOB_HANDLERS,
    )


def application(runtime: Runtime, *more: Blueprint) -> Flask:
    """Return the application with all pages, and with those that a test adds."""
    return create_app(whole_runtime(runtime), SECRET, pages=(*PAGES, *more))


def hire(runtime: Runtime, person_id: str, *posts: str) -> None:
    """Add a person with posts (`station-clerk@v-dukou`) and an account of the same name."""
    run(runtime, make.holder, person_id, *posts)
    run(runtime, make.account, person_id)


def enter(client: FlaskClient, person_id: str) -> TestResponse:
    """Sign in on the sign-in page, as a person does."""
    return send(client, "/sign-in", login=person_id, password=PASSWORD)


def send(client: FlaskClient, address: str, **fields: str) -> TestResponse:
    """Send a form as a page of ours would, with its token."""
    return client.post(address, data={**fields, "csrf_token": token(client)})


def token(client: FlaskClient) -> str:
    """Return the token that a form of ours carries."""
    found = _TOKEN.search(client.get("/sign-in").text)
    assert found is not None
    return found[1]
