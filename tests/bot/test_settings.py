"""Settings: defaults, every fault at once with its name, and nothing that is not documented."""

import datetime as dt
import re
from pathlib import Path

import pytest

from bot.domain.calendars import is_country
from bot.settings import NAMES, BadSettings, Settings, read

SOCKET = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_APP_TOKEN": "xapp-1"}
HTTP = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": "secret"}
ROOT = Path(__file__).parents[2]


def faults(values: dict[str, str], *, connecting: bool = True) -> list[str]:
    with pytest.raises(BadSettings) as caught:
        read(values, connecting=connecting)
    return caught.value.faults


def test_two_tokens_are_enough() -> None:
    found = read(SOCKET)
    assert found.socket_mode
    assert (found.database_url, found.host, found.port) == ("sqlite:///muster.db", "127.0.0.1", 3000)
    assert (found.rules.language, found.rules.zone, found.rules.holidays) == ("ko", "Asia/Seoul", "KR")
    assert found.rules.undo == dt.timedelta(minutes=10)
    assert found.real_slack


def test_without_an_app_token_it_is_http() -> None:
    assert not read(HTTP).socket_mode


def test_commands_that_need_no_slack_need_no_token() -> None:
    assert read({}, connecting=False) == Settings()


def test_empty_values_and_spaces_are_as_if_they_were_not_there() -> None:
    assert read({**SOCKET, "PORT": " ", "HOST": ""}) == read(SOCKET)


def test_every_fault_is_told_at_once_with_its_name() -> None:
    found = faults(
        {
            "SLACK_BOT_TOKEN": "xoxp-1",
            "PORT": "65536",
            "DATABASE_URL": "mysql://x",
            "MUSTER_TIMEZONE": "Mars/Olympus",
            "COMMAND_PREFIX": "MS!",
            "MUSTER_LANGUAGE": "fr",
            "MUSTER_HOLIDAYS": "KOR",
            "MUSTER_ADMINS": "U012, dana",
            "MUSTER_LEASE_SECONDS": "soon",
            "LOG_FORMAT": "xml",
            "PUBLIC_URL": "muster.example.org",
        }
    )
    named = [fault.split(":")[0] for fault in found]
    assert named[:11] == [
        "SLACK_BOT_TOKEN",
        "DATABASE_URL",
        "PORT",
        "LOG_FORMAT",
        "COMMAND_PREFIX",
        "PUBLIC_URL",
        "MUSTER_ADMINS",
        "MUSTER_LANGUAGE",
        "MUSTER_TIMEZONE",
        "MUSTER_HOLIDAYS",
        "MUSTER_LEASE_SECONDS",
    ]


@pytest.mark.parametrize(
    ("name", "well", "ill"),
    [
        ("PORT", "0", "-1"),
        ("PORT", "65535", "65536"),
        ("COMMAND_PREFIX", "ms-", "abcdefghijklm"),
        ("COMMAND_PREFIX", "abcdefghijkl", "Ms-"),
        ("MUSTER_LEASE_SECONDS", "20.1", "20"),  # more than twice the timeout of 10
        ("MUSTER_UNDO_SECONDS", "0.5", "0"),
        ("SLACK_APP_TOKEN", "xapp-2", "xoxb-2"),
        ("DATABASE_URL", "postgresql://localhost/muster", "postgres:muster"),
        ("DATABASE_URL", "postgres://localhost/muster", "mysql://localhost/muster"),
        ("SLACK_API_URL", "http://127.0.0.1:4701/api/", "slack.com/api"),
        ("MUSTER_TIMEZONE", "Asia/Seoul", "../../etc/passwd"),
        ("MUSTER_CLOCK", "", "tomorrow"),
        ("MUSTER_CLOCK", "", "+1e12"),
        ("DATABASE_URL", "sqlite:///m.db", "sqlite:///"),
        ("DATABASE_URL", "postgresql://u:p@h:5432/x", "postgresql://u:p@h:zz/x"),
        ("PORT", "8080", "²"),
        ("COMMAND_PREFIX", "ms-", "가-"),
        ("MUSTER_UNDO_SECONDS", "999999", "2000000"),
    ],
)
def test_the_last_that_is_taken_and_the_first_that_is_not(name: str, well: str, ill: str) -> None:
    read(SOCKET | {name: well})
    assert faults(SOCKET | {name: ill})[0].startswith(f"{name}:")


def test_a_country_without_known_holidays_is_refused() -> None:
    assert read(SOCKET | {"MUSTER_HOLIDAYS": "us"}, is_country=is_country).rules.holidays == "US"
    for code in ("XX", "ÄÖ", "USA"):
        with pytest.raises(BadSettings, match="MUSTER_HOLIDAYS"):
            read(SOCKET | {"MUSTER_HOLIDAYS": code}, is_country=is_country)


def test_what_was_given_and_is_wrong_is_told_once() -> None:
    told = faults({"SLACK_BOT_TOKEN": "xoxp-1", "SLACK_APP_TOKEN": "xoxb-1"})
    assert told == ["SLACK_BOT_TOKEN: must begin with xoxb-", "SLACK_APP_TOKEN: must begin with xapp-"]


def test_what_is_missing_for_a_connection() -> None:
    assert [fault.split(" ")[0].rstrip(":") for fault in faults({})] == ["SLACK_BOT_TOKEN", "SLACK_APP_TOKEN"]


def test_a_moved_clock_is_refused_with_the_real_slack() -> None:
    assert faults(SOCKET | {"MUSTER_CLOCK": "+86400"})[0].startswith("MUSTER_CLOCK:")
    assert read(SOCKET | {"MUSTER_CLOCK": "+86400", "SLACK_API_URL": "http://127.0.0.1:4701/api/"}).clock == "+86400"


def test_a_clock_that_says_nothing_is_told_with_all_else() -> None:
    told = faults(SOCKET | {"MUSTER_CLOCK": "+a day", "PORT": "many"})
    assert [fault.partition(":")[0] for fault in told] == ["PORT", "MUSTER_CLOCK"]


def test_secrets_are_not_told_in_a_fault() -> None:
    told = "\n".join(faults({"SLACK_BOT_TOKEN": "xoxp-very-secret", "SLACK_APP_TOKEN": "very-secret"}))
    assert "secret" not in told.lower().replace("signing_secret", "").replace("the secret for http", "")


def test_the_code_reads_what_is_listed_and_nothing_else() -> None:
    text = (
        (ROOT / "bot/settings.py").read_text(encoding="utf-8").replace("NAMES: Final = (", "").split("class _Reader")[1]
    )
    assert set(re.findall(r'"([A-Z][A-Z_]{3,})"', text)) == set(NAMES)
