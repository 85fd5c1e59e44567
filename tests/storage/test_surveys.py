"""What is stored of a survey, and what of an anonymous answer is not."""

import datetime as dt

import pytest
from sqlalchemy import event, select

from bot.domain.surveys import Answer, SurveyState, Via
from bot.refusals import Refusal
from storage import Database, audit, ledger, surveys
from storage.directories import directory
from storage.events import EventRow
from storage.schema import metadata
from storage.surveys.rows import SurveyAnswerRow, SurveyTurnoutRow
from tests.cast import ARA, BOM, CHAN, EXPORT, WS
from tests.doubles.fixtures import NOW
from tests.surveying import BUSINESS, HELP, TODAY, WORDS, answered, closed, drafted, now_is, opened, stored

EVERYBODY = tuple(f"U0P{n:02}" for n in range(40))


class TestAnonymous:
    def test_no_row_of_any_table_holds_a_person_and_an_answer(self, db: Database) -> None:
        survey = opened(db, BUSINESS, WORDS)
        for at, person in enumerate(EVERYBODY):
            answered(db, survey, (at % 3, f"words-{at}"), person=person, via=Via.SLACK)
        with db.reader.connect() as connection:
            for table in metadata.sorted_tables:
                for row in connection.execute(select(table)):
                    said = repr(row)
                    people = [person for person in EVERYBODY if person in said]
                    assert "words-" not in said or not people, table.name

    def test_an_answer_has_a_day_and_nothing_finer_and_no_way_back(self, db: Database) -> None:
        survey = opened(db)
        answered(db, survey, (0,), person=BOM, via=Via.SLACK, organisation=None)
        with db.read() as session:
            row = session.execute(select(SurveyAnswerRow)).scalar_one()
        assert (row.person, row.organisation, row.recorded_by, row.via) == (None, None, None, None)
        assert type(row.day) is dt.date
        assert [column.name for column in SurveyAnswerRow.__table__.c if "DATETIME" in str(column.type).upper()] == []
        assert SurveyAnswerRow.__table__.foreign_keys == set()

    @pytest.mark.sqlite
    def test_answers_lie_in_the_order_of_random_keys_and_have_no_row_number(self, db: Database) -> None:
        survey = opened(db, WORDS)
        for at in range(30):
            answered(db, survey, (f"{at:02}",), person=EVERYBODY[at])
        order = [one.values for one in stored(db, survey)]
        assert order != sorted(order, key=str)
        with db.reader.connect() as connection:
            raw = [row[0] for row in connection.exec_driver_sql("select key from survey_answer")]
            assert raw == sorted(raw)
            with pytest.raises(Exception, match="rowid"):
                connection.exec_driver_sql("select rowid from survey_answer")

    def test_who_has_answered_is_one_sorted_list_until_the_end(self, db: Database) -> None:
        survey = opened(db)
        for person in (CHAN, ARA, BOM):
            answered(db, survey, (0,), person=person)
        with db.read() as session:
            assert [row.who for row in session.execute(select(SurveyTurnoutRow)).scalars()] == [[ARA, BOM, CHAN]]
            assert surveys.has_answered(session, WS, now_is(db, survey), BOM)
        closed(db, survey)
        with db.read() as session:
            assert session.execute(select(SurveyTurnoutRow)).all() == []

    def test_the_audit_does_not_know_of_it(self, db: Database) -> None:
        survey = opened(db)
        answered(db, survey, (0,), person=BOM)
        with db.read() as session:
            assert [one.action for one in audit.changes(session, WS, survey.ref)] == ["open", "add"]

    def test_counts_once_a_person(self, db: Database) -> None:
        survey = opened(db)
        answered(db, survey, (0,), person=BOM)
        with pytest.raises(Refusal, match="already"):
            answered(db, survey, (1,), person=BOM)
        with db.read() as session:
            wave = surveys.wave(session, WS, survey.number, 1)
        assert wave is not None
        assert wave.answered == 1


class TestNamed:
    def test_an_answer_is_changed_and_the_audit_knows_both(self, db: Database) -> None:
        survey = opened(db, HELP, anonymous=False)
        answered(db, survey, (2,), person=BOM)
        answered(db, survey, (5,), person=BOM)
        assert [one.values for one in stored(db, survey)] == [(5,)]
        with db.read() as session:
            newest = audit.changes(session, WS, survey.ref)[0]
        assert (newest.person, newest.before, newest.after) == (BOM, {"answer": [2]}, {"answer": [5]})

    def test_strangers_on_the_page_do_not_overwrite_each_other(self, db: Database) -> None:
        survey = opened(db, HELP, anonymous=False)
        answered(db, survey, (2,), organisation=1)
        answered(db, survey, (4,), organisation=1)
        assert len(stored(db, survey)) == 2

    def test_those_missing_are_the_people_of_the_channels_teams(self, db: Database) -> None:
        survey = opened(db, HELP, anonymous=False)
        answered(db, survey, (2,), person=BOM)
        with db.read() as session:
            people = directory(session, WS)
            assert people is not None
            assert surveys.missing(session, people, now_is(db, survey)) == [ARA]
            assert [one.ref for one in surveys.waiting(session, people, ARA, NOW)] == ["S-1"]
            assert surveys.waiting(session, people, BOM, NOW) == []
            assert surveys.waiting(session, people, CHAN, NOW) == []
            assert surveys.waiting(session, people, ARA, NOW + dt.timedelta(days=9)) == []

    def test_of_many_surveys_as_much_is_asked_as_of_few(self, db: Database) -> None:
        asked: list[str] = []

        def waits(person: str) -> tuple[list[str], int]:
            asked.clear()
            with db.read() as session:
                people = directory(session, WS)
                assert people is not None
                asked.clear()
                return [one.ref for one in surveys.waiting(session, people, person, NOW)], len(asked)

        event.listen(db.reader, "before_cursor_execute", lambda *given: asked.append(given[2]))
        many = [opened(db, HELP, anonymous=secret) for secret in (False, True)]
        refs, few = waits(BOM)
        assert refs == ["S-1", "S-2"]
        many += [opened(db, HELP, anonymous=secret) for secret in (False, True, False, True)]
        for survey in (many[0], many[1], many[4]):
            answered(db, survey, (2,), person=BOM)
        assert waits(BOM) == (["S-3", "S-4", "S-6"], few)
        assert waits(ARA) == ([f"S-{n}" for n in range(1, 7)], few)
        with db.read() as session:
            assert surveys.over(session, WS, NOW) == []
            assert len(surveys.over(session, WS, NOW + dt.timedelta(days=30))) == 6
            assert surveys.has_answered(session, WS, now_is(db, many[1]), BOM)
            assert not surveys.has_answered(session, WS, now_is(db, many[3]), BOM)


class TestWaves:
    def test_a_channel_is_asked_once_a_wave_and_told_once(self, db: Database) -> None:
        survey = opened(db, channels=(EXPORT, "C0SHARED"))
        closed(db, survey)
        with db.read() as session:
            posts = [(one.series, one.occurrence, one.part) for one in ledger.listing(session, WS)]
        assert sorted(posts) == [
            ("survey-ask", "S-1.1@C0EXPORT", 0),
            ("survey-ask", "S-1.1@C0SHARED", 0),
            ("survey-remind", "S-1.1@C0EXPORT", 0),
            ("survey-remind", "S-1.1@C0SHARED", 0),
            ("survey-results", "S-1.1@C0EXPORT", 0),
            ("survey-results", "S-1.1@C0EXPORT", 1),
            ("survey-results", "S-1.1@C0SHARED", 0),
            ("survey-results", "S-1.1@C0SHARED", 1),
        ]

    def test_the_team_hears_of_the_end(self, db: Database) -> None:
        closed(db, opened(db))
        with db.read() as session:
            told = [(row.team, row.kind, row.ref) for row in session.execute(select(EventRow)).scalars()]
        assert told == [("export", "survey_closed", "S-1")]

    def test_answers_come_no_more_after_the_end(self, db: Database) -> None:
        survey = opened(db)
        for at in (NOW + dt.timedelta(days=8), NOW):
            with pytest.raises(Refusal, match="takes no answers"):
                answered(db, closed(db, survey) if at == NOW else survey, (0,), at=at)

    def test_what_is_taken_back_is_neither_asked_nor_found(self, db: Database) -> None:
        survey = opened(db, web=True)
        with db.begin() as session:
            people = directory(session, WS)
            assert people is not None
            secret = surveys.new_address(session, WS, survey, ARA, NOW)
            found = surveys.get(session, WS, survey.number)
            assert found is not None
            assert found.linked
            surveys.take_back(session, people, found, ARA, NOW, "delete")
        with db.read() as session:
            assert surveys.at_address(session, secret) is None
            assert surveys.search(session, WS, "Order") == []
            assert {one.state.value for one in ledger.listing(session, WS)} == {"cancelled"}

    def test_lists_and_finds(self, db: Database) -> None:
        drafted(db)
        closed(db, opened(db))
        with db.read() as session:
            assert [one.number for one in surveys.listing(session, WS, SurveyState)] == [2, 1]
            assert surveys.count(session, WS, [SurveyState.CLOSED]) == 1
            assert [one.ref for one in surveys.search(session, WS, "order BOOKS")] == ["S-2", "S-1"]
            assert surveys.search(session, WS, "%") == []

    def test_the_agenda_is_told_the_newest_wave(self, db: Database) -> None:
        survey = opened(db)
        for _ in range(6):
            answered(db, survey, (0,))
        closed(db, survey)
        with db.read() as session:
            found = surveys.summaries(session, WS, ["S-1", "D-1", "S-9"])
        assert list(found) == ["S-1"]
        assert (found["S-1"].answered, found["S-1"].headline.share) == (6, 100)


def test_an_answer_is_what_it_was(db: Database) -> None:
    survey = opened(db, BUSINESS, HELP, anonymous=False)
    given = Answer(1, 1, (1, 4), TODAY, sector="parts", region="ansan", person=BOM, via=Via.SLACK)
    with db.begin() as session:
        key, new = surveys.keep(session, WS, survey, 1, given, NOW)
    with db.read() as session:
        kept = surveys.one(session, WS, 1, 1, key)
    assert new
    assert kept is not None
    assert (kept.values, kept.sector, kept.region, kept.person, kept.via) == ((1, 4), "parts", "ansan", BOM, Via.SLACK)
