"""A database of its own for each run."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from storage import Database, connect
from storage.migrating import migrate
from storage.schema import metadata


@contextmanager
def fresh(url: str, folder: Path, name: str) -> Iterator[Database]:
    """An empty one at this version. `sqlite` is a file in the folder; else the URL of one that may be emptied."""
    db = connect(f"sqlite:///{folder / name}.db" if url == "sqlite" else url)
    if db.dialect != "sqlite":
        metadata.drop_all(db.writer)
        with db.writer.begin() as connection:
            connection.exec_driver_sql("DROP TABLE IF EXISTS alembic_version")
    migrate(db)
    try:
        yield db
    finally:
        db.close()
