from collections.abc import Iterator

import pytest

from storage import Database
from tests.delivery.stand import Stand


@pytest.fixture
def stand(db: Database) -> Iterator[Stand]:
    there = Stand(db)
    yield there
    assert not there.slack.complaints
