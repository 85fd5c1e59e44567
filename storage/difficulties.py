"""Difficulties: what was raised, who sees to it, what the company was told."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Any

from sqlalchemy import BigInteger, Index, String, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.difficulties import Difficulty, DifficultyState
from storage import audit
from storage.base import Base, Day, Instant, JsonList, LongText, Number, Word, WorkspaceId
from storage.numbers import following
from storage.organisations import OrganisationRow


class DifficultyRow(Base):
    __tablename__ = "difficulty"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    text: Mapped[LongText]
    state: Mapped[Word]
    due: Mapped[Day]
    raised: Mapped[Instant]
    raised_by: Mapped[str] = mapped_column(String(32))
    organisation: Mapped[int | None] = mapped_column(BigInteger)
    visit: Mapped[int | None] = mapped_column(BigInteger)
    categories: Mapped[JsonList]
    urgent: Mapped[bool]
    team: Mapped[str | None] = mapped_column(String(40))
    owner: Mapped[str | None] = mapped_column(String(32))
    task: Mapped[int | None] = mapped_column(BigInteger)
    answer: Mapped[LongText]
    answered_by: Mapped[str | None] = mapped_column(String(32))
    answered: Mapped[Instant | None]
    merged_into: Mapped[int | None] = mapped_column(BigInteger)
    escalated_to: Mapped[str | None] = mapped_column(String(40))
    permalink: Mapped[str] = mapped_column(String(500))
    touched: Mapped[bool]
    version: Mapped[int]

    __table_args__ = (
        Index("ix_difficulty_workspace_team_state", "workspace", "team", "state", "due"),
        Index("ix_difficulty_workspace_owner_state", "workspace", "owner", "state", "due"),
        Index("ix_difficulty_workspace_state_due", "workspace", "state", "due"),
        Index("ix_difficulty_workspace_visit", "workspace", "visit"),
        Index("ix_difficulty_workspace_organisation", "workspace", "organisation"),
    )


_TABLE = DifficultyRow.__table__
_STORED = tuple(item.name for item in dataclasses.fields(Difficulty) if item.name != "organisation_name")


def raise_(
    session: Session, workspace: str, drafts: Sequence[Difficulty], who: str, now: dt.datetime
) -> list[Difficulty]:
    """Record new difficulties (their numbers are ignored); gives them back numbered."""
    if not drafts:
        return []
    first = following(session, workspace, "D", len(drafts))
    new = [dataclasses.replace(draft, number=first + at) for at, draft in enumerate(drafts)]
    session.execute(insert(_TABLE), [{"workspace": workspace, **_columns(one)} for one in new])  # type: ignore[arg-type]  # a Table
    for one in new:
        audit.record(session, workspace, who, now, "add", one.ref, None, one)
    return new


def get(session: Session, workspace: str, number: int) -> Difficulty | None:
    found = find(session, workspace, _TABLE.c.number == number)
    return found[0] if found else None


def of_visit(session: Session, workspace: str, visit: int) -> list[Difficulty]:
    return find(session, workspace, _TABLE.c.visit == visit)


def save(session: Session, workspace: str, changed: Difficulty, who: str, now: dt.datetime, action: str) -> Difficulty:
    """Store a changed difficulty, with its audit; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1, touched=True)
    where = (DifficultyRow.workspace == workspace, DifficultyRow.number == changed.number)
    session.execute(update(DifficultyRow).where(*where).values(**_columns(after)))
    audit.record(session, workspace, who, now, action, after.ref, before, after)
    return after


def find(session: Session, workspace: str, *where: Any, limit: int | None = None, offset: int = 0) -> list[Difficulty]:
    """Difficulties that fulfil `where` (conditions of this table), the soonest due first. For this folder only."""
    rows = session.execute(
        select(_TABLE, OrganisationRow.name.label("organisation_name"))
        .join_from(
            _TABLE,
            OrganisationRow.__table__,
            (OrganisationRow.workspace == _TABLE.c.workspace) & (OrganisationRow.number == _TABLE.c.organisation),
            isouter=True,
        )
        .where(_TABLE.c.workspace == workspace, *where)
        .order_by(_TABLE.c.due, _TABLE.c.number)
        .limit(limit)
        .offset(offset)
    )
    return [_value(row) for row in rows]


def _columns(difficulty: Difficulty) -> dict[str, Any]:
    values = {name: getattr(difficulty, name) for name in _STORED}
    return values | {"state": difficulty.state.value, "categories": list(difficulty.categories)}


def _value(row: Any) -> Difficulty:
    values = {name: getattr(row, name) for name in _STORED}
    values |= {"state": DifficultyState(row.state), "categories": tuple(row.categories)}
    return Difficulty(**values, organisation_name=row.organisation_name or "")
