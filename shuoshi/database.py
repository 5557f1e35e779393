"""The database's state: its tables, and how it comes to the state that this release needs."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, MetaData

import registers
from engine.store import tables

MIGRATIONS = Path(__file__).parent.parent / "migrations"
ROWS_LOOKED_AT = 1000  # of each index: enough to tell a wide one from a narrow one, and done in milliseconds
LOCK_WITHIN = "4s"  # a migration that cannot have its lock must not hold up everybody behind it


def all_tables() -> MetaData:
    """Return the tables of the engine and of every register, which stand in modules named `tables`."""
    for module in pkgutil.walk_packages(registers.__path__, "registers."):
        if module.name.endswith(".tables"):
            import_module(module.name)
    return tables.metadata


def migrate(database: Engine) -> bool:
    """Bring the database to this release's state, all or nothing; says whether there was anything to do."""
    if is_current(database):
        return False
    with database.begin() as connection:  # one transaction around all migrations that are missing
        if connection.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{LOCK_WITHIN}'")
        command.upgrade(alembic_config(connection=connection), "head")
    return True


def is_current(database: Engine) -> bool:
    """Say whether the database is at the state that this release needs."""
    return state_of(database) == ScriptDirectory.from_config(alembic_config()).get_current_head()


def state_of(database: Engine) -> str | None:
    """Return the migration at which the database stands; None for an empty one."""
    with database.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def refresh_statistics(database: Engine) -> None:
    """Let SQLite look at its tables, so that it picks the right index; PostgreSQL does so by itself."""
    if database.dialect.name == "sqlite":
        with database.connect() as connection:
            connection.exec_driver_sql(f"PRAGMA analysis_limit={ROWS_LOOKED_AT}")
            connection.exec_driver_sql("ANALYZE")


def alembic_config(**attributes: Any) -> Config:
    """Return what Alembic needs to know, without a file."""
    config = Config(attributes=attributes)
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s_%%(slug)s")  # the revision is the date: YYYYMMDD_HHMM
    return config
