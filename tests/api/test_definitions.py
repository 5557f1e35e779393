"""Procedures by the API: published as files or a zip, checked, read back with all that they are bound to."""

import io
import zipfile

import pytest

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.uow import run
from registers.accounts.keys import NewKey, add_key
from tests.api.conftest import Program
from tests.api.leave_folder import FOLDER, publish, uploads, zipped
from tests.application import hire

SCOPES = ("definitions:read", "definitions:write", "decisions:evaluate")


@pytest.fixture
def publisher(office: Runtime, program: Program) -> Program:
    program.key = run(office, add_key, SYSTEM, NewKey("publisher", SCOPES, "county"))
    return program


def test_it_publishes_files_and_gives_them_back(publisher: Program) -> None:
    definition_id = publish(publisher)
    shown = publisher.get(f"/definitions/{definition_id}").json
    assert (shown["process_id"], shown["version"], shown["folder"]) == ("leave", 1, "leave")
    assert (shown["forms"], shown["decisions"]) == (["leave-approve"], ["who-approves"])
    drawn = publisher.get(f"/definitions/{definition_id}/bpmn")
    assert (drawn.data, drawn.content_type) == ((FOLDER / "leave.bpmn").read_bytes(), "application/xml")
    form = publisher.get(f"/definitions/{definition_id}/forms/leave-approve")
    assert form.json["id"] == "leave-approve"
    assert publisher.get(f"/definitions/{definition_id}/forms/another").json["code"] == "no-such-form"


def test_it_publishes_a_zip_and_changes_nothing_the_second_time(publisher: Program) -> None:
    for is_new in (True, False):
        sent = {"name": "leave", "files": [(io.BytesIO(zipped()), "leave.zip")]}
        answer = publisher.open("POST", "/definitions", data=sent).json
        assert (answer["version"], answer["processes"], answer["is_new"]) == (1, ["leave"], is_new)


def test_it_refuses_a_folder_with_findings_and_publishes_nothing(publisher: Program) -> None:
    sent = {"name": "leave", **uploads((b"print(1)", "run.py"))}
    answer = publisher.open("POST", "/definitions", data=sent)
    assert (answer.status_code, answer.json["code"]) == (422, "unpublishable")
    [finding] = answer.json["findings"]
    assert (finding["file"], finding["code"], finding["severity"]) == ("run.py", "unknown-file", "error")
    assert set(finding["message"]) == {"zh", "en"}
    assert finding["message"]["zh"] != finding["message"]["en"]
    assert [each["process_id"] for each in publisher.get("/definitions").json] == ["matter"]


def test_it_checks_without_publishing(publisher: Program) -> None:
    checked = publisher.open("POST", "/definitions/check", data=uploads()).json
    assert checked["may_be_published"]
    broken = publisher.open("POST", "/definitions/check", data=uploads((b"<", "broken.bpmn"))).json
    assert not broken["may_be_published"]
    assert "error" in {each["severity"] for each in broken["findings"]}
    assert [each["process_id"] for each in publisher.get("/definitions").json] == ["matter"]


def bomb() -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(11):
            archive.writestr(f"{number}.bpmn", bytes(3_000_000))
    return whole.getvalue()


@pytest.mark.parametrize(
    ("name", "source", "code"),
    [("a.zip", b"no zip", "wrong-type"), ("a.zip", bomb(), "too-large"), ("leave.bpmn", b"", "file-twice")],
)
def test_it_refuses_what_is_no_folder(publisher: Program, name: str, source: bytes, code: str) -> None:
    files = {"files": [(io.BytesIO(source), name)]} if name == "a.zip" else uploads((source, name))
    answer = publisher.open("POST", "/definitions", data={"name": "leave", **files})
    assert answer.status_code == 422
    assert [each["code"] for each in answer.json["problems"]["files"]] == [code]


@pytest.mark.parametrize("name", ["", "../leave", "Leave", "leave\n"])
def test_it_refuses_a_name_that_is_none(publisher: Program, name: str) -> None:
    answer = publisher.open("POST", "/definitions", data={"name": name, **uploads()})
    assert (answer.status_code, list(answer.json["problems"])) == (422, ["name"])


def test_it_lets_designers_publish_and_nobody_else(office: Runtime, program: Program) -> None:
    hire(office, "drawer", "designer@county")
    program.enter("clerk")
    assert program.open("POST", "/definitions", data={"name": "leave", **uploads()}).status_code == 403
    program.enter("drawer")
    assert publish(program)


def test_it_asks_a_decision(publisher: Program) -> None:
    path = f"/definitions/{publish(publisher)}/decisions"
    said = publisher.post(f"{path}/who-approves/evaluate", inputs={"days": 5}).json
    assert said["value"] == "leader"
    assert "long" in str(said["explanation"])
    assert publisher.post(f"{path}/another/evaluate", inputs={}).json["code"] == "no-such-decision"


def test_it_says_why_a_decision_cannot_be_made(publisher: Program) -> None:
    path = f"/definitions/{publish(publisher)}/decisions/who-approves/evaluate"
    assert publisher.post(path, inputs={"days": None}).json["value"] is None
    assert publisher.post(path, inputs=[]).status_code == 422
