"""Who changed what: every change, before and after."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import BigInteger, Index, Integer, String, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.audits import Change
from storage import run
from storage.base import Base, Instant, Json, Word

_SIMPLE = frozenset({str, int, bool, float})
_UNTOLD = frozenset({"version", "recorded", "touched", "changed", "sequence"})  # true of each change, told by none


class AuditRow(Base):
    __tablename__ = "audit"

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    ref: Mapped[str] = mapped_column(String(80))
    person: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    action: Mapped[Word]
    before: Mapped[Json]
    after: Mapped[Json]

    __table_args__ = (Index("ix_audit_workspace_ref", "workspace", "ref", "number"),)


_INSERT = insert(AuditRow.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause


def record(
    session: Session, workspace: str, who: str, at: dt.datetime, action: str, ref: str, before: Any, after: Any
) -> None:
    """Keep the difference between two values (frozen dataclasses, mappings or None for "was not there")."""
    run(session, _INSERT, _row(workspace, who, at, action, ref, before, after))


def record_new(session: Session, workspace: str, who: str, at: dt.datetime, things: Iterable[tuple[str, Any]]) -> None:
    """Keep that each of these was added: its ref and its value."""
    rows = [_row(workspace, who, at, "add", ref, None, value) for ref, value in things]
    if rows:
        run(session, _INSERT, rows)


def record_changes(
    session: Session, workspace: str, who: str, at: dt.datetime, action: str, things: Iterable[tuple[str, Any, Any]]
) -> None:
    """The same for several: the ref of each, its value before and after."""
    rows = [_row(workspace, who, at, action, ref, before, after) for ref, before, after in things]
    if rows:
        run(session, _INSERT, rows)


def _row(workspace: str, who: str, at: dt.datetime, action: str, ref: str, before: Any, after: Any) -> dict[str, Any]:
    old, new = _plain(before), _plain(after)
    names = [name for name in {**old, **new} if old.get(name) != new.get(name)] if old else new
    changed = [name for name in names if name not in _UNTOLD]
    return {
        "workspace": workspace,
        "ref": ref,
        "person": who,
        "at": at,
        "action": action,
        "before": {name: old[name] for name in changed if name in old},
        "after": {name: new[name] for name in changed if name in new},
    }


def changes(session: Session, workspace: str, ref: str, limit: int = 50, offset: int = 0) -> list[Change]:
    """A page of the changes of `ref`, newest first."""
    rows = session.execute(
        select(AuditRow)
        .where(AuditRow.workspace == workspace, AuditRow.ref == ref)
        .order_by(AuditRow.number.desc())
        .limit(limit)
        .offset(offset)
    ).scalars()
    return [Change(row.ref, row.person, row.at, row.action, row.before, row.after) for row in rows]


def _plain(value: Any) -> dict[str, Any]:
    if value is None:
        return {}
    if is_dataclass(value):
        kind: type = type(value)
        names, read = _told(kind)
        value = dict(zip(names, read(value), strict=True))
    return {
        name: content if type(content) in _SIMPLE else _simple(content)
        for name, content in value.items()
        if content not in (None, "", (), [], False)
    }


@cache
def _told(kind: type) -> tuple[Sequence[str], Callable[[Any], tuple[Any, ...]]]:
    """The names of a dataclass's fields, and what reads them all at once: a visit is told with each that is logged."""
    names = [item.name for item in fields(kind) if not item.name.startswith("_")]
    return names, attrgetter(*names) if len(names) > 1 else lambda value: (getattr(value, names[0]),)


def _simple(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (dt.datetime, dt.date, dt.time)):
        return value.isoformat()
    if isinstance(value, (frozenset, set)):
        return sorted(value)
    return list(value) if isinstance(value, tuple) else value
