"""Priority and follow up of tasks."""

import sqlalchemy as sa
from alembic import op

revision = "20261125_0455"
down_revision = "20261125_0446"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follow_up_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("priority", sa.Integer(), server_default=sa.text("50"), nullable=False))
