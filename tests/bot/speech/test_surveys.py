"""What is typed after `/survey`."""

import datetime as dt

import pytest

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech.commands import Found, resolve
from bot.speech.surveys import Link, Record, WaveOf, subcommands

TODAY = dt.date(2026, 11, 25)


def read(text: str) -> object:
    found = resolve(subcommands(TODAY), text, prose=False)
    assert isinstance(found, Found)
    return found.word, found.args


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("new", ("new", None)),
        ("신규", ("new", None)),
        ("list", ("list", False)),
        ("목록 전체", ("list", True)),
        ("show S-3", ("show", Ref("S", 3))),
        ("S-3", ("show", Ref("S", 3))),
        ("results s3", ("results", WaveOf(Ref("S", 3)))),
        ("결과 S-3 2차", ("results", WaveOf(Ref("S", 3), 2))),
        ("answers S-3 2", ("answers", WaveOf(Ref("S", 3), 2))),
        ("record S-3 Geoje Shipyard", ("record", Record(Ref("S", 3), "Geoje Shipyard"))),
        ('기록 S-3 "(주)거제조선"', ("record", Record(Ref("S", 3), "(주)거제조선"))),
        ("link S-3", ("link", Link(Ref("S", 3)))),
        ("주소 S-3 폐기", ("link", Link(Ref("S", 3), off=True))),
        ("마감 S-3", ("close", Ref("S", 3))),
        ("응답 S-3", ("answer", Ref("S", 3))),
    ],
)
def test_means(typed: str, meant: object) -> None:
    assert read(typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("new survey", "Nothing belongs after"),
        ("list some", "list all"),
        ("show D-3", "not the number of a survey"),
        ("results", "Which survey"),
        ("results S-3 x", "not the number of a wave"),
        ("results S-3 0", "not the number of a wave"),
        ("results S-3 ²", "not the number of a wave"),
        ("record S-3", "Who said it"),
        ("record S-3 !!", "Who said it"),
        ("record S-3 " + "x" * 81, "up to"),
        ("link S-3 on", "for a new address"),
    ],
)
def test_is_refused_with_what_to_type(typed: str, said: str) -> None:
    with pytest.raises(Refusal) as refused:
        read(typed)
    assert said in refused.value.message.replace("{given}", "x")
    assert refused.value.typed
