"""What acts may use besides the database, put together once by the composition root and never changed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeAlias

from sqlalchemy import Engine

from engine.definition_cache import Definitions
from engine.keys import Keyring

if TYPE_CHECKING:  # types alone: the engine's parts use the runtime, and the runtime only carries them
    from engine.jobs import JobHandler, Retries
    from engine.long_jobs import LongHandler
    from engine.operations import Operation
    from engine.uow import InstanceRow, UnitOfWork

# Gives the choices of a form's field with `valuesKey`, from the case (None: not begun yet) and the form's data; asked
# when the form is shown and again when it is checked. Each choice has `label` and `value`, and may have `label_en`.
OptionsProvider: TypeAlias = Callable[
    ["UnitOfWork", "InstanceRow | None", Mapping[str, object]], Sequence[Mapping[str, str]]
]


class Performers(Protocol):
    """What the engine asks of the directory; `registers/directory` answers."""

    def has_post(self, post_id: str) -> bool:
        """Say whether the post exists (asked when a diagram is published)."""
        ...

    def unit_of_post(self, uow: UnitOfWork, post_id: str, unit_id: str) -> str | None:
        """Return the unit in which the post is held for a case at `unit_id`: itself or the ancestor at the post's level."""
        ...

    def ancestor(self, uow: UnitOfWork, unit_id: str, level: str) -> str | None:
        """Return the unit itself or its ancestor at a level (`township`), or None where there is none."""
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

    `begun_by_registers` are processes whose cases have rows in a register from the first, so that only its acts begin them.
    `long_jobs` are the kinds of work that run many acts of their own and say how far they are; `retries` says how often a
    kind of job is tried, where that is not the usual. `definitions` keeps
    what was published, ready to run; `on_step` is for tests that stop an act between two steps.
    """

    database: Engine
    keyring: Keyring
    settings: Settings
    performers: Performers
    operations: Mapping[str, Operation]
    job_handlers: Mapping[str, JobHandler]
    clock: Callable[[], datetime]
    options: Mapping[str, OptionsProvider] = field(default_factory=dict)
    long_jobs: Mapping[str, LongHandler] = field(default_factory=dict)
    retries: Mapping[str, Retries] = field(default_factory=dict)
    begun_by_registers: frozenset[str] = frozenset()
    definitions: Definitions = field(default_factory=Definitions)
    on_step: Callable[[str], None] | None = None
