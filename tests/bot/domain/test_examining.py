"""What the doctor makes of the facts, at the borders of each rule."""

import dataclasses
import datetime as dt
from collections.abc import Mapping

import pytest

from bot.domain.checkups import Address, Facts, Finding, Greeting, Level, Part, Place, Standing, Store, examine, worst
from bot.domain.ledger import State
from bot.domain.workspaces import NEEDED_SCOPES, OPTIONAL_SCOPES

NOW = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)
ALL = frozenset((*NEEDED_SCOPES, *OPTIONAL_SCOPES))
WELL = Facts(
    NOW,
    Store("SQLite", "", "0001", "0001", frozenset({"0001"}), 5_000_000, 0, 9_000_000_000, ""),
    Greeting("T1", "Ministry", "muster", ALL, 0.0),
    socket_fault="",
    places=(Place("C1", "Export"),),
    joined={"C1": "export"},
    standing=Standing({State.PLANNED: 3}, {State.POSTED: 9}),
    said=NOW,
    address=Address("https://muster.example.org"),
)


def found(part: Part, **changed: object) -> list[tuple[Level, str]]:
    """The findings of one part, when these facts are different."""
    facts = dataclasses.replace(WELL, **changed)  # type: ignore[arg-type]
    return [(finding.level, finding.what) for finding in examine(facts) if finding.part is part]


def greeting(**changed: object) -> Greeting:
    assert WELL.greeting is not None
    return dataclasses.replace(WELL.greeting, **changed)  # type: ignore[arg-type]


def store(**changed: object) -> Store:
    return dataclasses.replace(WELL.store, **changed)  # type: ignore[arg-type]


def test_when_all_is_well_every_part_says_so() -> None:
    findings = examine(WELL)
    assert worst(findings) is Level.WELL
    assert {finding.part for finding in findings} == set(Part)


def test_the_worst_of_them_is_what_counts() -> None:
    well, warning, failed = (Finding(Part.TOKEN, level, "greeted") for level in Level)
    assert [worst(some) for some in ([well], [well, warning], [warning, failed, well])] == list(Level)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"has_token": False, "greeting": None}, (Level.FAILED, "no token")),
        ({"greeting": None}, (Level.WARNING, "not asked")),
        ({"greeting": Greeting(fault="invalid_auth", refused=True)}, (Level.FAILED, "refused")),
        ({"greeting": Greeting(fault="URLError")}, (Level.FAILED, "silent")),
    ],
)
def test_the_token(changed: Mapping[str, object], said: tuple[Level, str]) -> None:
    assert found(Part.TOKEN, **changed) == [said]


def test_each_permission_that_is_missing_is_a_line_of_its_own() -> None:
    less = greeting(scopes=ALL - {"files:write", "users:read", "channels:history"})
    assert found(Part.SCOPES, greeting=less) == [
        (Level.FAILED, "scope missing"),
        (Level.FAILED, "scope missing"),
        (Level.WARNING, "scope spared"),
    ]
    assert found(Part.SCOPES, greeting=greeting(scopes=None)) == [(Level.WARNING, "scopes unknown")]


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"socket_fault": "invalid_auth"}, [(Level.FAILED, "socket refused")]),
        ({"socket_fault": "URLError", "greeting": Greeting(fault="URLError")}, []),
        ({"socket_mode": False, "signing_secret": ""}, [(Level.FAILED, "no secret")]),
        ({"socket_mode": False, "signing_secret": "0" * 31}, [(Level.WARNING, "odd secret")]),
        ({"socket_mode": False, "signing_secret": "0" * 32}, [(Level.WELL, "signed")]),
    ],
)
def test_the_connection(changed: Mapping[str, object], said: list[tuple[Level, str]]) -> None:
    assert found(Part.CONNECTION, **changed) == said


@pytest.mark.parametrize(
    ("skew", "said"),
    [
        (5, (Level.WELL, "clock")),
        (6, (Level.WARNING, "clock ahead")),
        (-60, (Level.WARNING, "clock behind")),
        (-61, (Level.FAILED, "clock behind")),
    ],
)
def test_the_clock(skew: float, said: tuple[Level, str]) -> None:
    assert found(Part.CLOCK, greeting=greeting(skew=float(skew))) == [said]


def test_a_rehearsal_is_told_of() -> None:
    assert found(Part.CLOCK, rehearsing=True)[0] == (Level.WARNING, "clock moved")


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"fault": "OperationalError"}, [(Level.FAILED, "database silent")]),
        ({"absent": "muster.db"}, [(Level.WARNING, "database absent")]),
        ({"version": None, "damage": None}, [(Level.FAILED, "database empty")]),
        ({"wanted": "0002", "damage": None}, [(Level.FAILED, "database older")]),
        ({"version": "0009", "damage": None}, [(Level.FAILED, "database newer")]),
        ({"damage": "row 5 missing"}, [(Level.WELL, "database at version"), (Level.FAILED, "database damaged")]),
        ({"wanted": None, "damage": None}, [(Level.WELL, "database")]),
    ],
)
def test_the_database(changed: Mapping[str, object], said: list[tuple[Level, str]]) -> None:
    assert found(Part.DATABASE, store=store(**changed)) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"free": 1_000_000_000}, [(Level.WELL, "disk")]),
        ({"free": 999_999_999}, [(Level.WARNING, "disk low")]),
        ({"free": 1_900_000_000, "size": 1_000_000_000}, [(Level.WARNING, "disk low")]),
        ({"free": 199_999_999}, [(Level.FAILED, "disk low")]),
        ({"log": 256_000_001}, [(Level.WELL, "disk"), (Level.WARNING, "long log")]),
        ({"free": None}, []),
    ],
)
def test_the_disk(changed: Mapping[str, object], said: list[tuple[Level, str]]) -> None:
    assert found(Part.DISK, store=store(**changed)) == said


def test_each_channel_that_the_bot_is_not_in_is_a_line_of_its_own() -> None:
    assert found(Part.CHANNELS, joined={}) == [(Level.FAILED, "absent")]
    assert found(Part.CHANNELS, joined=None) == []


@pytest.mark.parametrize(
    ("standing", "said"),
    [
        (Standing({}, {}, NOW - dt.timedelta(seconds=300)), [(Level.WELL, "said")]),
        (Standing({}, {}, NOW - dt.timedelta(seconds=301)), [(Level.FAILED, "waiting")]),
        (
            Standing({State.UNCERTAIN: 1, State.HELD: 1}, {State.FAILED: 2, State.MISSED: 3, State.SKIPPED: 4}),
            [
                (Level.WELL, "said"),
                (Level.WARNING, "uncertain posts"),
                (Level.WARNING, "held posts"),
                (Level.WARNING, "failed posts"),
                (Level.WARNING, "missed posts"),
            ],
        ),
    ],
)
def test_the_posts(standing: Standing, said: list[tuple[Level, str]]) -> None:
    assert found(Part.POSTS, standing=standing) == said


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"address": None}, []),
        ({"address": None, "socket_mode": False}, [(Level.WARNING, "no address")]),
        ({"address": Address("https://a.example", "refused")}, [(Level.WARNING, "address broken")]),
        (
            {"address": Address("https://a.example", "refused"), "socket_mode": False},
            [(Level.FAILED, "address broken")],
        ),
    ],
)
def test_the_address(changed: Mapping[str, object], said: list[tuple[Level, str]]) -> None:
    assert found(Part.ADDRESS, **changed) == said
