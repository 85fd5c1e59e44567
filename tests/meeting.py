"""What the tests of agendas share: a week that goes by, its posts, and what stands on the agenda."""

import dataclasses
import datetime as dt

from bot.domain.agendas import AgendaRecord, Item
from bot.domain.difficulties import Difficulty, DifficultyState
from bot.settings import DeliverySettings
from schedules import MAKERS, tick
from storage import agendas, difficulties
from tests.cast import ARA, EXPORT, WS, Json, Stage
from tests.doubles.slack import FakeSlack

KST = dt.timezone(dt.timedelta(hours=9))
W48, W49 = "2026-W48", "2026-W49"


def go(stage: Stage, day: int, hour: int, minute: int = 0) -> None:
    stage.now = dt.datetime(2026, 11, day, hour, minute, tzinfo=KST).astimezone(dt.UTC)
    deliver(stage)


def deliver(stage: Stage) -> None:
    slack = FakeSlack(stage.slack)
    slack.retry_handlers = []
    named = {
        key: maker
        for key, maker in MAKERS.items()
        if key.startswith(("agenda", "meeting")) or key in ("answer", "ledger-alert")
    }
    tick(
        stage.db,
        lambda _workspace: slack,
        named,
        lambda: stage.now,
        DeliverySettings(),
        sweeps=(),
        pause=lambda seconds: stage.later(seconds=seconds),
    )


def write(stage: Stage, item: Item) -> Item:
    with stage.db.begin() as session:
        return agendas.add_item(session, WS, item, stage.now)


def raise_one(stage: Stage, **more: object) -> Difficulty:
    draft = Difficulty(
        0, "short of welders", DifficultyState.OPEN, dt.date(2026, 11, 20), stage.now, ARA, team="export"
    )
    with stage.db.begin() as session:
        return difficulties.raise_(session, WS, [dataclasses.replace(draft, **more)], ARA, stage.now)[0]  # type: ignore[arg-type]


def record(stage: Stage, occurrence: str = W48) -> AgendaRecord:
    with stage.db.read() as session:
        return agendas.record(session, WS, "export", occurrence)


def items(stage: Stage, team: str = "export") -> list[Item]:
    with stage.db.read() as session:
        return agendas.open_items(session, WS, team)


def posts(stage: Stage, *, thread: bool = False, channel: str = EXPORT) -> list[Json]:
    return [one for one in stage.slack.messages.get(channel, []) if bool(one.get("thread_ts")) is thread]
