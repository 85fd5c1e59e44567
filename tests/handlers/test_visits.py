"""Visits as people log them: the line, the form, the question, the lists."""

import itertools
from dataclasses import replace

import pytest

from bot.domain.events import EventKind
from bot.domain.visits import VisitState
from storage import audit, events, people, visits
from tests.blocking import somebody_writes
from tests.cast import ARA, BOM, EXPORT, GIL, HANA, WS, Stage, leaves_slack, speaks, words
from tests.visiting import LINE, visit


class TestOneLine:
    def test_is_understood_and_stored(self, stage: Stage) -> None:
        card = stage.types(BOM, LINE)
        logged = visit(stage)
        assert (logged.organisation_name, logged.summary) == ("대한정밀", "2분기 수주 회복")
        assert (logged.kinds, logged.sectors, logged.regions) == (("production",), ("parts",), ("ansan",))
        assert logged.companions == (ARA,)
        assert logged.day.isoformat() == "2026-11-24"
        assert logged.difficulties == (1, 2)
        assert all(part in words(card) for part in ("V-1", "대한정밀", "D-1", "납품대금 지연", "D-2", "Tue 24 Nov"))

    def test_says_it_in_korean_to_who_reads_korean(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            bom = people.get(session, WS, BOM)
            assert bom is not None
            people.save(session, WS, replace(bom, language="ko"))
        assert "11월 24일 (화)" in words(stage.types(BOM, LINE))

    def test_counts_for_everybody_who_was_there(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        with stage.db.read() as session:
            counted = visits.counted(session, WS, visit(stage).day, visit(stage).day, frozenset())
        assert counted == {BOM: (1, 0), ARA: (1, 0)}

    def test_is_told_to_agendas_and_channel_and_kept_in_the_audit(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        with stage.db.read() as session:
            told = events.untold(session, WS, "export", stage.now.replace(hour=0), stage.now.replace(hour=23))
            changes = audit.changes(session, WS, "V-1")
        assert [one.kind for one in told if one.ref == "V-1"] == [EventKind.VISIT_DONE]
        assert [(one.person, one.action) for one in changes] == [(BOM, "add")]

    def test_the_same_request_twice_changes_nothing_and_says_the_same(self, stage: Stage) -> None:
        first = stage.types(BOM, LINE, key="trigger-1")
        assert stage.types(BOM, LINE, key="trigger-1") == first
        with stage.db.read() as session:
            assert visits.get(session, WS, 2) is None

    @pytest.mark.parametrize("who", ["@아라님", "@아라 국장님", "@아라국장님", "@ara씨"])
    def test_a_title_behind_a_name_is_none_of_it(self, stage: Stage, who: str) -> None:
        stage.types(BOM, f"/visit 대한정밀: 수주 {who} #거제#조선 날짜:그제 오후")
        logged = visit(stage)
        assert (logged.companions, logged.summary, logged.day.isoformat()) == ((ARA,), "수주", "2026-11-23")
        assert (logged.regions, logged.sectors) == (("geoje",), ("shipbuilding",))

    def test_the_same_visit_again_is_asked_about(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        question = stage.types(BOM, LINE)
        assert "Log it again?" in words(question)
        with stage.db.read() as session:
            assert visits.get(session, WS, 2) is None
        stage.clicks(BOM, question, "Log it again")
        assert visit(stage, 2).organisation == visit(stage, 1).organisation

    def test_after_ten_minutes_it_is_another_visit(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        stage.later(minutes=10)
        assert "Log it again?" not in words(stage.types(BOM, LINE))

    def test_spelled_another_way_it_is_the_same_organisation(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀: 첫 방문")
        stage.types(BOM, "/visit (주) 대한 정밀: 둘째 방문 on:yesterday")
        assert visit(stage, 1).organisation == visit(stage, 2).organisation

    def test_another_team_was_there(self, stage: Stage) -> None:
        stage.types(HANA, "/visit 대한정밀 on:11/16")
        assert "Energy division was there 9 days ago (V-1)" in words(stage.types(BOM, "/visit 대한정밀"))

    def test_a_future_day_is_planned_and_counts_once_done(self, stage: Stage) -> None:
        card = stage.types(BOM, "/visit 대한정밀 on:11/27")
        assert "planned" in words(card)
        stage.later(days=3)
        stage.clicks(BOM, card, "Done")
        assert visit(stage).state == VisitState.DONE

    @pytest.mark.parametrize(
        ("language", "typed", "says"),
        [
            ("en", "/visit done V-1", "*V-1* was done already; nothing has changed."),
            ("ko", "/visit 완료 V-1", "V-1은 이미 완료된 방문이어서 바뀐 것이 없습니다."),
        ],
    )
    def test_done_once_more_says_that_it_was(self, stage: Stage, language: str, typed: str, says: str) -> None:
        stage.types(BOM, "/visit 대한정밀")
        speaks(stage, BOM, language)
        before = visit(stage)
        said = words(stage.types(BOM, typed))
        assert says in said
        assert "대한정밀" in said
        assert visit(stage) == before

    def test_an_unknown_tag_is_kept_and_pointed_out(self, stage: Stage) -> None:
        assert "#양자" in words(stage.types(BOM, "/visit 대한정밀 #양자"))
        assert visit(stage).unknown_tags == ("양자",)

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("/visit : no name", "Which organisation?"),
            ("/visit 대한정밀 @nobody", "I know nobody called “nobody”"),
            ("/visit 대한정밀 on:2026-02-30", "2026-02-30"),
            ("/visit lst", "Did you mean `list`?"),
            ("/visit show V-99", "There is no visit V-99"),
            ("/visit " + "가" * 81, "80"),
            ("/visit x: " + "y" * 4001, "4,000"),
        ],
    )
    def test_bad_input_is_answered_and_nothing_is_stored(self, stage: Stage, text: str, says: str) -> None:
        assert says in words(stage.types(BOM, text))
        with stage.db.read() as session:
            assert visits.get(session, WS, 1) is None

    @pytest.mark.parametrize(
        ("language", "day", "says"),
        [
            ("en", "on:2099-01-01", "Thu 1 Jan 2099 is more than a year ahead. Type a nearer day, such as `on:12/24`."),
            (
                "en",
                "on:2024-02-01",
                "Thu 1 Feb 2024 is more than a year ago. Type a later day, such as `on:yesterday`.",
            ),
            ("ko", "날짜:2099-01-01", "1년 넘게 남은 날입니다. `날짜:12/24`처럼 더 가까운 날을 적어 주십시오."),
            ("ko", "날짜:2024-02-01", "1년이 넘게 지난 날입니다. `날짜:어제`처럼 더 가까운 날을 적어 주십시오."),
        ],
    )
    def test_a_day_that_the_form_refuses_is_refused_in_the_line(
        self, stage: Stage, language: str, day: str, says: str
    ) -> None:
        speaks(stage, BOM, language)
        said = words(stage.types(BOM, f"/visit 대한정밀: 수주 회복 {day}"))
        assert says in said
        assert f"대한정밀: 수주 회복 {day}" in said
        with stage.db.read() as session:
            assert visits.get(session, WS, 1) is None

    def test_what_people_type_mentions_and_links_nothing(self, stage: Stage) -> None:
        card = stage.types(BOM, "/visit &lt;!channel&gt; *Evil*: <https://evil.example|bank.example> ! &lt;@U0ARA&gt;")
        text = words(card)
        assert "<!channel>" not in text
        assert "<https://evil" not in text
        assert "<@U0ARA>" not in text

    def test_guests_are_refused_with_who_may(self, stage: Stage) -> None:
        assert "Guests" in words(stage.types(GIL, LINE))


class TestForm:
    def test_logs_what_it_holds(self, stage: Stage) -> None:
        assert stage.types(BOM, "/visit") == {}
        stage.submits(
            BOM,
            {
                "organisation": "Geoje Shipyard",
                "summary": "order book is full",
                "met": "plant manager",
                "kind": ["production"],
                "sector": "shipbuilding",
                "companions": [ARA],
                "difficulty_1": "short of welders",
                "photos": [{"id": "F0PHOTO"}],
            },
        )
        logged = visit(stage)
        assert (logged.organisation_name, logged.met, logged.photos) == (
            "Geoje Shipyard",
            "plant manager",
            ("F0PHOTO",),
        )
        assert "short of welders" in words(stage.said())

    def test_faults_stand_beside_their_fields(self, stage: Stage) -> None:
        stage.types(BOM, "/visit")
        answer = stage.submits(BOM, {"organisation": "​"})
        assert answer["response_action"] == "errors"
        assert list(answer["errors"]) == ["organisation"]

    @pytest.mark.parametrize(
        ("language", "question", "button", "photos"),
        [
            (
                "en",
                "You logged *V-1* at Geoje Shipyard on Wed 25 Nov a moment ago. Log it again?",
                "Log it again",
                ("Photos chosen already", "Photo 1", "Untick what shall not be stored.", "More photos"),
            ),
            (
                "ko",
                "방금 Geoje Shipyard 11월 25일 (수) 방문을 V-1로 등록하셨습니다. 한 번 더 등록할까요?",
                "다시 등록",
                ("이미 선택한 사진", "사진 1", "등록하지 않을 사진은 선택을 해제해 주십시오.", "사진 추가"),
            ),
        ],
    )
    def test_the_same_visit_again_is_asked_about(
        self, stage: Stage, language: str, question: str, button: str, photos: tuple[str, ...]
    ) -> None:
        speaks(stage, BOM, language)
        stage.types(BOM, "/visit Geoje Shipyard")
        stage.types(BOM, "/visit")
        typed = {"summary": "order book is full", "difficulty_1": "short of welders", "photos": [{"id": "F0PHOTO"}]}
        answer = stage.submits(BOM, {"organisation": "geoje shipyard"} | typed)
        assert answer["response_action"] == "update"
        asked = answer["view"]
        assert question in words(asked)
        assert all(one in words(asked) for one in photos)
        assert asked["submit"]["text"] == button
        with stage.db.read() as session:
            assert visits.get(session, WS, 2) is None
        stage.submits(BOM, view=asked)
        again = visit(stage, 2)
        assert (again.organisation, again.summary) == (visit(stage).organisation, "order book is full")
        assert (again.difficulties, again.photos) == ((1,), ("F0PHOTO",))

    def test_a_photo_that_is_taken_out_of_the_question_is_not_stored(self, stage: Stage) -> None:
        stage.types(BOM, "/visit Geoje Shipyard")
        stage.types(BOM, "/visit Hankook Precision")
        stage.types(BOM, "/visit")
        chosen = {"Photos": [{"id": "F0ONE"}, {"id": "F0TWO"}]}
        first = stage.slack.form(BOM)
        second = stage.submits(BOM, {"organisation": "Geoje Shipyard"} | chosen)["view"]
        more = {"Photos chosen already": ["F0TWO"], "More photos": [{"id": "F0THREE"}, {"id": "F0FOUR"}]}
        third = stage.submits(BOM, {"organisation": "Hankook Precision"} | more, view=second)["view"]
        assert "Photo 3" in words(third)
        stage.submits(BOM, {"Photos chosen already": ["F0TWO", "Photo 3"]}, view=third)
        assert visit(stage, 3).photos == ("F0TWO", "F0FOUR")
        # Slack keeps what stands in a field whose name stays, which would bring it back
        named = [{one.get("block_id", "") for one in form["blocks"]} for form in (first, second, third)]
        for before, after in itertools.pairwise(named):
            assert not {one for one in before & after if one.startswith(("photos", "chosen"))}

    def test_all_photos_may_be_taken_out(self, stage: Stage) -> None:
        stage.types(BOM, "/visit Geoje Shipyard")
        stage.types(BOM, "/visit")
        asked = stage.submits(BOM, {"organisation": "Geoje Shipyard", "photos": [{"id": "F0ONE"}]})["view"]
        stage.submits(BOM, {"Photos chosen already": []}, view=asked)
        assert visit(stage, 2).photos == ()

    @pytest.mark.parametrize(("rounds", "number"), [(1, 2), (2, 3)])
    def test_a_line_too_long_for_a_button_keeps_all_of_it_in_the_form(
        self, stage: Stage, rounds: int, number: int
    ) -> None:
        tags, asked_for = ("양자", "두 단어"), tuple(f"용접공 부족 {n}" for n in range(1, 8))
        more = "".join(f" ! {one}" for one in asked_for)
        line = f'/visit Geoje Shipyard: {"수주 회복 " * 310}#부품 #양자 #"두 단어"{more}'
        first = words(stage.types(BOM, line))
        if rounds == 2:
            stage.types(BOM, "/visit Hankook Precision")
        assert "#양자" in first
        assert stage.types(BOM, line) == {}
        asked = stage.slack.form(BOM)
        assert "Log it again?" in words(asked)
        if rounds == 2:
            asked = stage.submits(BOM, {"organisation": "Hankook Precision"}, view=asked)["view"]
        stage.submits(BOM, view=asked)
        again = visit(stage, number)
        assert (again.sectors, again.unknown_tags) == (("parts",), tags)
        assert len(again.difficulties) == len(asked_for)
        assert "#양자" in words(stage.said())

    @pytest.mark.parametrize(
        ("language", "said"),
        [
            ("en", "You logged V-1 at Geoje Shipyard a moment ago, and this line has more"),
            ("ko", "방금 Geoje Shipyard 방문을 V-1로 등록하셨고"),
        ],
    )
    @pytest.mark.parametrize("more", ["".join(f" #양자컴퓨터{n}" for n in range(300)), " ! 납품대금 지연" * 200])
    def test_a_line_that_no_form_holds_is_refused(self, stage: Stage, language: str, said: str, more: str) -> None:
        speaks(stage, BOM, language)
        stage.types(BOM, "/visit Geoje Shipyard")
        assert said in words(stage.types(BOM, f"/visit Geoje Shipyard{more}"))
        with stage.db.read() as session:
            assert visits.get(session, WS, 2) is None

    def test_the_question_is_about_the_visit_that_it_names(self, stage: Stage) -> None:
        stage.types(BOM, "/visit Geoje Shipyard")
        stage.types(BOM, "/visit Hankook Precision")
        stage.types(BOM, "/visit")
        asked = stage.submits(BOM, {"organisation": "Geoje Shipyard"})["view"]
        asked = stage.submits(BOM, {"organisation": "Hankook Precision"}, view=asked)["view"]
        assert "You logged *V-2* at Hankook Precision" in words(asked)
        stage.submits(BOM, {"day": "2026-11-24"}, view=asked)
        assert visit(stage, 3).organisation_name == "Hankook Precision"

    def test_a_failure_keeps_the_form(self, stage: Stage) -> None:
        stage.types(BOM, "/visit")
        form = stage.slack.form(BOM)
        with somebody_writes(stage.db):
            answer = stage.submits(BOM, {"organisation": "Geoje Shipyard"}, view=form)
        assert "Not saved" in answer["errors"]["organisation"]


class TestLists:
    def test_mine_by_default_and_pages(self, stage: Stage) -> None:
        for number in range(12):
            stage.types(BOM, f"/visit 업체{number}: 방문")
        stage.types(HANA, "/visit 다른 업체")
        first = stage.types(BOM, "/visit list")
        assert "12 visits" in words(first)
        assert "다른 업체" not in words(first)
        second = stage.clicks(BOM, first, "More")
        assert second["replace_original"] is True
        assert "업체0" in words(second)

    def test_of_a_team_in_korean_words(self, stage: Stage) -> None:
        stage.types(HANA, "/visit 대한정밀")
        assert "대한정밀" in words(stage.types(BOM, "/muster 방문 목록 team energy this week"))

    def test_since_a_day_shows_what_is_planned_too(self, stage: Stage) -> None:
        speaks(stage, BOM, "ko")
        stage.types(BOM, "/visit 대한정밀 on:12/3")
        stage.types(BOM, "/visit 거제조선 on:11/20")
        said = words(stage.types(BOM, "/visit 목록 11/20부터"))
        assert "대한정밀" in said
        assert "거제조선" in said
        assert "거제조선" not in words(stage.types(BOM, "/visit list since 11/21"))

    def test_a_filter_that_matches_nothing_says_so(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        assert "No visits match this." in words(stage.types(BOM, "/visit list team energy"))
        speaks(stage, BOM, "ko")
        assert "해당하는 방문이 없습니다. `/visit 목록`" in words(stage.types(BOM, "/visit 목록 지난주"))
        assert "No visits here yet." in words(stage.types(HANA, "/visit list me"))

    def test_of_somebody_who_left(self, stage: Stage) -> None:
        stage.types(BOM, "/visit 대한정밀")
        leaves_slack(stage, BOM)
        assert "대한정밀" in words(stage.types(ARA, f"/visit list <@{BOM}>"))

    def test_quota_shows_who_is_behind(self, stage: Stage) -> None:
        stage.types(BOM, LINE)
        stage.types(BOM, "/visit 거제조선")
        text = words(stage.types(ARA, "/visit quota"))
        assert "1 of 2 met" in text
        assert "2/2" in text


class TestSaidElsewhere:
    def test_a_mention_is_answered_in_its_thread(self, stage: Stage) -> None:
        planned = stage.mentions(BOM, "방문 대한정밀: 수주 회복", thread="1764032400.000100")
        assert "V-1" in words(planned)

    def test_a_form_becomes_a_button_in_a_direct_message(self, stage: Stage) -> None:
        planned = stage.mentions(BOM, "visit", dm=True)
        stage.clicks(BOM, planned, "Log a visit", channel=EXPORT)
        assert stage.slack.form(BOM)["callback_id"] == "visits:save"
