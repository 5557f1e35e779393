"""The API describes itself in OpenAPI, and its errors are problems of RFC 9457 in both languages."""

from tests.access.table import ROUTES
from tests.api.conftest import API, Program


def test_it_describes_every_route(program: Program) -> None:
    described = program.get("/openapi.json").json["paths"]
    found = {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}
    routes = {name.replace("<", "{").replace(">", "}") for name in ROUTES if "/api/" in name}
    assert {each for each in found if "PARAMETERS" not in each} == routes - {f"GET {API}/openapi.json"}


def test_it_says_in_a_line_what_each_route_does(program: Program) -> None:
    paths = program.get("/openapi.json").json["paths"]
    operations = [
        operation for path in paths.values() for name, operation in path.items() if name != "parameters"
    ]
    assert [each for each in operations if not each.get("summary")] == []


def test_it_lists_the_procedures_in_force(program: Program) -> None:
    program.enter("clerk")
    assert [each["process_id"] for each in program.get("/definitions").json] == ["matter"]


def test_it_says_for_each_route_who_may_use_it_and_how_it_refuses(program: Program) -> None:
    described = program.get("/openapi.json").json
    complete = described["paths"][f"{API}/tasks/{{task_id}}/complete"]["post"]
    assert complete["security"] == [{"key": ["tasks:write"]}, {"session": [], "token": []}]
    assert set(complete["responses"]) == {
        *("200", "400", "401", "403", "404", "409", "412", "413", "415", "422", "429", "500")
    }
    problem = described["components"]["responses"]["412"]["content"]["application/problem+json"]
    assert problem["example"]["code"] == "case-changed"
    assert set(described["components"]["securitySchemes"]) == {"key", "session", "token"}


def test_it_tells_programs_what_and_people_how(program: Program) -> None:
    problem = program.get("/tasks")
    assert problem.content_type == "application/problem+json"
    assert problem.json["type"] == "urn:shuoshi:problem:sign-in-first"
    assert problem.json["status"] == problem.status_code == 401
    assert problem.json["number"] == problem.headers["X-Request-Id"]


def test_it_answers_an_unknown_address_and_a_wrong_method_as_problems(program: Program) -> None:
    unknown, wrong = program.get("/nothing"), program.delete("/tasks")
    assert (unknown.status_code, unknown.json["code"]) == (404, "not-found")
    assert (wrong.status_code, wrong.json["code"]) == (405, "method-not-allowed")


def test_it_speaks_the_language_that_a_program_accepts(program: Program) -> None:
    chinese = program.client.get(f"{API}/tasks", headers={"Accept-Language": "zh-CN,zh;q=0.9"})
    assert "请先登录。" in chinese.text
