"""Every route × every post × every kind of matter: who may is what the table says, and nobody is shown more than that."""

from collections import Counter
from collections.abc import Iterator

import pytest

from tests.access.table import MATTERS, OTHER_PARTS, OWN, PROGRAMS, PUBLIC, ROUTES, expected
from tests.access.world import CITIZENS, STAFF, WORDS, Walker, World, contact_of, shown


def test_it_has_every_route_in_the_table(the_world: World) -> None:
    assert routes_of(the_world) == set(ROUTES)


@pytest.mark.parametrize("who", [*STAFF, *CITIZENS, *PROGRAMS])
def test_it_answers_everyone_as_the_table_says_and_shows_nothing_else(the_world: World, who: str) -> None:
    walker, before, refused = the_world.walkers[who], the_world.refusals(), 0
    wrong, leaked = [], []
    for name, matter in every_request():
        answer = walker.send(*address(the_world, name, matter), **ROUTES[name].request(who))
        if answer.status_code != expected(name, who, matter):
            wrong.append((name, matter, answer.status_code, expected(name, who, matter)))
        leaked += [(name, matter, found) for found in leaks(the_world, walker, shown(answer))]
        refused += answer.status_code == 403
    assert not wrong, "\n".join(map(str, wrong))
    assert not leaked, "\n".join(map(str, leaked))
    audited = the_world.refusals() - before
    assert audited == +Counter({actor_name(the_world, walker): refused})


def routes_of(world: World) -> set[str]:
    """Every route of the application, by method and rule."""
    return {
        f"{method} {rule.rule}"
        for rule in world.app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }


OF_A_MATTER = ("<instance_id>", "<task_id>", "<photo_id>")


def every_request() -> Iterator[tuple[str, str]]:
    for name in ROUTES:
        for matter in MATTERS if any(part in name for part in OF_A_MATTER) else ("",):
            yield name, matter


def address(world: World, name: str, matter: str) -> tuple[str, str]:
    """Method and address of a route, for one of the matters."""
    method, _, rule = name.partition(" ")
    parts = {**OTHER_PARTS, "definition_id": world.definition_id}
    if matter:
        row = world.rows[matter]
        parts |= {"instance_id": row.receipt.instance_id, "task_id": row.task_id, "photo_id": row.photo_id}
    for part, value in parts.items():
        rule = rule.replace(f"<{part}>", value).replace(f"<path:{part}>", value)
    return method, rule


def leaks(world: World, walker: Walker, text: str) -> Iterator[tuple[str, str]]:
    """What a text says of matters that it may not say to this person."""
    for name, word in WORDS.items():
        who = MATTERS[name]
        own, is_public = OWN.get(walker.name) == name, name in PUBLIC
        may_read = walker.name in who.may("see") or (own and walker.name != "supporter")
        marks = {
            world.rows[name].receipt.number: walker.name in who.may("list") or own or is_public,
            f"{word}的路灯": may_read or is_public,
            f"{word}的灯坏了": may_read,
            **dict.fromkeys(contact_of(name).values(), walker.name in who.may("handle")),
        }
        yield from ((name, mark) for mark, may in marks.items() if not may and mark in text)


def actor_name(world: World, walker: Walker) -> str:
    """How the audit trail names someone."""
    if walker.name not in OWN:
        if walker.key:
            return f"key:{walker.name}"
        return f"user:{walker.name}" if walker.is_staff else "party"
    matter = world.rows[OWN[walker.name]].receipt.instance_id
    return f"party:{'supporter' if walker.name == 'supporter' else 'applicant'}@{matter}"
