"""The tables of the records store: one schema for SQLite and PostgreSQL.

Moments are kept as ISO 8601 text in UTC (`Moment`), which sorts and reads the same on both engines. Tokens are kept
only as SHA-256. Nothing here holds a direct identifier of a child.
"""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, kept as fixed-width ISO text so that text order is time order."""

    impl = String(32)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Text of an aware moment; a naive one is a mistake and raises ValueError."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """The aware moment again."""
        return None if value is None else datetime.fromisoformat(value)


people = Table(
    "people",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("email", String(254), nullable=False, unique=True),
    Column("name", String(200), nullable=False),
    Column("language", String(2), nullable=False),
    Column("state", String(10), nullable=False),
    Column("password_hash", Text),
    Column("factor_secret", LargeBinary),
    Column("factor_last_step", Integer, nullable=False, server_default="0"),
    Column("identity_issuer", Text),
    Column("identity_subject", Text),
    Column("authorisation_version", Integer, nullable=False, server_default="1"),
    Column("demonstration", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    CheckConstraint("state in ('active', 'disabled')", name="state"),
    UniqueConstraint("identity_issuer", "identity_subject", name="uq_people_identity"),
)

role_grants = Table(
    "role_grants",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("person_id", String(36), ForeignKey("people.id"), nullable=False, index=True),
    Column("role", String(40), nullable=False),
    Column("areas", Text),
    Column("ministries", Text),
    Column("institutions", Text),
    Column("purpose", Text),
    Column("granted_by", String(36)),
    Column("confirmed_by", String(36)),
    Column("granted_at", Moment, nullable=False),
    Column("revoked_at", Moment),
)

invitations = Table(
    "invitations",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("email", String(254), nullable=False),
    Column("role", String(40), nullable=False),
    Column("areas", Text),
    Column("ministries", Text),
    Column("institutions", Text),
    Column("purpose", Text),
    Column("language", String(2), nullable=False),
    Column("invited_by", String(36)),
    Column("confirmed_by", String(36)),
    Column("needs_second", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("used_at", Moment),
    Column("withdrawn_at", Moment),
)

sessions = Table(
    "sessions",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("id", String(36), nullable=False, unique=True),
    Column("person_id", String(36), ForeignKey("people.id"), nullable=False, index=True),
    Column("authorisation_version", Integer, nullable=False),
    Column("factor_passed", Boolean, nullable=False),
    Column("created_at", Moment, nullable=False),
    Column("seen_at", Moment, nullable=False),
    Column("authenticated_at", Moment, nullable=False),
    Column("network", String(64), nullable=False),
    Column("agent", String(200), nullable=False),
    Column("ended_at", Moment),
)

recovery_codes = Table(
    "recovery_codes",
    METADATA,
    Column("code_hash", String(64), primary_key=True),
    Column("person_id", String(36), ForeignKey("people.id"), nullable=False, index=True),
    Column("used_at", Moment),
)

factor_resets = Table(
    "factor_resets",
    METADATA,
    Column("id", String(36), primary_key=True),
    Column("person_id", String(36), ForeignKey("people.id"), nullable=False, index=True),
    Column("asked_by", String(36), nullable=False),
    Column("asked_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),
    Column("confirmed_by", String(36)),
    Column("done_at", Moment),
    Column("withdrawn_at", Moment),
    CheckConstraint("confirmed_by is null or confirmed_by <> asked_by", name="second_person"),
)

spent_states = Table(
    "spent_states",
    METADATA,
    Column("state_hash", String(64), primary_key=True),
    Column("until", Moment, nullable=False),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("account_hash", String(64), nullable=False),
    Column("network", String(64), nullable=False),
    Column("at", Moment, nullable=False),
    Column("succeeded", Boolean, nullable=False),
    Index("ix_sign_in_attempts_account", "account_hash", "network", "at"),
    Index("ix_sign_in_attempts_network", "network", "at"),
)

audit = Table(
    "audit",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("month", String(7), nullable=False, index=True),
    Column("at", Moment, nullable=False, index=True),
    Column("act", String(60), nullable=False, index=True),
    Column("object", String(120), nullable=False, index=True),
    Column("person_id", String(36), index=True),
    Column("role", String(40)),
    Column("outcome", String(10), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("mac", String(64), nullable=False),
    CheckConstraint("outcome in ('done', 'refused')", name="outcome"),
)

audit_anchors = Table(
    "audit_anchors",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("month", String(7), nullable=False),
    Column("mac", String(64), nullable=False),
    Column("at", Moment, nullable=False),
)
