"""The audit log can only grow: the engine itself refuses to change or remove a row."""

from alembic import op

revision = "0002"
down_revision = "0001"

SQLITE = (
    "create trigger audit_no_update before update on {table} begin select raise(abort, 'append only'); end",
    "create trigger audit_no_delete before delete on {table} begin select raise(abort, 'append only'); end",
    """create trigger audit_no_replace before insert on {table} when exists (select 1 from {table} where seq = new.seq)
       begin select raise(abort, 'append only'); end""",
)
POSTGRES = (
    """create or replace function append_only() returns trigger language plpgsql as
       $$ begin raise exception 'append only'; end $$""",
    "create trigger {table}_no_change before update or delete on {table} for each row execute function append_only()",
    "create trigger {table}_no_truncate before truncate on {table} for each statement execute function append_only()",
)


def upgrade() -> None:
    """Put triggers on both tables of the log."""
    statements = SQLITE if op.get_bind().dialect.name == "sqlite" else POSTGRES
    for table in ("audit", "audit_anchors"):
        for statement in statements:
            op.execute(statement.format(table=table).replace("trigger audit_no", f"trigger {table}_no"))
