"""Receipts that came before their message was written down as sent."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a table; runs before the new code, and the old code works on with it."""
    op.create_table(
        "early_receipts",
        sa.Column("channel", sa.String(16), primary_key=True),
        sa.Column("provider_id", sa.String(64), primary_key=True),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("reason", sa.String(200)),
        sa.Column("at", sa.BigInteger(), nullable=False),
    )
