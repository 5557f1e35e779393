"""Puts the parts together: the engine, what the registers plug into it, the database, the keys and the clock."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from engine.buffer import keep_expiring
from engine.clock import utc_now
from engine.jobs import JobHandler
from engine.keys import KeyMissing, Keyring
from engine.long_jobs import LongHandler
from engine.operations import registry
from engine.runtime import OptionsProvider, Runtime
from engine.seal_file import export_seals
from engine.seals import EXPORT, SEAL, keep_sealing, seal_heads
from engine.store.database import create_engine
from engine.uow import run
from registers.attachments.sweeping import SWEEP, keep_sweeping, sweep
from registers.directory.options import department_options, place_options
from registers.directory.performers import DirectoryPerformers
from registers.matters import operations as matters
from registers.matters.import_jobs import IMPORT_LETTERS, import_as_job
from registers.matters.raising import PROCESS
from registers.resolvers.options import resolver_options
from shuoshi.database import is_current
from shuoshi.key_folder import Keys, load_keys
from shuoshi.operation_words import in_chinese
from shuoshi.settings import Settings

# What the registers plug into the engine: what service tasks call, where forms take choices from, who runs which jobs.
OPERATIONS = registry(*in_chinese(matters.OPERATIONS))
OPTIONS: Mapping[str, OptionsProvider] = {
    "places": place_options,
    "departments": department_options,
    "resolvers": resolver_options,
}
JOB_HANDLERS: Mapping[str, JobHandler] = {SWEEP: sweep, SEAL: seal_heads, EXPORT: export_seals}
LONG_JOBS: Mapping[str, LongHandler] = {IMPORT_LETTERS: import_as_job}


BEGUN_BY_REGISTERS = frozenset({PROCESS})


class NotReady(Exception):
    """The product cannot run yet; the message says in one line what is missing and which command sees to it."""


def open_keys(settings: Settings) -> Keys:
    """Read the keys; refuses, in one line, to go on without them."""
    try:
        return load_keys(settings.key_folder)
    except KeyMissing as error:
        raise NotReady(
            f"{error}. Restore the key folder from its copy; on a new machine run `shuoshi init`"
        ) from error


@contextmanager
def ready_runtime(settings: Settings) -> Iterator[Runtime]:
    """Open what commands need that act; refuses to go on without keys or with a database of another release."""
    runtime = open_runtime(settings, open_keys(settings).keyring)
    try:
        check_ready(runtime)
        yield runtime
    finally:
        runtime.database.dispose()


def check_ready(runtime: Runtime) -> None:
    """Refuse a database that is not at the state of this release."""
    if not is_current(runtime.database):
        raise NotReady("the database is not at the state of this release; run `shuoshi init`")


def begin_standing_jobs(runtime: Runtime) -> None:
    """See to the jobs that come again and again by themselves."""
    run(runtime, keep_sweeping)
    run(runtime, keep_expiring)
    run(runtime, keep_sealing)


def open_runtime(settings: Settings, keyring: Keyring) -> Runtime:
    """Return what acts may use, made from the settings and from what all registers offer; nothing is connected yet."""
    return Runtime(
        database=create_engine(settings.database_url),
        keyring=keyring,
        settings=settings.of_acts(),
        performers=DirectoryPerformers(),
        operations=OPERATIONS,
        options=OPTIONS,
        begun_by_registers=BEGUN_BY_REGISTERS,
        job_handlers=JOB_HANDLERS,
        long_jobs=LONG_JOBS,
        clock=utc_now,
    )
