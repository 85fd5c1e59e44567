"""Every card and form of visits, in both languages, within Slack's limits and free of what people typed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.blocks import visits as blocks
from bot.blocks.kit import Card, Form
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.directory import Directory
from bot.domain.organisations import Organisation
from bot.domain.people import Person
from bot.domain.visits import Logged, NewVisit, Tally, Visit, VisitState
from bot.domain.workspaces import Workspace
from bot.i18n import Translator, translator
from tests.cast import ARA, BOM, CHAN, PEOPLE, TEAMS
from tests.doubles import checks

TODAY = dt.date(2026, 11, 25)
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
EVIL = "<!channel> *x* `y` <https://evil.example|bank> <@U0EVIL> & \u202e ```"
DIRECTORY = Directory(Workspace("T0MUSTER"), {one.id: one for one in PEOPLE}, {one.key: one for one in TEAMS})
KO, EN = (translator(lang, "Asia/Seoul", TODAY) for lang in ("ko", "en"))
TEXTS = ["short", EVIL, "가" * 2000, "&" * 2000, "x\n" * 1000]


def one(state: VisitState = VisitState.DONE, **known: Any) -> Visit:
    return replace(Visit(12, BOM, 5, "Hankook Precision", TODAY, state, recorded=NOW), **known)


def full(text: str, state: VisitState = VisitState.DONE) -> Visit:
    """One with everything in it, as long as it can be."""
    return one(
        state,
        organisation_name=text[:80],
        summary=text,
        met=text[:500],
        kinds=("production", "rnd"),
        sectors=("parts", text[:40]),
        regions=("ansan",),
        unknown_tags=tuple(f"{text[:30]}{n}" for n in range(10)),
        companions=(ARA, CHAN, "U0GONE"),
        difficulties=(7, 8),
        photos=tuple(f"F0{n}" for n in range(10)),
        permalink="https://muster.slack.com/archives/C0/p1",
    )


def difficulties(text: str) -> tuple[Difficulty, ...]:
    return tuple(Difficulty(n, text, DifficultyState.OPEN, TODAY, NOW, BOM) for n in range(7, 12))


def logged(text: str) -> Logged:
    return Logged(
        full(text),
        difficulties(text),
        new_organisation=True,
        similar=tuple(Organisation(number, text[:80]) for number in (7, 8, 9)),
        elsewhere=one(person=CHAN, day=TODAY - dt.timedelta(days=9)),
        tally=Tally(BOM, 1, 2, 1),
        undo_until=NOW,
    )


def shown(message: Card | Form) -> str:
    """All that can be read; within Slack's limits, and nothing typed became more than text."""
    if isinstance(message, Form):
        view = message.view({})
        assert not checks.view_faults(view)
        return "\n".join(checks.texts(view["blocks"]))
    assert not checks.message_faults(message.message()), checks.message_faults(message.message())
    said = "\n".join(checks.texts(list(message.blocks)))
    assert not any(bad in said for bad in ("<!channel>", "<https://evil", "<@U0EVIL>"))
    return said


def cards(t: Translator, text: str) -> Iterator[Card]:
    yield blocks.logged_card(t, logged(text), DIRECTORY)
    for state in VisitState:
        yield blocks.show_card(t, Logged(full(text, state), difficulties(text)), DIRECTORY)
    yield blocks.again_card(t, full(text), text[:1900])
    yield blocks.undone_card(t, full(text), difficulties(text))
    yield blocks.list_card(t, [full(text)] * 10, 99, DIRECTORY, "me", 2)
    yield blocks.told_card(t, full(text), difficulties(text), DIRECTORY)


@pytest.mark.parametrize("t", [KO, EN], ids=["ko", "en"])
class TestWithinLimits:
    @pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
    def test_every_card(self, t: Translator, text: str) -> None:
        assert all(shown(card) for card in cards(t, text))

    @pytest.mark.parametrize("text", ["short", "가" * 2000, "&" * 2000], ids=range(3))
    def test_every_form(self, t: Translator, text: str) -> None:
        new = NewVisit(BOM, text[:80], TODAY, text, text[:500], difficulties=(text,) * 5, companions=(ARA,))
        for form in (
            blocks.form(t, DIRECTORY, TODAY),
            blocks.form(t, DIRECTORY, TODAY, full(text)),
            blocks.form(t, DIRECTORY, TODAY, prefill=new),
            blocks.form(t, DIRECTORY, TODAY, prefill=replace(new, photos=("F01", "F02")), again=full(text)),
            blocks.photos_form(t, full(text)),
        ):
            assert shown(form)

    def test_a_team_of_three_hundred_fits_and_says_where_the_rest_is(self, t: Translator) -> None:
        crowd = {f"U{n:03}": Person(f"U{n:03}", f"이름이 긴 직원 {n:03}", quota=2) for n in range(300)}
        tallies = [Tally(id, n % 3, 2, n % 2) for n, id in enumerate(crowd)]
        card = blocks.quota_card(t, tallies, replace(DIRECTORY, people=crowd), TODAY, "수출과")
        assert "/visit" in shown(card)
        assert card.blocks[-1]["type"] == "context"  # where the rest is


class TestWhatItSays:
    def test_a_logged_visit_names_all_that_is_worth_knowing(self) -> None:
        text = shown(blocks.logged_card(EN, logged("orders recover"), DIRECTORY))
        for said in (
            "V-12",
            "D-7",
            "answer due",
            "Energy division was there 9 days ago (V-12)",
            "is new in the directory",
            "Is it one of these?",
            "O-7 orders recover",
            "kept as typed",
            "Your visits this week: 1 (quota 2)",
            "10 photos",
            "the message it came from",
        ):
            assert said in text, said

    @pytest.mark.parametrize(("days", "said"), [(0, "on the same day"), (1, "1 day ago"), (14, "14 days ago")])
    def test_when_another_team_was_there(self, days: int, said: str) -> None:
        elsewhere = one(person=CHAN, day=TODAY - dt.timedelta(days=days))
        assert said in shown(blocks.logged_card(EN, Logged(one(), elsewhere=elsewhere), DIRECTORY))

    @pytest.mark.parametrize(("done", "cheers"), [(1, False), (2, True), (3, False)])
    def test_the_quota_is_cheered_when_it_is_just_met(self, done: int, cheers: bool) -> None:
        card = blocks.logged_card(EN, Logged(one(), tally=Tally(BOM, done, 2)), DIRECTORY)
        assert (":tada:" in shown(card)) is cheers

    @pytest.mark.parametrize(
        ("t", "said"),
        [(EN, "Your visits this week: 3 (quota 2)"), (KO, "이번 주 방문: 3회(할당량 2회)")],
        ids=["en", "ko"],
    )
    def test_more_visits_than_the_quota_read_well(self, t: Translator, said: str) -> None:
        assert said in shown(blocks.logged_card(t, Logged(one(), tally=Tally(BOM, 3, 2)), DIRECTORY))

    def test_no_quota_says_nothing_of_it(self) -> None:
        assert "this week" not in shown(blocks.logged_card(EN, Logged(one(), tally=Tally(BOM, 3, 0)), DIRECTORY))

    @pytest.mark.parametrize(
        ("state", "buttons"),
        [
            (VisitState.DONE, ["visits:edit", "visits:add_photos"]),
            (VisitState.PLANNED, ["visits:done", "visits:edit", "visits:add_photos"]),
            (VisitState.UNDONE, []),
        ],
    )
    def test_what_can_be_done_with_it(self, state: VisitState, buttons: list[str]) -> None:
        card = blocks.show_card(EN, Logged(one(state)), DIRECTORY)
        found = [
            button["action_id"] for block in card.blocks if block["type"] == "actions" for button in block["elements"]
        ]
        assert found == buttons

    def test_undo_only_while_it_works(self) -> None:
        with_undo = blocks.logged_card(EN, Logged(one(), undo_until=NOW), DIRECTORY)
        assert "visits:undo" in str(with_undo.blocks)
        assert "visits:undo" not in str(blocks.show_card(EN, Logged(one()), DIRECTORY).blocks)

    def test_taken_back_it_names_the_difficulties_that_stay(self) -> None:
        assert "D-7" in shown(blocks.undone_card(EN, one(), difficulties("x")[:1]))
        assert "stay" not in shown(blocks.undone_card(EN, one(), ()))

    @pytest.mark.parametrize(("total", "more"), [(20, False), (21, True)])
    def test_the_next_page_is_offered_when_there_is_one(self, total: int, more: bool) -> None:
        card = blocks.list_card(EN, [one()] * 10, total, DIRECTORY, "team export", 2)
        assert ("visit list team export page:3" in str(card.blocks)) is more

    def test_an_empty_list_says_how_to_begin(self) -> None:
        assert "/visit Hankook" in shown(blocks.list_card(EN, [], 0, DIRECTORY, "", 1))

    @pytest.mark.parametrize(
        ("tally", "line"),
        [
            (Tally(BOM, 0, 0), "–  Bom  0/–"),
            (Tally(BOM, 0, 2), "○○  Bom  0/2"),
            (Tally(BOM, 1, 2), "●○  Bom  1/2"),
            (Tally(BOM, 3, 2), "●●●  Bom  3/2"),
            (Tally(BOM, 1, 2, 1), "●○  Bom  1/2 · 1 planned"),
        ],
    )
    def test_a_week_at_a_glance(self, tally: Tally, line: str) -> None:
        assert blocks.tally_line(EN, tally, EN("Bom")) == line

    def test_those_who_are_behind_stand_first(self) -> None:
        card = blocks.quota_card(EN, [Tally(ARA, 2, 2), Tally(BOM, 0, 2)], DIRECTORY, TODAY, "Export")
        text = shown(card)
        assert text.index("봄") < text.index("아라")
        assert "1 of 2 met" in text

    def test_the_channel_hears_who_where_and_what(self) -> None:
        text = shown(
            blocks.told_card(
                KO, one(companions=(ARA,), summary="수주 회복"), difficulties("용접공 부족")[:1], DIRECTORY
            )
        )
        assert all(said in text for said in ("봄", "아라", "Hankook Precision", "수주 회복", "D-7", "용접공 부족"))

    def test_a_planned_one_is_asked_about_with_the_command_that_answers(self) -> None:
        assert "`/visit done V-12`" in blocks.reminder_line(EN, one(VisitState.PLANNED))
