"""The corpus through the plain form. In a browser, through form-js: tests/journeys/test_forms_both_renderers.py."""

import pytest

from engine.forms import check_form
from tests.engine.forms.corpus import Case, cases
from tests.engine.forms.making import source
from tests.web.forms.paper import as_browser, sent, sheet
from web.forms import read_posted, render_form


@pytest.mark.usefixtures("page")
@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_it_comes_to_what_it_should(case: Case) -> None:
    shown = sheet(case.form, data=case.data, options=case.options)
    page = as_browser(render_form(shown, {**shown.begun(), **case.given}, {}))
    case.judge(read_posted(shown, sent(page)))


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_its_forms_can_be_published(case: Case) -> None:
    components = case.form.source["components"]
    assert isinstance(components, list)
    assert check_form(source(*components), for_party=True) == []
