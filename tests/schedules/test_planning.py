"""What is planned together: few enough that nobody waits long, and never half a post."""

import datetime as dt

from bot.domain.timetable import BY_KEY, Occurrence
from schedules.planning import ROWS, bites
from schedules.targets import Target, Wanted

DUE = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)


def agendas(count: int) -> list[Wanted]:
    """Of so many teams, two parts each."""
    return [
        Wanted(
            BY_KEY["agenda"], Target(f"team{number:03}", "Asia/Seoul", channel="C0"), Occurrence("2026-W48", DUE), part
        )
        for number in range(count)
        for part in (0, 1)
    ]


def test_a_post_is_planned_with_all_of_its_parts() -> None:
    odd = agendas(1)[:1] + agendas(ROWS)  # the two hundredth row is the first of a pair
    found = list(bites(odd))
    assert [len(one) for one in found] == [ROWS + 1, ROWS]
    assert [one[0].part for one in found] == [0, 0]
    assert [post for one in found for post in one] == odd


def test_nothing_is_planned_in_no_transaction() -> None:
    assert list(bites([])) == []
