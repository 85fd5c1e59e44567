"""The month's end as the clock plays it: opened once, people asked, locked, told, the lowest on the agenda."""

import dataclasses
import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from bot.blocks import evaluations as blocks
from bot.domain.evaluations import Given, Part
from bot.domain.ledger import State
from bot.domain.tasks import Task, TaskState
from bot.i18n import translator
from bot.settings import DeliverySettings
from schedules import MAKERS, SPEAKS, SWEEPS, foresee, preview, said_by, tick
from storage import Database, agendas, evaluations, tasks, teams
from storage.directories import directory
from storage.ledger.rows import PostRow
from tests.cast import ARA, BOM, CHAN, ENERGY, EUN, EXPORT, HANA, LEADERS, WS, Stage, becomes_guest, words
from tests.doubles import checks
from tests.doubles.slack import FakeSlack
from tests.evaluating import CREATED, KST, NOVEMBER, OPENED, november, posts, rate, task

Json = dict[str, Any]
Tick = Callable[..., None]


@pytest.fixture
def clock(stage: Stage) -> Tick:
    """Sets the clock to a moment of Seoul and plays one round of everything that is due."""
    slack = FakeSlack(stage.slack)
    slack.retry_handlers = []

    def play(day: int, hour: int, minute: int = 0, month: int = 11, also: tuple[str, ...] = ()) -> None:
        named = {key: maker for key, maker in MAKERS.items() if key.startswith(("evaluation", *also))}
        stage.now = dt.datetime(2026, month, day, hour, minute, tzinfo=KST).astimezone(dt.UTC)
        tick(
            stage.db,
            lambda _workspace: slack,
            named,
            lambda: stage.now,
            DeliverySettings(),
            sweeps=[sweep for sweep in SWEEPS if sweep.name == "evaluations"],
            pause=lambda seconds: stage.later(seconds=seconds),
        )

    return play


def said(stage: Stage, channel: str) -> list[Json]:
    """What was posted in a channel; pictures are named by their title."""
    return list(stage.slack.messages.get(channel, ()))


def dm(stage: Stage, person: str) -> list[Json]:
    return said(stage, stage.slack.dm(person).id)


def month_ends(stage: Stage, clock: Tick) -> None:
    clock(28, 12)
    clock(30, 10)
    clock(30, 10, 5)


def test_the_clock_opens_on_the_last_working_day_and_asks_channel_and_people_once(stage: Stage, clock: Tick) -> None:
    task(stage.db)
    clock(28, 12)
    assert said(stage, EXPORT) == []
    clock(30, 10)
    clock(30, 10, 5)
    clock(30, 11)
    told = said(stage, EXPORT)
    assert len(told) == 1
    assert "1 task is evaluated" in words(told[0])
    assert said(stage, ENERGY) == [], "a team without tasks hears nothing"
    assert said(stage, LEADERS) == []
    assert len(dm(stage, BOM)) == 1
    assert "5 (nothing deducted)" in words(dm(stage, BOM)[0])
    assert len(dm(stage, ARA)) == 1
    assert dm(stage, CHAN) == []
    with stage.db.read() as session:
        month = evaluations.get(session, WS, NOVEMBER)
    assert month is not None
    assert (month.opened, month.opened_by) == (OPENED, None)


def test_guests_are_asked_for_nothing(stage: Stage, clock: Tick) -> None:
    task(stage.db)
    clock(28, 12)
    for person in (ARA, BOM):
        becomes_guest(stage, person)
    clock(30, 10)
    clock(30, 10, 5)
    clock(30, 11)
    assert said(stage, EXPORT)
    assert dm(stage, BOM) == dm(stage, ARA) == []


def test_the_prompts_button_opens_ones_own_form(stage: Stage, clock: Tick) -> None:
    task(stage.db)
    month_ends(stage, clock)
    stage.clicks(BOM, said(stage, EXPORT)[0], "evaluations:rate")
    assert "Welders" in words(stage.slack.form(BOM))
    stage.clicks(CHAN, said(stage, EXPORT)[0], "evaluations:rate")
    assert "Nothing waits for you" in words(stage.said())


def test_a_month_opened_by_hand_is_not_opened_again_by_the_clock(stage: Stage, clock: Tick) -> None:
    stage.now = dt.datetime(2026, 11, 25, 10, tzinfo=KST)
    task(stage.db)
    stage.types(EUN, "/evaluate open")
    clock(25, 10, 1)
    assert len(said(stage, EXPORT)) == 1
    assert len(dm(stage, BOM)) == 1
    task(stage.db, "Later")
    month_ends(stage, clock)
    assert len(said(stage, EXPORT)) == 1
    assert len(dm(stage, BOM)) == 1
    clock(4, 10, month=12)  # seven working days after the 25th
    assert "Evaluation" in words(said(stage, LEADERS)[0])
    count = len(said(stage, EXPORT)), len(said(stage, LEADERS))
    clock(9, 10, month=12)
    assert (len(said(stage, EXPORT)), len(said(stage, LEADERS))) == count


def test_results_after_seven_working_days_with_chart_and_the_lowest_on_the_agenda(stage: Stage, clock: Tick) -> None:
    first, second = task(stage.db), task(stage.db, "Meters", owner=CHAN, team="energy")
    month_ends(stage, clock)
    with stage.db.read() as session:
        month = evaluations.get(session, WS, NOVEMBER)
    assert month is not None
    rate(stage.db, month, Given(first, Part.OWNER, 1, "nothing moved"), BOM)
    rate(stage.db, month, Given(second, Part.OWNER, 5, "all built"), CHAN)
    clock(9, 9, 59, month=12)
    assert said(stage, LEADERS) == []
    clock(9, 10, month=12)
    clock(9, 10, 5, month=12)
    team = said(stage, EXPORT)
    assert "Welders" in words(team[1])
    assert "Meters" not in words(team[1])
    everybody = said(stage, LEADERS)
    assert "Export division" in words(everybody[0])
    with stage.db.read() as session:
        assert evaluations.unlocked(session, WS) == []
        items = {team: agendas.open_items(session, WS, team) for team in ("export", "energy")}
        states = [(p.series, p.part, p.state) for p in posts(stage.db) if p.occurrence == "2026-11"]
    assert [item.presenter for item in items["export"]] == [BOM]
    assert items["energy"] == [], "what has full marks is not among the lowest"
    assert {state for *_, state in states} <= {State.POSTED, State.SKIPPED}
    shared = [message for message in everybody if message.get("files")] or stage.slack.files
    assert shared


def test_nothing_to_rate_is_silence(stage: Stage, clock: Tick) -> None:
    month_ends(stage, clock)
    clock(9, 10, month=12)
    assert said(stage, EXPORT) == said(stage, LEADERS) == []
    with stage.db.read() as session:
        assert evaluations.latest(session, WS) is None
    assert {post.state for post in posts(stage.db) if post.series.startswith("evaluation")} == {
        State.SKIPPED,
        State.CANCELLED,
    }, "threads without a post"


def test_the_clock_opens_late_as_of_its_moment(stage: Stage, clock: Tick) -> None:
    task(stage.db)
    clock(28, 12)
    clock(1, 15, month=12)
    with stage.db.read() as session:
        month = evaluations.get(session, WS, NOVEMBER)
    assert month is not None
    assert month.opened == OPENED


def test_without_team_channels_the_sweep_opens_and_locks(stage: Stage, clock: Tick) -> None:
    with stage.db.begin() as session:
        for team in teams.everything(session, WS):
            teams.save(session, WS, dataclasses.replace(team, channel=None))
    number = task(stage.db)
    month_ends(stage, clock)
    assert len(dm(stage, BOM)) == 1
    with stage.db.read() as session:
        month = evaluations.get(session, WS, NOVEMBER)
    assert month is not None
    rate(stage.db, month, Given(number, Part.OWNER, 1, "little"))
    clock(9, 10, month=12)
    with stage.db.read() as session:
        assert len(agendas.open_items(session, WS, "export")) == 1


def test_who_has_answered_before_the_question_came_is_not_asked(stage: Stage, clock: Tick) -> None:
    number = task(stage.db)
    month = november(stage.db)
    rate(stage.db, month, Given(number, Part.OWNER, 4, "seen"))
    clock(30, 10, 5)
    assert dm(stage, BOM) == []
    assert len(dm(stage, ARA)) == 1


def test_reminders_in_the_daily_message_go_to_those_missing_on_two_days_then_to_their_lead(
    stage: Stage, clock: Tick
) -> None:
    due, updated = dt.date(2027, 3, 31), dt.datetime(2026, 12, 31, tzinfo=KST)
    number = task(stage.db, due=due, updated=updated)
    task(stage.db, "Second", owner=CHAN, due=due, updated=updated)
    month_ends(stage, clock)
    with stage.db.read() as session:
        month = evaluations.get(session, WS, NOVEMBER)
    assert month is not None
    rate(stage.db, month, Given(number, Part.OWNER, 4, "seen"), BOM)
    heard: dict[int, list[str]] = {}
    for day in range(1, 9):
        before = {person: len(dm(stage, person)) for person in (ARA, BOM, CHAN)}
        clock(day, 9, month=12, also=("bundle", "digest", "ledger-alert"))
        heard[day] = [person for person, count in before.items() if len(dm(stage, person)) > count]
        if day == 7:  # a Monday, whose digest takes the daily message in
            assert "1 rating of your team is missing" in words(dm(stage, ARA)[-1])
            assert "of your team" not in words(dm(stage, BOM)[-1])
            heard[day] = []
    assert heard == {1: [], 2: [ARA, CHAN], 3: [], 4: [ARA, CHAN], 5: [], 6: [], 7: [], 8: []}


def test_preview_names_only_what_would_be_said(stage: Stage) -> None:
    task(stage.db)
    now = dt.datetime(2026, 11, 27, 9, tzinfo=KST)
    named = {key: maker for key, maker in MAKERS.items() if key.startswith("evaluation")}
    with stage.db.read() as session:
        lines = preview(session, WS, now, 14, said_by(named), SPEAKS)
    assert [(line["series"], line["part"]) for line in lines] == [
        ("evaluation-open:export", 0),
        ("evaluation-leadership", 0),
        ("evaluation-leadership", 1),
        ("evaluation-leadership", 2),
        ("evaluation-results:export", 0),
        ("evaluation-results:export", 1),
    ]


def test_preview_foresees_the_questions_of_the_month_that_opens(stage: Stage, clock: Tick) -> None:
    task(stage.db)
    now = dt.datetime(2026, 11, 28, 12, tzinfo=KST)
    asked = {("evaluation-ask:" + person, NOVEMBER.isoformat()[:7]) for person in (ARA, BOM)}
    with stage.db.read() as session:
        lines = foresee(session, WS, now, 7)
    told = {(line["series"], line["occurrence"]) for line in lines if line["series"].startswith("evaluation-ask")}
    assert told == asked
    clock(28, 12)
    clock(30, 10)
    with stage.db.read() as session:
        keys = {row.key for row in session.query(PostRow) if row.series.startswith("evaluation-ask")}
    assert keys == {line["key"] for line in lines if line["series"].startswith("evaluation-ask")}


@pytest.mark.parametrize("lang", ["ko", "en"])
@pytest.mark.parametrize("count", [1, 5, 300])
def test_every_card_is_within_slacks_limits(stage: Stage, lang: str, count: int) -> None:
    """Titles as long as they may be, in Korean and in letters that Slack escapes."""
    _many(stage.db, count)
    month = november(stage.db)
    with stage.db.begin() as session:
        for one in evaluations.assessments(session, WS, NOVEMBER):
            given = Given(one.task, Part.OWNER, 1 + one.task % 5, "<&>" * 100)
            evaluations.save(session, WS, month, one, given, BOM, OPENED, dt.date(2026, 12, 30))
    t = translator(lang)
    with stage.db.read() as session:
        people = directory(session, WS)
        found = evaluations.results(session, WS, month)
        asked = evaluations.asked(session, WS, month, BOM, (), month.opened_on)
    assert people is not None
    mine = found.of_team("export")
    cards = [
        blocks.prompt_card(t, month, found.assessments, people),
        blocks.ask_card(t, month, asked),
        blocks.team_card(t, mine, "export", found.lowest(), people),
        blocks.team_list(t, mine, "export", people, 1, provisional=True),
        blocks.gathered_card(t, found, people),
        blocks.lowest_card(t, found, people),
    ]
    for card in cards:
        assert card is not None
        assert not checks.message_faults(card.message())


def _many(db: Database, count: int) -> None:
    with db.begin() as session:
        for number in range(count):
            title = ("수출보험 확대 <&> " * 20)[:150]
            team, owner = ("export", BOM) if number % 2 else ("energy", HANA)
            new = Task(0, title, TaskState.OPEN, CREATED, BOM, owner=owner, team=team, due=NOVEMBER)
            tasks.add(session, WS, new, BOM, CREATED)
