"""Weeks against the quota, as eight letters."""

import datetime as dt

from bot.domain.charts import Week, spark


def weeks(*visits: int, expected: float = 10) -> tuple[Week, ...]:
    first = dt.date(2026, 8, 31)
    return tuple(Week(first + dt.timedelta(weeks=n), made, expected) for n, made in enumerate(visits))


def test_letters() -> None:
    assert spark(weeks(0, 5, 10, 20, expected=10)) == "▁▃▅█"
    assert spark(weeks(0, 0, expected=0)) == "▁▁"
    assert spark(()) == ""
