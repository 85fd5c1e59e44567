"""What the doctor says, in Slack and in a terminal."""

import ast
import datetime as dt
from pathlib import Path

import pytest

from bot.blocks import checkups as blocks
from bot.domain import checkups
from bot.domain.checkups import Finding, Level, Part
from bot.domain.workspaces import NEEDED_SCOPES, OPTIONAL_SCOPES
from bot.i18n import translator
from tests.cast import words
from tests.doubles import checks

TODAY = dt.date(2026, 11, 25)
KO, EN = (translator(lang, "Asia/Seoul", TODAY) for lang in ("ko", "en"))
ABSENT = Finding(Part.CHANNELS, Level.FAILED, "absent", {"channel": "C0EXPORT", "name": "export", "whose": "Export"})
SPARED = Finding(Part.SCOPES, Level.WARNING, "scope spared", {"scope": "channels:history"})
CLOCK = Finding(Part.CLOCK, Level.WELL, "clock", {"seconds": 0})


def test_every_finding_has_its_sentence_and_none_is_left_over() -> None:
    source = Path(checkups.__file__).with_name("findings.py").read_text(encoding="utf-8")
    told = {node.value for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Constant)}
    states = {f"{state} posts" for state in ("uncertain", "held", "failed", "missed")}
    assert set(blocks.SAYS) - {"absent of"} - states <= told
    assert set(blocks.TODO) <= set(blocks.SAYS)
    assert set(blocks.COSTS) == {*NEEDED_SCOPES, *OPTIONAL_SCOPES}
    assert set(blocks.PARTS) == set(Part)


def test_a_line_each_for_the_terminal() -> None:
    assert blocks.lines(EN, [CLOCK, SPARED, ABSENT], "bot") == [
        "✓ Clock        0 s from Slack's.",
        "! Permissions  channels:history was not granted (optional): an unclear post in a public channel is held for "
        "you. If you want it: add it under OAuth & Permissions and install the app again.",
        "✗ Channels     I am not in #export (Export). Type there: /invite @bot",
    ]


@pytest.mark.parametrize(
    ("t", "said"),
    [
        (EN, ["Something is wrong.", "I am not in <#C0EXPORT> (Export). Type there: /invite @bot"]),
        (
            KO,
            [
                "문제가 있습니다.",
                "<#C0EXPORT> 채널(Export)에 들어가 있지 않습니다. 그 채널에서 입력해 주십시오: /invite @bot",
            ],
        ),
    ],
)
def test_what_is_wrong_comes_first_on_the_card(t: object, said: list[str]) -> None:
    card = blocks.card(t, [CLOCK, SPARED, ABSENT], "bot").message()  # type: ignore[arg-type]
    assert checks.message_faults(card) == []
    text = words(card)
    places = [text.index(one) for one in [*said, "channels:history", blocks.PARTS[Part.CLOCK] if t is EN else "시계"]]
    assert places == sorted(places)


def test_what_somebody_named_a_team_is_text() -> None:
    forged = Finding(Part.CHANNELS, Level.FAILED, "absent", {"channel": "C1", "name": "", "whose": "<!channel> *x*"})
    assert "<!channel>" not in words(blocks.card(EN, [forged]).message())


def test_a_hundred_channels_fit_on_a_card() -> None:
    card = blocks.card(EN, [ABSENT] * 100).message()
    assert checks.message_faults(card) == []
    assert "And 60 more of the kind." in words(card)
