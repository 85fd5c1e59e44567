"""homepages

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('homepage',
    sa.Column('workspace', sa.String(length=32), nullable=False),
    sa.Column('number', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('url', sa.String(length=500), nullable=False),
    sa.Column('checked', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('why', sa.String(length=40), nullable=False),
    sa.Column('status', sa.Integer(), nullable=False),
    sa.Column('failed', sa.Integer(), nullable=False),
    sa.Column('since', storage.base.UtcDateTime(timezone=True), nullable=True),
    sa.Column('told', storage.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('workspace', 'number', name=op.f('pk_homepage'))
    )


def downgrade() -> None:
    op.drop_table('homepage')
