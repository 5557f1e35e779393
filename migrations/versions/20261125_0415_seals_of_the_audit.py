"""Seals of the audit."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_0415"
down_revision = "20261125_0231"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("heads", sa.Integer(), nullable=False),
        sa.Column("root", sa.LargeBinary(), nullable=False),
        sa.Column("previous", sa.LargeBinary(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_seal")),
    )
    op.create_table(
        "sealed_head",
        sa.Column("seal", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("chain", sa.String(length=110), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["seal"], ["seal.seq"], name=op.f("fk_sealed_head_seal")),
        sa.PrimaryKeyConstraint("seal", "chain", name=op.f("pk_sealed_head")),
        sqlite_with_rowid=False,
    )
    with op.batch_alter_table("sealed_head", schema=None) as batch_op:
        batch_op.create_index("ix_sealed_head_chain", ["chain"], unique=False)

    with op.batch_alter_table("event", schema=None) as batch_op:
        batch_op.create_index("ix_event_at", ["at"], unique=False, postgresql_using="brin")
