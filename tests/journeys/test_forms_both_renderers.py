"""The corpus of answers through form-js in a real browser: what it sends comes to the same as the plain form.

No server: the page and the built island are handed to the browser as it asks for them, under the product's own policy.
"""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import render_template_string
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.datastructures import MultiDict

from engine.errors import Problem
from tests.engine.forms.corpus import Case, cases
from tests.engine.forms.making import field, form, group
from tests.journeys.browser import Watch, axe, picture
from tests.web.forms.paper import paper_app, sheet
from web.forms import Sheet, problem_lines, read_posted, render_staff_form
from web.headers import POLICY

STATIC = Path(__file__).parents[2] / "web" / "static"
ADDRESS = "http://forms.test/"
PAGE = """<!doctype html>
<html lang="{{ 'en' if locale == 'en' else 'zh-CN' }}" class="staff" data-theme="{{ theme }}"><head><meta charset="utf-8"><title>表单</title>
{% for name in ['tokens.css', 'look.css', 'staff.css'] %}<link rel="stylesheet" href="{{ asset(name) }}">{% endfor %}
{% for style in island('form').styles %}<link rel="stylesheet" href="{{ style }}">{% endfor %}
{% for script in island('form').scripts %}<script type="module" src="{{ script }}"></script>{% endfor %}
</head><body><main class="container stack"><h1>事项</h1><h2>表单</h2>
{% if lines %}<div class="alert alert-danger"><ul>{% for line in lines %}<li><a href="#{{ line.anchor }}">{{ line.words }}</a></li>{% endfor %}</ul></div>{% endif %}
<form class="card" method="post" action="/sent"><div class="card-body">{{ form }}</div>
<div class="actionbar"><button class="btn btn-primary" data-submit>提交</button><button class="btn" data-save-draft>存草稿</button><button class="btn" formaction="/sent?back">放回</button></div>
</form></main></body></html>"""


class Desk:
    """A clerk's page with one form on it, and what it sends."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.html = ""
        self.posted: MultiDict[str, str] = MultiDict()
        page.route("**/*", self._answer)

    def lay(self, shown: Sheet, answers: dict[str, object] | None = None, **more: object) -> None:
        """Open the page with this form and wait until form-js has taken it over."""
        self.open(shown, answers, **more)
        expect(self.page.locator("[data-plain]")).to_have_count(0)

    def open(self, shown: Sheet, answers: dict[str, object] | None = None, **more: object) -> None:
        """Open the page with this form."""
        problems = more.pop("problems", {})
        assert isinstance(problems, dict)
        headers = {"Cookie": f"lang={more.pop('lang', 'zh')}"}
        with paper_app().test_request_context("/", headers=headers):
            self.html = render_template_string(
                PAGE,
                form=render_staff_form(shown, answers, problems),
                lines=problem_lines(shown.form, problems),
                theme=more.get("theme", "light"),
            )
        self.page.goto(ADDRESS)

    def press(self, words: str) -> None:
        """Press a button and wait for what is sent."""
        with self.page.expect_response(lambda answer: "/sent" in answer.url):
            self.page.get_by_role("button", name=words, exact=True).click()

    def _answer(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == "/sent":
            pairs = parse_qsl(route.request.post_data or "", keep_blank_values=True)
            self.posted = MultiDict(pairs)
            route.fulfill(body="<!doctype html><title>ok</title>", content_type="text/html")
        elif path.startswith("/static/"):
            file = STATIC / path.removeprefix("/static/")
            route.fulfill(path=file, content_type=mimetypes.guess_type(file.name)[0] or "text/plain")
        else:
            policy = {"Content-Security-Policy": POLICY.format(inline=" 'unsafe-inline'")}
            route.fulfill(body=self.html, content_type="text/html; charset=utf-8", headers=policy)


@pytest.fixture
def desk(browser: Browser, watch: Watch) -> Iterator[Desk]:
    context = browser.new_context(
        locale="zh-CN", timezone_id="Asia/Shanghai", viewport={"width": 1280, "height": 800}
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    watch.begin(page)
    yield Desk(page)
    context.close()


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.name)
def test_it_comes_to_the_same_as_the_plain_form(desk: Desk, case: Case) -> None:
    shown = sheet(case.form, data=case.data, options=case.options)
    desk.lay(shown, {**shown.begun(), **case.given})
    desk.press("提交" if case.kept is not None else "存草稿")
    with paper_app().test_request_context("/"):
        case.judge(read_posted(shown, desk.posted))


REPLY = field(
    "radio",
    "reply",
    label="怎么告诉您",
    values=[{"value": "phone", "label": "打电话"}, {"value": "none", "label": "不用"}],
)
PHONE = field(
    "textfield",
    "phone",
    label="手机号",
    validate={"required": True},
    conditional={"hide": '=reply != "phone"'},
)
ROWS = group(
    "people",
    field("textfield", "name", label="姓名", validate={"required": True}),
    type="dynamiclist",
    path="people",
    isRepeating=True,
    allowAddRemove=True,
)
WHAT = field("textarea", "what", label="什么事", description="照实说", properties={"label:en": "What"})


def answers_of(desk: Desk, shown: Sheet) -> dict[str, object]:
    with paper_app().test_request_context("/"):
        return read_posted(shown, desk.posted)


def test_it_sends_what_was_typed_and_chosen(desk: Desk) -> None:
    shown = sheet(form(WHAT, REPLY, PHONE, ROWS))
    desk.lay(shown)
    desk.page.get_by_label("什么事").fill("路塌了")
    expect(desk.page.get_by_label("手机号")).to_have_count(0)
    desk.page.get_by_label("打电话").check()
    desk.page.get_by_label("手机号").fill("13800000000")
    desk.page.get_by_label("姓名").fill("甲")
    desk.page.get_by_role("button", name="加一行").click()
    desk.page.get_by_label("姓名").nth(1).fill("乙")
    desk.press("提交")
    assert answers_of(desk, shown) == {
        "what": "路塌了",
        "reply": "phone",
        "phone": "13800000000",
        "people": [{"name": "甲"}, {"name": "乙"}],
    }


def test_it_does_not_send_what_is_missing_and_says_so_in_chinese(desk: Desk) -> None:
    desk.lay(sheet(form(REPLY, PHONE)), {"reply": "phone"})
    desk.page.get_by_role("button", name="提交").click()
    expect(desk.page.get_by_role("alert")).to_have_text("有 1 处要改")
    expect(desk.page.locator(".fjs-form-field-error")).to_have_text("这一项要填")
    expect(desk.page.get_by_label("手机号")).to_be_focused()
    assert not desk.posted


def test_it_keeps_a_draft_however_unfinished(desk: Desk) -> None:
    shown = sheet(form(REPLY, PHONE))
    desk.lay(shown, {"reply": "phone"})
    desk.press("存草稿")
    assert answers_of(desk, shown) == {"reply": "phone", "phone": ""}


def test_it_lets_the_task_go_however_unfinished(desk: Desk) -> None:
    desk.lay(sheet(form(REPLY, PHONE)), {"reply": "phone"})
    desk.press("放回")
    assert "answers" not in desk.posted


def test_it_shows_what_the_server_found_wrong_until_it_is_changed(desk: Desk) -> None:
    problems = {"what": [Problem("pattern", {"words": "请写清楚"})], "people.1.name": [Problem("not-shown")]}
    answers: dict[str, object] = {"what": "路", "people": [{"name": "甲"}, {"name": "乙"}]}
    desk.lay(sheet(form(WHAT, ROWS)), answers, problems=problems)
    errors = desk.page.locator(".fjs-form-field-error")
    expect(errors).to_have_text(["请写清楚", "这一项现在不用填，请删掉"])
    desk.page.get_by_role("link", name="请写清楚").click()
    expect(desk.page.get_by_label("什么事")).to_be_focused()
    desk.page.get_by_label("什么事").fill("路塌了")
    expect(errors).to_have_count(1)


def test_its_calendar_speaks_chinese(desk: Desk) -> None:
    shown = sheet(form(field("datetime", "day", dateLabel="哪天", subtype="date")))
    desk.lay(shown, {"day": "2026-06-17"})
    desk.page.locator(".fjs-form-field-datetime input").first.click()
    expect(desk.page.get_by_label("月份").locator("option:checked")).to_have_text("六月")
    expect(desk.page.get_by_label("哪天（可不填）")).to_be_visible()
    desk.page.locator(".flatpickr-day:not(.prevMonthDay)", has_text="18").first.click()
    desk.press("提交")
    assert answers_of(desk, shown) == {"day": "2026-06-18"}


def test_it_speaks_english_on_an_english_page(desk: Desk) -> None:
    desk.lay(sheet(form(WHAT)), lang="en")
    expect(desk.page.get_by_label("What")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark", "contrast"])
def test_it_is_readable_in_every_theme(desk: Desk, theme: str) -> None:
    case = next(each for each in cases() if each.form.id == "every-component")
    shown = sheet(case.form, data=case.data, options=case.options)
    desk.lay(shown, {**shown.begun(), **case.given}, theme=theme)
    picture(desk.page, f"form-island-{theme}")
    axe(desk.page)


def test_it_leaves_the_plain_form_where_the_island_fails(browser: Browser) -> None:
    context = browser.new_context()
    desk = Desk(context.new_page())  # not watched: the browser logs what does not load
    desk.page.route("**/viewer-*.js", lambda route: route.abort())
    shown = sheet(form(WHAT))
    with desk.page.expect_event("requestfailed"):
        desk.open(shown)
    desk.page.get_by_label("什么事").fill("路塌了")
    desk.press("提交")
    assert answers_of(desk, shown) == {"what": "路塌了"}
    context.close()
