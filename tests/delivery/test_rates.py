"""Many posts due at once: Slack's limits hold, nobody waits needlessly, and who has asked something does not wait.

By a clock that the test moves; the same with real processes is in `make chaos`.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest

from bot.domain.ledger import OPENING, UPLOADING, WORKSPACE_GAP, State
from bot.domain.people import Person
from schedules.planning import plan_round
from storage import Database, connect, ledger, people
from storage.ledger import gates
from tests.delivery.stand import DAY, Stand, T
from tests.delivery.week import Week
from tests.doubles.faults import RateLimited
from tests.doubles.paces import Pace

TEAMS, PEOPLE = 24, 60
OTHER = "T0OTHER"


@pytest.fixture
def rush(empty_db: Database) -> Iterator[Stand]:
    """A Slack that keeps to its limits, and the agendas of many teams, each with its detail."""
    there = Stand(empty_db)
    there.slack.pace = Pace()
    for number in range(TEAMS):
        there.slack.add_channel(f"C0T{number}", f"team-{number}")
    there.slack.add_channel("C0ASK", "questions")
    yield there
    assert not there.slack.complaints
    assert there.slack.pace.hasty == []
    assert there.slack.pace.deaf == []


def plan_agendas(stand: Stand) -> None:
    for number in range(TEAMS):
        for part in (0, 1):
            stand.plan(f"agenda:{number}", part=part, channel=f"C0T{number}")


def taken(stand: Stand, began: dt.datetime) -> dt.timedelta:
    """Until the last message."""
    return max(call.at for call in stand.slack.calls if call.method == "chat.postMessage") - began


def test_the_agendas_of_many_teams_go_as_fast_as_a_workspace_may(rush: Stand) -> None:
    plan_agendas(rush)
    began = rush.clock()
    rush.run(60)
    assert len(rush.slack.sent("chat.postMessage")) == 2 * TEAMS
    at_best = WORKSPACE_GAP * (2 * TEAMS - 1)
    assert at_best <= taken(rush, began) < at_best * 1.05


def test_who_asks_meanwhile_is_answered_at_once(rush: Stand) -> None:
    plan_agendas(rush)
    for number in range(4):
        rush.run(1.3)
        key = rush.plan("answer", f"Ev{number}", channel="C0ASK")
        rush.run(WORKSPACE_GAP.total_seconds())
        assert rush.state(key) is State.POSTED
    rush.run(60)
    assert len(rush.slack.sent("chat.postMessage")) == 2 * TEAMS + 4


def test_those_who_are_answered_at_once_count_in_the_pace_of_all(rush: Stand) -> None:
    """Everything together, and not only what waits, stays below what a workspace may."""
    assert rush.slack.pace is not None
    rush.slack.pace.a_minute = {"chat.postMessage": 48}
    for number in range(2):  # in the first six seconds there is room for 48 and no more
        rush.plan("answer", f"Ev{number}", channel="C0ASK")
        plan_agendas(rush)
        rush.run(3)
    assert len(rush.slack.sent("chat.postMessage")) <= 48


def test_a_channel_that_slack_closes_keeps_nobody_else_waiting(rush: Stand) -> None:
    rush.slack.misbehave("chat.postMessage", RateLimited(retry_after=30))
    plan_agendas(rush)
    began = rush.clock()
    rush.run(25)
    [closed] = {call.arguments["channel"] for call in rush.slack.calls if call.fault}  # whichever was the first
    assert len(rush.slack.messages[closed]) == 0
    others = {f"C0T{number}" for number in range(TEAMS)} - {closed}
    assert all(len(rush.slack.messages[channel]) == 2 for channel in others)
    assert taken(rush, began) < WORKSPACE_GAP * 2 * TEAMS * 1.05
    rush.run(60)
    assert len(rush.slack.messages[closed]) == 2


def test_retry_after_is_honoured_by_every_process(rush: Stand) -> None:
    """The gates are in the database: who has not heard Slack's 429 keeps to it too."""
    processes = [dataclasses.replace(rush.delivery(), db=connect(rush.db.url)) for _ in range(3)]
    rush.slack.misbehave("chat.postMessage", RateLimited(retry_after=20))
    key = rush.plan(channel="C0T0")
    first = rush.clock()
    while rush.state(key) is not State.POSTED:
        for process in processes:
            process.drain([T])
        rush.clock.go(0.5)
    for process in processes:
        process.db.close()
    calls = [call.at for call in rush.slack.calls if call.method == "chat.postMessage"]
    assert len(calls) == 2
    assert calls[1] - first >= dt.timedelta(seconds=20)


@pytest.mark.parametrize(
    ("method", "more"),
    [("conversations.open", {"person": "U0{}"}), ("files.getUploadURLExternal", {"channel": "C0T{}", "maker": "draw"})],
)
def test_what_goes_before_a_post_is_left_alone_by_every_process_too(
    rush: Stand, method: str, more: dict[str, str]
) -> None:
    """Slack counts it by itself: messages to other places go meanwhile."""
    processes = [dataclasses.replace(rush.delivery(), db=connect(rush.db.url)) for _ in range(3)]
    rush.slack.misbehave(method, RateLimited(retry_after=20))
    keys = [rush.plan(channel="C0T9")]
    for number in range(3):
        rush.slack.add_person(f"U0{number}")
        given: dict[str, Any] = {name: text.format(number) for name, text in more.items()}
        keys.append(rush.plan(f"first:{number}", **given))
    first = rush.clock()
    while rush.clock() < first + dt.timedelta(seconds=30):
        for process in processes:
            process.drain([T])
        rush.clock.go(0.5)
    for process in processes:
        process.db.close()
    calls = [call.at for call in rush.slack.calls if call.method == method]
    assert len(calls) == 4
    assert calls[1] - first >= dt.timedelta(seconds=20)
    assert [rush.state(key) for key in keys] == [State.POSTED] * 4
    told = [call.at for call in rush.slack.calls if call.arguments.get("channel") == "C0T9"]
    assert told[0] - first < dt.timedelta(seconds=5)


def test_whose_direct_message_is_open_waits_for_no_opening(rush: Stand) -> None:
    with rush.db.begin() as session:
        people.save(session, T, Person("U0K", "K", "k"))
        people.remember_dm(session, T, "U0K", "D0U0K")
        gates.keep_shut(session, T, OPENING, rush.clock() + dt.timedelta(seconds=30))
    rush.slack.add_person("U0K")
    rush.slack.rooms["D0U0K"] = rush.slack.dm("U0K")
    keys = [rush.plan("bundle:U0K", person="U0K"), rush.plan("answer", "Ev1", person="U0K")]
    rush.run(5)
    assert [rush.state(key) for key in keys] == [State.POSTED] * 2


def test_a_file_to_somebody_new_waits_for_uploads(rush: Stand) -> None:
    with rush.db.begin() as session:
        gates.keep_shut(session, T, UPLOADING, rush.clock() + dt.timedelta(seconds=30))
    rush.slack.add_person("U0K")
    key = rush.plan("export", person="U0K", maker="draw")
    rush.run(20)
    assert rush.slack.sent("files.getUploadURLExternal") == []
    rush.run(20)
    assert rush.state(key) is State.POSTED


def test_two_workspaces_do_not_wait_for_each_other(rush: Stand) -> None:
    plan_agendas(rush)
    rush.slack.pace = Pace({})  # two workspaces have twice the room
    for number in range(TEAMS):
        rush.slack.add_channel(f"C0S{number}", f"section-{number}")
    with rush.db.begin() as session:
        for number in range(TEAMS):
            due = rush.clock()
            ledger.plan(
                session,
                OTHER,
                series=f"agenda:{number}",
                occurrence="2026-W48",
                channel=f"C0S{number}",
                due=due,
                expires=due + DAY,
                maker="say",
                now=due,
            )
    began = rush.clock()
    rush.run(60)
    assert len(rush.slack.sent("chat.postMessage")) == 3 * TEAMS
    assert taken(rush, began) < WORKSPACE_GAP * 2 * TEAMS * 1.2


def test_nine_o_clock_bundles_go_so_fast_that_three_hundred_take_five_minutes_at_most(empty_db: Database) -> None:
    week = Week(empty_db)
    week.slack.pace = Pace()
    crowd = [f"U1{number:03}" for number in range(PEOPLE)]
    with week.db.begin() as session:
        for id in crowd:
            week.slack.add_person(id)
            people.save(session, T, Person(id, id, team="export", dm=week.slack.dm(id).id))
    nine = dt.datetime(2026, 11, 26, 0, 0, tzinfo=dt.UTC)
    plan_round(week.db, {"bundle"}, week.clock)
    week.clock.now = nine
    week.run(5 * 60 * PEOPLE / 300)
    assert all(len(week.slack.messages[week.slack.dm(id).id]) == 1 for id in crowd)
    assert week.slack.pace.hasty == week.slack.pace.deaf == []
    assert not week.all_posts(State.MISSED, State.FAILED)
