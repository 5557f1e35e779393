"""Joining a public matter instead of raising it twice."""

import pytest
from sqlalchemy import select

from engine.errors import Invalid, NotFound, NotYet
from engine.runtime import Runtime
from engine.store import tables as engine_tables
from engine.uow import reading, run
from registers.matters.acts import join_matter
from registers.matters.following import follow_by_code, follow_by_number
from registers.matters.progress import progress
from registers.matters.receipts import Receipt
from tests.make import matters as make
from tests.small_county import Cast

CONTACT = {"name": "钱某某", "phone": "139 0000 5678"}


def test_it_counts_a_supporter_and_gives_a_receipt(office: Runtime, cast: Cast) -> None:
    receipt = make.public_matter(office, cast.clerk)
    joined = join(office, receipt)
    assert joined.code != receipt.code
    with reading(office) as uow:
        following = follow_by_code(uow, joined.code)
        shown = progress(uow, following.party, following.instance_id)
    assert (shown.party, shown.supporters, shown.title) == ("supporter", 1, "渡口桥头路灯不亮")


def test_it_shows_a_supporter_neither_text_nor_tasks(office: Runtime, cast: Cast) -> None:
    joined = join(office, make.answered(office, cast.clerk, public=True))
    with reading(office) as uow:
        shown = progress(uow, follow_by_code(uow, joined.code).party, joined.instance_id)
    assert (shown.text, shown.wish, shown.tasks) == ("", "", ())
    assert (shown.may_supplement, shown.may_withdraw) == (False, False)
    assert [reply.text for reply in shown.replies] == ["灯已换好。"]


def test_it_gives_the_same_receipt_to_the_same_request(office: Runtime, cast: Cast) -> None:
    receipt, key = make.public_matter(office, cast.clerk), make.request_key()
    codes = {join(office, receipt, key=key).code for _ in range(2)}
    assert len(codes) == 1
    assert supporters(office, receipt) == 1


def test_it_counts_a_phone_once_and_does_not_tell(office: Runtime, cast: Cast) -> None:
    receipt = make.public_matter(office, cast.clerk)
    for phone in ("13900001234", "139-0000-5678", "13900005678"):  # the first is the applicant's own
        assert join(office, receipt, contact={"phone": phone}).is_new
    assert supporters(office, receipt) == 1


def test_it_lets_one_join_without_a_name(office: Runtime, cast: Cast) -> None:
    receipt = make.public_matter(office, cast.clerk)
    assert join(office, receipt, contact={}).is_new


def test_it_follows_by_number_and_the_supporters_phone(office: Runtime, cast: Cast) -> None:
    joined = join(office, make.public_matter(office, cast.clerk))
    following = run(office, follow_by_number, make.CITIZEN, joined.number, "5678")
    assert following
    assert following.party.label == f"party:supporter@{joined.instance_id}"


@pytest.mark.parametrize("said", [{"private": True, "public": False}, {"public": False}])
def test_it_refuses_a_matter_that_is_not_public(office: Runtime, cast: Cast, said: dict[str, bool]) -> None:
    receipt = make.matter(office, **said)
    with pytest.raises(NotFound):
        join(office, receipt)


def test_it_refuses_one_that_no_office_has_read(office: Runtime) -> None:
    with pytest.raises(NotFound):
        join(office, make.matter(office))


def test_it_refuses_one_that_has_ended(office: Runtime, cast: Cast) -> None:
    with pytest.raises(NotYet):
        join(office, make.rated(office, cast.clerk))


def test_it_names_the_field_that_is_wrong(office: Runtime, cast: Cast) -> None:
    receipt = make.public_matter(office, cast.clerk)
    with pytest.raises(Invalid) as refusal:
        join(office, receipt, contact={"name": "某" * 51, "phone": "no"})
    assert sorted(refusal.value.problems) == ["name", "phone"]


def test_it_audits_without_a_name(office: Runtime, cast: Cast) -> None:
    receipt = make.public_matter(office, cast.clerk)
    join(office, receipt)
    event = engine_tables.event.c
    with reading(office) as uow:
        found = uow.rows(select(engine_tables.event).where(event.what == "matter-joined"))
    assert len(found) == 1
    assert "钱" not in repr(found)


def join(
    runtime: Runtime, receipt: Receipt, *, key: str = "", contact: dict[str, str] | None = None
) -> Receipt:
    given = CONTACT if contact is None else contact
    return run(
        runtime,
        join_matter,
        make.CITIZEN,
        receipt.instance_id,
        contact=given,
        request_key=key or make.request_key(),
    )


def supporters(runtime: Runtime, receipt: Receipt) -> int:
    with reading(runtime) as uow:
        return progress(uow, make.applicant(receipt), receipt.instance_id).supporters
