"""Who may see a case, in SQL: one set of conditions for lists, counts, searches and checks (decision 14)."""

import pytest

from engine import access
from engine.actor import SYSTEM, Actor
from engine.errors import NotAllowed, NotFound
from engine.runtime import Runtime
from engine.uow import reading
from tests.make import engine as make
from tests.small_county import Cast, staff

WHO = ("clerk", "colleague", "neighbour", "office", "supervisor", "administrator")
SEES = {  # the clerk's post handles the case; who else sees it
    "public": {"clerk", "colleague", "supervisor"},
    "unit": {"clerk", "colleague", "supervisor"},
    "named": {"clerk", "colleague"},
    "sealed": {"clerk", "colleague"},
}


def is_seen(runtime: Runtime, actor: Actor, case_id: str) -> bool:
    try:
        with reading(runtime) as uow:
            access.check_sees(uow, actor, case_id)
    except NotAllowed:
        return False
    return True


@pytest.mark.parametrize("visibility", SEES)
def test_it_is_seen_by_visibility(standard: Runtime, cast: Cast, visibility: str) -> None:
    case_id = make.begun(standard, visibility=visibility, answers={"what": "x"}).instance_id
    assert {name for name in WHO if is_seen(standard, getattr(cast, name), case_id)} == SEES[visibility]
    assert is_seen(standard, SYSTEM, case_id)
    assert not is_seen(standard, cast.citizen("another"), case_id)


def test_an_area_ends_where_its_name_ends(standard: Runtime) -> None:
    case_id = make.begun(standard, answers={"what": "x"}).instance_id
    within = staff("a", "supervisor", "county", areas=("/county/t-yanhe/",))
    beside = staff("b", "supervisor", "county", areas=("/county/t-yan/", "/county/t-yanhe/v-du/"))
    assert is_seen(standard, within, case_id)
    assert not is_seen(standard, beside, case_id)


def test_what_is_not_there_is_not_found(standard: Runtime, cast: Cast) -> None:
    with pytest.raises(NotFound), reading(standard) as uow:
        access.check_sees(uow, cast.clerk, "no-such-case")


def test_supervising_is_by_area(cast: Cast) -> None:
    access.check_supervises(cast.supervisor, "/county/t-yanhe/", "c")
    access.check_supervises(SYSTEM, "/county/t-yanhe/", "c")
    with pytest.raises(NotAllowed):
        access.check_supervises(cast.clerk, "/county/t-yanhe/", "c")
