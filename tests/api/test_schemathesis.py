"""Generated requests against the whole description: no answer is our fault, and each is one that the description knows.

Without a network: schemathesis speaks to the application itself. One county on SQLite, and a key that may do everything.
"""

from collections.abc import Iterator
from typing import Any

import hypothesis
import pytest
import schemathesis
from flask import Flask
from schemathesis.specs.openapi.checks import positive_data_acceptance

from engine.actor import SYSTEM
from engine.keys import Keyring
from engine.runtime import Runtime, Settings
from engine.store import tables
from engine.store.database import create_engine
from engine.uow import run
from registers.accounts.keys import NewKey, add_key
from registers.accounts.scopes import SCOPES
from tests.access.table import ROUTES
from tests.application import application
from tests.conftest import StillClock
from tests.make import matters as make
from tests.small_county import SmallCounty

EXAMPLES = 10


@pytest.fixture(scope="module")
def described_app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The application over a county with a matter in it."""
    clock, folder = StillClock(), tmp_path_factory.mktemp("data")
    database = create_engine(f"sqlite:///{folder}/shuoshi.sqlite")
    tables.metadata.create_all(database)
    runtime = Runtime(
        database=database,
        keyring=Keyring(1, {1: bytes(range(32))}),
        settings=Settings(data_folder=folder),
        performers=SmallCounty(),
        operations={},
        job_handlers={},
        clock=clock,
    )
    office = make.office(runtime)
    make.matter(office)
    app = application(office)
    posts = ["station-clerk@v-dukou"]
    app.config["KEY"] = run(office, add_key, SYSTEM, NewKey("all", SCOPES, "county", posts))
    app.config["CLOCK"] = clock
    yield app
    database.dispose()


@pytest.fixture(scope="module")
def api_schema(described_app: Flask) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", described_app)


@pytest.mark.parametrize("name", [name for name in ROUTES if "/api/" in name and "openapi" not in name])
def test_it_answers_generated_requests_as_described(
    name: str, api_schema: schemathesis.BaseSchema, described_app: Flask
) -> None:
    method, _, path = name.replace("<", "{").replace(">", "}").partition(" ")
    described_app.config["CLOCK"].advance(hours=1)  # wrong keys are tried too, and counted
    key = {"Authorization": f"Bearer {described_app.config['KEY']}"}

    @hypothesis.settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None)
    @hypothesis.given(case=strategy(api_schema[path][method]))
    def answers(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=key, excluded_checks=[positive_data_acceptance])

    answers()  # whether valid data is accepted is not asked: acts have rules that no schema knows


def strategy(operation: Any) -> Any:
    """Requests as described, and others."""
    modes = (schemathesis.GenerationMode.POSITIVE, schemathesis.GenerationMode.NEGATIVE)
    return hypothesis.strategies.one_of(*(operation.as_strategy(generation_mode=mode) for mode in modes))
