"""The migrations make what the code expects."""

from pathlib import Path

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from storage import connect
from storage.migrating import migrate, revision
from storage.schema import metadata


def test_an_empty_database_becomes_the_tables_of_the_code(tmp_path: Path) -> None:
    db = connect(f"sqlite:///{tmp_path}/new.db")
    head = migrate(db)
    with db.reader.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    assert revision(db) == head
    assert migrate(db) == head  # a second time changes nothing
    db.close()
