"""${message}"""

import sqlalchemy as sa
from alembic import op

import data.records.tables

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}


def upgrade() -> None:
    """${message}"""
    ${upgrades}
