"""Keys of requests are forgotten a little after Slack could send them again, a piece at a time."""

import datetime as dt

from sqlalchemy import insert, select

from schedules import SWEEPS
from schedules.inbound import ROUND, sweep
from schedules.sweeps import sweep_round
from storage import Database, inbound
from storage.inbound import AT_ONCE, KEPT, PAGE, PAGES_KEPT, InboundRow
from tests.cast import BOM, WS, Stage
from tests.doubles.fixtures import NOW

SECOND = dt.timedelta(seconds=1)


def kept(db: Database) -> set[str]:
    with db.read() as session:
        return set(session.execute(select(InboundRow.key)).scalars())


def forget(db: Database, now: dt.datetime, workspace: str = WS) -> int:
    with db.begin() as session:
        return sweep(session, workspace, now)


def note(db: Database, *keys: str) -> None:
    with db.begin() as session:
        for key in keys:
            assert inbound.first_time(session, WS, key, NOW)


def test_the_bot_forgets_by_itself_what_was_typed_three_days_ago(stage: Stage) -> None:
    stage.types(BOM, "/visit 대한정밀", key="t-6")
    mine = [one for one in SWEEPS if one.name == "inbound"]

    def pass_by(**time: float) -> None:
        stage.later(**time)
        sweep_round(stage.db, mine, lambda: stage.now)

    pass_by(days=3)
    assert kept(stage.db) == {"t-6"}
    pass_by(hours=1, seconds=1)
    assert kept(stage.db) == set()


def test_after_three_days_and_in_this_workspace(db: Database) -> None:
    note(db, "t-1")
    assert forget(db, NOW + KEPT) == 0
    assert forget(db, NOW + KEPT + SECOND, "T0OTHER") == 0
    assert forget(db, NOW + KEPT + SECOND) == 1
    assert forget(db, NOW + KEPT + SECOND) == 0


def test_a_page_that_stays_open_is_still_one_answer(db: Database) -> None:
    note(db, f"{PAGE}0123456789abcdef", "t-1")
    forget(db, NOW + PAGES_KEPT)
    assert kept(db) == {f"{PAGE}0123456789abcdef"}
    forget(db, NOW + PAGES_KEPT + SECOND)
    assert kept(db) == set()


def test_many_go_a_piece_at_a_time_and_the_oldest_first(db: Database) -> None:
    note(db, "oldest")
    later = [{"workspace": WS, "key": f"t-{number}", "at": NOW + SECOND, "answer": None} for number in range(AT_ONCE)]
    with db.begin() as session:
        session.execute(insert(InboundRow), later)
    assert forget(db, NOW + KEPT + ROUND) == AT_ONCE
    assert len(left := kept(db)) == 1
    assert "oldest" not in left
    assert forget(db, NOW + KEPT + ROUND) == 1
