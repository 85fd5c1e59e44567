"""What may be asked, when waves begin and end, and what is counted."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain import surveys as rules
from bot.domain.surveys import Answer, Kind, Question, Repeat, Survey, SurveyState, Wave, outcome
from bot.domain.words import Facet
from bot.refusals import Refusal

ZONE = "Asia/Seoul"
TODAY = dt.date(2026, 11, 25)
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)  # ten in the morning in Seoul
ONE = Question("How is business?", Kind.SINGLE, ("good", "same", "bad"))
MANY = Question("What hurts?", Kind.MULTIPLE, ("costs", "people"))
MARK = Question("How is our help?", Kind.SCALE)
WORDS = Question("Anything else?", Kind.TEXT)
DRAFT = Survey(
    3, "Business", "U0ARA", SurveyState.DRAFT, NOW, TODAY + dt.timedelta(days=7), (ONE,), channels=("C0EXPORT",)
)


def said(*values: object, sector: str | None = None, region: str | None = None) -> Answer:
    return Answer(3, 1, values, TODAY, sector=sector, region=region)  # type: ignore[arg-type]  # values of a test


class TestQuestions:
    @pytest.mark.parametrize("options", [("a", "b"), tuple("abcdefghij"), ("x" * 75, "b")])
    def test_two_to_ten_options_of_a_buttons_length(self, options: tuple[str, ...]) -> None:
        rules.check_question(Question("?", Kind.SINGLE, options))

    @pytest.mark.parametrize("options", [(), ("a",), tuple("abcdefghijk"), ("a", "A"), ("x" * 76, "b")])
    def test_others_are_refused(self, options: tuple[str, ...]) -> None:
        for kind in (Kind.SINGLE, Kind.MULTIPLE):
            with pytest.raises(Refusal):
                rules.check_question(Question("?", kind, options))

    def test_marks_and_words_have_none(self) -> None:
        for kind in (Kind.SCALE, Kind.TEXT):
            rules.check_question(Question("?", kind))

    @pytest.mark.parametrize(
        ("questions", "one"),
        [
            ((ONE,), True),
            ((MARK,), True),
            ((MANY,), False),
            ((WORDS,), False),
            ((ONE, MARK), False),
            ((Question("?", Kind.SINGLE, tuple("abcde")),), True),
            ((Question("?", Kind.SINGLE, tuple("abcdef")),), False),
        ],
    )
    def test_one_with_few_answers_is_a_click(self, questions: tuple[Question, ...], one: bool) -> None:
        assert replace(DRAFT, questions=questions).one_click is one


class TestDays:
    def test_a_wave_ends_at_six_in_the_evening_of_its_last_day(self) -> None:
        _, wave = rules.opened(replace(DRAFT, closes=TODAY), NOW, TODAY, ZONE)
        assert wave.closes == dt.datetime(2026, 11, 25, 9, tzinfo=dt.UTC)

    @pytest.mark.parametrize(("hour", "refused"), [(8, False), (9, True), (10, True)])
    def test_today_is_possible_until_then(self, hour: int, refused: bool) -> None:
        at = NOW.replace(hour=hour)
        if refused:
            with pytest.raises(Refusal, match="That day is over"):
                rules.check_days(TODAY, Repeat.NONE, TODAY, at, ZONE)
        else:
            rules.check_days(TODAY, Repeat.NONE, TODAY, at, ZONE)

    @pytest.mark.parametrize(
        ("repeat", "days", "refused"),
        [
            (Repeat.WEEKLY, 6, False),
            (Repeat.WEEKLY, 7, True),
            (Repeat.MONTHLY, 27, False),
            (Repeat.MONTHLY, 28, True),
            (Repeat.QUARTERLY, 89, False),
            (Repeat.QUARTERLY, 90, True),
            (Repeat.NONE, 366, False),
            (Repeat.NONE, 367, True),
        ],
    )
    def test_a_wave_ends_before_the_next_begins(self, repeat: Repeat, days: int, refused: bool) -> None:
        closes = TODAY + dt.timedelta(days=days)
        if refused:
            with pytest.raises(Refusal):
                rules.check_days(closes, repeat, TODAY, NOW, ZONE)
        else:
            rules.check_days(closes, repeat, TODAY, NOW, ZONE)

    @pytest.mark.parametrize(
        ("repeat", "today", "began", "coming"),
        [
            (Repeat.NONE, dt.date(2026, 11, 25), None, None),
            (Repeat.WEEKLY, dt.date(2026, 11, 25), None, dt.date(2026, 12, 2)),
            (Repeat.MONTHLY, dt.date(2027, 1, 31), None, dt.date(2027, 2, 28)),
            (Repeat.MONTHLY, dt.date(2027, 2, 28), dt.date(2027, 2, 28), dt.date(2027, 3, 28)),
            (Repeat.QUARTERLY, dt.date(2026, 11, 30), None, dt.date(2027, 2, 28)),
            (Repeat.MONTHLY, dt.date(2026, 12, 15), None, dt.date(2027, 1, 15)),
            (Repeat.WEEKLY, dt.date(2026, 12, 3), dt.date(2026, 12, 2), dt.date(2026, 12, 9)),  # a holiday later
            (Repeat.WEEKLY, dt.date(2026, 12, 25), dt.date(2026, 12, 2), dt.date(2026, 12, 30)),  # after an outage
        ],
    )
    def test_the_next_wave_keeps_its_day(
        self, repeat: Repeat, today: dt.date, began: dt.date | None, coming: dt.date | None
    ) -> None:
        assert rules.following(today, repeat, began) == coming

    def test_a_later_wave_lasts_as_long_as_the_first(self) -> None:
        first, _ = rules.opened(DRAFT, NOW, TODAY, ZONE)
        closed = rules.closed(first, ends=False)
        second, wave = rules.opened(closed, NOW + dt.timedelta(days=30), TODAY + dt.timedelta(days=30), ZONE)
        assert (wave.number, second.closes) == (2, TODAY + dt.timedelta(days=37))


class TestLife:
    @pytest.mark.parametrize(
        "changed",
        [
            {"state": SurveyState.OPEN},
            {"state": SurveyState.UNDONE},
            {"questions": ()},
            {"channels": (), "web": False},
            {"closes": TODAY - dt.timedelta(days=1)},
        ],
    )
    def test_what_cannot_be_opened(self, changed: dict[str, object]) -> None:
        with pytest.raises(Refusal):
            rules.opened(replace(DRAFT, **changed), NOW, TODAY, ZONE)  # type: ignore[arg-type]  # fields of a Survey

    def test_closing_rests_where_another_wave_follows_and_ends_by_hand(self) -> None:
        weekly, _ = rules.opened(replace(DRAFT, repeat=Repeat.WEEKLY, closes=TODAY), NOW, TODAY, ZONE)
        assert rules.closed(weekly, ends=False).state is SurveyState.RESTING
        ended = rules.closed(weekly, ends=True)
        assert (ended.state, ended.next_on) == (SurveyState.CLOSED, None)
        for state in (SurveyState.DRAFT, SurveyState.CLOSED, SurveyState.UNDONE):
            with pytest.raises(Refusal):
                rules.closed(replace(DRAFT, state=state), ends=True)

    def test_only_what_nobody_answered_is_taken_back(self) -> None:
        wave = Wave(3, 1, NOW, NOW + dt.timedelta(days=1))
        open_ = replace(DRAFT, state=SurveyState.OPEN, wave=1)
        assert rules.taken_back(DRAFT, None).state is SurveyState.UNDONE
        assert rules.taken_back(open_, wave).state is SurveyState.UNDONE
        for survey, one in ((open_, replace(wave, answered=1)), (replace(open_, wave=2), wave)):
            with pytest.raises(Refusal, match="has answers"):
                rules.taken_back(survey, one)

    def test_answers_are_taken_up_to_the_moment_of_closing(self) -> None:
        open_ = replace(DRAFT, state=SurveyState.OPEN, wave=1)
        wave = Wave(3, 1, NOW, NOW + dt.timedelta(days=1))
        assert rules.check_open(open_, wave, wave.closes - dt.timedelta(seconds=1)) == wave
        for one, at in ((wave, wave.closes), (replace(wave, closed=NOW), NOW), (None, NOW)):
            with pytest.raises(Refusal):
                rules.check_open(open_, one, at)

    def test_anonymous_results_wait_for_the_end(self) -> None:
        wave = Wave(3, 1, NOW, NOW)
        ended = replace(wave, closed=NOW)
        assert not rules.shown_now(replace(DRAFT, live=True), wave)
        assert rules.shown_now(replace(DRAFT, live=True, anonymous=False), wave)
        assert not rules.shown_now(replace(DRAFT, anonymous=False), wave)
        assert rules.shown_now(DRAFT, ended)
        with pytest.raises(Refusal):
            rules.check_anonymity(True, True)


class TestCounting:
    def test_names_hide_nothing(self) -> None:
        survey = replace(DRAFT, questions=(ONE, MANY, MARK, WORDS), anonymous=False, wave=1)
        answers = [
            said(0, (0, 1), 5, "thanks", sector="parts", region="ansan"),
            said(2, (), 2, None, sector="steel"),
        ]
        found = outcome(survey, Wave(3, 1, NOW, NOW, NOW, 2), answers)
        one, many, mark, words = found.questions
        assert one.total.cells == (1, 0, 1)
        assert many.total.cells == (1, 1)
        assert mark.total.mean == 3.5
        assert words.texts == ("thanks",)
        assert {row.key: row.cells for row in one.by[Facet.SECTOR]} == {"parts": (1, 0, 0), "steel": (0, 0, 1)}
        assert [row.key for row in one.by[Facet.REGION]] == ["ansan", ""]

    @pytest.mark.parametrize(("number", "shown"), [(0, 0), (1, None), (4, None), (5, 5)])
    def test_of_fewer_than_five_nothing_is_told(self, number: int, shown: int | None) -> None:
        found = outcome(replace(DRAFT, wave=1), Wave(3, 1, NOW, NOW, NOW, number), [said(0)] * number)
        assert found.answered == shown
        assert bool(found.questions) is (number >= 5)

    def test_small_options_are_told_together(self) -> None:
        answers = [said(0)] * 9 + [said(1)] * 3 + [said(2)] * 2
        (one,) = outcome(replace(DRAFT, wave=1), Wave(3, 1, NOW, NOW, NOW, 14), answers).questions
        assert (one.columns, one.total.cells) == (((0,), (1, 2)), (9, 5))

    def test_small_groups_are_told_together(self) -> None:
        places = ["parts"] * 6 + ["steel"] * 3 + ["bio"] * 2 + [None] * 6
        answers = [said(0, sector=place) for place in places]
        (one,) = outcome(replace(DRAFT, wave=1), Wave(3, 1, NOW, NOW, NOW, 17), answers).questions
        assert [(row.key, row.size) for row in one.by[Facet.SECTOR]] == [
            ("parts", 6),
            ("", 6),
            (rules.OTHERS, 5),
        ]

    def test_an_average_is_told_only_with_all_its_numbers(self) -> None:
        survey = replace(DRAFT, questions=(MARK,), wave=1)
        whole = [said(4)] * 6 + [said(5)] * 5
        (one,) = outcome(survey, Wave(3, 1, NOW, NOW, NOW, 11), whole).questions
        assert one.total.mean == pytest.approx(49 / 11)
        (one,) = outcome(survey, Wave(3, 1, NOW, NOW, NOW, 12), [*whole, said(1)]).questions
        assert one.total.mean is None

    def test_words_of_few_are_not_told(self) -> None:
        survey = replace(DRAFT, questions=(ONE, WORDS), wave=1)
        for number, shown in ((4, 0), (5, 5)):
            answers = [said(0, "text")] * number + [said(0, None)] * 9
            found = outcome(survey, Wave(3, 1, NOW, NOW, NOW, number + 9), answers)
            assert len(found.questions[1].texts) == shown

    def test_the_headline_is_what_most_said(self) -> None:
        answers = [said(0)] * 9 + [said(1)] * 6
        found = outcome(replace(DRAFT, wave=1), Wave(3, 1, NOW, NOW, NOW, 15), answers)
        assert rules.headline(found) == rules.Headline("How is business?", "good", 60)
        nothing = outcome(replace(DRAFT, wave=1), Wave(3, 1, NOW, NOW, NOW, 2), answers[:2])
        assert rules.headline(nothing) == rules.Headline()
