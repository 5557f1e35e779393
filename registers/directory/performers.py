"""What the engine asks of the directory: which posts exist, in which unit a post is held, where a unit stands."""

from __future__ import annotations

from sqlalchemy import select

from engine.uow import UnitOfWork
from registers.directory import tables
from registers.directory.posts import POSTS


class DirectoryPerformers:
    """Answers from the tree of units, read once for the whole process.

    A unit is never moved and never deleted, so what was read stays true; a unit not met yet (added since, here or by
    another process) has the tree read anew. So a step costs no statement, however many tasks it opens.
    """

    def __init__(self) -> None:
        self._tree: dict[str, tuple[str, str]] = {}  # level and path by id

    def has_post(self, post_id: str) -> bool:
        """Say whether the post exists."""
        return post_id in POSTS

    def unit_of_post(self, uow: UnitOfWork, post_id: str, unit_id: str) -> str | None:
        """Return the unit in which a post is held for a case at `unit_id`: itself or the one above at the post's level."""
        return self.ancestor(uow, unit_id, POSTS[post_id].level) if post_id in POSTS else None

    def unit_path(self, uow: UnitOfWork, unit_id: str) -> str | None:
        """Return the path of a unit from the root, or None."""
        found = self._find(uow, unit_id)
        return found[1] if found else None

    def ancestor(self, uow: UnitOfWork, unit_id: str, level: str) -> str | None:
        """Return the unit itself or the one above it at a level, or None."""
        path = self.unit_path(uow, unit_id) or ""
        upwards = reversed(path.strip("/").split("/"))
        return next((each for each in upwards if self._tree.get(each, ("", ""))[0] == level), None)

    def _find(self, uow: UnitOfWork, unit_id: str) -> tuple[str, str] | None:
        if unit_id not in self._tree:
            columns = tables.unit.c
            rows = uow.rows(select(columns.id, columns.level, columns.path).order_by(columns.path))
            self._tree = {found: (level, path) for found, level, path in rows}
        return self._tree.get(unit_id)
