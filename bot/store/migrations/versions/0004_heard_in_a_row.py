"""How many messages to a cadre followed each other within the minute."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column with a value for every row; runs before the new code, and the old code works on with it."""
    op.add_column("cadres", sa.Column("heard_in_a_row", sa.Integer(), nullable=False, server_default="0"))
