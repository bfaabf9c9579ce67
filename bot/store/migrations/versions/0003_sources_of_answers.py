"""What an answer of policy rests on: the version of the knowledge, and its clauses."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a column that may be empty; runs before the new code, and the old code works on with it."""
    op.add_column("outbox", sa.Column("sources", sa.LargeBinary(), nullable=True))
