"""The tables of reports and cases: codes and dates readable, words and files sealed under the case's own key."""

from sqlalchemy import Boolean, CheckConstraint, Column, ForeignKey, Index, Integer, LargeBinary, String, Table, Text

from data.records.tables import METADATA, Moment

incidents = Table(
    "incidents",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("number", String(16), nullable=False, unique=True),
    Column("reference", String(16), nullable=False, unique=True),
    Column("attempt_hash", String(64), nullable=False, unique=True),
    Column("words_mac", String(64), nullable=False),
    Column("wrapped_key", LargeBinary, nullable=False),
    Column("channel", String(10), nullable=False),
    Column("reporter", String(10), nullable=False),
    Column("sender_id", String(36)),
    Column("language", String(2), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("alleged", String(10), nullable=False),
    Column("danger", Boolean, nullable=False),
    Column("severe", Boolean, nullable=False),
    Column("ongoing", Boolean),
    Column("area", String(19), nullable=False, index=True),
    Column("ministry", String(10), nullable=False),
    Column("facility_type", String(20), nullable=False),
    Column("institution_id", String(60), nullable=False, index=True),
    Column("occurred", String(10), nullable=False),
    Column("children", Integer),
    Column("age_band", String(6), nullable=False),
    Column("received_at", Moment, nullable=False, index=True),
    Column("taken_at", Moment, nullable=False),
    Column("state", String(12), nullable=False, index=True),
    Column("outcome", String(16)),
    Column("closed_at", Moment),
    Column("assigned_to", String(36)),
    Column("acknowledged_at", Moment),
    Column("acknowledged_by", String(36)),
    Column("level", Integer, nullable=False, server_default="0"),
    Column("escalate_at", Moment, index=True),
    Column("closing_by", String(36)),
    Column("closing_outcome", String(16)),
    Column("closed_by", String(36)),
    Column("merged_into", String(36), ForeignKey("incidents.id")),
    Column("quarantined", Boolean, nullable=False),
    Column("demonstration", Boolean, nullable=False),
    Column("changed", Integer, nullable=False, index=True),
    CheckConstraint("state in ('new', 'checking', 'referred', 'monitoring', 'closed', 'merged')", name="state"),
    CheckConstraint("(state = 'merged') = (merged_into is not null)", name="merged"),
    CheckConstraint("(state = 'closed') = (outcome is not null)", name="outcome"),
    CheckConstraint(
        "state <> 'closed' or (not severe and outcome <> 'not_confirmed')"
        " or (closing_by is not null and closed_by is not null and closing_by <> closed_by)",
        name="second_person",
    ),
)

incident_parts = Table(
    "incident_parts",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("incident_id", String(36), ForeignKey("incidents.id"), nullable=False, index=True),
    Column("attempt_hash", String(64), unique=True),
    Column("kind", String(10), nullable=False),
    Column("at", Moment, nullable=False),
    Column("by", String(36)),
    Column("sealed", LargeBinary, nullable=False),
    Column("blob", String(64)),
)

incident_steps = Table(
    "incident_steps",
    METADATA,
    Column("incident_id", String(36), ForeignKey("incidents.id"), primary_key=True),
    Column("step", String(20), primary_key=True),
    Column("due_at", Moment),
    Column("done_at", Moment),
    Column("done_by", String(36)),
    Column("basis", String(10), nullable=False),
    Column("warned_at", Moment),
)

incident_log = Table(
    "incident_log",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("incident_id", String(36), ForeignKey("incidents.id"), nullable=False, index=True),
    Column("at", Moment, nullable=False),
    Column("act", String(40), nullable=False),
    Column("by", String(36)),
    Column("before", String(20), nullable=False),
    Column("after", String(20), nullable=False),
    Column("detail", Text, nullable=False),
)

incident_team = Table(
    "incident_team",
    METADATA,
    Column("incident_id", String(36), ForeignKey("incidents.id"), primary_key=True),
    Column("person_id", String(36), ForeignKey("people.id"), primary_key=True),
    Column("added_by", String(36), nullable=False),
    Column("added_at", Moment, nullable=False),
    Column("ended_at", Moment),
)

incident_excluded = Table(
    "incident_excluded",
    METADATA,
    Column("incident_id", String(36), ForeignKey("incidents.id"), primary_key=True),
    Column("person_id", String(36), ForeignKey("people.id"), primary_key=True),
    Column("why", String(20), nullable=False),
    Column("at", Moment, nullable=False),
)

incident_counters = Table(
    "incident_counters",
    METADATA,
    Column("name", String(20), primary_key=True),
    Column("value", Integer, nullable=False),
)

nil_returns = Table(
    "nil_returns",
    METADATA,
    Column("institution_id", String(60), primary_key=True),
    Column("month", String(7), primary_key=True),
    Column("by", String(36), nullable=False),
    Column("at", Moment, nullable=False),
)

outbox = Table(
    "outbox",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("dedupe", String(160), nullable=False, unique=True),
    Column("event", String(40), nullable=False),
    Column("incident_id", String(36), ForeignKey("incidents.id")),
    Column("person_id", String(36), ForeignKey("people.id")),
    Column("payload", Text, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("next_at", Moment, nullable=False),
    Column("lease_until", Moment),
    Column("owner", String(64)),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("sent_at", Moment),
    Column("dead_at", Moment),
    Column("last_error", String(200)),
    Index("ix_outbox_waiting", "sent_at", "dead_at", "next_at"),
)

notices = Table(
    "notices",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("person_id", String(36), ForeignKey("people.id"), nullable=False, index=True),
    Column("event", String(40), nullable=False),
    Column("incident_id", String(36), ForeignKey("incidents.id")),
    Column("at", Moment, nullable=False),
    Column("read_at", Moment),
)

heartbeats = Table(
    "heartbeats",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("at", Moment, nullable=False),
    Column("detail", Text, nullable=False),
)
