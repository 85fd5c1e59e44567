"""What happened, a row for each team that it concerns. An agenda claims the rows that nobody claimed before."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from sqlalchemy import BigInteger, Index, Integer, String, delete, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.events import Event, EventKind
from storage import run
from storage.base import Base, Instant, Word

CHUNK: Final = 500  # refs in one IN list


class EventRow(Base):
    __tablename__ = "event"

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    team: Mapped[str] = mapped_column(String(40))
    kind: Mapped[Word]
    ref: Mapped[str] = mapped_column(String(20))
    at: Mapped[Instant]
    agenda: Mapped[str | None] = mapped_column(String(20))  # the occurrence that told it, such as 2026-W48

    __table_args__ = (
        Index("ix_event_unclaimed", "workspace", "team", "agenda", "at"),
        Index("ix_event_workspace_ref", "workspace", "ref"),
    )


Happening = tuple[EventKind, Iterable[str], Iterable[str]]  # what, to which refs, concerning which teams
_INSERT = insert(EventRow.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause


def tell(
    session: Session, workspace: str, kind: EventKind, refs: Iterable[str], teams: Iterable[str], at: dt.datetime
) -> None:
    """Something happened to each of `refs`, and it concerns each of `teams`."""
    tell_all(session, workspace, [(kind, refs, teams)], at)


def tell_all(session: Session, workspace: str, happenings: Iterable[Happening], at: dt.datetime) -> None:
    """The same for several kinds at once."""
    rows = [
        {"workspace": workspace, "team": team, "kind": kind.value, "ref": ref, "at": at}
        for kind, refs, teams in happenings
        for ref in refs
        for team in dict.fromkeys(teams)
    ]
    if rows:
        run(session, _INSERT, rows)


def withdraw(session: Session, workspace: str, refs: Iterable[str], at: dt.datetime | None = None) -> None:
    """What was taken back did not happen (`at`: that very moment's only); what an agenda has told stays told."""
    every = sorted(set(refs))
    for first in range(0, len(every), CHUNK):
        where = [EventRow.workspace == workspace, EventRow.ref.in_(every[first : first + CHUNK])]
        moment = [EventRow.at == at] if at is not None else []
        session.execute(delete(EventRow).where(*where, EventRow.agenda.is_(None), *moment))


def claim(session: Session, workspace: str, team: str, agenda: str, since: dt.datetime, before: dt.datetime) -> None:
    """This agenda tells every event of the team in [since, before) that no agenda told yet."""
    session.execute(
        update(EventRow)
        .where(EventRow.workspace == workspace, EventRow.team == team, EventRow.agenda.is_(None))
        .where(EventRow.at >= since, EventRow.at < before)
        .values(agenda=agenda)
    )


def told_in(session: Session, workspace: str, team: str, agenda: str) -> list[Event]:
    """The events that this agenda claimed, oldest first."""
    return _read(session, EventRow.workspace == workspace, EventRow.team == team, EventRow.agenda == agenda)


def untold(session: Session, workspace: str, team: str, since: dt.datetime, before: dt.datetime) -> list[Event]:
    """What an agenda frozen at `before` would claim, oldest first; claims nothing."""
    return _read(
        session,
        EventRow.workspace == workspace,
        EventRow.team == team,
        EventRow.agenda.is_(None),
        EventRow.at >= since,
        EventRow.at < before,
    )


def _read(session: Session, *where: object) -> list[Event]:
    rows = session.execute(select(EventRow).where(*where).order_by(EventRow.number)).scalars()  # type: ignore[arg-type]  # column expressions
    return [Event(row.number, row.team, EventKind(row.kind), row.ref, row.at) for row in rows]
