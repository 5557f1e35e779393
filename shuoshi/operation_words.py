"""What designers read of operations in Chinese: titles and the labels of inputs and headers, put onto them by the composition root."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from engine.operations import Operation

TITLES: Mapping[str, str] = {
    "matter.record": "登记：事项走到的阶段",
    "matter.classify": "登记：事项分类，定谁能看",
    "matter.place": "登记：事项交到另一个单位或者另一级",
    "matter.tell": "发消息：告诉当事人",
    "matter.assign-resolver": "登记：指定解事员",
    "matter.note-supplement": "登记：群众补充的内容",
    "matter.close": "登记：事项办结",
    "matter.reply": "登记：给群众的答复",
    "matter.rate": "登记：群众的评价",
    "matter.reopen": "登记：退回上一级重办",
    "matter.whistle": "登记：吹哨",
    "matter.whistle-answered": "登记：单位对哨声的回应",
    "matter.whistle-close": "登记：收哨，打分",
}
LABELS: Mapping[str, str] = {
    "phase": "阶段",
    "class": "类别",
    "private": "涉及隐私",
    "sensitive": "涉及敏感",
    "urgency": "缓急",
    "unit": "单位",
    "level": "层级",
    "hide-from": "对谁不再显示",
    "template": "消息模板",
    "to": "发给谁",
    "resolver": "解事员",
    "text": "内容",
    "files": "照片",
    "outcome": "结果",
    "basis": "依据",
    "remedies": "还能怎么办",
    "contacted": "联系上了",
    "done": "办成了",
    "satisfied": "满意度（1 到 5）",
    "why": "为什么",
    "kind": "哪一级的哨",
    "units": "叫哪些单位",
    "facts": "事实",
    "tried": "已经试过什么",
    "whistle": "哪一声哨",
    "answer": "怎么回应",
    "score": "打分（1 到 5）",
}


def in_chinese(operations: Iterable[Operation]) -> list[Operation]:
    """Return operations with their Chinese words."""
    return [replace(each, title_zh=TITLES.get(each.name, ""), labels_zh=LABELS) for each in operations]
