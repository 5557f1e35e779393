"""The API as a page: what its description in OpenAPI says, for people, in both languages and without a script."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Blueprint
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from web.acting import rule, show
from web.api_shapes import Line, Shape, example_of, lines_of, shapes_of
from web.preferences import locale

Spec = Mapping[str, Any]
CHINESE: Mapping[str, str] = json.loads(
    Path(__file__).with_name("api_words.json").read_text(encoding="utf-8")
)
PARTS = {
    "session": _l("登录"),
    "tasks": _l("待办"),
    "instances": _l("事项"),
    "matters": _l("群众说事"),
    "definitions": _l("流程"),
    "messages": _l("消息"),
    "signals": _l("信号"),
    "jobs": _l("后台作业"),
    "incidents": _l("卡住的步骤"),
    "operations": _l("流程图能调用的操作"),
    "external-work": _l("外部程序做的步骤"),
}
STATUSES = {
    "200": _l("办成了"),
    "201": _l("新建了"),
    "202": _l("收下了，稍后办"),
    "204": _l("办成了，没有内容"),
    "304": _l("您手上的就是最新的"),
    "400": _l("不是 JSON，或者缺 X-CSRFToken"),
    "401": _l("没有登录，或者密钥不对"),
    "403": _l("岗位或者密钥不能做；记入审计"),
    "404": _l("没有，或者不能让您知道有"),
    "409": _l("别人先办了，或者条件还不满足"),
    "412": _l("读到以后有了变化"),
    "413": _l("太大了"),
    "415": _l("内容的类型不对"),
    "422": _l("内容不对，逐项说明"),
    "429": _l("试得太多，Retry-After 说何时再试"),
    "500": _l("我们的错，编号在日志里"),
}
METHODS = ("get", "post", "put", "delete")


@dataclass(frozen=True, slots=True)
class Operation:
    """One route: what it does, for whom, what it takes and gives, and how it is called from a terminal."""

    anchor: str
    method: str
    path: str
    words: str
    who: str
    scope: str
    parameters: tuple[Line, ...]
    body: str
    body_lines: tuple[Line, ...]
    answers: tuple[tuple[str, str], ...]
    curl: str


@dataclass(frozen=True, slots=True)
class Part:
    """The routes about one subject."""

    anchor: str
    title: str
    operations: tuple[Operation, ...]


def api_page(describe: Callable[[], Spec]) -> Blueprint:
    """Return the page over what describes the API."""
    pages = Blueprint("api_page", __name__, url_prefix="/about")

    @pages.get("/api")
    @rule("public")
    def page() -> str:
        """Say how a program speaks to the product."""
        spec = describe()
        return show("about/api.html", parts=_parts(spec), shapes=_shapes(spec), spec=spec)

    return pages


def _shapes(spec: Spec) -> tuple[Shape, ...]:
    return shapes_of(spec["components"]["schemas"])


def _parts(spec: Spec) -> tuple[Part, ...]:
    found: dict[str, list[Operation]] = {}
    for path, described in spec["paths"].items():
        for method in METHODS:
            if method in described:
                operation = _operation(spec, path, method, described)
                found.setdefault(described[method]["tags"][0], []).append(operation)
    return tuple(
        Part(f"part-{tag}", str(PARTS.get(tag, tag)), tuple(operations)) for tag, operations in found.items()
    )


def _operation(spec: Spec, path: str, method: str, described: Spec) -> Operation:
    operation = described[method]
    content = operation.get("requestBody", {}).get("content", {})
    kind = next(iter(content), "")
    schema = content[kind]["schema"] if kind else {}
    return Operation(
        anchor=f"{method}-{path.removeprefix('/api/v1/').replace('/', '-').translate(_BRACES)}",
        method=method.upper(),
        path=path,
        words=CHINESE.get(f"{method.upper()} {path}", operation["summary"])
        if locale() == "zh"
        else operation["summary"],
        who=_who(operation),
        scope=operation.get("x-scope", ""),
        parameters=tuple(Line.of_parameter(each) for each in _parameters(described, operation)),
        body=kind,
        body_lines=lines_of(schema, spec["components"]["schemas"]),
        answers=tuple((status, str(STATUSES.get(status, ""))) for status in sorted(operation["responses"])),
        curl=_curl(spec, path, method, operation, (kind, schema)),
    )


_BRACES = str.maketrans("", "", "{}")


def _parameters(described: Spec, operation: Spec) -> list[Spec]:
    return [*described.get("parameters", []), *operation.get("parameters", [])]


def _who(operation: Spec) -> str:
    if {} in operation["security"]:
        return _("谁都可以")
    if posts := operation.get("x-posts"):
        return _("岗位 %(posts)s，或者程序", posts="、".join(posts))
    if all("session" not in way for way in operation["security"]):
        return _("只给程序")
    return _("登录的人，或者程序") if operation.get("x-scope") else _("登录的人")


def _curl(spec: Spec, path: str, method: str, operation: Spec, body: tuple[str, Spec]) -> str:
    kind, schema = body
    words = ["curl", *([f"-X {method.upper()}"] if method != "get" else [])]
    if {} not in operation["security"]:
        words.append('-H "Authorization: Bearer $KEY"')
    if kind == "application/json":
        sent = json.dumps(example_of(schema, spec["components"]["schemas"]), ensure_ascii=False)
        words += ["-H 'Content-Type: application/json'", f"-d '{sent}'"]
    elif kind:
        words.append("-F files=@leave.zip" + (" -F name=leave" if path.endswith("/definitions") else ""))
    return " \\\n  ".join([*words, f'"$SITE{path}"'])
