"""A roster that is taken back leaves nothing behind: not even those whom it brought into the rotation."""

import datetime as dt

from storage.duty import reading
from tests.cast import EUN, WS, Stage


def test_an_undone_roster_leaves_nobody_in_the_rotation_whom_it_brought(stage: Stage) -> None:
    card = stage.types(EUN, "/duty generate december")
    with stage.db.read() as session:
        assert reading.known(session, WS)
    stage.clicks(EUN, card, "duty:undo_roster")
    with stage.db.read() as session:
        assert reading.known(session, WS) == set()


def test_whom_another_roster_of_the_day_needs_stays_in_the_rotation(stage: Stage) -> None:
    stage.types(EUN, "/duty generate december")
    stage.later(minutes=1)
    card = stage.types(EUN, "/duty generate january")
    stage.clicks(EUN, card, "duty:undo_roster")
    with stage.db.read() as session:
        assert reading.known(session, WS)


def test_before_the_shift_begins_it_is_still_the_day_before(stage: Stage) -> None:
    stage.now = stage.now.replace(hour=23, minute=30) - dt.timedelta(days=1)  # 08:30 in Seoul
    card = stage.types(EUN, "/duty generate december")
    stage.clicks(EUN, card, "duty:undo_roster")
    with stage.db.read() as session:
        assert reading.known(session, WS) == set()
