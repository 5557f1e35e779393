"""Staff sign in, act in one post, and are signed out when they no longer hold it."""

from datetime import UTC, datetime

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.store import tables
from engine.uow import reading, run
from registers.accounts.acts import set_password
from registers.directory.acts import end_membership
from tests.application import PASSWORD, enter, hire, send
from tests.conftest import StillClock

PAGE = "/sign-in"
WRONG, NEW = "not the password", "eine andere Nacht"


def test_it_lets_a_person_in_who_knows_the_password(client: FlaskClient, clerk: str) -> None:
    assert client.get("/trouble/staff").location == "/sign-in?next=/trouble/staff"
    assert enter(client, clerk).status_code == 303
    assert client.get("/trouble/staff").text == "for staff"


def test_it_says_the_same_for_a_wrong_password_and_an_unknown_login(client: FlaskClient, clerk: str) -> None:
    wrong = send(client, PAGE, login=clerk, password=WRONG)
    unknown = send(client, PAGE, login="nobody", password=WRONG)
    assert wrong.status_code == unknown.status_code == 422
    assert "账号或者密码不对" in wrong.text
    assert "账号或者密码不对" in unknown.text


def test_it_keeps_the_login_that_was_typed_and_never_the_password(client: FlaskClient, clerk: str) -> None:
    page = send(client, PAGE, login=clerk, password=WRONG).text
    assert f'value="{clerk}"' in page
    assert WRONG not in page


def test_it_refuses_after_too_many_wrong_passwords(client: FlaskClient, clerk: str) -> None:
    for _ in range(10):
        send(client, PAGE, login=clerk, password=WRONG)
    refused = enter(client, clerk)
    assert refused.status_code == 429
    assert "试得太多了" in refused.text


def test_it_begins_a_new_session_so_that_one_planted_before_is_worth_nothing(
    client: FlaskClient, clerk: str
) -> None:
    with client.session_transaction() as planted:
        planted["next_of_a_thief"] = "kept"
    enter(client, clerk)
    with client.session_transaction() as session:
        assert "next_of_a_thief" not in session


def test_it_keeps_the_cookie_from_scripts_and_other_sites(client: FlaskClient, clerk: str) -> None:
    cookie = next(each for each in enter(client, clerk).headers.getlist("Set-Cookie") if "session=" in each)
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


@pytest.mark.parametrize("address", ["https://evil.example/", "//evil.example/", "/\\evil.example", "inbox"])
def test_it_never_leads_elsewhere_after_the_sign_in(client: FlaskClient, clerk: str, address: str) -> None:
    answer = send(client, PAGE, login=clerk, password=PASSWORD, next=address)
    assert answer.location == inbox(client)


def test_it_leads_on_to_where_one_was_sent_from(client: FlaskClient, clerk: str) -> None:
    assert send(client, PAGE, login=clerk, password=PASSWORD, next="/trouble/staff?tab=mine").location == (
        "/trouble/staff?tab=mine"
    )


def test_it_signs_out_and_notes_it(client: FlaskClient, clerk: str, runtime: Runtime) -> None:
    enter(client, clerk)
    send(client, "/sign-in/leave")
    assert client.get("/trouble/staff").status_code == 303
    assert noted(runtime, clerk)[-2:] == ["signed-in", "signed-out"]


def test_it_signs_out_after_twelve_hours(client: FlaskClient, clerk: str, clock: StillClock) -> None:
    enter(client, clerk)
    clock.advance(hours=11, minutes=59)
    assert client.get("/trouble/staff").status_code == 200
    clock.advance(minutes=2)
    assert client.get("/trouble/staff").status_code == 303


def test_it_signs_out_who_no_longer_holds_the_post(
    client: FlaskClient, clerk: str, runtime: Runtime, clock: StillClock
) -> None:
    enter(client, clerk)
    run(runtime, end_membership, SYSTEM, clerk, "station-clerk", "v-dukou", last_day=clock().date())
    clock.now = datetime(2026, 3, 16, 16, 1, tzinfo=UTC)  # one minute after midnight in China
    assert client.get("/trouble/staff").status_code == 303


def test_it_lets_in_who_holds_no_post_since_a_resolver_has_tasks_by_name(
    client: FlaskClient, app: Flask, runtime: Runtime
) -> None:
    hire(runtime, "resolver")
    enter(client, "resolver")
    assert client.get("/trouble/staff").status_code == 200


def test_it_ends_all_sessions_when_the_password_is_changed(
    client: FlaskClient, clerk: str, runtime: Runtime
) -> None:
    enter(client, clerk)
    run(runtime, set_password, SYSTEM, clerk, password=NEW)
    assert client.get("/trouble/staff").status_code == 303


def test_it_asks_in_which_post_one_acts_today(client: FlaskClient, app: Flask, runtime: Runtime) -> None:
    hire(runtime, "two", "station-clerk@v-dukou", "supervisor@county")
    assert enter(client, "two").location == "/sign-in/posts"
    page = client.get("/sign-in/posts").text
    assert "渡口村说事站" in page
    assert "督查" in page
    assert client.get("/trouble/supervisors").status_code == 403
    send(client, "/sign-in/posts", post="supervisor@county")
    assert client.get("/trouble/supervisors").status_code == 200


def test_it_refuses_a_post_that_one_does_not_hold(client: FlaskClient, clerk: str, runtime: Runtime) -> None:
    enter(client, clerk)
    assert send(client, "/sign-in/posts", post="supervisor@county").status_code == 403
    assert noted(runtime, clerk)[-1] == "refused"


def test_it_offers_no_demo_accounts_to_a_real_county(client: FlaskClient, clerk: str) -> None:
    assert "演示账号" not in client.get(PAGE).text
    assert send(client, "/sign-in/demo", login=clerk).status_code == 403


def inbox(client: FlaskClient) -> str:
    with client.application.test_request_context():
        return client.application.url_for("inbox.page")


def noted(runtime: Runtime, person_id: str) -> list[str]:
    chain = select(tables.event.c.what).where(tables.event.c.chain == f"account:user:{person_id}")
    with reading(runtime) as uow:
        return [row.what for row in uow.rows(chain.order_by(tables.event.c.seq))]
