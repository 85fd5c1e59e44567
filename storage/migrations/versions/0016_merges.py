"""merges

Revision: 0016
Follows: 0015
"""

import sqlalchemy as sa
from alembic import op

import storage.base

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('organisation_merge',
    sa.Column('workspace', sa.String(length=32), nullable=False),
    sa.Column('number', sa.BigInteger(), autoincrement=False, nullable=False),
    sa.Column('into', sa.BigInteger(), nullable=False),
    sa.Column('by', sa.String(length=32), nullable=False),
    sa.Column('at', storage.base.UtcDateTime(timezone=True), nullable=False),
    sa.Column('moved', sa.JSON(), nullable=False),
    sa.Column('dropped', sa.JSON(), nullable=False),
    sa.Column('filled', sa.JSON(), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.PrimaryKeyConstraint('workspace', 'number', name=op.f('pk_organisation_merge'))
    )
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.add_column(sa.Column('merged_into', sa.BigInteger(), nullable=True))
        batch_op.drop_index('ix_organisation_workspace_matching')
        batch_op.create_index('ix_organisation_workspace_matching', ['workspace', 'matching'], unique=False)
        batch_op.create_index(
            'ix_organisation_workspace_name',
            ['workspace', 'matching'],
            unique=True,
            sqlite_where=sa.text('merged_into IS NULL'),
            postgresql_where=sa.text('merged_into IS NULL'),
        )


def downgrade() -> None:
    with op.batch_alter_table('organisation', schema=None) as batch_op:
        batch_op.drop_index('ix_organisation_workspace_name')
        batch_op.drop_index('ix_organisation_workspace_matching')
        batch_op.create_index('ix_organisation_workspace_matching', ['workspace', 'matching'], unique=True)
        batch_op.drop_column('merged_into')
    op.drop_table('organisation_merge')
