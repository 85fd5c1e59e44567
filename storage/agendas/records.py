"""Each team's agenda of each week: who confirmed it, what its lead noted, when it was frozen, what it said."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from bot.domain.agendas import AgendaRecord
from storage import audit, insert_once
from storage.agendas.rows import AgendaRow, record_value


def record(session: Session, workspace: str, team: str, occurrence: str) -> AgendaRecord:
    """The agenda as it is remembered; an empty one while nobody has done anything with it."""
    row = session.get(AgendaRow, (workspace, team, occurrence), populate_existing=True)
    return AgendaRecord(team, occurrence) if row is None else record_value(row)


def latest(session: Session, workspace: str, team: str) -> AgendaRecord | None:
    """The team's agenda that was frozen last."""
    row = session.execute(
        select(AgendaRow)
        .where(AgendaRow.workspace == workspace, AgendaRow.team == team, AgendaRow.until.is_not(None))
        .order_by(AgendaRow.until.desc())
        .limit(1)
    ).scalar_one_or_none()
    return None if row is None else record_value(row)


def beginning(session: Session, workspace: str, team: str) -> dt.datetime | None:
    """Since when the team's agendas tell what happens: what its first one looked back to."""
    found: dt.datetime | None = session.execute(
        select(func.min(AgendaRow.since)).where(AgendaRow.workspace == workspace, AgendaRow.team == team)
    ).scalar_one()
    return found


def frozen_among(session: Session, workspace: str, team: str, occurrences: Sequence[str]) -> frozenset[str]:
    """Those of these weeks whose agenda is frozen."""
    where = (AgendaRow.workspace == workspace, AgendaRow.team == team, AgendaRow.occurrence.in_(occurrences))
    found = session.execute(select(AgendaRow.occurrence).where(*where, AgendaRow.frozen.is_not(None))).scalars()
    return frozenset(found)


def confirm(session: Session, workspace: str, team: str, occurrence: str, who: str, now: dt.datetime) -> AgendaRecord:
    """The lead stands by it. A second confirmation changes nothing."""
    before = locked(session, workspace, team, occurrence)
    if before.confirmed is None:
        _change(session, workspace, before, who, now, "confirm", confirmed_by=who, confirmed=now)
    return record(session, workspace, team, occurrence)


def note(
    session: Session, workspace: str, team: str, occurrence: str, text: str, who: str, now: dt.datetime
) -> AgendaRecord:
    """What the lead adds to the team's part; it takes the place of an earlier note."""
    before = locked(session, workspace, team, occurrence)
    _change(session, workspace, before, who, now, "note", note=text, note_by=who)
    return record(session, workspace, team, occurrence)


def locked(session: Session, workspace: str, team: str, occurrence: str) -> AgendaRecord:
    """The row, made if it was not there, and nobody else's until this transaction ends."""
    empty: dict[str, Any] = {"note": "", "note_by": "", "confirmed_by": ""}
    insert_once(session, AgendaRow, workspace=workspace, team=team, occurrence=occurrence, **empty)
    query = select(AgendaRow).where(*_this(workspace, team, occurrence)).with_for_update()
    return record_value(session.execute(query.execution_options(populate_existing=True)).scalar_one())


def mark_frozen(
    session: Session, workspace: str, kept: AgendaRecord, since: dt.datetime, until: dt.datetime, now: dt.datetime
) -> AgendaRecord:
    """From now on it tells what was recorded in [since, until), and nothing else."""
    values = {"since": since, "until": until, "frozen": now}
    session.execute(update(AgendaRow).where(*_this(workspace, kept.team, kept.occurrence)).values(**values))
    return record(session, workspace, kept.team, kept.occurrence)


def keep_pages(
    session: Session, workspace: str, team: str, occurrence: str, pages: Sequence[Mapping[str, Any]]
) -> None:
    """What an agenda says, message by message, as text and blocks. What the team's older ones said is in Slack."""
    locked(session, workspace, team, occurrence)
    of_team = (AgendaRow.workspace == workspace, AgendaRow.team == team, AgendaRow.pages.is_not(None))
    session.execute(update(AgendaRow).where(*of_team, AgendaRow.occurrence < occurrence).values(pages=None))
    values = {"pages": [dict(page) for page in pages]}
    session.execute(update(AgendaRow).where(*_this(workspace, team, occurrence)).values(**values))


def pages(session: Session, workspace: str, team: str, occurrence: str) -> list[dict[str, Any]]:
    """What was kept by `keep_pages`, empty before."""
    found = session.execute(select(AgendaRow.pages).where(*_this(workspace, team, occurrence))).scalar_one_or_none()
    return list(found or ())


def _change(
    session: Session, workspace: str, before: AgendaRecord, who: str, now: dt.datetime, action: str, **values: Any
) -> None:
    session.execute(update(AgendaRow).where(*_this(workspace, before.team, before.occurrence)).values(**values))
    after = record(session, workspace, before.team, before.occurrence)
    audit.record(session, workspace, who, now, action, f"agenda {before.team} {before.occurrence}", before, after)


def _this(workspace: str, team: str, occurrence: str) -> tuple[Any, ...]:
    return (AgendaRow.workspace == workspace, AgendaRow.team == team, AgendaRow.occurrence == occurrence)
