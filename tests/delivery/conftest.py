from collections.abc import Iterator
from pathlib import Path

import pytest

from storage import Database
from tests import postgres
from tests.conftest import ON_POSTGRESQL
from tests.delivery.chaos.databases import POSTGRESQL, SQLITE, fresh
from tests.delivery.stand import Stand
from tests.delivery.week import Week


@pytest.fixture
def stand(db: Database) -> Iterator[Stand]:
    there = Stand(db)
    yield there
    assert not there.slack.complaints


@pytest.fixture
def week(empty_db: Database) -> Iterator[Week]:
    there = Week(empty_db)
    yield there
    assert not there.slack.complaints


@pytest.fixture
def migrated(tmp_path: Path) -> Iterator[Database]:
    """A database as `muster migrate` leaves it."""
    kind, server = (POSTGRESQL, postgres.running()) if ON_POSTGRESQL else (SQLITE, None)
    with fresh(kind, tmp_path, "muster", server) as db:
        yield db
