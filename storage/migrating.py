"""The database brought to this version: Alembic, imported only when it is used."""

from pathlib import Path

from storage import Database

_HERE = Path(__file__).parent / "migrations"


def migrate(db: Database) -> str:
    """Apply the migrations that are missing, and give the revision that it ends at. One process at a time does it."""
    from alembic import command  # half a second to import: only who migrates waits for it
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    head = ScriptDirectory.from_config(config).get_current_head() or ""
    if revision(db) == head:
        return head
    config.attributes["database"] = db
    command.upgrade(config, "head")
    return head


def revision(db: Database) -> str | None:
    """The version of this database, None for an empty one."""
    from alembic.runtime.migration import MigrationContext

    with db.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()
