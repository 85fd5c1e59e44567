"""The validator takes payloads at a limit and refuses them one step past it."""

import json
from typing import Any

import pytest

from tests.doubles import blockkit

CASES: dict[str, Any] = json.loads((blockkit.HERE / "blockkit.cases.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", CASES["good"])
def test_at_the_limit(name: str) -> None:
    assert blockkit.errors(CASES["good"][name]["payload"], CASES["good"][name]["surface"]) == []


@pytest.mark.parametrize("name", CASES["bad"])
def test_past_the_limit(name: str) -> None:
    assert blockkit.errors(CASES["bad"][name]["payload"], CASES["bad"][name]["surface"])
