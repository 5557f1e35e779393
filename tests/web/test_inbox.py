"""The inbox shows a post its tasks, and lets one claim and release from the list."""

from tests.application import send
from tests.web.offices import Office


def test_it_shows_the_tasks_of_the_post_with_title_step_and_due_light(office: Office) -> None:
    receipt = office.raised()
    page = office.browser("clerk").get("/inbox").text
    assert "渡口桥头路灯不亮" in page
    assert receipt.number in page


def test_it_shows_a_stranger_nothing(office: Office) -> None:
    office.raised()
    page = office.browser("neighbour").get("/inbox").text
    assert "渡口桥头路灯不亮" not in page
    assert "没有等您签收的事" in page


def test_it_sends_one_who_is_not_signed_in_to_the_sign_in_page(office: Office) -> None:
    assert office.app.test_client().get("/inbox").location == "/sign-in?next=/inbox"


def test_it_moves_a_claimed_task_to_mine_and_says_who_holds_it(office: Office) -> None:
    task = office.task(office.raised())
    clerk = office.browser("clerk")
    assert send(clerk, f"/inbox/{task}/claim").status_code == 303
    assert "渡口桥头路灯不亮" in clerk.get("/inbox?tab=mine").text
    assert "渡口桥头路灯不亮" not in office.browser("colleague").get("/inbox?tab=waiting").text
    assert "渡口桥头路灯不亮" in office.browser("colleague").get("/inbox?tab=all").text


def test_it_gives_a_released_task_back_to_the_post(office: Office) -> None:
    task = office.task(office.raised())
    clerk = office.browser("clerk")
    send(clerk, f"/inbox/{task}/claim")
    send(clerk, f"/inbox/{task}/release")
    assert "渡口桥头路灯不亮" in office.browser("colleague").get("/inbox").text


def test_it_answers_htmx_with_the_one_row(office: Office) -> None:
    task = office.task(office.raised())
    clerk = office.browser("clerk")
    token = clerk.get("/inbox").text.split('name="csrf_token" value="')[1].split('"')[0]
    row = clerk.post(f"/inbox/{task}/claim", data={"csrf_token": token}, headers={"HX-Request": "true"}).text
    assert row.lstrip().startswith("<tr")
    assert "放回" in row


def test_it_refuses_to_claim_what_a_colleague_holds_and_says_who_was_first(office: Office) -> None:
    task = office.task(office.raised())
    send(office.browser("clerk"), f"/inbox/{task}/claim")
    refused = send(office.browser("colleague"), f"/inbox/{task}/claim")
    assert refused.status_code == 409
    assert "签收这件事" in refused.text


def test_it_finds_by_words_and_by_number(office: Office) -> None:
    receipt = office.raised()
    office.raised(title="水管漏水", text="三组水管漏了两天。")
    clerk = office.browser("clerk")
    by_words = clerk.get("/inbox?search=路灯").text
    assert "渡口桥头路灯不亮" in by_words
    assert "水管漏水" not in by_words
    assert "渡口桥头路灯不亮" in clerk.get(f"/inbox?search={receipt.number}").text
    assert "没有找到" in clerk.get("/inbox?search=没有这样的事").text


def test_it_speaks_english(office: Office) -> None:
    office.raised()
    clerk = office.browser("clerk")
    clerk.set_cookie("lang", "en")
    assert '<html lang="en"' in clerk.get("/inbox").text
