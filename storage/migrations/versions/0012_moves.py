"""personnel moves

Revision: 0012
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0012'
down_revision = '0013'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('personnel_move',
    sa.Column('workspace', sa.String(length=32), nullable=False),
    sa.Column('number', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('giver', sa.String(length=32), nullable=False),
    sa.Column('receiver', sa.String(length=32), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.Column('at', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('held', sa.JSON(), nullable=False),
    sa.Column('undone', storage.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('workspace', 'number', name=op.f('pk_personnel_move'))
    )


def downgrade() -> None:
    op.drop_table('personnel_move')
