"""Difficulties as people raise, change and look them up: line, form, lists, undo, and who may."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import update

from bot.domain.difficulties import DifficultyState
from bot.domain.events import EventKind
from storage import difficulties, organisations, teams
from tests.cast import ARA, BOM, CHAN, DANA, EUN, EXPORT, GIL, HANA, WS, Stage, speaks, words
from tests.raising import FORM, LINE, planned, there, through, told

S = DifficultyState


class TestOneLine:
    def test_is_understood_and_stored(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        one = there(stage)
        assert (one.text, one.organisation_name, one.categories) == ("short of welders", "Geoje Shipyard", ("labour",))
        assert (one.state, one.urgent, one.team, one.raised_by) == (S.OPEN, True, "export", BOM)
        assert one.due == dt.date(2026, 11, 30)  # Wednesday and three days is a Saturday
        shown = words(card)
        assert all(part in shown for part in ("D-1", "short of welders", "Geoje Shipyard", "Mon 30 Nov", "urgent"))
        assert told(stage) == [(EventKind.DIFFICULTY_RAISED, "D-1")]

    def test_in_korean(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        card = words(stage.types(BOM, "/muster 애로 용접공 부족 업체: 거제조선 #노사 #긴급"))
        assert (there(stage).text, there(stage).organisation_name, there(stage).categories) == (
            "용접공 부족",
            "거제조선",
            ("labour",),
        )
        assert "D-1로 등록했습니다. 업체 회신 기한은 11월 30일 (월)입니다." in card
        assert "접수" in card
        assert "긴급" in card

    def test_has_its_owner_its_team_and_its_day(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        card = words(stage.types(BOM, "/difficulty 용접공 부족 업체: 거제조선 기한: 12/4 팀: 에너지과 @찬"))
        one = there(stage)
        assert (one.text, one.organisation_name) == ("용접공 부족", "거제조선")
        assert (one.state, one.due, one.team, one.owner) == (S.ASSIGNED, dt.date(2026, 12, 4), "energy", CHAN)
        assert planned(stage) == [("difficulty-assigned", "D-1.1", CHAN)]
        assert "업체 회신 기한은 12월 4일 (금)입니다." in card

    def test_what_its_organisation_would_swallow_is_refused_in_both_languages(self, stage: Stage) -> None:
        speaks(stage, CHAN, "ko")
        assert "`owner:` would become a part" in words(stage.types(BOM, "/difficulty short from: Geoje owner: chan"))
        assert "`담당:` 부분이 업체 이름에 섞여" in words(
            stage.types(CHAN, "/difficulty 용접공 업체: 거제조선 담당: 찬")
        )

    @pytest.mark.parametrize(
        ("language", "typed", "says"),
        [
            ("ko", "용접공 부족 업체 가온", "`/difficulty 용접공 부족 업체: 가온`처럼"),
            ("ko", "[긴급] 가온 - 용접공 부족", "`/difficulty [긴급] 용접공 부족 업체: 가온`처럼"),
            ("en", "용접공 부족 from 가온", "type `/difficulty 용접공 부족 "),
        ],
    )
    def test_says_that_a_company_stands_in_its_text(self, stage: Stage, language: str, typed: str, says: str) -> None:
        assert ":bulb:" not in words(stage.types(BOM, f"/difficulty {typed}"))
        stage.types(BOM, "/visit 가온")
        speaks(stage, BOM, language)
        card = words(stage.types(BOM, f"/difficulty {typed}"))
        assert says in card
        instead = card[card.index(says[:13]) :].partition("/difficulty ")[2].partition("`")[0]
        stage.types(BOM, f"/difficulty {instead}")
        one = there(stage, 3)
        assert (one.text, one.organisation_name, one.urgent) == ("용접공 부족", "가온", "긴급" in typed)

    @pytest.mark.parametrize(
        ("typed", "hinted"),
        [
            ("용접공 부족 업체 대한정밀", True),
            ("대한정밀 - 용접공 부족", True),
            ("short of welders from Geoje Shipyard", True),
            ("인력난 - 용접공 부족", False),
            ("협력 업체 인력 부족", False),
            ("late payment from the buyer", False),
        ],
    )
    def test_says_so_of_what_is_called_as_companies_are(self, stage: Stage, typed: str, hinted: bool) -> None:
        assert (":bulb:" in words(stage.types(BOM, f"/difficulty {typed}"))) is hinted

    def test_keeps_a_category_that_nobody_knows_and_says_so(self, stage: Stage) -> None:
        assert "#용접: no category that I know" in words(stage.types(BOM, "/difficulty short of welders #용접"))
        assert there(stage).categories == ("용접",)

    def test_finds_the_organisation_despite_its_form(self, stage: Stage) -> None:
        stage.types(BOM, "/difficulty one from: (주)대한정밀")
        stage.types(BOM, "/difficulty two from: 대한 정밀")
        assert there(stage, 1).organisation == there(stage, 2).organisation

    def test_the_same_request_twice_changes_nothing_and_says_the_same(self, stage: Stage) -> None:
        first = stage.types(BOM, LINE, key="trigger-1")
        assert stage.types(BOM, LINE, key="trigger-1") == first
        with stage.db.read() as session:
            assert difficulties.get(session, WS, 2) is None

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("/difficulty from: Geoje", "What is the difficulty?"),
            ("/difficulty short from:", "has no value"),
            ("/difficulty asign D-7 @bom", "Did you mean `assign`?"),
            ("/difficulty show D-99", "There is no difficulty D-99"),
            ("/difficulty close", "Which difficulty?"),
            ("/difficulty close V-1", "is not the number of a difficulty"),
            ("/difficulty merge D-7 D-7", "stands there twice"),
            ("/difficulty " + "x" * 2001, "2,001"),
            ("/difficulty " + "x" * 4001, "4,001"),
            ("/difficulty short from: " + "가" * 81, "81"),
            ("/difficulty list nonsense", "I know no team, organisation or colleague"),
            ("/difficulty list team", "I cannot read this filter"),
            ("/difficulty list team nowhere", "There is no team"),
            ("/difficulty short from: Geoje by: 11/20", "has passed"),
            ("/difficulty short from: Geoje team: nowhere", "There is no team"),
            ("/difficulty short from: Geoje @gil", "is a guest"),
            ("/difficulty short from: Geoje @nobody", "nobody"),
            ("/difficulty refer D-1 Customs", "There is no difficulty D-1"),
        ],
    )
    def test_bad_input_is_answered_and_nothing_is_stored(self, stage: Stage, text: str, says: str) -> None:
        assert says in words(stage.types(BOM, text))
        with stage.db.read() as session:
            assert difficulties.get(session, WS, 1) is None
            assert organisations.get(session, WS, 1) is None

    def test_what_people_type_mentions_and_links_nothing(self, stage: Stage) -> None:
        evil = "&lt;!channel&gt; *x* <https://evil.example|bank.example> &lt;@U0ARA&gt; `rm` "
        stage.types(BOM, f"/difficulty {evil} from: &lt;!here&gt;")
        through(stage, f"note D-1 {evil}", f"answer D-1 {evil}")
        for card in (through(stage, "show D-1"), through(stage, "list all"), through(stage, f"reopen D-1 {evil}")):
            shown = words(card)
            assert not any(bad in shown for bad in ("<!channel>", "<!here>", "<https://evil", "<@U0ARA>"))

    def test_guests_are_refused_with_who_may(self, stage: Stage) -> None:
        assert "Guests" in words(stage.types(GIL, LINE))

    def test_help_shows_examples(self, stage: Stage) -> None:
        shown = words(stage.types(BOM, "/difficulty help"))
        assert "assign D-7" in shown
        assert "refer D-7 ORGANISATION" in shown


class TestForm:
    def test_records_what_it_holds_and_tells_the_owner(self, stage: Stage) -> None:
        assert stage.types(BOM, "/difficulty") == {}
        stage.submits(
            BOM, {**FORM, "categories": ["labour", "steel"], "urgency": ["urgent"], "team": "energy", "owner": CHAN}
        )
        one = there(stage)
        assert (one.text, one.organisation_name, one.categories) == (
            "short of welders",
            "Geoje Shipyard",
            ("labour", "steel"),
        )
        assert (one.state, one.urgent, one.team, one.owner) == (S.ASSIGNED, True, "energy", CHAN)
        assert planned(stage) == [("difficulty-assigned", "D-1.1", CHAN)]
        assert told(stage, "energy") == [(EventKind.DIFFICULTY_RAISED, "D-1")]
        assert "D-1" in words(stage.said())

    def test_keeps_the_lines_of_a_text(self, stage: Stage) -> None:
        stage.types(BOM, "/difficulty")
        stage.submits(BOM, {"text": "short of welders\n\n\n\nand of berths"})
        assert there(stage).text == "short of welders\n\nand of berths"
        assert "short of welders and of berths" in words(through(stage, "list"))

    def test_is_for_the_home_division_unless_another_is_chosen(self, stage: Stage) -> None:
        stage.types(CHAN, "/difficulty")
        stage.submits(CHAN, FORM)
        assert there(stage).team == "energy"

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"text": "\u200b"}, "text"),
            ({"text": "!!!"}, "text"),
            ({"text": "x" * 2001}, "text"),
            ({"text": "x", "organisation": "y" * 81}, "organisation"),
            ({"text": "x", "owner": GIL}, "owner"),
            ({"text": "x", "owner": "U0NOBODY"}, "owner"),
        ],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, values: dict[str, Any], field: str) -> None:
        stage.types(BOM, "/difficulty")
        answer = stage.submits(BOM, values)
        assert (answer["response_action"], list(answer["errors"])) == ("errors", [field])
        with stage.db.read() as session:
            assert difficulties.get(session, WS, 1) is None

    @pytest.mark.parametrize("owner", [BOM, None])
    def test_a_team_that_was_closed_meanwhile_is_told_beside_the_team(self, stage: Stage, owner: str | None) -> None:
        stage.types(BOM, "/difficulty")
        with stage.db.begin() as session:
            team = teams.get(session, WS, "export")
            assert team is not None
            teams.save(session, WS, replace(team, active=False))
        assert list(stage.submits(BOM, {**FORM, "owner": owner, "team": "export"})["errors"]) == ["team"]

    def test_submitted_twice_is_stored_once(self, stage: Stage) -> None:
        stage.types(BOM, "/difficulty")
        form = stage.slack.form(BOM)
        stage.submits(BOM, FORM, view=form, key="trigger-9")
        stage.submits(BOM, FORM, view=form, key="trigger-9")
        with stage.db.read() as session:
            assert difficulties.get(session, WS, 2) is None

    def test_a_direct_message_gets_a_button_that_opens_it(self, stage: Stage) -> None:
        card = stage.mentions(BOM, "애로", dm=True)
        stage.clicks(BOM, card, "Record a difficulty")
        assert stage.slack.form(BOM)["callback_id"] == "difficulties:save"


class TestEditing:
    def test_changes_it(self, stage: Stage) -> None:
        card = stage.types(BOM, "/difficulty short of welders from: Geoje Shipyard #용접")
        stage.clicks(BOM, card, "Edit")
        stage.submits(BOM, {"text": "no welders", "organisation": "Hankook", "team": "energy", "urgency": ["urgent"]})
        one = there(stage)
        assert (one.text, one.organisation_name, one.team, one.urgent) == ("no welders", "Hankook", "energy", True)
        assert (one.categories, one.due) == (("용접",), dt.date(2026, 11, 30))
        assert told(stage, "energy") == [(EventKind.DIFFICULTY_RAISED, "D-1")]

    def test_that_changes_nothing_leaves_no_trace(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.clicks(BOM, card, "Edit")
        stage.submits(BOM)
        assert there(stage).version == 1

    def test_can_take_the_organisation_away(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.clicks(BOM, card, "Edit")
        stage.submits(BOM, {"organisation": None})
        assert (there(stage).organisation, there(stage).organisation_name) == (None, "")


class TestUndo:
    def test_takes_back_what_nobody_touched_and_its_event(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        shown = stage.clicks(BOM, card, "Undo")
        assert "taken back" in words(shown)
        assert there(stage).state is S.UNDONE
        assert told(stage) == []
        assert "No difficulties here" in words(through(stage, "list"))

    def test_has_its_time(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        stage.later(minutes=10, seconds=1)
        assert "can no longer be taken back" in words(stage.clicks(BOM, card, "Undo"))
        assert there(stage).state is S.OPEN

    def test_not_after_somebody_worked_with_it(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        through(stage, "note D-1 called")
        assert "can no longer be taken back" in words(stage.clicks(BOM, card, "Undo"))

    def test_is_a_command_too(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        through(stage, "취소 D-1", who=BOM)
        assert there(stage).state is S.UNDONE


class TestWhoMay:
    @pytest.mark.parametrize(
        ("words_", "may"),
        [
            ("assign D-1 @bom", {ARA, BOM, DANA, EUN, HANA}),
            ("start D-1", {ARA, BOM, DANA, EUN, HANA}),
            ("answer D-1 in March", {ARA, BOM, DANA, EUN, HANA}),
            ("task D-1", {ARA, BOM, DANA, EUN, HANA}),
            ("escalate D-1", {ARA, BOM, DANA, EUN, HANA}),
            ("decline D-1 the law", {ARA, DANA, EUN}),
            ("merge D-1 D-2", {ARA, DANA, EUN}),
            ("undo D-1", {ARA, DANA, EUN, HANA}),
            ("note D-1 called", {ARA, BOM, CHAN, DANA, EUN, HANA}),
        ],
    )
    def test_do_this_with_what_hana_raised_for_the_export_division(
        self, stage: Stage, words_: str, may: set[str]
    ) -> None:
        for _ in range(2):
            stage.types(HANA, "/difficulty")
            stage.submits(HANA, {**FORM, "team": "export"})
        before = there(stage)
        for who in (ARA, BOM, CHAN, DANA, EUN, HANA):
            with stage.db.begin() as session:  # as it was at first
                difficulties.save(session, WS, before, EUN, stage.now, "reset")
            with stage.db.begin() as session:
                session.execute(update(difficulties.DifficultyRow).values(touched=False))
            refused = "Only " in words(through(stage, words_, who=who))
            assert refused is (who not in may), who

    def test_the_owner_may_close_what_they_answered(self, stage: Stage) -> None:
        stage.types(HANA, "/difficulty")
        stage.submits(HANA, {**FORM, "team": "export"})
        through(stage, "assign D-1 @chan")
        through(stage, "answer D-1 in March", "close D-1", who=CHAN)
        assert there(stage).state is S.CLOSED

    def test_the_lead_of_the_team_above_may_decide(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        assert "Only" in words(through(stage, "decline D-1 the law", who=HANA))
        through(stage, "escalate D-1 team: energy")
        through(stage, "decline D-1 the law", who=HANA)
        assert there(stage).state is S.DECLINED


class TestLists:
    def test_narrow_to_what_is_asked(self, stage: Stage) -> None:
        stage.types(BOM, "/difficulty one")
        stage.types(BOM, "/difficulty two")
        stage.types(CHAN, "/difficulty three")
        through(stage, "assign D-1 @ara by: fri", "decline D-2 the law")
        shows = {
            "list": ("1", "3"),
            "list open": ("1", "3"),
            "list mine": ("1",),
            "list late": (),
            "list team energy": ("3",),
            "목록 팀 에너지과": ("3",),
            "list all": ("1", "2", "3"),
        }
        for line, numbers in shows.items():
            shown = words(through(stage, line))
            assert tuple(n for n in "123" if f"*D-{n}*" in shown) == numbers, line
        stage.later(days=3)
        assert ":red_circle: 1 day late" in words(through(stage, "list late"))

    def test_come_in_pages(self, stage: Stage) -> None:
        for number in range(12):
            stage.types(BOM, f"/difficulty number {number}")
        first = through(stage, "list team export")
        assert "12 difficulties" in words(first)
        assert "*D-11*" not in words(first)
        second = stage.clicks(ARA, first, "More")
        assert second["replace_original"] is True
        assert "*D-11*" in words(second)
        assert "More" not in words(second)

    def test_a_row_shows_the_whole(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        assert "Answer due" in words(stage.clicks(ARA, through(stage, "list"), "Show"))

    def test_a_long_history_fits_and_is_newest_first(self, stage: Stage) -> None:
        stage.types(BOM, "/difficulty " + "가나다 " * 500)
        for number in range(30):
            through(stage, f"note D-1 {number} " + "긴 메모 " * 300)
        shown = words(through(stage, "show D-1"))
        assert "29 긴 메모" in shown
        assert "too long for a card" in shown
        assert "the last" in words(through(stage, "note D-1 the last"))


class TestInAChannel:
    def test_the_card_that_everybody_sees_stays_in_the_teams_language(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        card = stage.types(BOM, LINE)
        assert "배정" in words(card)
        posted = {**card, "ts": "1764032400.000200"}
        shown = stage.clicks(BOM, posted, "착수", channel=EXPORT)
        assert "being worked on" in words(shown)


def test_a_line_that_begins_with_a_word_somewhat_like_a_command_is_a_line(stage: Stage) -> None:
    """`short` and `show` differ in two letters of five."""
    assert "Recorded as D-1" in words(stage.types(BOM, "/difficulty short of welders"))
    assert "Did you mean `show`?" in words(stage.types(BOM, "/difficulty shwo D-1"))


def test_whom_a_text_mentions_is_stored_by_name(stage: Stage) -> None:
    """Slack sends ids alone, and nobody reads those in a card, a list or a paper."""
    said = words(stage.mentions(BOM, f"애로 인력난은 <@{ARA}> 과장이 검토 from: 대한정밀"))
    assert "인력난은 @아라 과장이 검토" in said
    assert ARA not in said
