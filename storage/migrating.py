"""The database brought to this version: Alembic, imported only when something is to be done.

Whether anything is, is seen without it: every start asks, and waits a tenth of its time for Alembic otherwise.
"""

from pathlib import Path
from typing import Final

from sqlalchemy import inspect, text

from storage import Database

_HERE = Path(__file__).parent / "migrations"
PATIENCE: Final = 60.0  # seconds that one process waits while another migrates the same file
_TABLE = "alembic_version"
_NEWER = "The database is of a newer Muster (version {}). Install that one, or restore a backup."


class Unready(Exception):  # noqa: N818 it says how the database stands, and what to type
    """The database is not of this version; the sentence says what to do."""


def migrate(db: Database) -> str:
    """Apply the migrations that are missing, and give the revision that it ends at. One process at a time does it.

    Raises Unready when a newer program has been here.
    """
    wanted, found = head(), revision(db)
    if found is not None and found not in known():
        raise Unready(_NEWER.format(found))
    if found != wanted:
        _upgrade(db)
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
    """The version that this program needs: the last of its migrations."""
    return max(known())


def known() -> frozenset[str]:
    """Every version that this program can bring to its own: a migration's file begins with its version."""
    return frozenset(path.name.partition("_")[0] for path in (_HERE / "versions").glob("[0-9]*.py"))


def revision(db: Database) -> str | None:
    """The version of this database, None for an empty one."""
    with db.reader.connect() as connection:
        if not inspect(connection).has_table(_TABLE):
            return None
        found: str | None = connection.scalar(text(f"SELECT version_num FROM {_TABLE}"))  # noqa: S608 a constant
        return found


def _upgrade(db: Database) -> None:
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(_HERE))
    config.attributes["database"] = db
    with db.patiently(PATIENCE):
        command.upgrade(config, "head")
