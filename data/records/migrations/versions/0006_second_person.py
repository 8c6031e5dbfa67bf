"""Who closed a case; the engine itself refuses to close a severe or unconfirmed one on one person's word."""

from alembic import op

revision = "0006"
down_revision = "0005"

CLOSED_BY = """alter table incidents add column closed_by varchar(36) constraint ck_incidents_second_person check (
    state <> 'closed' or (not severe and outcome <> 'not_confirmed')
    or (closing_by is not null and closed_by is not null and closing_by <> closed_by)
)"""


def upgrade() -> None:
    """Add the column with its condition."""
    op.execute(CLOSED_BY)
