"""What the holder of a receipt is shown."""

import pytest

from engine.actor import party
from engine.errors import NotAllowed
from engine.runtime import Runtime
from engine.uow import reading
from registers.matters.progress import progress
from registers.matters.receipts import Receipt
from registers.matters.values import Progress
from tests.conftest import Statements
from tests.make import matters as make
from tests.small_county import Cast


def test_it_says_where_the_matter_is_and_who_answers_now(office: Runtime) -> None:
    shown = look(office, make.matter(office))
    assert (shown.phase, shown.title, shown.place and shown.place.name) == (
        "registered",
        "渡口桥头路灯不亮",
        "渡口村",
    )
    (answering,) = shown.answering
    assert answering.post
    assert answering.post.name_en == "Dukou Village talk station"
    assert not answering.is_yours


def test_it_tells_what_happened_by_post_and_date(office: Runtime, cast: Cast) -> None:
    shown = look(office, make.answered(office, cast.clerk))
    assert [line.kind for line in shown.history] == ["raised", "accepted", "classified", "replied"]
    assert [line.by is None for line in shown.history] == [True, False, False, False]
    assert shown.phase == "replied"


def test_it_gives_the_reply_with_its_basis(office: Runtime, cast: Cast) -> None:
    (reply,) = look(office, make.answered(office, cast.clerk)).replies
    assert (reply.text, reply.basis) == ("灯已换好。", "镇里的养护约定")


def test_it_offers_the_rating_to_the_applicant(office: Runtime, cast: Cast) -> None:
    shown = look(office, make.answered(office, cast.clerk))
    (task,) = shown.tasks
    assert (task.element_id, task.form_id) == ("rate", "small-rate")
    assert [answering.is_yours for answering in shown.answering] == [True]


def test_it_keeps_ended_solved_and_satisfied_apart(office: Runtime, cast: Cast) -> None:
    shown = look(office, make.rated(office, cast.clerk))
    assert (shown.phase, shown.outcome, shown.was_done, shown.rating) == ("closed", "resolved", True, 5)
    assert (shown.due_at, shown.answering, shown.may_withdraw) == (None, (), False)


def test_it_says_whether_one_may_still_add_or_withdraw(office: Runtime) -> None:
    shown = look(office, make.matter(office))
    assert (shown.may_supplement, shown.may_withdraw) == (True, True)


def test_it_names_nobody(office: Runtime, cast: Cast) -> None:
    shown = repr(look(office, make.rated(office, cast.clerk)))
    for secret in ("clerk", "赵某某", "13900001234", "personal:"):
        assert secret not in shown.replace("station-clerk", "")


def test_it_refuses_the_receipt_of_another_matter_and_staff(office: Runtime, cast: Cast) -> None:
    mine, other = make.matter(office), make.matter(office)
    for stranger in (make.applicant(other), cast.clerk, party("chair", mine.instance_id)):
        with reading(office) as uow, pytest.raises(NotAllowed):
            progress(uow, stranger, mine.instance_id)


def test_it_costs_the_same_however_long_the_history_is(
    office: Runtime, cast: Cast, statements: Statements
) -> None:
    receipt = make.rated(office, cast.clerk)
    statements.clear()
    look(office, receipt)
    assert statements.count <= 6


def look(runtime: Runtime, receipt: Receipt) -> Progress:
    with reading(runtime) as uow:
        return progress(uow, make.applicant(receipt), receipt.instance_id)
