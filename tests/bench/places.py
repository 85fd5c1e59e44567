"""Databases to measure on: an empty one with the cast and a crowd, one with old records, one with a long timetable."""

import datetime as dt
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import insert, text

from bot.domain.ledger import State, key
from bot.domain.people import Person
from storage import Database, connect, people, postgresql
from storage.base import Base
from storage.ledger.rows import ORDINARY, PostRow
from storage.migrating import migrate
from storage.numbers import following
from storage.organisations import meet
from storage.people import PersonRow
from storage.schema import metadata
from storage.visits import VisitPersonRow, VisitRow
from tests.cast import WS, Stage, furnish
from tests.doubles.fixtures import NOW, cast
from tests.doubles.workspace import Workspace

CROWD = 400  # people who take turns, so that nobody's week grows beyond what a week holds
ORGANISATIONS = 200
BATCH = 20_000


@contextmanager
def database(url: str = "") -> Iterator[Database]:
    """Tables without rows: a new SQLite file, or the database at `url`, emptied before and after."""
    with tempfile.TemporaryDirectory() as folder:
        db = connect(url or f"sqlite:///{Path(folder) / 'bench.db'}")
        _empty(db)
        migrate(db)
        yield db
        _empty(db)
        db.close()


def _empty(db: Database) -> None:
    metadata.drop_all(db.writer)
    with db.writer.begin() as connection:
        connection.execute(text("DROP TABLE IF EXISTS alembic_version"))


@contextmanager
def stage(url: str = "") -> Iterator[Stage]:
    """The cast, and a crowd in the export division."""
    with database(url) as db:
        furnish(db)
        with db.begin() as session:
            for number in range(CROWD):
                person = Person(f"U1{number:03}", f"사람{number}", grade="director", quota=2, team="export")
                people.save(session, WS, person)
        yield Stage(db, cast(Workspace()))


def add_old_visits(there: Stage, number: int) -> None:
    """So many visits of the last ten years up to three weeks ago; the weeks since then are the same for any number."""
    chance = random.Random(2001)
    today = there.now.date()
    with there.db.begin() as session:
        known = [meet(session, WS, f"기업 {at}", "U0BOM", there.now)[0].number for at in range(ORGANISATIONS)]
        first = following(session, WS, "V", number)
    for begin in range(0, number, BATCH):
        visits: list[dict[str, Any]] = []
        for at in range(begin, min(number, begin + BATCH)):
            day = today - dt.timedelta(days=21 + chance.randrange(3650))
            visits.append(_visit(first + at, f"U1{chance.randrange(CROWD):03}", chance.choice(known), day))
        _insert(there.db, VisitRow, visits)
        _insert(
            there.db,
            VisitPersonRow,
            [{"workspace": WS, "person": one["person"], "day": one["day"], "visit": one["number"]} for one in visits],
        )
    with there.db.begin() as session:
        postgresql.unhurried(session.connection())
        session.execute(text("ANALYZE"))  # as a living database does by itself
    for at in range(CROWD):
        there.types(f"U1{at:03}", f"/visit 기업 {at % ORGANISATIONS}: 이번 주 방문 ! 애로 {at}")


def _visit(number: int, person: str, organisation: int, day: dt.date) -> dict[str, Any]:
    lists = ("kinds", "sectors", "regions", "unknown_tags", "companions", "photos")
    return {
        "workspace": WS,
        "number": number,
        "person": person,
        "organisation": organisation,
        "day": day,
        "state": "done",
        "summary": "수주 회복, 원자재 부담",
        "met": "",
        "permalink": "",
        "recorded": dt.datetime.combine(day, dt.time(9), dt.UTC),
        "version": 1,
        **{name: [] for name in lists},
    }


def add_series(db: Database, number: int) -> None:
    """So many series: people with three each, and as many posts that are planned for next month."""
    row: dict[str, Any] = {
        "handle": "", "email": "", "role": "member", "grade": None, "quota": 2, "team": "export", "language": None,
        "locale": None, "zone": "Asia/Seoul", "active": True, "dm": None, "outside": False, "muted": [],
    }  # fmt: skip
    persons = [{"workspace": WS, "id": f"U9{at:06}", "name": f"사람 {at}", **row} for at in range(number // 3)]
    due = NOW + dt.timedelta(days=30)
    posts = [_post(f"bundle:U9{at:06}", due) for at in range(number)]
    for begin in range(0, number, BATCH):
        if begin < len(persons):
            _insert(db, PersonRow, persons[begin : begin + BATCH])
        _insert(db, PostRow, posts[begin : begin + BATCH])


def _post(series: str, due: dt.datetime) -> dict[str, Any]:
    return {
        "workspace": WS,
        "key": key(WS, series, due.date().isoformat(), 0),
        "series": series,
        "occurrence": due.date().isoformat(),
        "part": 0,
        "channel": None,
        "person": series.partition(":")[2],
        "thread": False,
        "due": due,
        "expires": due + dt.timedelta(hours=6),
        "state": State.PLANNED.value,
        "rank": ORDINARY,
        "latest_only": True,
        "attempt": 0,
        "fence": 0,
        "absent": 0,
        "looks_first": False,
        "lease": None,
        "next_at": due,
        "maker": "bundle",
        "args": {},
        "payload": None,
        "error": "",
        "untold_at": None,
    }


def _insert(db: Database, entity: type[Base], rows: list[dict[str, Any]]) -> None:
    with db.begin() as session:
        postgresql.unhurried(session.connection())
        session.execute(insert(entity.__table__), rows)  # type: ignore[arg-type]  # a Table, declared as FromClause
