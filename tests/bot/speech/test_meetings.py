"""What people type after /meeting, in both languages and in both orders."""

import datetime as dt

import pytest

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech import commands, meetings
from bot.speech.meetings import Attended, Cancel, Decision, Item, Listing, Minutes, Move, Said, Which
from bot.speech.people import Mention

TODAY = dt.date(2026, 11, 25)
M4 = Ref("M", 4)


def meant(text: str) -> object:
    """The word and what was read of its arguments; a name or a number alone is what to show."""
    found = commands.resolve(meetings.subcommands(TODAY), text, prose=False)
    if isinstance(found, commands.Found):
        return Said(found.word, found.args)
    assert isinstance(found, commands.Free)
    return meetings.line(found.text, TODAY)


@pytest.mark.parametrize(
    "text", ["attended M-4 A, B", "M-4 attended A, B", "참석 M-4 A, B", "m4 참석 A; B", "M-4: attended A、B"]
)
def test_both_orders_and_languages_mean_the_same(text: str) -> None:
    said = meant(text)
    assert isinstance(said, Said)
    assert isinstance(said.args, Attended)
    assert (said.word, said.args.ref, said.args.names) == ("attended", M4, ("A", "B"))


class TestAttended:
    @pytest.mark.parametrize(
        ("text", "names", "people", "heads"),
        [
            ("무역협회, @kim, 120명", ("무역협회",), (Mention(None, "kim"),), 120),
            ("Geoje Co., Ltd., B", ("Geoje Co., Ltd.", "B"), (), None),
            ('"A, B", C', ("A, B", "C"), (), None),
            ("A <@U0BOM|bom>, B", ("A", "B"), (Mention("U0BOM", "bom"),), None),
            ("120", (), (), 120),
            ("A, A, B", ("A", "B"), (), None),
            (", , A ,", ("A",), (), None),
        ],
    )
    def test_names_people_and_heads(
        self, text: str, names: tuple[str, ...], people: tuple[Mention, ...], heads: int | None
    ) -> None:
        found = meetings.attended(f"M-4 {text}")
        assert (found.names, found.people, found.heads, found.everybody) == (names, people, heads, False)

    @pytest.mark.parametrize(
        ("text", "away"),
        [
            ("all", ()),
            ("전원", ()),
            ("all except A, B", ("A", "B")),
            ("전원 (A, B 제외)", ("A", "B")),
            ("전원 제외: A", ("A",)),
        ],
    )
    def test_all_but(self, text: str, away: tuple[str, ...]) -> None:
        found = meetings.attended(f"M-4 {text}")
        assert (found.everybody, found.names) == (True, away)

    @pytest.mark.parametrize("text", ["allied steel", "전원주택협회"])
    def test_a_name_may_begin_so(self, text: str) -> None:
        assert meetings.attended(f"M-4 {text}").names == (text,)

    @pytest.mark.parametrize(
        "text", ["M-4 , ,", "M-4 !", "M-4 9999999", "M-4 " + ",".join(f"a{n}" for n in range(101))]
    )
    def test_refused(self, text: str) -> None:
        with pytest.raises(Refusal):
            meetings.attended(text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("M-4 12/24", Move(M4, dt.date(2026, 12, 24), None, "")),
        ("M-4 12/24 15:00", Move(M4, dt.date(2026, 12, 24), dt.time(15), "")),
        ("M-4 12월 24일 오후 3시 위원장 출장", Move(M4, dt.date(2026, 12, 24), dt.time(15), "위원장 출장")),
        ("M-4 next tue 3 pm chair abroad", Move(M4, dt.date(2026, 12, 1), dt.time(15), "chair abroad")),
        ("M-4 to: fri 3 people are ill", Move(M4, dt.date(2026, 11, 27), None, "3 people are ill")),
        ("M-4 today 9:00", Move(M4, TODAY, dt.time(9), "")),
        ("M-4 to tomorrow", Move(M4, dt.date(2026, 11, 26), None, "")),
        ("M-4 어제", Move(M4, dt.date(2026, 11, 24), None, "")),
    ],
)
def test_move(text: str, found: Move) -> None:
    assert meetings.move(text, TODAY) == found


def test_the_other_words() -> None:
    assert meant("M-4 add costs @kim") == Said("add", Item(M4, "costs", Mention(None, "kim"), "M-4 costs @kim"))
    decided = Decision(M4, "do it", Mention(None, "kim"), dt.date(2026, 11, 27), "M-4 do it @kim by: fri")
    assert meant("M-4 decide do it @kim by: fri") == Said("decide", decided)
    assert meant("M-4 회의록") == Said("minutes", Minutes(M4, ""))
    assert meant("M-4 회의록 논의 내용") == Said("minutes", Minutes(M4, "논의 내용"))
    assert meant("M-4 취소 위원장 출장") == Said("cancel", Cancel(M4, "위원장 출장"))
    assert meant("M-4 취소") == Said("cancel", M4)
    assert meant("M-4") == Said("show", M4)
    assert meant("정책연구포럼") == "정책연구포럼"
    assert meant("다음 내것") == Said("next", Listing(Which.MINE))
    assert meant("list team export") == Said("list", Listing(Which.TEAM, "export"))
    assert meant("목록 포럼") == Said("list", Listing(Which.NAMED, "포럼"))


@pytest.mark.parametrize(
    "text",
    ["decide do it", "attended", "cancel", "show", "M-4 frobnicate x", "new " + "가" * 151, "list !", "minutes T-1"],
)
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        meant(text)


@pytest.mark.parametrize("text", ["M-0 decide x", "D-4 decide x y", "frobnicate"])
def test_anything_else_is_a_name_that_will_not_be_found(text: str) -> None:
    assert meant(text) == text


def test_4000_quotes_are_read_at_once() -> None:
    with pytest.raises(Refusal, match="names fit here"):
        meetings.attended(f"M-4 {'“a,' * 1300}")
