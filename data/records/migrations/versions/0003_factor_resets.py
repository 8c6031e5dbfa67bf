"""Lost second factors, reset by two people; the audit log can be searched by act."""

import sqlalchemy as sa
from alembic import op

import data.records.tables

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table and the index."""
    op.create_table(
        "factor_resets",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("asked_by", sa.String(length=36), nullable=False),
        sa.Column("asked_at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("expires_at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("confirmed_by", sa.String(length=36), nullable=True),
        sa.Column("done_at", data.records.tables.Moment(length=32), nullable=True),
        sa.Column("withdrawn_at", data.records.tables.Moment(length=32), nullable=True),
        sa.CheckConstraint(
            "confirmed_by is null or confirmed_by <> asked_by", name=op.f("ck_factor_resets_second_person")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_factor_resets_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_factor_resets")),
    )
    op.create_index(op.f("ix_factor_resets_person_id"), "factor_resets", ["person_id"], unique=False)
    op.create_index(op.f("ix_audit_act"), "audit", ["act"], unique=False)
