"""`muster backup` and `muster restore`, as they are typed."""

import datetime as dt
from collections import Counter
from pathlib import Path

import pytest

import schedules
from bot.settings import DeliverySettings
from muster import main
from schedules import MAKERS
from schedules.delivery import Slow
from storage import Database, connect
from storage.migrating import migrate
from tests.cast import furnish
from tests.delivery.stand import Clock
from tests.doubles.fixtures import cast
from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import Workspace as Slack

WEDNESDAY = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)
# Thursday's bundle, Friday's drafts and agendas: 9:01, 15:01 and 17:01 in Seoul
MOMENTS = [dt.datetime(2026, 11, day, hour, 1, tzinfo=dt.UTC) for day, hour in ((26, 0), (26, 5), (27, 6), (27, 8))]


def database() -> Database:
    return connect("sqlite:///muster.db")


def keys(slack: Slack) -> Counter[str]:
    """How often each post stands in Slack."""
    messages = [message for channel in slack.messages.values() for message in channel]
    return Counter(message["metadata"]["event_payload"]["key"] for message in messages)


def tick(slack: Slack, moment: dt.datetime) -> None:
    """One round of everything, charts aside: a picture carries no key that could be found again."""
    makers = {key: maker for key, maker in MAKERS.items() if not isinstance(maker, Slow)}
    db, clock = database(), Clock(moment)
    slack.now = clock
    schedules.tick(db, lambda _: FakeSlack(slack), makers, clock, DeliverySettings(), pause=clock.go)
    db.close()


def furnished() -> None:
    db = database()
    migrate(db)
    furnish(db)
    db.close()


def test_a_backup_is_made_without_slack_and_never_replaces_one_by_accident(
    capsys: pytest.CaptureFixture[str],
) -> None:
    furnished()
    assert main(["backup", "copy.db"]) == 0
    assert "whole and checked" in capsys.readouterr().out
    assert main(["backup", "copy.db"]) == 1
    assert "copy.db is there already" in capsys.readouterr().err
    assert main(["backup", "copy.db", "--force"]) == 0
    assert main(["backup", "nowhere/copy.db"]) == 1
    assert "There is no folder" in capsys.readouterr().err


def test_a_restore_says_first_what_it_will_do(capsys: pytest.CaptureFixture[str]) -> None:
    furnished()
    main(["backup", "copy.db"])
    before = Path("muster.db").read_bytes()
    assert main(["restore", "copy.db"]) == 1
    assert "takes the place of muster.db" in capsys.readouterr().err
    assert Path("muster.db").read_bytes() == before
    assert main(["restore", "copy.db", "--yes"]) == 0
    assert "What it was is muster.db.replaced-" in capsys.readouterr().out
    assert len([*Path().glob("muster.db.replaced-*")]) == 1


def test_on_a_new_machine_a_restore_asks_nothing() -> None:
    furnished()
    main(["backup", "copy.db"])
    Path("muster.db").unlink()
    assert main(["restore", "copy.db"]) == 0
    assert Path("muster.db").exists()


def test_postgresql_is_told_the_line_for_its_own_tool(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    pytest.importorskip("psycopg")
    monkeypatch.setenv("DATABASE_URL", "postgresql://bot:hush@db.example.org:5433/muster")
    assert main(["backup", "my copy"]) == 1
    said = capsys.readouterr().err
    assert "pg_dump --format=custom --file='my copy' postgresql://bot@db.example.org:5433/muster" in said
    assert main(["restore", "my copy"]) == 1
    said += capsys.readouterr().err
    assert "pg_restore --clean" in said
    assert "hush" not in said


def test_what_was_said_after_the_backup_is_not_said_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A copy of Wednesday; the week is said; on Friday evening the disk is lost, and all goes on from the copy."""
    furnished()
    moment, slack = WEDNESDAY, cast(Slack(now=lambda: moment))
    slack.add_channel("C0LEAD", "leadership")
    tick(slack, moment)
    main(["backup", "copy.db"])
    for moment in MOMENTS:
        monkeypatch.setenv("MUSTER_CLOCK", moment.isoformat())
        tick(slack, moment)
    said = keys(slack)
    assert len(said) > 3
    assert main(["restore", "copy.db", "--yes"]) == 0
    tick(slack, moment)
    again = keys(slack) - said
    assert len(again) <= 1, "the administrator hears that Thursday's bundles cannot be made up for"
    assert set(keys(slack).values()) == {1}
