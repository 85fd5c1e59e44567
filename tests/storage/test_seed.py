"""The demo's organisation and the synthetic one: who there is, what happened, whose ids are used."""

import dataclasses
import datetime as dt
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import select

from bot.domain.difficulties import DifficultyState
from bot.domain.ledger import State
from bot.domain.meetings import MeetingState, SeriesKind
from bot.domain.people import Person, Role
from bot.domain.plans import Source, suggestions
from bot.domain.tasks import Health, TaskState
from bot.domain.teams import TeamKind
from bot.domain.visits import VisitState
from bot.domain.words import DEFAULT_VOCABULARY
from bot.domain.workspaces import Connection, Workspace
from storage import (
    Database,
    agendas,
    connect,
    connections,
    difficulties,
    duty,
    evaluations,
    events,
    indicators,
    ledger,
    meetings,
    people,
    plans,
    tasks,
    workspaces,
)
from storage import visits as visiting
from storage.difficulties import DifficultyRow
from storage.directories import directory
from storage.schema import metadata
from storage.seed import describe, go_on, seed, seed_ministry, seed_synthetic
from storage.seeds import read
from storage.visits import Choice

WS = "T0MUSTER"
NOW = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)  # Wednesday, 10:00 in Seoul
KIM = Person("U777", "가람님", handle="garam.yoon", email="garam@example.org")


def founded(folder: Path, language: str = "ko") -> Database:
    db = connect(f"sqlite:///{folder}/seed.db")
    metadata.create_all(db.writer)
    with db.begin() as session:
        workspaces.ensure(session, Workspace(WS, language=language))
        people.save(session, WS, KIM)
        connections.save(session, WS, Connection(bot="U0BOT", channels={"C9EXP": "수출투자지원팀"}))
    return db


@pytest.fixture(scope="module")
def ministry(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    db = founded(tmp_path_factory.mktemp("ko"))
    seed_ministry(db, WS, NOW, "ko")
    yield db
    db.close()


def test_eight_teams_have_a_channel_a_lead_and_people(ministry: Database) -> None:
    seeded = describe(ministry, WS)
    assert [team.key for team in seeded.teams][:2] == ["ministry", "smba"]
    assert {team.key for team in seeded.teams} == {person.team for person in seeded.people}
    assert len(seeded.teams) == 8
    assert all(team.channel and team.lead for team in seeded.teams)
    assert len(seeded.people) == 36
    assert {person.id for person in seeded.people if person.lead} == {team.lead for team in seeded.teams}
    told = json.loads(json.dumps(seeded.as_json()))
    assert set(told) == {"workspace", "admin", "people", "teams", "visits"}
    assert set(told["people"][0]) == {"id", "team", "lead"}
    assert set(told["teams"][0]) == {"key", "channel", "lead"}
    with ministry.read() as session:
        found = directory(session, WS)
    assert found is not None
    assert found.people[seeded.admin].role is Role.ADMIN
    assert all(team.tells_visits for team in found.teams.values())
    assert sum(team.kind is TeamKind.RESPONSE for team in found.teams.values()) == 4


def test_whom_slack_has_by_their_handle_keeps_id_and_name(ministry: Database) -> None:
    with ministry.read() as session:
        found = directory(session, WS)
    assert found is not None
    assert found.teams["export"].lead == KIM.id
    assert (found.people[KIM.id].name, found.people[KIM.id].grade) == (KIM.name, "grade1")
    assert found.teams["export"].channel == "C9EXP"
    assert found.teams["energy"].channel == "C0ENERGY"


def test_the_quarter_has_difficulties_in_every_state_and_a_hundred_tasks(ministry: Database) -> None:
    today = dt.date(2026, 11, 25)
    with ministry.read() as session:
        states = set(session.execute(select(DifficultyRow.state)).scalars())
        health = tasks.counts_by_health(session, WS, None, today)
        hundred = tasks.count(session, WS, tasks.Choice(programme="tasks-100", states=frozenset(TaskState)))
        late = difficulties.late(session, WS, today)
        unassigned = difficulties.unassigned(session, WS, NOW)
        total = visiting.count(session, WS, Choice())
        planned = visiting.count(session, WS, Choice(first=today + dt.timedelta(days=1)))
    wanted = {"open", "acting", "answered", "closed", "declined"}
    assert {DifficultyState(state).value for state in states} >= wanted
    assert late
    assert unassigned
    assert hundred == 100
    assert {Health.DONE, Health.LATE, Health.BLOCKED, Health.AT_RISK, Health.ON_TRACK} <= set(health)
    assert 600 < total < 800
    assert planned > 5


def test_the_past_was_told_and_rated_and_waits_to_be_said_no_more(ministry: Database) -> None:
    with ministry.read() as session:
        months = [evaluations.get(session, WS, dt.date(2026, month, 1)) for month in (8, 9, 10, 11)]
        last = agendas.latest(session, WS, "export")
        due = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
        waiting = events.untold(session, WS, "export", NOW - dt.timedelta(days=90), due)
        posts = ledger.counts(session, WS)
    assert [month.locked is not None if month else None for month in months] == [True, True, True, None]
    assert last is not None
    assert last.occurrence == "2026-W47"
    assert 0 < len(waiting) < 60
    assert all(event.at > due - dt.timedelta(days=7) for event in waiting)
    assert set(posts) <= {State.CANCELLED}


def test_its_exports_are_on_their_way_one_number_is_off_and_one_silent(ministry: Database) -> None:
    with ministry.read() as session:
        every = indicators.all_of(session, WS)
        found = {one.indicator.key: one for one in indicators.courses(session, WS, every, dt.date(2026, 11, 25))}
    exports = found["exports"]
    assert (exports.indicator.ref, int(exports.indicator.target)) == ("I-1", 191 * 10**9)
    assert (str(exports.indicator.first), str(exports.indicator.last)) == ("2026-01-01", "2026-12-31")
    assert exports.latest is not None
    assert exports.latest.period.key == "2026-10"
    assert [key for key, one in found.items() if one.off] == ["fdi"]
    assert [key for key, one in found.items() if one.stale] == ["ship-orders"]


def test_its_inspection_plan_has_thirteen_items_in_three_fields_and_places_where_nobody_was(ministry: Database) -> None:
    today = dt.date(2026, 11, 25)
    with ministry.read() as session:
        found = plans.progress(session, WS, plans.all_of(session, WS), today)
        fields = plans.fields(session, WS)
        covered = plans.coverage(session, WS, DEFAULT_VOCABULARY, today)
    assert [field.key for field in fields] == ["trade-investment", "industry-technology", "resources-energy"]
    assert [sum(one.item.field == field.key for one in found) for field in fields] == [5, 6, 2]
    assert {one.item.number for one in found if one.behind} == {13}
    held = {one.item.number: one.count for one in found if one.item.source is Source.MEETINGS}
    assert held == {2: 5, 3: 2, 10: 3}
    first, *others = suggestions(covered, 10)
    assert (first.sector, first.region, len(first.unvisited)) == ("shipbuilding", "gyeongnam", 2)
    assert len(others) >= 4


def test_its_councils_have_their_seats_and_every_series_has_sat_and_sits_again(ministry: Database) -> None:
    with ministry.read() as session:
        found = {one.key: one for one in meetings.everything(session, WS, active=True)}
        coming = meetings.coming(session, WS, NOW)
        people = directory(session, WS)
        assert people is not None
        missed = meetings.unsat(session, people, NOW)
        sat = {
            one.series
            for key in found
            for one in meetings.of_series(session, WS, key)
            if one.state is MeetingState.HELD
        }
    assert len(found["pr-council"].chairs) == 5
    assert [len(found[key].seats) for key in ("economic", "associations", "technology")] == [5, 20, 15]
    assert sum(one.kind is SeriesKind.VISION for one in found.values()) == 4
    briefings = [found[f"briefing-{key}"].audience for key in ("industry", "region", "groups")]
    assert all((briefings[0].sectors, briefings[1].regions, briefings[2].kinds))
    assert {one.series for one in coming} == sat == set(found)
    assert missed == []


def test_a_second_time_adds_nothing(ministry: Database) -> None:
    before = describe(ministry, WS)
    assert seed_ministry(ministry, WS, NOW + dt.timedelta(days=3), "ko") == before


def test_in_english_the_same_things_happen(
    ministry: Database, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    db = founded(tmp_path, "en")
    seeded = seed(db, WS, NOW)
    assert "Weeks lived" in capfd.readouterr().err
    assert seeded == describe(ministry, WS)
    with db.read() as session, ministry.read() as other:
        english, korean = (difficulties.find(one, WS) for one in (session, other))
        team = directory(session, WS)
    assert [(one.number, one.state, one.due) for one in english] == [(one.number, one.state, one.due) for one in korean]
    assert all(one.text.isascii() for one in english)
    assert not any(one.text.isascii() for one in korean)
    assert team is not None
    assert team.teams["us-trade"].mandate.startswith("a trade mission")
    db.close()


def test_when_the_clock_is_moved_the_ministry_goes_on_visiting(ministry: Database, tmp_path: Path) -> None:
    friday = NOW + dt.timedelta(days=2, hours=7)
    with (
        sqlite3.connect(ministry.url.removeprefix("sqlite:///")) as kept,
        sqlite3.connect(tmp_path / "seed.db") as copy,
    ):
        kept.backup(copy)
    db = connect(f"sqlite:///{tmp_path}/seed.db")
    days = Choice(first=dt.date(2026, 11, 25), last=dt.date(2026, 11, 27), states=frozenset({VisitState.DONE}))
    with db.begin() as session:
        before = visiting.count(session, WS, days)
        settings = workspaces.get(session, WS)
        assert settings is not None
        workspaces.change(session, dataclasses.replace(settings, language="en"))  # the bot's; what was written stays
    go_on(db, WS, NOW, friday)
    with db.read() as session:
        after = visiting.find(session, WS, days, limit=200)
    assert before + 15 < len(after) < before + 60
    assert not any(visit.summary.isascii() for visit in after)
    assert all(visit.recorded is not None and visit.recorded < friday for visit in after)
    db.close()


def test_nothing_that_the_demo_says_needs_escaping() -> None:
    def texts(shape: object) -> Iterator[str]:
        if isinstance(shape, str):
            yield shape
        elif isinstance(shape, list):
            for one in shape:
                yield from texts(one)
        elif isinstance(shape, dict):
            for one in shape.values():
                yield from texts(one)

    for name in ("ministry_people", "ministry_content"):
        assert not [text for text in texts(read(name)) if set(text) & set("<>&")]


def test_a_synthetic_one_has_two_visits_a_person_a_week_up_to_now(tmp_path: Path) -> None:
    db = founded(tmp_path)
    told: list[tuple[int, int]] = []
    seeded = seed_synthetic(db, WS, 30, 6, NOW, lambda done, total: told.append((done, total)))
    assert len(seeded.people) == 30
    assert len(seeded.teams) == 2
    assert KIM.id in {person.id for person in seeded.people}
    assert 30 * 2 * 5 <= seeded.visits <= 30 * 2 * 6
    assert told[-1] == (6, 6)
    with db.read() as session:
        counted = visiting.counted(session, WS, dt.date(2026, 11, 9), dt.date(2026, 11, 15), frozenset())
        later = visiting.count(session, WS, Choice(first=dt.date(2026, 11, 26)))
        states = set(session.execute(select(DifficultyRow.state)).scalars())
    assert set(counted.values()) == {(2, 0)}
    assert later == 0
    assert "closed" in states
    with db.begin() as session:  # what people do next goes on from there
        [raised] = difficulties.raise_(session, WS, [difficulties.find(session, WS)[0]], KIM.id, NOW)
    assert raised.number > 1
    db.close()


def test_the_holidays_of_the_quarter_were_staffed_and_logged_and_the_next_is_left_to_share_out(
    ministry: Database,
) -> None:
    chuseok, christmas = dt.date(2026, 9, 25), dt.date(2026, 12, 25)
    with ministry.read() as session:
        there = duty.between(session, WS, dt.date(2026, 8, 1), NOW.date())
        assert [one.confirmed is not None for one in there] == [True] * len(there)
        assert chuseok in {one.day for one in there}
        assert all(duty.entries(session, WS, one.day) for one in there)
        assert duty.at(session, WS, christmas) == []
        assert not [post for post in ledger.ahead(session, WS, NOW, NOW) if post.series.startswith("duty-")]
