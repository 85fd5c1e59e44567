"""Imports: a file is kept until somebody says yes, applied as one transaction, and undone while that is possible."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from bot.domain.directory import Directory
from bot.domain.permissions import Actor
from bot.domain.sheets import Import, ImportState, Known, Plan, Undone
from storage.numbers import following
from storage.sheets.indicators import INDICATORS, READINGS
from storage.sheets.keeping import Keeper, Line, Moment
from storage.sheets.organisations import ORGANISATIONS
from storage.sheets.people import PEOPLE
from storage.sheets.plans import FIELDS, PLAN
from storage.sheets.rows import ImportLineRow, ImportRow
from storage.sheets.tasks import TASKS

KEEPERS: Final[Mapping[str, Keeper]] = {
    "tasks": TASKS,
    "people": PEOPLE,
    "organisations": ORGANISATIONS,
    "fields": FIELDS,
    "plan": PLAN,
    "indicators": INDICATORS,
    "readings": READINGS,
}
_FIELDS = tuple(item.name for item in dataclasses.fields(Import))


def around(
    session: Session,
    directory: Directory,
    actor: Actor | None,
    now: dt.datetime,
    sheet: str,
    refs: Sequence[str] | None = None,
) -> Known:
    """All that rows of this noun may mean. With `refs` nobody else changes those until this transaction ends."""
    here = now.astimezone(ZoneInfo(directory.workspace.zone))
    found = Known(directory, here, here.date(), actor)
    if refs is not None:
        KEEPERS[sheet].lock(session, directory.workspace.id, refs)
    KEEPERS[sheet].known(session, found)
    return found


def keep(session: Session, workspace: str, new: Import, content: bytes | None) -> Import:
    """Keep a file that somebody looks at; gives it back numbered."""
    kept = dataclasses.replace(new, number=following(session, workspace, "import"))
    values = dataclasses.asdict(kept) | {"sheets": list(kept.sheets), "state": kept.state.value}
    session.execute(insert(ImportRow), {"workspace": workspace, "content": content, **values})
    return kept


def get(session: Session, workspace: str, number: int) -> Import | None:
    row = session.get(ImportRow, (workspace, number), populate_existing=True)
    return None if row is None else _value(row)


def locked(session: Session, workspace: str, number: int) -> Import | None:
    """The same, and nobody else applies or undoes it until this transaction ends."""
    where = (ImportRow.workspace == workspace, ImportRow.number == number)
    session.execute(select(ImportRow.number).where(*where).with_for_update())
    return get(session, workspace, number)


def latest(session: Session, workspace: str, person: str, sheet: str) -> Import | None:
    """The import of this noun that the person applied last and has not undone."""
    where = (ImportRow.workspace == workspace, ImportRow.person == person, ImportRow.state == ImportState.APPLIED.value)
    rows = session.execute(select(ImportRow).where(*where).order_by(ImportRow.number.desc()).limit(50)).scalars()
    return next((_value(row) for row in rows if sheet in row.sheets), None)


def content(session: Session, workspace: str, number: int) -> bytes:
    """The file; b"" once it is done with."""
    where = (ImportRow.workspace == workspace, ImportRow.number == number)
    return session.execute(select(ImportRow.content).where(*where)).scalar_one_or_none() or b""


def begin(session: Session, workspace: str, number: int, digest: str) -> None:
    """It shall be applied beside the request, if it still does what was shown; nobody says yes twice."""
    where = (ImportRow.workspace == workspace, ImportRow.number == number)
    session.execute(update(ImportRow).where(*where).values(state=ImportState.APPLYING.value, digest=digest))


def wait(session: Session, workspace: str, number: int) -> None:
    """It would do something else by now: somebody is asked again."""
    where = (ImportRow.workspace == workspace, ImportRow.number == number)
    session.execute(update(ImportRow).where(*where).values(state=ImportState.LOOKED.value, digest=""))


def begun(session: Session, workspace: str) -> list[Import]:
    """Those that wait to be applied beside the request, the oldest first."""
    where = (ImportRow.workspace == workspace, ImportRow.state == ImportState.APPLYING.value)
    return [
        _value(row) for row in session.execute(select(ImportRow).where(*where).order_by(ImportRow.number)).scalars()
    ]


def end(session: Session, workspace: str, number: int, state: ImportState) -> None:
    """It is done with, one way or the other: the file goes."""
    where = (ImportRow.workspace == workspace, ImportRow.number == number)
    session.execute(update(ImportRow).where(*where).values(state=state.value, content=None))


def apply(session: Session, directory: Directory, one: Import, plans: Sequence[Plan], now: dt.datetime) -> Import:
    """Store what these plans would do, with what it takes to undo it."""
    workspace = directory.workspace.id
    moment = Moment(session, directory, one.person, now)
    lines = [(plan.sheet, line) for plan in plans for line in KEEPERS[plan.sheet].apply(moment, plan.entries)]
    rows = [
        {
            "workspace": workspace,
            "of": one.number,
            "sheet": sheet,
            "ref": line.ref,
            "before": dict(line.before),
            "after": dict(line.after),
        }
        for sheet, line in lines
    ]
    if rows:
        session.execute(insert(ImportLineRow), rows)
    where = (ImportRow.workspace == workspace, ImportRow.number == one.number)
    applied = {"state": ImportState.APPLIED.value, "applied": now}
    session.execute(update(ImportRow).where(*where).values(content=None, **applied))
    return dataclasses.replace(one, state=ImportState.APPLIED, applied=now)


def undo(session: Session, directory: Directory, one: Import, who: str, now: dt.datetime) -> Undone:
    """Take back what nobody touched since; gives what is as it was, and what stays."""
    workspace = directory.workspace.id
    assert one.applied is not None
    where = (ImportLineRow.workspace == workspace, ImportLineRow.of == one.number)
    found = session.execute(select(ImportLineRow).where(*where).order_by(ImportLineRow.number.desc())).scalars().all()
    moment = Moment(session, directory, who, one.applied)
    back, stays = list[str](), list[str]()
    for sheet in dict.fromkeys(row.sheet for row in found):
        lines = [Line(row.ref, row.before, row.after) for row in found if row.sheet == sheet]
        taken = KEEPERS[sheet].take_back(moment, lines, now)
        back += taken.back
        stays += taken.stays
    mine = (ImportRow.workspace == workspace, ImportRow.number == one.number)
    session.execute(update(ImportRow).where(*mine).values(state=ImportState.UNDONE.value, undone=now))
    session.execute(delete(ImportLineRow).where(*where))
    return Undone(tuple(reversed(back)), tuple(reversed(stays)))


def forget(session: Session, workspace: str, before: dt.datetime) -> int:
    """What is older is done with: files that nobody applied go, and applied ones can no longer be undone."""
    old = (ImportRow.workspace == workspace, ImportRow.at < before)
    numbers = select(ImportRow.number).where(*old)
    session.execute(delete(ImportLineRow).where(ImportLineRow.workspace == workspace, ImportLineRow.of.in_(numbers)))
    waiting = session.execute(
        update(ImportRow)
        .where(*old, ImportRow.content.is_not(None))
        .values(content=None, state=ImportState.CANCELLED.value)
        .returning(ImportRow.number)
    ).all()
    return len(waiting)


def _value(row: ImportRow) -> Import:
    values = {name: getattr(row, name) for name in _FIELDS}
    return Import(**values | {"sheets": tuple(row.sheets), "state": ImportState(row.state)})
