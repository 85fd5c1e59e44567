"""Named portfolios of tasks."""

import datetime as dt

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain.tasks import Programme
from storage import audit, upsert
from storage.tasks.rows import ProgrammeRow


def save_programme(session: Session, workspace: str, programme: Programme) -> None:
    values = {"ko": programme.ko, "en": programme.en, "evaluated": programme.evaluated}
    upsert(session, ProgrammeRow, {"workspace": workspace, "key": programme.key}, **values)


def change_programme(session: Session, workspace: str, programme: Programme, who: str, now: dt.datetime) -> None:
    """Record a programme, new or known, with its audit (`programme:KEY`)."""
    before = next((one for one in programmes(session, workspace) if one.key == programme.key), None)
    save_programme(session, workspace, programme)
    action = "add" if before is None else "edit"
    audit.record(session, workspace, who, now, action, f"programme:{programme.key}", before, programme)


def programmes(session: Session, workspace: str) -> list[Programme]:
    where = ProgrammeRow.workspace == workspace
    rows = session.execute(select(ProgrammeRow).where(where).order_by(ProgrammeRow.key)).scalars()
    return [Programme(row.key, row.ko, row.en, row.evaluated) for row in rows]
