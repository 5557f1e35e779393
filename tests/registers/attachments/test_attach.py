"""Photos of a case: sealed with its key, read back by those who see it."""

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select

from engine.actor import Actor, party
from engine.errors import Invalid, NotAllowed, NotFound
from engine.personal import case_key
from engine.runtime import Runtime
from engine.uow import UnitOfWork, reading, run
from registers.attachments import tables
from registers.attachments.acts import attach
from registers.attachments.queries import attachments, photo
from registers.matters.acts import raise_matter
from registers.matters.receipts import Receipt
from tests.conftest import StillClock
from tests.make import matters as make
from tests.small_county import Cast


@pytest.fixture
def office(runtime: Runtime) -> Runtime:
    """An office in which matters can be raised."""
    return make.office(runtime)


def test_it_seals_a_photo_with_the_key_of_the_case(office: Runtime, cast: Cast) -> None:
    receipt = raised_with(office, make.upload(office))
    (file,) = [file for file in (office.settings.data_folder / "attachments").rglob("*") if file.is_file()]
    assert b"\xff\xd8\xff" not in file.read_bytes()
    with reading(office) as uow:
        (shown,) = attachments(uow, cast.clerk, receipt.instance_id)
        assert photo(uow, cast.clerk, shown.id).media_type == "image/jpeg"
        assert uow.rows(select(tables.upload)) == []


def test_it_takes_a_token_of_the_same_case_again_as_the_same_photo(office: Runtime, cast: Cast) -> None:
    token = make.upload(office)
    receipt = raised_with(office, token)
    again = [run(office, add, cast.clerk, receipt, [token]) for _ in range(2)]
    assert again[0] == again[1]


def test_it_takes_the_photos_of_the_start_form(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office, photos=[make.upload(office)])
    with reading(office) as uow:
        assert len(attachments(uow, cast.clerk, receipt.instance_id)) == 1


def test_it_takes_the_photos_of_a_tasks_form(office: Runtime, cast: Cast) -> None:
    receipt = make.public_matter(office, cast.clerk)
    answers = {"text": "灯已换好", "photos": [make.upload(office)]}
    make.do(office, cast.clerk, receipt, "answer", answers)
    with reading(office) as uow:
        assert len(attachments(uow, cast.clerk, receipt.instance_id)) == 1


def test_it_leaves_the_task_open_where_a_photo_is_gone(office: Runtime, cast: Cast) -> None:
    receipt = make.public_matter(office, cast.clerk)
    with pytest.raises(Invalid) as refusal:
        make.do(office, cast.clerk, receipt, "answer", {"text": "灯已换好", "photos": ["gone"]})
    assert list(refusal.value.problems) == ["photos"]
    make.do(office, cast.clerk, receipt, "answer", {"text": "灯已换好"})


def test_it_refuses_the_token_of_another_case(office: Runtime, cast: Cast) -> None:
    token = make.upload(office)
    raised_with(office, token)
    with pytest.raises(Invalid):
        run(office, add, cast.clerk, make.matter(office), [token])


def test_it_refuses_a_token_after_a_day(office: Runtime, cast: Cast, clock: StillClock) -> None:
    token = make.upload(office)
    clock.advance(days=1, seconds=1)
    with pytest.raises(Invalid):
        raised_with(office, token)


def test_it_refuses_more_than_six(office: Runtime, cast: Cast) -> None:
    with pytest.raises(Invalid) as refusal:
        raised_with(office, *(f"token-{number}" for number in range(7)))
    assert refusal.value.problems["photos"][0].code == "too-many-photos"


def test_it_shows_photos_to_those_who_see_the_case_alone(office: Runtime, cast: Cast) -> None:
    receipt = raised_with(office, make.upload(office))
    strangers = (cast.neighbour, party("supporter", receipt.instance_id), party("applicant", "another"))
    with reading(office) as uow:
        (shown,) = attachments(uow, make.applicant(receipt), receipt.instance_id)
    for stranger in strangers:
        with reading(office) as uow, pytest.raises(NotAllowed):
            photo(uow, stranger, shown.id)
    with reading(office) as uow, pytest.raises(NotFound):
        photo(uow, cast.clerk, "nothing")


def test_it_says_so_where_the_file_is_gone(office: Runtime, cast: Cast) -> None:
    receipt = raised_with(office, make.upload(office))
    for file in Path(office.settings.data_folder / "attachments").glob("*/*"):
        file.unlink()
    with reading(office) as uow:
        (shown,) = attachments(uow, cast.clerk, receipt.instance_id)
        with pytest.raises(NotFound):
            photo(uow, cast.clerk, shown.id)


def raised_with(runtime: Runtime, *tokens: str) -> Receipt:
    return run(runtime, raise_matter, make.CITIZEN, replace(make.raising(), uploads=tokens))


def add(uow: UnitOfWork, actor: Actor, receipt: Receipt, tokens: list[str]) -> tuple[str, ...]:
    case = uow.lock_instance(receipt.instance_id)
    assert case
    return attach(uow, actor, case, case_key(uow, case), tokens)
