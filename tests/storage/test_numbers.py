"""Typed ids: unique and never reused, however many write at once."""

from concurrent.futures import ThreadPoolExecutor

from storage import Database
from storage.numbers import following


def test_no_two_writers_get_the_same_number(db: Database) -> None:
    def take(_: int) -> int:
        with db.begin() as session:
            return following(session, "T0MUSTER", "V")

    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(take, range(200)))
    assert sorted(taken) == list(range(1, 201))


def test_what_was_rolled_back_leaves_nothing_behind(db: Database) -> None:
    class ChangedMindError(Exception):
        pass

    try:
        with db.begin() as session:
            following(session, "T0MUSTER", "V")
            raise ChangedMindError
    except ChangedMindError:
        pass
    with db.begin() as session:
        assert following(session, "T0MUSTER", "V", 3) == 1
        assert following(session, "T0MUSTER", "V") == 4
        assert following(session, "T0OTHER", "V") == 1
