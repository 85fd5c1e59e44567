"""The migrations make what the code expects."""

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import Database
from storage.migrating import migrate, revision
from storage.schema import metadata


def test_an_empty_database_becomes_the_tables_of_the_code(empty_db: Database) -> None:
    db = empty_db
    metadata.drop_all(db.writer)
    head = migrate(db)
    with db.reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert revision(db) == head
    assert migrate(db) == head  # a second time changes nothing
