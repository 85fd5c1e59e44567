"""The homepages of partners: looked at once a month, marked when they are broken, told once, never deleted."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import pytest

from bot.domain.homepages import Homepage, Look, Why
from bot.domain.ledger import Message, Post, State
from bot.domain.organisations import Organisation
from schedules import MAKERS
from schedules import homepages as jobs
from storage import Database, homepages, organisations
from storage.ledger.rows import PostRow
from tests.cast import BOM, EUN, WS, Stage
from tests.doubles import checks

WEDNESDAY: Final = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)  # 10:00 in Seoul
DAY: Final = dt.timedelta(days=1)
WELL: Final = Look(None, 200)
GONE: Final = Look(Why.STATUS, 404)
SILENT: Final = Look(Why.UNKNOWN)
ROUND: Final = jobs.ROUND


@pytest.fixture(autouse=True)
def _partners(stage: Stage) -> None:
    """Two partners with a homepage, one without, and a company with one that is no partner."""
    with stage.db.begin() as session:
        for name, partner, page in (
            ("무역협회", True, "https://kita.example"),
            ("상공회의소", True, "https://korcham.example"),
            ("산업연구원", True, ""),
            ("대한정밀", False, "https://company.example"),
        ):
            made, _ = organisations.meet(session, WS, name, BOM, WEDNESDAY)
            there = Organisation(made.number, name, made.kind, partner, page)
            organisations.save(session, WS, there, BOM, WEDNESDAY)


def looks(db: Database, now: dt.datetime, **seen: Look) -> list[str]:
    """A round of the job: the pages that were looked at. `seen`: the first word of a host → what is seen there."""
    asked: list[str] = []

    def look(url: str) -> Look:
        asked.append(url)
        return seen.get(url.split("//")[1].split(".")[0], WELL)

    jobs.round_(db, lambda: now, look)
    return asked


def known(db: Database, number: int = 1) -> Homepage:
    with db.read() as session:
        return homepages.of(session, WS, [number])[number]


def told(db: Database) -> list[tuple[str | None, list[int]]]:
    with db.read() as session:
        return [(row.person, row.args["numbers"]) for row in session.query(PostRow) if row.series == jobs.BROKEN]


def said(db: Database, now: dt.datetime, numbers: list[int]) -> str:
    args = {"numbers": numbers}
    post = Post(WS, "k", jobs.BROKEN, "x", 0, now, now, State.PLANNED, jobs.BROKEN, args, person=EUN)
    with db.read() as session:
        made = jobs.broken(session, post, now)
    if made is None:
        return ""
    assert isinstance(made, Message)
    assert not checks.message_faults({"text": made.text, "blocks": list(made.blocks)})
    return "\n".join(checks.texts(list(made.blocks)))


def test_partners_once_a_month(stage: Stage) -> None:
    assert looks(stage.db, WEDNESDAY) == ["https://kita.example", "https://korcham.example"]
    assert looks(stage.db, WEDNESDAY + DAY) == []
    assert len(looks(stage.db, dt.datetime(2026, 11, 30, 15, tzinfo=dt.UTC))) == 2  # 1 December in Seoul


def test_broken_is_told_once_to_the_secretariat(stage: Stage) -> None:
    looks(stage.db, WEDNESDAY, kita=GONE)
    assert told(stage.db) == []
    assert looks(stage.db, WEDNESDAY + DAY, kita=GONE) == ["https://kita.example"]
    assert told(stage.db) == [(EUN, [1])]
    words = said(stage.db, WEDNESDAY + DAY, [1])
    assert "1 homepage of a partner is broken." in words
    assert "broken since Wed 25 Nov: it answers with error 404" in words
    looks(stage.db, dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC), kita=GONE)
    assert len(told(stage.db)) == 1
    with stage.db.read() as session:
        one = organisations.get(session, WS, 1)
    assert one is not None
    assert one.homepage == "https://kita.example"  # marked, never deleted


def test_one_failure_is_a_moments(stage: Stage) -> None:
    looks(stage.db, WEDNESDAY, kita=GONE)
    looks(stage.db, WEDNESDAY + DAY)
    assert (known(stage.db).failed, known(stage.db).since) == (0, None)
    assert told(stage.db) == []


def test_outside_working_hours_it_waits(stage: Stage) -> None:
    saturday = dt.datetime(2026, 11, 28, 1, tzinfo=dt.UTC)
    looks(stage.db, WEDNESDAY, kita=GONE)
    looks(stage.db, saturday, kita=GONE)
    assert told(stage.db) == []
    looks(stage.db, saturday + 2 * DAY)
    assert told(stage.db) == [(EUN, [1])]


def test_nothing_is_said_of_what_answers_by_then_or_has_moved(stage: Stage) -> None:
    looks(stage.db, WEDNESDAY, kita=GONE)
    looks(stage.db, WEDNESDAY + DAY, kita=GONE)
    with stage.db.begin() as session:
        one = organisations.get(session, WS, 1)
        assert one is not None
        organisations.save(
            session, WS, Organisation(1, one.name, one.kind, True, "https://new.example"), BOM, WEDNESDAY
        )
    assert said(stage.db, WEDNESDAY + DAY, [1]) == ""
    assert looks(stage.db, WEDNESDAY + DAY + ROUND) == ["https://new.example"]
    assert known(stage.db).failed == 0


def test_when_none_of_several_answers_it_is_our_own_way_out(stage: Stage) -> None:
    with stage.db.begin() as session:
        organisations.save(
            session, WS, Organisation(3, "산업연구원", partner=True, homepage="https://kiet.example"), BOM, WEDNESDAY
        )
    for day in range(7):
        assert len(looks(stage.db, WEDNESDAY + day * DAY, kita=SILENT, korcham=SILENT, kiet=SILENT)) == 3
    assert [known(stage.db, number).failed for number in (1, 2, 3)] == [0, 0, 0]
    looks(stage.db, WEDNESDAY + 7 * DAY)
    assert [known(stage.db, number).since for number in (1, 2, 3)] == [None] * 3
    assert told(stage.db) == []


def test_what_no_page_contradicts_for_a_week_is_told_with_the_doubt(stage: Stage) -> None:
    for day in range(9):
        looks(stage.db, WEDNESDAY + day * DAY, kita=SILENT, korcham=SILENT)
    assert told(stage.db) == [(EUN, [1, 2])]
    words = said(stage.db, WEDNESDAY + 8 * DAY, [1, 2])
    assert "No homepage answers: perhaps the machine that I run on has no way to the internet." in words


def test_one_that_answered_is_asked_as_a_witness(stage: Stage) -> None:
    looks(stage.db, WEDNESDAY, kita=SILENT)
    assert known(stage.db).failed == 1
    assert looks(stage.db, WEDNESDAY + DAY, kita=SILENT) == ["https://kita.example", "https://korcham.example"]
    assert told(stage.db) == [(EUN, [1])]
    assert "No homepage answers" not in said(stage.db, WEDNESDAY + DAY, [1])


def test_when_the_witness_is_silent_too_nothing_is_told(stage: Stage) -> None:
    looks(stage.db, WEDNESDAY, kita=SILENT)
    looks(stage.db, WEDNESDAY + DAY, kita=SILENT, korcham=SILENT)
    assert (known(stage.db, 1).failed, known(stage.db, 2).failed) == (1, 0)
    assert told(stage.db) == []


def test_ten_dead_ones_keep_no_other_back(stage: Stage) -> None:
    """Twelve partners, of which the first ten in the list are dead."""
    with stage.db.begin() as session:
        for number in range(10):
            made, _ = organisations.meet(session, WS, f"가나협회{number:02d}", BOM, WEDNESDAY)
            there = Organisation(made.number, made.name, made.kind, True, f"https://dead{number}.example")
            organisations.save(session, WS, there, BOM, WEDNESDAY)
        for number in (1, 2):
            one = organisations.get(session, WS, number)
            assert one is not None
            organisations.save(session, WS, replace(one, kind=made.kind, name=f"하하{number}"), BOM, WEDNESDAY)
    dead = {f"dead{number}": SILENT for number in range(10)}
    first, second = (looks(stage.db, WEDNESDAY + count * ROUND, **dead) for count in range(2))
    assert len(first) == 10
    assert second == ["https://kita.example", "https://korcham.example"]
    for day in (1, 2):
        for count in range(2):
            looks(stage.db, WEDNESDAY + day * DAY + count * ROUND, **dead)
    assert [len(numbers) for _, numbers in told(stage.db)] == [10]


def test_of_two_processes_one_looks(stage: Stage) -> None:
    assert len(looks(stage.db, WEDNESDAY, kita=GONE)) == 2
    looks(stage.db, WEDNESDAY + DAY, kita=GONE, korcham=GONE)
    assert looks(stage.db, WEDNESDAY + DAY, korcham=GONE) == []
    asked: list[str] = []

    def look(url: str) -> Look:
        """The other process begins its round while this one waits for a page for longer than a round."""
        asked.append(url)
        if len(asked) == 1:
            looks(stage.db, december + ROUND, kita=GONE, korcham=GONE)
        return GONE

    december = dt.datetime(2026, 12, 1, 1, tzinfo=dt.UTC)
    before = known(stage.db).failed
    jobs.round_(stage.db, lambda: december + ROUND * bool(asked), look)
    assert known(stage.db).failed == before + 1


def test_a_change_while_it_was_looked_at_is_respected(stage: Stage) -> None:
    def changing(url: str) -> Look:
        if "kita" in url:
            with stage.db.begin() as session:
                there = Organisation(1, "무역협회", partner=True, homepage="https://new.example")
                organisations.save(session, WS, there, BOM, WEDNESDAY)
        return GONE

    jobs.round_(stage.db, lambda: WEDNESDAY, changing)
    with stage.db.read() as session:
        assert 1 not in homepages.of(session, WS, [1, 2])


def test_its_words_have_a_maker() -> None:
    maker: Callable[..., object] = jobs.broken
    assert MAKERS[jobs.BROKEN] is maker


class TestLinks:
    def test_the_broken_ones_stand_first_and_who_looked_when_below(self, stage: Stage) -> None:
        looks(stage.db, WEDNESDAY, korcham=GONE)
        looks(stage.db, WEDNESDAY + DAY, korcham=GONE)
        said = "\n".join(checks.texts(stage.types(BOM, "/org links")["blocks"]))
        assert said.index("*Broken*") < said.index("상공회의소") < said.index("무역협회")
        assert said.count("상공회의소") == 1
        assert "Last looked at on Thu 26 Nov; each is looked at once a month." in said

    def test_all_partners_kind_by_kind(self, stage: Stage) -> None:
        looks(stage.db, WEDNESDAY, kita=GONE)
        looks(stage.db, WEDNESDAY + DAY, kita=GONE)
        said = "\n".join(checks.texts(stage.types(BOM, "/org links")["blocks"]))
        assert "Homepages of 2 partners" in said
        assert "<https://kita.example|kita.example> · :warning: broken since Wed 25 Nov" in said
        assert "1 partner has none." in said
        assert "company.example" not in said

    def test_in_korean_words(self, stage: Stage) -> None:
        assert "상공회의소" in "\n".join(checks.texts(stage.types(BOM, "/muster 기관 홈페이지")["blocks"]))

    def test_pages(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            for number in range(30):
                made, _ = organisations.meet(session, WS, f"기관{number:02d}번", BOM, WEDNESDAY)
                there = Organisation(made.number, made.name, made.kind, True, f"https://n{number:02d}.example")
                organisations.save(session, WS, there, BOM, WEDNESDAY)
        first = stage.types(BOM, "/org links")
        assert "n29.example" not in "\n".join(checks.texts(first["blocks"]))
        more = stage.clicks(BOM, first, "More")
        assert "상공회의소" in "\n".join(checks.texts(more["blocks"]))

    def test_the_card_of_a_partner_tells_it_too(self, stage: Stage) -> None:
        looks(stage.db, WEDNESDAY, kita=GONE)
        looks(stage.db, WEDNESDAY + DAY, kita=GONE)
        assert "broken since Wed 25 Nov" in "\n".join(checks.texts(stage.types(BOM, "/org 무역협회")["blocks"]))
