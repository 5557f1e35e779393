"""What a finding says to the designer of a procedure: what is wrong, and what to do (docs/designers has them all).

The particulars (which post, which variable, where in an expression) follow in brackets.
"""

from __future__ import annotations

from difflib import get_close_matches

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from engine.errors import Finding
from web.feel_words import feel_words
from web.instead_words import INSTEAD
from web.path_words import duty_words, path_words

_KNOWN = "known"  # the parameter that holds all names there are: the nearest is worth saying, all are not
_OF_DUTY = ("duty",)
_OF_EXPRESSION = ("where", "text")  # the parameters that are not said by the words about an expression

OF_FILES = {
    "unknown-file": _l("这里只放 .bpmn、.dmn、.form 文件"),
    "file-too-large": _l("文件太大"),
    "too-large": _l("文件太大：拆开，用“调用活动”连起来"),
    "too-deep": _l("嵌套太深"),
    "not-xml": _l("不是完整的 XML：用建模器重新保存"),
    "bad-xml": _l("不是完整的 XML：用建模器重新保存"),
    "doctype": _l("文件里有 DOCTYPE 或者实体：删掉"),
    "dtd": _l("文件里有 DOCTYPE 或者实体：删掉"),
    "not-bpmn": _l("不是 BPMN 2.0 文件"),
    "not-dmn": _l("不是 DMN 文件"),
    "not-json": _l("不是完整的 JSON：用表单编辑器重新保存"),
    "not-a-form": _l("不是 form-js 表单"),
    "newer-schema": _l("表单由更新的编辑器保存，这里认不得"),
    "id-missing": _l("缺少 id"),
    "id-twice": _l("这个 id 用了两次：换一个"),
    "form-without-id": _l("表单没有 id"),
    "form-id-twice": _l("两个表单用了同一个 id"),
    "decision-id-twice": _l("两个决策用了同一个 id"),
    "process-of-another-folder": _l("这个流程 id 已经由另一个文件夹发布"),
}
OF_DIAGRAMS = {
    "no-process": _l("文件里没有流程"),
    "process-not-executable": _l("流程没有勾选“可执行”"),
    "unsupported-element": _l("这种元素不能运行"),
    "unsupported-event": _l("这种事件不能放在这里"),
    "unsupported-attribute": _l("这个属性不起作用：删掉"),
    "unsupported-extension": _l("这个扩展不起作用：删掉"),
    "script-not-feel": _l("条件和脚本只能用 FEEL 写"),
    "other-binding": _l("绑定方式只有 deployment、latest、versionTag；开始表单只能是 deployment"),
    "incomplete": _l("还有必须填的没有填"),
    "not-one-start": _l("没有事件的开始只能有一个；后面用排他网关分开"),
    "not-one-event": _l("一个事件只能有一个定义"),
    "flow-broken": _l("连线的两头不在同一个流程里：重新画"),
    "boundary-detached": _l("边界事件没有贴在活动上"),
    "instantiate-not-here": _l("只有流程最外层、没有进线、只做一次的任务或网关可以作为开始"),
    "call-without-start": _l("调用的流程只能由事件开始：给它一个没有事件的开始"),
    "link-without-catch": _l("链接要在同一层里正好有一个同名的接收端"),
    "message-without-key": _l("消息没有关联键，谁的事都会收到：填 =case.number"),
    "lane-without-performer": _l("泳道没有写由谁办：填属性 performer"),
    "performer-unknown": _l("performer 写法不对：post:、party: 或 person:="),
    "unknown-post": _l("没有这个岗位"),
    "task-without-performer": _l("这一步没有人办：放进泳道"),
    "unknown-form": _l("文件夹里没有这个表单"),
    "unknown-decision": _l("文件夹里没有这个决策"),
    "unknown-process": _l("文件夹里没有这个流程"),
    "unknown-operation": _l("没有这个操作：用 shuoshi operations 查"),
    "operation-input-missing": _l("操作需要的输入没有给"),
    "listener-not-here": _l("这里没有这种事可以监听：元素用 start、end，用户任务用 creating、completing"),
    "listener-external": _l("监听器只能用当场办完的操作，这个操作要等后台去办"),
    "operation-header-unknown": _l("操作不看这个 header：删掉"),
    "name-computed": _l("名称不能用 FEEL 算出来：直接写，要选就用排他网关"),
    "expression": _l("FEEL 写得不对"),
    "not-feel": _l("这里要写 FEEL，以 = 开头"),
    "not-a-priority": _l("优先级要写 0 到 100 的整数，或者 FEEL"),
    "not-a-quantity": _l("数目要写整数"),
    "behavior-not-caught": _l("逐个办时抛出的事件，边界上没有接它的"),
    "list-and-cardinality": _l("逐个办的要么给清单，要么给数目"),
    "not-a-time": _l("不是时间：写 FEEL，或者 P3D、2026-03-20 这样的写法"),
    "cycle-not-here": _l("循环定时器不能放在这里：用不打断的边界事件"),
    "error-not-interrupting": _l("错误事件一定打断活动"),
    "form-not-here": _l("子流程里的开始事件不能有表单：用用户任务"),
    "flow-without-condition": _l("排他网关出来的这条线没有条件，也不是默认"),
    "condition-not-here": _l("并行网关和事件网关出来的线不能有条件"),
    "default-with-condition": _l("默认的线不能有条件"),
    "flow-not-here": _l("这条线不能这样连"),
    "too-few-ways": _l("事件网关后面至少要有两个事件"),
    "event-gateway-target": _l("事件网关后面只能是捕获事件或接收任务，没有边界事件，也没有别的线连进来"),
    "all-events-at-once": _l("事件网关只能等第一个事件；几个都要等，就用并行网关"),
    "compensation-without-handler": _l("补偿边界事件要用关联线连到同一层里一个专门撤销的活动"),
    "two-handlers": _l("只能有一个撤销的办法"),
    "handler-in-flow": _l("专门撤销的活动不能有连线，也不能有边界事件"),
    "never-compensated": _l("整个流程没有人会撤销：补偿事件子流程要放在子流程里"),
    "compensation-out-of-sight": _l("要撤销的活动不在这一层"),
    "nothing-to-compensate": _l("要撤销的活动没有画怎样撤销"),
    "cancel-not-here": _l("取消事件只能放在事务里，或者事务的边界上"),
    "cancel-not-caught": _l("事务里有取消结束事件，边界上却没有取消事件"),
    "cancel-of-many": _l("要办几次的事务不能取消：外面套一个多实例子流程"),
    "never-reached": _l("从开始走不到这里"),
    "join-waits-for-ever": _l("这里会一直等一条可能走不到的线：分开和合并用同一种网关"),
    "no-way-to-end": _l("从这里走不到结束"),
    "token-without-end": _l("每转一圈就多出一路，没有尽头：把多出来的一路合回来，或者在圈里等一个消息"),
    "duty-broken": _l("流程可以绕过规矩"),
    "duty-unknown-element": _l("规矩里写的元素，这个流程和它调用的流程里都没有"),
    "duty-unreadable": _l("规矩写得不对：X only after A or B，X never after A，A before end"),
    "duty-not-proven": _l("走法太多，没能证明规矩守得住：拆成几个流程，用“调用活动”连起来"),
}
OF_FORMS = {
    "too-many-fields": _l("字段太多"),
    "unsupported-component": _l("这种组件不能用，请换成括号里写的"),
    "staff-only-component": _l("群众填的表单不能用这种组件"),
    "bad-key": _l("字段的 key 写得不对"),
    "key-twice": _l("两个字段用了同一个 key"),
    "no-label": _l("没有写问什么"),
    "no-choices": _l("没有可选的"),
    "two-sources-of-choices": _l("选项只能有一个来源"),
    "values-expression": _l("选项不能用表达式给：用 values 或 valuesKey"),
    "bad-choice": _l("选项没有写全"),
    "choice-twice": _l("两个选项的值一样"),
    "bad-expression": _l("FEEL 写得不对"),
    "condition-not-feel": _l("条件要写 FEEL，以 = 开头"),
    "function-not-in-browser": _l("这个函数浏览器里没有：在流程图里算好，表单里读结果"),
    "template-block": _l("不能用 {{#if}}、{{#loop}}：用组件的条件"),
    "bad-pattern": _l("正则写得不对"),
    "unsafe-pattern": _l("这个正则会算很久：重复里面不要再套重复"),
    "bad-limit": _l("上下限写得不对"),
    "bad-default": _l("默认值不合这个字段"),
    "bad-flag": _l("只能是 true 或者 false"),
    "validation-type": _l("电话用 pattern 校验，不用 validationType"),
    "date-kind": _l("日期组件写得不对"),
    "time-with-zone": _l("时间不带时区"),
    "personal-kind": _l("personal 只能是 name、phone、address、identity_number"),
    "personal-not-text": _l("personal 只能用在文本字段"),
    "empty-group": _l("分组是空的"),
}
OF_TABLES = {
    "no-logic": _l("决策里没有表，也没有表达式"),
    "no-output": _l("决策表没有输出"),
    "no-input-expression": _l("这一列没有写看什么"),
    "cells-missing": _l("这一行少了格子"),
    "force-unclear": _l("生效日期、失效日期要写成 2026-07-01，并写明适用在办：是或者否"),
    "unknown-hit-policy": _l("没有这种命中策略"),
    "bad-aggregation": _l("没有这种汇总方式"),
    "unknown-requirement": _l("所依据的决策或输入不存在"),
    "unknown-import": _l("文件夹里没有这个命名空间的模型，或者两个模型互相引用"),
    "requirement-circle": _l("决策互相依据，转成了圈"),
    "unknown-type": _l("没有这种类型"),
    "unsupported": _l("决策里只能用 FEEL"),
    "several-rules": _l("有几行同时命中，UNIQUE 只许一行"),
    "rules-disagree": _l("命中的几行结果不一样，ANY 要求一样"),
}
OF_WARNINGS = {
    "no-default": _l("每条线都有条件，没有默认的线：一个条件也不成立时会停在这里"),
    "start-without-unit": _l("没有写事项属于哪个单位：加属性 unit，不然只能由消息的内容给出"),
    "token-multiplies": _l("这里可能同时有两路，后面的每一步都要办两次：用并行网关合回来"),
    "not-proven": _l("走法太多，没能证明不会卡住：拆成几个流程，用“调用活动”连起来"),
    "property-unknown-like": _l("属性名可能写错了，写错的不起作用"),
    "always-null": _l("这一段只会得出 null"),
    "not-true-or-false": _l("这里要的是真或假，这一段两样都不是"),
    "misspelt-name": _l("名字可能写错了"),
    "no-arrow": _l("没有箭头从这里引过来，读到的是 null：画上信息需求"),
    "browser-refuses": _l("浏览器里的 FEEL 读不懂：换一种写法"),
    "browser-function": _l("这个函数浏览器里没有，或者结果不一样"),
    "browser-filter": _l("筛选条件不是比较，浏览器里一条也选不出：写成 = true 或 = false"),
    "browser-number": _l("浏览器按二进制小数算，也不认指数：结果可能不一样"),
    "browser-duration": _l("浏览器里时长的加减乘除结果不一样：在流程图里算好，表单里读结果"),
    "browser-time": _l("没有时区的时间，浏览器按电脑上的钟算"),
    "browser-type": _l("instance of、带类型的参数和 (=a) 浏览器里不起作用"),
    "browser-arguments": _l("这样的参数浏览器里另有意思，或者不认"),
    "browser-null": _l("这里得出 null，浏览器里得出别的"),
}
OF_FINDING = {**OF_FILES, **OF_DIAGRAMS, **OF_FORMS, **OF_TABLES, **OF_WARNINGS}


def finding_words(finding: Finding) -> str:
    """Return what is wrong, with its particulars; a code without words of its own is shown as it is."""
    words, params = str(OF_FINDING.get(finding.code, finding.code)), finding.params
    words = duty_words(finding) or words
    if why := feel_words(params) or path_words(finding):
        words = _("%(what)s：%(why)s", what=words, why=why)
        params = {name: params[name] for name in (*_OF_EXPRESSION, *_OF_DUTY) if name in params}
    particulars = [
        _particular(name, value) for name, value in params.items() if name != _KNOWN and value is not None
    ]
    if instead := INSTEAD.get(str(params.get("kind") or params.get("event"))):
        particulars.append(_("改用：%(instead)s", instead=str(instead)))
    if nearest := _nearest(finding):
        particulars.append(_("是不是 %(nearest)s？", nearest=nearest))
    return f"{words} ({', '.join(particulars)})" if particulars else words


def messages_of(finding: Finding) -> dict[str, str]:
    """Return what is wrong in both languages, by their codes."""
    found = {}
    for language in ("zh", "en"):
        with force_locale(language):
            found[language] = finding_words(finding)
    return found


def warning_words(line: str) -> str:
    """Return a line that says that it is a warning."""
    return _("提醒：%(what)s", what=line)


def _particular(name: str, value: object) -> str:
    shown = " ".join(map(str, value)) if isinstance(value, list | tuple | set | frozenset) else str(value)
    return f"{name}: {shown}"


def _nearest(finding: Finding) -> str | None:
    known, name = finding.params.get(_KNOWN), finding.params.get("name")
    if not isinstance(known, list) or not isinstance(name, str):
        return None
    return next(iter(get_close_matches(name, [str(each) for each in known], n=1)), None)
