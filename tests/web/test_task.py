"""The task page: the form with what is known, drafts, refusals that keep what was typed, and the end of a step."""

from tests.application import send
from tests.web.offices import Office
from web.forms.names import name_of


def test_it_shows_what_the_matter_is_about_and_the_form(office: Office) -> None:
    page = office.browser("clerk").get(f"/tasks/{office.task(office.raised())}").text
    assert "晚上老人过桥看不见路" in page
    assert 'data-island="form"' in page
    assert "13900001234" in page


def test_it_shows_name_and_phone_to_handlers_alone(office: Office) -> None:
    page = office.browser("supervisor").get(f"/tasks/{office.task(office.raised())}").text
    assert "渡口桥头路灯不亮" in page
    assert "13900001234" not in page
    assert "赵某某" not in page


def test_it_refuses_a_stranger(office: Office) -> None:
    task = office.task(office.raised())
    for person in ("neighbour", "administrator"):
        assert office.browser(person).get(f"/tasks/{task}").status_code == 403
        assert send(office.browser(person), f"/tasks/{task}", **{"class": "personal"}).status_code == 403


def test_it_answers_an_unknown_task_with_404(office: Office) -> None:
    assert office.browser("clerk").get("/tasks/none").status_code == 404


def test_it_completes_the_step(office: Office) -> None:
    receipt = office.raised()
    done = office.fill("clerk", receipt, **{"class": "public-benefit"})
    assert done.location == "/inbox"
    assert "渡口桥头路灯不亮" in office.browser("clerk").get("/inbox?tab=done").text


def test_it_names_the_field_that_is_missing_and_keeps_the_rest(office: Office) -> None:
    receipt = office.raised()
    office.fill("clerk", receipt, **{"class": "public-benefit"})
    refused = office.fill("clerk", receipt, text="", basis="镇里的养护约定")
    assert refused.status_code == 422
    assert "有 1 处要改" in refused.text
    assert "镇里的养护约定" in refused.text


def test_it_keeps_a_draft_for_its_author(office: Office) -> None:
    receipt = office.raised()
    clerk = office.browser("clerk")
    office.fill("clerk", receipt, **{"class": "public-benefit"})
    address = f"/tasks/{office.task(receipt)}"
    assert send(clerk, address, **{name_of("text"): "先写一半", "save": "1"}).status_code == 303
    assert "先写一半" in clerk.get(address).text
    assert "先写一半" not in office.browser("colleague").get(address).text


def test_it_tells_the_second_who_was_first_and_keeps_what_the_second_typed(office: Office) -> None:
    receipt = office.raised()
    office.fill("clerk", receipt, **{"class": "public-benefit"})
    address = f"/tasks/{office.task(receipt)}"
    office.fill("clerk", receipt, text="灯已换好。", basis="约定")
    late = send(
        office.browser("colleague"), address, **{name_of("text"): "我也写了答复", name_of("basis"): "约定"}
    )
    assert late.status_code == 409
    assert "办完这一步" in late.text
    assert "我也写了答复" in late.text


def test_it_shows_an_ended_task_with_its_answers(office: Office) -> None:
    receipt = office.raised()
    task = office.task(receipt)
    office.fill("clerk", receipt, **{"class": "public-benefit"})
    page = office.browser("colleague").get(f"/tasks/{task}").text
    assert "这一步已经结束" in page
    assert "当时的表单" in page


def test_it_keeps_what_was_typed_when_a_draft_comes_after_the_step_is_done(office: Office) -> None:
    receipt = office.raised()
    office.fill("clerk", receipt, **{"class": "public-benefit"})
    address = f"/tasks/{office.task(receipt)}"
    office.fill("clerk", receipt, text="灯已换好。", basis="约定")
    late = send(office.browser("colleague"), address, **{name_of("text"): "我也写了一半", "save": "1"})
    assert late.status_code == 409
    assert "我也写了一半" in late.text
