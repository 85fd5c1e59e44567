"""What was seen of the partners' homepages."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import String, case, func, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.homepages import BROKEN_AFTER, Homepage, Look, Why
from bot.domain.organisations import Organisation
from storage import organisations, upsert
from storage.base import Base, Instant, Number, Word, WorkspaceId
from storage.organisations import OrganisationRow


class HomepageRow(Base):
    __tablename__ = "homepage"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]  # of the organisation, whose page it is: it moves with no merge
    url: Mapped[str] = mapped_column(String(500))
    checked: Mapped[Instant]
    why: Mapped[Word]
    status: Mapped[int]
    failed: Mapped[int]
    since: Mapped[Instant | None]
    told: Mapped[Instant | None]


_TABLE = HomepageRow.__table__
_PARTNER = OrganisationRow.__table__
_SAME = (_PARTNER.c.workspace == _TABLE.c.workspace) & (_PARTNER.c.number == _TABLE.c.number)
_STILL = _SAME & (_PARTNER.c.homepage == _TABLE.c.url)  # what was seen is of the address that it has now
_LINKED = (_PARTNER.c.partner.is_(True), _PARTNER.c.homepage != "", _PARTNER.c.merged_into.is_(None))


def partners(session: Session, workspace: str, limit: int | None = None, offset: int = 0) -> list[Organisation]:
    """A page of the partners that have a homepage: the broken ones, then the others, by kind and name."""
    well = case((_TABLE.c.failed >= BROKEN_AFTER, 0), else_=1)
    query = select(_PARTNER.c.number).outerjoin_from(_PARTNER, _TABLE, _STILL)
    query = query.where(_PARTNER.c.workspace == workspace, *_LINKED)
    query = query.order_by(well, _PARTNER.c.kind, _PARTNER.c.name, _PARTNER.c.number).limit(limit).offset(offset)
    numbers = list(session.execute(query).scalars())
    found = organisations.by_ids(session, workspace, numbers)
    return [found[number] for number in numbers]


def count(session: Session, workspace: str) -> tuple[int, int]:
    """How many partners have a homepage, and how many have none."""
    where = (_PARTNER.c.workspace == workspace, _PARTNER.c.partner.is_(True), _PARTNER.c.merged_into.is_(None))
    linked = func.count().filter(_PARTNER.c.homepage != "")
    every, has = session.execute(select(func.count(), linked).select_from(_PARTNER).where(*where)).one()
    return has, every - has


def of(session: Session, workspace: str, numbers: Iterable[int]) -> Mapping[int, Homepage]:
    """What is known of the homepages of these organisations; those that nobody has looked at are missing."""
    wanted = sorted(set(numbers))
    rows = session.execute(select(_TABLE).where(_TABLE.c.workspace == workspace, _TABLE.c.number.in_(wanted)))
    return {row.number: _value(row) for row in rows}


def answering(session: Session, workspace: str, limit: int) -> list[Organisation]:
    """Partners whose homepage answered when it was last looked at, the latest first."""
    where = (_TABLE.c.workspace == workspace, _TABLE.c.why == "", *_LINKED)
    query = select(_TABLE.c.number).join_from(_TABLE, _PARTNER, _STILL).where(*where)
    numbers = list(session.execute(query.order_by(_TABLE.c.checked.desc(), _TABLE.c.number).limit(limit)).scalars())
    found = organisations.by_ids(session, workspace, numbers)
    return [found[number] for number in numbers]


def keep(session: Session, workspace: str, seen: Homepage) -> None:
    """Store what is known after a look."""
    key = {"workspace": workspace, "number": seen.organisation}
    upsert(
        session,
        HomepageRow,
        key,
        url=seen.url,
        checked=seen.checked,
        why=seen.look.why.value if seen.look.why else "",
        status=seen.look.status,
        failed=seen.failed,
        since=seen.since,
        told=seen.told,
    )


def untold(session: Session, workspace: str) -> list[Homepage]:
    """Broken ones of which nobody has been told, if they still are where they were."""
    where = (_TABLE.c.workspace == workspace, _TABLE.c.failed >= BROKEN_AFTER, _TABLE.c.told.is_(None), *_LINKED)
    query = select(_TABLE).join_from(_TABLE, _PARTNER, _STILL).where(*where)
    return [_value(row) for row in session.execute(query.order_by(_TABLE.c.number))]


def tell(session: Session, workspace: str, numbers: Sequence[int], now: dt.datetime) -> None:
    """Somebody is told of these: once is enough."""
    where = (HomepageRow.workspace == workspace, HomepageRow.number.in_(numbers))
    session.execute(update(HomepageRow).where(*where).values(told=now))


def _value(row: Any) -> Homepage:
    look = Look(Why(row.why) if row.why else None, row.status)
    return Homepage(row.number, row.url, row.checked, look, row.failed, row.since, row.told)
