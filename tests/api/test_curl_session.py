"""The session with curl in the docs runs as it stands there; a small reader of curl's words takes the place of curl."""

import io
import re
import shlex
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from string import Template
from typing import Any

from engine.actor import SYSTEM
from engine.runtime import Runtime
from engine.uow import run
from registers.accounts.keys import NewKey, add_key
from registers.accounts.scopes import SCOPES
from tests.api.conftest import Program
from tests.api.leave_folder import zipped

PAGE = Path(__file__).parent.parent.parent / "docs" / "developers" / "api.md"
KEPT = re.compile(r"(?P<name>\w+)=\$\((?P<curl>.*) \| jq -r (?P<path>\S+)\)")


def lines() -> Iterator[str]:
    session = re.search(r"```sh\n(curl|#)(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert session is not None
    yield from (line for line in session[0].splitlines()[1:-1] if not line.startswith("#"))


def curl(program: Program, words: list[str]) -> Any:
    """Send what a call of curl would send: headers, a body, a form with files."""
    headers: dict[str, str] = {}
    sent: dict[str, Any] = {}
    assert words[0] == "curl"
    for option, value in pairwise(words[1:]):
        if option == "-H":
            name, _, text = value.partition(": ")
            headers[name] = text
        elif option == "-d":
            sent["data"] = value
        elif option == "-F":
            name, _, text = value.partition("=")
            sent.setdefault("data", {})[name] = (
                (io.BytesIO(zipped()), text[1:]) if text.startswith("@") else text
            )
    method = "POST" if sent else "GET"
    return program.client.open(words[-1], method=method, headers=headers, **sent)


def at(found: Any, path: str) -> str:
    """What jq finds at a path such as `.[0].task_id`."""
    for part in re.findall(r"\w+", path):
        found = found[int(part) if part.isdecimal() else part]
    return str(found)


def test_it_runs_as_the_docs_say(office: Runtime, program: Program) -> None:
    key = run(office, add_key, SYSTEM, NewKey("docs", SCOPES, "county", ["station-clerk@v-dukou"]))
    known, last = {"KEY": key, "SITE": ""}, None
    for line in lines():
        kept = KEPT.fullmatch(line)
        said = Template(kept["curl"] if kept else line).substitute(known)
        last = curl(program, shlex.split(said))
        assert last.status_code in {200, 201}, (line, last.text)
        if kept:
            known[kept["name"]] = at(last.json, kept["path"])
    assert last is not None
    assert [each["what"] for each in last.json["rows"]] == ["started", "task-completed"]
