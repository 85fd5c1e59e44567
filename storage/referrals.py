"""Which partner was asked about which difficulty, until when, and what it said. Kept for good.

A difficulty is with one partner at a time: `open_of`. How partners answer: `records`.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import BigInteger, Index, String, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain import referrals as rules
from bot.domain.referrals import Record, Referral, ReferralState
from storage import audit
from storage.base import Base, Day, Instant, LongText, Number, Word, WorkspaceId
from storage.numbers import following
from storage.organisations import OrganisationRow
from storage.searching import holds


class ReferralRow(Base):
    __tablename__ = "referral"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    difficulty: Mapped[int] = mapped_column(BigInteger)
    organisation: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    on: Mapped[Day]
    due: Mapped[Day]
    state: Mapped[Word]
    request: Mapped[LongText]
    answer: Mapped[LongText]
    answered_on: Mapped[Day | None]

    __table_args__ = (
        Index("ix_referral_workspace_difficulty", "workspace", "difficulty", "number"),
        Index("ix_referral_workspace_organisation", "workspace", "organisation", "state"),
    )


_TABLE = ReferralRow.__table__
_OPEN: Final = _TABLE.c.state == ReferralState.OPEN.value
_COUNTED: Final = 2000  # referrals of the partners on one page, the newest: more change no median
_STORED = tuple(item.name for item in dataclasses.fields(Referral) if item.name != "organisation_name")


def ask(session: Session, workspace: str, draft: Referral, now: dt.datetime) -> Referral:
    """A partner is asked (the number of `draft` is ignored). Asked again, the same one has another day; another one
    takes the place of the first.
    """
    before = open_of(session, workspace, draft.difficulty)
    if before is not None and before.organisation == draft.organisation:
        request = draft.request or before.request
        _change(session, workspace, before.number, due=draft.due, request=request)
        return dataclasses.replace(before, due=draft.due, request=request)
    end(session, workspace, draft.difficulty, ReferralState.WITHDRAWN, draft.by, now)
    new = dataclasses.replace(draft, number=following(session, workspace, "R"))
    values = {name: getattr(new, name) for name in _STORED} | {"state": new.state.value, "at": now}
    session.execute(insert(_TABLE), {"workspace": workspace, **values})  # type: ignore[arg-type]  # a Table
    if new.request:
        asked = {"request": new.request}
        audit.record(session, workspace, new.by, now, "refer", f"D-{new.difficulty}", None, asked)
    return new


def end(
    session: Session,
    workspace: str,
    difficulty: int,
    state: ReferralState,
    who: str,
    now: dt.datetime,
    answer: str = "",
    answered_on: dt.date | None = None,
) -> None:
    """Whoever has this difficulty no longer does, in this way; nothing happens when nobody has it."""
    before = open_of(session, workspace, difficulty)
    if before is None:
        return
    day = None if answered_on is None else max(answered_on, before.on)  # nobody answers before being asked
    _change(session, workspace, before.number, state=state.value, answer=answer, answered_on=day)
    if answer:
        audit.record(session, workspace, who, now, "reply", f"D-{difficulty}", None, {"partner_answer": answer})


def open_of(session: Session, workspace: str, difficulty: int) -> Referral | None:
    """The partner that has this difficulty now."""
    found = _read(session, workspace, _TABLE.c.difficulty == difficulty, _OPEN)
    return found[-1] if found else None


def of_difficulty(session: Session, workspace: str, difficulty: int) -> list[Referral]:
    """Every partner that was ever asked about it, the first asked first."""
    return _read(session, workspace, _TABLE.c.difficulty == difficulty)


def of_organisation(session: Session, workspace: str, organisation: int, limit: int = 20) -> list[Referral]:
    """What this organisation was asked about, the newest first."""
    return _read(session, workspace, _TABLE.c.organisation == organisation, limit=limit)


def search(session: Session, workspace: str, part: str, limit: int = 20) -> list[Referral]:
    """Those with `part` in what was asked or answered, the newest first."""
    return _read(session, workspace, holds(part, _TABLE.c.request, _TABLE.c.answer), limit=limit)


def records(session: Session, workspace: str, organisations: Iterable[int]) -> Mapping[int, Record]:
    """How each of these organisations has answered; those that were never asked are missing."""
    wanted = sorted(set(organisations))
    if not wanted:
        return {}
    by_organisation: dict[int, list[Referral]] = {}
    for one in _read(session, workspace, _TABLE.c.organisation.in_(wanted), limit=_COUNTED):
        by_organisation.setdefault(one.organisation, []).append(one)
    return {number: rules.record(found) for number, found in by_organisation.items()}


def _change(session: Session, workspace: str, number: int, **values: Any) -> None:
    where = (ReferralRow.workspace == workspace, ReferralRow.number == number)
    session.execute(update(ReferralRow).where(*where).values(**values))


def _read(session: Session, workspace: str, *where: Any, limit: int | None = None) -> list[Referral]:
    """Oldest first; with a `limit`, the newest first."""
    rows: Sequence[Any] = session.execute(
        select(_TABLE, OrganisationRow.name.label("organisation_name"))
        .join_from(
            _TABLE,
            OrganisationRow.__table__,
            (OrganisationRow.workspace == _TABLE.c.workspace) & (OrganisationRow.number == _TABLE.c.organisation),
        )
        .where(_TABLE.c.workspace == workspace, *where)
        .order_by(_TABLE.c.number if limit is None else _TABLE.c.number.desc())
        .limit(limit)
    ).all()
    return [_value(row) for row in rows]


def _value(row: Any) -> Referral:
    values = {name: getattr(row, name) for name in _STORED} | {"state": ReferralState(row.state)}
    return Referral(**values, organisation_name=row.organisation_name)
