"""Fields and items of the plan: recorded, found, changed; each change with its audit."""

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update
from sqlalchemy.orm import Session

from bot.domain.plans import Item, PlanField
from storage import audit, upsert
from storage.numbers import following
from storage.plans.rows import FIELD, ITEM, PlanFieldRow, PlanItemRow, columns, field_value, value
from storage.searching import holds


def fields(session: Session, workspace: str) -> list[PlanField]:
    """In the order in which they were recorded."""
    query = select(FIELD).where(FIELD.c.workspace == workspace).order_by(FIELD.c.place, FIELD.c.key)
    return [field_value(row) for row in session.execute(query)]


def save_field(session: Session, workspace: str, one: PlanField, who: str, now: dt.datetime) -> None:
    """Record a field, new or known, with its audit (`field:KEY`)."""
    known = fields(session, workspace)
    before = next((each for each in known if each.key == one.key), None)
    last = session.execute(select(func.max(FIELD.c.place)).where(FIELD.c.workspace == workspace)).scalar_one() or 0
    place = {} if before else {"place": last + 1}
    if before:
        where = (PlanFieldRow.workspace == workspace, PlanFieldRow.key == one.key)
        session.execute(update(PlanFieldRow).where(*where).values(ko=one.ko, en=one.en))
    else:
        upsert(session, PlanFieldRow, {"workspace": workspace, "key": one.key}, ko=one.ko, en=one.en, **place)
    audit.record(session, workspace, who, now, "edit" if before else "add", f"field:{one.key}", before, one)


def all_of(
    session: Session, workspace: str, *, team: str | None = None, field: str | None = None, since: dt.date | None = None
) -> list[Item]:
    """By number: everything, or of a team or a field. `since`: whose period ends on that day or later."""
    where: list[ColumnElement[bool]] = [ITEM.c.deleted.is_(None)]
    if team is not None:
        where.append(ITEM.c.team == team)
    if field is not None:
        where.append(ITEM.c.field == field)
    if since is not None:
        where.append(ITEM.c.last >= since)
    return _find(session, workspace, *where)


def get(session: Session, workspace: str, number: int) -> Item | None:
    """Deleted ones too: what they were stands in the audit."""
    found = _find(session, workspace, ITEM.c.number == number)
    return found[0] if found else None


def locked(session: Session, workspace: str, number: int) -> Item | None:
    """The same, and nobody else changes it until this transaction ends."""
    where = (PlanItemRow.workspace == workspace, PlanItemRow.number == number)
    session.execute(select(PlanItemRow.number).where(*where).with_for_update())
    return get(session, workspace, number)


def search(session: Session, workspace: str, part: str, limit: int = 10) -> list[Item]:
    """Those with `part` in a name, the newest first."""
    named = holds(part, ITEM.c.ko, ITEM.c.en)
    return _find(session, workspace, ITEM.c.deleted.is_(None), named)[::-1][:limit]


def add(session: Session, workspace: str, draft: Item, who: str, now: dt.datetime) -> Item:
    """Record a new one (its number is ignored); gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "P"))
    session.execute(insert(PlanItemRow), {"workspace": workspace, **columns(new)})
    audit.record(session, workspace, who, now, "add", new.ref, None, told(new))
    return new


def save(session: Session, workspace: str, changed: Item, who: str, now: dt.datetime, action: str = "edit") -> Item:
    """Store a changed one; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1)
    where = (PlanItemRow.workspace == workspace, PlanItemRow.number == changed.number)
    session.execute(update(PlanItemRow).where(*where).values(**columns(after)))
    audit.record(session, workspace, who, now, action, after.ref, before and told(before), told(after))
    return after


def remove(session: Session, workspace: str, one: Item, who: str, now: dt.datetime) -> None:
    """Forget one that was added by mistake; its number is never used again."""
    where = (PlanItemRow.workspace == workspace, PlanItemRow.number == one.number)
    session.execute(delete(PlanItemRow).where(*where))
    audit.record(session, workspace, who, now, "undo", one.ref, told(one), None)


def _find(session: Session, workspace: str, *where: ColumnElement[bool]) -> list[Item]:
    query = select(ITEM).where(ITEM.c.workspace == workspace, *where).order_by(ITEM.c.number)
    return [value(row) for row in session.execute(query)]


def told(one: Item) -> dict[str, Any]:
    """As the audit keeps it: the sieve as the words that it has."""
    values = {item.name: getattr(one, item.name) for item in dataclasses.fields(one) if item.name != "sieve"}
    return values | {item.name: getattr(one.sieve, item.name) for item in dataclasses.fields(one.sieve)}
