"""The week as the clock plays it: the draft, the post and its thread, the gathered one, each once."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from bot.blocks.agendas import gathered, posts
from bot.domain.agendas import Item
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.events import EventKind
from bot.domain.ledger import State
from bot.domain.tasks import Task, TaskState
from bot.domain.teams import Team
from bot.domain.timetable import BY_KEY
from bot.domain.visits import Visit, VisitState
from bot.settings import DeliverySettings
from schedules import MAKERS, SPEAKS, preview, said_by, tick
from storage import agendas, difficulties, events, ledger, organisations, people, tasks, teams, visits, workspaces
from storage.directories import directory
from tests.cast import ARA, BOM, CHAN, EXPORT, LEADERS, WS, Stage, becomes_guest, words
from tests.doubles.slack import FakeSlack

KST = dt.timezone(dt.timedelta(hours=9))
W48 = "2026-W48"
Json = dict[str, Any]
Tick = Callable[..., None]


@pytest.fixture
def clock(stage: Stage) -> Tick:
    """Sets the clock to a moment of Seoul and plays one round of everything that is due."""
    slack = FakeSlack(stage.slack)
    slack.retry_handlers = []
    named = {
        key: maker for key, maker in MAKERS.items() if key.startswith("agenda") or key in ("answer", "ledger-alert")
    }

    def play(day: int, hour: int, minute: int = 0, month: int = 11) -> None:
        stage.now = dt.datetime(2026, month, day, hour, minute, tzinfo=KST).astimezone(dt.UTC)
        tick(
            stage.db,
            lambda _workspace: slack,
            named,
            lambda: stage.now,
            DeliverySettings(),
            sweeps=(),
            pause=lambda seconds: stage.later(seconds=seconds),
        )

    return play


def late_difficulty(stage: Stage, text: str = "short of welders", many: int = 1) -> None:
    with stage.db.begin() as session:
        place, _ = organisations.meet(session, WS, "Geoje Shipyard", ARA, stage.now)
        draft = Difficulty(
            0,
            text,
            DifficultyState.OPEN,
            dt.date(2026, 11, 20),
            stage.now,
            ARA,
            organisation=place.number,
            team="export",
        )
        found = difficulties.raise_(session, WS, [draft] * many, ARA, stage.now)
        events.tell(session, WS, EventKind.DIFFICULTY_RAISED, [one.ref for one in found], ["export"], stage.now)


def speak_korean(stage: Stage) -> None:
    with stage.db.begin() as session:
        known = directory(session, WS)
        assert known is not None
        workspaces.change(session, dataclasses.replace(known.workspace, language="ko"))
        ara = known.people[ARA]
        people.save(session, WS, dataclasses.replace(ara, language="ko"))


def said(stage: Stage, channel: str, *, thread: bool = False) -> list[Json]:
    return [one for one in stage.slack.messages.get(channel, []) if bool(one.get("thread_ts")) is thread]


def dm(stage: Stage) -> list[Json]:
    return [one for name, found in stage.slack.messages.items() if name.startswith("D") for one in found]


def test_the_week_of_a_team(stage: Stage, clock: Tick) -> None:
    late_difficulty(stage)
    clock(27, 14)
    assert not dm(stage)
    clock(27, 15)
    draft = next(one for one in dm(stage) if "Export division" in words(one))
    assert "Please confirm" in words(draft)
    clock(27, 17)
    [post] = said(stage, EXPORT)
    assert post["text"] == "Export division: weekly agenda, Fri 27 Nov"
    assert "D-1  short of welders · Geoje Shipyard · nobody assigned · 7 days late" in words(post)
    assert "Posted unconfirmed" in words(post)
    assert words(post).count("\n") <= 12
    assert [one["text"] for one in said(stage, EXPORT, thread=True)] == [
        "Needs a decision (1)",
        "Results, Fri 20 Nov to Fri 27 Nov",
    ]
    assert {one["thread_ts"] for one in said(stage, EXPORT, thread=True)} == {post["ts"]}


def test_a_lead_who_is_a_guest_by_now_is_not_asked_and_sees_nothing(stage: Stage, clock: Tick) -> None:
    late_difficulty(stage)
    becomes_guest(stage, ARA)
    clock(27, 15)
    assert not [one for one in dm(stage) if "Export division" in words(one)]
    clock(27, 17)
    assert said(stage, EXPORT)


def test_the_gathered_one_has_a_chart(stage: Stage, clock: Tick) -> None:
    late_difficulty(stage)
    clock(27, 14)
    clock(27, 17)
    [post] = said(stage, LEADERS)
    assert post["text"] == "Weekly agenda of all teams, Fri 27 Nov"
    assert "Export division" in words(post)
    assert "Not confirmed: Energy division, Export division" in words(post)
    picture, needs = said(stage, LEADERS, thread=True)
    assert picture["files"][0]["title"] == "Results by team"
    assert "short of welders" in words(needs)


def test_the_same_week_twice_is_silent(stage: Stage, clock: Tick) -> None:
    late_difficulty(stage)
    clock(27, 14)
    clock(27, 17)
    before = {name: len(found) for name, found in stage.slack.messages.items()}
    clock(27, 17, 5)
    clock(27, 18)
    assert {name: len(found) for name, found in stage.slack.messages.items()} == before


def test_a_lead_who_has_confirmed_gets_no_draft(stage: Stage, clock: Tick) -> None:
    late_difficulty(stage)
    stage.types(ARA, "/agenda confirm")
    clock(27, 14)
    clock(27, 15)
    assert not [one for one in dm(stage) if "Export division" in words(one)]
    clock(27, 17)
    assert "Confirmed by 아라" in words(said(stage, EXPORT)[0])


def test_in_korean(stage: Stage, clock: Tick) -> None:
    speak_korean(stage)
    late_difficulty(stage, "납품대금 지연")
    clock(27, 14)
    clock(27, 15)
    assert any("확정해 주십시오" in words(one) for one in dm(stage))
    clock(27, 17)
    [post] = said(stage, EXPORT)
    assert post["text"] == "수출과 주간 회의자료 · 11월 27일 (금)"
    assert "결정이 필요한 사항 1건" in words(post)
    assert not any("agenda" in one["text"].lower() for one in said(stage, LEADERS))


def test_a_holiday_moves_it_to_the_day_before(stage: Stage, clock: Tick) -> None:
    late_difficulty(stage)
    clock(24, 13, month=12)
    clock(24, 17, month=12)  # Friday is Christmas
    assert said(stage, EXPORT)[0]["text"].endswith("Thu 24 Dec")
    clock(25, 17, 5, month=12)
    assert len(said(stage, EXPORT)) == 1


def test_a_week_without_working_days_is_skipped_and_the_next_covers_both(stage: Stage, clock: Tick) -> None:
    with stage.db.begin() as session:
        known = directory(session, WS)
        assert known is not None
        off = frozenset(dt.date(2026, 11, 30) + dt.timedelta(days=n) for n in range(5))
        workspaces.change(session, dataclasses.replace(known.workspace, extra_holidays=off))
    late_difficulty(stage)
    clock(27, 14)
    clock(27, 17)
    assert "visits planned 0" in words(said(stage, EXPORT)[0])
    stage.now = dt.datetime(2026, 12, 2, 3, tzinfo=dt.UTC)
    late_difficulty(stage, "a second one")
    clock(4, 17, 5, month=12)
    assert len(said(stage, EXPORT)) == 1
    clock(11, 14, month=12)
    clock(11, 17, month=12)
    assert "a second one" in words(said(stage, EXPORT, thread=True)[-1])
    assert "Mon 23 Nov to Sun 6 Dec" in words(said(stage, EXPORT)[1])


def test_a_team_has_its_own_time(stage: Stage, clock: Tick) -> None:
    with stage.db.begin() as session:
        known = directory(session, WS)
        assert known is not None
        teams.save(session, WS, dataclasses.replace(known.teams["export"], times={"agenda": "thu 16:00"}))
    late_difficulty(stage)
    clock(26, 13)
    clock(26, 14)
    assert any("Thu 26 Nov, 16:00" in words(one) for one in dm(stage))
    clock(26, 16)
    assert said(stage, EXPORT)[0]["text"].endswith("Thu 26 Nov")


def test_preview_names_what_will_be_said_and_no_more(stage: Stage, clock: Tick) -> None:
    late_difficulty(stage)
    clock(27, 14)
    with stage.db.read() as session:
        lines = preview(session, WS, stage.now, 1, said_by(MAKERS), SPEAKS)
    named = {line["key"] for line in lines if line["series"].startswith("agenda")}
    clock(27, 15)
    clock(27, 17)
    with stage.db.read() as session:
        posted = {one.key for one in ledger.listing(session, WS, states=[State.POSTED], limit=99)}
    assert named == posted


def _crowded(stage: Stage, many: int) -> None:
    """As much of everything, in long Korean words that Slack escapes."""
    long = "납품대금 지연 & 운영자금 <부족> " * 8
    late_difficulty(stage, long, many)
    with stage.db.begin() as session:
        place, _ = organisations.meet(session, WS, "대한정밀", ARA, stage.now)
        for n in range(many):
            done = Visit(0, BOM, place.number, place.name, dt.date(2026, 11, 24), VisitState.DONE, summary=long)
            stored = visits.record(session, WS, done, stage.now)
            events.tell(session, WS, EventKind.VISIT_DONE, [stored.ref], ["export"], stage.now)
            state = (TaskState.OPEN, TaskState.BLOCKED, TaskState.DONE)[n % 3]
            draft = Task(0, long[:150], state, stage.now, ARA, owner=BOM, team="export", due=dt.date(2026, 12, 3))
            task = tasks.add(
                session, WS, dataclasses.replace(draft, next_step=long, blocked_reason=long), ARA, stage.now
            )
            kind = (EventKind.TASK_UPDATED, EventKind.TASK_MOVED, EventKind.TASK_FINISHED)[n % 3]
            events.tell(session, WS, kind, [task.ref], ["export"], stage.now)
            item = Item(0, "export", long, stage.now, ARA, BOM, weeks=(0, 2)[n % 2], agenda="2026-W47" if n % 2 else "")
            agendas.add_item(session, WS, item, stage.now)


@pytest.mark.parametrize(("lang", "many"), [("ko", 1), ("en", 30), ("ko", 400), ("en", 400)])
def test_any_number_of_rows_stays_within_slacks_limits(stage: Stage, clock: Tick, lang: str, many: int) -> None:
    """Every message is checked by the Slack in memory; a fault fails the test."""
    if lang == "ko":
        speak_korean(stage)
    _crowded(stage, many)
    stage.types(ARA, "/agenda")
    clock(27, 14)
    clock(27, 15)
    clock(27, 17)
    assert len(said(stage, EXPORT)) == len(said(stage, LEADERS)) == 1
    assert 4 <= len(said(stage, EXPORT, thread=True)) <= posts.PAGES
    with stage.db.read() as session:
        parts = ledger.parts_of(session, WS, "agenda:export", W48)
    assert {one.state for one in parts} <= {State.POSTED, State.SKIPPED}


def test_the_items_of_a_team_without_a_channel_stand_in_the_agenda_of_all_teams(stage: Stage, clock: Tick) -> None:
    with stage.db.begin() as session:
        teams.save(session, WS, Team("trade", "통상과", "Trade", lead=CHAN, members=frozenset({CHAN})))
    only = "it stands only in the agenda of all teams. `/team channel trade` makes a channel."
    assert only in words(stage.types(CHAN, "/agenda add who pays team: trade"))
    shown = words(stage.types(CHAN, "/agenda team trade"))
    assert only in shown
    assert "will be posted" not in shown
    clock(27, 14)
    clock(27, 15)
    draft = next(one for one in dm(stage) if "Trade" in words(one))
    assert only in words(draft)
    assert "will be posted" not in words(draft)
    confirmed = words(stage.types(CHAN, "/agenda confirm team: trade"))
    assert only in confirmed
    assert "will be posted" not in confirmed
    clock(27, 17)
    page = words(said(stage, LEADERS, thread=True)[-1])  # after the chart
    assert "Items of teams without a channel" in page
    assert "who pays" in page


def test_without_any_channel_an_agenda_is_posted_nowhere(stage: Stage) -> None:
    with stage.db.begin() as session:
        teams.save(session, WS, Team("trade", "통상과", "Trade", lead=CHAN, members=frozenset({CHAN})))
        known = directory(session, WS)
        assert known is not None
        workspaces.change(session, dataclasses.replace(known.workspace, leadership_channel=None))
    assert "it is posted nowhere. `/team channel trade`" in words(stage.types(CHAN, "/agenda team trade"))


def test_the_timetable_has_a_part_for_every_message() -> None:
    assert BY_KEY["agenda"].parts == 1 + posts.PAGES
    assert BY_KEY["agenda-leadership"].parts == 2 + gathered.GATHERED_PAGES
