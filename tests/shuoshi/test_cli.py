"""The command line: each command from nothing, in a data folder of its own, and the docs that name them."""

import json
import os
import re
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from engine.store import tables
from engine.uow import reading
from shuoshi.cli import main
from shuoshi.composition import ready_runtime
from shuoshi.settings import read_settings

ROOT = Path(__file__).parent.parent.parent
PAGE = ROOT / "docs" / "operators" / "running.md"
SMALL = ROOT / "tests" / "registers" / "matters" / "small"
Shuoshi = Callable[..., Result]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def shuoshi(data: Path) -> Shuoshi:
    """Run a command as an operator does, whose terminal speaks English."""
    environment: dict[str, str | None] = {name: None for name in os.environ if name.startswith("SHUOSHI_")}
    environment |= {"SHUOSHI_DATA": str(data), "LC_ALL": "C.UTF-8", "PORT": None}

    def run(*arguments: str, **settings: str) -> Result:
        return CliRunner().invoke(main, arguments, env={**environment, **settings}, catch_exceptions=False)

    return run


def test_it_makes_keys_and_database_and_says_to_keep_a_copy(shuoshi: Shuoshi, data: Path) -> None:
    made = shuoshi("init")
    assert made.exit_code == 0
    assert "KEEP A COPY" in made.output
    assert stat.S_IMODE((data / "keys" / "master.json").stat().st_mode) == 0o600
    assert "nothing to do" in shuoshi("init").output


def test_it_never_makes_new_keys_beside_an_old_database(shuoshi: Shuoshi, data: Path) -> None:
    shuoshi("init")
    (data / "keys" / "master.json").unlink()
    refused = shuoshi("init")
    assert refused.exit_code == 1
    assert "restore it from its copy" in refused.output
    assert not (data / "keys" / "master.json").exists()


@pytest.mark.parametrize("command", [("serve",), ("publish", str(SMALL)), ("verify-audit",)])
def test_it_stops_in_one_line_without_keys(shuoshi: Shuoshi, command: tuple[str, ...]) -> None:
    refused = shuoshi(*command)
    assert refused.exit_code == 1
    assert len(refused.output.splitlines()) == 1
    assert "shuoshi init" in refused.output


def test_it_does_not_work_on_a_database_of_another_release(shuoshi: Shuoshi, data: Path) -> None:
    shuoshi("init")
    (data / "shuoshi.sqlite").unlink()
    refused = shuoshi("verify-audit")
    assert refused.exit_code == 1
    assert "run `shuoshi init`" in refused.output


def test_it_names_a_setting_that_makes_no_sense(shuoshi: Shuoshi) -> None:
    refused = shuoshi("serve", PORT="eight")
    assert refused.exit_code == 1
    assert refused.output.startswith("Error: PORT must be a whole number")


def test_it_publishes_a_folder_once(shuoshi: Shuoshi) -> None:
    shuoshi("init")
    assert "small: version 1 published (matter)" in shuoshi("publish", str(SMALL)).output
    assert "version 1 is in force already" in shuoshi("publish", str(SMALL)).output


def test_it_checks_a_folder_without_any_database(shuoshi: Shuoshi, data: Path) -> None:
    assert shuoshi("check", str(SMALL)).exit_code == 0
    assert not data.exists()


def test_it_names_file_element_and_reason_of_what_cannot_be_published(
    shuoshi: Shuoshi, tmp_path: Path
) -> None:
    text = (SMALL / "small.bpmn").read_text(encoding="utf-8")
    (tmp_path / "small.bpmn").write_text(
        text.replace("post:station-clerk", "post:no-such-post"), encoding="utf-8"
    )
    for form in SMALL.glob("*.form"):
        (tmp_path / form.name).write_bytes(form.read_bytes())
    for command in ("check", "publish"):
        shuoshi("init")
        refused = shuoshi(command, str(tmp_path))
        assert refused.exit_code == 1
        assert "small.bpmn" in refused.output
        assert "no-such-post" in refused.output


def test_it_warns_of_what_can_hardly_be_meant(shuoshi: Shuoshi, tmp_path: Path) -> None:
    for file in SMALL.iterdir():
        (tmp_path / file.name).write_bytes(file.read_bytes())
    text = (SMALL / "small.bpmn").read_text(encoding="utf-8")
    (tmp_path / "small.bpmn").write_text(
        text.replace("=answer.basis", "=answer.basis + 1 / 0"), encoding="utf-8"
    )
    checked = shuoshi("check", str(tmp_path))
    assert checked.exit_code == 0
    assert "warning: small.bpmn" in checked.output
    assert "1 / 0" in checked.output


def test_it_refuses_a_folder_without_a_diagram(shuoshi: Shuoshi, tmp_path: Path) -> None:
    assert "no .bpmn file" in shuoshi("check", str(tmp_path)).output


def test_it_lists_what_diagrams_can_call(shuoshi: Shuoshi) -> None:
    listed = shuoshi("operations").output
    assert "matter.whistle-answered" in listed
    assert "class*" in listed


def test_it_writes_templates_for_a_modeler(shuoshi: Shuoshi) -> None:
    templates = json.loads(shuoshi("operations", "--templates").output)
    assert "登记：吹哨" in [each["name"] for each in templates]
    english = json.loads(shuoshi("operations", "--templates", "--language", "en").output)
    assert "Blow a whistle: call those who can help" in [each["name"] for each in english]


def test_it_makes_a_demo_once_and_whole(shuoshi: Shuoshi) -> None:
    first = shuoshi("demo")
    assert "published matter, version 1" in first.output
    assert "http://127.0.0.1:8000/" in first.output
    assert "centre" in first.output
    again = shuoshi("demo")
    assert again.exit_code == 0
    assert "published" not in again.output
    assert "0 faults" in shuoshi("verify-audit").output


def test_it_exports_a_case_that_can_be_checked(shuoshi: Shuoshi, data: Path, tmp_path: Path) -> None:
    shuoshi("demo")
    public = select(tables.instance.c.number).where(tables.instance.c.visibility == "public")
    settings = read_settings({"SHUOSHI_DATA": str(data), "SHUOSHI_DEMO": "1"})
    with ready_runtime(settings) as runtime, reading(runtime) as uow:
        ((number,), *_) = uow.rows(public)
    pack = tmp_path / "case.zip"
    assert (
        shuoshi("export", "case", number, str(pack), "--for", "supervisor", SHUOSHI_DEMO="1").exit_code == 0
    )
    assert pack.stat().st_mode & 0o777 == 0o600
    assert "0 faults" in shuoshi("check-pack", str(pack)).output
    assert "no-such-account" in shuoshi("export", "case", number, str(pack), "--for", "nobody").output


def test_it_imports_letters_once(shuoshi: Shuoshi, tmp_path: Path) -> None:
    letter = '{"id": "L1", "source": "test", "title": "路灯不亮", "text": "桥头的路灯坏了半个月。", "place": "某某村"}'
    file = tmp_path / "letters.jsonl"
    file.write_text(f"{letter}\nno letter\n", encoding="utf-8")
    shuoshi("demo")
    first, again = shuoshi("import", "letters", str(file)), shuoshi("import", "letters", str(file))
    assert "1 imported, 0 there already, 1 refused" in first.output
    assert "not-json" in first.output
    assert "0 imported, 1 there already, 1 refused" in again.output


def test_it_documents_every_command_and_no_other() -> None:
    named = set(re.findall(r"^\| `shuoshi ([a-z-]+)", PAGE.read_text(encoding="utf-8"), re.MULTILINE))
    assert named == set(main.commands)


def test_it_makes_lists_and_revokes_keys(shuoshi: Shuoshi) -> None:
    shuoshi("demo")
    made = shuoshi("key", "add", "website", "--unit", "county", "--scope", "instances:read", "--days", "30")
    assert re.fullmatch(r"shuoshi_[\w-]{43}\n", made.output)
    assert "website" in shuoshi("key", "list").output
    assert made.output.strip() not in shuoshi("key", "list").output
    assert shuoshi("key", "revoke", "website").output == "website: revoked\n"
    again = shuoshi("key", "revoke", "website")
    assert (again.exit_code, "key-revoked" in again.output) == (1, True)
