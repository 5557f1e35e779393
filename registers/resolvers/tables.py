"""The tables of the resolvers."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Column, Date, ForeignKey, Index, String, Table

from engine.store.tables import metadata

resolver = Table(
    "resolver",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("level", String(12), nullable=False),
    Column("force", String(20), nullable=False),
    Column("kind", String(40), nullable=False),
    Column("unit_id", ForeignKey("unit.id"), nullable=False, index=True),  # which appoints
    Column("standing", String(10), nullable=False),
    Column("standing_from", Date, nullable=False),
    Column("standing_until", Date),  # the last day of a suspension; null: until it is lifted
    Column("standing_reason", String(300), nullable=False),
    Column("term_from", Date, nullable=False),
    Column("term_to", Date),  # the last day
    CheckConstraint("level IN ('county', 'township', 'village')", name="level"),
    CheckConstraint("standing IN ('good', 'suspended', 'left')", name="standing"),
    CheckConstraint("term_to IS NULL OR term_to >= term_from", name="term"),
)

# The places that a resolver serves, each with all that lies below it.
resolver_place = Table(
    "resolver_place",
    metadata,
    Column("person_id", ForeignKey("resolver.person_id"), primary_key=True),
    Column("unit_id", ForeignKey("unit.id"), primary_key=True),
    Index("ix_resolver_place_unit_id", "unit_id"),
)

resolver_topic = Table(
    "resolver_topic",
    metadata,
    Column("person_id", ForeignKey("resolver.person_id"), primary_key=True),
    Column("topic", String(40), primary_key=True),
)
