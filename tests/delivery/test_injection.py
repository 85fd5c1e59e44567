"""Evil text through every form, button and command that can be reached from what is shown, and through what is posted.

Somebody walks: types commands, presses each button once, fills each text of each form with evil, and reads all of it.
"""

from dataclasses import dataclass, field
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from bot.settings import Settings
from schedules import MAKERS, tick
from tests.cast import ARA, BOM, DANA, EXPORT, Json, Stage
from tests.doubles.forms import STATE, elements
from tests.doubles.slack import FakeSlack
from tests.safety import apology, dangers

pytestmark = pytest.mark.sqlite  # it is about what is shown; what is stored of it comes back the same from either
EVIL: Final = (
    "<!channel> <!here|x> <https://evil.example|bank> <@U0EVIL> <#C0EVIL|s> &lt;!everyone&gt; *b* _i_ ~s~ `c` "
    "\u202egnp.exe\u200b =cmd|'/c calc'!A1 > q @here {0} %s"
)
TEXTS: Final = {"plain_text_input", "rich_text_input"}
LINES: Final = (
    "/visit 대한정밀: {} ! {}",
    "/visit {}",
    "/difficulty {} from: 대한정밀",
    "/difficulty note D-1 {}",
    "/difficulty answer D-1 {}",
    "/task add {} @bom due:12/24 team: export",
    "/task T-1 50% {}; next: {}",
    "/task block T-1 {}",
    "/agenda add {}",
    "/agenda note {}",
    "/agenda decide {}",
    "/org add {}",
    "/evaluate open",
)
READ: Final = (
    "/visit list",
    "/visit show V-1",
    "/difficulty list",
    "/difficulty show D-1",
    "/task list",
    "/task show T-1",
    "/agenda",
    "/evaluate",
    "/evaluate status",
    "/org list",
    "/org show O-1",
    "/team list",
    "/team show export",
    "/survey list",
    "/indicator list",
    "/muster",
    "/muster find 대한",
    "/muster status",
    "/muster audit V-1",
    "/muster ledger",
    "/muster preview 7d",
    "/muster people",
    "/muster settings",
)
FORMS: Final = (
    "/visit",
    "/difficulty",
    "/task",
    "/team create",
    "/survey new",
    "/indicator new",
    "/org add",
    "/muster away",
)
PIECES: Final = {"long": EVIL, "mention": EVIL[:66], "people": EVIL[60:120], "formula": "=1+1 <@U0EVIL>"}
TYPED = st.lists(st.one_of(st.text(max_size=40), st.sampled_from(EVIL.split())), min_size=1, max_size=4).map(" ".join)


@dataclass
class Walk:
    """What somebody has been shown so far, and which buttons and forms they have met."""

    stage: Stage
    text: str
    pressed: set[str] = field(default_factory=set)
    filled: set[str] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def type(self, person: str, line: str) -> None:
        before = self.stage.slack.forms[person][-1:]
        answer = self.stage.types(person, line)
        self.read(line, answer)
        if self.stage.slack.forms[person][-1:] != before:
            self.fill(person)
        elif answer:
            self.press_all(person, answer)

    def read(self, what: str, shown: Json) -> None:
        """A card, a view or an acknowledgement."""
        self.wrong += [f"{what}: {one}" for one in dangers(shown) if not one.startswith("escaped twice")]
        if shown and apology(shown):
            self.wrong.append(f"{what}: an apology")

    def press_all(self, person: str, card: Json) -> None:
        """Each kind of button once."""
        for block, element in list(elements(card.get("blocks", []))):
            kind = element["action_id"].partition("#")[0]
            if element["type"] != "button" or "url" in element or kind in self.pressed:
                continue
            self.pressed.add(kind)
            before = self.stage.slack.forms[person][-1:]
            said = self.stage.clicks(person, card | {"blocks": [block]}, element["action_id"])
            self.read(kind, said)
            if self.stage.slack.forms[person][-1:] != before:
                self.fill(person)
            elif said:
                self.press_all(person, said)

    def fill(self, person: str) -> None:
        """Evil in every text of the form on top; then once more as it was, if it has to be right for something else."""
        view = self.stage.slack.form(person)
        self.read(f"form {view['callback_id']}", view)
        self.filled.add(view["callback_id"])
        texts = {
            block["block_id"]: self.text[: element.get("max_length", 3000)]
            for block, element in elements(view["blocks"])
            if element["type"] in TEXTS and element["type"] in STATE
        }
        said = len(self.stage.slack.responses)
        answer = self.stage.submits(person, texts)
        self.read(f"submitted {view['callback_id']}", answer)
        for _, message in self.stage.slack.responses[said:]:
            self.read(f"said after {view['callback_id']}", message)

    def deliver(self) -> None:
        """All that was planned is posted, over a week."""
        slack = FakeSlack(self.stage.slack)
        for _ in range(8):
            tick(
                self.stage.db,
                lambda _workspace: slack,
                MAKERS,
                lambda: self.stage.now,
                Settings().delivery,
                pause=lambda seconds: self.stage.later(seconds=seconds),
                stopwatch=self._stopwatch,
            )
            self.stage.later(days=1)
        for room in self.stage.slack.messages.values():
            for message in room:
                self.read("posted", {name: message[name] for name in ("text", "blocks")})

    def _stopwatch(self) -> float:
        return self.stage.now.timestamp()


@pytest.mark.parametrize("text", PIECES.values(), ids=PIECES)
def test_evil_text_can_only_be_read_wherever_it_is_typed_shown_or_posted(stage: Stage, text: str) -> None:
    stage.types(BOM, "/visit 대한정밀: 수주 회복 ! 용접공 부족")
    stage.types(ARA, "/task add Crane repair @bom due:12/24 team: export")
    walk = Walk(stage, text)
    with capture_logs() as logs:
        for line in LINES:
            walk.type(ARA, line.format(text, text))
        for person in (DANA, ARA):
            for line in (*FORMS, *READ):
                walk.type(person, line)
            walk.read("home", stage.opens_home(person))
        stage.mentions(BOM, f"visit {text}", channel=EXPORT)
        walk.deliver()
    assert walk.wrong == []
    assert [one for one in logs if one["log_level"] == "error"] == []
    assert len(walk.filled) > 8
    assert len(walk.pressed) > 15


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED)
def test_whatever_is_typed_into_any_form_can_only_be_read(stage: Stage, text: str) -> None:
    walk = Walk(stage, text)
    for line in FORMS:
        walk.type(DANA, line)
    assert walk.wrong == []
