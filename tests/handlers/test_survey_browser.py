"""The page in a real browser: Chromium fills it in, in both languages, on a phone, without a script."""

import importlib.util
import os
import shutil
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Final

import pytest

from bot.settings import Rules
from handlers.bolt import app
from handlers.socket import Busy
from handlers.surveys.page import SurveyPages
from handlers.web import Server, wsgi
from storage import surveys
from tests.cast import ARA, WS, Stage
from tests.doubles import payloads
from tests.doubles.fixtures import NOW
from tests.handlers.test_http import ME
from tests.surveying import BUSINESS, HELP, NEEDS, WORDS, closed, opened, stored

CHROMIUM: Final = shutil.which("chromium") or "/usr/bin/chromium"
FLAGS: Final = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-sync",
)
pytestmark = [
    pytest.mark.skipif(not os.access(CHROMIUM, os.X_OK), reason="Chromium is not installed"),
    pytest.mark.skipif(
        importlib.util.find_spec("playwright") is None, reason="playwright (the extra `pictures`) is not installed"
    ),
]


@pytest.fixture
def address(stage: Stage) -> Iterator[str]:
    """A running server: its address."""
    bolt = app(stage.door, lambda **_request: ME)
    pages = SurveyPages(stage.db, lambda: stage.now, Rules(language="en"))
    server = Server(wsgi(bolt, payloads.SECRET, lambda: "", Busy(), rooms={"s": pages}), "127.0.0.1", 0, threads=4)
    yield f"http://127.0.0.1:{server.port}"
    server.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright  # only where it is installed

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=CHROMIUM, args=list(FLAGS))
        yield found
        found.close()


def asked(stage: Stage, **changed: Any) -> tuple[Any, str]:
    """A survey of every kind of question, and its page's secret."""
    survey = opened(stage.db, BUSINESS, NEEDS, replace(HELP, text="우리 지원은?"), WORDS, web=True, **changed)
    with stage.db.begin() as session:
        return survey, surveys.new_address(session, WS, survey, ARA, NOW)


def test_a_company_answers_on_a_phone_in_korean(stage: Stage, address: str, browser: Any) -> None:
    survey, secret = asked(stage)
    context = browser.new_context(
        locale="ko-KR", viewport={"width": 360, "height": 740}, is_mobile=True, java_script_enabled=False
    )
    page = context.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    assert page.goto(f"{address}/s/{secret}").status == 200
    assert page.locator("html").get_attribute("lang") == "ko"
    assert page.locator("main").bounding_box()["width"] <= 360
    page.get_by_role("button", name="보내기").click()
    page.get_by_role("alert").wait_for()
    assert page.locator("#q0-fault").is_visible()
    page.get_by_label("good").check()
    page.get_by_label("money").check()
    page.get_by_label("rules").check()
    page.locator("input[name=q2][value='4']").check()
    page.locator("#q3").fill("납품대금 90일 어음\n<script>alert(1)</script>")
    page.locator("#sector").select_option("parts")
    page.get_by_role("button", name="보내기").click()
    page.get_by_role("heading", name="감사합니다").wait_for()
    page.reload()
    assert [one.values for one in stored(stage.db, survey)] == [
        (0, (0, 2), 4, "납품대금 90일 어음\n<script>alert(1)</script>")
    ]
    assert stored(stage.db, survey)[0].sector == "parts"
    assert [one for one in said if "Policy" in one] == [], "nothing is blocked by the page's own policy"
    context.close()


def test_it_changes_its_language_and_keeps_nothing_of_other_sites(stage: Stage, address: str, browser: Any) -> None:
    survey, secret = asked(stage, anonymous=False)
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    page.goto(f"{address}/s/{secret}")
    assert "Answers are taken until" in page.inner_text("main")
    page.get_by_role("link", name="한국어").click()
    assert "까지 응답을 받습니다" in page.inner_text("main")
    page.get_by_role("link", name="English").click()
    style = page.evaluate("getComputedStyle(document.querySelector('button')).backgroundColor")
    assert style != "rgb(239, 239, 239)", "the style is let in by the page's policy"
    page.set_content(
        f'<form method="post" action="{address}/s/{secret}"><input name="q0" value="0"><button>x</button></form>'
    )
    evil = context.new_page()
    evil.route("https://evil.example/", lambda route: route.fulfill(body=page.content(), content_type="text/html"))
    evil.goto("https://evil.example/")
    evil.get_by_role("button").click()
    assert "open the address of the survey itself" in evil.inner_text("main")
    assert stored(stage.db, survey) == []
    context.close()


def test_after_the_end_it_says_so(stage: Stage, address: str, browser: Any) -> None:
    survey, secret = asked(stage)
    closed(stage.db, survey)
    page = browser.new_page(locale="ko-KR")
    assert page.goto(f"{address}/s/{secret}").status == 410
    assert "지금은 응답을 받지 않습니다" in page.inner_text("main")
    assert page.goto(f"{address}/s/{secret[:-1]}").status == 404
