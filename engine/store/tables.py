"""The engine's tables (Core). Registers add their own to the same metadata.

Each index is one more page to write for every row that comes, goes or changes in what it holds, and on SQLite pages are most
of what a commit costs (decision 0013). So there is none that nothing asks for, and a table of short rows that are found by their key is
that key's own tree on SQLite (`sqlite_with_rowid=False`) instead of a tree beside one.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from engine.store.types import Due, Instant, UnitPath

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

# One publication of a folder: its diagrams, tables and forms bind to each other by it.
deployment = Table(
    "deployment",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("digest", String(64), nullable=False),
    Column("deployed_at", Instant, nullable=False),
    Column("deployed_by", String(100), nullable=False),
    UniqueConstraint("name", "version"),
)

resource = Table(
    "resource",
    metadata,
    Column("deployment_id", ForeignKey("deployment.id"), primary_key=True),
    Column("kind", String(8), primary_key=True),  # bpmn, dmn, form
    Column("key", String(100), primary_key=True),  # file stem for bpmn and dmn, form id for forms
    Column("file_name", String(200), nullable=False),
    Column("source", LargeBinary, nullable=False),
)

# What each deployment has put in force, by name: what a diagram finds that is bound to the newest, or to a version tag.
published_name = Table(
    "published_name",
    metadata,
    Column("kind", String(8), primary_key=True),  # form, decision, process
    Column("name", String(100), primary_key=True),
    Column("deployment_id", ForeignKey("deployment.id"), primary_key=True),
    Column("version_tag", String(100)),
    Column("published_at", Instant, nullable=False),
    Index("ix_published_name_kind_name_published_at", "kind", "name", "published_at"),
    sqlite_with_rowid=False,
)

# One executable process of a deployment; `spec` is the serialised SpiffWorkflow spec (state by reference).
definition = Table(
    "definition",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("deployment_id", ForeignKey("deployment.id"), nullable=False, index=True),
    Column("process_id", String(100), nullable=False),
    Column("version", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("file_name", String(200), nullable=False),  # the diagram that draws it
    Column("spec", LargeBinary, nullable=False),
    UniqueConstraint("process_id", "version"),
)

instance = Table(
    "instance",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("definition_id", ForeignKey("definition.id"), nullable=False, index=True),
    Column("process_id", String(100), nullable=False),
    Column("number", String(40), nullable=False, unique=True),
    Column("unit_id", String(64), nullable=False),  # the place that answers for it (S1: always exactly one)
    Column("unit_path", UnitPath, nullable=False),  # `/county/township/village/`, for areas by prefix
    Column("visibility", String(8), nullable=False),
    Column("status", String(12), nullable=False),  # active, completed, cancelled
    Column("step", String(300), nullable=False),  # names of the open steps, for lists
    Column("step_en", String(300), nullable=False),
    Column("due_at", Due, nullable=False),  # earliest due date of an open task
    Column("rev", Integer, nullable=False),
    Column("state", LargeBinary, nullable=False),
    Column("wrapped_key", LargeBinary),  # null once erased
    Column("audit_seq", Integer, nullable=False),
    Column("audit_head", LargeBinary, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("started_by", String(150), nullable=False),
    Column("ended_at", Instant),
    CheckConstraint("visibility IN ('public', 'unit', 'named', 'sealed')", name="visibility"),
    CheckConstraint("status IN ('active', 'completed', 'cancelled')", name="status"),
    # Lists are read in the order of due dates until a page is full; the unit narrows small areas.
    Index("ix_instance_due_at_id", "due_at", "id"),
    Index("ix_instance_status_due_at_id", "status", "due_at", "id"),
    Index("ix_instance_unit_id", "unit_id"),
    Index("ix_instance_visibility_started_at", "visibility", "started_at"),  # the newest public ones
    Index("ix_instance_unit_path", "unit_path"),
)

# Every user task that was ever opened; id is the token's id in the engine state.
task = Table(
    "task",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("element_id", String(100), nullable=False),
    Column("name", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("subjects", Text, nullable=False),  # JSON array: all who may act; the first is shown as performer
    Column("form_id", String(100)),
    Column("status", String(10), nullable=False),  # open, completed, cancelled
    Column("created_at", Instant, nullable=False),
    Column("due_at", Instant),
    Column("follow_up_at", Instant),
    Column("priority", Integer, nullable=False, server_default=text("50")),  # 0 to 100
    Column("claimed_by", String(64)),
    Column("claimed_at", Instant),
    Column("ended_at", Instant),
    Column("ended_by", String(150)),
    CheckConstraint("status IN ('open', 'completed', 'cancelled')", name="status"),
    Index(
        "ix_task_ended_by_ended_at",
        "ended_by",
        "ended_at",
        sqlite_where=text("ended_by IS NOT NULL"),
        postgresql_where=text("ended_by IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

# One row per subject that may act on an open task; gone when the task ends.
inbox = Table(
    "inbox",
    metadata,
    Column("subject", String(150), primary_key=True),
    Column("due_at", Instant, primary_key=True),  # far future where the task has none, so that the key orders
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Column("claimed_by", String(64)),  # null: waiting to be claimed
    Index("ix_inbox_task_id", "task_id"),
    Index(  # what one person holds, which the plain key would have to search for
        "ix_inbox_claimed_by",
        "claimed_by",
        "due_at",
        "task_id",
        sqlite_where=text("claimed_by IS NOT NULL"),
        postgresql_where=text("claimed_by IS NOT NULL"),
    ),
    sqlite_with_rowid=False,
)

# Every subject that ever had a task of the case: who handles or handled it (decision 14).
handler = Table(
    "handler",
    metadata,
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("subject", String(150), primary_key=True),
    Index("ix_handler_subject_instance_id", "subject", "instance_id"),
    sqlite_with_rowid=False,
)

# What was submitted on a form: whole, immutable, sealed with the case's key; personal values are references.
submission = Table(
    "submission",
    metadata,
    Column("instance_id", ForeignKey("instance.id"), primary_key=True),
    Column("id", String(36), primary_key=True),
    Column("task_id", String(36)),  # null for the start form
    Column("element_id", String(100), nullable=False),
    Column("form_id", String(100), nullable=False),
    Column("deployment_id", String(36), nullable=False),
    Column("author", String(150), nullable=False),
    Column("post", String(150), nullable=False),
    Column("at", Instant, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

# What a person has typed and not yet sent, sealed with the case's key; gone when the task ends.
draft = Table(
    "draft",
    metadata,
    Column("task_id", ForeignKey("task.id"), primary_key=True),
    Column("person_id", String(150), primary_key=True),  # actor.name: a party of the case types too
    Column("at", Instant, nullable=False),
    Column("sealed", LargeBinary, nullable=False),
)

# Personal data of citizens: the only place where it stands (decision 11).
personal = Table(
    "personal",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("kind", String(20), nullable=False),  # name, phone, address, identity_number, other
    Column("sealed", LargeBinary, nullable=False),
    Column("lookup", String(60), index=True),
)

# Waiting for a message or a signal: reconciled with the engine state on every save.
subscription = Table(
    "subscription",
    metadata,
    Column("task_id", String(36), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("kind", String(8), nullable=False),  # message, signal
    Column("message", String(100), nullable=False),  # the name of either
    Column("correlation_key", String(100), nullable=False),  # empty for signals, which have none
    Column("since", Instant, nullable=False),
    CheckConstraint("kind IN ('message', 'signal')", name="kind"),
    # Whom a message or signal reaches, in the order in which cases are locked.
    Index("ix_subscription_message_correlation_key", "message", "correlation_key", "instance_id", "task_id"),
)

# Messages that are kept: until `expires_at` for whoever comes to wait, and where they have an id of their own for longer,
# so that a second delivery does nothing. A message without both is not kept at all.
message = Table(
    "message",
    metadata,
    Column("id", String(100), primary_key=True),
    Column("name", String(100), nullable=False),
    Column("correlation_key", String(100), nullable=False),
    Column("message_id", String(100)),
    Column("at", Instant, nullable=False),
    Column("expires_at", Instant),
    Column("payload", Text),  # JSON; references only, never personal data
    UniqueConstraint("name", "correlation_key", "message_id"),
    Index("ix_message_at", "at"),  # what is old enough to go, and the operators' list
)

# Which processes have had a message that is kept: each has it once.
message_taken = Table(
    "message_taken",
    metadata,
    Column("message_id", String(100), primary_key=True),
    Column("process_id", String(100), primary_key=True),
    sqlite_with_rowid=False,
)

# What begins a case of the newest version of a process: messages and signals by name, times by the job that waits for them.
start_trigger = Table(
    "start_trigger",
    metadata,
    Column("process_id", String(100), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),
    Column("element_id", String(100), nullable=False),
    Column("kind", String(8), nullable=False),  # message, signal, timer
    Column("name", String(100), nullable=False),  # empty for timers
    Column("definition_id", ForeignKey("definition.id"), nullable=False),
    Column("job_id", String(36)),
    CheckConstraint("kind IN ('message', 'signal', 'timer')", name="kind"),
    Index("ix_start_trigger_kind_name", "kind", "name"),
    Index("ix_start_trigger_definition_id", "definition_id"),
)

# Which active case a message with a key has begun: another with that key begins none beside it.
begun_by_message = Table(
    "begun_by_message",
    metadata,
    Column("process_id", String(100), primary_key=True),
    Column("message", String(100), primary_key=True),
    Column("correlation_key", String(100), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
)

# Timers, outgoing messages and long work: one table, taken by any worker (decision 8).
job = Table(
    "job",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("kind", String(40), nullable=False),
    Column("instance_id", String(36), index=True),
    Column("task_id", String(36)),  # the waiting token of a timer
    Column("due_at", Instant, nullable=False),
    Column("payload", Text, nullable=False),  # JSON; references only, never personal data
    Column("attempts", Integer, nullable=False),
    Column("status", String(8), nullable=False),  # waiting, done, failed
    Column("error", Text),
    Column("done_at", Instant),
    # Of long work alone: when it was deferred, how far it is, what came of it (JSON, counts only).
    Column("asked_at", Instant),
    Column("progress", Integer),
    Column("total", Integer),
    Column("outcome", Text),
    CheckConstraint("status IN ('waiting', 'done', 'failed')", name="status"),
    Index("ix_job_status_due_at", "status", "due_at"),
    Index(
        "ix_job_asked_at_id",
        "asked_at",
        "id",
        sqlite_where=text("asked_at IS NOT NULL"),
        postgresql_where=text("asked_at IS NOT NULL"),
    ),
)

# What keeps a case from going on by itself: a step that could not run, or a job that was given up.
incident = Table(
    "incident",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("kind", String(4), nullable=False),  # step, job
    Column("token_id", String(36)),  # of a step; of a job, the token that waits for it, if one does
    # A timer that is taken back takes its incident with it.
    Column("job_id", ForeignKey("job.id", ondelete="CASCADE"), index=True),
    Column("element_id", String(100), nullable=False),  # empty: a message that belongs to no element
    Column("name", String(200), nullable=False),
    Column("name_en", String(200), nullable=False),
    Column("cause", String(60), nullable=False),
    Column("sealed", LargeBinary),  # what exactly was wrong, with the case's key; null once erased
    Column("opened_at", Instant, nullable=False),
    Column("resolved_at", Instant),
    Column("resolved_by", String(150)),
    CheckConstraint("kind IN ('step', 'job')", name="kind"),
    Index(  # the open ones, which are few, in the order of lists
        "ix_incident_opened_at_id",
        "opened_at",
        "id",
        sqlite_where=text("resolved_at IS NULL"),
        postgresql_where=text("resolved_at IS NULL"),
    ),
)

# The processes that run jobs, as each says of itself every few seconds.
worker = Table(
    "worker",
    metadata,
    Column("id", String(36), primary_key=True),
    Column("host", String(100), nullable=False),
    Column("process", Integer, nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("seen_at", Instant, nullable=False),
)

# What programs outside do for a case: a waiting service task each, given to one worker at a time.
external_work = Table(
    "external_work",
    metadata,
    Column("id", String(36), primary_key=True),  # the waiting token's
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("topic", String(150), nullable=False),
    Column(
        "rank", Integer, nullable=False
    ),  # the priority, negated: what comes first in the index is the most urgent
    Column("retries", Integer, nullable=False),
    Column(
        "free_at", Instant, nullable=False
    ),  # when it may be fetched: at once, after a pause, when the lock is over
    Column("locked_by", String(300)),  # who vouches for the worker, and its name
    Column("sealed", LargeBinary),  # what the last one who failed at it said
    Index("ix_external_work_topic_rank_id", "topic", "rank", "id"),
)

# Audit: one chain per case (`case:<instance>`), else per account or definition.
event = Table(
    "event",
    metadata,
    Column("chain", String(110), primary_key=True),
    Column("seq", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("actor", String(150), nullable=False),
    Column("post", String(150), nullable=False),
    Column("what", String(60), nullable=False),
    Column("details", Text, nullable=False),  # JSON: before, after, references
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_event_at", "at", postgresql_using="brin"),  # the seals ask what is new; rows come in its order
    sqlite_with_rowid=False,
)

# Seals over the heads that have moved, each on the one before; their copy stands outside the database.
seal = Table(
    "seal",
    metadata,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", Instant, nullable=False),
    Column("heads", Integer, nullable=False),
    Column("root", LargeBinary, nullable=False),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

sealed_head = Table(
    "sealed_head",
    metadata,
    Column("seal", ForeignKey("seal.seq"), primary_key=True, autoincrement=False),
    Column("chain", String(110), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_sealed_head_chain", "chain"),  # the seals of one case, for its pack
    sqlite_with_rowid=False,
)

# Heads of the chains outside cases; a case's head stands in its instance row.
chain_head = Table(
    "chain_head",
    metadata,
    Column("chain", String(110), primary_key=True),
    Column("seq", Integer, nullable=False),
    Column("hash", LargeBinary, nullable=False),
)

# The county's own word on single days, over the national calendar (decision 7).
calendar_day = Table(
    "calendar_day",
    metadata,
    Column("day", Date, primary_key=True),
    Column("is_working", Boolean, nullable=False),
    Column("name", String(100), nullable=False),
    Column("basis", String(200), nullable=False),
)

sequence = Table(
    "sequence",
    metadata,
    Column("name", String(60), primary_key=True),
    Column("value", Integer, nullable=False),
)

# Cases begun by a program with a request key: the same request again finds its case instead of beginning another.
start_request = Table(
    "start_request",
    metadata,
    Column("key_hash", String(60), primary_key=True),
    Column("instance_id", ForeignKey("instance.id"), nullable=False, index=True),
    Column("at", Instant, nullable=False),
)
