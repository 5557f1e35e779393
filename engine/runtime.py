"""What acts may use besides the database, put together once by the composition root and never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from sqlalchemy import Engine

from engine.keys import Keyring

if TYPE_CHECKING:  # types alone: the engine's parts use the runtime, and the runtime only carries them
    from engine.jobs import JobHandler
    from engine.operations import Operation
    from engine.uow import UnitOfWork


class Performers(Protocol):
    """What the engine asks of the directory; `registers/directory` answers."""

    def has_post(self, post_id: str) -> bool:
        """Say whether the post exists (asked when a diagram is published)."""
        ...

    def unit_of_post(self, uow: UnitOfWork, post_id: str, unit_id: str) -> str | None:
        """Return the unit in which the post is held for a case at `unit_id`: itself or the ancestor at the post's level."""
        ...

    def unit_path(self, uow: UnitOfWork, unit_id: str) -> str | None:
        """Return the path of a unit from the root (`/county/township/village/`), or None."""
        ...


@dataclass(frozen=True, slots=True)
class Settings:
    """The settings that acts may read."""

    data_folder: Path
    public_url: str = "http://127.0.0.1:8000"
    demo: bool = False


@dataclass(frozen=True, slots=True)
class Runtime:
    """The database, the keys, the clock, and what the registers plug in.

    `definitions` keeps what was published, ready to run; `on_step` is for tests that stop an act between two steps.
    """

    database: Engine
    keyring: Keyring
    settings: Settings
    performers: Performers
    operations: Mapping[str, Operation]
    job_handlers: Mapping[str, JobHandler]
    clock: Callable[[], datetime]
    on_step: Callable[[str], None] | None = None
