"""withdrawn: an organisation that a line made which was taken back

Revision: 0018
Follows: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = '0018'
down_revision = '0017'
branch_labels = None
depends_on = None


NAME = 'ix_organisation_workspace_name'
COLUMNS = ['workspace', 'matching']


def upgrade() -> None:
    op.add_column('organisation', sa.Column('withdrawn', sa.Boolean(), server_default=sa.false(), nullable=False))
    one = sa.text('merged_into IS NULL AND NOT withdrawn')
    op.drop_index(NAME, 'organisation')
    op.create_index(NAME, 'organisation', COLUMNS, unique=True, sqlite_where=one, postgresql_where=one)


def downgrade() -> None:
    one = sa.text('merged_into IS NULL')
    op.drop_index(NAME, 'organisation')
    op.execute('DELETE FROM organisation WHERE withdrawn')  # their names may be another's by now
    op.create_index(NAME, 'organisation', COLUMNS, unique=True, sqlite_where=one, postgresql_where=one)
    with op.batch_alter_table('organisation') as batch:
        batch.drop_column('withdrawn')
