"""Reading matters: titles and texts for those who see the case, the public ones for all."""

import pytest

from engine.errors import NotAllowed, NotFound
from engine.runtime import Runtime
from engine.uow import reading
from registers.matters.queries import matter, public_matters, titles_of
from tests.conftest import Statements
from tests.make import matters as make
from tests.small_county import Cast


def test_it_gives_titles_to_those_who_see_the_case(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    with reading(office) as uow:
        given = {
            actor.label: titles_of(uow, actor, [receipt.instance_id])
            for actor in (cast.clerk, cast.neighbour, cast.supervisor, cast.administrator)
        }
    seen = {receipt.instance_id: "渡口桥头路灯不亮"}
    assert given == {
        cast.clerk.label: seen,
        cast.neighbour.label: {},
        cast.supervisor.label: seen,
        cast.administrator.label: {},
    }


@pytest.mark.parametrize("marks", [{"private": True}, {"sensitive": True}])
def test_it_gives_a_hidden_title_to_its_handlers_alone(
    office: Runtime, cast: Cast, marks: dict[str, bool]
) -> None:
    receipt = make.matter(office)
    make.do(office, cast.clerk, receipt, "classify", {"class": "personal", **marks})
    with reading(office) as uow:
        assert titles_of(uow, cast.clerk, [receipt.instance_id])
        for other in (cast.neighbour, cast.office, cast.supervisor, cast.administrator):
            assert titles_of(uow, other, [receipt.instance_id]) == {}


def test_it_gives_a_page_of_titles_in_one_statement(
    office: Runtime, cast: Cast, statements: Statements
) -> None:
    ids = [make.matter(office).instance_id for _ in range(3)]
    statements.clear()
    with reading(office) as uow:
        assert len(titles_of(uow, cast.clerk, ids)) == 3
    assert statements.count == 1


def test_it_tells_a_handler_what_happened_and_was_said(office: Runtime, cast: Cast) -> None:
    receipt = make.rated(office, cast.clerk)
    with reading(office) as uow:
        found = matter(uow, cast.clerk, receipt.instance_id)
    assert [entry.kind for entry in found.entries] == [
        "raised",
        "accepted",
        "classified",
        "replied",
        "rated",
        "closed",
    ]
    assert (found.matter_class, found.visibility, found.rating) == ("public-benefit", "public", 5)
    assert found.entries[3].post == "station-clerk@v-dukou"
    assert found.wish == "早点修好"


def test_it_refuses_those_who_do_not_see_the_case(office: Runtime, cast: Cast) -> None:
    receipt = make.matter(office)
    with reading(office) as uow, pytest.raises(NotAllowed):
        matter(uow, cast.neighbour, receipt.instance_id)
    with reading(office) as uow, pytest.raises(NotFound):
        matter(uow, cast.clerk, "nothing")


def test_it_lists_public_matters_newest_first(office: Runtime, cast: Cast) -> None:
    first, second = (make.public_matter(office, cast.clerk) for _ in range(2))
    make.matter(office, private=True)
    make.matter(office)  # nobody in office has read it
    with reading(office) as uow:
        assert {each.number for each in public_matters(uow)} == {first.number, second.number}
        assert len(public_matters(uow, limit=1)) == 1
