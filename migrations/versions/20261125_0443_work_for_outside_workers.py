"""Work for outside workers."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_0443"
down_revision = "20261125_0431"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "external_work",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("instance_id", sa.String(length=36), nullable=False),
        sa.Column("topic", sa.String(length=150), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("retries", sa.Integer(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("locked_by", sa.String(length=300), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(["instance_id"], ["instance.id"], name=op.f("fk_external_work_instance_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_work")),
    )
    with op.batch_alter_table("external_work", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_external_work_instance_id"), ["instance_id"], unique=False)
        batch_op.create_index("ix_external_work_topic_rank_id", ["topic", "rank", "id"], unique=False)
