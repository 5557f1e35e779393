"""What is wrong with an answer, said to the person who gave it: what to change, and the figures (look.md §5)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.errors import Problem
from engine.forms import Form
from engine.forms.fields import all_fields
from web.forms.names import anchor_of
from web.preferences import locale

OF_CODE: dict[str, object] = {
    "required": _l("这一项要填"),
    "wrong-type": _l("这一项的内容看不懂，请重新填"),
    "bad-characters": _l("里面有看不见的特殊字符，请删掉重填"),
    "too-short": _l("至少写 %(least)s 个字，现在是 %(is)s 个"),
    "too-long": _l("最多写 %(most)s 个字，请删短一些"),
    "pattern": _l("写的格式不对，请对照上面的说明"),
    "not-an-email": _l("邮箱的写法不对，应当像 name@example.com"),
    "not-a-number": _l("请填数字"),
    "too-small": _l("不能小于 %(least)s"),
    "too-big": _l("不能大于 %(most)s"),
    "whole-number": _l("请填整数"),
    "too-many-decimals": _l("小数最多 %(most)s 位"),
    "step": _l("请填 %(step)s 的整数倍"),
    "not-a-date": _l("请填年、月、日，这一天日历上要有"),
    "not-a-time": _l("请填几点几分，像 09:30"),
    "not-a-datetime": _l("请填日期和时间"),
    "in-the-past": _l("这一天已经过去了，请选今天或以后"),
    "not-a-choice": _l("请从给出的选项里选"),
    "not-shown": _l("这一项现在不用填，请删掉"),
    "not-an-object": _l("这一部分的内容看不懂，请重新填"),
    "rows-fixed": _l("这里的行数不能增减"),
    "too-many-rows": _l("最多 %(most)s 行"),
    "too-many-files": _l("最多 %(most)s 个文件，请少选几个"),
    # what registers refuse at a field
    "no-such-place": _l("没有这个地方，请重新选"),
    "not-a-phone": _l("请填手机号，或者带区号的座机号"),
    "not-a-request-key": _l("这一页放得太久了，请再交一次"),
    "not-asked": _l("这里不问这一项，请删掉"),
    "not-a-photo": _l("这不是照片。请选手机拍的照片，JPG 或 PNG 都行"),
    "not-a-photo-but": _l("这不是照片（是 %(found)s 文件）。请选手机拍的照片，JPG 或 PNG 都行"),
    "photo-not-as-claimed": _l("这个文件里是 %(found)s，和它的名字不一样。请选手机拍的照片，不要改文件名"),
    "photo-too-large": _l("这张照片太大，单张最多 %(most_megabytes)s MB。请在手机上改小，或者换一张"),
    "photo-too-many-pixels": _l("这张照片的尺寸太大。请在手机上改小，或者截一下图再选"),
    "photo-broken": _l("这张照片打不开，可能没有传完。请再选一次，或者换一张"),
    "too-many-photos": _l("最多 %(most)s 张照片，请去掉几张"),
    "upload-gone": _l("照片放得太久，已经删了。请再选一次"),
    "bad-id": _l("编号只用小写字母、数字和短横线"),
    "bad-login": _l("账号要 2 到 64 个字，只用字、字母、数字和 . _ -"),
    "holds-login": _l("密码里不能有账号"),
    "unknown-post": _l("没有这个岗位，请重新选"),
    "unknown-kind": _l("没有这一类解事员，请重新选"),
    "unknown-topic": _l("没有这一类事，请重新选"),
    "wrong-level": _l("这一级的单位不能选在这里"),
    "not-in-unit": _l("这个地方不归这个单位管，请去掉"),
    "file-twice": _l("%(name)s 有两个，请去掉一个"),
    "too-large": _l("文件加起来太大，最多 %(most)s 字节"),
    "unknown-scope": _l("没有 %(scope)s 这种权限"),
    "scope-of-the-county": _l("%(scope)s 这种权限只能给全县的密钥"),
    "before-first-day": _l("不能早于 %(first)s"),
    "too-many-uploads": _l("现在传照片的人太多，这张没有收下。可以先不加照片，以后再补"),
}
# A question is asked of a person: say what is missing in terms of how it is answered.
REQUIRED_OF: dict[str, object] = {
    "checkbox": _l("请打勾"),
    "radio": _l("请选一项"),
    "select": _l("请选一项"),
    "checklist": _l("请至少选一项"),
    "taglist": _l("请至少选一项"),
    "datetime": _l("请选日期或时间"),
    "filepicker": _l("请选文件"),
}


@dataclass(frozen=True, slots=True)
class ProblemLine:
    """One line of the summary at the top of a form: it leads to its field."""

    path: str
    anchor: str
    words: str


def problem_words(problem: Problem, component: str = "") -> str:
    """Return the sentence for a problem; a designer's own words for a pattern come first."""
    if own := _own_words(problem):
        return own
    code = (
        "not-a-photo-but" if problem.code == "not-a-photo" and problem.params.get("found") else problem.code
    )
    words = (REQUIRED_OF.get(component) if code == "required" else None) or OF_CODE.get(code)
    return str(words or _("这一项要改")) % problem.params


def problem_lines(form: Form, problems: Mapping[str, Iterable[Problem]]) -> list[ProblemLine]:
    """Return the lines for the top of the form, in the order of its fields, each with the name of its field."""
    fields = _fields(form)
    order = {path: number for number, path in enumerate(fields)}
    paths = sorted(problems, key=lambda path: (order.get(_general(path), len(order)), path))
    return [
        ProblemLine(path, anchor_of(path), _line(path, problem, *fields.get(_general(path), ("", ""))))
        for path in paths
        for problem in problems[path]
    ]


def _line(path: str, problem: Problem, label: str, component: str) -> str:
    words = problem_words(problem, component)
    if not label or words.startswith(label):
        return words
    if rows := [str(int(part) + 1) for part in path.split(".") if part.isdecimal()]:
        label = _("%(field)s（第 %(row)s 行）", field=label, row="-".join(rows))
    return _("%(field)s：%(words)s", field=label, words=words)


def _own_words(problem: Problem) -> str:
    if locale() == "en" and (english := problem.params.get("words_en")):
        return str(english)
    return str(problem.params.get("words") or "")


def _general(path: str) -> str:
    """The path of a field whatever the row."""
    return ".".join("*" if part.isdecimal() else part for part in path.split("."))


def _fields(form: Form) -> dict[str, tuple[str, str]]:
    english = locale() == "en"
    return {
        path: ((english and each.label_en) or each.label, each.type)
        for path, each in all_fields(form.fields)
        if each.key
    }
