"""Who acts in the journeys: a citizen with a phone and a clerk at a desk, who read the pages and press what they see.

They answer a question by its words, whichever way the form was drawn, and know nothing of ids and addresses.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Locator, Page, StorageState, expect

Answer = str | bool | Path | tuple[str, ...]
Answers = Mapping[str, Answer]
Sessions = dict[str, StorageState]

PLACE, WHAT, TITLE, CONCERNS = "哪个村、哪个社区", "是什么事", "一句话说是什么事", "这件事关系到谁"
PUBLIC, PRIVATE, PHONE = (
    "同意隐去姓名以后公开，让大家看到办得怎么样",
    "不想让别人知道，只给办这件事的人看",
    "手机号",
)
DUKOU = "沿河乡 · 渡口村"
STATION, OFFICE, CENTRE = "渡口村说事站", "沿河乡说事处", "县级说事中心"
LEADER, SUPERVISOR = "沿河乡负责人", "县政府办督查"
TODAY = "今天"


@dataclass(frozen=True, slots=True)
class Receipt:
    """What a citizen takes home."""

    number: str
    code: str


def answer(page: Page, answers: Answers) -> None:
    """Answer the questions that the page asks, each by its words."""
    for question, given in answers.items():
        _answer(page, question, given)


def control(page: Page, question: str) -> Locator:
    """Find a question: its field, or the group of its choices."""
    named = re.compile(rf"^\s*{re.escape(question)}\s*(（可不填）)?\*?\s*$")
    return page.get_by_role("group", name=named).or_(page.get_by_label(named)).first


def _answer(page: Page, question: str, given: Answer) -> None:
    found = control(page, question)
    if isinstance(given, bool):
        found.set_checked(given)
    elif isinstance(given, Path):
        found.set_input_files(given)
    elif isinstance(given, tuple):
        for each in given:
            found.get_by_label(
                re.compile(rf"^{re.escape(each)}")
            ).check()  # a resolver's words go on: how busy
    else:
        _say(page, found, given)


def _say(page: Page, found: Locator, words: str) -> None:
    """Choose or write the words, as the field wants them."""
    kind = found.evaluate(
        "(it) => it.closest('.fjs-form-field-select, .fjs-form-field-datetime')?.className || it.tagName"
    )
    if kind == "SELECT":
        found.select_option(words)
    elif kind in {"DIV", "FIELDSET"}:
        found.get_by_label(words, exact=True).check()
    elif "select" in kind:
        found.locator("xpath=..").click()
        page.locator(".fjs-dropdownlist-item", has_text=re.compile(rf"^{re.escape(words)}")).click()
    elif "datetime" in kind:
        found.click()
        page.locator(".flatpickr-calendar.open .flatpickr-day.today").click()
    else:
        found.fill(words)


class Citizen:
    """Somebody with a phone and without an account."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def raises(self, said: Answers) -> Receipt:
        """Go from the home page to the receipt, answering what is asked on the way."""
        self.begins(said)
        self.page.get_by_role("button", name="交上去").click()
        return self.receipt()

    def begins(self, said: Answers) -> None:
        """Go from the home page to the last page, on which everything is read once more."""
        self.page.goto("/")
        self.page.get_by_role("link", name="开始说事").click()
        waiting = dict(said)
        while not self.page.get_by_role("heading", name="核对一下，再交").count():
            asked = [each for each in waiting if control(self.page, each).count()]
            answer(self.page, {each: waiting.pop(each) for each in asked})
            self.next()
        assert not waiting, f"nobody asked: {list(waiting)}"

    def next(self) -> None:
        """Go to the next page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=re.compile("^下一步")).click()

    def receipt(self) -> Receipt:
        """Read the receipt that lies open."""
        expect(self.page.get_by_role("region", name="回执码")).to_be_visible()
        code = self.page.locator(".receipt-code").inner_text()
        return Receipt(self.page.get_by_role("heading", level=1).inner_text(), code)

    def follows(self, receipt: Receipt) -> None:
        """Open the matter's progress by the code of the receipt."""
        self.page.goto("/follow/")
        self.page.get_by_role("textbox", name="用回执码查").fill(receipt.code)
        self.page.get_by_role("region", name="用回执码查").get_by_role("button", name="查一查").click()
        expect(self.page.get_by_text(receipt.number).first).to_be_visible()

    def does(self, step: str, answers: Answers) -> None:
        """Do what the office asks of the citizen: answer a question, rate."""
        self.page.get_by_role("link", name=step).click()
        answer(self.page, answers)
        self.page.get_by_role("button", name="交上去").click()
        expect(self.page.get_by_role("heading", name="经过")).to_be_visible()

    def now(self) -> Locator:
        """Where the matter stands, in the words of the progress page."""
        return self.page.get_by_role("region").filter(has=self.page.get_by_text("现在", exact=True)).first


class Clerk:
    """Somebody who is paid for it, at one desk for all posts: signing in changes who sits there."""

    def __init__(self, page: Page, sessions: Sessions) -> None:
        self.page = page
        self._sessions = sessions  # who has signed in once stays so, as at a desk of their own

    def sits_as(self, post: str) -> "Clerk":
        """Sign in by one press as the demo's holder of a post, the first time."""
        if post in self._sessions:
            self.page.context.set_storage_state(self._sessions[post])
            self.page.goto("/inbox")
        else:
            self.page.goto("/sign-in")
            self.page.get_by_role("button", name=post, exact=True).click()
            self.page.wait_for_url(re.compile("/inbox"))
            self._sessions[post] = self.page.context.storage_state()
        expect(self.page.get_by_role("heading", name="待办", level=1)).to_be_visible()
        return self

    def rows(self, number: str) -> Locator:
        """Look a number up in everything that waits for the post, and return the rows."""
        self.page.get_by_role("link", name=re.compile("^全部在办")).click()
        self.page.get_by_role("searchbox").fill(number)
        self.page.get_by_role("button", name="找", exact=True).click()
        self.page.wait_for_url(re.compile("search=SS"))
        return self.page.get_by_role("row").filter(has_text=number)

    def opens(self, number: str, step: str) -> None:
        """Open the task of a matter from the inbox, and wait for its form."""
        self.rows(number).filter(has_text=step).get_by_role("link").first.click()
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(step)
        expect(self.page.locator("[data-drawn]:not([hidden])")).to_be_visible()
        expect(self.page.locator("[data-plain]")).to_have_count(0)

    def answers(self, answers: Answers) -> None:
        """Answer the questions of the form that lies open."""
        answer(self.page, answers)

    def does(self, number: str, step: str, answers: Answers) -> "Clerk":
        """Do one step of a matter from the inbox."""
        self.page.goto("/inbox")
        self.opens(number, step)
        answer(self.page, answers)
        self.submits()
        return self

    def submits(self) -> None:
        """Hand the form in; it must be taken."""
        self.page.get_by_role("button", name="提交").click()
        expect(self.page.get_by_text("这一步办完了。")).to_be_visible()

    def looks_for(self, words: str) -> None:
        """Look words or a number up in the list of all cases, ended ones too."""
        self.page.get_by_role("link", name="全部事项").click()
        self.page.get_by_label("状态").select_option("全部")
        self.page.get_by_role("searchbox").fill(words)
        self.page.get_by_role("button", name="找", exact=True).click()
        self.page.wait_for_url(re.compile("search=."))

    def looks_up(self, number: str) -> None:
        """Open a case by its number from the list of all cases."""
        self.looks_for(number)
        self.page.get_by_role("row").filter(has_text=number).get_by_role("link").first.click()
        expect(self.page.get_by_role("heading", name="经过")).to_be_visible()

    def steps_of(self, number: str) -> list[str]:
        """Open a case and read which steps it has gone through, to the one it stands at."""
        self.looks_up(number)
        return self.page.get_by_role("region", name="经过").locator(".timeline-item .what").all_inner_texts()
