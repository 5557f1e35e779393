"""Programs sign in and out, and each change carries the token."""

from tests.api.conftest import API, Program


def test_it_signs_in_and_says_as_whom(program: Program) -> None:
    answer = program.enter("clerk")
    assert answer.status_code == 200
    assert (answer.json["person_id"], answer.json["post"], answer.json["unit"]) == (
        "clerk",
        "station-clerk",
        "v-dukou",
    )


def test_it_gives_a_new_token_with_the_new_session(program: Program) -> None:
    before = program.token()
    program.enter("clerk")
    refused = program.client.delete(f"{API}/session", headers={"X-CSRFToken": before})
    assert refused.status_code == 400


def test_it_says_the_same_for_a_wrong_password_and_an_unknown_login(program: Program) -> None:
    wrong, unknown = program.enter("clerk", "wrong"), program.enter("nobody", "wrong")
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json["code"] == unknown.json["code"] == "wrong-login"


def test_it_refuses_a_change_without_the_token(program: Program) -> None:
    answer = program.client.post(f"{API}/session", json={"login": "clerk", "password": "wrong"})
    assert answer.status_code == 400
    assert '"code":"csrf"' in answer.text


def test_it_signs_out(program: Program) -> None:
    program.enter("clerk")
    assert program.delete("/session").status_code == 204
    assert program.get("/tasks").status_code == 401


def test_it_names_the_field_that_is_missing(program: Program) -> None:
    answer = program.post("/session", login="clerk")
    assert answer.status_code == 422
    assert list(answer.json["problems"]) == ["password"]
