"""The tables of the accounts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, String, Table, Text

from engine.store.tables import metadata
from engine.store.types import Instant

account = Table(
    "account",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("login", String(64), nullable=False, unique=True),
    Column("password_hash", String(200), nullable=False),
    Column("stamp", Integer, nullable=False),  # moves with the password: what was signed in before ends
    Column("is_demo", Boolean, nullable=False),  # does not exist outside demo mode
    Column("changed_at", Instant, nullable=False),
)

# Wrong tries of late, under a keyed hash of what was tried (a login, an address); old ones go with the next.
wrong_try = Table(
    "wrong_try",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("key", String(60), nullable=False),
    Column("at", Instant, nullable=False, index=True),
    Index("ix_wrong_try_key_at", "key", "at"),
)

# Keys with which programs speak to the API; the secret itself stands nowhere, only its keyed hash. Never deleted.
api_key = Table(
    "api_key",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(64), nullable=False, unique=True),  # names the program in records; never used again
    Column("secret_hash", String(60), nullable=False, unique=True),
    Column("scopes", Text, nullable=False),  # JSON array
    Column(
        "unit_id", ForeignKey("unit.id"), nullable=False
    ),  # its area: this unit and all below; asked by no page
    Column("posts", Text, nullable=False),  # JSON array of `post@unit`: whose tasks it may do
    Column("created_at", Instant, nullable=False),
    Column("created_by", String(150), nullable=False),
    Column("expires_at", Instant),
    Column("revoked_at", Instant),
    Column("last_used_at", Instant),  # to the hour: enough to find those that nobody needs
)
