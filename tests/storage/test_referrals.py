"""What is remembered of partners that were asked."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.referrals import Record, Referral, ReferralState
from storage import Database, audit, difficulties, organisations, referrals
from storage.difficulties import Choice
from tests.cast import ARA, BOM, WS

NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 25)
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _known(db: Database) -> None:
    with db.begin() as session:
        for name in ("무역투자진흥원", "산업단지관리공사"):
            organisations.meet(session, WS, name, BOM, NOW)


def asked(db: Database, organisation: int = 1, difficulty: int = 7, **known: object) -> Referral:
    draft = Referral(0, difficulty, organisation, TODAY, TODAY + 14 * DAY, ARA)
    with db.begin() as session:
        return referrals.ask(session, WS, replace(draft, **known), NOW)  # type: ignore[arg-type]  # fields by name


def ended(db: Database, state: ReferralState, difficulty: int = 7, days: int | None = None, answer: str = "") -> None:
    with db.begin() as session:
        on = None if days is None else TODAY + days * DAY
        referrals.end(session, WS, difficulty, state, ARA, NOW, answer, on)


def test_comes_back_as_it_was_with_the_name_of_the_partner(db: Database) -> None:
    new = asked(db, request="a place in the course")
    with db.read() as session:
        assert referrals.open_of(session, WS, 7) == replace(new, organisation_name="무역투자진흥원")
        assert referrals.open_of(session, "T0OTHER", 7) is None
        [change] = audit.changes(session, WS, "D-7")
    assert change.after == {"request": "a place in the course"}


def test_one_partner_at_a_time(db: Database) -> None:
    asked(db, 1)
    asked(db, 2)
    asked(db, 2, due=TODAY + 30 * DAY)
    with db.read() as session:
        found = referrals.of_difficulty(session, WS, 7)
    assert [(one.organisation, one.state) for one in found] == [
        (1, ReferralState.WITHDRAWN),
        (2, ReferralState.OPEN),
    ]
    assert found[1].due == TODAY + 30 * DAY


def test_nobody_answers_before_being_asked(db: Database) -> None:
    asked(db)
    ended(db, ReferralState.ANSWERED, days=-3, answer="known before")
    with db.read() as session:
        [one] = referrals.of_organisation(session, WS, 1)
        actions = [change.action for change in audit.changes(session, WS, "D-7")]
    assert (one.answer, one.days) == ("known before", 0)
    assert actions == ["reply"]


def test_ending_what_is_not_there_changes_nothing(db: Database) -> None:
    ended(db, ReferralState.ANSWERED, days=1)
    with db.read() as session:
        assert referrals.of_difficulty(session, WS, 7) == []


def test_how_each_partner_answered(db: Database) -> None:
    for number, days in enumerate((2, 9, 4), 10):
        asked(db, 1, number)
        ended(db, ReferralState.ANSWERED, number, days)
    asked(db, 2, 20)
    with db.read() as session:
        assert referrals.records(session, WS, [1, 2, 3]) == {1: Record(0, 3, 4.0), 2: Record(1, 0, None)}
        assert referrals.records(session, WS, []) == {}


@pytest.mark.parametrize(("today", "late"), [(TODAY + 30 * DAY, 0), (TODAY + 31 * DAY, 1)])
def test_a_referred_difficulty_is_late_by_the_partners_day(db: Database, today: dt.date, late: int) -> None:
    draft = Difficulty(
        0, "short of welders", DifficultyState.REFERRED, TODAY, NOW, BOM, team="export",
        referred_to=1, referred_until=TODAY + 30 * DAY,
    )  # fmt: skip
    with db.begin() as session:
        difficulties.raise_(session, WS, [draft], BOM, NOW)
    with db.read() as session:
        assert len(difficulties.late(session, WS, today, team="export")) == late
        assert difficulties.count(session, WS, Choice(due_before=today)) == late
        [one] = difficulties.open_of(session, WS, "export")
    assert one.referred_name == "무역투자진흥원"
