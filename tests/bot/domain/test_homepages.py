"""When a homepage is looked at, when it is broken, and which addresses are nobody's business."""

import datetime as dt

import pytest

from bot.domain.homepages import Homepage, Look, Why, due, fresh, is_public, looked

NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
URL = "https://a.example"
SEOUL = "Asia/Seoul"


@pytest.mark.parametrize(
    "address",
    ["8.8.8.8", "93.184.216.34", "2606:2800:220:1:248:1893:25c8:1946", "::ffff:8.8.8.8", "64:ff9b::808:808"],
)
def test_addresses_of_the_whole_internet(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.8.8", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.0.1", "100.64.0.1", "169.254.169.254",
     "169.254.170.2", "100.100.100.200", "168.63.129.16", "192.0.0.192", "198.18.0.1", "203.0.113.9", "224.0.0.1",
     "240.0.0.1", "255.255.255.255", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd00:ec2::254", "ff02::1",
     "2001:db8::1", "::ffff:127.0.0.1", "::ffff:169.254.169.254", "::ffff:7f00:1", "64:ff9b::7f00:1",
     "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a9fe:a9fe::", "::127.0.0.1", "localhost", "", "2130706433"],
)  # fmt: skip
def test_addresses_that_are_nobodys_business(address: str) -> None:
    assert not is_public(address)


def test_once_a_month_where_the_workspace_is() -> None:
    seen = looked(None, 9, URL, Look(), dt.datetime(2026, 11, 29, 14, tzinfo=dt.UTC))  # 23:00 in Seoul
    assert not due(seen, URL, dt.datetime(2026, 11, 30, 14, 59, tzinfo=dt.UTC), SEOUL)
    assert due(seen, URL, dt.datetime(2026, 11, 30, 15, tzinfo=dt.UTC), SEOUL)


def test_a_new_address_at_once() -> None:
    seen = looked(None, 9, URL, Look(), NOW)
    assert due(None, URL, NOW, SEOUL)
    assert due(seen, "https://b.example", NOW, SEOUL)
    assert not due(seen, URL, NOW, SEOUL)


def test_broken_is_what_failed_twice_a_day_apart() -> None:
    once = looked(None, 9, URL, Look(Why.STATUS, 500), NOW)
    assert (once.broken, once.since) == (False, NOW)
    assert not due(once, URL, NOW + DAY - dt.timedelta(seconds=1), SEOUL)
    assert due(once, URL, NOW + DAY, SEOUL)
    twice = looked(once, 9, URL, Look(Why.SILENT), NOW + DAY)
    assert (twice.broken, twice.since, twice.look.why) == (True, NOW, Why.SILENT)
    assert not due(twice, URL, NOW + 2 * DAY, SEOUL)


def test_two_looks_within_a_day_are_one() -> None:
    november = dt.datetime(2026, 11, 30, 14, 50, tzinfo=dt.UTC)  # ten minutes before December in Seoul
    once = looked(None, 9, URL, Look(Why.STATUS, 500), november)
    assert not due(once, URL, november + dt.timedelta(minutes=20), SEOUL)
    assert fresh(once, URL, november + DAY - dt.timedelta(seconds=1))
    assert not fresh(once, URL, november + DAY)
    assert not fresh(once, "https://b.example", november)


def test_a_failure_that_may_be_ours_counts_after_a_week() -> None:
    silent = Look(Why.SILENT)
    seen = looked(None, 9, URL, silent, NOW, sure=False)
    assert (seen.failed, seen.since) == (0, NOW)
    assert due(seen, URL, NOW + DAY, SEOUL)
    assert looked(seen, 9, URL, silent, NOW + 7 * DAY - dt.timedelta(seconds=1), sure=False).failed == 0
    assert looked(seen, 9, URL, silent, NOW + 7 * DAY, sure=False).failed == 1
    assert looked(seen, 9, URL, silent, NOW + DAY).failed == 1


def test_it_answers_again() -> None:
    broken = Homepage(9, URL, NOW, Look(Why.SILENT), 3, NOW, NOW)
    well = looked(broken, 9, URL, Look(status=200), NOW + DAY)
    assert (well.broken, well.since, well.told) == (False, None, None)


def test_another_address_begins_anew() -> None:
    broken = Homepage(9, URL, NOW, Look(Why.SILENT), 3, NOW, NOW)
    other = looked(broken, 9, "https://b.example", Look(Why.SILENT), NOW + DAY)
    assert (other.failed, other.since, other.told) == (1, NOW + DAY, None)
