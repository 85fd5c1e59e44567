"""What grows with the organisation, and what must not."""

import datetime as dt
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.domain.workspaces import Workspace
from bot.settings import DeliverySettings
from schedules import MAKERS, SWEEPS, tick
from storage import Database, connect, workspaces
from storage.directories import directory
from storage.schema import metadata
from storage.seed import seed
from tests.bench.measuring import Line, against, milliseconds, wall
from tests.bench.places import add_old_visits, add_series, database, stage
from tests.cast import ARA, DANA, WS, Stage, furnish
from tests.doubles.fixtures import NOW, cast
from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import Workspace as SlackWorkspace

QUIET = dt.datetime(2026, 11, 27, 15, 30, tzinfo=dt.UTC)  # Saturday 00:30 in Seoul: nothing is due for two days
SERIES = (100, 100_000)
VISITS = (10_000, 1_000_000)
ROUNDS = 9
PEOPLE, WEEKS = 300, 104
LIMIT = 0.2  # seconds


def idle_ticks(url: str) -> Iterator[Line]:
    """A round in which nothing is due, in a small and in a huge timetable."""
    few, many = (_idle(url, number) for number in SERIES)
    yield against(f"an idle tick with {SERIES[1]:,} series, against {SERIES[0]}", (many, few), 2)


def _idle(url: str, number: int) -> float:
    with database(url) as db:
        furnish(db)
        add_series(db, number)
        clock = _Clock(QUIET)
        round_ = _round(db, clock)
        round_()  # plans ahead and reads the directory; the next ones have nothing to do
        return wall(round_, ROUNDS)[0]


class _Clock:
    """Half a minute later each time it is wound."""

    def __init__(self, now: dt.datetime) -> None:
        self.now = now

    def __call__(self) -> dt.datetime:
        return self.now


def _round(db: Database, clock: _Clock) -> Callable[[], object]:
    slack = FakeSlack(cast(SlackWorkspace(now=clock)))

    def once() -> None:
        clock.now += dt.timedelta(seconds=30)
        assert tick(db, lambda _: slack, MAKERS, clock, DeliverySettings(), sweeps=SWEEPS, pause=lambda _: None) == 0

    return once


def many_visits(url: str) -> Iterator[Line]:
    """The agenda and the status of this week, with ten years of visits behind them."""
    asked = {"/agenda": ARA, "/muster": ARA, "/muster status": DANA}
    took = [_answers(url, number, asked) for number in VISITS]
    for text in asked:
        yield against(f"`{text}` at {VISITS[1]:,} visits, against {VISITS[0]:,}", (took[1][text], took[0][text]), 2)


def _answers(url: str, number: int, asked: dict[str, str]) -> dict[str, float]:
    with stage(url) as there:
        add_old_visits(there, number)
        return {text: wall(_asking(there, who, text), ROUNDS)[0] for text, who in asked.items()}


def whole_organisation(_url: str) -> Iterator[Line]:
    """Two years of 300 people: what a lead waits for."""
    with TemporaryDirectory() as folder:
        db = connect(f"sqlite:///{Path(folder) / 'crowd.db'}")
        metadata.create_all(db.writer)
        with db.begin() as session:
            workspaces.ensure(session, Workspace(WS, "Muster", "muster", language="en"))
        seed(db, WS, NOW, people=PEOPLE, weeks=WEEKS)
        with db.read() as session:
            found = directory(session, WS)
        assert found is not None
        lead = next(team.lead for team in found.teams.values() if team.parent and team.lead)
        there = Stage(db, cast(SlackWorkspace()))
        for text in ("/muster", "/agenda", "/visit list", "/difficulty list", "/task list", "/muster find 용접"):
            took = wall(_asking(there, lead, text), ROUNDS)
            what = f"`{text}` of a lead, {PEOPLE} people, {WEEKS} weeks"
            yield Line(what, milliseconds(took[len(took) // 2]), promised=f"< {LIMIT * 1000:.0f} ms")
        db.close()


def _asking(there: Stage, who: str, text: str) -> Callable[[], object]:
    def ask() -> None:
        assert there.types(who, text)["blocks"]

    return ask
