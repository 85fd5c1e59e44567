"""At most so many within so long."""

import datetime as dt

from handlers import limiting
from handlers.limiting import Limiter
from tests.doubles.fixtures import NOW

SECOND = dt.timedelta(seconds=1)


def test_so_many_and_no_more_until_the_first_is_old_enough() -> None:
    limiter = Limiter(2, 10 * SECOND)
    assert [limiter.allows("a", NOW + at * SECOND) for at in (0, 5, 9, 10, 11, 15)] == [
        True,
        True,
        False,
        True,
        False,
        True,
    ]


def test_one_does_not_count_for_another() -> None:
    limiter = Limiter(1, 10 * SECOND)
    assert [limiter.allows(key, NOW) for key in "aab"] == [True, False, True]


def test_a_clock_that_is_moved_back_locks_nobody_out() -> None:
    limiter = Limiter(1, 10 * SECOND)
    assert limiter.allows("a", NOW)
    assert limiter.allows("a", NOW - dt.timedelta(days=1))


def test_it_forgets_whoever_has_not_asked_for_longest() -> None:
    limiter = Limiter(1, dt.timedelta(days=1))
    for number in range(limiting.KEYS + 1):
        limiter.allows(str(number), NOW)
    assert limiter.allows("0", NOW)
    assert not limiter.allows(str(limiting.KEYS), NOW)
