"""Fields and items of the plan, many at once: as an import stores them and takes them back."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Sequence

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from bot.domain.plans import Item, PlanField
from storage import audit, run, upsert
from storage.numbers import following
from storage.plans.items import told
from storage.plans.rows import FIELD, ITEM, PlanFieldRow, PlanItemRow, columns
from storage.prepared import new_row, saving

Fields = Sequence[tuple[PlanField | None, PlanField]]  # before (None for a new one) and after


def add_many(session: Session, workspace: str, drafts: Sequence[Item], who: str, now: dt.datetime) -> list[Item]:
    """Record new items at once, numbered in a row; gives them back numbered."""
    if not drafts:
        return []
    first = following(session, workspace, "P", len(drafts))
    new = [dataclasses.replace(draft, number=first + n) for n, draft in enumerate(drafts)]
    session.execute(insert(PlanItemRow), [{"workspace": workspace, **columns(one)} for one in new])
    audit.record_new(session, workspace, who, now, ((one.ref, told(one)) for one in new))
    return new


def save_many(
    session: Session, workspace: str, pairs: Iterable[tuple[Item, Item]], who: str, now: dt.datetime, action: str
) -> list[Item]:
    """Store items that changed, each before and after, at once; gives them back with their new versions."""
    both = [(before, dataclasses.replace(after, version=before.version + 1)) for before, after in pairs]
    if both:
        run(session, _SAVE, [new_row(columns(new), workspace=workspace, number=new.number) for _, new in both])
    audit.record_changes(session, workspace, who, now, action, ((new.ref, told(old), told(new)) for old, new in both))
    return [new for _, new in both]


def lock_many(session: Session, workspace: str, numbers: Iterable[int]) -> None:
    """Nobody else changes these until this transaction ends. One order of locking: no two wait for each other."""
    every = sorted(set(numbers))
    for first in range(0, len(every), CHUNK):
        wanted = (ITEM.c.workspace == workspace, ITEM.c.number.in_(every[first : first + CHUNK]))
        session.execute(select(ITEM.c.number).where(*wanted).order_by(ITEM.c.number).with_for_update())


def save_fields(session: Session, workspace: str, pairs: Fields, who: str, now: dt.datetime, action: str) -> None:
    """Record fields, new ones behind those that there are."""
    last = session.execute(select(func.max(FIELD.c.place)).where(FIELD.c.workspace == workspace)).scalar_one() or 0
    for before, after in pairs:
        names = {"ko": after.ko, "en": after.en}
        if before is None:
            last += 1
            upsert(session, PlanFieldRow, {"workspace": workspace, "key": after.key}, place=last, **names)
        else:
            where = (PlanFieldRow.workspace == workspace, PlanFieldRow.key == after.key)
            session.execute(update(PlanFieldRow).where(*where).values(**names))
    new = [(field_ref(after), after) for before, after in pairs if before is None]
    old = [(field_ref(after), before, after) for before, after in pairs if before is not None]
    audit.record_new(session, workspace, who, now, new)
    audit.record_changes(session, workspace, who, now, action, old)


def remove_field(session: Session, workspace: str, one: PlanField, who: str, now: dt.datetime) -> bool:
    """Forget a field that was recorded by mistake. False when an item is in it, deleted ones too: then it stays."""
    used = select(ITEM.c.number).where(ITEM.c.workspace == workspace, ITEM.c.field == one.key).limit(1)
    if session.execute(used).first() is not None:
        return False
    session.execute(delete(PlanFieldRow).where(PlanFieldRow.workspace == workspace, PlanFieldRow.key == one.key))
    audit.record(session, workspace, who, now, "undo", field_ref(one), one, None)
    return True


def field_ref(one: PlanField) -> str:
    """By which the audit knows it."""
    return f"field:{one.key}"


CHUNK = 500  # numbers in one IN list
_SAVE = saving(ITEM)
