"""The list of all cases of an area and the page of one: who sees which, filters, the diagram, the sealed ones."""

from urllib.parse import quote

from engine.uow import UnitOfWork, run
from registers.matters.receipts import Receipt
from tests.web.offices import Office


def seal(office: Office, receipt: Receipt) -> None:
    """Put a case under seal, as its procedure would."""

    def sealed(uow: UnitOfWork) -> None:
        case = uow.lock_instance(receipt.instance_id)
        assert case is not None
        case.visibility = "sealed"

    run(office.runtime, sealed)


def test_it_lists_the_cases_of_the_area(office: Office) -> None:
    office.raised()
    assert "渡口桥头路灯不亮" in office.browser("supervisor").get("/instances").text
    assert "渡口桥头路灯不亮" in office.browser("clerk").get("/instances").text
    for person in ("neighbour", "administrator"):
        assert "渡口桥头路灯不亮" not in office.browser(person).get("/instances").text


def test_it_filters_by_words_unit_step_and_light(office: Office) -> None:
    office.raised()
    browser = office.browser("supervisor")
    for kept in ("search=路灯", "unit=t-yanhe", "step=classify", "status=any"):
        assert "渡口桥头路灯不亮" in browser.get(f"/instances?{quote(kept, safe='=')}").text, kept
    for left_out in ("search=水管", "unit=t-gaoguan", "step=answer", "light=late", "status=completed"):
        assert "渡口桥头路灯不亮" not in browser.get(f"/instances?{quote(left_out, safe='=')}").text, left_out


def test_it_counts_what_it_lists(office: Office) -> None:
    office.raised()
    assert "共 1 件" in office.browser("supervisor").get("/instances").text


def test_it_shows_a_case_with_its_history_and_outline(office: Office) -> None:
    receipt = office.raised()
    page = office.browser("supervisor").get(f"/instances/{receipt.instance_id}").text
    assert "停在" in page
    assert "登记" in page
    assert "正在办" in page


def test_it_gives_the_diagram_to_those_who_see_the_case(office: Office) -> None:
    address = f"/instances/{office.raised().instance_id}/matter.bpmn"
    assert office.browser("supervisor").get(address).text.startswith("<?xml")
    assert office.browser("neighbour").get(address).status_code == 403


def test_it_shows_a_supervisor_of_a_sealed_case_its_clock_alone(office: Office) -> None:
    receipt = office.raised()
    seal(office, receipt)
    supervisor = office.browser("supervisor")
    listed = supervisor.get("/instances").text
    assert receipt.number in listed
    assert "渡口桥头路灯不亮" not in listed
    page = supervisor.get(f"/instances/{receipt.instance_id}").text
    assert "已密封" in page
    assert "晚上老人过桥" not in page
    assert supervisor.get(f"/instances/{receipt.instance_id}/matter.bpmn").status_code == 403


def test_it_never_finds_a_sealed_case_by_its_words(office: Office) -> None:
    receipt = office.raised()
    seal(office, receipt)
    found = office.browser("neighbour").get(f"/instances?search={quote('路灯')}").text
    assert receipt.number not in found


def test_it_refuses_a_photo_to_strangers(office: Office) -> None:
    assert office.browser("neighbour").get("/instances/photos/none").status_code == 404


def test_it_names_the_procedure_in_the_language_of_the_page(office: Office) -> None:
    browser, address = office.browser("supervisor"), f"/instances/{office.raised().instance_id}"
    assert "说事 第 1 版" in browser.get(address).text
    browser.get("/?lang=en")
    assert "A matter, version 1" in browser.get(address).text
