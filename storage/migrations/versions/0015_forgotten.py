"""forgotten

Revision: 0015
Follows: 0012
"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0015'
down_revision = '0012'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('forgotten',
    sa.Column('workspace', sa.String(length=32), nullable=False),
    sa.Column('digest', sa.String(length=64), nullable=False),
    sa.Column('placeholder', sa.String(length=32), nullable=False),
    sa.Column('at', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.PrimaryKeyConstraint('workspace', 'digest', name=op.f('pk_forgotten'))
    )


def downgrade() -> None:
    op.drop_table('forgotten')
