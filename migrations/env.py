"""What Alembic asks for: the connection that `shuoshi.database` opened, and the tables of the engine and the registers."""

from typing import Any

from alembic import context

from engine.store.types import Instant
from shuoshi.database import all_tables


def render_item(kind: str, item: Any, _context: Any) -> str | bool:
    """Write a type of ours as what it is in the database, so that a migration stays true when our code moves on."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(item, Instant) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=all_tables(),
    transactional_ddl=True,  # ours is open already: a migration that fails leaves nothing, on SQLite too
    render_as_batch=True,
    render_item=render_item,
)
context.run_migrations()
