from collections.abc import Iterator

import pytest

from storage import Database
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
