"""The ledger on screen: what was said, what could not be, what will be; *Resend* and *It is there*."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

import pytest

from bot.domain.ledger import Happened, Outcome, State, Terms
from storage import audit, ledger
from tests.cast import ARA, DANA, EXPORT, WS, Stage, words


def planned(stage: Stage, series: str = "visit-told", occurrence: str = "V-1") -> str:
    with stage.db.begin() as session:
        ledger.plan(
            session,
            WS,
            series=series,
            occurrence=occurrence,
            channel=EXPORT,
            due=stage.now,
            expires=stage.now + dt.timedelta(days=1),
            maker=series,
            now=stage.now,
        )
        return ledger.parts_of(session, WS, series, occurrence)[0].key


def tried(stage: Stage, *outcomes: Outcome) -> None:
    """The post that is due is claimed, and this comes of it."""
    for outcome in outcomes:
        with stage.db.begin() as session:
            claimed = ledger.claim(session, WS, stage.now, Terms(settle=0))
            assert isinstance(claimed, ledger.Claimed)
            ledger.settle(session, claimed.post, outcome, stage.now, Terms(settle=0))
        stage.later(seconds=2)


def state(stage: Stage, key: str) -> State:
    with stage.db.read() as session:
        found = ledger.post(session, WS, key)
    assert found is not None
    return found.state


def audited(stage: Stage, key: str) -> list[tuple[Mapping[str, object], Mapping[str, object]]]:
    with stage.db.read() as session:
        return [(one.before, one.after) for one in audit.changes(session, WS, key)]


def test_an_administrator_sees_what_failed_and_sends_it_again(stage: Stage) -> None:
    key = planned(stage)
    tried(stage, Outcome(Happened.REFUSED, "is_archived"))
    card = stage.types(DANA, "/muster ledger")
    assert "visit logged" in words(card)
    assert "failed · is_archived" in words(card)
    after = stage.clicks(DANA, card, "Resend")
    assert "planned" in words(after)
    assert state(stage, key) is State.PLANNED
    assert audited(stage, key) == [({"state": "failed"}, {"state": "planned"})]
    assert "not waiting for anybody" in words(stage.clicks(DANA, card, "Resend"))


def test_a_held_post_has_both_choices(stage: Stage) -> None:
    key = planned(stage)
    tried(stage, Outcome(Happened.UNCLEAR, "TimeoutError"), Outcome(Happened.UNREADABLE, "missing_scope"))
    card = stage.types(DANA, "/muster 발송대장")
    assert "waits for you" in words(card)
    stage.clicks(DANA, card, "It is there")
    assert state(stage, key) is State.POSTED
    assert audited(stage, key) == [({"state": "held"}, {"state": "posted"})]


def test_nobody_else_sees_it(stage: Stage) -> None:
    planned(stage)
    assert "is for administrators: 다나." in words(stage.types(ARA, "/muster ledger"))
    assert "is for administrators: 다나." in words(stage.types(ARA, "/muster preview 7d"))


def test_a_long_ledger_has_pages(stage: Stage) -> None:
    for number in range(20):
        planned(stage, occurrence=f"V-{number}")
    first = stage.types(DANA, "/muster ledger")
    assert words(first).count("visit logged") == 15
    assert words(stage.clicks(DANA, first, "More")).count("visit logged") == 5


def test_what_is_still_to_come_is_no_history(stage: Stage) -> None:
    planned(stage)
    stage.now -= dt.timedelta(hours=1)
    assert "Nothing has been posted yet" in words(stage.types(DANA, "/muster ledger"))


def test_an_empty_ledger_says_so(stage: Stage) -> None:
    assert "Nothing has been posted yet" in words(stage.types(DANA, "/muster ledger"))


def line(series: str, place: str, due: str, part: int = 0) -> dict[str, object]:
    return {"key": "", "series": series, "occurrence": "", "part": part, "channel": place, "due": due}


@pytest.mark.parametrize("typed", ["/muster preview 7d", "/muster 미리보기"])
def test_a_preview_names_days_posts_and_places(stage: Stage, typed: str) -> None:
    rows = [
        line("bundle:U0ARA", "D0ARA", "2026-11-26T00:00:00+00:00"),
        line("bundle:U0BOM", "U0BOM", "2026-11-26T00:00:00+00:00"),
        line("agenda:energy", "C0ENERGY", "2026-11-27T08:00:00+00:00"),
        line("agenda:export", EXPORT, "2026-11-27T08:00:00+00:00"),
        line("agenda:export", EXPORT, "2026-11-27T08:00:00+00:00", part=1),
    ]
    stage.door = dataclasses.replace(stage.door, foresee=lambda session, workspace, now, days: rows)
    shown = words(stage.types(DANA, typed)).splitlines()
    assert shown[:-2] == [
        "What will be posted in 7 days",
        "*Thu 26 Nov*",
        "09:00 · *daily summary* · 2 people",
        "*Fri 27 Nov*",
        f"17:00 · *weekly agenda* · <#C0ENERGY>, <#{EXPORT}>",
    ]


@pytest.mark.parametrize("typed", ["/muster preview 0d", "/muster preview soon", "/muster preview 61d"])
def test_a_preview_of_nonsense_is_refused(stage: Stage, typed: str) -> None:
    assert "For how many days?" in words(stage.types(DANA, typed))
