"""Messages that are kept."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_0431"
down_revision = "20261125_0417"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "message_taken",
        sa.Column("message_id", sa.String(length=100), nullable=False),
        sa.Column("process_id", sa.String(length=100), nullable=False),
        sa.PrimaryKeyConstraint("message_id", "process_id", name=op.f("pk_message_taken")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "start_trigger",
        sa.Column("process_id", sa.String(length=100), nullable=False),
        sa.Column("position", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("element_id", sa.String(length=100), nullable=False),
        sa.Column("kind", sa.String(length=8), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("definition_id", sa.String(length=36), nullable=False),
        sa.Column("job_id", sa.String(length=36), nullable=True),
        sa.CheckConstraint("kind IN ('message', 'signal', 'timer')", name=op.f("ck_start_trigger_kind")),
        sa.ForeignKeyConstraint(
            ["definition_id"], ["definition.id"], name=op.f("fk_start_trigger_definition_id")
        ),
        sa.PrimaryKeyConstraint("process_id", "position", name=op.f("pk_start_trigger")),
    )
    with op.batch_alter_table("start_trigger", schema=None) as batch_op:
        batch_op.create_index("ix_start_trigger_definition_id", ["definition_id"], unique=False)
        batch_op.create_index("ix_start_trigger_kind_name", ["kind", "name"], unique=False)

    op.create_table(
        "begun_by_message",
        sa.Column("process_id", sa.String(length=100), nullable=False),
        sa.Column("message", sa.String(length=100), nullable=False),
        sa.Column("correlation_key", sa.String(length=100), nullable=False),
        sa.Column("instance_id", sa.String(length=36), nullable=False),
        sa.ForeignKeyConstraint(
            ["instance_id"], ["instance.id"], name=op.f("fk_begun_by_message_instance_id")
        ),
        sa.PrimaryKeyConstraint("process_id", "message", "correlation_key", name=op.f("pk_begun_by_message")),
    )
    with op.batch_alter_table("begun_by_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_begun_by_message_instance_id"), ["instance_id"], unique=False)

    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.add_column(sa.Column("message_id", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("payload", sa.Text(), nullable=True))
        batch_op.create_index("ix_message_at", ["at"], unique=False)
        batch_op.create_unique_constraint(
            batch_op.f("uq_message_name_correlation_key_message_id"),
            ["name", "correlation_key", "message_id"],
        )

    op.execute("UPDATE message SET message_id = id")  # until now a message was kept for its id alone

    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.add_column(sa.Column("kind", sa.String(length=8), nullable=True))
        batch_op.add_column(sa.Column("since", sa.DateTime(timezone=True), nullable=True))
        batch_op.drop_index(batch_op.f("ix_subscription_message_correlation_key"))
    op.execute(
        "UPDATE subscription SET kind = 'message', since = "
        "(SELECT started_at FROM instance WHERE instance.id = subscription.instance_id)"
    )
    with op.batch_alter_table("subscription", schema=None) as batch_op:
        batch_op.alter_column("kind", existing_type=sa.String(length=8), nullable=False)
        batch_op.alter_column("since", existing_type=sa.DateTime(timezone=True), nullable=False)
        batch_op.create_check_constraint(op.f("ck_subscription_kind"), "kind IN ('message', 'signal')")
        batch_op.create_index(
            "ix_subscription_message_correlation_key",
            ["message", "correlation_key", "instance_id", "task_id"],
            unique=False,
        )
