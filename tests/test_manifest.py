"""The Slack app as Slack sees it is the one in the code, and asks for what the code needs."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from bot.settings import Rules, Settings
from handlers import FEATURES, joining
from handlers.manifest import OPTIONAL_SCOPES, SCOPES, manifest
from tests.doubles import payloads
from tests.doubles.checks import METHODS

ROOT = Path(__file__).parents[1]
SCHEMA = payloads.RECORDED.parent / "manifest.schema.json"
HTTP = Settings(signing_secret="secret", rules=Rules(public_url="https://muster.example.org"))


def test_the_file_is_what_the_code_makes() -> None:
    """`muster manifest > manifest.json` writes it again."""
    assert json.loads((ROOT / "manifest.json").read_text(encoding="utf-8")) == manifest(Settings())


@pytest.mark.skipif(not SCHEMA.exists(), reason="Slack's schema of manifests is not at hand (MUSTER_PAYLOADS)")
@pytest.mark.parametrize("settings", [Settings(), HTTP, Settings(rules=Rules(command_prefix="ms-"))])
def test_slack_would_take_it(settings: Settings) -> None:
    schema = json.loads(SCHEMA.read_text(encoding="utf-8"))
    faults = [
        f"{fault.json_path}: {fault.message}" for fault in Draft7Validator(schema).iter_errors(manifest(settings))
    ]
    assert faults == []


def test_every_noun_is_a_command_under_the_prefix() -> None:
    commands = manifest(Settings(rules=Rules(command_prefix="ms-")))["features"]["slash_commands"]
    nouns = [feature.noun.word for feature in FEATURES if feature.noun]
    assert [one["command"] for one in commands] == [f"/ms-{noun}" for noun in nouns]
    assert all(len(one["command"]) <= 32 and one["should_escape"] for one in commands)


def test_every_shortcut_is_bound_and_has_a_name_in_both_languages() -> None:
    made = manifest(Settings())["features"]["shortcuts"]
    assert {one["callback_id"] for one in made} == {id for feature in FEATURES for id in feature.shortcuts}
    assert all(re.search("[a-z]", one["name"]) and re.search("[가-힣]", one["name"]) for one in made)


def test_without_a_public_address_it_is_socket_mode() -> None:
    def urls(shape: Any) -> list[str]:
        return re.findall(r"https://[^\"]+", json.dumps(shape))

    assert manifest(Settings())["settings"]["socket_mode_enabled"]
    assert urls(manifest(Settings())) == []
    assert not manifest(HTTP)["settings"]["socket_mode_enabled"]
    assert set(urls(manifest(HTTP))) == {"https://muster.example.org/slack/events"}


def test_what_is_listened_to_is_asked_for() -> None:
    asked = manifest(Settings())["settings"]["event_subscriptions"]["bot_events"]
    assert set(asked) == {"app_mention", "message.im", "app_home_opened", *joining.EVENTS}


def test_every_scope_is_needed_by_a_call_or_an_event_and_none_is_missing() -> None:
    """The methods that the code calls, by Slack's reference: each may be called with the scopes that are asked for."""
    granted = {*SCOPES, *OPTIONAL_SCOPES}
    methods = {name.replace(".", "_"): facts["scopes"] for name, facts in METHODS.items() if "." in name}
    paths = [*(ROOT / "handlers").rglob("*.py"), *(ROOT / "schedules").rglob("*.py"), ROOT / "muster.py"]
    text = "\n".join(path.read_text(encoding="utf-8") for path in paths)
    called = {name for name in methods if re.search(rf"\b{name}\b", text)}
    assert {"chat_postMessage", "views_open", "users_list"} <= called
    assert [name for name in called if methods[name] and not granted & set(methods[name])] == []
