"""The register's tables. Texts are sealed with the case's key; personal values stand in the vault alone."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    String,
    Table,
    Text,
    UniqueConstraint,
)

from engine.store.tables import metadata
from engine.store.types import Instant

# Compared byte by byte on both databases, so that a beginning is a range of the index.
Word = String(16).with_variant(String(16, collation="C"), "postgresql")

# One row per matter, beside its instance.
matter = Table(
    "matter",
    metadata,
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("channel", String(20), nullable=False),
    Column("origin_source", String(200)),  # where an imported letter comes from, and its id there
    Column("origin_id", String(100)),
    Column("phase", String(12), nullable=False),
    Column(
        "matter_class", String(20)
    ),  # personal, public-benefit, administrative, other; null until classified
    Column("urgency", String(20)),
    Column("is_private", Boolean, nullable=False),
    Column("is_sensitive", Boolean, nullable=False),
    Column("may_be_public", Boolean, nullable=False),  # the citizen agreed
    Column("sealed", LargeBinary, nullable=False),  # title, text, wish and what else was told
    Column("words", Integer, nullable=False),  # weight of all its words, by which likeness is measured
    Column("supporters", Integer, nullable=False),
    Column("supplements", Integer, nullable=False),
    Column("reopened", Integer, nullable=False),
    Column("accepted_at", Instant),
    Column("replied_at", Instant),
    Column("closed_at", Instant),
    Column("outcome", String(20)),
    Column("was_contacted", Boolean),  # the three facts of a rating
    Column("was_done", Boolean),
    Column("rating", Integer),
    CheckConstraint(
        "phase IN ('registered', 'accepted', 'in-progress', 'replied', 'closed', 'referred', 'withdrawn')",
        name="phase",
    ),
    CheckConstraint(
        "outcome IN ('resolved', 'agreed', 'explained', 'referred', 'withdrawn', 'unconfirmed', 'merged')",
        name="outcome",
    ),
    CheckConstraint("rating BETWEEN 1 AND 5", name="rating"),
    UniqueConstraint("origin_source", "origin_id"),
)

# Who holds a receipt: the applicant and each supporter. Neither the code nor the request is kept, only keyed hashes.
matter_receipt = Table(
    "matter_receipt",
    metadata,
    Column("code_hash", String(60), primary_key=True),
    Column("request_hash", String(60), nullable=False, unique=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("party", String(20), nullable=False),  # applicant, supporter
    Column(
        "contact", Text, nullable=False
    ),  # JSON: references to what a supporter left, none for the applicant
    Column("at", Instant, nullable=False),
    CheckConstraint("party IN ('applicant', 'supporter')", name="party"),
)

# What happened, in order, for the progress page; texts sealed with the case's key.
matter_entry = Table(
    "matter_entry",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("at", Instant, nullable=False),
    Column("after_event", Integer, nullable=False),  # of the case's audit chain: orders acts of one moment
    Column("position", Integer, nullable=False),  # within the act
    Column("post", String(150), nullable=False),  # post and unit, party, or system; never a person
    Column("unit_id", String(64), nullable=False),  # where the matter lay then
    Column("sealed", LargeBinary),
    Index("ix_matter_entry_instance_id_after_event_position", "instance_id", "after_event", "position"),
)

# Words of the matters that one may search; none of a sealed, named or erased case.
matter_word = Table(
    "matter_word",
    metadata,
    Column("word", Word, primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("weight", Integer, nullable=False),
    Index("ix_matter_word_instance_id", "instance_id"),
)

# Wrong tries to follow by number and telephone, one row per number until it is forgotten.
matter_tries = Table(
    "matter_tries",
    metadata,
    Column("number", String(40), primary_key=True),
    Column("wrong", Integer, nullable=False),
    Column("last_at", Instant, nullable=False, index=True),
)

# A call upward: by the station for a county team, or by the township for departments (rules P2).
matter_whistle = Table(
    "matter_whistle",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("kind", String(10), nullable=False),
    Column("urgency", String(10), nullable=False),
    Column("status", String(8), nullable=False),
    Column("blown_at", Instant, nullable=False),
    Column("blown_by", String(150), nullable=False),  # post and unit
    Column("sealed", LargeBinary, nullable=False),  # facts, what was tried
    Column("closed_at", Instant),
    Column("score", Integer),
    CheckConstraint("kind IN ('village', 'township')", name="kind"),
    CheckConstraint("status IN ('open', 'closed')", name="status"),
    CheckConstraint("score BETWEEN 1 AND 5", name="score"),
)

# Who was called by a whistle, and how each answered.
matter_whistle_unit = Table(
    "matter_whistle_unit",
    metadata,
    Column("whistle_id", ForeignKey("matter_whistle.id"), primary_key=True),
    Column("unit_id", String(64), primary_key=True),
    Column("is_lead", Boolean, nullable=False),
    Column("answer", String(20)),  # null until it answers
    Column("answered_at", Instant),
    Column("sealed", LargeBinary),
)
