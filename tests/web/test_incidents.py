"""The pages of what is stuck: the list of an area, the case's own page, the clerk who is told, the diagram that marks it."""

import pytest

from engine.actor import SYSTEM
from engine.definitions import publish, read_folder
from engine.incident_list import incidents_of_case
from engine.incidents import retry_with
from engine.uow import reading, run
from registers.matters.receipts import Receipt
from tests.application import send
from tests.make.matters import DIAGRAM
from tests.web.offices import Office
from tests.web.test_instances import seal

LEADS_NOWHERE = b'<bpmn:conditionExpression>=goes.on = "yes"</bpmn:conditionExpression></bpmn:sequenceFlow>'


@pytest.fixture
def stuck(office: Office) -> Receipt:
    """A matter that is stuck behind the clerk's first step: no flow leads on from where it was accepted."""
    files = read_folder(DIAGRAM)
    whole = b'<bpmn:sequenceFlow id="g3" sourceRef="accept" targetRef="keep-class" />'
    drawn = {
        name: source.replace(whole, whole[:-2].rstrip() + b">" + LEADS_NOWHERE)
        for name, source in files.items()
    }
    assert drawn != files
    run(office.runtime, publish, SYSTEM, "matter", drawn)
    receipt = office.raised()
    office.fill("clerk", receipt, **{"class": "public-benefit"})
    return receipt


def incident(office: Office, receipt: Receipt) -> str:
    with reading(office.runtime) as uow:
        (found,) = incidents_of_case(uow, SYSTEM, receipt.instance_id)
    return found.id


def test_the_clerk_is_told_that_the_step_is_done_and_the_matter_stuck(office: Office, stuck: Receipt) -> None:
    page = office.browser("clerk").get("/inbox").text
    assert "这一步办完了。" in page
    assert "后面卡在“受理”，已经告诉督查和负责人" in page


def test_a_supervisor_finds_it_in_the_list_and_counted(office: Office, stuck: Receipt) -> None:
    page = office.browser("supervisor").get("/incidents").text
    assert "渡口桥头路灯不亮" in page
    assert "哪条线的条件都不成立" in page
    assert '<span class="count">1</span>' in page
    for person in ("clerk", "administrator"):
        assert office.browser(person).get("/incidents").status_code == 403


def test_its_page_says_where_and_why_and_marks_the_diagram(office: Office, stuck: Receipt) -> None:
    page = office.browser("supervisor").get(f"/instances/{stuck.instance_id}").text
    assert "卡在“受理”" in page
    assert "再试一次" in page
    assert '"stuck": ["accept"]' in page
    assert "：卡在这里" in page
    seen = office.browser("clerk").get(f"/instances/{stuck.instance_id}").text
    assert "已经告诉督查和负责人，由他们看了再试。" in seen
    assert "再试一次" not in seen


def test_trying_again_says_whether_it_goes_on(office: Office, stuck: Receipt) -> None:
    supervisor, address = office.browser("supervisor"), f"/incidents/{incident(office, stuck)}/retry"
    assert send(supervisor, address).location == "/incidents"
    assert "试过了，还卡在原来的地方" in supervisor.get("/incidents").text
    again = send(supervisor, address, **{"from-case": "1"})
    assert again.location == f"/instances/{stuck.instance_id}"


def test_what_is_not_stuck_any_more_is_refused_in_words(office: Office, stuck: Receipt) -> None:
    found = incident(office, stuck)
    run(office.runtime, retry_with, SYSTEM, found, {"goes": {"on": "yes"}})
    again = send(office.browser("supervisor"), f"/incidents/{found}/retry")
    assert again.status_code == 409
    assert "这里已经不卡了" in again.text
    assert "没有卡住的事。" in office.browser("supervisor").get("/incidents").text


def test_only_who_supervises_tries_again(office: Office, stuck: Receipt) -> None:
    for person in ("clerk", "neighbour", "administrator"):
        assert send(office.browser(person), f"/incidents/{incident(office, stuck)}/retry").status_code == 403


def test_of_a_sealed_one_it_names_number_unit_and_step_alone(office: Office, stuck: Receipt) -> None:
    seal(office, stuck)
    for address in ("/incidents", f"/instances/{stuck.instance_id}"):
        page = office.browser("supervisor").get(address).text
        assert stuck.number in page
        assert "受理" in page
        assert "渡口桥头路灯不亮" not in page
