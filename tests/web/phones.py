"""A citizen's phone without scripts: opens pages, fills in what it sees, presses buttons by their words."""

import io
import re
from dataclasses import dataclass, field

import lxml.html
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import FormElement, HtmlElement
from sqlalchemy import select
from werkzeug.test import TestResponse

from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading
from tests.application import application
from tests.conftest import StillClock
from tests.workflows import walking
from tests.workflows.walking import Walk
from web.forms.names import files_name_of, name_of

PLACE, TEXT = "v-dukou", "渡口桥头三盏路灯坏了半个月，晚上老人过桥看不见路。"
PHONE = "13900001234"


@dataclass
class Phone:
    """What one browser shows, with its cookies."""

    client: FlaskClient
    answer: TestResponse = field(init=False)
    files: dict[str, bytes] = field(default_factory=dict)

    def open(self, address: str) -> "Phone":
        """Go to an address, wherever it leads."""
        return self._show(self.client.get(address, follow_redirects=True))

    def press(self, words: str, **typed: str) -> "Phone":
        """Fill in the answers of the form that has this button or link, and press it."""
        said = [each for each in self.page.iter("button", "a") if words in _said(each)]
        found = [each for each in said if each.tag == "a" or _has(each, typed)]
        assert found, f"nothing says {words} and takes {list(typed)}: {_said(self.page)}"
        return self.open(str(found[0].get("href"))) if found[0].tag == "a" else self._send(found[0], typed)

    def choose_photo(self, content: bytes, *, key: str = "photos") -> "Phone":
        """Choose a file, to be sent with the next press."""
        inputs = {name for form in self.page.forms for name in set(form.inputs.keys())}
        self.files[files_name_of(key) if files_name_of(key) in inputs else key] = content
        return self

    @property
    def page(self) -> HtmlElement:
        """The page as a browser has it."""
        return lxml.html.fromstring(self.answer.text, base_url=self.answer.request.path)

    @property
    def text(self) -> str:
        """All that the page says."""
        return _said(self.page)

    @property
    def path(self) -> str:
        """Where the browser is now."""
        return self.answer.request.path

    @property
    def number(self) -> str:
        """The number that the page says."""
        found = re.search(r"SS-\d{4}-\d{6}", self.text)
        assert found is not None
        return found[0]

    @property
    def code(self) -> str:
        """The code that the receipt says."""
        found = re.search(r"(?:[A-Z2-7]{4}-){3}[A-Z2-7]{4}", self.text)
        assert found is not None
        return found[0]

    def typed(self, key: str) -> object:
        """What stands in a field."""
        found = self.page.forms[0].inputs[name_of(key)].value
        return (
            found.removeprefix("\n") if isinstance(found, str) else found
        )  # as browsers do, and lxml does not

    def _send(self, button: HtmlElement, typed: dict[str, str]) -> "Phone":
        form = _form_of(button)
        for area in form.iter("textarea"):
            area.text = (area.text or "").removeprefix("\n")  # as browsers do, and lxml does not
        for key, value in typed.items():
            _fill(form, _name_in(form, key), value)
        sent: dict[str, list[object]] = {}
        for name, value in form.form_values():
            sent.setdefault(str(name), []).append(value)
        if button.get("name"):
            sent[str(button.get("name"))] = [button.get("value") or ""]
        for name, content in self.files.items():
            sent[name] = [(io.BytesIO(content), "photo.jpg", "image/jpeg")]
        self.files.clear()
        address = button.get("formaction") or form.get("action") or self.path
        return self._show(
            self.client.post(address, data=sent, content_type=form.get("enctype"), follow_redirects=True)
        )

    def _show(self, answer: TestResponse) -> "Phone":
        self.answer = answer
        return self


def _form_of(button: HtmlElement) -> FormElement:
    form = next(button.iterancestors("form"))
    assert isinstance(form, FormElement)
    return form


def _has(button: HtmlElement, typed: dict[str, str]) -> bool:
    form = _form_of(button)
    return all(_name_in(form, key) in form.inputs for key in typed)


def _name_in(form: FormElement, key: str) -> str:
    """How a form calls an answer: as those of the procedure, or as a field of the page itself."""
    return name_of(key) if name_of(key) in form.inputs else key


def _fill(form: FormElement, name: str, value: str) -> None:
    """Type into a field, tick a box, choose what is offered."""
    found = form.inputs[name]
    if getattr(found, "type", "") == "checkbox" and not isinstance(found, list):
        found.checked = value == "true"
    elif found.__class__.__name__ == "CheckboxGroup":
        found.value = {value}
    else:
        found.value = value


def _said(element: HtmlElement) -> str:
    return " ".join(str(element.text_content()).split())


@dataclass(frozen=True)
class Village:
    """The application over a county in which the procedure of a matter is in force."""

    app: Flask
    runtime: Runtime
    clock: StillClock

    def phone(self) -> Phone:
        """Another browser."""
        return Phone(self.app.test_client())

    def raised(self, **said: str) -> tuple[Phone, Walk]:
        """Raise a matter on a phone; it stands at the receipt then."""
        phone = self.phone().open("/raise/")
        phone.press("下一步", place=said.get("place", PLACE)).press("下一步", text=said.get("text", TEXT))
        phone.press("下一步", **({"public": "true"} if "public" in said else {}))
        phone.press("下一步：核对", phone=said.get("phone", PHONE)).press("交上去")
        return phone, self.matter(phone.number)

    def shown_to_all(self, **said: str) -> Walk:
        """Raise a matter that may be public, and let the station accept and classify it as one for all."""
        _, walk = self.raised(public="yes", **said)
        walk.do("receive", walking.STATION, decision="accept")
        classified = {
            "class": "public-benefit",
            "topic": "facilities",
            "way": "on-the-spot",
            "urgency": "normal",
        }
        return walk.do("classify", walking.STATION, **classified)

    def matter(self, number: str) -> Walk:
        """The matter of a number, for its office to handle."""
        with reading(self.runtime) as uow:
            found = uow.first(select(tables.instance.c.id).where(tables.instance.c.number == number))
        assert found is not None
        return Walk(self.runtime, self.clock, found.id)


def village(runtime: Runtime, clock: StillClock) -> Village:
    """Begin the county's work."""
    ready = walking.county(runtime)
    return Village(application(ready), ready, clock)
