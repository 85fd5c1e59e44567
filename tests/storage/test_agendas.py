"""Freezing: each event is told once, by the agenda of the week it was recorded in, however late that is computed."""

import datetime as dt
from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from bot.domain import agendas as rules
from bot.domain.agendas import AgendaFacts, Item, Outcome, Reason, weeks
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.directory import Directory
from bot.domain.events import EventKind
from bot.domain.tasks import Task, TaskState
from bot.domain.visits import Visit, VisitState
from storage import Database, agendas, difficulties, events, organisations, tasks, visits
from storage.directories import directory
from tests.cast import ARA, BOM, WS

KST = dt.timezone(dt.timedelta(hours=9))
W47, W48, W49 = "2026-W47", "2026-W48", "2026-W49"


def friday(week: int = 48, hour: int = 17, minute: int = 0, second: int = 0) -> dt.datetime:
    day = dt.date.fromisocalendar(2026, week, 5)
    return dt.datetime.combine(day, dt.time(hour, minute, second), KST).astimezone(dt.UTC)


@pytest.fixture
def session(db: Database) -> Iterator[Session]:
    with db.begin() as session:
        yield session


@pytest.fixture
def people(session: Session) -> Directory:
    found = directory(session, WS)
    assert found is not None
    return found


def told(session: Session, at: dt.datetime, text: str = "welders", due: dt.date = dt.date(2026, 12, 31)) -> Difficulty:
    draft = Difficulty(0, text, DifficultyState.OPEN, due, at, ARA, team="export")
    found = difficulties.raise_(session, WS, [draft], ARA, at)[0]
    events.tell(session, WS, EventKind.DIFFICULTY_RAISED, [found.ref], ["export"], at)
    return found


def freeze(
    session: Session, people: Directory, occurrence: str, until: dt.datetime, now: dt.datetime | None = None
) -> AgendaFacts:
    return agendas.freeze(session, people, people.teams["export"], occurrence, until, now or until)


def raised(facts: AgendaFacts) -> list[str]:
    return [one.ref for one in rules.compose(facts).results.raised]


def test_a_second_before_the_moment_is_this_week_and_the_moment_itself_is_next_week(
    session: Session, people: Directory
) -> None:
    before = told(session, friday(48, 16, 59, 59))
    at = told(session, friday(48, 17))
    assert raised(freeze(session, people, W48, friday(48))) == [before.ref]
    assert raised(freeze(session, people, W49, friday(49))) == [at.ref]


def test_computed_late_it_tells_what_it_should_have_told_in_time(session: Session, people: Directory) -> None:
    in_time = told(session, friday(48, 16))
    too_late = told(session, friday(48, 17, 10))
    assert raised(freeze(session, people, W48, friday(48), now=friday(48, 17, 20))) == [in_time.ref]
    assert raised(freeze(session, people, W49, friday(49))) == [too_late.ref]


def test_what_was_committed_after_the_freezing_is_not_lost(session: Session, people: Directory) -> None:
    freeze(session, people, W47, friday(47))
    freeze(session, people, W48, friday(48))
    slow = told(session, friday(48, 16, 59, 59))  # recorded in time, by a transaction that committed too late
    slower = told(session, friday(47, 16, 59, 59))
    assert raised(freeze(session, people, W49, friday(49))) == [slow.ref, slower.ref]


@pytest.mark.parametrize(("ago", "found"), [(dt.timedelta(days=7), 1), (dt.timedelta(days=7, seconds=1), 0)])
def test_the_first_looks_back_seven_days(session: Session, people: Directory, ago: dt.timedelta, found: int) -> None:
    told(session, friday(48) - ago)
    assert len(raised(freeze(session, people, W48, friday(48)))) == found
    assert raised(freeze(session, people, W49, friday(49))) == []


def test_a_second_time_changes_nothing(session: Session, people: Directory) -> None:
    one = told(session, friday(48, 10))
    matter = agendas.add_item(session, WS, Item(0, "export", "berths", friday(48, 9), ARA), friday(48, 9))
    first = freeze(session, people, W48, friday(48))
    later = told(session, friday(48, 16))
    again = freeze(session, people, W48, friday(48), now=friday(48, 18))
    assert raised(first) == raised(again) == [one.ref]
    kept = agendas.item(session, WS, matter.number)
    assert kept is not None
    assert kept.weeks == 1
    assert raised(freeze(session, people, W49, friday(49))) == [later.ref]


def test_looking_claims_nothing(session: Session, people: Directory) -> None:
    one = told(session, friday(48, 10))
    for _ in range(2):
        facts = agendas.gather(session, people, people.teams["export"], W48, friday(48))
        assert raised(facts) == [one.ref]
    assert raised(freeze(session, people, W48, friday(48))) == [one.ref]


def test_each_team_tells_the_event_for_itself(session: Session, people: Directory) -> None:
    one = difficulties.raise_(
        session,
        WS,
        [Difficulty(0, "x", DifficultyState.OPEN, dt.date(2026, 12, 1), friday(48, 9), ARA)],
        ARA,
        friday(48, 9),
    )[0]
    events.tell(session, WS, EventKind.DIFFICULTY_RAISED, [one.ref], ["export", "energy"], friday(48, 9))
    assert raised(freeze(session, people, W48, friday(48))) == [one.ref]
    energy = agendas.freeze(session, people, people.teams["energy"], W48, friday(48), friday(48))
    assert raised(energy) == [one.ref]


def test_a_matter_carries_over_with_its_counter_and_is_forced_at_three(session: Session, people: Directory) -> None:
    matter = agendas.add_item(session, WS, Item(0, "export", "berths", friday(47, 9), ARA), friday(47, 9))
    seen = []
    for week in (47, 48, 49):
        agenda = rules.compose(freeze(session, people, f"2026-W{week}", friday(week)))
        seen.append((len(agenda.items), [need.item.weeks for need in agenda.needs], len(agenda.forced)))
    assert seen == [(1, [], 0), (0, [2], 0), (0, [3], 1)]
    kept = agendas.item(session, WS, matter.number)
    assert kept is not None
    agendas.settle(session, WS, kept, Outcome.DROPPED, ARA, friday(50, 9))
    assert rules.compose(freeze(session, people, "2026-W50", friday(50))).needs == ()


def test_an_item_added_at_the_moment_stands_on_the_next_one(session: Session, people: Directory) -> None:
    agendas.add_item(session, WS, Item(0, "export", "in time", friday(48, 16, 59, 59), ARA), friday(48))
    agendas.add_item(session, WS, Item(0, "export", "late", friday(48), ARA), friday(48))
    first = rules.compose(freeze(session, people, W48, friday(48)))
    second = rules.compose(freeze(session, people, W49, friday(49)))
    assert [item.text for item in first.items] == ["in time"]
    assert [item.text for item in second.items] == ["late"]


def test_a_late_difficulty_counts_its_weeks_until_it_is_answered(session: Session, people: Directory) -> None:
    late = told(session, friday(47, 9), due=dt.date(2026, 11, 19))
    counts = []
    for week in (47, 48, 49):
        agenda = rules.compose(freeze(session, people, f"2026-W{week}", friday(week)))
        counts.append([(need.reason, need.item.weeks, need.item.forced) for need in agenda.needs])
    assert counts == [[(Reason.LATE, 1, False)], [(Reason.LATE, 2, False)], [(Reason.LATE, 3, True)]]
    answered = Difficulty(**{**vars(late), "state": DifficultyState.ANSWERED})
    difficulties.save(session, WS, answered, ARA, friday(50, 9), "answer")
    assert rules.compose(freeze(session, people, "2026-W50", friday(50))).needs == ()
    assert agendas.open_items(session, WS, "export") == []


def test_a_blocked_task_needs_a_decision(session: Session, people: Directory) -> None:
    draft = Task(
        0, "prototype", TaskState.BLOCKED, friday(48, 9), ARA, owner=BOM, team="export", blocked_reason="no parts"
    )
    task = tasks.add(session, WS, draft, ARA, friday(48, 9))
    agenda = rules.compose(freeze(session, people, W48, friday(48)))
    assert [(need.reason, need.item.ref) for need in agenda.needs] == [(Reason.BLOCKED, task.ref)]
    assert agenda.standing.blocked == 1


def test_visits_of_this_week_and_of_last_week_against_the_quota(session: Session, people: Directory) -> None:
    place, _ = organisations.meet(session, WS, "Hankook Precision", ARA, friday(48, 9))
    for person, day in ((ARA, 20), (ARA, 23), (ARA, 24), (BOM, 25)):
        visits.record(
            session,
            WS,
            Visit(0, person, place.number, place.name, dt.date(2026, 11, day), VisitState.DONE),
            friday(48, 9),
        )
    visits.record(
        session, WS, Visit(0, BOM, place.number, place.name, dt.date(2026, 12, 2), VisitState.PLANNED), friday(48, 9)
    )
    agenda = rules.compose(freeze(session, people, W48, friday(48)))
    assert (agenda.last_week.visits, agenda.last_week.met, agenda.last_week.people) == (1, 0, 2)
    assert (agenda.this_week.visits, agenda.this_week.met, agenda.this_week.due) == (3, 1, 4)
    assert [one.day for one in agenda.plan.visits] == [dt.date(2026, 12, 2)]


def test_after_a_week_that_was_skipped_the_next_covers_both(session: Session, people: Directory) -> None:
    freeze(session, people, W47, friday(47))
    one, two = told(session, friday(48, 9)), told(session, friday(49, 9))
    agenda = rules.compose(freeze(session, people, W49, friday(49)))
    assert [found.ref for found in agenda.results.raised] == [one.ref, two.ref]
    assert (agenda.last_week.first, agenda.last_week.last) == (dt.date(2026, 11, 16), dt.date(2026, 11, 29))
    assert (agenda.last_week.due, agenda.this_week.due) == (8, 4)


def test_a_decision_is_done_when_its_task_is(session: Session, people: Directory) -> None:
    task = tasks.add(
        session, WS, Task(0, "ask the harbour", TaskState.DONE, friday(48, 9), ARA, team="export"), ARA, friday(48, 9)
    )
    events.tell(session, WS, EventKind.TASK_FINISHED, [task.ref], ["export"], friday(48, 10))
    agendas.decide(
        session, WS, rules.Decision(0, "export", W47, "Ask the harbour", ARA, friday(48, 9), owner=BOM, became=task.ref)
    )
    agenda = rules.compose(freeze(session, people, W48, friday(48)))
    assert [one.text for one in agenda.results.decided] == ["Ask the harbour"]
    assert [one.ref for one in agenda.results.finished] == [task.ref]


def test_all_teams_together_count_a_visit_once(session: Session, people: Directory) -> None:
    place, _ = organisations.meet(session, WS, "Hankook Precision", ARA, friday(48, 9))
    both = Visit(0, ARA, place.number, place.name, dt.date(2026, 11, 24), VisitState.DONE, companions=("U0HANA",))
    visits.record(session, WS, both, friday(48, 9))
    due = friday(48)
    week = agendas.gather_all(session, people, W48, due, freeze_at=due)
    rows = {agenda.team.key: agenda.this_week.visits for agenda in week.agendas}
    assert rows["export"] == rows["energy"] == 1
    assert week.this_week.visits == 1
    assert (week.this_week.people, week.this_week.due) == (3, 6)
    assert agendas.record(session, WS, "ministry", W48).frozen == due  # it has no channel: nobody else would


def test_which_week(people: Directory) -> None:
    team = people.teams["export"]
    assert weeks.coming(people, team, friday(48) - dt.timedelta(seconds=1)).key == W48
    assert weeks.coming(people, team, friday(48)).key == W49
    assert weeks.coming(people, team, friday(48, 9), {W48}).key == W49
    found = weeks.named(people, team, W48)
    assert found is not None
    assert found.due == friday(48)
    assert weeks.named(people, team, "2026-W99") is None
    christmas = weeks.named(people, team, "2026-W52")  # the Friday is a holiday
    assert christmas is not None
    assert christmas.due == dt.datetime(2026, 12, 24, 17, tzinfo=KST)
