"""House rules that no linter knows, read from the syntax trees. What is long is printed, never refused."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ("engine", "registers", "api", "web", "shuoshi")
BELOW_THE_BORDER = ("engine/", "registers/")
COMMAND_LINE = ("shuoshi/cli.py", "shuoshi/commands/")
NAMES_THAT_SAY_NOTHING = {"utils.py", "helpers.py", "common.py", "base.py", "misc.py"}
CHINESE = re.compile(r"[\u4e00-\u9fff]")
NOT_FOR_PEOPLE = "# not for people:"  # and why; on the line of a Chinese string that nobody reads
MANY_LINES_OF_A_FILE = 400
MANY_LINES_OF_A_FUNCTION = 40
MANY_LINES_OF_A_TEMPLATE = 150


@dataclass(frozen=True)
class Source:
    """One Python file, read once."""

    name: str
    lines: list[str]
    tree: ast.Module

    def where(self, node: ast.AST) -> str:
        return f"{self.name}:{getattr(node, 'lineno', 1)}"

    def is_explained(self, node: ast.AST) -> bool:
        """Say whether a comment stands on the node's line or above it; one serves imports that follow each other."""
        line: int = getattr(node, "lineno", 1)
        above = line - 2
        while isinstance(node, ast.Import | ast.ImportFrom) and self.lines[above].lstrip().startswith(
            "from "
        ):
            above -= 1
        return "#" in self.lines[line - 1] or self.lines[max(above, 0)].lstrip().startswith("#")


@cache
def sources() -> tuple[Source, ...]:
    paths = [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]
    return tuple(read(path) for path in paths if "node_modules" not in path.parts)


def read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path.relative_to(ROOT).as_posix(), text.splitlines(), ast.parse(text))


def calls_of(name: str) -> Iterator[tuple[Source, ast.Call]]:
    """Find the calls `something.name(…)` and `name(…)`."""
    for source in sources():
        for node in ast.walk(source.tree):
            if isinstance(node, ast.Call) and name in {
                getattr(node.func, "attr", ""),
                getattr(node.func, "id", ""),
            }:
                yield source, node


def test_it_commits_in_one_file_alone() -> None:
    allowed = ("engine/uow.py", *COMMAND_LINE)
    assert [
        source.where(call) for source, call in calls_of("commit") if not source.name.startswith(allowed)
    ] == []


@pytest.mark.parametrize("name", ["begin", "begin_nested", "rollback"])
def test_it_says_why_it_touches_a_transaction(name: str) -> None:
    calls = [(source, call) for source, call in calls_of(name) if source.name != "engine/uow.py"]
    transactions = [(source, call) for source, call in calls if not begins_a_case(call)]
    assert [source.where(call) for source, call in transactions if not source.is_explained(call)] == []


def begins_a_case(call: ast.Call) -> bool:
    """Say whether it is one of our own functions `begin` and not that of a connection."""
    receiver = call.func.value if isinstance(call.func, ast.Attribute) else None
    return isinstance(call.func, ast.Name) or getattr(receiver, "id", "") in {"cases", "running"}


def test_it_says_why_it_flushes() -> None:
    calls = [(source, call) for source, call in calls_of("flush") if source.name != "engine/uow.py"]
    assert [source.where(call) for source, call in calls if not source.is_explained(call)] == []


@pytest.mark.parametrize("name", ["exec", "eval", "compile", "__import__"])
def test_it_never_runs_text_as_python(name: str) -> None:
    builtin = [(source, call) for source, call in calls_of(name) if isinstance(call.func, ast.Name)]
    assert [source.where(call) for source, call in builtin] == []


def test_it_holds_no_text_for_people_below_the_border() -> None:
    found = []
    for source in sources():
        if source.name.startswith(BELOW_THE_BORDER):
            found += [source.where(node) for node in strings(source.tree) if speaks(source, node)]
    assert found == []


def strings(tree: ast.Module) -> Iterator[ast.Constant]:
    """Give the strings of a module that are not docstrings."""
    standing_alone = {node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in standing_alone:
            yield node


def speaks(source: Source, node: ast.Constant) -> bool:
    return bool(CHINESE.search(str(node.value))) and NOT_FOR_PEOPLE not in source.lines[node.lineno - 1]


def test_it_says_why_it_imports_inside_a_function() -> None:
    found = []
    for source in sources():
        for function in functions(source.tree):
            imports = [node for node in ast.walk(function) if isinstance(node, ast.Import | ast.ImportFrom)]
            found += [source.where(node) for node in imports if not source.is_explained(node)]
    assert found == []


def functions(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_its_acts_say_who_acts() -> None:
    found = []
    for source in sources():
        if source.name.endswith("/acts.py"):
            public = [
                act
                for act in source.tree.body
                if isinstance(act, ast.FunctionDef) and not act.name.startswith("_")
            ]
            found += [
                source.where(act)
                for act in public
                if [each.arg for each in act.args.args[:2]] != ["uow", "actor"]
            ]
    assert found == []


def test_its_modules_have_names() -> None:
    assert [source.name for source in sources() if Path(source.name).name in NAMES_THAT_SAY_NOTHING] == []


@pytest.mark.parametrize(
    ("what", "bad"),
    [
        (
            "a noqa names its rule and its reason",
            re.compile(r"# noqa(?!: [A-Z]+\d+(, ?[A-Z]+\d+)* +(# )?\w)"),
        ),
        ("a TODO carries an issue number", re.compile(r"# (TODO|FIXME|XXX)(?!.*#\d)")),
    ],
)
def test_its_exceptions_have_reasons(what: str, bad: re.Pattern[str]) -> None:
    found = []
    for source in sources():
        found += [
            f"{source.name}:{number}" for number, line in enumerate(source.lines, 1) if bad.search(line)
        ]
    assert found == [], what


def test_it_prints_what_is_long(capsys: pytest.CaptureFixture[str]) -> None:
    long = [
        f"{source.name}: {len(source.lines)} lines"
        for source in sources()
        if len(source.lines) > MANY_LINES_OF_A_FILE
    ]
    for source in sources():
        sizes = [
            (node, (node.end_lineno or node.lineno) - node.lineno + 1) for node in functions(source.tree)
        ]
        long += [
            f"{source.where(node)} {node.name}: {size}"
            for node, size in sizes
            if size > MANY_LINES_OF_A_FUNCTION
        ]
    for path in sorted((ROOT / "web" / "templates").rglob("*.html")):
        size = len(path.read_text(encoding="utf-8").splitlines())
        long += [f"{path.relative_to(ROOT)}: {size} lines"] if size > MANY_LINES_OF_A_TEMPLATE else []
    with capsys.disabled():
        sys.stdout.write("".join(f"\n  long: {each}" for each in long))
