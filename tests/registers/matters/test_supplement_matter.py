"""Adding to a matter, and withdrawing it, while it runs."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from engine.errors import Invalid, NotAllowed, NotYet
from engine.runtime import Runtime
from engine.uow import reading, run
from registers.attachments.queries import attachments, photo
from registers.matters.acts import supplement, withdraw
from registers.matters.progress import progress
from registers.matters.queries import matter
from registers.matters.receipts import Receipt
from tests.make import matters as make
from tests.small_county import Cast


def test_it_keeps_words_and_photos_for_the_handlers(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    add(office, receipt, "又坏了一盏", (make.upload(office),))
    with reading(office) as uow:
        found = matter(uow, cast.clerk, receipt.instance_id)
        (shown,) = attachments(uow, cast.clerk, receipt.instance_id)
        assert photo(uow, cast.clerk, shown.id).content.startswith(b"\xff\xd8")
    said = next(entry.said for entry in found.entries if entry.kind == "supplemented")
    assert said == {"text": "又坏了一盏", "photos": [shown.id]}
    assert found.supplements == 1


def test_it_may_be_done_again_and_again(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    for text in ("一", "二", "三"):
        add(office, receipt, text)
    with reading(office) as uow:
        assert matter(uow, cast.clerk, receipt.instance_id).supplements == 3


def test_it_refuses_nothing_said_and_too_much(office: Runtime) -> None:
    receipt = make.matter(office)
    for text in ("  ", "长" * 5001):
        with pytest.raises(Invalid) as refusal:
            add(office, receipt, text)
        assert list(refusal.value.problems) == ["text"]


def test_it_refuses_a_photo_that_is_gone_and_keeps_nothing(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    with pytest.raises(Invalid):
        add(office, receipt, "看照片", ("no-such-token",))
    with reading(office) as uow:
        assert matter(uow, cast.clerk, receipt.instance_id).supplements == 0


def test_it_refuses_strangers(office: Runtime, cast: Cast) -> None:
    mine, other = make.matter(office), make.matter(office)
    for stranger in (make.applicant(other), cast.neighbour):
        with pytest.raises(NotAllowed):
            run(office, supplement, stranger, mine.instance_id, text="不是我的事")


def test_it_lets_the_clerk_speak_for_a_citizen(office: Runtime, cast: Cast) -> None:
    run(office, supplement, cast.clerk, make.matter(office).instance_id, text="他打电话来补充")


def test_it_refuses_once_the_matter_has_ended(office: Runtime, cast: Cast) -> None:
    receipt = make.rated(office, cast.clerk)
    with pytest.raises(NotYet):
        add(office, receipt, "太晚了")
    with pytest.raises(NotYet):
        run(office, withdraw, make.applicant(receipt), receipt.instance_id)


def test_it_withdraws(office: Runtime) -> None:
    receipt = make.matter(office)
    run(office, withdraw, make.applicant(receipt), receipt.instance_id, reason="已经好了")
    with reading(office) as uow:
        shown = progress(uow, make.applicant(receipt), receipt.instance_id)
    assert (shown.phase, shown.outcome, shown.answering) == ("withdrawn", "withdrawn", ())


def test_it_lets_no_stranger_withdraw(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    for stranger in (make.applicant(make.matter(office)), cast.neighbour):
        with pytest.raises(NotAllowed):
            run(office, withdraw, stranger, receipt.instance_id)


def test_it_keeps_all_that_come_at_once(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda text: add(office, receipt, text), ("一", "二", "三")))
    with reading(office) as uow:
        assert matter(uow, cast.clerk, receipt.instance_id).supplements == 3


def add(runtime: Runtime, receipt: Receipt, text: str, uploads: tuple[str, ...] = ()) -> None:
    run(runtime, supplement, make.applicant(receipt), receipt.instance_id, text=text, uploads=uploads)
