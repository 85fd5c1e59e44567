"""The address of a message."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest

from bot.domain.permalinks import permalink, written_on

TODAY = dt.date(2026, 11, 25)
SEOUL = ZoneInfo("Asia/Seoul")


def test_a_message_of_a_channel() -> None:
    assert permalink("acme", "C1", "1764032400.000100") == "https://acme.slack.com/archives/C1/p1764032400000100"


def test_the_first_message_of_a_thread_is_no_reply() -> None:
    assert "?" not in permalink("acme", "C1", "1764032400.000100", "1764032400.000100")


def test_a_reply_names_its_thread_and_channel() -> None:
    address = permalink("acme", "G1", "1764032400.000100", "1764032000.000200")
    assert address.endswith("/archives/G1/p1764032400000100?thread_ts=1764032000.000200&cid=G1")


@pytest.mark.parametrize(
    "parts",
    [
        ("", "C1", "1764032400.000100"),
        ("evil.com/", "C1", "1764032400.000100"),
        ("acme", "C1/../x", "1764032400.000100"),
        ("acme", "", "1764032400.000100"),
        ("acme", "C1", ""),
        ("acme", "C1", "now|<!channel>"),
    ],
)
def test_what_is_none_of_slacks_has_no_address(parts: tuple[str, str, str]) -> None:
    assert permalink(*parts) == ""


def test_the_day_is_that_of_the_persons_zone() -> None:
    # 2026-11-23 15:00 UTC is midnight of the 24th in Seoul
    assert written_on("1795446000.000000", SEOUL, TODAY) == dt.date(2026, 11, 24)
    assert written_on("1795445999.000000", SEOUL, TODAY) == dt.date(2026, 11, 23)


@pytest.mark.parametrize("ts", ["", "soon", "9999999999.000000"])
def test_no_day_lies_ahead(ts: str) -> None:
    assert written_on(ts, SEOUL, TODAY) == TODAY
