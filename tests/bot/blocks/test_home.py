"""The App Home of a person who has to do with everything, hundreds of times: it always fits, and says what it hides."""

import datetime as dt
from dataclasses import replace
from typing import Any, Final, get_args, get_type_hints

import pytest

from bot.blocks import home as blocks
from bot.domain import indicators as indicator_rules
from bot.domain import plans as plan_rules
from bot.domain.difficulties import Counts, Difficulty, DifficultyState
from bot.domain.directory import Directory
from bot.domain.duty import Duty, Swap, Why
from bot.domain.forces import Ending
from bot.domain.meetings import Cadence, Every, Meeting, Series, SeriesKind, Sitting
from bot.domain.owing import InHand, Owing
from bot.domain.people import Person, Role
from bot.domain.status import State
from bot.domain.surveys import Survey, SurveyState, Waiting
from bot.domain.tasks import Task, TaskState
from bot.domain.teams import Team, TeamKind
from bot.domain.visits import Tally, Visit, VisitState
from bot.domain.workspaces import Workspace
from bot.i18n import Translator, translator
from tests.cast import BOM
from tests.doubles import checks
from tests.doubles.fixtures import NOW
from tests.indicating import EXPORTS
from tests.planning import SITES

TODAY: Final = dt.date(2026, 11, 25)
MANY: Final = 300
KO, EN = (translator(lang, "Asia/Seoul", TODAY) for lang in ("ko", "en"))
TEXTS: Final = ["short", "가" * 3000, "&<>*`" * 600, "<!channel> <https://evil.example|bank> " * 80]
COUNTED: Final[dict[str, Any]] = {
    "to_rate": MANY,
    "led_missing_ratings": MANY,
    "difficulties_open": MANY,
    "tasks_open": MANY,
}


def things(text: str) -> dict[type, Any]:
    """One of each noun, with a text as long as it can be."""
    series = Series(
        "council", text[:120], text[:120], SeriesKind.COUNCIL, Cadence(Every.WEEKLY), dt.time(15), "export", NOW, NOW
    )
    meeting = Meeting(4, "council", "2026-11-27", NOW, 60, text[:120], NOW)
    item = replace(SITES, number=3, ko=text[:120], en=text[:120])
    indicator = replace(EXPORTS, number=2, ko=text[:120], en=text[:120])
    team = Team("tf", text[:80], text[:80], TeamKind.TASK_FORCE)
    return {
        Visit: Visit(12, BOM, 5, text[:240], TODAY, VisitState.PLANNED, summary=text),
        Difficulty: Difficulty(7, text, DifficultyState.OPEN, TODAY, NOW, BOM, organisation_name=text[:240]),
        Task: Task(31, text[:240], TaskState.OPEN, NOW, BOM, due=TODAY),
        plan_rules.Progress: plan_rules.progress(item, [], [], TODAY),
        plan_rules.Item: item,
        indicator_rules.Course: indicator_rules.course(indicator, [], TODAY),
        indicator_rules.Indicator: indicator,
        Sitting: Sitting(meeting, series, "Asia/Seoul"),
        Waiting: Waiting("S-3", text[:240], TODAY, anonymous=True),
        Survey: Survey(3, text[:240], BOM, SurveyState.OPEN, NOW, TODAY),
        Duty: Duty(TODAY, 1, BOM, 2, Why.ROTATION, NOW),
        Swap: Swap(1, TODAY, 1, BOM, BOM, NOW),
        Ending: Ending(team, TODAY, 0),
    }


def hundreds(kind: type[Any], text: str, times: int = MANY) -> dict[str, Any]:
    """So many of each thing that a dataclass of tuples holds."""
    there, held = things(text), {name: get_args(known)[:1] for name, known in get_type_hints(kind).items()}
    return {name: (there[of[0]],) * times for name, of in held.items() if of and of[0] in there}


def view(t: Translator, owed: Owing, rest: InHand, text: str = "short") -> dict[str, Any]:
    keys = [f"t{number}" for number in range(9)]
    teams = {key: Team(key, text[:80], text[:80], lead=BOM) for key in keys}
    person = Person(BOM, text[:80], role=Role.ADMIN)
    directory = Directory(Workspace("T0MUSTER"), {BOM: person}, teams)
    states = [State(key, TODAY, TODAY, 0, 0, 0, 0, 0, Counts()) for key in keys[: blocks.TEAMS]]
    return dict(blocks.home(t, directory, person, owed, rest, states, more_teams=3, setup=True))


@pytest.mark.parametrize("t", [KO, EN], ids=["ko", "en"])
@pytest.mark.parametrize("text", TEXTS, ids=["short", "korean", "signs", "links"])
class TestAPersonWithHundredsOfEverything:
    def test_has_a_home_that_slack_takes(self, t: Translator, text: str) -> None:
        owed = Owing(BOM, tally=Tally(BOM, 3, 50), **hundreds(Owing, text), **COUNTED)
        shown = view(t, owed, InHand(**hundreds(InHand, text)), text)
        assert not checks.view_faults(shown)
        assert len(shown["blocks"]) < 60  # far below Slack's hundred, and no more of them with more things

    def test_has_as_many_blocks_as_one_with_a_few(self, t: Translator, text: str) -> None:
        few, many = (
            len(
                view(
                    t,
                    Owing(BOM, **hundreds(Owing, text, times), **COUNTED),
                    InHand(**hundreds(InHand, text, times)),
                    text,
                )["blocks"]
            )
            for times in (6, MANY)
        )
        assert few == many


def said(owed: Owing, rest: InHand, t: Translator = EN) -> str:
    return "\n".join(checks.texts(view(t, owed, rest)["blocks"]))


class TestWhatIsHidden:
    @pytest.mark.parametrize("name", hundreds(Owing, ""))
    def test_of_what_is_owed_is_said(self, name: str) -> None:
        owed = Owing(BOM, **{name: hundreds(Owing, "short", 22)[name]})
        assert "and 17 more" in said(owed, InHand())
        assert "외 17건" in said(owed, InHand(), KO)

    @pytest.mark.parametrize("name", hundreds(InHand, ""))
    def test_of_what_is_in_hand_is_said(self, name: str) -> None:
        rest = InHand(**{name: hundreds(InHand, "short", 22)[name]})
        assert "and 17 more" in said(Owing(BOM), rest)

    def test_what_presses_is_shown_before_what_does_not(self) -> None:
        there = things("short")
        late, calm = there[Task], replace(there[Task], number=32)
        shown = said(Owing(BOM, tasks_late=(late,) * 4), InHand(tasks=(calm,) * 4))
        assert shown.index("Tasks past due") < shown.index("T-31") < shown.index("Tasks in hand") < shown.index("T-32")
        assert shown.count("T-32") == 1
        assert "and 3 more" in shown

    def test_five_of_a_noun_hide_nothing(self) -> None:
        assert "more" not in said(Owing(BOM, tasks_late=(things("short")[Task],) * 5), InHand()).split("My teams")[0]


def test_each_noun_says_where_all_of_it_is() -> None:
    shown = view(EN, Owing(BOM, **hundreds(Owing, "short"), **COUNTED), InHand(**hundreds(InHand, "short")))
    words = [block["accessory"]["value"] for block in shown["blocks"] if "more" in str(block.get("accessory", ""))]
    assert words == [
        "visit list me",
        "difficulty list mine",
        "difficulty list open",
        "task list mine",
        "evaluate",
        "survey list",
        "meeting next mine",
        "duty roster mine",
        "plan list mine",
        "indicator list mine",
        "team list",
        "team list",
    ]


def test_somebody_with_nothing_is_told_so() -> None:
    assert "Nothing is open" in said(Owing(BOM), InHand())
