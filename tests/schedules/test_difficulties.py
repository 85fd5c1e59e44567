"""What is said unasked: to a new owner, to who shall decide, and once about what nobody has taken."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.ledger import Message, Post, State, key
from schedules import MAKERS, SWEEPS
from schedules import difficulties as jobs
from storage import Database, difficulties, ledger, people, teams, workspaces
from tests.cast import ARA, BOM, EXPORT, HANA, WS
from tests.doubles import checks

S = DifficultyState
RAISED = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)  # Wednesday, 10:00 in Seoul: said on Friday, 09:00
SEOUL = dt.timezone(dt.timedelta(hours=9))
FRIDAY = dt.datetime(2026, 11, 27, 9, tzinfo=SEOUL)
MINUTE = dt.timedelta(minutes=1)


def raised(db: Database, **known: Any) -> Difficulty:
    fresh = Difficulty(0, "short of welders", S.OPEN, dt.date(2026, 12, 9), RAISED, BOM, team="export")
    with db.begin() as session:
        return difficulties.raise_(session, WS, [replace(fresh, **known)], BOM, RAISED)[0]


def swept(db: Database, now: dt.datetime) -> int:
    with db.begin() as session:
        return jobs.sweep(session, WS, now)


def post(db: Database, series: str, occurrence: str) -> Post:
    with db.read() as session:
        found = ledger.post(session, WS, key(WS, series, occurrence))
    assert found is not None
    return found


def said(db: Database, made: Post, now: dt.datetime) -> str:
    """What the maker says, checked as Slack would; empty for nothing."""
    maker = MAKERS[made.maker]
    assert callable(maker)
    with db.begin() as session:
        payload = maker(session, made, now)
    if payload is None:
        return ""
    assert isinstance(payload, Message)
    assert not checks.message_faults({"text": payload.text, "blocks": list(payload.blocks)})
    return "\n".join(checks.texts(list(payload.blocks)))


def note_to(person: str, number: int, series: str = "difficulty-assigned") -> Post:
    """A planned message to a person, as the handlers plan it."""
    args = {"difficulty": number, "by": BOM}
    return Post(
        WS, "k", series, f"D-{number}.2", 0, RAISED, RAISED, State.PLANNED, series, args, person=person
    )  # fmt: skip


class TestUnassigned:
    @pytest.mark.parametrize(
        ("now", "new"),
        [
            (FRIDAY - dt.timedelta(days=1), 0),
            (FRIDAY - MINUTE, 0),
            (FRIDAY, 1),
            (FRIDAY + dt.timedelta(hours=8, minutes=59), 1),
            (FRIDAY + dt.timedelta(hours=9), 0),  # quiet hours
            (FRIDAY + dt.timedelta(days=1), 0),  # a Saturday
            (FRIDAY + dt.timedelta(days=3), 1),  # the bot was down on Friday
            (FRIDAY + dt.timedelta(days=5), 0),  # too late to be worth it
        ],
    )
    def test_is_said_on_the_second_working_day(self, db: Database, now: dt.datetime, new: int) -> None:
        raised(db)
        assert swept(db, now) == new

    def test_is_said_once(self, db: Database) -> None:
        raised(db)
        assert [swept(db, FRIDAY), swept(db, FRIDAY + MINUTE), swept(db, FRIDAY + dt.timedelta(days=3))] == [1, 0, 0]

    def test_goes_to_the_teams_channel_with_buttons_in_its_language(self, db: Database) -> None:
        raised(db)
        swept(db, FRIDAY)
        made = post(db, "difficulty-unassigned", "D-1")
        assert (made.channel, made.person, made.due) == (EXPORT, None, FRIDAY)
        text = said(db, made, FRIDAY)
        assert "Nobody has taken *D-1* yet. It was raised on Wed 25 Nov" in text
        assert all(label in text for label in ("Assign", "Start", "Answer"))
        with db.begin() as session:
            found = {team.key: team for team in teams.everything(session, WS)}
            teams.save(session, WS, replace(found["export"], language="ko"))
        assert "D-1의 담당자가 아직 정해지지 않았습니다." in said(db, made, FRIDAY)

    @pytest.mark.parametrize("state", sorted(set(S) - {S.OPEN}))
    def test_is_not_said_of_what_somebody_has_taken(self, db: Database, state: DifficultyState) -> None:
        raised(db, state=state, owner=ARA)
        assert swept(db, FRIDAY) == 0

    def test_says_nothing_when_somebody_took_it_meanwhile(self, db: Database) -> None:
        one = raised(db)
        swept(db, FRIDAY)
        with db.begin() as session:
            difficulties.save(session, WS, replace(one, state=S.ASSIGNED, owner=ARA), ARA, FRIDAY, "assign")
        assert said(db, post(db, "difficulty-unassigned", "D-1"), FRIDAY) == ""

    def test_without_a_channel_the_lead_hears_and_without_a_team_who_raised_it(self, db: Database) -> None:
        with db.begin() as session:
            found = {team.key: team for team in teams.everything(session, WS)}
            teams.save(session, WS, replace(found["export"], channel=None))
        raised(db)
        raised(db, team=None)
        swept(db, FRIDAY)
        assert post(db, "difficulty-unassigned", "D-1").person == ARA
        assert post(db, "difficulty-unassigned", "D-2").person == BOM
        assert "Nobody has taken" in said(db, post(db, "difficulty-unassigned", "D-2"), FRIDAY)

    def test_follows_the_holidays_of_the_workspace(self, db: Database) -> None:
        with db.begin() as session:
            settings = workspaces.get(session, WS)
            assert settings is not None
            workspaces.change(session, replace(settings, extra_holidays=frozenset({FRIDAY.date()})))
        raised(db)
        assert swept(db, FRIDAY) == 0
        assert swept(db, FRIDAY + dt.timedelta(days=3)) == 1

    def test_is_a_job_of_the_clock(self) -> None:
        assert jobs.sweep in [sweep.run for sweep in SWEEPS]


class TestAssigned:
    def test_says_who_gave_it_and_until_when_in_their_language(self, db: Database) -> None:
        raised(db, state=S.ASSIGNED, owner=ARA)
        assert "봄 assigned *D-1* to you. The company waits for an answer by Wed 9 Dec." in said(
            db, note_to(ARA, 1), RAISED
        )
        with db.begin() as session:
            ara = people.get(session, WS, ARA)
            assert ara is not None
            people.save(session, WS, replace(ara, language="ko"))
        text = said(db, note_to(ARA, 1), RAISED)
        assert "봄 님이 D-1을 배정했습니다. 업체 회신 기한은 12월 9일 (수)입니다." in text
        assert "착수" in text

    @pytest.mark.parametrize("known", [{"owner": BOM}, {"owner": ARA, "state": S.CLOSED}])
    def test_says_nothing_when_it_is_no_longer_theirs(self, db: Database, known: dict[str, Any]) -> None:
        raised(db, **{"state": S.ASSIGNED, **known})
        assert said(db, note_to(ARA, 1), RAISED) == ""

    def test_says_nothing_of_what_is_not_there(self, db: Database) -> None:
        assert said(db, note_to(ARA, 99), RAISED) == ""


class TestEscalated:
    def test_asks_who_leads_the_team_above(self, db: Database) -> None:
        raised(db, escalated_to="energy")
        made = note_to(HANA, 1, "difficulty-escalated")
        assert "봄 asks you to decide about *D-1* (Export division), due Wed 9 Dec." in said(db, made, RAISED)

    def test_says_nothing_when_it_is_settled(self, db: Database) -> None:
        raised(db, escalated_to="energy", state=S.ANSWERED)
        assert said(db, note_to(HANA, 1, "difficulty-escalated"), RAISED) == ""
