"""A personnel move as people make it: shown first, done at once, told once, and taken back as far as it goes."""

import datetime as dt
from typing import Any

import pytest

from bot.domain.leaves import Leave
from bot.domain.meetings import Seat
from bot.domain.tasks import Step
from storage import agendas, difficulties, duty, evaluations, people, surveys, teams, visits
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, HANA, WS, Json, Stage, leaves_slack, speaks, words
from tests.forcing import changes, delivers, force, posts, team
from tests.indicating import indicator, watched
from tests.planning import planned
from tests.rostering import CHRISTMAS, SATURDAY, on_duty, who
from tests.sitting import series
from tests.sitting import stored as stored_series
from tests.surveying import drafted
from tests.tasking import history, task


def furnished(stage: Stage) -> None:
    """Bom holds one of each thing."""
    stage.types(ARA, "/task add find the companies @bom due:12/24 team:export")
    stage.types(ARA, "/difficulty too few welders")
    stage.types(ARA, "/difficulty assign D-1 @bom")
    stage.types(BOM, "/visit 대한정밀 on:12/24")
    on_duty(stage, CHRISTMAS, BOM)
    stored_series(stage.db, secretary=BOM, seats=(Seat(person=BOM, chair=True),))
    stage.types(ARA, "/meeting M-1 add the fair by: @bom")
    stage.types(ARA, "/agenda add the fair in spring @bom")
    force(stage, lead=BOM, members=frozenset({BOM, ARA}))
    watched(stage.db, owner=BOM)
    planned(stage.db, owner=BOM)
    drafted(stage.db, author=BOM)
    with stage.db.begin() as session:
        people.away(session, WS, Leave(ARA, dt.date(2026, 12, 1), dt.date(2026, 12, 2), deputy=BOM))
    stage.types(DANA, "/evaluate open")


def looks(stage: Stage, person: str = EUN, line: str = "@bom @chan") -> Json:
    return stage.types(person, f"/muster transfer {line}")


def moved(stage: Stage, person: str = EUN, line: str = "@bom @chan") -> Json:
    return stage.clicks(person, looks(stage, person, line), "moves:hand")


def holders(stage: Stage) -> dict[str, Any]:
    """Who has each of these things."""
    with stage.db.read() as session:
        difficulty, item = difficulties.get(session, WS, 1), agendas.item(session, WS, 1)
        visit, survey = visits.get(session, WS, 1), surveys.get(session, WS, 1)
        leave = people.leave_on(session, WS, ARA, dt.date(2026, 12, 1))
        month = evaluations.latest(session, WS)
        assert None not in (difficulty, item, visit, survey, leave)
        assert month is not None
        rated = [one.owner for one in evaluations.assessments(session, WS, month.month)]
    council = series(stage, "council")
    return {
        "task": task(stage).owner,
        "difficulty": difficulty and difficulty.owner,
        "visit": visit and visit.person,
        "duty": who(stage),
        "secretary": council.secretary,
        "seats": [(seat.person, seat.chair) for seat in council.seats],
        "item": item and item.presenter,
        "lead": team(stage).lead,
        "members": set(team(stage).members),
        "indicator": indicator(stage).owner,
        "survey": survey and survey.author,
        "deputy": leave and leave.deputy,
        "rated": rated,
    }


def all_with(person: str, *members: str) -> dict[str, Any]:
    single = ("task", "difficulty", "visit", "secretary", "item", "lead", "indicator", "survey", "deputy")
    return dict.fromkeys(single, person) | {
        "duty": [person],
        "seats": [(person, True)],
        "members": {ARA, person, *members},
        "rated": [person],
    }


class TestShown:
    def test_what_goes_over_and_what_stays(self, stage: Stage) -> None:
        furnished(stage)
        said = words(looks(stage))
        for part in (
            "봄 → 찬",
            "1 task*: T-1 find the companies",
            "1 difficulty*: D-1 too few welders",
            "1 planned visit*: V-1 대한정밀",
            "1 day of duty*: Fri 25 Dec",
            "prepares 1 meeting*: Export Council",
            "1 seat*: Export Council",
            "leads 1 team*: US trade TF",
            "belongs to 1 team*: US trade TF",
            "1 indicator*: I-1 Exports",
            "1 item of the plan*: P-1 Export sites",
            "1 survey*: S-1 Order books",
            "1 rating to give*: T-1 find the companies",
            "deputy of 1 person*: 아라",
            "What 봄 did stays theirs",
        ):
            assert part in said, said
        assert holders(stage) == all_with(BOM)

    def test_in_korean(self, stage: Stage) -> None:
        furnished(stage)
        speaks(stage, EUN, "ko")
        card = stage.types(EUN, "/muster 인사이동 @봄 @찬")
        assert "인사이동: 봄 → 찬" in words(card)
        for part in ("과제 1건", "대미통상 TF", "수출협의회", "안건 1건*: the fair in spring"):
            assert part in words(card)
        assert "특별근무 1일" in words(card)
        assert "인계했습니다" in words(stage.clicks(EUN, card, "moves:hand"))

    def test_the_first_few_are_named_and_the_others_counted(self, stage: Stage) -> None:
        for number in range(5):
            stage.types(ARA, f"/task add task {number} @bom")
        assert "5 tasks*: T-1 task 0, T-2 task 1, T-3 task 2 and 2 more" in words(looks(stage))

    def test_by_the_form(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom")
        assert stage.types(EUN, "/muster transfer") == {}
        stage.submits(EUN, {"giver": BOM, "receiver": CHAN})
        assert "1 task" in words(stage.said())

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"giver": BOM}, "receiver"),
            ({"receiver": BOM}, "giver"),
            ({"giver": "U0NOBODY", "receiver": BOM}, "giver"),
            ({"giver": BOM, "receiver": "U0NOBODY"}, "receiver"),
        ],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, values: dict[str, str], field: str) -> None:
        stage.types(EUN, "/muster transfer")
        assert list(stage.submits(EUN, values)["errors"]) == [field]

    @pytest.mark.parametrize(
        ("line", "said"),
        [
            ("@bom", "Two people belong here"),
            ("@bom @chan @ara", "Two people belong here"),
            ("everything of @bom @chan", "Two people belong here"),
            ("@bom @봄", "has it already"),
            ("@bom @gil", "is a guest"),
            ("@bom @nobody", "nobody called"),
            ("@nobody @bom", "nobody called"),
            ("@bom @chan", "holds nothing"),
        ],
    )
    def test_bad_input_says_what_to_type(self, stage: Stage, line: str, said: str) -> None:
        assert said in words(looks(stage, EUN, line))

    def test_who_has_left_hands_over_and_never_takes_over(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom")
        leaves_slack(stage, BOM)
        assert "no longer here" in words(looks(stage, EUN, f"@chan <@{BOM}|bom>"))
        card = looks(stage, EUN, "@봄 @chan")
        assert "봄 has left" in words(card)
        stage.clicks(EUN, card, "moves:hand")
        assert task(stage).owner == CHAN


class TestWhoMay:
    @pytest.mark.parametrize(
        ("person", "may"), [(DANA, True), (EUN, True), (ARA, True), (BOM, False), (CHAN, False), (GIL, False)]
    )
    def test_office_and_lead(self, stage: Stage, person: str, may: bool) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        assert ("1 task" in words(looks(stage, person))) is may
        card = looks(stage, EUN)
        stage.clicks(person, card, "moves:hand")  # somebody else's button is no way in
        assert (task(stage).owner == CHAN) is may

    def test_a_lead_hands_over_what_belongs_to_their_team(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        force(stage, lead=BOM, members=frozenset({BOM}))
        said = words(looks(stage, ARA))
        assert "1 thing goes over" in said
        assert "Of other teams" in said
        moved(stage, ARA)
        assert (task(stage).owner, team(stage).lead) == (CHAN, BOM)


class TestDone:
    def test_everything_goes_over_and_is_recorded(self, stage: Stage) -> None:
        furnished(stage)
        said = words(moved(stage))
        assert "15 things went from 봄 to 찬." in said
        assert holders(stage) == all_with(CHAN)
        for ref in ("T-1", "D-1", "V-1", "I-1", "P-1", "S-1", "meeting:council", "team:tf", "duty:2026-12-25", "M-1"):
            assert changes(stage, ref)[0] in ("transfer", "ask"), ref
        assert history(stage)[-1].what is Step.ASSIGN
        assert changes(stage, BOM)[0] == "transfer"

    def test_the_receiver_hears_of_it_once(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        before = len(posts(stage, "task-assigned"))
        moved(stage)
        assert [post.person for post in posts(stage, "move-told")] == [CHAN]
        assert len(posts(stage, "task-assigned")) == before
        delivers(stage)
        said = "\n".join(words(message) for message in stage.slack.in_channel(f"D{CHAN[1:]}"))
        assert said.count("What 봄 held is yours now") == 1
        assert "T-1 find the companies" in said

    def test_who_takes_over_by_their_own_hand_is_told_nothing(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        moved(stage, ARA, "@bom @ara")
        assert posts(stage, "move-told") == []

    def test_what_changed_meanwhile_is_shown_again(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        card = looks(stage)
        stage.types(ARA, "/task add book the hall @bom team:export")
        again = stage.clicks(EUN, card, "moves:hand")
        assert "Something changed meanwhile" in words(again)
        assert task(stage).owner == BOM
        assert "2 things went" in words(stage.clicks(EUN, again, "moves:hand"))

    def test_the_same_button_twice_hands_over_once(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        card = looks(stage)
        stage.clicks(EUN, card, "moves:hand")
        assert "holds nothing" in words(stage.clicks(EUN, card, "moves:hand"))
        assert len(posts(stage, "move-told")) == 1

    def test_cancel(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        assert "Nothing was handed over" in words(stage.clicks(EUN, looks(stage), "moves:cancel"))
        assert task(stage).owner == BOM

    def test_nobody_is_on_duty_twice_on_a_day(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        on_duty(stage, CHRISTMAS, CHAN, seat=2)
        on_duty(stage, SATURDAY, BOM)
        card = looks(stage)
        assert "What the other cannot take" in words(card)
        stage.clicks(EUN, card, "moves:hand")
        assert (who(stage), who(stage, SATURDAY)) == ([BOM, CHAN], [CHAN])

    def test_an_open_question_about_a_day_is_withdrawn(self, stage: Stage) -> None:
        on_duty(stage, CHRISTMAS, BOM)
        stage.types(BOM, "/duty swap 12/25 @ara")
        moved(stage)
        with stage.db.read() as session:
            assert duty.asks_open(session, WS, stage.now.date()) == []

    def test_two_seats_in_a_meeting_become_one(self, stage: Stage) -> None:
        stored_series(stage.db, seats=(Seat(person=BOM, chair=True), Seat(person=CHAN)))
        card = moved(stage)
        assert [(one.person, one.chair) for one in series(stage, "council").seats] == [(CHAN, True)]
        stage.clicks(EUN, card, "moves:undo")
        assert [(one.person, one.chair) for one in series(stage, "council").seats] == [(CHAN, False), (BOM, True)]


class TestTakenBack:
    def test_all_of_it(self, stage: Stage) -> None:
        furnished(stage)
        said = words(stage.clicks(EUN, moved(stage), "moves:undo"))
        assert "15 things are with 봄 again." in said
        assert holders(stage) == all_with(BOM)

    def test_but_not_what_went_elsewhere(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        stage.types(ARA, "/task add book the hall @bom team:export")
        card = moved(stage)
        stage.types(ARA, "/task assign T-1 @hana")
        said = words(stage.clicks(EUN, card, "moves:undo"))
        assert "1 thing is with 봄 again" in said
        assert "Not given back" in said
        assert (task(stage, 1).owner, task(stage, 2).owner) == (HANA, BOM)

    def test_to_somebody_who_has_left(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        leaves_slack(stage, BOM)
        stage.clicks(EUN, moved(stage, EUN, "@봄 @chan"), "moves:undo")
        assert task(stage).owner == BOM

    def test_once_and_for_a_day(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        card = moved(stage)
        stage.later(hours=24, seconds=1)
        assert "more than a day ago" in words(stage.clicks(EUN, card, "moves:undo"))
        stage.later(hours=-1)
        stage.clicks(EUN, card, "moves:undo")
        assert "already" in words(stage.clicks(EUN, card, "moves:undo"))

    def test_by_whoever_may(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        card = moved(stage)
        stage.clicks(CHAN, card, "moves:undo")
        assert task(stage).owner == CHAN
        stage.clicks(ARA, card, "moves:undo")
        assert task(stage).owner == BOM

    def test_who_never_heard_of_it_hears_nothing(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        stage.clicks(EUN, moved(stage), "moves:undo")
        delivers(stage)
        said = "\n".join(words(message) for message in stage.slack.in_channel(f"D{CHAN[1:]}"))
        assert "봄" not in said

    def test_who_heard_of_it_hears_that_it_was_taken_back(self, stage: Stage) -> None:
        stage.types(ARA, "/task add find the companies @bom team:export")
        card = moved(stage)
        delivers(stage)
        stage.clicks(EUN, card, "moves:undo")
        delivers(stage)
        said = "\n".join(words(message) for message in stage.slack.in_channel(f"D{CHAN[1:]}"))
        assert said.count("took the move back") == 1


def test_leads_and_members_of_a_home_division_stay_in_it(stage: Stage) -> None:
    moved(stage, EUN, "@ara @bom")
    with stage.db.read() as session:
        export = teams.get(session, WS, "export")
    assert export is not None
    assert (export.lead, export.members) == (BOM, frozenset({ARA, BOM}))
