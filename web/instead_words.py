"""What a designer can draw instead of an element or event that the engine does not run."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l

INSTEAD: dict[str, object] = {
    "adHocSubProcess": _l("子流程，里面用并行网关"),
    "callChoreography": _l("调用活动"),
    "cancelEventDefinition": _l("事务里的取消结束事件，事务边界上的取消事件"),
    "choreographyTask": _l("用户任务"),
    "compensateEventDefinition": _l("补偿抛出事件，或者活动边界上的补偿事件"),
    "complexGateway": _l("排他网关或者并行网关"),
    "conditionalEventDefinition": _l("排他网关，条件变了再走一遍"),
    "escalationEventDefinition": _l("不打断的定时或消息边界事件"),
    "linkEventDefinition": _l("直接连线"),
    "receiveTask": _l("消息中间捕获事件"),
    "sendTask": _l("服务任务"),
    "signalEventDefinition": _l("消息事件"),
}
