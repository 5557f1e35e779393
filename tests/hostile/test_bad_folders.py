"""Folders that mean harm or would run something else than FEEL: refused with file, element and reason, and nothing remains."""

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from engine.store import tables
from engine.store.database import create_engine
from shuoshi.cli import main
from tests.make.engine import form_file, table_file, text

GOOD = Path(__file__).parent.parent / "registers" / "matters" / "small"
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
ENTITY = '<!DOCTYPE definitions [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
BILLION = f'<!DOCTYPE definitions [<!ENTITY l0 "lol">{LAUGHS}]>'
PYTHON = (
    '<bpmn:scriptTask id="run-python" name="x" scriptFormat="python"><bpmn:script>import os</bpmn:script>'
)
END = '<bpmn:endEvent id="'


def diagram() -> str:
    return (GOOD / "small.bpmn").read_text(encoding="utf-8")


def headed(doctype: str) -> bytes:
    """The good diagram with a document type; what it declares is used in a name."""
    entity = "&e;" if "SYSTEM" in doctype else "&l9;"
    head, _, rest = diagram().partition("<bpmn:definitions")
    used = rest.replace(' name="', f' name="{entity}', 1)
    return f"{head}{doctype}<bpmn:definitions{used}".encode()


def beside_an_end(element: str) -> bytes:
    """The good diagram with one more element in its process."""
    return diagram().replace(END, f"{element}{END}", 1).encode()


# What is wrong: the files that go over the good ones, and what the answer must name.
FOLDERS: Mapping[str, tuple[dict[str, bytes], tuple[str, ...]]] = {
    "an external entity": ({"small.bpmn": headed(ENTITY)}, ("small.bpmn", "DOCTYPE")),
    "a billion laughs": ({"small.bpmn": headed(BILLION)}, ("small.bpmn", "DOCTYPE")),
    "an unknown element": (
        {"small.bpmn": beside_an_end('<bpmn:adHocSubProcess id="at-will" name="x"/>')},
        ("small.bpmn", "at-will"),
    ),
    "a script in Python": (
        {"small.bpmn": beside_an_end(f"{PYTHON}</bpmn:scriptTask>")},
        ("small.bpmn", "run-python", "FEEL"),
    ),
    "a table with an entity": (
        {"bad.dmn": ENTITY.encode() + table_file("d", "x", "y", {"1": "&e;"})},
        ("bad.dmn", "DOCTYPE"),
    ),
    "a form with HTML of its own": (
        {"bad.form": form_file("bad", {"type": "html", "id": "h", "content": "<script>alert(1)</script>"})},
        ("bad.form", "html"),
    ),
    "a form with a template": (
        {
            "bad.form": form_file(
                "bad", text("a"), {"type": "iframe", "id": "i", "url": "javascript:alert(1)"}
            )
        },
        ("bad.form", "iframe"),
    ),
    "a form that is no JSON": ({"bad.form": b"{" * 100_000}, ("bad.form",)),
    "a diagram that is no XML": ({"small.bpmn": b"\0\xff" * 1000}, ("small.bpmn",)),
}


@pytest.fixture(params=FOLDERS)
def bad(request: pytest.FixtureRequest, tmp_path: Path) -> tuple[Path, tuple[str, ...]]:
    """A folder with one thing wrong, and what must be named of it."""
    files, named = FOLDERS[request.param]
    folder = tmp_path / "matter"
    folder.mkdir()
    for good in GOOD.iterdir():
        (folder / good.name).write_bytes(good.read_bytes())
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder, named


def shuoshi(data: Path, *arguments: str) -> Result:
    environment: dict[str, str | None] = {name: None for name in os.environ if name.startswith("SHUOSHI_")}
    environment |= {"SHUOSHI_DATA": str(data), "LC_ALL": "C.UTF-8"}
    return CliRunner().invoke(main, arguments, env=environment, catch_exceptions=False)


def test_it_is_refused_by_name_and_leaves_nothing_behind(
    bad: tuple[Path, tuple[str, ...]], tmp_path: Path
) -> None:
    folder, named = bad
    data = tmp_path / "data"
    assert shuoshi(data, "init").exit_code == 0
    for command in ("check", "publish"):
        refused = shuoshi(data, command, str(folder))
        assert refused.exit_code == 1
        assert [each for each in named if each not in refused.output] == [], refused.output
        assert "root:" not in refused.output
    kept = create_engine(f"sqlite:///{next(data.glob('*.sqlite*'))}")
    with kept.connect() as connection:
        for table in (tables.deployment, tables.resource, tables.definition, tables.event):
            assert connection.execute(select(table)).all() == []
    kept.dispose()


def test_the_folder_that_they_are_made_of_is_good(tmp_path: Path) -> None:
    assert shuoshi(tmp_path / "data", "check", str(GOOD)).exit_code == 0
