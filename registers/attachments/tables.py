"""Where photos stand: the rows; the bytes lie sealed in the data folder (`folder.py`)."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table

from engine.store.tables import metadata
from engine.store.types import Instant

# A photo that waits to be handed in, for a day at most. Its file is sealed by the token, of which only a hash stands here.
upload = Table(
    "upload",
    metadata,
    Column("token_hash", String(60), primary_key=True),
    Column("file_hash", String(64), nullable=False, index=True),
    Column("media_type", String(20), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("at", Instant, nullable=False, index=True),
)

# A photo of a case. The token's hash lets the submission in which the token stands find it.
attachment = Table(
    "attachment",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False),
    Column("token_hash", String(60), nullable=False, unique=True),
    Column("file_hash", String(64), nullable=False, index=True),
    Column("media_type", String(20), nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("size", Integer, nullable=False),
    Column("added_by", String(150), nullable=False),
    Column("at", Instant, nullable=False),
    Index("ix_attachment_instance_id_at", "instance_id", "at"),
)
