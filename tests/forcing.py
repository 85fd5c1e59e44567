"""What the tests of task forces share: one on the stage, what waits in it, and delivery to Slack."""

import datetime as dt
from typing import Any

from bot.domain.forces import Charter
from bot.domain.ledger import Post, Terms
from bot.domain.teams import Team, TeamKind
from schedules import MAKERS
from schedules.delivery import Delivery
from storage import audit, charters, forces, ledger, teams
from storage.directories import directory
from tests.cast import ARA, BOM, CHAN, WS, Json, Stage, words
from tests.doubles.slack import FakeSlack

FORCE = "C0FORCE"
ENDS = dt.date(2026, 12, 24)


def force(stage: Stage, key: str = "tf", ends: dt.date | None = ENDS, channel: str | None = FORCE, **more: Any) -> Team:
    """Ara leads it, Bom and Chan belong to it; it stands under the ministry."""
    given: dict[str, Any] = {"parent": "ministry", "lead": ARA, "members": frozenset({ARA, BOM, CHAN})}
    given |= {"mandate": "a mission", **more}
    made = Team(key, "대미통상 TF", "US trade TF", TeamKind.TASK_FORCE, channel=channel, **given)
    with stage.db.begin() as session:
        teams.save(session, WS, made)
        charter = Charter(key, ends, dt.date(2026, 11, 2), "40 companies\na fair")
        charters.written(session, WS, charter, ARA, stage.now, "edit")
    if channel and channel not in stage.slack.rooms:
        stage.slack.add_channel(channel, "us-trade-tf", ARA, BOM, CHAN)
    return made


def team(stage: Stage, key: str = "tf") -> Team:
    with stage.db.read() as session:
        found = teams.get(session, WS, key)
    assert found is not None
    return found


def charter(stage: Stage, key: str = "tf") -> Charter:
    with stage.db.read() as session:
        found = charters.get(session, WS, key)
    assert found is not None
    return found


def changes(stage: Stage, ref: str) -> list[str]:
    with stage.db.read() as session:
        return [one.action for one in audit.changes(session, WS, ref)]


def posts(stage: Stage, *series: str) -> list[Post]:
    """Those of these series, the newest last."""
    with stage.db.read() as session:
        found = ledger.listing(session, WS, limit=500)
    return [post for post in reversed(found) if post.series in series]


def delivers(stage: Stage, rounds: int = 8) -> None:
    """What is due is done and said; the clock goes on a little, so that channels keep their pace."""
    for _ in range(rounds):
        delivery = Delivery(
            stage.db, lambda _: FakeSlack(stage.slack), MAKERS, lambda: stage.now, Terms(), _passes(stage)
        )
        delivery.drain(delivery.waiting())
        stage.later(seconds=3)


def _passes(stage: Stage) -> Any:
    return lambda seconds: stage.later(seconds=seconds)


def said_in(stage: Stage, channel: str) -> str:
    return "\n".join(words(message) for message in stage.slack.in_channel(channel))


def walked(stage: Stage, person: str = ARA, **values: Any) -> Json:
    """Fills in the page of the walk that this person sees."""
    return stage.submits(person, values)


def left(stage: Stage, key: str = "tf") -> list[str]:
    """What it would leave now."""
    with stage.db.read() as session:
        known = directory(session, WS)
        assert known is not None
        return [one.key for one in forces.loose(session, known, known.teams[key], ENDS)]


def winds_up(stage: Stage, person: str = ARA, key: str = "tf") -> Json:
    assert stage.types(person, f"/team wind-up {key}") == {}
    return stage.slack.form(person)
