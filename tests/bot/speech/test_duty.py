"""The words of `/duty`. Today is Wednesday, 25 November 2026."""

import datetime as dt
from typing import Final

import pytest

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech import duty
from bot.speech.commands import Found, resolve
from bot.speech.duty import DayAndPerson, Exchange, Generate, LogLine, Roster
from bot.speech.people import Mention

TODAY: Final = dt.date(2026, 11, 25)
CHRISTMAS: Final = dt.date(2026, 12, 25)
KIM: Final = Mention(None, "kim")


@pytest.mark.parametrize(
    ("typed", "word", "args"),
    [
        ("roster", "roster", Roster()),
        ("명단 12월", "roster", Roster(dt.date(2026, 12, 1))),
        ("roster mine", "roster", Roster(mine=True)),
        ("명단 내것", "roster", Roster(mine=True)),
        ("generate", "generate", Generate()),
        ("편성 2027-02 다시", "generate", Generate(dt.date(2027, 2, 1), anew=True)),
        ("generate december again", "generate", Generate(dt.date(2026, 12, 1), anew=True)),
        ("generate again", "generate", Generate(anew=True)),
        ("swap 12/25 @kim", "swap", Exchange(CHRISTMAS, KIM)),
        ("교대 12월 25일 @kim", "swap", Exchange(CHRISTMAS, KIM)),
        ("swap @kim 12/25", "swap", Exchange(CHRISTMAS, KIM)),
        ("swap 12/25 <@U1|kim>", "swap", Exchange(CHRISTMAS, Mention("U1", "kim"))),
        ("swap 12/25 @kim for 1/1", "swap", Exchange(CHRISTMAS, KIM, dt.date(2027, 1, 1))),
        ("교대 @kim 12/25 대신 1월 1일", "swap", Exchange(CHRISTMAS, KIM, dt.date(2027, 1, 1))),
        ("swap", "swap", None),
        ("수락 12/25", "accept", CHRISTMAS),
        ("거절 2026-12-25", "decline", CHRISTMAS),
        ("자원 sat", "volunteer", dt.date(2026, 11, 28)),
        ("volunteer", "volunteer", None),
        ("confirm", "confirm", None),
        ("확정 12/25", "confirm", CHRISTMAS),
        ("배정 12/25 @kim", "assign", DayAndPerson(CHRISTMAS, KIM)),
        ("log", "log", None),
        ("기록 정전 복구 D-7", "log", LogLine("정전 복구 D-7", (Ref("D", 7),))),
        ("취소", "undo", None),
        ("인계 어제", "handover", dt.date(2026, 11, 24)),
        ("설정", "settings", None),
    ],
)
def test_words(typed: str, word: str, args: object) -> None:
    found = resolve(duty.subcommands(TODAY), typed, prose=False)
    assert isinstance(found, Found)
    assert (found.word, found.args) == (word, args)


def test_numbers_count_in_the_log_where_they_are_written_as_ours() -> None:
    line = duty.log("gate D1 is shut, see D-7, T-3 and d-7; V-2 too")
    assert line.refs == (Ref("D", 7), Ref("T", 3))


@pytest.mark.parametrize(
    "typed",
    [
        "roster someday",
        "generate never again",
        "swap tomorrow",
        "swap @kim",
        "swap 2026-02-30 @kim",
        "swap 12/25 @kim for",
        "swap 12/25 @kim for ever",
        "swap for 1/1",
        "accept",
        "accept me",
        "volunteer 99/99",
        "log !!!",
        "log " + "x" * 2001,
        "log " + " ".join(f"D-{n}" for n in range(1, 13)),
        "undo D-1",
        "settings x",
    ],
)
def test_nonsense_is_refused_and_given_back(typed: str) -> None:
    with pytest.raises(Refusal) as refused:
        resolve(duty.subcommands(TODAY), typed, prose=False)
    assert refused.value.typed
