"""What comes of a survey, who sees it, and the address of its page."""

import datetime as dt
from typing import Any

from sqlalchemy import select

from storage import surveys
from storage.schema import metadata
from tests.cast import ARA, BOM, CHAN, DANA, EUN, HANA, WS, Stage, words
from tests.surveying import (
    HELP,
    TODAY,
    answered,
    asked,
    closed,
    drafted,
    now_is,
    opened,
    stored,
)


class TestResults:
    def test_wait_for_the_end_for_everybody(self, stage: Stage) -> None:
        survey = opened(stage.db)
        for _ in range(6):
            answered(stage.db, survey, (0,))
        for person in (ARA, BOM, DANA, EUN):
            assert "shown after it closes on Wed 2 Dec" in words(stage.types(person, "/survey results S-1"))

    def test_are_the_same_for_who_made_it_and_for_all_others(self, stage: Stage) -> None:
        survey = opened(stage.db)
        for chosen in (0, 0, 0, 0, 0, 0, 1, 2, 2):
            answered(stage.db, survey, (chosen,))
        stage.types(ARA, "/survey close S-1")
        seen = {words(stage.types(person, "/survey results S-1")) for person in (ARA, BOM, CHAN, DANA, EUN, HANA)}
        assert len(seen) == 1
        assert "9 answers" in next(iter(seen))

    def test_of_four_show_nothing(self, stage: Stage) -> None:
        survey = opened(stage.db)
        for chosen in (0, 0, 0, 0):
            answered(stage.db, survey, (chosen,))
        stage.types(ARA, "/survey close S-1")
        said = words(stage.types(ARA, "/survey results S-1"))
        assert "Fewer than 5 have answered" in said
        assert "good" not in said
        assert "fewer than five answers" in said

    def test_of_five_show_what_is_large_enough(self, stage: Stage) -> None:
        survey = opened(stage.db)
        for _ in range(5):
            answered(stage.db, survey, (0,))
        stage.types(ARA, "/survey close S-1")
        assert "good  5 (100%)" in words(stage.types(BOM, "/survey results S-1"))

    def test_live_ones_with_names_are_seen_at_once_and_who_said_what_by_few(self, stage: Stage) -> None:
        survey = opened(stage.db, HELP, anonymous=False, live=True)
        answered(stage.db, survey, (1,), person=CHAN)
        answered(stage.db, survey, (5,), person=HANA)
        assert "3 of 5 on average" in words(stage.types(BOM, "/survey results S-1"))
        said = words(stage.types(ARA, "/survey answers S-1"))
        assert said.index("찬") < said.index("하나")  # the bad ones come first
        assert "see who said what" in words(stage.types(BOM, "/survey answers S-1"))

    def test_who_said_what_of_an_anonymous_one_is_nowhere(self, stage: Stage) -> None:
        closed(stage.db, opened(stage.db))
        for person in (ARA, EUN, DANA):
            assert "stored nowhere" in words(stage.types(person, "/survey answers S-1"))

    def test_become_a_task(self, stage: Stage) -> None:
        survey = opened(stage.db, anonymous=False)
        answered(stage.db, survey, (2,), person=CHAN)
        closed(stage.db, survey)
        card = stage.types(BOM, "/survey results S-1")
        stage.clicks(BOM, card, "surveys:task")
        stage.submits(BOM, {})
        assert "Order books" in words(stage.types(BOM, "/task show T-1"))

    def test_waves_stand_beside_each_other(self, stage: Stage) -> None:
        survey = opened(stage.db, HELP, anonymous=False)
        answered(stage.db, survey, (2,), person=CHAN)
        closed(stage.db, survey)
        stage.later(days=1)
        stage.types(ARA, "/survey open S-1")
        survey = now_is(stage.db, survey)
        answered(stage.db, survey, (4,), at=stage.now, person=CHAN)
        stage.types(ARA, "/survey close S-1")
        said = words(stage.types(BOM, "/survey results S-1"))
        assert "wave 1 · Wed 25 Nov · 1 answer · How is our help? – 2 of 5 on average" in said
        assert "wave 2 · Thu 26 Nov · 1 answer · How is our help? – 4 of 5 on average" in said
        assert "no wave 7" in words(stage.types(BOM, "/survey results S-1 7"))

    def test_a_closed_one_is_asked_again_as_another_wave(self, stage: Stage) -> None:
        survey = opened(stage.db)
        stage.clicks(BOM, asked(stage), "surveys:choose#0")
        closed(stage.db, survey)
        card = stage.types(ARA, "/survey show S-1")
        stage.clicks(ARA, card, "surveys:open")
        after = now_is(stage.db, survey)
        assert (after.wave, after.closes) == (2, TODAY + dt.timedelta(days=7))
        stage.clicks(BOM, asked(stage), "surveys:choose#1")
        assert len(stored(stage.db, survey, 2)) == 1


class TestThePagesAddress:
    def test_is_told_once_and_stored_nowhere(self, stage: Stage) -> None:
        drafted(stage.db, web=True)
        card = stage.types(ARA, "/survey open S-1", key="once")
        address = words(card).split("http://127.0.0.1:3000/s/")[1].split("`")[0]
        assert len(address) > 40
        assert address not in "".join(map(repr, everything(stage)))
        again = stage.types(ARA, "/survey open S-1", key="once")
        assert "/s/" not in words(again)

    def test_is_made_anew_and_the_old_one_ends(self, stage: Stage) -> None:
        survey = opened(stage.db, web=True)
        first = words(stage.types(ARA, "/survey link S-1")).split("/s/")[1].split("`")[0]
        second = words(stage.types(ARA, "/survey 주소 S-1")).split("/s/")[1].split("`")[0]
        with stage.db.read() as session:
            assert surveys.at_address(session, first) is None
            found = surveys.at_address(session, second)
        assert found is not None
        assert (found[0], found[1].number) == (WS, survey.number)
        assert "no address any more" in words(stage.types(ARA, "/survey link S-1 off"))
        with stage.db.read() as session:
            assert surveys.at_address(session, second) is None

    def test_is_not_told_where_it_would_be_kept(self, stage: Stage) -> None:
        opened(stage.db, web=True)
        said = words(stage.mentions(ARA, "survey link S-1"))
        assert "What is said here is kept" in said
        assert "/s/" not in said

    def test_is_nobody_elses(self, stage: Stage) -> None:
        opened(stage.db, web=True)
        assert "Only who made it" in words(stage.types(BOM, "/survey link S-1"))
        opened(stage.db)
        assert "has no web page" in words(stage.types(ARA, "/survey link S-2"))


def everything(stage: Stage) -> list[Any]:
    """Every row of every table."""
    with stage.db.reader.connect() as connection:
        return [row for table in metadata.sorted_tables for row in connection.execute(select(table))]
