"""The directory of organisations."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    Select,
    String,
    bindparam,
    delete,
    false,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.organisations import (
    Organisation,
    OrganisationKind,
    closest,
    initials,
    is_initials,
    matching_name,
    pieces,
)
from storage import audit, insert_once, run
from storage.base import Base, Instant, JsonList, LongText, Number, Word, WorkspaceId
from storage.numbers import following


class OrganisationRow(Base):
    __tablename__ = "organisation"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    name: Mapped[str] = mapped_column(String(80))
    matching: Mapped[str] = mapped_column(String(240))  # 80 characters may become more: ㈜ is (주)
    initials: Mapped[str] = mapped_column(String(240))
    kind: Mapped[Word]
    partner: Mapped[bool]
    homepage: Mapped[str] = mapped_column(String(500))
    contacts: Mapped[LongText]
    sectors: Mapped[JsonList]
    regions: Mapped[JsonList]
    added: Mapped[Instant]
    version: Mapped[int]
    merged_into: Mapped[int | None] = mapped_column(BigInteger)  # one that stands: never one that was merged itself
    withdrawn: Mapped[bool] = mapped_column(server_default=false())

    __table_args__ = (
        Index("ix_organisation_workspace_matching", "workspace", "matching"),
        Index(  # a name is one organisation's; those that were merged or withdrawn keep theirs beside it
            "ix_organisation_workspace_name",
            "workspace",
            "matching",
            unique=True,
            sqlite_where=text("merged_into IS NULL AND NOT withdrawn"),
            postgresql_where=text("merged_into IS NULL AND NOT withdrawn"),
        ),
    )


_TABLE = OrganisationRow.__table__
_SPELLING = OrganisationRow.__table__.alias("spelling")
_STANDS = _TABLE.c.merged_into.is_(None) & _TABLE.c.withdrawn.is_(False)
_ANY = (
    select(_TABLE)
    .where(_TABLE.c.workspace == bindparam("ws"), _TABLE.c.matching == bindparam("name"))
    .order_by(_TABLE.c.withdrawn, _TABLE.c.merged_into.is_not(None), _TABLE.c.number.desc())
    .limit(1)
)
_FIND = _ANY.where(_TABLE.c.withdrawn.is_(False))
_HOLD = _ANY.with_for_update(read=True, key_share=True)  # what is about to name it waits for a merge, and for no edit
CHUNK: Final = 500  # numbers in one IN list
_LOOKED_AT: Final = 100  # candidates of which the close ones are chosen


def meet(
    session: Session,
    workspace: str,
    name: str,
    who: str,
    now: dt.datetime,
    kind: OrganisationKind = OrganisationKind.COMPANY,
) -> tuple[Organisation, bool]:
    """The organisation of this name, despite (주), Inc. and spacing; added to the directory if new (then True)."""
    known = _named(session, workspace, name, _HOLD)
    if known is not None and known.withdrawn:
        return _bring_back(session, workspace, dataclasses.replace(known, name=name, kind=kind), who, now), True
    if known is not None:
        return known, False
    new = Organisation(following(session, workspace, "O"), name, kind)
    if not insert_once(session, OrganisationRow, workspace=workspace, added=now, **_columns(new)):
        known = find(session, workspace, name)  # somebody else was faster by a moment
        assert known is not None
        return known, False
    audit.record(session, workspace, who, now, "add", new.ref, None, new)
    return new, True


def find(session: Session, workspace: str, name: str) -> Organisation | None:
    """The organisation that `name` is a spelling of, or that one of this name was merged into."""
    return _named(session, workspace, name, _FIND)


def get(session: Session, workspace: str, number: int) -> Organisation | None:
    """The one with this number, merged into another or not."""
    row = session.execute(
        select(_TABLE).where(_TABLE.c.workspace == workspace, _TABLE.c.number == number)
    ).one_or_none()
    return None if row is None else _value(row)


def standing(session: Session, workspace: str, number: int) -> Organisation | None:
    """The one with this number, or the one that it was merged into; None for one that is not in the directory."""
    found = get(session, workspace, number)
    if found is None or found.withdrawn:
        return None
    return found if found.merged_into is None else get(session, workspace, found.merged_into)


def merged(session: Session, workspace: str, number: int) -> list[Organisation]:
    """Those that were merged into it."""
    where = (_TABLE.c.workspace == workspace, _TABLE.c.merged_into == number)
    return [_value(row) for row in session.execute(select(_TABLE).where(*where).order_by(_TABLE.c.number))]


def search(session: Session, workspace: str, part: str, limit: int = 20, offset: int = 0) -> list[Organisation]:
    """Organisations with `part` in their name, or in that of one merged into them, the shortest names first.

    `ㄷㅎㅈㅁ` finds by initial consonants.
    """
    rows = session.execute(
        select(_TABLE)
        .where(_TABLE.c.workspace == workspace, _holds(workspace, part))
        .order_by(func.length(_TABLE.c.name), _TABLE.c.name)
        .limit(limit)
        .offset(offset)
    )
    return [_value(row) for row in rows]


def count(session: Session, workspace: str, part: str) -> int:
    """How many `search` would find."""
    query = select(func.count()).select_from(_TABLE).where(_TABLE.c.workspace == workspace, _holds(workspace, part))
    return session.execute(query).scalar_one()


def similar(session: Session, workspace: str, name: str, limit: int = 3) -> list[Organisation]:
    """Organisations whose name is close to `name` without being it: what somebody may have meant."""
    parts = pieces(name)
    if not parts:
        return []
    near = session.execute(
        select(_TABLE.c.number, _TABLE.c.matching)
        .where(_TABLE.c.workspace == workspace, _STANDS, or_(*(_like(_TABLE.c.matching, part) for part in parts)))
        .order_by(func.abs(func.length(_TABLE.c.matching) - len(matching_name(name))), _TABLE.c.number)
        .limit(_LOOKED_AT)
    )
    chosen = closest(name, ((number, matching) for number, matching in near), limit)
    if not chosen:
        return []
    found = {one.number: one for one in by_ids(session, workspace, chosen).values()}
    return [found[number] for number in chosen]


def listing(
    session: Session,
    workspace: str,
    kinds: Iterable[OrganisationKind] = (),
    limit: int = 50,
    offset: int = 0,
    *,
    partners: bool = False,
) -> tuple[Sequence[Organisation], int]:
    """A page of the directory in the order of names, and how many there are. No `kinds`: all of them."""
    where = [_TABLE.c.workspace == workspace, _STANDS]
    wanted = [kind.value for kind in kinds]
    if wanted:
        where.append(_TABLE.c.kind.in_(wanted))
    if partners:
        where.append(_TABLE.c.partner.is_(True))
    total = session.execute(select(func.count()).select_from(_TABLE).where(*where)).scalar_one()
    page = select(_TABLE).where(*where).order_by(_TABLE.c.name, _TABLE.c.number).limit(limit).offset(offset)
    return [_value(row) for row in session.execute(page)], total


def of_kinds(session: Session, workspace: str, kinds: Iterable[OrganisationKind] = ()) -> list[Organisation]:
    """All of the directory, or those of these kinds, in the order of numbers."""
    wanted = [kind.value for kind in kinds]
    where = [_TABLE.c.workspace == workspace, _STANDS, *([_TABLE.c.kind.in_(wanted)] if wanted else [])]
    return [_value(row) for row in session.execute(select(_TABLE).where(*where).order_by(_TABLE.c.number))]


def save(
    session: Session, workspace: str, organisation: Organisation, who: str, now: dt.datetime, action: str = "edit"
) -> Organisation:
    """Store a changed organisation; gives it back with its new version."""
    before = get(session, workspace, organisation.number)
    after = dataclasses.replace(organisation, version=organisation.version + 1)
    where = (OrganisationRow.workspace == workspace, OrganisationRow.number == organisation.number)
    session.execute(update(OrganisationRow).where(*where).values(**_columns(after)))
    audit.record(session, workspace, who, now, action, after.ref, before, after)
    return after


def everything(session: Session, workspace: str) -> list[Organisation]:
    """The whole directory, in the order of numbers."""
    return of_kinds(session, workspace)


def spellings(session: Session, workspace: str) -> dict[str, str]:
    """Matching name → the `O-9` that it leads to, of all that are there and of those that were merged into them."""
    query = select(_TABLE.c.matching, func.coalesce(_TABLE.c.merged_into, _TABLE.c.number)).where(
        _TABLE.c.workspace == workspace, _TABLE.c.withdrawn.is_(False)
    )
    rows = session.execute(query.order_by(_STANDS, _TABLE.c.number))  # who stands goes last, and over the others
    return {matching: f"O-{number}" for matching, number in rows}


def added_at(session: Session, workspace: str, number: int) -> dt.datetime | None:
    """When it came into the directory."""
    where = (_TABLE.c.workspace == workspace, _TABLE.c.number == number)
    found: dt.datetime | None = session.execute(select(_TABLE.c.added).where(*where)).scalar_one_or_none()
    return found


def by_ids(session: Session, workspace: str, numbers: Iterable[int]) -> dict[int, Organisation]:
    """Number → organisation; numbers that are not there are missing."""
    found = [
        _value(row)
        for chunk in _chunks(numbers)
        for row in session.execute(
            select(_TABLE).where(_TABLE.c.workspace == workspace, _TABLE.c.number.in_(chunk)).order_by(_TABLE.c.number)
        )
    ]
    return {one.number: one for one in found}


def lock_many(session: Session, workspace: str, numbers: Iterable[int]) -> None:
    """Nobody else changes these until this transaction ends."""
    for chunk in _chunks(numbers):
        wanted = (OrganisationRow.workspace == workspace, OrganisationRow.number.in_(chunk))
        session.execute(
            select(OrganisationRow.number).where(*wanted).order_by(OrganisationRow.number).with_for_update()
        )


def add_many(
    session: Session, workspace: str, drafts: Sequence[Organisation], who: str, now: dt.datetime
) -> list[Organisation]:
    """Record new organisations at once; gives them back numbered. Their names are new: `find` knows none of them."""
    if not drafts:
        return []
    first = following(session, workspace, "O", len(drafts))
    new = [dataclasses.replace(draft, number=first + n) for n, draft in enumerate(drafts)]
    session.execute(insert(OrganisationRow), [{"workspace": workspace, "added": now, **_columns(one)} for one in new])
    audit.record_new(session, workspace, who, now, ((one.ref, one) for one in new))
    return new


def save_many(
    session: Session,
    workspace: str,
    pairs: Iterable[tuple[Organisation, Organisation]],
    who: str,
    now: dt.datetime,
    action: str,
) -> list[Organisation]:
    """Store organisations that changed, each before and after, at once; gives them back with their new versions."""
    both = [(before, dataclasses.replace(after, version=before.version + 1)) for before, after in pairs]
    for _, one in both:
        where = (OrganisationRow.workspace == workspace, OrganisationRow.number == one.number)
        session.execute(update(OrganisationRow).where(*where).values(**_columns(one)))
    audit.record_changes(session, workspace, who, now, action, ((new.ref, old, new) for old, new in both))
    return [new for _, new in both]


def remove(session: Session, workspace: str, one: Organisation, who: str, now: dt.datetime, action: str) -> None:
    """Forget an organisation that was added by mistake; its audit stays, and its number is never used again."""
    where = (OrganisationRow.workspace == workspace, OrganisationRow.number == one.number)
    session.execute(delete(OrganisationRow).where(*where))
    audit.record(session, workspace, who, now, action, one.ref, one, None)


def withdraw(session: Session, workspace: str, one: Organisation, who: str, now: dt.datetime) -> Organisation:
    """Out of the directory; what was taken back with it still tells its name."""
    gone = dataclasses.replace(one, withdrawn=True)
    where = (OrganisationRow.workspace == workspace, OrganisationRow.number == one.number)
    session.execute(update(OrganisationRow).where(*where).values(withdrawn=True))
    audit.record(session, workspace, who, now, "undo", one.ref, one, gone)
    return gone


def _bring_back(session: Session, workspace: str, one: Organisation, who: str, now: dt.datetime) -> Organisation:
    """Into the directory again, as if it were new."""
    back = dataclasses.replace(one, withdrawn=False)
    where = (OrganisationRow.workspace == workspace, OrganisationRow.number == one.number)
    session.execute(update(OrganisationRow).where(*where).values(added=now, **_columns(back)))
    audit.record(session, workspace, who, now, "add", one.ref, one, back)
    return back


def _chunks(numbers: Iterable[int]) -> Iterator[list[int]]:
    every = sorted(set(numbers))
    return (every[first : first + CHUNK] for first in range(0, len(every), CHUNK))


def _columns(organisation: Organisation) -> dict[str, object]:
    values = {item.name: getattr(organisation, item.name) for item in dataclasses.fields(organisation)}
    return values | {
        "matching": matching_name(organisation.name),
        "initials": initials(organisation.name),
        "kind": organisation.kind.value,
        "sectors": list(organisation.sectors),
        "regions": list(organisation.regions),
    }


def _value(row: object) -> Organisation:
    values = {item.name: getattr(row, item.name) for item in dataclasses.fields(Organisation)}
    values |= {"kind": OrganisationKind(values["kind"])}
    values |= {"sectors": tuple(values["sectors"]), "regions": tuple(values["regions"])}
    return Organisation(**values)


def _named(session: Session, workspace: str, name: str, query: Select[Any]) -> Organisation | None:
    row = run(session, query, {"ws": workspace, "name": matching_name(name)}).one_or_none()
    if row is None or row.merged_into is None:
        return None if row is None else _value(row)
    return get(session, workspace, row.merged_into)


def named(workspace: str, part: str) -> Select[tuple[int]]:
    """The numbers of those whose name, or that of one merged into them, has this part: for who looks for words."""
    typed = (_SPELLING.c.initials, part.replace(" ", ""))
    column, wanted = typed if is_initials(part) else (_SPELLING.c.matching, matching_name(part))
    meant = func.coalesce(_SPELLING.c.merged_into, _SPELLING.c.number)
    return select(meant).where(_SPELLING.c.workspace == workspace, _like(column, wanted))


def _holds(workspace: str, part: str) -> ColumnElement[bool]:
    """It stands, and its name has this part."""
    return _STANDS & _TABLE.c.number.in_(named(workspace, part))


def _like(column: ColumnElement[str], part: str) -> ColumnElement[bool]:
    """`part` anywhere in it, its own wildcards taken as letters."""
    safe = part.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return column.like(f"%{safe}%", escape="\\")
