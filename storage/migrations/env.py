"""Alembic's environment: runs on the Database that `storage.migrating` hands over."""

from alembic import context
from sqlalchemy import Connection

from storage import Database
from storage.schema import metadata


def _run(connection: Connection) -> None:
    context.configure(connection=connection, target_metadata=metadata, render_as_batch=True, compare_type=True)
    with context.begin_transaction():
        context.run_migrations()


_db: Database = context.config.attributes["database"]
with _db.writer.connect() as connection:
    _run(connection)
    connection.commit()
