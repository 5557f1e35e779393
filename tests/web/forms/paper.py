"""Forms on paper, so to speak: an application that only renders them, and a browser without scripts that fills them in."""

from typing import Any

import lxml.html
from flask import Flask
from flask_babel import Babel
from lxml.html import FormElement
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from engine.forms import Form
from tests.engine.forms.making import NOW
from web import assets, preferences
from web.forms import Sheet


def paper_app() -> Flask:
    """An application with templates, languages and static files, and no pages."""
    app = Flask("web")
    Babel(app, default_locale="zh", locale_selector=preferences.locale)
    assets.register(app)
    preferences.register(app)
    app.jinja_env.filters.update(day=str, moment=str)  # of the page frame; a form has neither
    return app


def sheet(form: Form, **known: Any) -> Sheet:
    """A form before a person, with nothing known of the case unless the test says so."""
    return Sheet(form, known.pop("data", {}), known.pop("options", {}), NOW, **known)


def as_browser(html: Markup) -> FormElement:
    """The form as a browser has it, in a page's form element."""
    element = lxml.html.fromstring(f'<form method="post">{html}</form>')
    assert isinstance(element, FormElement)
    for area in element.iter("textarea"):
        area.text = (area.text or "").removeprefix("\n")  # as browsers do, and lxml does not
    return element


def sent(element: FormElement, **pressed: str) -> MultiDict[str, str]:
    """What a browser without scripts sends when a button is pressed."""
    values = [(str(name), str(value).replace("\n", "\r\n")) for name, value in element.form_values()]
    return MultiDict([*values, *pressed.items()])
