"""What is said about the plan unasked: once, to who answers for it; the agendas; the picture."""

import datetime as dt
from typing import Any, Final

import pytest

from bot.blocks.agendas import gathered, posts
from bot.domain import agendas as rules
from bot.domain.ledger import File, Message, Post, State
from bot.i18n import translator
from schedules import MAKERS, SWEEPS
from schedules import plans as jobs
from schedules.delivery import Slow
from storage import Database, agendas, people, plans
from storage.directories import directory
from storage.ledger.rows import PostRow
from tests.cast import ARA, BOM, CHAN, WS, Stage, speaks, words
from tests.doubles import checks
from tests.planning import planned

WEDNESDAY: Final = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)  # 10:00 in Seoul
TODAY: Final = dt.date(2026, 11, 25)


def swept(db: Database, now: dt.datetime = WEDNESDAY) -> int:
    with db.begin() as session:
        return jobs.sweep(session, WS, now)


def said_to(db: Database) -> list[tuple[str, str | None]]:
    with db.read() as session:
        rows = [row for row in session.query(PostRow) if row.series == plans.ALARM]
        return sorted((row.occurrence, row.person) for row in rows)


def post_to(person: str, maker: str, **args: Any) -> Post:
    return Post(WS, "k", maker, "P-1", 0, WEDNESDAY, WEDNESDAY, State.PLANNED, maker, args, person=person)


def said(db: Database, person: str = ARA, now: dt.datetime = WEDNESDAY) -> str:
    with db.read() as session:
        made = jobs.alarm(session, post_to(person, plans.ALARM, item=1), now)
    if made is None:
        return ""
    assert isinstance(made, Message)
    assert not checks.message_faults({"text": made.text, "blocks": list(made.blocks)})
    return "\n".join(checks.texts(list(made.blocks)))


class TestAlarms:
    def test_behind_near_its_end_once_and_once_more_when_it_is_over(self, db: Database) -> None:
        planned(db)
        assert swept(db) == 1
        assert swept(db, WEDNESDAY + dt.timedelta(days=1)) == 0
        assert said_to(db) == [("P-1.behind.2026-12-31", ARA)]
        assert "P-1 Export sites is behind, and its period ends soon." in said(db)
        january = dt.datetime(2027, 1, 4, 1, tzinfo=dt.UTC)
        assert swept(db, january) == 1
        assert said_to(db)[1] == ("P-1.overdue.2026-12-31", ARA)
        assert "has not reached its target" in said(db, now=january)

    def test_it_is_told_to_whom_the_day_is_another_too(self, db: Database) -> None:
        """Its last quarter has begun where the workspace is; in Los Angeles it is 30 September."""
        planned(db)
        with db.begin() as session:
            people.learn(session, WS, [{"id": ARA, "tz": "America/Los_Angeles", "profile": {}}], WEDNESDAY)
        october = dt.datetime(2026, 10, 1, 1, tzinfo=dt.UTC)
        assert swept(db, october) == 1
        assert "P-1 Export sites is behind" in said(db, now=october)

    def test_not_before_its_last_quarter(self, db: Database) -> None:
        planned(db)
        assert swept(db, dt.datetime(2026, 9, 30, 1, tzinfo=dt.UTC)) == 0
        assert swept(db, dt.datetime(2026, 10, 1, 1, tzinfo=dt.UTC)) == 1

    @pytest.mark.parametrize(
        "now", [dt.datetime(2026, 11, 24, 23, 59, tzinfo=dt.UTC), dt.datetime(2026, 11, 28, 1, tzinfo=dt.UTC)]
    )
    def test_nothing_outside_working_hours(self, db: Database, now: dt.datetime) -> None:
        planned(db)
        assert swept(db, now) == 0

    def test_to_the_owner_else_the_lead_else_who_added_it(self, db: Database) -> None:
        planned(db, owner=BOM)
        planned(db, en="b", ko="")
        planned(db, en="c", ko="", team=None, created_by=CHAN)
        assert swept(db) == 3
        assert [person for _, person in said_to(db)] == [BOM, ARA, CHAN]

    def test_not_said_when_it_has_caught_up_or_is_not_wanted(self, stage: Stage) -> None:
        planned(stage.db, target=2)
        planned(stage.db, en="b", ko="")
        assert said(stage.db)
        with stage.db.begin() as session:
            people.mute(session, WS, ARA, frozenset({"plan"}))
        assert said(stage.db) == ""
        with stage.db.begin() as session:
            people.mute(session, WS, ARA, frozenset())
        stage.types(BOM, "/visit 대한정밀: 수주 #export")
        assert said(stage.db) == ""

    def test_in_the_readers_language(self, stage: Stage) -> None:
        planned(stage.db)
        speaks(stage, ARA, "ko")
        assert "P-1 수출현장 점검이 계획보다 늦고 기간이 곧 끝납니다." in said(stage.db)

    def test_the_sweep_is_on_the_list(self) -> None:
        assert jobs.sweep in {sweep.run for sweep in SWEEPS}


def test_the_asker_gets_the_picture_in_their_language(stage: Stage) -> None:
    stage.types(BOM, "/org add Geoje Shipyard #shipbuilding #geoje")
    stage.types(BOM, "/visit Geoje Shipyard: order book is full")
    speaks(stage, BOM, "ko")
    maker = MAKERS["plan-coverage"]
    assert isinstance(maker, Slow)
    with stage.db.read() as session:
        made = maker.make(session, post_to(BOM, "plan-coverage"), WEDNESDAY)
    assert isinstance(made, File)
    assert made.content.startswith(b"\x89PNG")
    assert made.title == "업종별·지역별 방문"
    assert "거제: 조선 1." in made.alt


class TestAgendas:
    def test_the_team_and_the_leadership_see_what_is_behind(self, db: Database) -> None:
        planned(db)
        planned(db, en="Energy sites", ko="에너지현장 점검", team=None)
        with db.read() as session:
            found = directory(session, WS)
            assert found is not None
            due = dt.datetime(2026, 11, 27, 8, tzinfo=dt.UTC)
            agenda = rules.compose(agendas.gather(session, found, found.teams["export"], "2026-W48", due))
            week = agendas.gather_all(session, found, "2026-W48", due)
        en, ko = (translator(lang, "Asia/Seoul", TODAY) for lang in ("en", "ko"))
        assert "*Inspection plan*  behind 1" in words(posts.post(en, agenda, found).message())
        thread = "\n".join(words(card.message()) for card in posts.thread(en, agenda, found))
        assert "Inspection plan behind (1)" in thread
        assert "*P-1* Export sites" in thread
        assert "*현장점검 계획*  지연 2" in words(gathered.post(ko, week, found).message())
        assert "지연된 현장점검 (2)" in "\n".join(words(card.message()) for card in gathered.thread(ko, week, found))
