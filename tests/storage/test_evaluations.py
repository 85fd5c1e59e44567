"""Opening freezes who is asked and computes from the records; answers, objections, the lock."""

import dataclasses
import datetime as dt

import pytest

from bot.domain.evaluations import Deduction, Given, Part, Why
from bot.domain.ledger import State
from bot.domain.tasks import Programme, Task, TaskState
from storage import Database, agendas, evaluations, tasks
from storage.directories import directory
from tests.cast import ARA, BOM, CHAN, HANA, WS
from tests.evaluating import CREATED, KST, NOVEMBER, OCTOBER, OPENED, moved, november, opened, posts, rate, task


def test_a_month_is_opened_once(db: Database) -> None:
    task(db)
    month = november(db)
    assert (month.opened_on, month.locks_on) == (dt.date(2026, 11, 30), dt.date(2026, 12, 9))
    assert month.locks == dt.datetime(2026, 12, 9, 10, tzinfo=KST)
    assert month.previous == dt.datetime(2026, 11, 1, tzinfo=KST), "the first looks back to the first of the month"
    before = posts(db)
    task(db, "Too late")
    assert opened(db) is None
    assert opened(db, by=ARA) is None
    assert posts(db) == before
    with db.read() as session:
        assert len(evaluations.assessments(session, WS, NOVEMBER)) == 1


def test_without_tasks_nothing_opens(db: Database) -> None:
    assert opened(db) is None
    with db.read() as session:
        assert evaluations.latest(session, WS) is None


def test_those_asked_are_frozen(db: Database) -> None:
    number = task(db)
    month = november(db)
    with db.begin() as session:
        found = tasks.get(session, WS, number)
        assert found is not None
        tasks.save(session, WS, dataclasses.replace(found, owner=CHAN, team="energy", title="New"), BOM, OPENED, "edit")
    with db.read() as session:
        one = evaluations.assessments(session, WS, month.month)[0]
    assert (one.title, one.owner, one.lead, one.team) == ("Welders", BOM, ARA, "export")


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        ({}, ("export", BOM, ARA)),
        ({"owner": ARA}, ("export", ARA, None)),  # nobody leads the ministry
        ({"owner": None}, ("export", None, ARA)),
        ({"team": None}, ("export", BOM, ARA)),
        ({"team": None, "owner": None}, (None, None, None)),
        ({"owner": CHAN, "team": "energy"}, ("energy", CHAN, HANA)),
    ],
)
def test_who_is_asked(db: Database, changed: dict[str, object], asked: tuple[str | None, ...]) -> None:
    task(db, **changed)  # type: ignore[arg-type]  # fields of a Task
    november(db)
    with db.read() as session:
        one = evaluations.assessments(session, WS, NOVEMBER)[0]
    assert (one.team, one.owner, one.lead) == asked


def test_each_person_is_asked_in_a_message_of_their_own(db: Database) -> None:
    for number in range(3):
        task(db, f"Task {number}")
    november(db)
    planned = posts(db)
    assert [(post.series, post.person, post.occurrence) for post in planned] == [
        (f"evaluation-ask:{ARA}", ARA, "2026-11"),
        (f"evaluation-ask:{BOM}", BOM, "2026-11"),
    ]
    assert planned[1].due - planned[0].due == dt.timedelta(seconds=1)


def test_by_hand_the_channels_are_told_too_and_people_only_in_their_hours(db: Database) -> None:
    task(db)
    friday_night = dt.datetime(2026, 11, 27, 22, tzinfo=KST)
    month = opened(db, at=friday_night, by=ARA)
    assert month is not None
    assert month.opened_by == ARA
    channel, *people = posts(db)
    assert (channel.series, channel.channel, channel.due) == ("evaluation-opened:export", "C0EXPORT", friday_night)
    assert people[0].due == dt.datetime(2026, 11, 30, 9, tzinfo=KST)


def test_timeliness_is_computed_from_the_records_and_kept(db: Database) -> None:
    number = task(db, start=dt.date(2026, 1, 1), due=dt.date(2026, 12, 31), percent=100)
    moved(db, number, dt.datetime(2026, 11, 10, tzinfo=KST), dt.date(2026, 11, 21), dt.date(2026, 12, 31))
    november(db)
    with db.read() as session:
        one = evaluations.assessments(session, WS, NOVEMBER)[0]
    assert one.due == dt.date(2026, 11, 21), "as it stood at the previous opening"
    assert one.computed.parts == (Deduction(2, Why.LATE, 9), Deduction(1, Why.MOVED))
    assert one.computed.score == 2


def test_only_moves_since_the_previous_opening_count(db: Database) -> None:
    number = task(db, start=dt.date(2026, 1, 1), percent=100)
    previous = dt.datetime(2026, 10, 30, 10, tzinfo=KST)
    moved(db, number, previous, dt.date(2026, 11, 1), dt.date(2026, 12, 31))
    assert opened(db, OCTOBER, previous) is not None
    month = november(db)
    assert month.previous == previous
    with db.read() as session:
        assert evaluations.assessments(session, WS, NOVEMBER)[0].computed.parts == ()


def test_a_first_due_date_is_not_a_moved_one(db: Database) -> None:
    number = task(db, percent=100)
    at = dt.datetime(2026, 11, 10, tzinfo=KST)
    moved(db, number, at, None, dt.date(2026, 11, 29))
    november(db)
    with db.read() as session:
        one = evaluations.assessments(session, WS, NOVEMBER)[0]
    assert one.computed.parts == (Deduction(1, Why.LATE, 1),)


def test_a_finished_task_is_judged_by_its_completion(db: Database) -> None:
    number = task(db, due=dt.date(2026, 11, 5), start=dt.date(2026, 9, 1))
    with db.begin() as session:
        found = tasks.get(session, WS, number)
        assert found is not None
        finished = dt.datetime(2026, 11, 6, 0, 30, tzinfo=KST)  # still the 5th in UTC
        done = dataclasses.replace(found, state=TaskState.DONE, finished=finished)
        tasks.save(session, WS, done, BOM, finished, "done")
    november(db)
    with db.read() as session:
        one = evaluations.assessments(session, WS, NOVEMBER)[0]
    assert (one.as_of, one.computed.parts) == (dt.date(2026, 11, 6), (Deduction(1, Why.LATE, 1),))


def test_parents_and_unrated_programmes_are_left_out(db: Database) -> None:
    parent = task(db, "Parent")
    child = task(db, "Child", parent=parent)
    with db.begin() as session:
        tasks.save_programme(session, WS, Programme("house", "내부", "House", evaluated=False))
        tasks.save_programme(session, WS, Programme("100", "100대 과제", "100 tasks"))
    task(db, "Tea kitchen", programme="house")
    hundred = task(db, "Exports", programme="100")
    november(db)
    with db.read() as session:
        assert [one.task for one in evaluations.assessments(session, WS, NOVEMBER)] == [child, hundred]


def test_answers_are_kept_with_their_version_and_never_overwrite_a_newer_one(db: Database) -> None:
    number = task(db)
    month = november(db)
    assert rate(db, month, Given(number, Part.OWNER, 4, "3 of 5 built"))
    assert not rate(db, month, Given(number, Part.OWNER, 1, "from an old form"))
    assert rate(db, month, Given(number, Part.OWNER, 5, "5 of 5 built", version=1))
    assert not rate(db, month, Given(number, Part.OWNER, 2, "older", version=1))
    with db.read() as session:
        one = evaluations.assessments(session, WS, NOVEMBER)[0]
    assert one.by_owner is not None
    assert (one.by_owner.effectiveness, one.by_owner.version, one.by_owner.late) == (5, 2, False)


def test_late_answers_are_marked_and_an_unchanged_one_stays_in_time(db: Database) -> None:
    first, second = task(db), task(db, "Second")
    month = november(db)
    late = dt.datetime(2026, 12, 5, 9, tzinfo=KST)
    rate(db, month, Given(first, Part.OWNER, 4, "seen"))
    rate(db, month, Given(first, Part.OWNER, 4, "seen", version=1), at=late)
    rate(db, month, Given(second, Part.OWNER, 4, "seen"), at=late)
    with db.read() as session:
        found = evaluations.assessments(session, WS, NOVEMBER)
    assert [one.by_owner and one.by_owner.late for one in found] == [False, True]


def test_the_lead_objects_and_takes_it_back(db: Database) -> None:
    number = task(db, due=dt.date(2026, 11, 20), start=dt.date(2026, 9, 1))
    month = november(db)
    assert rate(db, month, Given(number, Part.LEAD, 3, "", timeliness=5, reason="the ministry waited"), ARA)
    with db.read() as session:
        one = evaluations.assessments(session, WS, NOVEMBER)[0]
    assert one.objection is not None
    assert (one.computed.score, one.timeliness, one.objection.reason) == (3, 5, "the ministry waited")
    assert rate(db, month, Given(number, Part.LEAD, 3, "", version=1), ARA)
    with db.read() as session:
        assert evaluations.assessments(session, WS, NOVEMBER)[0].objection is None


def test_the_lock_happens_once_and_puts_the_lowest_on_the_agenda(db: Database) -> None:
    marks = (1, 5, 2, 3, 4, 3, 2)
    numbers = [task(db, f"Task {mark}") for mark in marks]
    month = november(db)
    for number, mark in zip(numbers, marks, strict=True):
        rate(db, month, Given(number, Part.OWNER, mark, "seen"))
    for _twice in range(2):
        with db.begin() as session:
            people = directory(session, WS)
            assert people is not None
            evaluations.lock(session, people, month, None, lambda one: one.title, month.locks)
    with db.read() as session:
        items = agendas.open_items(session, WS, "export")
        assert evaluations.unlocked(session, WS) == []
    assert [item.text for item in items] == ["Task 1", "Task 2", "Task 2", "Task 3", "Task 3"]
    assert items[0].presenter == BOM


def test_results_planned_for_the_lock_move_when_the_month_is_closed_early(db: Database) -> None:
    task(db)
    month = opened(db, by=ARA)
    assert month is not None
    early = OPENED + dt.timedelta(days=1)
    with db.begin() as session:
        people = directory(session, WS)
        assert people is not None
        evaluations.plan_results(session, people, month, month.locks, OPENED)
        evaluations.close(session, people, month, ARA, lambda one: one.title, early)
    told = [post for post in posts(db) if post.series.startswith(evaluations.LOCKED)]
    assert {(post.series, post.part) for post in told} == {
        ("evaluation-locked", 0),
        ("evaluation-locked", 1),
        ("evaluation-locked", 2),
        ("evaluation-locked:export", 0),
        ("evaluation-locked:export", 1),
    }
    assert {post.due for post in told} == {early}
    assert {post.state for post in told} == {State.PLANNED}


def test_the_month_before_stands_beside_it(db: Database) -> None:
    number = task(db, start=dt.date(2026, 9, 1))
    october = opened(db, OCTOBER, dt.datetime(2026, 10, 30, 10, tzinfo=KST))
    assert october is not None
    rate(db, october, Given(number, Part.OWNER, 2, "little"))
    month = november(db)
    with db.read() as session:
        found = evaluations.results(session, WS, month)
    assert found.before[number].effectiveness == 2


def test_three_hundred_tasks(db: Database) -> None:
    with db.begin() as session:
        for number in range(300):
            new = Task(0, f"Task {number}", TaskState.OPEN, CREATED, BOM, owner=BOM, team="export", due=NOVEMBER)
            tasks.add(session, WS, new, BOM, CREATED)
    month = november(db)
    with db.read() as session:
        mine = evaluations.asked(session, WS, month, BOM, (), month.opened_on)
    assert len(mine) == 300


@pytest.mark.parametrize(
    ("day", "bom", "ara"),
    [
        (1, (1, 0, False), (0, 0, False)),
        (2, (1, 0, True), (0, 0, False)),
        (3, (1, 0, False), (0, 0, False)),
        (4, (1, 0, True), (0, 0, False)),
        (7, (1, 0, False), (1, 1, True)),  # the fifth working day: Bom is late, Ara hears of it and may rate alone
        (8, (1, 0, False), (1, 1, False)),
        (9, (0, 0, False), (0, 0, False)),  # locked at ten
    ],
)
def test_what_people_owe_by_day(db: Database, day: int, bom: tuple[object, ...], ara: tuple[object, ...]) -> None:
    task(db)
    november(db)
    now = dt.datetime(2026, 12, day, 10, tzinfo=KST)
    with db.read() as session:
        owed = [evaluations.owed(session, WS, person, now) for person in (BOM, ARA)]
    assert [(one.mine, one.missing_of_led, one.reminder) for one in owed] == [bom, ara]


def test_who_has_answered_is_left_in_peace_and_the_lead_is_asked(db: Database) -> None:
    number = task(db)
    month = november(db)
    rate(db, month, Given(number, Part.OWNER, 4, "seen"))
    second_day = dt.datetime(2026, 12, 2, 10, tzinfo=KST)
    with db.read() as session:
        assert evaluations.owed(session, WS, BOM, second_day).mine == 0
        ara = evaluations.owed(session, WS, ARA, second_day)
        assert evaluations.owed(session, WS, CHAN, second_day).mine == 0
    assert (ara.mine, ara.until, ara.reminder) == (1, dt.date(2026, 12, 8), True)
