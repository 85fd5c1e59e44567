"""The database brought to this version: Alembic, imported only when it is used."""

from pathlib import Path
from typing import TYPE_CHECKING

from storage import Database

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

_HERE = Path(__file__).parent / "migrations"
_NEWER = "The database is of a newer Muster (version {}). Install that one, or restore a backup."


class Unready(Exception):  # noqa: N818 it says how the database stands, and what to type
    """The database is not of this version; the sentence says what to do."""


def migrate(db: Database) -> str:
    """Apply the migrations that are missing, and give the revision that it ends at. One process at a time does it.

    Raises Unready when a newer program has been here.
    """
    from alembic import command  # half a second to import: only who migrates waits for it

    wanted, found = head(), revision(db)
    if found is not None and found not in known():
        raise Unready(_NEWER.format(found))
    if found != wanted:
        config = _config()
        config.attributes["database"] = db
        command.upgrade(config, "head")
    return wanted


def check(db: Database) -> None:
    """Raises Unready unless the database is of this program's version; changes nothing."""
    wanted, found = head(), revision(db)
    if found == wanted:
        return
    if found is None:
        raise Unready("The database is empty. Run `muster migrate` first.")
    if found in known():
        raise Unready(f"The database is of an older Muster (version {found}). Run `muster migrate` first.")
    raise Unready(_NEWER.format(found))


def head() -> str:
    """The version that this program needs."""
    return _scripts().get_current_head() or ""


def known() -> frozenset[str]:
    """Every version that this program can bring to its own."""
    return frozenset(script.revision for script in _scripts().walk_revisions())


def revision(db: Database) -> str | None:
    """The version of this database, None for an empty one."""
    from alembic.runtime.migration import MigrationContext

    with db.reader.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def _scripts() -> "ScriptDirectory":
    from alembic.script import ScriptDirectory

    return ScriptDirectory.from_config(_config())


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    return config
