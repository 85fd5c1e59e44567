"""A database of its own for each run, at this version."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Final

from storage import Database, connect
from storage.migrating import migrate
from tests import postgres

SQLITE, POSTGRESQL = "sqlite", "postgresql"
KINDS: Final = (SQLITE, POSTGRESQL)


@contextmanager
def fresh(kind: str, folder: Path, name: str, server: postgres.Server | None = None) -> Iterator[Database]:
    """An empty one: a file in the folder, or of this server."""
    with ExitStack() as there:
        url = f"sqlite:///{folder / name}.db"
        if kind == POSTGRESQL:
            assert server is not None
            url = there.enter_context(server.database())
        db = connect(url)
        there.callback(db.close)
        migrate(db)
        yield db
