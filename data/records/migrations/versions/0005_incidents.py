"""Reports of abuse and the cases made of them, their steps and log; outbox, notices, heartbeats, nil returns."""

import sqlalchemy as sa
from alembic import op

import data.records.tables

revision = "0005"
down_revision = "0004"

SQLITE = (
    "create trigger incident_log_no_update before update on incident_log begin select raise(abort, 'append only'); end",
    "create trigger incident_log_no_delete before delete on incident_log begin select raise(abort, 'append only'); end",
)
POSTGRES = (
    """create trigger incident_log_no_change before update or delete on incident_log
       for each row execute function append_only()""",
)


def upgrade() -> None:
    """Create the tables; a case's log can only grow."""
    op.create_table(
        "heartbeats",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_heartbeats")),
    )
    op.create_table(
        "incident_counters",
        sa.Column("name", sa.String(length=20), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_incident_counters")),
    )
    op.create_table(
        "incidents",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("attempt_hash", sa.String(length=64), nullable=False),
        sa.Column("words_mac", sa.String(length=64), nullable=False),
        sa.Column("wrapped_key", sa.LargeBinary(), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("reporter", sa.String(length=10), nullable=False),
        sa.Column("sender_id", sa.String(length=36), nullable=True),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("alleged", sa.String(length=10), nullable=False),
        sa.Column("danger", sa.Boolean(), nullable=False),
        sa.Column("severe", sa.Boolean(), nullable=False),
        sa.Column("ongoing", sa.Boolean(), nullable=True),
        sa.Column("area", sa.String(length=19), nullable=False),
        sa.Column("ministry", sa.String(length=10), nullable=False),
        sa.Column("facility_type", sa.String(length=20), nullable=False),
        sa.Column("institution_id", sa.String(length=60), nullable=False),
        sa.Column("occurred", sa.String(length=10), nullable=False),
        sa.Column("children", sa.Integer(), nullable=True),
        sa.Column("age_band", sa.String(length=6), nullable=False),
        sa.Column("received_at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("taken_at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("state", sa.String(length=12), nullable=False),
        sa.Column("outcome", sa.String(length=16), nullable=True),
        sa.Column("closed_at", data.records.tables.Moment(length=32), nullable=True),
        sa.Column("assigned_to", sa.String(length=36), nullable=True),
        sa.Column("acknowledged_at", data.records.tables.Moment(length=32), nullable=True),
        sa.Column("acknowledged_by", sa.String(length=36), nullable=True),
        sa.Column("level", sa.Integer(), server_default="0", nullable=False),
        sa.Column("escalate_at", data.records.tables.Moment(length=32), nullable=True),
        sa.Column("closing_by", sa.String(length=36), nullable=True),
        sa.Column("closing_outcome", sa.String(length=16), nullable=True),
        sa.Column("merged_into", sa.String(length=36), nullable=True),
        sa.Column("quarantined", sa.Boolean(), nullable=False),
        sa.Column("demonstration", sa.Boolean(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'closed') = (outcome is not null)", name=op.f("ck_incidents_outcome")),
        sa.CheckConstraint("(state = 'merged') = (merged_into is not null)", name=op.f("ck_incidents_merged")),
        sa.CheckConstraint(
            "state in ('new', 'checking', 'referred', 'monitoring', 'closed', 'merged')",
            name=op.f("ck_incidents_state"),
        ),
        sa.ForeignKeyConstraint(["merged_into"], ["incidents.id"], name=op.f("fk_incidents_merged_into")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incidents")),
        sa.UniqueConstraint("attempt_hash", name=op.f("uq_incidents_attempt_hash")),
        sa.UniqueConstraint("number", name=op.f("uq_incidents_number")),
        sa.UniqueConstraint("reference", name=op.f("uq_incidents_reference")),
    )
    op.create_index(op.f("ix_incidents_area"), "incidents", ["area"], unique=False)
    op.create_index(op.f("ix_incidents_changed"), "incidents", ["changed"], unique=False)
    op.create_index(op.f("ix_incidents_escalate_at"), "incidents", ["escalate_at"], unique=False)
    op.create_index(op.f("ix_incidents_institution_id"), "incidents", ["institution_id"], unique=False)
    op.create_index(op.f("ix_incidents_received_at"), "incidents", ["received_at"], unique=False)
    op.create_index(op.f("ix_incidents_state"), "incidents", ["state"], unique=False)
    op.create_table(
        "nil_returns",
        sa.Column("institution_id", sa.String(length=60), nullable=False),
        sa.Column("month", sa.String(length=7), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=False),
        sa.Column("at", data.records.tables.Moment(length=32), nullable=False),
        sa.PrimaryKeyConstraint("institution_id", "month", name=op.f("pk_nil_returns")),
    )
    op.create_table(
        "incident_excluded",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("why", sa.String(length=20), nullable=False),
        sa.Column("at", data.records.tables.Moment(length=32), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_excluded_incident_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_incident_excluded_person_id")),
        sa.PrimaryKeyConstraint("incident_id", "person_id", name=op.f("pk_incident_excluded")),
    )
    op.create_table(
        "incident_log",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=True),
        sa.Column("before", sa.String(length=20), nullable=False),
        sa.Column("after", sa.String(length=20), nullable=False),
        sa.Column("detail", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_log_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_log")),
    )
    op.create_index(op.f("ix_incident_log_incident_id"), "incident_log", ["incident_id"], unique=False)
    op.create_table(
        "incident_parts",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("attempt_hash", sa.String(length=64), nullable=True),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("by", sa.String(length=36), nullable=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("blob", sa.String(length=64), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_parts_incident_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_parts")),
        sa.UniqueConstraint("attempt_hash", name=op.f("uq_incident_parts_attempt_hash")),
    )
    op.create_index(op.f("ix_incident_parts_incident_id"), "incident_parts", ["incident_id"], unique=False)
    op.create_table(
        "incident_steps",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("step", sa.String(length=20), nullable=False),
        sa.Column("due_at", data.records.tables.Moment(length=32), nullable=True),
        sa.Column("done_at", data.records.tables.Moment(length=32), nullable=True),
        sa.Column("done_by", sa.String(length=36), nullable=True),
        sa.Column("basis", sa.String(length=10), nullable=False),
        sa.Column("warned_at", data.records.tables.Moment(length=32), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_steps_incident_id")),
        sa.PrimaryKeyConstraint("incident_id", "step", name=op.f("pk_incident_steps")),
    )
    op.create_table(
        "incident_team",
        sa.Column("incident_id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("added_by", sa.String(length=36), nullable=False),
        sa.Column("added_at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("ended_at", data.records.tables.Moment(length=32), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_incident_team_incident_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_incident_team_person_id")),
        sa.PrimaryKeyConstraint("incident_id", "person_id", name=op.f("pk_incident_team")),
    )
    op.create_table(
        "notices",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("person_id", sa.String(length=36), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=True),
        sa.Column("at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("read_at", data.records.tables.Moment(length=32), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_notices_incident_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_notices_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index(op.f("ix_notices_person_id"), "notices", ["person_id"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("id", sa.String(length=36), nullable=False),
        sa.Column("dedupe", sa.String(length=160), nullable=False),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("incident_id", sa.String(length=36), nullable=True),
        sa.Column("person_id", sa.String(length=36), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("created_at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("next_at", data.records.tables.Moment(length=32), nullable=False),
        sa.Column("lease_until", data.records.tables.Moment(length=32), nullable=True),
        sa.Column("owner", sa.String(length=64), nullable=True),
        sa.Column("tries", sa.Integer(), server_default="0", nullable=False),
        sa.Column("sent_at", data.records.tables.Moment(length=32), nullable=True),
        sa.Column("dead_at", data.records.tables.Moment(length=32), nullable=True),
        sa.Column("last_error", sa.String(length=200), nullable=True),
        sa.ForeignKeyConstraint(["incident_id"], ["incidents.id"], name=op.f("fk_outbox_incident_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_outbox_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox")),
        sa.UniqueConstraint("dedupe", name=op.f("uq_outbox_dedupe")),
    )
    op.create_index("ix_outbox_waiting", "outbox", ["sent_at", "dead_at", "next_at"], unique=False)

    for statement in SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES:
        op.execute(statement)
