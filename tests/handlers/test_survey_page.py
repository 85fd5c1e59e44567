"""The page for companies outside Slack, request by request: it takes one answer a page, and trusts nothing."""

import datetime as dt
import io
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any, Final
from urllib.parse import urlencode

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.surveys import Survey, Via
from bot.settings import Rules
from handlers.limiting import Limiter
from handlers.surveys.page import SurveyPages
from handlers.web import MOST_BYTES
from storage import Database, organisations, surveys
from tests.cast import ARA, WS
from tests.doubles.fixtures import NOW
from tests.surveying import BUSINESS, HELP, NEEDS, WORDS, closed, now_is, opened, stored

LONG: Final = "가" * 2001


@dataclass
class Got:
    status: int
    headers: dict[str, str]
    html: str

    def __contains__(self, text: str) -> bool:
        return text in self.html

    @property
    def once(self) -> str:
        found = re.search(r'name="once" value="([^"]+)"', self.html)
        assert found is not None
        return found[1]


@dataclass
class Browser:
    """Somebody outside, without a script and without a cookie."""

    db: Database
    secret: str = ""
    now: dt.datetime = NOW
    peer: str = "203.0.113.7"
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.pages = SurveyPages(self.db, lambda: self.now, Rules(language="en"))

    def gets(self, query: str = "", secret: str | None = None, method: str = "GET") -> Got:
        return self._asks(method, query, self.secret if secret is None else secret)

    def sends(self, fields: dict[str, Any], query: str = "", *, fresh: bool = True, **more: Any) -> Got:
        once = {"once": self.gets().once} if fresh else {}
        return self.posts(urlencode({**once, **fields}, doseq=True).encode(), query, **more)

    def posts(self, body: bytes, query: str = "", **environ: Any) -> Got:
        given = {"CONTENT_TYPE": "application/x-www-form-urlencoded", "CONTENT_LENGTH": str(len(body))}
        return self._asks("POST", query, self.secret, {**given, "wsgi.input": io.BytesIO(body), **environ})

    def _asks(self, method: str, query: str, secret: str, more: dict[str, Any] | None = None) -> Got:
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": f"/s/{secret}",
            "QUERY_STRING": query,
            "REMOTE_ADDR": self.peer,
            "HTTP_HOST": "muster.example.org",
            **{f"HTTP_{name}": value for name, value in self.headers.items()},
            **(more or {}),
        }
        status, headers, body = self.pages(environ)
        return Got(int(status[:3]), headers, body)


def page(db: Database, *questions: Any, **changed: Any) -> tuple[Browser, Survey]:
    survey = opened(db, *questions, web=True, **changed)
    with db.begin() as session:
        secret = surveys.new_address(session, WS, survey, ARA, NOW)
    return Browser(db, secret), survey


class TestTheForm:
    def test_asks_everything_in_the_language_of_the_browser(self, db: Database) -> None:
        browser, _ = page(db, BUSINESS, NEEDS, HELP, WORDS)
        shown = browser.gets()
        assert shown.status == 200
        assert all(
            text in shown for text in ("How is business?", "What do you need?", "very good", "anonymous", "Sector")
        )
        browser.headers = {"ACCEPT_LANGUAGE": "fr;q=0.9, ko-KR;q=0.8, en;q=0.5"}
        korean = browser.gets()
        assert '<html lang="ko">' in korean
        assert "익명 조사입니다" in korean
        assert 'href="?lang=en"' in korean
        assert '<html lang="en">' in browser.gets("lang=en")

    def test_keeps_to_itself(self, db: Database) -> None:
        browser, _ = page(db)
        headers = browser.gets().headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert headers["Cache-Control"] == "no-store"
        assert "noindex" in headers["X-Robots-Tag"]
        assert headers["X-Frame-Options"] == "DENY"
        assert headers["Referrer-Policy"] == "same-origin"
        assert "<script" not in browser.gets()

    def test_an_unknown_address_a_revoked_one_and_none_are_the_same(self, db: Database) -> None:
        browser, survey = page(db)
        with db.begin() as session:
            surveys.revoke_address(session, WS, now_is(db, survey), ARA, NOW)
        for secret in (browser.secret, "x" * 43, "", "a/b", "x" * 5000, "%00", "';--"):
            got = browser.gets(secret=secret)
            assert (got.status, "There is no survey at this address" in got) == (404, True)

    def test_after_the_end_says_so(self, db: Database) -> None:
        browser, survey = page(db)
        once = browser.gets().once
        closed(db, survey)
        assert (browser.gets().status, "takes no answers now" in browser.gets()) == (410, True)
        assert "takes no answers now" in browser.sends({"q0": "0", "once": once}, fresh=False)
        assert stored(db, survey) == []

    def test_at_its_hour_too_although_nobody_has_closed_it(self, db: Database) -> None:
        browser, _ = page(db)
        browser.now = NOW + dt.timedelta(days=7, hours=7, minutes=59)
        assert browser.gets().status == 200
        browser.now = NOW + dt.timedelta(days=7, hours=8)
        assert browser.gets().status == 410

    def test_more_behind_the_question_mark_than_any_page_has_is_passed_over(self, db: Database) -> None:
        browser, survey = page(db)
        assert survey.title in browser.gets("&".join(f"a{number}=1" for number in range(25)) + "&lang=ko")
        assert browser.gets("lang=ko").html != browser.gets("lang=en").html

    def test_other_methods_are_refused(self, db: Database) -> None:
        browser, _ = page(db)
        assert browser.gets(method="PUT").status == 405
        head = browser.gets(method="HEAD")
        assert (head.status, head.html) == (200, "")


class TestAnAnswer:
    def test_is_kept_and_thanked_for_on_another_page(self, db: Database) -> None:
        browser, survey = page(db, BUSINESS, NEEDS, HELP, WORDS)
        fields = {"q0": "1", "q1": ["0", "2"], "q2": "4", "q3": "more\r\nships", "sector": "parts", "region": "ansan"}
        sent = browser.sends(fields, "lang=ko")
        assert sent.status == 303
        assert sent.headers["Location"] == f"/s/{browser.secret}?done=1&lang=ko"
        thanked = browser.gets("done=1&lang=ko")
        assert "감사합니다" in thanked
        assert 'href="?done=1&amp;lang=en"' in thanked
        (answer,) = stored(db, survey)
        assert answer.values == (1, (0, 2), 4, "more\nships")
        assert (answer.sector, answer.region, answer.via, answer.person) == ("parts", "ansan", None, None)

    def test_of_one_page_counts_once(self, db: Database) -> None:
        browser, survey = page(db)
        once = browser.gets().once
        for _ in range(3):
            assert browser.sends({"q0": "0", "once": once}, fresh=False).status == 303
        assert len(stored(db, survey)) == 1
        browser.sends({"q0": "0"})
        assert len(stored(db, survey)) == 2

    def test_with_names_may_name_an_organisation(self, db: Database) -> None:
        browser, survey = page(db, HELP, anonymous=False)
        assert "Organisation" in browser.gets()
        browser.sends({"q0": "2", "organisation": "(주)거제조선"})
        browser.sends({"q0": "3"})
        found = {one.organisation_name: one for one in stored(db, survey)}
        assert set(found) == {"(주)거제조선", ""}
        assert found["(주)거제조선"].via is Via.WEB

    def test_an_anonymous_one_asks_for_none_and_keeps_none(self, db: Database) -> None:
        browser, survey = page(db, HELP)
        assert 'name="organisation"' not in browser.gets()
        browser.sends({"q0": "2", "organisation": "거제조선"})
        assert stored(db, survey)[0].organisation is None
        with db.read() as session:
            assert organisations.find(session, WS, "거제조선") is None

    def test_what_is_wrong_stands_beside_its_field_and_all_is_kept(self, db: Database) -> None:
        browser, survey = page(db, BUSINESS, NEEDS, HELP, WORDS)
        typed = {"q1": "2", "q2": "5", "q3": LONG, "sector": "steel"}
        got = browser.sends(typed)
        assert got.status == 422
        assert 'id="q0-fault">Choose an answer here.' in got
        assert 'id="q3-fault">A text takes up to 2,000 characters' in got
        assert 'href="#q0"' in got
        assert LONG in got
        assert re.search(r'name="q1" value="2"[^>]* checked', got.html)
        assert re.search(r'name="q2" value="5"[^>]* checked', got.html)
        assert '<option value="steel" selected>' in got
        assert stored(db, survey) == []
        fixed = browser.sends({**typed, "q0": "0", "q3": "fine", "once": got.once}, fresh=False)
        assert fixed.status == 303

    @pytest.mark.parametrize(
        "fields",
        [
            {},
            {"q0": ""},
            {"q0": "3"},
            {"q0": "-1"},
            {"q0": "0.0"},
            {"q0": "²"},
            {"q0": "1e3"},
            {"q0": ["0", "1"]},
            {"q0": "9" * 400},
            {"q0": "\u0000"},
            {"x": "0"},
        ],
    )
    def test_that_is_none_is_refused(self, db: Database, fields: dict[str, Any]) -> None:
        browser, survey = page(db)
        assert browser.sends(fields).status == 422
        assert stored(db, survey) == []

    @pytest.mark.parametrize("once", ["", "short", "x" * 65])
    def test_without_the_pages_own_mark_is_asked_for_again(self, db: Database, once: str) -> None:
        browser, survey = page(db)
        got = browser.sends({"q0": "0", "once": once}, fresh=False)
        assert (got.status, "Please send it again" in got) == (422, True)
        assert browser.sends({"q0": "0", "once": got.once}, fresh=False).status == 303
        assert len(stored(db, survey)) == 1

    def test_of_an_unknown_place_has_none(self, db: Database) -> None:
        browser, survey = page(db)
        browser.sends({"q0": "0", "sector": "<b>", "region": "parts"})
        assert (stored(db, survey)[0].sector, stored(db, survey)[0].region) == (None, None)


class TestWhatIsNoBrowserOfOurs:
    @pytest.mark.parametrize(
        "headers",
        [
            {"SEC_FETCH_SITE": "cross-site"},
            {"SEC_FETCH_SITE": "same-site"},
            {"ORIGIN": "https://evil.example"},
            {"ORIGIN": "null"},
            {"ORIGIN": "https://muster.example.org.evil.example"},
        ],
    )
    def test_another_site_cannot_send(self, db: Database, headers: dict[str, str]) -> None:
        browser, survey = page(db)
        once = browser.gets().once
        browser.headers = headers
        assert browser.sends({"q0": "0", "once": once}, fresh=False).status == 403
        assert stored(db, survey) == []

    @pytest.mark.parametrize(
        "headers",
        [
            {},
            {"ORIGIN": "https://muster.example.org", "SEC_FETCH_SITE": "same-origin"},
            {"ORIGIN": "http://127.0.0.1:3000"},
        ],
    )
    def test_our_own_page_can(self, db: Database, headers: dict[str, str]) -> None:
        browser, _ = page(db)
        browser.headers = headers
        assert browser.sends({"q0": "0"}).status == 303

    @pytest.mark.parametrize(
        ("environ", "status"),
        [
            ({"CONTENT_LENGTH": str(MOST_BYTES + 1)}, 413),
            ({"CONTENT_LENGTH": "many"}, 413),
            ({"CONTENT_TYPE": "application/json"}, 415),
            ({"CONTENT_TYPE": "multipart/form-data; boundary=x"}, 415),
        ],
    )
    def test_other_bodies_are_refused(self, db: Database, environ: dict[str, str], status: int) -> None:
        browser, survey = page(db)
        assert browser.posts(b"q0=0", **environ).status == status
        assert stored(db, survey) == []

    def test_the_largest_body_is_read_and_a_thousand_fields_are_not(self, db: Database) -> None:
        browser, _ = page(db, BUSINESS, WORDS)
        most = b"q0=0&q1=" + b"x" * (MOST_BYTES - 8)
        assert browser.posts(most).status == 422
        assert browser.posts("&".join(f"a{n}=1" for n in range(1000)).encode()).status == 400
        assert browser.posts(b"\xff\xfe%ff%00=&&&=").status == 422


class TestHowOften:
    def test_one_address_sends_only_so_many(self, db: Database) -> None:
        browser, survey = page(db)
        answers = [browser.sends({"q0": "0"}).status for _ in range(21)]
        assert answers == [303] * 20 + [429]
        refused = browser.sends({"q0": "0", "once": "x" * 32}, fresh=False)
        assert refused.headers["Retry-After"] == "600"
        assert "Too many requests" in refused
        browser.peer = "203.0.113.8"
        assert browser.sends({"q0": "0"}).status == 303
        browser.peer = "203.0.113.7"
        browser.now += dt.timedelta(minutes=10)
        assert browser.sends({"q0": "0"}).status == 303
        assert len(stored(db, survey)) == 22

    def test_one_survey_takes_only_so_many(self, db: Database) -> None:
        browser, survey = page(db)
        browser.pages.floods = Limiter(3, dt.timedelta(minutes=10))
        statuses = []
        for at in range(5):
            browser.peer = f"203.0.113.{at}"
            statuses.append(browser.sends({"q0": "0"}).status)
        assert statuses == [303, 303, 303, 429, 429]
        assert len(stored(db, survey)) == 3

    def test_looking_is_limited_too(self, db: Database) -> None:
        browser, _ = page(db)
        assert [browser.gets(secret="guess").status for _ in range(121)] == [404] * 120 + [429]

    def test_a_proxy_on_this_machine_says_for_whom_it_asks_and_nobody_else_can(self, db: Database) -> None:
        browser, _ = page(db)
        browser.pages.looks = Limiter(1, dt.timedelta(minutes=1))
        browser.peer = "127.0.0.1"
        for forged, real in (("1.1.1.1", "198.51.100.1"), ("1.1.1.1", "198.51.100.2")):
            browser.headers = {"X_FORWARDED_FOR": f"{forged}, {real}"}
            assert browser.gets().status == 200
        browser.peer = "203.0.113.9"
        for forged in ("1.1.1.1", "2.2.2.2"):
            browser.headers = {"X_FORWARDED_FOR": forged}
            last = browser.gets().status
        assert last == 429


# whatever is typed ----------------------------------------------------------------------------------------------------

SAFE = {"html", "head", "meta", "title", "style", "body", "main", "div", "span", "a", "h1", "h2", "p", "form", "input"}
SAFE |= {"fieldset", "legend", "label", "textarea", "select", "option", "button", "ul", "li"}


class Tags(HTMLParser):
    """Every tag with its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))


EVIL = ['"><script>alert(1)</script>', "' onfocus=alert(1) x='", "</textarea><img src=x onerror=alert(1)>", "&lt;b&gt;"]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.one_of(st.sampled_from(EVIL), st.text(max_size=200)), title=st.sampled_from(EVIL))
def test_nothing_typed_becomes_markup(db: Database, typed: str, title: str) -> None:
    question = type(BUSINESS)(title, BUSINESS.kind, (title[:70], "two"))
    browser, _ = page(db, question, WORDS, HELP, title=title, anonymous=False)
    got = browser.sends({"q1": typed, "organisation": typed, "q0": typed, "sector": typed, "once": typed}, fresh=False)
    parser = Tags()
    parser.feed(got.html)
    assert {tag for tag, _ in parser.seen} <= SAFE
    assert not [name for _, attributes in parser.seen for name in attributes if name.startswith("on") or name == "src"]
    hrefs = [attributes["href"] for tag, attributes in parser.seen if tag == "a"]
    assert all(str(href).startswith(("#", "?lang=")) for href in hrefs)
