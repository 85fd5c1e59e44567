"""A workspace with the whole timetable, whose posts say their own names."""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.ledger import Payload, Post, State
from bot.domain.people import Person, Role
from bot.domain.teams import Team
from bot.domain.workspaces import Workspace
from bot.settings import DeliverySettings
from schedules import MAKERS, preview, said_by, tick
from schedules.alerts import tell
from schedules.delivery import Slow
from schedules.planning import plan_round
from storage import ledger, people, teams, workspaces
from tests.delivery.stand import Stand, T, drawn, said
from tests.doubles.slack import FakeSlack

PEOPLE = ("U0ARA", "U0BOM", "U0CHAN", "U0DANA")


def at(text: str, zone: str = "Asia/Seoul") -> dt.datetime:
    """A moment by the clocks of a zone."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)


def short(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """A post and one message of detail, whatever room the timetable leaves for more."""
    return said(session, post, now) if post.part < 2 else None


def nudged(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """Only Bom is behind."""
    return said(session, post, now) if post.person == "U0BOM" else None


@dataclass
class Week(Stand):
    """Two teams, a leadership channel, four people; `makers` are those of the agenda and of what people get."""

    def __post_init__(self) -> None:
        super().__post_init__()
        self.makers |= MAKERS
        self.makers |= dict.fromkeys(("agenda-draft", "digest", "bundle", "evaluation-open"), said)
        self.makers |= {
            "agenda": short,
            "agenda-leadership": short,
            "agenda-leadership#1": Slow(drawn),
            "nudge": nudged,
        }
        self.slack.add_channel("C0LEAD", "leadership")
        with self.db.begin() as session:
            workspaces.ensure(session, Workspace(T, leadership_channel="C0LEAD", language="en"))
            for id in PEOPLE:
                role = Role.ADMIN if id == "U0DANA" else Role.MEMBER
                people.save(session, T, Person(id, id[2:], team="export", role=role, language="en"))
            teams.save(session, T, Team("export", "수출과", "Export", lead="U0ARA", channel="C0EXPORT"))
            teams.save(session, T, Team("energy", "에너지과", "Energy", lead="U0CHAN", channel="C0ENERGY"))

    @property
    def keys(self) -> frozenset[str]:
        return said_by(self.makers)

    def live(self, days: float = 0, hours: float = 0) -> None:
        """The bot lives through so much time: plans every few hours, delivers, tells."""
        until = self.clock() + dt.timedelta(days=days, hours=hours)
        while self.clock() < until:
            self.plan_all()
            self.run(min(4 * 3600.0, (until - self.clock()).total_seconds()))
            tell(self.db, self.clock, self.terms)
            self.run(1)

    def plan_all(self) -> int:
        return plan_round(self.db, self.keys, self.clock)

    def tick(self) -> int:
        return tick(
            self.db,
            lambda _: FakeSlack(self.slack),
            self.makers,
            self.clock,
            DeliverySettings(),
            sweeps=(),
            pause=self.clock.go,
            stopwatch=lambda: self.clock().timestamp(),
        )

    def preview(self, days: int = 7) -> list[dict[str, Any]]:
        with self.db.read() as session:
            return preview(session, T, self.clock(), days, self.keys, SPEAKS)

    def texts(self, channel: str) -> list[str]:
        return [message["text"] for message in self.messages(channel)]

    def change(self, **settings: Any) -> None:
        with self.db.begin() as session:
            now = workspaces.get(session, T)
            assert now is not None
            workspaces.change(session, replace(now, **settings))

    def change_team(self, key: str, **values: Any) -> None:
        with self.db.begin() as session:
            team = teams.get(session, T, key)
            assert team is not None
            teams.save(session, T, replace(team, **values))

    def change_person(self, id: str, **values: Any) -> None:
        with self.db.begin() as session:
            person = people.get(session, T, id)
            assert person is not None
            people.save(session, T, replace(person, **values))

    def all_posts(self, *states: State) -> list[Post]:
        with self.db.read() as session:
            return ledger.listing(session, T, states=states, limit=10_000)


def two(session: Session, directory: object, target: Any, due: dt.datetime) -> int:
    return 2


def behind(session: Session, directory: object, target: Any, due: dt.datetime) -> int:
    return 1 if target.person == "U0BOM" else 0


SPEAKS = {"nudge": behind, "agenda": two, "agenda-leadership": two}
