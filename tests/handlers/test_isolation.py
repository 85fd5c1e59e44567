"""Two workspaces in one database: whoever asks in one sees and changes nothing of the other."""

import dataclasses
import itertools
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from sqlalchemy import select
from structlog.testing import capture_logs

from bot.domain.people import Person, Role
from bot.domain.refs import from_value
from bot.domain.surveys import Kind as QuestionKind
from bot.domain.surveys import Question
from bot.domain.teams import Team
from bot.domain.workspaces import Workspace
from handlers import FEATURES
from handlers.asks import Kind, Origin
from handlers.payloads import Heard
from handlers.routing import routes
from storage import people, teams, workspaces
from storage.schema import metadata
from tests.cast import ARA, BOM, DANA, EXPORT, WS, Stage
from tests.doubles import checks
from tests.forcing import force
from tests.indicating import watched
from tests.planning import planned
from tests.rostering import CHRISTMAS, on_duty
from tests.sheeting import sends
from tests.sitting import found
from tests.surveying import answered, opened

OTHER: Final = "T0OTHER"
ZOE: Final = "U0ZOE"  # an administrator there, so that no permission stands in the way
SECRET: Final = "은밀한"  # stands in everything that is written down in the first workspace
REFS: Final = (
    "V-1",
    "D-1",
    "D-2",
    "T-1",
    "M-1",
    "O-1",
    "O-2",
    "I-1",
    "S-1",
    "S-1.1",
    "S-1:1:0",
    "P-1",
    "V-1.1",
    "D-1.1",
    "T-1.1",
    "1",
    "1 0123456789abcdef",
    "export",
    BOM,
    "2026-W48",
    "2026-12-25",
    "2026-12-25:1",
    "U0BOM U0ZOE 0123456789abcdef",
)
LINES: Final = (
    "",
    "show {}",
    "done {}",
    "photos {}",
    "edit {}",
    "undo {}",
    "delete {}",
    "list",
    "list team export",
    "start {}",
    "close {}",
    "note {} x",
    "answer {} x",
    "decline {} x",
    "assign {} <@U0BOM|bom>",
    "task {}",
    "refer {}",
    "refer {} O-1",
    "withdraw {}",
    "letter {}",
    "{} 60% x",
    "block {} x",
    "move {} 12/24 x",
    "drop {} x",
    "lead export <@U0BOM|bom>",
    "join export",
    "close export",
    "wind-up export",
    "wind-up tf",
    "channel export",
    "channel tf private",
    "find 수주",
    "find 정밀",
    "status",
    "results",
    "audit {}",
    "trace {}",
    "ledger",
    "preview 7d",
    "people",
    "status team export",
    "status <@U0BOM|bom>",
    "quota team export",
    "show export",
    "confirm",
    "post now",
    "count V-1 {}",
    "uncount {} P-1",
    "count {}",
    "field",
    "coverage",
    "record {} 14bn",
    "record exports 14bn",
    "chart {}",
    "import",
    "import undo",
    "export",
    "export {}",
    "people import undo",
    "readings {}",
    "list off",
    "open {}",
    "answers {}",
    "record {} x",
    "link {}",
    "link {} off",
    "minutes",
    "roster",
    "roster mine",
    "handover 12/25",
    "handover 11/25",
    "swap 12/25 <@U0BOM|bom>",
    "accept 12/25",
    "decline 12/25",
    "volunteer 12/25",
    "confirm 12/25",
    "assign 12/25 <@U0BOM|bom>",
    "log x1 D-1",
    "audit duty 12/25",
    "minutes {}",
    "attended {} x",
    "attended {} all",
    "add {} x y",
    "decide {} x y",
    "cancel {} x y",
    "next",
    "list mine",
    "edit council",
    "close council",
    "show council",
    "transfer <@U0BOM|bom> <@U0ZOE|zoe>",
    "forget <@U0BOM|bom>",
)
ROUTES: Final = routes(FEATURES)
STATE: Final = {
    "team": "export",
    "key": "tf",
    "page": ["task:T-1"],
    "m": "2026-11",
    "s": 1,
    "w": 1,
    "o": "x",
}  # what forms carry


@pytest.fixture
def two(stage: Stage) -> Stage:
    """Everything once in the first workspace; in the second a team of the same key and its administrator."""
    stage.types(BOM, f"/visit {SECRET}정밀: {SECRET} 수주 ! {SECRET} 부족 #{SECRET}")
    stage.types(ARA, f"/difficulty {SECRET} 애로 from: {SECRET}정밀")
    stage.types(ARA, f"/org add {SECRET} 진흥원 #partner")
    stage.types(ARA, "/difficulty refer D-2 O-2")
    stage.types(ARA, f"/task add {SECRET} 과제 @bom due:12/24 team:export")
    stage.types(ARA, f"/agenda add {SECRET} 안건")
    stage.types(ARA, f"/agenda note {SECRET} 메모")
    stage.types(DANA, "/evaluate open")
    stage.clicks(ARA, sends(stage, f"title\n{SECRET} 표\n"), "sheets:apply")
    sends(stage, f"title\n{SECRET} 표\n")
    watched(stage.db, ko=f"{SECRET} 지표")
    stage.types(BOM, "/indicator record exports 14bn sector: steel")
    force(stage, mandate=f"{SECRET} 임무")
    survey = opened(
        stage.db, Question(f"{SECRET} 질문", QuestionKind.TEXT), title=f"{SECRET} 조사", anonymous=False, web=True
    )
    answered(stage.db, survey, (f"{SECRET} 응답",), person=BOM)
    planned(stage.db, ko=f"{SECRET} 점검")
    stage.types(BOM, "/plan count V-1 P-1")
    on_duty(stage, stage.now.date(), BOM)
    on_duty(stage, CHRISTMAS, BOM)
    stage.types(BOM, f"/duty log {SECRET} 정전 D-1")
    stage.types(BOM, "/duty swap 12/25 <@U0ARA|ara>")
    found(stage, one={"ko": f"{SECRET} 협의회", "key": "council"}, two={"place": SECRET})
    stage.types(ARA, f"/meeting M-1 add {SECRET} 안건")
    with stage.db.begin() as session:
        workspaces.ensure(session, Workspace(OTHER, "Other", "other", language="en", setup_done=True))
        people.save(session, OTHER, Person(ZOE, "Zoe", "zoe", role=Role.ADMIN, team="export", language="en"))
        teams.save(session, OTHER, Team("export", "수출과", "Export", lead=ZOE, members=frozenset({ZOE})))
    return stage


def stored(stage: Stage, workspace: str) -> dict[str, list[Any]]:
    """Every row of a workspace."""
    with stage.db.reader.connect() as connection:
        return {
            table.name: sorted(map(repr, connection.execute(select(table).where(mine == workspace))))
            for table in metadata.sorted_tables
            if (mine := table.c.get("workspace", table.c.get("id"))) is not None
        }


def heard(stage: Stage, kind: Kind, id: str, words: str = "", **more: Any) -> Heard:
    url, trigger = stage.slack.response_url(EXPORT, ZOE), stage.slack.trigger(ZOE)
    surface = "modal" if kind is Kind.FORM else "message"
    origin = Origin(channel=EXPORT, response_url=url, trigger=trigger, surface=surface)
    return Heard(kind, trigger, OTHER, ZOE, id, origin, words=words, first_input="text", **more)


def tried(stage: Stage) -> Callable[[], Iterator[str]]:
    """The numbers that are tried with one word or button: on SQLite all, on PostgreSQL some of them in turn.

    Whose rows a statement asks for is the same on both.
    """
    in_turn = itertools.cycle(REFS)
    return lambda: iter(REFS) if stage.db.dialect == "sqlite" else itertools.islice(in_turn, 5)


def typed(stage: Stage, noun: str) -> Iterator[str]:
    """Every line, with every number that is tried where the noun knows its word or it begins with the number.

    Words that the noun does not know are free text like any other: those have the numbers in turn.
    """
    known = {name for word in ROUTES.nouns[noun].subcommands(stage.now.date()) for name in word.names}
    refs, in_turn = tried(stage), itertools.cycle(REFS)
    for line in LINES:
        if "{}" not in line:
            yield line
        elif line.partition(" ")[0] in known | {"{}"}:
            yield from (line.format(ref) for ref in refs())
        else:
            yield from (line.format(next(in_turn)) for _ in range(3))


def shown(stage: Stage, answer: Any) -> str:
    """All that was said since the beginning, and this acknowledgement."""
    said = [answer, *(body for _, body in stage.slack.responses), *(call.arguments for call in stage.slack.calls)]
    return "\n".join(text for one in said for text in checks.texts(one))


def test_the_first_workspace_has_something_in_every_table_of_a_noun(two: Stage) -> None:
    filled = {name for name, rows in stored(two, WS).items() if rows}
    assert {
        "visit",
        "difficulty",
        "task",
        "agenda_item",
        "organisation",
        "evaluation",
        "audit",
        "event",
        "referral",
        "sheet_import",
        "sheet_import_line",
        "indicator",
        "plan_field",
        "plan_item",
        "plan_word",
        "reading",
        "survey",
        "charter",
    } <= filled
    assert {"meeting_series", "meeting_seat", "meeting", "meeting_item"} <= filled


@pytest.mark.parametrize("noun", ROUTES.nouns)
def test_no_command_reaches_the_other(two: Stage, noun: str) -> None:
    before = stored(two, WS)
    two.slack.responses.clear()
    two.slack.calls.clear()
    for line in typed(two, noun):
        answer = two.door.hear(heard(two, Kind.COMMAND, noun, line))
        assert SECRET not in shown(two, answer), line
        two.slack.responses.clear()
        two.slack.calls.clear()
    assert stored(two, WS) == before


@pytest.mark.parametrize("line", ["visit list org 은밀한정밀", "muster find 은밀한", "org find 은밀한", "org show O-1"])
def test_whoever_knows_the_name_finds_nothing(two: Stage, line: str) -> None:
    noun, _, words = line.partition(" ")
    two.slack.responses.clear()
    two.slack.calls.clear()
    said = shown(two, two.door.hear(heard(two, Kind.COMMAND, noun, words)))
    assert not any(part in said for part in ("V-1", "D-1", "T-1", "O-1:", "수주", "부족"))


@pytest.mark.parametrize("kind", [Kind.BUTTON, Kind.FORM, Kind.SUGGESTION, Kind.SHORTCUT])
def test_no_button_form_or_menu_reaches_the_other(two: Stage, kind: Kind) -> None:
    """Even with ids that somebody has forged."""
    before = stored(two, WS)
    two.slack.responses.clear()
    two.slack.calls.clear()
    table = {
        Kind.BUTTON: ROUTES.buttons,
        Kind.FORM: ROUTES.forms,
        Kind.SUGGESTION: ROUTES.suggestions,
        Kind.SHORTCUT: ROUTES.shortcuts,
    }[kind]
    values = {
        "text": "x",
        "organisation": "x",
        "title": "x",
        "reason": "x",
        "note": "x",
        "chosen": "V-1",
        "indicator": "1",
        "items": ["1"],
        "value": "7",
        "target": "7",
        "period": "2026",
        "key": "exports",
        "team": "export",
    }
    refs = tried(two)
    for id in table:
        for ref in refs():
            with capture_logs():  # a forged form may lack what every real one has
                answer = two.door.hear(heard(two, kind, id, ref, ref=from_value(ref), values=values, state=STATE))
            assert SECRET not in shown(two, answer), (id, ref)
            two.slack.responses.clear()
            two.slack.calls.clear()
    assert stored(two, WS) == before


def test_the_home_shows_nothing_of_the_other(two: Stage) -> None:
    two.slack.add_person(ZOE)
    two.door.hear(dataclasses.replace(heard(two, Kind.HOME, "app_home_opened"), origin=Origin(surface="home")))
    assert SECRET not in "\n".join(checks.texts(two.slack.homes[ZOE]))


def test_numbers_begin_anew(two: Stage) -> None:
    answer = two.door.hear(heard(two, Kind.COMMAND, "visit", "거제조선"))
    assert "V-1" in "\n".join(checks.texts(answer))


def test_the_same_key_in_both_is_two_requests(two: Stage) -> None:
    one = heard(two, Kind.COMMAND, "visit", "거제조선")
    two.door.hear(one)
    two.types(BOM, "/visit 거제조선", key=one.key)
    with two.db.read() as session:
        assert workspaces.all_ids(session) == [WS, OTHER]
    assert len(stored(two, WS)["visit"]) == 2
    assert len(stored(two, OTHER)["visit"]) == 1
