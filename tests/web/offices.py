"""A county at work for tests of staff pages: the small diagram, a clerk with a colleague and a neighbour, a matter raised."""

from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading
from registers.matters.receipts import Receipt
from tests.application import application, enter, hire, send
from tests.make import matters as make
from web.forms.names import name_of

STAFF = {
    "clerk": "station-clerk@v-dukou",
    "colleague": "station-clerk@v-dukou",
    "neighbour": "station-clerk@v-shiliang",
    "supervisor": "supervisor@county",
    "administrator": "administrator@county",
}


@dataclass(frozen=True)
class Office:
    """The application over a county, with what tests do to it."""

    app: Flask
    runtime: Runtime
    signed_in: dict[str, FlaskClient] = field(default_factory=dict)

    def raised(self, **said: object) -> Receipt:
        """Raise a matter in the village of the clerk."""
        return make.matter(self.runtime, **said)

    def task(self, receipt: Receipt) -> str:
        """Return the open task of a matter."""
        task = tables.task.c
        with reading(self.runtime) as uow:
            found = uow.first(
                select(task.id).where(task.instance_id == receipt.instance_id, task.status == "open")
            )
        assert found is not None
        return str(found.id)

    def browser(self, person_id: str) -> FlaskClient:
        """The browser of this member of staff, hired and signed in when first asked for: hashing takes its time."""
        if person_id not in self.signed_in:
            hire(self.runtime, person_id, STAFF[person_id])
            self.signed_in[person_id] = self.app.test_client()
            assert enter(self.signed_in[person_id], person_id).status_code == 303
        return self.signed_in[person_id]

    def fill(self, person_id: str, receipt: Receipt, **answers: str) -> TestResponse:
        """Send the form of a matter's open task as its page would."""
        fields = {name_of(key): value for key, value in answers.items()}
        return send(self.browser(person_id), f"/tasks/{self.task(receipt)}", **fields)


def open_office(runtime: Runtime) -> Office:
    """Open the office."""
    ready = make.office(runtime)
    return Office(application(ready), ready)
