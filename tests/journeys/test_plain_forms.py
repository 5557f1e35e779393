"""The plain form as citizens and clerks without scripts see it: readable, accessible, nothing wider than the screen."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from flask import render_template_string
from playwright.sync_api import Browser, Page, Route

from engine.errors import Problem
from tests.engine.forms.corpus import cases
from tests.engine.forms.making import field, form, group
from tests.journeys.browser import Watch, axe, picture
from tests.web.forms.paper import paper_app, sheet
from web.forms import Sheet, problem_lines, render_form, render_summary
from web.headers import POLICY

STATIC = Path(__file__).parents[2] / "web" / "static"
ADDRESS = "http://forms.test/"
PAGE = """{% import '_ui.html' as ui with context %}<!doctype html>
<html lang="zh-CN" class="{{ kind }}" data-theme="light"><head><meta charset="utf-8"><title>表单</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
{% for name in ['tokens.css', 'look.css', 'staff.css'] %}<link rel="stylesheet" href="{{ asset(name) }}">{% endfor %}
</head><body><main class="container {{ 'narrow' if 'public' in kind }} stack">
{% if 'staff' in kind or not form %}<h1>事项</h1><h2>表单</h2>{% endif %}{{ ui.error_summary(lines) }}
{% if form %}<form method="post" class="stack" novalidate>{{ form }}<button class="btn btn-primary btn-lg">下一步</button></form>{% endif %}
{% if summary %}<form>{{ summary }}</form>{% endif %}</main></body></html>"""
WHERE = form(
    group(
        "在哪里",
        field(
            "radio",
            "place",
            label="这件事在哪里？",
            description="**就近**的村都可以",
            values=[{"value": str(n), "label": f"渡口村 {n} 组"} for n in range(4)],
        ),
    ),
    group(
        "怎么告诉您",
        field(
            "textfield",
            "phone",
            label="手机号",
            description="只给办理的人看",
            properties={"personal": "phone"},
            validate={"required": True},
        ),
        field("textfield", "name", label="怎么称呼您", properties={"personal": "name"}),
        field("checkbox", "agreed", label="发短信告诉我"),
        field("filepicker", "photos", label="照片", multiple=True),
    ),
)


class Paper:
    """A page with a plain form, handed to the browser without a server."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.html = ""
        page.route("**/*", self._answer)

    def show(self, shown: Sheet, kind: str, **parts: object) -> None:
        """Open a page with what the test renders."""
        with paper_app().test_request_context("/"):
            made = {name: part(shown) if callable(part) else part for name, part in parts.items()}
            self.html = render_template_string(PAGE, kind=kind, **made)
        self.page.goto(ADDRESS)

    def look(self, name: str) -> None:
        """Judge what can be judged without eyes, and take a picture for those who have them."""
        picture(self.page, name)
        axe(self.page)
        assert self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=STATIC / path.removeprefix("/static/"))
            return
        headers = {"Content-Security-Policy": POLICY.format(inline="")}
        route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=headers)


@pytest.fixture(params=[1280, 390])
def paper(request: pytest.FixtureRequest, browser: Browser, watch: Watch) -> Iterator[Paper]:
    context = browser.new_context(viewport={"width": request.param, "height": 844})
    page = context.new_page()
    watch.begin(page)
    yield Paper(page)
    context.close()


def test_a_page_of_one_question(paper: Paper) -> None:
    paper.show(sheet(WHERE), "public", form=lambda shown: render_form(shown, None, {}, page=0))
    paper.look("form-question")


@pytest.mark.parametrize("kind", ["public", "public elder"])
def test_a_page_with_something_to_change(paper: Paper, kind: str) -> None:
    problems = {"phone": [Problem("pattern", {"words": "手机号是 11 位数字，现在是 10 位"})]}
    answers = {"phone": "1380000000", "photos": ["t1"]}
    paper.show(
        sheet(WHERE, file_names={"t1": "路.jpg"}),
        kind,
        form=lambda shown: render_form(shown, answers, problems, page=1),
        lines=lambda shown: problem_lines(shown.form, problems),
    )
    paper.look(f"form-problem{'-elder' if 'elder' in kind else ''}")


@pytest.mark.parametrize("name", ["every-component", "conditions"])
def test_a_whole_form_for_a_clerk(paper: Paper, name: str) -> None:
    case = next(each for each in cases() if each.form.id == name and len(each.given) > 3)
    shown = sheet(case.form, data=case.data, options=case.options)
    paper.show(shown, "staff", form=lambda shown: render_form(shown, {**shown.begun(), **case.given}, {}))
    paper.look(f"form-plain-{name}")


def test_answers_to_be_checked(paper: Paper) -> None:
    answers = {"place": "1", "phone": "13800000000", "agreed": True}
    paper.show(
        sheet(WHERE),
        "public",
        summary=lambda shown: render_summary(shown, answers, change="to"),
    )
    paper.look("form-summary")
