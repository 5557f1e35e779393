"""What is wrong with an expression, said to the designer who wrote it: where, what, and what to write instead."""

from __future__ import annotations

from collections.abc import Mapping

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

OF_FEEL: dict[str, object] = {
    "unexpected": _l("第 %(position)s 个字上是 %(found)s，这里该写 %(expected)s"),
    "unexpected-character": _l("第 %(position)s 个字 %(found)s 在 FEEL 里没有意思：删掉"),
    "full-width-mark": _l("第 %(position)s 个字 %(found)s 是全角的：改成 %(expected)s"),
    "unclosed": _l("第 %(position)s 个字起的 %(found)s 没有收尾：补上"),
    "bad-literal": _l("第 %(position)s 个字起的 %(found)s 不是日期、时间或者时长：按 ISO 8601 写"),
    "unknown-function": _l("没有函数 %(name)s"),
    "unknown-type": _l("没有类型 %(name)s"),
    "unsafe-regex": _l("正则 %(found)s 可能一直算不完：重复里面不要再套重复"),
    "limit-text": _l("超过 %(limit)s 个字：改用决策表"),
    "limit-depth": _l("套了 %(limit)s 层还多：分成几步，各起一个名字"),
    "limit-steps": _l("要算的超过 %(limit)s 步：先筛选"),
    "limit-list": _l("清单或者文字超过 %(limit)s：先筛选"),
    "limit-regex": _l("正则或者要比对的文字太长：分段比对"),
}
_CODE_STANDS_UNDER = ("cause", "feel", "reason")  # in findings of diagrams, of tables, of forms


def feel_words(params: Mapping[str, object]) -> str:
    """Return why an expression was refused, by the parameters of a finding; empty where it is about something else."""
    code = next((str(params[key]) for key in _CODE_STANDS_UNDER if params.get(key) in OF_FEEL), None)
    if code is None:
        return ""
    words = str(OF_FEEL[code]) % params
    if nearest := params.get("nearest"):
        return _("%(words)s，是不是 %(nearest)s？", words=words, nearest=nearest)
    return words
