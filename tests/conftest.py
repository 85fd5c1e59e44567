"""Fixtures of all tests: a fresh database made from a template, a Slack in memory, and the stage with its cast.

With MUSTER_TEST_DATABASE=postgresql the tests that have a database have one of PostgreSQL, and only they run.
"""

import gc
import os
import shutil
from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
import structlog
from hypothesis import settings
from sqlalchemy import Dialect, Engine
from sqlalchemy.dialects.sqlite.base import SQLiteCompiler

from storage import Database, connect
from storage.schema import metadata
from tests import logs, postgres
from tests.cast import Stage, furnish
from tests.doubles.fixtures import slack, workspace
from tests.doubles.workspace import Workspace
from tests.warm import Warm

__all__ = ["slack", "workspace"]

structlog.configure(
    processors=[structlog.processors.format_exc_info, structlog.dev.ConsoleRenderer(colors=False)],
    cache_logger_on_first_use=False,
)


settings.register_profile("muster", deadline=None)  # how long something takes is for the bench to say
settings.load_profile("muster")

ON_POSTGRESQL = os.environ.get("MUSTER_TEST_DATABASE") == "postgresql"
LOOKS = ", looks only"
DATABASES = {"db", "empty_db", "migrated"}  # the fixtures that give one


def pytest_configure(config: pytest.Config) -> None:
    """One PostgreSQL for all processes of this run."""
    if not ON_POSTGRESQL or hasattr(config, "workerinput"):
        return
    started = ExitStack()
    try:
        os.environ[postgres.ADDRESS] = started.enter_context(postgres.cluster()).folder
    except postgres.Missing as missing:
        if os.environ.get("CI"):
            raise pytest.UsageError(str(missing)) from missing
        pytest.exit(f"Not tested with PostgreSQL. {missing}", 0)
    config.add_cleanup(started.close)


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """What is there before the first test stays to the end: the garbage collector walked through it again and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.set_threshold(10_000)
        gc.enable()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With PostgreSQL what has a database; without it all but what is about PostgreSQL alone. Stories come first."""

    def wanted(item: pytest.Item) -> bool:
        about_it = item.get_closest_marker("postgresql") is not None
        has_one = bool(DATABASES & set(getattr(item, "fixturenames", ()))) and not item.get_closest_marker("sqlite")
        return about_it or has_one if ON_POSTGRESQL else not about_it

    config.hook.pytest_deselected(items=[item for item in items if not wanted(item)])
    items[:] = filter(wanted, items)
    items.sort(key=lambda item: item.get_closest_marker("story") is None)  # the longest first: nobody waits at the end


@pytest.fixture(autouse=True)
def _log_as_it_was() -> Iterator[None]:
    """A command of the terminal sets up the log of its process: the next test has its own again."""
    with logs.put_back():
        yield


@pytest.fixture(scope="session")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Mapping[str, str]]:
    """Two databases that every test copies: `empty` with tables only, `cast` with the cast."""
    folder = tmp_path_factory.mktemp("templates")
    made: dict[str, str] = {}
    for name in ("empty", "cast"):
        if ON_POSTGRESQL:
            made[name] = f"{name}_{os.getpid()}"
            postgres.running().make(made[name])
            db = connect(postgres.running().url(made[name]))
        else:
            made[name] = f"{folder}/{name}.db"
            db = connect(f"sqlite:///{made[name]}")
        metadata.create_all(db.writer)
        if name == "cast":
            furnish(db)
        db.close()
    yield made
    if ON_POSTGRESQL:
        for warm in _warm.values():
            warm.close()
        for name in made.values():
            postgres.running().drop(name)


@pytest.fixture
def empty_db(templates: Mapping[str, str], tmp_path: Path) -> Iterator[Database]:
    """A database with tables and nothing in them."""
    yield from _copy(templates["empty"], tmp_path / "empty.db")


@pytest.fixture
def db(templates: Mapping[str, str], tmp_path: Path) -> Iterator[Database]:
    """A database with the cast in it."""
    yield from _copy(templates["cast"], tmp_path / "muster.db")


@pytest.fixture
def stage(db: Database, workspace: Workspace) -> Iterator[Stage]:
    """The door on that database, and a Slack in memory; at the end something listens to all that was shown."""
    for person in ("U0HANA",):
        workspace.add_person(person)
    workspace.add_channel("C0LEAD", "leadership", "U0DANA")
    there = Stage(db, workspace)
    yield there
    assert there.unbound() == set()


def _copy(template: str, path: Path) -> Iterator[Database]:
    if ON_POSTGRESQL:
        if template not in _warm:
            _warm[template] = Warm(postgres.running(), template, _share_statements)
        with _warm[template].lent() as db:
            yield db
        return
    shutil.copyfile(template, path)
    db = connect(f"sqlite:///{path}")
    _share_statements(db.writer)
    _share_statements(db.reader, LOOKS)
    yield db
    db.close()


class Looking(SQLiteCompiler):
    """SQLite has no locks of rows and says nothing where PostgreSQL refuses: in a transaction that only reads."""

    def for_update_clause(self, select: Any, **_more: Any) -> str:
        raise AssertionError(f"a transaction that only reads locks rows: {select}")


def _share_statements(engine: Engine, use: str = "") -> None:
    """One memory of compiled statements for all tests of a process: compiling was a fifth of their time.

    SQLAlchemy looks a statement up by its dialect, so that is shared too, by engines of the same `use`; every test
    still has connections of its own.
    """
    engine.dialect = _dialects.setdefault(f"{engine.dialect.name}{use}", engine.dialect)
    if use == LOOKS:
        engine.dialect.statement_compiler = Looking
    engine.update_execution_options(compiled_cache=_compiled)


_warm: dict[str, Warm] = {}
_dialects: dict[str, Dialect] = {}
_compiled: dict[Any, Any] = {}
