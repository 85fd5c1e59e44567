"""The ledger's cards: within Slack's limits however much went wrong, in both languages, with what to do."""

import datetime as dt

import pytest

from bot.blocks import ledger as blocks
from bot.domain.directory import Directory
from bot.domain.ledger import Post, State
from bot.domain.people import Person
from bot.domain.workspaces import Workspace
from bot.i18n import Translator, translator
from schedules import MAKERS
from tests.cast import words
from tests.doubles import checks

NOW = dt.datetime(2026, 11, 27, 8, 0, tzinfo=dt.UTC)
HERE = Directory(Workspace("T0MUSTER"), {"U0BOM": Person("U0BOM", "봄 <!channel>")}, {})
EN, KO = translator("en"), translator("ko")


def post(state: State, error: str = "", series: str = "agenda:export", number: int = 0, person: str = "") -> Post:
    return Post(
        "T0MUSTER",
        f"key-{number}",
        series,
        "2026-W48",
        0,
        NOW - dt.timedelta(days=number),
        NOW,
        state,
        "agenda",
        channel=None if person else "C0EXPORT",
        person=person or None,
        error=error,
    )


@pytest.mark.parametrize("t", [EN, KO])
@pytest.mark.parametrize("state", [State.FAILED, State.HELD, State.MISSED])
def test_however_much_went_wrong_the_notice_fits(t: Translator, state: State) -> None:
    posts = [post(state, "maker 0123abcd", f"series-{number % 40}:x", number) for number in range(500)]
    card = blocks.alert_card(t, HERE, posts)
    assert not checks.message_faults(card.message())


@pytest.mark.parametrize("t", [EN, KO])
def test_a_page_of_the_ledger_fits_whatever_happened(t: Translator) -> None:
    posts = [post(State.HELD, "x" * 200, number=number) for number in range(blocks.PAGE)]
    assert not checks.message_faults(blocks.listing_card(t, HERE, posts, 1, more=True).message())


@pytest.mark.parametrize("t", [EN, KO])
def test_two_months_of_preview_fit(t: Translator) -> None:
    rows = [
        {
            "part": 0,
            "series": f"agenda:{team}",
            "channel": f"C{team:04d}",
            "due": (NOW + dt.timedelta(days=day)).isoformat(),
        }
        for day in range(60)
        for team in range(20)
    ]
    assert not checks.message_faults(blocks.preview_card(t, rows, 60).message())


@pytest.mark.parametrize(
    ("error", "advice"),
    [
        ("is_archived", "may not post there"),
        ("not_in_channel", "/invite"),
        ("token_revoked", "token"),
        ("user_not_found", "cannot be reached"),
        ("missing_scope", "permission"),
        ("maker 0123abcd", "0123abcd"),
        ("invalid_blocks", "invalid_blocks"),
    ],
)
def test_each_failure_says_what_to_do(error: str, advice: str) -> None:
    assert advice in blocks.advice(EN, post(State.FAILED, error))


def test_names_of_people_cannot_mention_anybody() -> None:
    shown = words(blocks.alert_card(EN, HERE, [post(State.FAILED, "user_not_found", person="U0BOM")]).message())
    assert "<!channel>" not in shown


def test_what_was_missed_is_counted_by_kind() -> None:
    posts = [post(State.MISSED, series=f"bundle:{person}", number=person) for person in range(3)]
    shown = words(blocks.alert_card(EN, HERE, [*posts, post(State.MISSED)]).message())
    assert "daily summary: 3 (Wed 25 Nov to Fri 27 Nov)" in shown
    assert "weekly agenda: 1" in shown


def test_every_kind_of_post_has_a_name_in_both_languages() -> None:
    for maker in {name.partition("#")[0] for name in MAKERS}:
        assert maker in blocks.NAMES, maker
        assert blocks.name_of(KO, maker) != blocks.name_of(EN, maker)


def test_a_channel_that_hears_the_same_again_is_named_once() -> None:
    due = NOW.isoformat()
    rows = [{"part": 0, "series": "agenda:export", "channel": place, "due": due} for place in ("C1", "C1", "C1", "C2")]
    said = words(blocks.preview_card(EN, rows, 7).message())
    assert "<#C1> ×3, <#C2>" in said


@pytest.mark.parametrize(
    ("t", "end"), [(EN, "<#C5> and 2 more of them, 1 person"), (KO, "<#C5> 외 2곳, 1명")], ids=["en", "ko"]
)
def test_of_many_channels_the_first_are_named(t: Translator, end: str) -> None:
    due = NOW.isoformat()
    places = [f"C{n}" for n in range(1, 8)] + ["D1"]
    rows = [{"part": 0, "series": "agenda:export", "channel": place, "due": due} for place in places]
    assert end in words(blocks.preview_card(t, rows, 7).message())
