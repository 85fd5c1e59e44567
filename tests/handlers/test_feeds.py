"""Calendars at secret addresses: who gets one, what stands in it, and who opens nothing."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import event

from bot.domain import feeds as rules
from bot.domain.feeds import Scope
from bot.settings import Rules, read
from handlers.feeds import CalendarFeeds, Respond
from handlers.limiting import Limiter
from storage import audit, feeds, people, teams, workspaces
from storage.inbound import InboundRow
from tests.cast import ARA, BOM, CHAN, EUN, GIL, HANA, WS, Stage, words
from tests.doubles import checks
from tests.sitting import KST, at, found, stored

Asks = Callable[..., Respond]


def address(stage: Stage, person: str = ARA, text: str = "ics pr-council") -> str:
    """The path that the card shows."""
    said = words(stage.types(person, f"/meeting {text}"))
    [line] = [one for one in said.splitlines() if "/feeds/" in one]
    return line.strip("`").removeprefix(stage.rules.address)


@pytest.fixture
def ask(stage: Stage) -> Asks:
    def get(path: str, method: str = "GET", **headers: str) -> Respond:
        environ: dict[str, Any] = {"REQUEST_METHOD": method, "PATH_INFO": path}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        return CalendarFeeds(stage.db, lambda: stage.now, stage.rules)(environ)

    return get


def events(answer: Respond) -> list[Any]:
    assert answer[0] == "200 OK", answer
    return list(Calendar.from_ical(answer[2]).walk("VEVENT"))


def test_the_address_opens_the_sittings_of_a_series(stage: Stage, ask: Asks) -> None:
    found(stage, two={"place": "대회의실; 별관, 3층\\n"})
    stage.types(BOM, "/meeting M-1 add 인증비용, 부담")
    status, headers, body = ask(address(stage))
    assert (status, headers["Content-Type"]) == ("200 OK", "text/calendar; charset=utf-8")
    assert body.startswith("BEGIN:VCALENDAR\r\n")
    assert all(len(line.encode()) <= 75 for line in body.split("\r\n"))
    first, *ahead = events((status, headers, body))
    assert (first.decoded("dtstart"), first["status"], first["sequence"]) == (
        dt.datetime(2026, 12, 1, 6, tzinfo=dt.UTC),
        "CONFIRMED",
        0,
    )
    assert (str(first["summary"]), str(first["location"])) == ("PR Council", "대회의실; 별관, 3층\\n")
    assert str(first["description"]) == "M-1\n1. 인증비용, 부담"
    assert [one["status"] for one in ahead] == ["TENTATIVE"] * len(ahead)
    assert [one.decoded("dtstart").astimezone(KST).date().isoformat() for one in ahead][:2] == [
        "2027-01-05",
        "2027-02-02",
    ]


def test_what_is_moved_and_cancelled_says_so_under_the_same_uid(stage: Stage, ask: Asks) -> None:
    found(stage)
    path = address(stage)
    before = events(ask(path))
    stage.types(ARA, "/meeting M-1 move 12/4 11:00 chair abroad")
    moved = events(ask(path))[0]
    assert (moved["uid"], moved["sequence"]) == (before[0]["uid"], 1)
    assert moved.decoded("dtstart") == dt.datetime(2026, 12, 4, 2, tzinfo=dt.UTC)
    stage.types(ARA, "/meeting M-1 cancel nobody can come")
    gone, following = events(ask(path))[:2]
    assert (gone["status"], gone["sequence"], gone["uid"]) == ("CANCELLED", 2, before[0]["uid"])
    # the next one had its UID before it had a number
    assert (following["status"], following["uid"]) == ("CONFIRMED", before[1]["uid"])
    assert str(following["description"]) == "M-2"


def test_a_calendar_that_has_it_hears_not_modified(stage: Stage, ask: Asks) -> None:
    found(stage)
    path = address(stage)
    status, headers, _ = ask(path)
    assert status == "200 OK"
    assert headers["Cache-Control"] == "private, max-age=900"
    tag, modified = headers["ETag"], headers["Last-Modified"]
    assert ask(path, if_none_match=tag)[0] == "304 Not Modified"
    assert ask(path, if_none_match=f'"x", W/{tag}')[0] == "304 Not Modified"
    assert ask(path, if_modified_since=modified)[0] == "304 Not Modified"
    assert ask(path, if_none_match='"x"', if_modified_since=modified)[0] == "200 OK"
    assert ask(path, if_modified_since="yesterday")[0] == "200 OK"
    assert ask(path, "HEAD")[2] == ""
    stage.later(seconds=1)
    stage.types(ARA, "/meeting M-1 move 12/4")
    assert ask(path, if_none_match=tag)[0] == "200 OK"
    assert ask(path, if_modified_since=modified)[0] == "200 OK"


def test_the_same_feed_twice_is_the_same_bytes(stage: Stage, ask: Asks) -> None:
    found(stage)
    path = address(stage)
    assert ask(path) == ask(path)


class TestWhose:
    @pytest.fixture(autouse=True)
    def _three(self, stage: Stage) -> None:
        found(stage)  # of export, with a seat for Bom
        energy = {"key": "energy", "ko": "에너지포럼", "en": "Energy Forum", "team": "energy", "secretary": HANA}
        found(stage, EUN, energy, {"weekday": "thu", "people": [], "chairs": "", "seats": ""})

    def titles(self, answer: Respond) -> set[str]:
        return {str(one["summary"]) for one in events(answer)}

    def test_a_team_has_its_series(self, stage: Stage, ask: Asks) -> None:
        assert self.titles(ask(address(stage, CHAN, "ics team energy"))) == {"Energy Forum"}

    def test_a_person_has_those_that_concern_them(self, stage: Stage, ask: Asks) -> None:
        assert self.titles(ask(address(stage, BOM, "ics"))) == {"PR Council"}
        assert self.titles(ask(address(stage, CHAN, "ics mine"))) == {"Energy Forum"}

    def test_of_many_series_as_much_is_asked_as_of_one(self, stage: Stage, ask: Asks) -> None:
        one, all_ = address(stage), address(stage, ARA, "ics team export")
        for number in range(3):
            named = {"key": f"more-{number}", "ko": f"회의{number}", "en": f"More {number}"}
            found(stage, EUN, {**named, "team": "export"})
        asked: list[str] = []
        event.listen(stage.db.reader, "before_cursor_execute", lambda *given: asked.append(given[2]))
        counts = []
        for path in (one, all_):
            asked.clear()
            ask(path)
            counts.append(sum("FROM meeting" in statement for statement in asked))
        assert self.titles(ask(all_)) == {"PR Council", "More 0", "More 1", "More 2"}
        assert counts[0] == counts[1]

    def test_in_the_language_of_whom_it_is_for(self, stage: Stage, ask: Asks) -> None:
        path = address(stage, BOM, "달력")
        with stage.db.begin() as session:
            people.choose_language(session, WS, BOM, "ko")
        assert "X-WR-CALNAME:봄 회의" in ask(path)[2]
        assert self.titles(ask(path)) == {"산업경제 홍보협의회"}

    def test_nobody_has_somebody_elses(self, stage: Stage) -> None:
        card = stage.types(BOM, "/meeting ics mine")
        for block in card["blocks"]:
            for element in block.get("elements", []):
                if element.get("action_id") == "meetings:renew":
                    element["value"] = f"person {ARA}"
        before = address(stage, ARA, "ics")
        stage.clicks(BOM, card, "Make a new address")
        assert address(stage, ARA, "ics") == before

    def test_guests_have_none(self, stage: Stage) -> None:
        assert "Guests may only" in words(stage.types(GIL, "/meeting ics"))

    def test_who_has_left_has_none_any_more(self, stage: Stage, ask: Asks) -> None:
        path = address(stage, BOM, "ics")
        with stage.db.begin() as session:
            bom = people.get(session, WS, BOM)
            assert bom is not None
            people.save(session, WS, replace(bom, active=False))
        assert ask(path)[0] == "404 Not Found"


class TestSecret:
    def test_is_shown_again_to_everybody_who_belongs_there(self, stage: Stage) -> None:
        found(stage)
        assert address(stage, ARA) == address(stage, BOM) == address(stage, ARA, "M-1 ics")

    def test_a_new_address_revokes_the_old_one(self, stage: Stage, ask: Asks) -> None:
        found(stage)
        card = stage.types(ARA, "/meeting ics pr-council")
        old = address(stage)
        said = words(stage.clicks(ARA, card, "Make a new address"))
        assert "the one before opens nothing any more" in said
        assert ask(old)[0] == "404 Not Found"
        assert ask(address(stage))[0] == "200 OK"
        with stage.db.read() as session:
            changes = audit.changes(session, WS, "feed:series:pr-council")
        assert [change.person for change in changes] == [ARA, ARA]

    def test_who_may_not_run_it_cannot_revoke_it(self, stage: Stage) -> None:
        found(stage)
        card = stage.types(ARA, "/meeting ics pr-council")
        before = address(stage)
        assert "Make a new address" not in "".join(checks.texts(stage.types(CHAN, "/meeting ics pr-council")))
        assert "Only its secretary" in words(stage.clicks(CHAN, card, "Make a new address"))
        assert address(stage) == before

    def test_stands_nowhere_in_the_database(self, stage: Stage) -> None:
        found(stage)
        path = address(stage)
        with stage.db.read() as session:
            one = feeds.of(session, WS, Scope.SERIES, "pr-council")
            answers = [str(row.answer) for row in session.query(InboundRow)]
        assert one is not None
        assert one.id in path
        assert path.removeprefix("/feeds/").removesuffix(".ics") not in "".join(answers)
        assert any("was shown" in answer for answer in answers)

    def test_is_not_said_where_it_would_stay(self, stage: Stage) -> None:
        found(stage)
        said = words(stage.mentions(ARA, "meeting ics pr-council", dm=True))
        assert "`/meeting ics pr-council`: only you see the answer." in said
        assert "/feeds/" not in said

    @pytest.mark.parametrize(
        "path",
        [
            "/feeds/",
            "/feeds/.ics",
            "/feeds/x.ics",
            "/feeds/" + "A" * 48 + ".ics",
            "/feeds/" + "가" * 48 + ".ics",
            "/feeds/" + "A" * 100_000 + ".ics",
            "/feeds/../healthz",
            "/feeds/%00.ics",
            "/feeds/\udcff.ics",
        ],
    )
    def test_a_forged_one_opens_nothing_and_asks_no_database(self, stage: Stage, path: str) -> None:
        stage.db.close()
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path}
        closed = replace(stage.db, reader=None)  # type: ignore[arg-type]  # whoever asks it breaks
        assert CalendarFeeds(closed, lambda: stage.now, stage.rules)(environ)[0] == "404 Not Found"

    def test_each_letter_counts(self, stage: Stage, ask: Asks) -> None:
        found(stage)
        path = address(stage)
        for place in range(len("/feeds/"), len(path) - len(".ics")):
            other = "A" if path[place] != "A" else "B"
            assert ask(path[:place] + other + path[place + 1 :])[0] == "404 Not Found", place
        assert ask(path.removesuffix(".ics"))[0] == "404 Not Found"
        assert ask(path + "x")[0] == "404 Not Found"

    def test_another_key_makes_other_addresses(self, stage: Stage, ask: Asks) -> None:
        found(stage)
        path = address(stage)
        environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path}
        assert CalendarFeeds(stage.db, lambda: stage.now, Rules())(environ)[0] == "404 Not Found"

    def test_only_to_be_read(self, stage: Stage, ask: Asks) -> None:
        found(stage)
        assert ask(address(stage), "POST")[0] == "405 Method Not Allowed"


class TestHowOften:
    def test_one_address_asks_only_so_many_times_a_minute(self, stage: Stage) -> None:
        found(stage)
        path = address(stage)
        calendars = CalendarFeeds(stage.db, lambda: stage.now, stage.rules, Limiter(2, dt.timedelta(minutes=1)))
        asks: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "REMOTE_ADDR": "192.0.2.1"}
        assert [calendars(asks)[0] for _ in range(3)] == ["200 OK", "200 OK", "429 Too Many Requests"]
        assert calendars(asks)[1]["Retry-After"] == "60"
        assert calendars(asks | {"PATH_INFO": "/feeds/guessed.ics"})[0] == "429 Too Many Requests"
        assert calendars(asks | {"REMOTE_ADDR": "192.0.2.2"})[0] == "200 OK"
        stage.later(minutes=1)
        assert calendars(asks)[0] == "200 OK"

    def test_behind_a_proxy_of_this_machine_each_is_counted_for_themselves(self, stage: Stage) -> None:
        calendars = CalendarFeeds(stage.db, lambda: stage.now, stage.rules, Limiter(1, dt.timedelta(minutes=1)))
        asks: dict[str, Any] = {"REQUEST_METHOD": "GET", "PATH_INFO": "/feeds/x.ics", "REMOTE_ADDR": "127.0.0.1"}
        for name in ("192.0.2.1", "192.0.2.2"):
            assert calendars(asks | {"HTTP_X_FORWARDED_FOR": f"203.0.113.9, {name}"})[0] == "404 Not Found"
        assert calendars(asks | {"HTTP_X_FORWARDED_FOR": "192.0.2.1"})[0] == "429 Too Many Requests"


def test_in_the_zone_of_its_team(stage: Stage, ask: Asks) -> None:
    """15:00 in London, before the clocks change and after: in UTC, which every calendar understands."""
    with stage.db.begin() as session:
        team = teams.get(session, WS, "export")
        assert team is not None
        teams.save(session, WS, replace(team, zone="Europe/London"))
    found(stage, one={"every": "weekly"}, two={"weekday": "tue", "time": "15:00"})
    hours = {(one.decoded("dtstart").month, one.decoded("dtstart").hour) for one in events(ask(address(stage)))}
    assert {(12, 15), (3, 15), (4, 14)} <= hours


def test_of_another_workspace_nothing_is_seen(stage: Stage, ask: Asks) -> None:
    """The same key in both: each address opens its own."""
    found(stage, one={"key": "council"})
    stored(stage.db, key="other", ko="다른 회의", en="Other")
    with stage.db.begin() as session:
        settings = workspaces.get(session, WS)
        assert settings is not None
        workspaces.ensure(session, replace(settings, id="T0OTHER", name="Other"))
        foreign = feeds.renew(session, "T0OTHER", Scope.SERIES, "council", ARA, stage.now)
    secret = rules.secret_of(foreign.id, stage.rules.feed_key)
    assert ask(f"/feeds/{secret}.ics")[0] == "404 Not Found"
    assert {str(one["summary"]) for one in events(ask(address(stage, ARA, "ics council")))} == {"PR Council"}


def test_a_weekly_series_is_shown_for_half_a_year(stage: Stage, ask: Asks) -> None:
    found(stage, one={"every": "weekly"}, two={"weekday": "fri", "time": "10:00"})
    shown = events(ask(address(stage)))
    assert 26 <= len(shown) <= 28
    assert len({str(one["uid"]) for one in shown}) == len(shown)


def test_what_has_ended_is_cancelled(stage: Stage, ask: Asks) -> None:
    found(stage)
    path = address(stage)
    stage.types(ARA, "/meeting close pr-council")
    assert [str(one["status"]) for one in events(ask(path))] == ["CANCELLED"]


def test_what_was_stays_for_a_quarter(stage: Stage, ask: Asks) -> None:
    found(stage)
    path = address(stage)
    at(stage, 12, 1)
    stage.types(ARA, "/meeting M-1 attended all")
    stage.later(days=91)
    assert str(events(ask(path))[0]["description"]) == "M-1"
    stage.later(days=3)
    assert all(str(one.get("description", "")) != "M-1" for one in events(ask(path)))


class TestKey:
    def test_comes_from_the_setting_else_from_the_token(self) -> None:
        token = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
        one, same = read(token).rules.feed_key, read(token).rules.feed_key
        own = read(token | {"MUSTER_SECRET_KEY": "k" * 16}).rules.feed_key
        assert one == same != own
        assert len(own) == 32

    def test_is_never_shown(self) -> None:
        rules = Rules()
        assert repr(rules.feed_key)[2:-1] not in repr(rules)

    def test_without_either_it_is_nobodys(self) -> None:
        assert read({}, connecting=False).rules.feed_key != read({}, connecting=False).rules.feed_key
