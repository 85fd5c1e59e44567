"""duty both ways, and what stood before a roster

Revision: 0013
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0013'
down_revision = '0010'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('duty_former',
    sa.Column('workspace', sa.String(length=32), nullable=False),
    sa.Column('day', sa.Date(), nullable=False),
    sa.Column('seat', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('gone', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('person', sa.String(length=32), nullable=False),
    sa.Column('weight', sa.Integer(), nullable=False),
    sa.Column('why', sa.String(length=40), nullable=False),
    sa.Column('made', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('refs', sa.JSON(), nullable=False),
    sa.Column('confirmed', storage.base.UtcDateTime(timezone=True), nullable=True),
    sa.PrimaryKeyConstraint('workspace', 'day', 'seat', name=op.f('pk_duty_former'))
    )
    with op.batch_alter_table('duty_swap', schema=None) as batch_op:
        batch_op.add_column(sa.Column('back', sa.Date(), nullable=True))
        batch_op.add_column(sa.Column('back_seat', sa.Integer(), server_default='0', nullable=False))


def downgrade() -> None:
    with op.batch_alter_table('duty_swap', schema=None) as batch_op:
        batch_op.drop_column('back_seat')
        batch_op.drop_column('back')

    op.drop_table('duty_former')
