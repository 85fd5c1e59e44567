"""Every card and form of tasks, in both languages, within Slack's limits and free of what people typed."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from bot.blocks import tasks as blocks
from bot.blocks.kit import Card, Form
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.directory import Directory
from bot.domain.tasks import Facts, Health, Programme, ProgrammeState, Said, Step, Task, TaskState, Update, Wanted
from bot.domain.teams import Team
from bot.domain.workspaces import Workspace
from bot.i18n import Translator, translator
from bot.refusals import Faults
from tests.cast import ARA, BOM, PEOPLE, TEAMS
from tests.doubles import checks

S = TaskState
TODAY = dt.date(2026, 11, 25)
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
EVIL = "<!channel> *x* `y` <https://evil.example|bank> <@U0ARA> & \u202e ```"
DIRECTORY = Directory(Workspace("T0MUSTER"), {one.id: one for one in PEOPLE}, {one.key: one for one in TEAMS})
TONGUES = [translator(lang, "Asia/Seoul", TODAY) for lang in ("ko", "en")]
KOREAN, ENGLISH = TONGUES


def one(state: TaskState = S.OPEN, **known: Any) -> Task:
    return replace(Task(12, "Repair the crane", state, NOW, BOM, owner=BOM, team="export"), **known)


def full(state: TaskState, text: str) -> Task:
    """One with everything in it, as long as it can be."""
    return one(
        state,
        title=text[:150],
        owner="U0GONE",
        start=dt.date(2025, 11, 1),
        due=dt.date(2026, 11, 1),
        baseline=dt.date(2026, 1, 1),
        percent=100,
        at_risk=True,
        blocked_reason=text,
        programme="100",
        parent=3,
        children=20,
        next_step=text,
        last_note=text,
        updated=NOW,
        finished=NOW,
        difficulty=7,
        permalink="https://muster.slack.com/archives/C0/p1",
        version=99,
    )


def history(text: str) -> tuple[Update, ...]:
    before, after = dt.date(2026, 1, 1), dt.date(2026, 11, 1)
    found = [Update(12, BOM, NOW, step, 60, text, text, before, after, Health.AT_RISK, ARA) for step in Step]
    first = Update(12, BOM, NOW, Step.MOVE, 60, text, due_before=None, due_after=after)
    return (first, *found) * 8


def facts(task: Task, text: str, *, fresh: bool = False) -> Facts:
    waits = Difficulty(7, text, DifficultyState.OPEN, TODAY, NOW, BOM)
    programme = Programme("100", text[:150], text[:150])
    return Facts(task, history(text), (full(S.OPEN, text),) * 20, full(S.OPEN, text), programme, waits, fresh)


def states(text: str) -> list[ProgrammeState]:
    counts = dict.fromkeys(Health, 1234)
    return [ProgrammeState(Programme(f"p{n}", text[:150], text[:150]), counts, 50) for n in range(25)]


def shown(message: Card | Form) -> str:
    if isinstance(message, Form):
        view = message.view({})
        assert not checks.view_faults(view), checks.view_faults(view)
        return "\n".join(checks.texts(view["blocks"]))
    assert not checks.message_faults(message.message()), checks.message_faults(message.message())
    return "\n".join(checks.texts(list(message.blocks)))


def cards(t: Translator, text: str) -> Iterator[Card]:
    for state in S:
        found = full(state, text)
        yield blocks.card(t, facts(found, text, fresh=True), DIRECTORY, TODAY, t("nobody yet"))
        yield blocks.card(t, facts(found, text), DIRECTORY, TODAY, history=blocks.ALL)
        yield blocks.list_card(t, [found] * 10, 99, DIRECTORY, TODAY, text[:150], "team export", 2)
        yield blocks.assigned_card(t, found, BOM, DIRECTORY, TODAY)
        yield blocks.undone_card(t, found)
    bare = one(owner=None, team=None)
    yield blocks.card(t, Facts(bare, fresh=True), DIRECTORY, TODAY)
    yield blocks.assigned_card(t, bare, "U0GONE", DIRECTORY, TODAY)
    yield blocks.list_card(t, [], 0, DIRECTORY, TODAY)
    for may_change in (True, False):
        yield blocks.programmes_card(t, states(text), 1, may_change=may_change)
        yield blocks.programmes_card(t, states(text), 3, may_change=may_change)
        yield blocks.programmes_card(t, [], 1, may_change=may_change)
        yield blocks.programme_card(t, states(text)[0], may_change=may_change, said=t("nobody yet"))


def forms(t: Translator, text: str) -> Iterator[Form]:
    found = full(S.BLOCKED, text)
    programmes = [state.programme for state in states(text)]
    wanted = Wanted(text[:150], ARA, "energy", TODAY, TODAY, "p1", 3, text, "https://x")
    yield blocks.add_form(t, DIRECTORY, BOM, [])
    yield blocks.add_form(t, DIRECTORY, "U0NOBODY", programmes, wanted)
    yield blocks.edit_form(t, DIRECTORY, found, programmes)
    yield blocks.edit_form(t, DIRECTORY, one(), [])
    yield blocks.update_form(t, found)
    yield blocks.update_form(t, one())
    yield blocks.block_form(t, found)
    yield blocks.drop_form(t, found)
    yield blocks.reopen_form(t, found)
    yield blocks.reopen_form(t, one(S.DONE))
    yield blocks.move_form(t, found)
    yield blocks.move_form(t, one(), TODAY)
    yield blocks.assign_form(t, found)
    yield blocks.programme_form(t)
    yield blocks.programme_form(t, programmes[0])


def formatted(shape: Any) -> Iterator[str]:
    """Every text in which a mention or a link would be one; plain text shows it as it is."""
    if isinstance(shape, list):
        for each in shape:
            yield from formatted(each)
    elif isinstance(shape, dict):
        if shape.get("type") == "mrkdwn":
            yield shape["text"]
        for each in shape.values():
            yield from formatted(each)


def labels(card: Card) -> list[str]:
    """The buttons below a card, from the left."""
    rows = [block["elements"] for block in card.blocks if block["type"] == "actions"]
    return [element["text"]["text"] for element in rows[0] if element["type"] == "button"]


@pytest.mark.parametrize("t", TONGUES, ids=["ko", "en"])
class TestWithinLimits:
    @pytest.mark.parametrize("text", ["short", EVIL, "가" * 2000, "&" * 2000, "x\n" * 1000], ids=range(5))
    def test_every_card(self, t: Translator, text: str) -> None:
        for card in cards(t, text):
            shown(card)
            said = "\n".join(formatted(list(card.blocks)))
            assert not any(bad in said for bad in ("<!channel>", "<https://evil", "<@U0ARA>"))

    @pytest.mark.parametrize("text", ["short", EVIL, "가" * 2000, "&" * 2000], ids=range(4))
    def test_every_form(self, t: Translator, text: str) -> None:
        for form in forms(t, text):
            shown(form)

    def test_what_can_be_done_is_never_cut_off(self, t: Translator) -> None:
        for state in S:
            for text in ("가" * 2000, "&" * 2000):
                card = blocks.card(t, facts(full(state, text), text), DIRECTORY, TODAY, history=blocks.ALL)
                assert any(block["type"] == "actions" for block in card.blocks), state

    def test_a_full_page_still_has_its_next(self, t: Translator) -> None:
        for text in ("가" * 150, "&" * 150):
            card = blocks.list_card(t, [full(S.OPEN, text)] * 10, 99, DIRECTORY, TODAY, text, "late", 2)
            assert card.blocks[-1]["elements"][0]["value"] == "task list late page:3"

    def test_a_menu_has_the_chosen_one_among_its_hundred(self, t: Translator) -> None:
        teams = {f"t{n}": Team(f"t{n}", f"부서 {n}", f"team {n}") for n in range(120)}
        programmes = [Programme(f"p{n}", f"과제군 {n}", f"programme {n}") for n in range(120)]
        form = blocks.edit_form(t, replace(DIRECTORY, teams=teams), one(team="t119", programme="p119"), programmes)
        shown(form)
        menus = {block["block_id"]: block["element"] for block in form.blocks}
        assert [len(menus[name]["options"]) for name in ("team", "programme")] == [100, 100]
        assert [menus[name]["initial_option"]["value"] for name in ("team", "programme")] == ["t119", "p119"]


class TestButtons:
    @pytest.mark.parametrize(
        ("state", "found"),
        [
            (S.OPEN, ["Update", "Done", "Block", "Move", "Assign", "Edit"]),
            (S.BLOCKED, ["Update", "Done", "Unblock", "Move", "Assign", "Edit"]),
            (S.DONE, ["Reopen"]),
            (S.DROPPED, ["Reopen"]),
        ],
    )
    def test_are_what_the_state_allows(self, state: TaskState, found: list[str]) -> None:
        assert labels(blocks.card(ENGLISH, Facts(one(state)), DIRECTORY, TODAY)) == found

    def test_only_what_was_just_added_can_be_undone(self) -> None:
        assert "Undo" in labels(blocks.card(ENGLISH, Facts(one(), fresh=True), DIRECTORY, TODAY))
        assert "Undo" not in labels(blocks.card(ENGLISH, Facts(one()), DIRECTORY, TODAY))

    def test_lead_to_the_neighbours(self) -> None:
        card = blocks.card(ENGLISH, facts(full(S.OPEN, "x"), "x"), DIRECTORY, TODAY)
        [menu] = [
            element
            for block in card.blocks
            if block["type"] == "actions"
            for element in block["elements"]
            if element["type"] == "overflow"
        ]
        assert [option["value"] for option in menu["options"]] == [
            "task show T-12",
            "task drop T-12",
            "task show T-3",
            "difficulty show D-7",
            "task list 100",
        ]

    def test_only_the_secretariat_finds_those_of_programmes(self) -> None:
        for may_change, found in ((True, True), (False, False)):
            card = blocks.programmes_card(ENGLISH, states("x")[:1], 1, may_change=may_change)
            assert ("New programme" in shown(card)) is found


class TestLines:
    @pytest.mark.parametrize(
        ("percent", "found"),
        [
            (0, "░░░░░░░░░░ 0%"),
            (1, "▓░░░░░░░░░ 1%"),
            (19, "▓░░░░░░░░░ 19%"),
            (20, "▓▓░░░░░░░░ 20%"),
            (99, "▓▓▓▓▓▓▓▓▓░ 99%"),
            (100, "▓▓▓▓▓▓▓▓▓▓ 100%"),
        ],
    )
    def test_a_bar_is_full_only_when_it_is(self, percent: int, found: str) -> None:
        assert blocks.bar(percent) == found

    @pytest.mark.parametrize(
        ("due", "ko", "en"),
        [
            (TODAY + DAY, "기한 11월 26일 (목)", "due Thu 26 Nov"),
            (TODAY, "기한 11월 25일 (수)", "due Wed 25 Nov"),
            (TODAY - DAY, "1일 지연", "1 day late"),
            (TODAY - 2 * DAY, "2일 지연", "2 days late"),
        ],
    )
    def test_say_how_late_it_is(self, due: dt.date, ko: str, en: str) -> None:
        assert ko in blocks.line(KOREAN, one(due=due), TODAY)
        assert en in blocks.line(ENGLISH, one(due=due), TODAY)

    def test_say_who_has_it_when_they_are_told_of_the_people(self) -> None:
        assert "nobody yet" in blocks.line(ENGLISH, one(owner=None), TODAY, DIRECTORY)
        assert "봄" in blocks.line(ENGLISH, one(), TODAY, DIRECTORY)
        assert "\n" not in blocks.line(KOREAN, one(), TODAY, DIRECTORY)

    def test_a_moved_date_stands_beside_its_baseline(self) -> None:
        for days, ko, en in ((1, "1일 연장", "now 1 day later"), (-2, "2일 단축", "now 2 days earlier")):
            moved = Facts(one(due=TODAY + days * DAY, baseline=TODAY))
            assert en in shown(blocks.card(ENGLISH, moved, DIRECTORY, TODAY))
            assert ko in shown(blocks.card(KOREAN, moved, DIRECTORY, TODAY))
        unmoved = Facts(one(due=TODAY, baseline=TODAY))
        assert "Baseline" not in shown(blocks.card(ENGLISH, unmoved, DIRECTORY, TODAY))

    @pytest.mark.parametrize("health", list(Health))
    def test_each_health_has_its_word(self, health: Health) -> None:
        words = {
            "on_track": "정상",
            "at_risk": "우려",
            "late": "지연",
            "blocked": "막힘",
            "done": "완료",
            "dropped": "제외",
        }
        assert blocks.health_name(KOREAN, health) == words[health.value]


def faults_of(run: Any, *given: Any) -> set[str]:
    with pytest.raises(Faults) as wrong:
        run(*given)
    return set(wrong.value.fields)


class TestReaders:
    def test_give_what_was_filled_in(self) -> None:
        values = {
            "title": " Repair\u200b  the crane ",
            "owner": ARA,
            "team": "export",
            "start": "2026-11-25",
            "due": "2026-11-25",
            "programme": "100",
            "parent": "t3",
            "note": "two\n\n\n\nlines",
        }
        assert blocks.read(values, "link") == Wanted(
            "Repair the crane", ARA, "export", TODAY, TODAY, "100", 3, "two\n\nlines", "link"
        )
        assert blocks.read({"title": "x"}) == Wanted("x")

    def test_put_each_fault_beside_its_field(self) -> None:
        wrong = {"title": "x" * 151, "note": "y" * 2001, "parent": "D-3", "start": "2026-11-26", "due": "2026-11-25"}
        assert faults_of(blocks.read, wrong) == {"title", "note", "parent", "due"}
        assert faults_of(blocks.read, {"title": "…"}) == {"title"}

    def test_of_an_update_give_only_what_was_said(self) -> None:
        values = {"percent": "60", "text": "welded", "next": "paint", "health": "at_risk"}
        assert blocks.read_update(values, one()) == Said(60, "welded", Health.AT_RISK, "paint")
        assert blocks.read_update({"text": "welded"}, one()) == Said(None, "welded", None, "")

    def test_of_an_update_ask_what_is_new(self) -> None:
        known = one(percent=60, next_step="paint")
        same = {"percent": "60", "next": "paint", "health": "on_track"}
        assert faults_of(blocks.read_update, same, known) == {"text"}
        for changed in ({"percent": "61"}, {"next": ""}, {"health": "at_risk"}, {"text": "x"}):
            blocks.read_update(same | changed, known)
        blocks.read_update(same, replace(known, state=S.BLOCKED))  # on track again: that is news

    @pytest.mark.parametrize("percent", ["101", "-1", "4.5", "many", "²", "000099999", "99999999999999999999"])
    def test_of_an_update_take_0_to_100(self, percent: str) -> None:
        assert faults_of(blocks.read_update, {"percent": percent}, one()) >= {"percent"}
        assert [blocks.read_update({"percent": n}, one(percent=50)).percent for n in ("0", "100", "１００")] == [
            0,
            100,
            100,
        ]

    def test_of_a_parent_take_no_progress(self) -> None:
        assert blocks.read_update({"percent": "70", "text": "x"}, one(children=2)).percent is None

    def test_of_a_move_want_a_day_and_a_reason(self) -> None:
        assert blocks.read_move({"day": "2026-11-25", "text": "late parts"}) == (TODAY, "late parts")
        assert faults_of(blocks.read_move, {"text": " "}) == {"day", "text"}

    def test_of_a_reason_and_an_owner_want_them(self) -> None:
        assert blocks.read_reason({"text": "no\npermit"}) == "no\npermit"
        assert faults_of(blocks.read_reason, {"text": "\u200b"}) == {"text"}
        assert blocks.read_owner({"owner": ARA}) == ARA
        assert faults_of(blocks.read_owner, {"owner": None}) == {"owner"}

    def test_of_a_programme_want_a_key_and_a_name(self) -> None:
        values = {"key": "100", "ko": "100대 과제", "en": "", "evaluated": ["evaluated"]}
        assert blocks.read_programme(values) == Programme("100", "100대 과제", "")
        assert blocks.read_programme(values | {"evaluated": []}, "rnd") == Programme("rnd", "100대 과제", "", False)
        assert faults_of(blocks.read_programme, {"key": "two words", "ko": "…"}) == {"key", "ko"}
        assert faults_of(blocks.read_programme, values | {"en": "x" * 151}) == {"en"}
