"""States of the way to an outside provider and back, each good for one return."""

import sqlalchemy as sa
from alembic import op

import data.records.tables

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "spent_states",
        sa.Column("state_hash", sa.String(length=64), nullable=False),
        sa.Column("until", data.records.tables.Moment(length=32), nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_spent_states")),
    )
