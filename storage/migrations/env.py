"""Alembic's environment: runs on the Database that `storage.migrating` hands over."""

from alembic import context
from sqlalchemy import Connection

from storage import Database
from storage.schema import metadata


def _run(connection: Connection) -> None:
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=True,
        compare_type=True,
        transactional_ddl=True,  # on SQLite too: all of it or nothing, whoever is killed and whoever comes second
    )
    with context.begin_transaction():
        context.run_migrations()


_db: Database = context.config.attributes["database"]
with _db.writer.connect() as connection:
    if _db.dialect == "postgresql":  # as long as it takes, and one after the other
        connection.exec_driver_sql("SET statement_timeout = 0")
        connection.exec_driver_sql("SET lock_timeout = 0")
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7236401)")
    _run(connection)
    connection.commit()
    connection.invalidate()  # with its settings
