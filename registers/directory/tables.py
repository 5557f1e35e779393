"""The tables of the directory."""

from __future__ import annotations

from sqlalchemy import (
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    UniqueConstraint,
)

from engine.store.tables import metadata
from engine.store.types import UnitPath

# One tree: the county, its departments and townships, their villages and communities, the grids.
unit = Table(
    "unit",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("name_en", String(100), nullable=False),
    Column("level", String(12), nullable=False, index=True),
    Column("parent_id", ForeignKey("unit.id")),  # indexed by the unique constraint below
    Column("path", UnitPath, nullable=False, unique=True),
    Column("position", Integer, nullable=False),  # its place in lists
    Column("phone", String(40), nullable=False),
    Column("hours", String(100), nullable=False),
    Column("hours_en", String(100), nullable=False),
    UniqueConstraint("parent_id", "name"),
    CheckConstraint("level IN ('county', 'department', 'township', 'village', 'grid')", name="level"),
)

person = Table(
    "person",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("name_en", String(100), nullable=False),
)

# Who holds which post where, from the first day to the last, both counted; never deleted.
membership = Table(
    "membership",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("post", String(64), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Column("from_day", Date, primary_key=True),
    Column("to_day", Date),
    CheckConstraint("to_day IS NULL OR to_day >= from_day", name="days"),
    Index("ix_membership_unit_id_post", "unit_id", "post"),
)
