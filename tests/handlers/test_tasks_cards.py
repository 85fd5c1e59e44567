"""Tasks: cards that have grown old, who may do what, lists, and what a new owner hears."""

import datetime as dt
from typing import Any

import pytest

from bot.domain.tasks import TaskState
from schedules import MAKERS
from storage import ledger
from tests.cast import ARA, BOM, CHAN, DANA, EUN, EXPORT, GIL, HANA, WS, Stage, leaves_slack, speaks, words
from tests.tasking import added, task, through

S = TaskState
LINE = "/task add Repair the crane @bom start: 11/20 due: 12/24"


class TestOldCards:
    def test_a_button_that_is_still_right_does_it(self, stage: Stage) -> None:
        card = added(stage)
        through(stage, "T-1 10%")
        stage.clicks(BOM, card, "Done")
        assert task(stage).state is S.DONE

    def test_a_button_that_is_not_shows_the_present_card_and_why(self, stage: Stage) -> None:
        card = added(stage)
        through(stage, "drop T-1 no money")
        shown = stage.clicks(BOM, card, "Done")
        assert shown["replace_original"] is True
        assert "T-1 was dropped." in words(shown)
        assert task(stage).state is S.DROPPED

    @pytest.mark.parametrize("button", ["Update", "Block", "Move", "Assign", "Edit"])
    def test_a_form_that_is_no_longer_right_opens_not(self, stage: Stage, button: str) -> None:
        card = added(stage)
        through(stage, "done T-1")
        assert "T-1 is done." in words(stage.clicks(BOM, card, button))

    @pytest.mark.parametrize(
        ("line", "typed"),
        [
            ("update T-1", {"text": "older", "percent": "5"}),
            ("block T-1", {"text": "older"}),
            ("move T-1", {"day": "2026-12-01", "text": "older"}),
            ("assign T-1", {"owner": CHAN}),
            ("drop T-1", {"text": "older"}),
            ("edit T-1", {"title": "older"}),
        ],
    )
    def test_a_form_of_before_somebodys_change_overwrites_nothing(
        self, stage: Stage, line: str, typed: dict[str, Any]
    ) -> None:
        added(stage)
        through(stage, line)
        old = stage.slack.form(ARA)
        through(stage, "T-1 60% newer", who=BOM)
        before = task(stage)
        answer = stage.submits(ARA, typed, view=old)
        assert "changed meanwhile" in next(iter(answer["errors"].values()))
        assert task(stage) == before

    def test_in_a_channel_the_card_speaks_the_teams_language(self, stage: Stage) -> None:
        card = added(stage)
        posted = {**card, "ts": "1764032400.000200"}
        speaks(stage, BOM, "ko")
        assert "Owner" in words(stage.clicks(BOM, posted, "Done"))


class TestWhoMay:
    @pytest.mark.parametrize(
        ("line", "may"),
        [
            ("T-1 10% going", {ARA, BOM, CHAN, DANA, EUN}),
            ("done T-1", {ARA, CHAN, DANA, EUN}),
            ("block T-1 no permit", {ARA, CHAN, DANA, EUN}),
            ("move T-1 2026-12-25 late parts", {ARA, CHAN, DANA, EUN}),
            ("assign T-1 @hana", {ARA, CHAN, DANA, EUN}),
            ("drop T-1 no money", {ARA, CHAN, DANA, EUN}),
            ("edit T-1", {ARA, CHAN, DANA, EUN}),
            ("undo T-1", {ARA, DANA, EUN, HANA}),
            ("show T-1", {ARA, BOM, CHAN, DANA, EUN, HANA}),
        ],
    )
    def test_do_this_with_what_hana_added_for_chan_in_the_export_division(
        self, stage: Stage, line: str, may: set[str]
    ) -> None:
        people_ = (ARA, BOM, CHAN, DANA, EUN, HANA)
        for n, who in enumerate(people_, 1):
            stage.types(HANA, "/task add Repair @chan team: export due: 2026-12-24")
            answer = through(stage, line.replace("T-1", f"T-{n}"), who=who)
            assert ("Only " in words(answer)) is (who not in may), who

    def test_guests_do_nothing(self, stage: Stage) -> None:
        card = added(stage)
        assert "Guests" in words(stage.clicks(GIL, card, "Done"))
        assert "Guests" in words(through(stage, "list", who=GIL))


class TestLists:
    def test_narrow_to_what_is_asked(self, stage: Stage) -> None:
        through(stage, "programme 100 100 tasks", who=EUN)
        added(stage, "one @ara due: 2026-11-27 in: 100", "two due: 2026-11-24", "three @chan", "four", "five")
        through(stage, "done T-4", "drop T-5 no money")
        shows = {
            "list": "123",
            "list open": "123",
            "list mine": "1",
            "list @chan": "3",
            "list late": "2",
            "list stale": "",
            "list team energy": "3",
            "목록 팀 에너지과": "3",
            "list done": "4",
            "list all": "12345",
            "list 100": "1",
            "list 100 tasks": "1",
        }
        for line, found in shows.items():
            shown = words(through(stage, line))
            assert "".join(n for n in "12345" if f"*T-{n}*" in shown) == found, line
        assert ":red_circle: 1 day late" in words(through(stage, "list late"))

    def test_of_somebody_who_left(self, stage: Stage) -> None:
        added(stage, "Cranes @bom", "Welders @ara")
        leaves_slack(stage, BOM)
        shown = words(through(stage, f"list <@{BOM}>"))
        assert "*T-1*" in shown
        assert "*T-2*" not in shown
        assert "*T-1*" in words(through(stage, "목록 @bom"))

    @pytest.mark.parametrize(
        "typed", ["100대 과제", "100대과제", '"100대 과제"', "100 TASKS", "등록 100대 과제", "100"]
    )
    def test_a_known_programme_is_looked_at_by_its_name_too(self, stage: Stage, typed: str) -> None:
        through(stage, "programme 100 100대 과제 / 100 tasks", who=EUN)
        for who in (EUN, BOM):
            shown = words(through(stage, f"과제군 {typed}", who=who))
            assert "recorded" not in shown
            assert "100 tasks" in shown
            assert "Show its tasks" in shown
        assert "1 programme" in words(through(stage, "programmes"))

    def test_stale_is_longer_than_14_days_without_an_update(self, stage: Stage) -> None:
        added(stage, "one", "two")
        stage.later(days=14)
        assert "No tasks here" in words(through(stage, "list stale"))
        through(stage, "T-2 on it")
        stage.later(seconds=1)
        shown = words(through(stage, "list stale"))
        assert "*T-1*" in shown
        assert "*T-2*" not in shown

    def test_come_in_pages_the_soonest_due_first(self, stage: Stage) -> None:
        added(stage, *(f"number {n} due: 2026-12-{n + 1:02}" for n in reversed(range(21))))
        first = through(stage, "list team export")
        assert "21 tasks" in words(first)
        assert "*number" not in words(first)
        assert words(first).index("number 0") < words(first).index("number 9")
        assert "number 10" not in words(first)
        second = stage.clicks(ARA, first, "More")
        assert second["replace_original"] is True
        third = stage.clicks(ARA, second, "More")
        assert "number 20" in words(third)
        assert "More" not in words(third)

    def test_a_row_shows_the_whole(self, stage: Stage) -> None:
        added(stage)
        assert "Team in charge" in words(stage.clicks(ARA, through(stage, "list"), "Show"))

    def test_a_wrong_filter_names_the_programmes(self, stage: Stage) -> None:
        through(stage, "programme rnd Research", who=EUN)
        assert "rnd" in words(through(stage, "list nonsense"))
        assert "There is no team" in words(through(stage, "list team nowhere"))

    def test_a_long_history_fits_and_is_newest_first(self, stage: Stage) -> None:
        added(stage, "가나다 " * 36)
        for number in range(30):
            through(stage, f"T-1 {number}% 진척 {number} " + "긴 내용 " * 300 + "; 다음: " + "할 일 " * 300)
        assert "진척 29" in words(through(stage, "show T-1"))
        for line in ("T-1 on track", "block T-1 " + "허가 지연 " * 300, "show T-1"):
            answer = through(stage, line)
            assert any(block["type"] == "actions" for block in answer["blocks"])


class TestTelling:
    def message(self, stage: Stage) -> Any:
        with stage.db.begin() as session:
            (post,) = [
                one
                for one in ledger.ahead(session, WS, stage.now - dt.timedelta(days=1), stage.now + dt.timedelta(days=1))
                if one.series == "task-assigned"
            ]
            maker: Any = MAKERS["task-assigned"]
            return maker(session, post, stage.now)

    @pytest.mark.parametrize(("language", "says"), [("en", "gave you T-1, due Thu 24 Dec"), ("ko", "12월 24일 (목)")])
    def test_the_new_owner_hears_it_in_their_language(self, stage: Stage, language: str, says: str) -> None:
        speaks(stage, BOM, language)
        stage.types(ARA, LINE)
        found = self.message(stage)
        shown = words({"blocks": list(found.blocks)})
        assert says in shown
        assert "Repair the crane" in shown
        posted = {"text": found.text, "blocks": list(found.blocks), "ts": "1764032400.000300"}
        stage.clicks(BOM, posted, "tasks:update", channel="D0BOM")
        stage.submits(BOM, {"percent": "20"})
        assert task(stage).percent == 20

    @pytest.mark.parametrize("line", ["assign T-1 @ara", "done T-1", "drop T-1 no money", "undo T-1"])
    def test_nothing_when_it_is_no_longer_theirs(self, stage: Stage, line: str) -> None:
        stage.types(ARA, LINE)
        through(stage, line)
        assert self.message(stage) is None

    def test_one_without_a_due_date_says_so(self, stage: Stage) -> None:
        stage.types(ARA, "/task add Repair @bom")
        assert "no due date yet" in words({"blocks": list(self.message(stage).blocks)})


def test_its_channel_is_only_used_by_who_asked(stage: Stage) -> None:
    """Nothing of a task is said in a team's channel unasked."""
    stage.types(ARA, LINE, channel=EXPORT)
    with stage.db.read() as session:
        posts = ledger.ahead(session, WS, stage.now - dt.timedelta(days=1), stage.now + dt.timedelta(days=2))
    assert [post.channel for post in posts if post.series.startswith("task")] == [None]


def test_what_is_blocked_and_late_is_explained_where_it_is_counted(stage: Stage) -> None:
    stage.types(BOM, "/task add one due: 11/20")
    stage.types(BOM, "/task add two due: 11/20")
    assert "2 tasks* · late, of all teams\n" in words(stage.types(BOM, "/task list late"))
    stage.types(BOM, "/task block T-1 no permit")
    assert "2 tasks* · late, of all teams, 1 of them blocked" in words(stage.types(BOM, "/task list late"))
    assert "(at risk 0, late 1, blocked 1, late too 1)" in words(stage.types(BOM, "/agenda"))
    speaks(stage, BOM, "ko")
    assert "(우려 0, 지연 1, 막힘 1, 그중 기한 경과 1)" in words(stage.types(BOM, "/agenda"))
