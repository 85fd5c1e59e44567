"""What is said about indicators unasked: once, in working hours, to who answers for it; and the agendas."""

import dataclasses
import datetime as dt
from decimal import Decimal
from typing import Any, Final

import pytest

from bot.blocks.agendas import gathered, posts
from bot.domain import agendas as rules
from bot.domain.agendas import Agenda
from bot.domain.indicators import Alarm, Reading
from bot.domain.ledger import File, Message, Post, State
from bot.domain.periods import Cadence, containing
from bot.i18n import translator
from schedules import MAKERS, SWEEPS, owing
from schedules import indicators as jobs
from schedules.delivery import Slow
from storage import Database, agendas, indicators, people
from storage.directories import directory
from storage.ledger.rows import PostRow
from tests.cast import ARA, BOM, CHAN, WS, Stage, speaks, words
from tests.doubles import checks
from tests.indicating import watched

WEDNESDAY: Final = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)  # 10:00 in Seoul
TODAY: Final = dt.date(2026, 11, 25)


def read(db: Database, values: dict[int, int], number: int = 1) -> None:
    """Readings of months of 2026, in billions."""
    with db.begin() as session:
        for month, value in values.items():
            period = containing(Cadence.MONTHLY, dt.date(2026, month, 1))
            indicators.record(session, WS, Reading(number, period, Decimal(value) * 10**9, BOM, WEDNESDAY))


def swept(db: Database, now: dt.datetime = WEDNESDAY) -> int:
    with db.begin() as session:
        return jobs.sweep(session, WS, now)


def planned(db: Database) -> list[tuple[str, str | None]]:
    with db.read() as session:
        rows = [row for row in session.query(PostRow) if row.series == indicators.ALARM]
        return sorted((row.occurrence, row.person) for row in rows)


def post_to(person: str, maker: str, **args: Any) -> Post:
    return Post(
        WS, "k", maker, "I-1", 0, WEDNESDAY, WEDNESDAY, State.PLANNED, maker, {"indicator": 1, **args}, person=person
    )


def said(db: Database, person: str = ARA, what: str = Alarm.OFF) -> str:
    with db.read() as session:
        made = jobs.alarm(session, post_to(person, indicators.ALARM, what=what), WEDNESDAY)
    if made is None:
        return ""
    assert isinstance(made, Message)
    assert not checks.message_faults({"text": made.text, "blocks": list(made.blocks)})
    return "\n".join(checks.texts(list(made.blocks)))


WELL: Final = dict.fromkeys(range(1, 11), 16)
POOR: Final = dict.fromkeys(range(1, 9), 16) | {9: 4, 10: 4}


class TestAlarms:
    def test_what_is_well_says_nothing(self, db: Database) -> None:
        watched(db)
        read(db, WELL)
        assert swept(db) == 0

    def test_off_the_path_once_and_again_only_when_it_leaves_it_anew(self, db: Database) -> None:
        watched(db)
        read(db, POOR)
        assert swept(db) == 1
        assert swept(db, WEDNESDAY + dt.timedelta(days=1)) == 0
        assert planned(db) == [("I-1.off.2026-09", ARA)]
        assert "I-1 Exports is off its target path." in said(db)
        assert "off target since September 2026" in said(db)
        read(db, {9: 16, 10: 4})
        assert swept(db, WEDNESDAY + dt.timedelta(days=2)) == 1
        assert planned(db)[0] == ("I-1.off.2026-09", ARA)

    def test_silent_for_a_whole_cadence_once(self, db: Database) -> None:
        watched(db)
        read(db, dict.fromkeys(range(1, 9), 16))
        assert swept(db) == 1
        assert swept(db) == 0
        assert planned(db) == [("I-1.stale.2026-09", ARA)]
        assert "no reading of September 2026" in said(db, what=Alarm.STALE)

    @pytest.mark.parametrize(
        "now",
        [
            dt.datetime(2026, 11, 24, 23, 59, tzinfo=dt.UTC),  # 08:59 in Seoul
            dt.datetime(2026, 11, 25, 9, 0, tzinfo=dt.UTC),  # 18:00
            dt.datetime(2026, 11, 28, 1, 0, tzinfo=dt.UTC),  # Saturday
        ],
    )
    def test_nothing_outside_working_hours(self, db: Database, now: dt.datetime) -> None:
        watched(db)
        assert swept(db, now) == 0
        assert swept(db, dt.datetime(2026, 11, 25, 0, 0, tzinfo=dt.UTC)) == 1

    def test_without_an_owner_who_leads_the_team_then_who_made_it(self, db: Database) -> None:
        watched(db, owner=None, created_by=CHAN)
        watched(db, key="b", ko="", en="b", owner="U0GONE", team=None, created_by=CHAN)
        assert swept(db) == 2
        assert [person for _, person in planned(db)] == [ARA, CHAN]

    def test_it_is_not_said_when_it_is_well_again_or_not_wanted(self, db: Database) -> None:
        watched(db)
        read(db, POOR)
        assert said(db)
        with db.begin() as session:
            people.mute(session, WS, ARA, frozenset({"indicators"}))
        assert said(db) == ""
        with db.begin() as session:
            people.mute(session, WS, ARA, frozenset())
        read(db, {9: 16, 10: 16})
        assert said(db) == ""

    def test_in_the_readers_language(self, stage: Stage) -> None:
        watched(stage.db)
        read(stage.db, POOR)
        speaks(stage, ARA, "ko")
        assert "I-1 수출이 목표 경로를 벗어났습니다." in said(stage.db)

    def test_the_sweep_is_on_the_list(self) -> None:
        assert jobs.sweep in {sweep.run for sweep in SWEEPS}


class TestPictures:
    def test_the_asker_gets_a_picture_in_their_language(self, stage: Stage) -> None:
        watched(stage.db)
        read(stage.db, WELL)
        maker = MAKERS["indicator-chart"]
        assert isinstance(maker, Slow)
        speaks(stage, BOM, "ko")
        with stage.db.read() as session:
            made = maker.make(session, post_to(BOM, "indicator-chart"), WEDNESDAY)
        assert isinstance(made, File)
        assert made.content.startswith(b"\x89PNG")
        assert (made.filename, made.title) == ("exports.png", "수출: 측정값과 목표 경로")
        assert "1,600억 달러" in made.alt

    def test_of_what_was_given_up_meanwhile_there_is_none(self, stage: Stage) -> None:
        watched(stage.db)
        stage.types(ARA, "/indicator delete exports")
        with stage.db.read() as session:
            assert jobs.chart(session, post_to(BOM, "indicator-chart"), WEDNESDAY) is None


class TestAgendas:
    def agenda(self, db: Database, team: str) -> Agenda:
        with db.read() as session:
            found = directory(session, WS)
            assert found is not None
            due = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
            return rules.compose(agendas.gather(session, found, found.teams[team], "2026-W48", due))

    def test_the_team_sees_what_is_off_or_silent(self, db: Database) -> None:
        watched(db)
        watched(db, key="b", ko="", en="Jobs", team="energy")
        read(db, POOR)
        agenda = self.agenda(db, "export")
        assert [one.indicator.number for one in agenda.indicators] == [1]
        with db.read() as session:
            found = directory(session, WS)
        assert found is not None
        t = translator("en", "Asia/Seoul", TODAY)
        post = "\n".join(checks.texts(posts.post(t, agenda, found).message()["blocks"]))
        assert "*Indicators*  off target 1 · without a reading 0" in post
        thread = [words(card.message()) for card in posts.thread(t, agenda, found)]
        assert "Indicators off target (1)" in thread[-1]
        assert "I-1" in thread[-1]

    def test_what_is_well_is_not_mentioned(self, db: Database) -> None:
        watched(db)
        read(db, WELL)
        assert self.agenda(db, "export").indicators == ()

    def test_the_leadership_sees_all_of_them_those_of_no_team_too(self, db: Database) -> None:
        watched(db)
        watched(db, key="b", ko="", en="Jobs", team=None)
        read(db, POOR)
        with db.read() as session:
            found = directory(session, WS)
            assert found is not None
            due = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
            week = agendas.gather_all(session, found, "2026-W48", due)
        assert [one.indicator.number for one in week.indicators] == [1, 2]
        ko = translator("ko", "Asia/Seoul", TODAY)
        assert "*지표*  목표 미달 1 · 측정 지연 1" in words(gathered.post(ko, week, found).message())
        assert "목표 미달 지표 (2)" in words(gathered.thread(ko, week, found)[-1].message())


def test_on_monday_the_owner_is_told_again(stage: Stage) -> None:
    watched(stage.db)
    read(stage.db, POOR)
    monday = Post(WS, "k", "digest", "2026-W49", 0, WEDNESDAY, WEDNESDAY, State.PLANNED, "digest", person=ARA)
    with stage.db.read() as session:
        made = owing.digest(session, monday, WEDNESDAY)
        bundle = owing.bundle(session, dataclasses.replace(monday, series="bundle"), WEDNESDAY)
    assert isinstance(made, Message)
    assert "Indicators off target or without a reading" in "\n".join(checks.texts(list(made.blocks)))
    assert bundle is None, "what was told once is not told every day"
