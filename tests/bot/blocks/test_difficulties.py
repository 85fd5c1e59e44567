"""Every card and form of difficulties, in both languages, within Slack's limits and free of what people typed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.blocks import difficulties as blocks
from bot.blocks.kit import Card, Form
from bot.domain.difficulties import Difficulty, DifficultyState, Facts, Note, Step, Wanted
from bot.domain.directory import Directory
from bot.domain.organisations import Organisation
from bot.domain.teams import Team
from bot.domain.workspaces import Workspace
from bot.i18n import Translator, translator
from bot.refusals import Faults
from tests.cast import ARA, BOM, PEOPLE, TEAMS
from tests.doubles import checks

S = DifficultyState
TODAY = dt.date(2026, 11, 25)
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
EVIL = "<!channel> *x* `y` <https://evil.example|bank> <@U0ARA> & \u202e ```"
DIRECTORY = Directory(Workspace("T0MUSTER"), {one.id: one for one in PEOPLE}, {one.key: one for one in TEAMS})
TONGUES = [translator(lang, "Asia/Seoul", TODAY) for lang in ("ko", "en")]


def one(state: DifficultyState = S.OPEN, **known: Any) -> Difficulty:
    fresh = Difficulty(7, "short of welders", state, dt.date(2026, 12, 9), NOW, BOM, team="export")
    return replace(fresh, **known)


def full(state: DifficultyState, text: str) -> Difficulty:
    """One with everything in it, as long as it can be."""
    return one(
        state,
        text=text,
        organisation=5,
        organisation_name=text[:80],
        visit=12,
        categories=("labour", text[:40], *(f"c{n}" for n in range(20))),
        urgent=True,
        owner=ARA,
        task=31,
        answer=text,
        answered_by="U0GONE",
        answered=NOW,
        told=TODAY,
        merged_into=9,
        escalated_to="ministry",
        permalink="https://muster.slack.com/archives/C0/p1",
        due=dt.date(2026, 11, 1),
    )


def notes(text: str) -> tuple[Note, ...]:
    about = {Step.ASSIGN: ARA, Step.ESCALATE: "ministry", Step.TASK: "T-31", Step.MERGE: "D-6"}
    return tuple(Note(BOM, NOW, step, text, about.get(step, ""), origin=6) for step in Step) * 3


def shown(message: Card | Form) -> str:
    if isinstance(message, Form):
        view = message.view({})
        assert not checks.view_faults(view)
        return "\n".join(checks.texts(view["blocks"]))
    assert not checks.message_faults(message.message()), checks.message_faults(message.message())
    return "\n".join(checks.texts(list(message.blocks)))


def cards(t: Translator, text: str) -> Iterator[Card]:
    for state in S:
        found = full(state, text)
        close = (Organisation(9, text[:80]),)
        facts = Facts(found, notes(text), (one(), full(S.MERGED, text)), True, True, close, (text[:40],))
        yield blocks.card(t, facts, DIRECTORY, TODAY, t("nobody yet"))
        yield blocks.card(t, facts, DIRECTORY, TODAY, history=blocks.ALL)
        yield blocks.list_card(t, [found] * 10, 99, DIRECTORY, TODAY, "all teams", "open", 2)
        yield blocks.assigned_card(t, found, BOM, DIRECTORY, TODAY)
        yield blocks.escalated_card(t, found, BOM, DIRECTORY, TODAY)
        yield blocks.unassigned_card(t, found, TODAY)
        yield blocks.undone_card(t, found)
        yield blocks.task_card(t, found, "T-31")
    yield blocks.card(t, Facts(one(team=None), fresh=True), DIRECTORY, TODAY)
    yield blocks.list_card(t, [], 0, DIRECTORY, TODAY)


def forms(t: Translator, text: str) -> Iterator[Form]:
    found = full(S.ANSWERED, text)
    yield blocks.raise_form(t, DIRECTORY, BOM)
    yield blocks.raise_form(
        t, DIRECTORY, "U0NOBODY", Wanted(text, text[:80], (text[:40],), True, "energy", ARA, "https://x")
    )
    yield blocks.edit_form(t, DIRECTORY, found)
    yield blocks.assign_form(t, found)
    yield blocks.answer_form(t, found, BOM, TODAY)
    yield blocks.decline_form(t, found, BOM, TODAY)
    yield blocks.note_form(t, found)
    yield blocks.reopen_form(t, found)


@pytest.mark.parametrize("t", TONGUES, ids=["ko", "en"])
class TestWithinLimits:
    @pytest.mark.parametrize("text", ["short", EVIL, "가" * 2000, "&" * 2000, "x\n" * 1000], ids=range(5))
    def test_every_card(self, t: Translator, text: str) -> None:
        for card in cards(t, text):
            said = shown(card)
            assert not any(bad in said for bad in ("<!channel>", "<https://evil", "<@U0ARA>"))

    @pytest.mark.parametrize("text", ["short", "가" * 2000, "&" * 2000], ids=range(3))
    def test_every_form(self, t: Translator, text: str) -> None:
        for form in forms(t, text):
            shown(form)

    def test_what_can_be_done_is_never_cut_off(self, t: Translator) -> None:
        for state in (S.OPEN, S.ACTING, S.ANSWERED, S.CLOSED):
            for text in ("가" * 2000, "&" * 2000):
                card = blocks.card(t, Facts(full(state, text), notes(text)), DIRECTORY, TODAY, history=blocks.ALL)
                assert any(block["type"] == "actions" for block in card.blocks), state

    def test_a_full_page_still_has_its_next(self, t: Translator) -> None:
        card = blocks.list_card(t, [full(S.OPEN, "가" * 2000)] * 10, 99, DIRECTORY, TODAY, "all teams", "open", 2)
        assert card.blocks[-1]["elements"][0]["value"] == "difficulty list open page:3"

    def test_a_menu_of_teams_has_the_chosen_one_among_its_hundred(self, t: Translator) -> None:
        many = {f"t{n}": Team(f"t{n}", f"부서 {n}", f"team {n}") for n in range(120)}
        form = blocks.edit_form(t, replace(DIRECTORY, teams=many), one(team="t119"))
        shown(form)
        [menu] = [block["element"] for block in form.blocks if block["block_id"] == "team"]
        assert (len(menu["options"]), menu["initial_option"]["value"]) == (100, "t119")


class TestButtons:
    @pytest.mark.parametrize(
        ("state", "first", "labels"),
        [
            (S.OPEN, "Assign", {"Assign", "Start", "Refer", "Answer", "Note", "Make a task", "Edit"}),
            (S.ASSIGNED, "Start", {"Assign", "Start", "Refer", "Answer", "Note", "Make a task", "Edit"}),
            (S.ACTING, "Answer", {"Assign", "Refer", "Answer", "Note", "Make a task", "Edit"}),
            (
                S.REFERRED,
                "Partner answered",
                {
                    "Partner answered",
                    "Assign",
                    "Refer elsewhere",
                    "Take it back",
                    "Letter",
                    "Note",
                    "Make a task",
                    "Edit",
                },
            ),
            (S.ANSWERED, "Close the difficulty", {"Close the difficulty", "Correct the answer", "Reopen", "Note"}),
            (S.CLOSED, "Reopen", {"Reopen", "Note"}),
            (S.DECLINED, "Reopen", {"Reopen", "Note"}),
            (S.MERGED, "Show D-9", {"Show D-9"}),
        ],
    )
    def test_are_what_the_state_allows(self, state: DifficultyState, first: str, labels: set[str]) -> None:
        card = blocks.card(TONGUES[1], Facts(one(state, merged_into=9)), DIRECTORY, TODAY)
        [row] = [block["elements"] for block in card.blocks if block["type"] == "actions"]
        found = [element["text"]["text"] for element in row if element["type"] == "button"]
        assert found[0] == first
        assert set(found) == labels

    def test_there_are_none_on_what_was_taken_back(self) -> None:
        card = blocks.card(TONGUES[1], Facts(one(S.UNDONE)), DIRECTORY, TODAY)
        assert not [block for block in card.blocks if block["type"] == "actions"]

    def test_only_what_was_just_raised_can_be_undone(self) -> None:
        assert "Undo" in shown(blocks.card(TONGUES[1], Facts(one(), fresh=True), DIRECTORY, TODAY))
        assert "Undo" not in shown(blocks.card(TONGUES[1], Facts(one()), DIRECTORY, TODAY))


class TestLines:
    @pytest.mark.parametrize(
        ("due", "ko", "en"),
        [
            (TODAY + dt.timedelta(days=1), "기한 11월 26일 (목)", "due Thu 26 Nov"),
            (TODAY, "기한 11월 25일 (수)", "due Wed 25 Nov"),
            (TODAY - dt.timedelta(days=1), "1일 지연", "1 day late"),
            (TODAY - dt.timedelta(days=2), "2일 지연", "2 days late"),
        ],
    )
    def test_say_how_late_it_is(self, due: dt.date, ko: str, en: str) -> None:
        korean, english = (blocks.line(t, one(due=due), TODAY) for t in TONGUES)
        assert ko in korean
        assert en in english

    def test_say_who_has_it_when_they_are_told_of_the_people(self) -> None:
        assert "nobody yet" in blocks.line(TONGUES[1], one(), TODAY, DIRECTORY)
        assert "아라" in blocks.line(TONGUES[1], one(owner=ARA), TODAY, DIRECTORY)

    def test_say_what_to_type(self) -> None:
        assert "`/difficulty 회신 D-7 내용`" in blocks.reminder_line(TONGUES[0], one(), TODAY)

    def test_are_one_line(self) -> None:
        assert "\n" not in blocks.line(TONGUES[0], one(text="a\nb\nc"), TODAY, DIRECTORY)


class TestReaders:
    def test_give_what_was_filled_in(self) -> None:
        values = {
            "text": " short of\u200b welders ",
            "organisation": "Geoje",
            "categories": ["labour"],
            "urgency": ["urgent"],
            "team": "export",
            "owner": ARA,
        }
        assert blocks.read(values, "link") == Wanted(
            "short of welders", "Geoje", ("labour",), True, "export", ARA, "link"
        )

    def test_take_what_is_missing_as_not_said(self) -> None:
        assert blocks.read({"text": "x", "organisation": None, "urgency": []}) == Wanted("x")
        assert blocks.read_told({"text": "x"}, BOM, TODAY) == blocks.Told("x", BOM, TODAY)
        assert blocks.read_assignment({"owner": ARA, "day": None}) == (ARA, None)

    @pytest.mark.parametrize(("days", "faults"), [(-1, False), (0, False), (1, True)])
    def test_nobody_was_told_tomorrow(self, days: int, faults: bool) -> None:
        values = {"text": "x", "person": ARA, "day": (TODAY + dt.timedelta(days=days)).isoformat()}
        if faults:
            with pytest.raises(Faults, match="day"):
                blocks.read_told(values, BOM, TODAY)
        else:
            assert blocks.read_told(values, BOM, TODAY).by == ARA

    def test_name_every_fault_at_once(self) -> None:
        with pytest.raises(Faults) as found:
            blocks.read({"text": "", "organisation": "x" * 81})
        assert set(found.value.fields) == {"text", "organisation"}
