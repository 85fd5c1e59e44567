"""Fixtures of all tests: a fresh database made from a template, a Slack in memory, and the stage with its cast."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog

from storage import Database, connect
from storage.schema import metadata
from tests.cast import Stage, furnish
from tests.doubles.fixtures import slack, workspace
from tests.doubles.workspace import Workspace

__all__ = ["slack", "workspace"]

structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)],
    cache_logger_on_first_use=False,
)


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two databases that every test copies: `empty.db` with tables only, `cast.db` with the cast."""
    folder = tmp_path_factory.mktemp("templates")
    for name in ("empty", "cast"):
        db = connect(f"sqlite:///{folder}/{name}.db")
        metadata.create_all(db.writer)
        if name == "cast":
            furnish(db)
        db.close()
    return folder


@pytest.fixture
def empty_db(templates: Path, tmp_path: Path) -> Iterator[Database]:
    """A database with tables and nothing in them."""
    yield from _copy(templates / "empty.db", tmp_path / "empty.db")


@pytest.fixture
def db(templates: Path, tmp_path: Path) -> Iterator[Database]:
    """A database with the cast in it."""
    yield from _copy(templates / "cast.db", tmp_path / "muster.db")


@pytest.fixture
def stage(db: Database, workspace: Workspace) -> Iterator[Stage]:
    """The door on that database, and a Slack in memory; at the end something listens to all that was shown."""
    for person in ("U0HANA",):
        workspace.add_person(person)
    workspace.add_channel("C0LEAD", "leadership", "U0DANA")
    there = Stage(db, workspace)
    yield there
    assert there.unbound() == set()


def _copy(template: Path, path: Path) -> Iterator[Database]:
    shutil.copyfile(template, path)
    db = connect(f"sqlite:///{path}")
    yield db
    db.close()
