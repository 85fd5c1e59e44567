"""Timeliness by its formula, at every limit; who is asked, when they are reminded, what a month comes to."""

import datetime as dt

import pytest

from bot.domain.calendars import Calendar
from bot.domain.evaluations import (
    Answer,
    Assessment,
    Course,
    Deduction,
    Evaluation,
    Objection,
    Part,
    Reminder,
    Results,
    Timeliness,
    Why,
    asked_of,
    deadlines,
    is_rated,
    late_on,
    may_open,
    means,
    missing,
    month_key,
    month_of,
    reminder_on,
    timeliness,
)
from bot.domain.tasks import Task, TaskState
from bot.refusals import Refusal

OPENED = dt.date(2026, 11, 30)
DAY = dt.timedelta(days=1)
ENDS = dt.datetime(2026, 11, 30, 15, tzinfo=dt.UTC)  # of November, in Seoul
KR = Calendar("KR")


def course(**changed: object) -> Course:
    """A task on its line: begun on 1 January, due on the day of the opening, finished, updated yesterday."""
    values = {
        "start": dt.date(2026, 1, 1),
        "due": OPENED,
        "as_of": OPENED,
        "percent": 100,
        "updated": OPENED - DAY,
    } | changed
    return Course(**values)  # type: ignore[arg-type]  # the table below names real fields


@pytest.mark.parametrize(("days", "points"), [(-1, 0), (0, 0), (1, 1), (7, 1), (8, 2), (30, 2), (31, 3), (400, 3)])
def test_days_late(days: int, points: int) -> None:
    found = timeliness(course(due=OPENED - days * DAY))
    assert found.score == 5 - points
    assert found.parts == ((Deduction(points, Why.LATE, days),) if points else ())


# A thousand days from start to due: each day is a tenth of a point.
@pytest.mark.parametrize(
    ("passed", "percent", "points", "behind"),
    [
        (500, 50, 0, 0),
        (599, 50, 0, 9.9),
        (600, 50, 1, 10),
        (750, 50, 1, 25),
        (751, 50, 2, 25.1),
        (1000, 0, 2, 100),
        (500, 90, 0, 0),
    ],
)
def test_points_behind_the_straight_line(passed: int, percent: int, points: int, behind: float) -> None:
    start = OPENED - passed * DAY
    found = timeliness(course(start=start, due=start + 1000 * DAY, percent=percent))
    assert found.score == 5 - points
    assert found.parts == ((Deduction(points, Why.BEHIND, behind),) if points else ())


@pytest.mark.parametrize(
    ("late", "percent", "expected"),
    [
        (1, 100, Deduction(1, Why.LATE, 1)),
        (1, 90, Deduction(1, Why.LATE, 1)),  # as bad: said by the days
        (1, 50, Deduction(2, Why.BEHIND, 50)),  # points are worse
        (8, 50, Deduction(2, Why.LATE, 8)),
        (31, 0, Deduction(3, Why.LATE, 31)),
    ],
)
def test_the_worse_of_days_and_points(late: int, percent: int, expected: Deduction) -> None:
    assert timeliness(course(due=OPENED - late * DAY, percent=percent)).parts == (expected,)


def test_a_task_without_length_is_behind_only_when_due() -> None:
    assert timeliness(course(start=OPENED, due=OPENED, percent=0)).parts == (Deduction(2, Why.BEHIND, 100),)
    later = OPENED + 10 * DAY
    assert timeliness(course(start=later, due=later, percent=0)).score == 5


def test_a_moved_due_date_costs_one_whatever_the_lateness() -> None:
    assert timeliness(course(moved=True)) == Timeliness(4, (Deduction(1, Why.MOVED),))
    assert timeliness(course(moved=True, due=OPENED - 9 * DAY)).score == 2


@pytest.mark.parametrize(("days", "silent"), [(0, False), (13, False), (14, False), (15, True), (90, True)])
def test_fourteen_days_without_an_update(days: int, silent: bool) -> None:
    found = timeliness(course(updated=OPENED - days * DAY))
    assert found.parts == ((Deduction(1, Why.SILENT, days),) if silent else ())


@pytest.mark.parametrize(("days", "silent"), [(0, False), (14, False), (15, True)])
def test_silence_is_forgiven_when_it_started_within_them(days: int, silent: bool) -> None:
    start = OPENED - days * DAY
    found = timeliness(course(start=start, due=start + 1000 * DAY, updated=None, percent=2))
    assert found.parts == ((Deduction(1, Why.SILENT, days),) if silent else ())


def test_silence_is_forgiven_when_it_is_finished() -> None:
    done = OPENED - 10 * DAY
    assert timeliness(course(finished=True, as_of=done, due=done, updated=done - 60 * DAY)).score == 5


def test_a_finished_task_is_late_by_its_completion_and_never_behind() -> None:
    done = OPENED - 10 * DAY
    found = timeliness(course(finished=True, as_of=done, due=done - 8 * DAY, percent=40))
    assert found == Timeliness(3, (Deduction(2, Why.LATE, 8),))


def test_never_below_one() -> None:
    found = timeliness(course(due=OPENED - 40 * DAY, moved=True, updated=OPENED - 50 * DAY, percent=0))
    assert [part.points for part in found.parts] == [3, 1, 1]
    assert found.score == 1


# which tasks ----------------------------------------------------------------------------------------------------------

PREVIOUS = dt.datetime(2026, 10, 30, 1, tzinfo=dt.UTC)
CREATED = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)


def task(**changed: object) -> Task:
    values = {
        "number": 1,
        "title": "Welders",
        "state": TaskState.OPEN,
        "created": CREATED,
        "created_by": "U0ARA",
        "due": OPENED,
    } | changed
    return Task(**values)  # type: ignore[arg-type]  # the table below names real fields


@pytest.mark.parametrize(
    ("changed", "rated"),
    [
        ({}, True),
        ({"due": None}, False),
        ({"children": 1}, False),
        ({"state": TaskState.DROPPED}, False),
        ({"state": TaskState.BLOCKED}, True),
        ({"start": OPENED}, True),
        ({"start": OPENED + DAY}, False),
        ({"created": dt.datetime(2026, 12, 1, tzinfo=dt.UTC)}, False),
        ({"created": ENDS - dt.timedelta(seconds=1), "start": OPENED}, True),
        ({"created": ENDS, "start": OPENED}, False),
        ({"state": TaskState.DONE, "finished": PREVIOUS}, True),
        ({"state": TaskState.DONE, "finished": PREVIOUS - dt.timedelta(seconds=1)}, False),
        ({"programme": "100"}, True),
        ({"programme": "house"}, False),
    ],
)
def test_which_tasks_are_rated(changed: dict[str, object], rated: bool) -> None:
    assert is_rated(task(**changed), PREVIOUS, OPENED, {"house"}, ENDS) is rated


# a month --------------------------------------------------------------------------------------------------------------

ARA, BOM, CHAN, HANA = "U0ARA", "U0BOM", "U0CHAN", "U0HANA"
NOW = dt.datetime(2026, 11, 30, 1, tzinfo=dt.UTC)
OWNER_BY, LEAD_BY, LOCKS_ON = deadlines(OPENED, KR)
NOVEMBER = Evaluation(
    month=dt.date(2026, 11, 1),
    opened=NOW,
    opened_on=OPENED,
    opened_by=None,
    previous=PREVIOUS,
    owner_by=OWNER_BY,
    lead_by=LEAD_BY,
    locks=dt.datetime(2026, 12, 9, 1, tzinfo=dt.UTC),
    locks_on=LOCKS_ON,
)


def answer(mark: int, part: Part = Part.OWNER, late: bool = False) -> Answer:
    return Answer(part, BOM, mark, "seen", NOW, late)


def assessment(number: int, **changed: object) -> Assessment:
    values = {
        "month": NOVEMBER.month,
        "task": number,
        "title": f"Task {number}",
        "team": "export",
        "owner": BOM,
        "lead": ARA,
        "computed": Timeliness(5),
        "as_of": OPENED,
        "due": OPENED,
        "percent": 50,
    } | changed
    return Assessment(**values)  # type: ignore[arg-type]  # the table below names real fields


def test_seven_working_days_over_two_weekends() -> None:
    assert deadlines(OPENED, KR) == (dt.date(2026, 12, 4), dt.date(2026, 12, 8), dt.date(2026, 12, 9))


@pytest.mark.parametrize(
    ("day", "reminder"),
    [
        (dt.date(2026, 11, 30), None),
        (dt.date(2026, 12, 1), None),
        (dt.date(2026, 12, 2), Reminder.MISSING),
        (dt.date(2026, 12, 3), None),
        (dt.date(2026, 12, 4), Reminder.MISSING),
        (dt.date(2026, 12, 5), None),  # a Saturday: the working day before was a day of reminders
        (dt.date(2026, 12, 7), Reminder.LEAD),
        (dt.date(2026, 12, 8), None),
        (dt.date(2026, 12, 9), None),
    ],
)
def test_reminders_after_two_and_four_working_days_then_the_lead(day: dt.date, reminder: Reminder | None) -> None:
    assert reminder_on(NOVEMBER, KR, day) is reminder


def test_late_begins_the_day_after() -> None:
    assert not late_on(NOVEMBER, Part.OWNER, OWNER_BY)
    assert late_on(NOVEMBER, Part.OWNER, OWNER_BY + DAY)
    assert not late_on(NOVEMBER, Part.LEAD, LEAD_BY)
    assert late_on(NOVEMBER, Part.LEAD, LEAD_BY + DAY)


def test_closed_at_the_moment_of_the_lock() -> None:
    assert not NOVEMBER.closed(NOVEMBER.locks - dt.timedelta(seconds=1))
    assert NOVEMBER.closed(NOVEMBER.locks)


def test_the_owner_is_asked_first_and_then_the_lead() -> None:
    one = assessment(1)
    assert [(q.part, q.ready) for q in asked_of(NOVEMBER, [one], BOM, (), OPENED)] == [(Part.OWNER, True)]
    assert [(q.part, q.ready) for q in asked_of(NOVEMBER, [one], ARA, (), OPENED)] == [(Part.LEAD, False)]
    assert missing(asked_of(NOVEMBER, [one], ARA, (), OPENED)) == []
    said = assessment(1, by_owner=answer(4))
    assert len(missing(asked_of(NOVEMBER, [said], ARA, (), OPENED))) == 1
    assert len(missing(asked_of(NOVEMBER, [one], ARA, (), OWNER_BY + DAY))) == 1, "the lead need not wait for ever"


def test_who_acts_for_the_lead_is_asked_too_and_outsiders_are_not() -> None:
    one = assessment(1, by_owner=answer(4))
    assert len(asked_of(NOVEMBER, [one], HANA, {"export"}, OPENED)) == 1
    assert asked_of(NOVEMBER, [one], CHAN, {"energy"}, OPENED) == []


def test_the_lead_has_the_last_word_and_may_object() -> None:
    one = assessment(1, by_owner=answer(5), by_lead=answer(3, Part.LEAD), objection=Objection(ARA, 2, "why", NOW))
    assert (one.effectiveness, one.timeliness) == (3, 2)
    assert assessment(1, by_owner=answer(5)).effectiveness == 5
    assert assessment(1).effectiveness is None


def test_months_that_can_be_opened() -> None:
    may_open(dt.date(2026, 11, 1), OPENED)
    may_open(dt.date(2025, 11, 1), OPENED)
    for month in (dt.date(2026, 12, 1), dt.date(2025, 10, 1)):
        with pytest.raises(Refusal):
            may_open(month, OPENED)


def test_months_by_name() -> None:
    assert month_of(month_key(NOVEMBER.month)) == NOVEMBER.month
    with pytest.raises(ValueError, match="month"):
        month_of("2026-13")


# results --------------------------------------------------------------------------------------------------------------


def test_nothing_comes_to_nothing() -> None:
    assert (means([]).tasks, means([]).effectiveness) == (0, 0)
    results = Results(NOVEMBER, (), {})
    assert results.lowest() == []
    assert results.chart().rated == ()


def test_the_lowest_five_worst_first_never_a_full_mark_or_an_unrated_one() -> None:
    marks = (5, 4, 3, 1, 2, 3, 4, None)
    tasks = tuple(
        assessment(number, by_owner=answer(mark) if mark else None) for number, mark in enumerate(marks, start=1)
    )
    results = Results(NOVEMBER, tasks, {})
    assert [one.task for one in results.lowest()] == [4, 5, 3, 6, 2]
    assert Results(NOVEMBER, tasks[:1], {}).lowest() == []
    assert results.means.unrated == 1
    assert results.ranked()[-1].task == 8
    assert results.chart().unrated == 1


def test_results_of_one_team_with_the_month_before() -> None:
    before = {1: assessment(1, by_owner=answer(2)), 9: assessment(9, team="energy", by_owner=answer(1))}
    tasks = (assessment(1, by_owner=answer(4)), assessment(2, team="energy", by_owner=answer(1)))
    results = Results(NOVEMBER, tasks, before)
    assert results.teams() == ["energy", "export"]
    mine = results.of_team("export")
    assert (mine.means.effectiveness, mine.means_before.effectiveness) == (4, 2)
    assert mine.chart().rated[0].before == (2, 5)
