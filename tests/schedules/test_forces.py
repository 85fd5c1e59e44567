"""What is said of task forces unasked: notices once, the result, and what waits for their lead; and the agendas."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.blocks import owing as owing_blocks
from bot.blocks.agendas import gathered, posts
from bot.domain import agendas as rules
from bot.domain.ledger import Message, Post
from bot.i18n import translator
from schedules import MAKERS, SWEEPS
from schedules import forces as jobs
from storage import Database, agendas, charters, teams
from storage.directories import directory
from storage.owing import owing
from tests import forcing
from tests.cast import ARA, WS, Stage, speaks, words
from tests.doubles import checks
from tests.forcing import ENDS, FORCE, force

FORTNIGHT = dt.datetime(2026, 12, 10, 1, tzinfo=dt.UTC)  # 10:00 in Seoul, 14 days before the end
WEEK = dt.datetime(2026, 12, 17, 1, tzinfo=dt.UTC)


def swept(db: Database, now: dt.datetime) -> int:
    with db.begin() as session:
        return jobs.sweep(session, WS, now)


def said(stage: Stage, post: Post, now: dt.datetime) -> str:
    with stage.db.read() as session:
        made = jobs.ending(session, post, now)
    if made is None:
        return ""
    assert isinstance(made, Message)
    shown = {"text": made.text, "blocks": list(made.blocks)}
    assert checks.message_faults(shown) == []
    return words(shown)


class TestNotices:
    def test_the_channel_and_the_lead_hear_of_it_once(self, stage: Stage) -> None:
        force(stage)
        assert swept(stage.db, FORTNIGHT - dt.timedelta(days=1)) == 0
        assert swept(stage.db, FORTNIGHT) == 2
        assert swept(stage.db, FORTNIGHT) == 0
        assert swept(stage.db, WEEK) == 2
        found = forcing.posts(stage, jobs.ENDING)
        assert {(one.channel, one.person) for one in found} == {(FORCE, None), (None, ARA)}

    def test_nobody_is_woken(self, stage: Stage) -> None:
        force(stage)
        assert swept(stage.db, FORTNIGHT.replace(hour=12)) == 0  # 21:00 in Seoul

    def test_it_says_how_long_and_what_is_open(self, stage: Stage) -> None:
        force(stage)
        stage.types(ARA, "/task add find the companies team: tf")
        swept(stage.db, FORTNIGHT)
        post = next(one for one in forcing.posts(stage, jobs.ENDING) if one.person == ARA)
        text = said(stage, post, FORTNIGHT)
        assert "ends in 14 days" in text
        assert "1 thing is open" in text
        speaks(stage, ARA, "ko")
        assert "종료 14일 전" in said(stage, post, FORTNIGHT)

    def test_a_moved_end_takes_it_back(self, stage: Stage) -> None:
        force(stage)
        swept(stage.db, FORTNIGHT)
        post = forcing.posts(stage, jobs.ENDING)[0]
        with stage.db.begin() as session:
            moved = replace(forcing.charter(stage), ends=dt.date(2026, 12, 31), since=dt.date(2026, 12, 10))
            charters.written(session, WS, moved, ARA, FORTNIGHT, "edit")
        assert said(stage, post, FORTNIGHT) == ""
        assert swept(stage.db, FORTNIGHT) == 0

    def test_a_closed_team_says_nothing(self, stage: Stage) -> None:
        made = force(stage)
        swept(stage.db, FORTNIGHT)
        with stage.db.begin() as session:
            teams.save(session, WS, replace(made, active=False))
        assert said(stage, forcing.posts(stage, jobs.ENDING)[0], FORTNIGHT) == ""
        assert swept(stage.db, WEEK) == 0

    def test_it_is_a_sweep_with_a_maker(self) -> None:
        assert MAKERS[jobs.ENDING] == jobs.ending
        assert "forces" in {sweep.name for sweep in SWEEPS}


class TestOwing:
    @pytest.mark.parametrize(
        ("today", "ending", "over"),
        [(dt.date(2026, 12, 9), 0, 0), (dt.date(2026, 12, 10), 1, 0), (ENDS, 1, 0), (dt.date(2026, 12, 25), 0, 1)],
    )
    def test_the_lead_sees_it_near_its_end_and_every_day_after(
        self, stage: Stage, today: dt.date, ending: int, over: int
    ) -> None:
        force(stage)
        with stage.db.read() as session:
            known = directory(session, WS)
            assert known is not None
            mine = owing(session, known, known.people[ARA], stage.now, today)
        assert (len(mine.forces_ending), len(mine.forces_over)) == (ending, over)
        assert mine.pressing is bool(over)
        t = translator("en", "Asia/Seoul", today)
        text = words({"blocks": owing_blocks.sections(t, mine, pressing=False)})
        assert ("/team wind-up tf" in text) is bool(ending or over)


class TestAgendas:
    def test_its_own_and_that_of_all_say_when_it_ends(self, stage: Stage) -> None:
        force(stage)
        friday = dt.datetime(2026, 12, 11, 8, tzinfo=dt.UTC)
        with stage.db.read() as session:
            known = directory(session, WS)
            assert known is not None
            facts = agendas.gather(session, known, known.teams["tf"], "2026-W50", friday)
            whole = agendas.gather_all(session, known, "2026-W50", friday)
        t = translator("en", "Asia/Seoul", friday.date())
        own = words(posts.post(t, rules.compose(facts), known).message())
        assert "in 13 days" in own
        everybody = words(gathered.post(t, whole, known).message())
        assert "US trade TF" in everybody
        assert "in 13 days" in everybody
