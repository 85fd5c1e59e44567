"""Fixtures of the doubles: `from tests.doubles.fixtures import *` in a conftest."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import Workspace

__all__ = ["slack", "workspace"]

NOW = datetime(2026, 11, 25, 1, 0, tzinfo=UTC)  # Wednesday, 10:00 in Seoul
TEAMS = {"export": ("C0EXPORT", ("U0ARA", "U0BOM")), "energy": ("C0ENERGY", ("U0CHAN",))}


def cast(workspace: Workspace) -> Workspace:
    """The people and channels of all tests; see `tests/conftest.py` for who they are."""
    for person in ("U0ARA", "U0BOM", "U0CHAN", "U0EUN"):
        workspace.add_person(person)
    workspace.add_person("U0DANA", is_admin=True)
    workspace.add_person("U0GIL", is_restricted=True)
    for name, (channel, members) in TEAMS.items():
        workspace.add_channel(channel, name, *members)
    return workspace


@pytest.fixture
def workspace() -> Iterator[Workspace]:
    """A Slack workspace with the cast; at the end no call may have been one that Slack would refuse to read."""
    there = cast(Workspace(now=lambda: NOW))
    yield there
    assert not there.complaints


@pytest.fixture
def slack(workspace: Workspace) -> FakeSlack:
    """A client of that workspace."""
    return FakeSlack(workspace)
