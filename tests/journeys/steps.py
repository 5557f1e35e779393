"""What is answered at the steps of a matter, in the words of the forms, where a journey does not care what exactly."""

from tests.journeys.people import CONCERNS, DUKOU, PHONE, PLACE, TITLE, TODAY, WHAT, Answers

TAIL = "1234"
SAID: Answers = {
    PLACE: DUKOU,
    TITLE: "村口的水沟堵了",
    WHAT: "村口的水沟堵了十来天，一下雨水就漫到路上，老人走路怕滑。",
    CONCERNS: "大家",
    PHONE: f"1380000{TAIL}",
}

# Titles that one journey alone uses, and finds its matter by.
LAMP, LID, WELL = "晒谷坝的照明灯不亮", "水井的盖板裂了", "井水发浑"

ACCEPTED: Answers = {"怎么处理": "受理"}
ON_THE_SPOT: Answers = {"类别": "公益事项", "说的是哪方面": "公共设施", "怎么办": "就地化解，派解事员"}
TO_DELIBERATE: Answers = {**ON_THE_SPOT, "怎么办": "集体共议"}
TO_THE_TOWNSHIP: Answers = {**ON_THE_SPOT, "怎么办": "转乡镇（街道）、部门办理"}
DONE_OURSELVES: Answers = {"谁来办": "我们自己办", "办了什么": "派人清了沟。"}
CHOSEN: Answers = {"解事员": "渡口村 · 新乡贤", "问过了：和当事人没有亲属、利害关系": True}
RESOLVED: Answers = {
    "哪天去的": TODAY,
    "做了什么、怎么说的": "带人清了沟。",
    "结果": "化解了",
    "怎么约定的": "每月清一次。",
}
REPLIED: Answers = {
    "结果": "解决了",
    "做了什么，用大白话": "水沟清通了，雨天不漫路。",
    "依据是什么": "村里的保洁约定",
    "说事人还可以怎么办": "不满意可以要求重办。",
}
NOT_DONE: Answers = {"事情办成了吗": "没办成", "您满意吗": "非常不满意", "为什么": "昨天下雨又漫了。"}
DONE: Answers = {"事情办成了吗": "办成了", "您满意吗": "非常满意"}

RECEIVE, CLASSIFY, ADMINISTER, REPLY = "受理审查", "分类，定办法", "定承办", "写答复"
CHOOSE, RESOLVE, ONE_TO_ONE, SCREEN = "选解事员", "就地化解", "点对点商谈", "对照议事清单"
TALKED: Answers = {
    "哪天谈的": TODAY,
    "谈了什么": "两家各让一步。",
    "结果": "谈成了",
    "怎么约定的": "各分一半。",
}
EXPLAINED: Answers = {**REPLIED, "结果": "办不了，说明了理由"}
DELIBERATE = "集体共议"
UNRESOLVED: Answers = {
    "哪天去的": TODAY,
    "做了什么、怎么说的": "谈了两回。",
    "结果": "没化解，要吹哨",
    "分歧在哪里": "谁先放水说不拢。",
}
