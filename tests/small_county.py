"""A small county for tests of the engine: a fake of the directory, at the border where the engine asks it, and the cast.

Tests of the registers and the skins use the real directory instead.
"""

from engine.actor import Actor, party
from engine.uow import UnitOfWork

# A unit's path, from which its ancestors and its level follow.
PATHS = {
    "county": "/county/",
    "t-yanhe": "/county/t-yanhe/",
    "v-dukou": "/county/t-yanhe/v-dukou/",
    "v-shiliang": "/county/t-yanhe/v-shiliang/",
    "t-gaoguan": "/county/t-gaoguan/",
    "v-lianhua": "/county/t-gaoguan/v-lianhua/",
    "d-water": "/county/d-water/",
}
LEVELS = {"county": "county", "t": "township", "v": "village", "d": "department"}
POSTS = {
    "station-clerk": "village",
    "township-office": "township",
    "township-leader": "township",
    "county-centre": "county",
    "supervisor": "county",
    "department-officer": "department",
    "department-head": "department",
}


class SmallCounty:
    """Answers what the engine asks about posts and units."""

    def has_post(self, post_id: str) -> bool:
        return post_id in POSTS

    def unit_of_post(self, uow: UnitOfWork, post_id: str, unit_id: str) -> str | None:
        return self.ancestor(uow, unit_id, POSTS.get(post_id, ""))

    def ancestor(self, uow: UnitOfWork, unit_id: str, wanted: str) -> str | None:
        upwards = reversed(PATHS.get(unit_id, "").strip("/").split("/"))
        return next((unit for unit in upwards if level(unit) == wanted), None)

    def unit_path(self, uow: UnitOfWork, unit_id: str) -> str | None:
        return PATHS.get(unit_id)


def level(unit_id: str) -> str:
    return LEVELS.get(unit_id.partition("-")[0], "")


def staff(person_id: str, post: str, unit: str, *, areas: tuple[str, ...] = ()) -> Actor:
    """A person in one post."""
    subjects = frozenset({f"user:{person_id}", f"{post}@{unit}"})
    return Actor("staff", person_id, post, unit, subjects, frozenset(areas), frozenset({unit}))


class Cast:
    """The same people in every test: whoever may and whoever may not."""

    clerk = staff("clerk", "station-clerk", "v-dukou")
    colleague = staff("colleague", "station-clerk", "v-dukou")
    neighbour = staff("neighbour", "station-clerk", "v-shiliang")
    office = staff("office", "township-office", "t-yanhe")
    supervisor = staff("supervisor", "supervisor", "county", areas=("/county/",))
    administrator = Actor(
        "staff", "administrator", "administrator", "county", frozenset({"user:administrator"})
    )

    def citizen(self, instance_id: str) -> Actor:
        """Who raised the case and holds its receipt."""
        return party("applicant", instance_id)
