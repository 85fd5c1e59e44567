"""The directory of organisations."""

import dataclasses
import datetime as dt
import difflib
from collections.abc import Sequence

from sqlalchemy import Index, String, func, insert, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.organisations import Organisation, OrganisationKind, matching_name
from storage import audit
from storage.base import Base, Instant, JsonList, LongText, Number, Word, WorkspaceId
from storage.numbers import following


class OrganisationRow(Base):
    __tablename__ = "organisation"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    name: Mapped[str] = mapped_column(String(80))
    matching: Mapped[str] = mapped_column(String(80))
    kind: Mapped[Word]
    partner: Mapped[bool]
    homepage: Mapped[str] = mapped_column(String(500))
    contacts: Mapped[LongText]
    sectors: Mapped[JsonList]
    regions: Mapped[JsonList]
    added: Mapped[Instant]
    version: Mapped[int]

    __table_args__ = (Index("ix_organisation_workspace_matching", "workspace", "matching", unique=True),)


_TABLE = OrganisationRow.__table__


def meet(
    session: Session,
    workspace: str,
    name: str,
    who: str,
    now: dt.datetime,
    kind: OrganisationKind = OrganisationKind.COMPANY,
) -> tuple[Organisation, bool]:
    """The organisation of this name, despite (주), Inc. and spacing; added to the directory if new (then True)."""
    known = find(session, workspace, name)
    if known is not None:
        return known, False
    new = Organisation(following(session, workspace, "O"), name, kind)
    row = {"workspace": workspace, "matching": matching_name(name), "added": now, **_columns(new)}
    session.execute(insert(OrganisationRow), row)
    audit.record(session, workspace, who, now, "add", new.ref, None, new)
    return new, True


def find(session: Session, workspace: str, name: str) -> Organisation | None:
    """The organisation that `name` is a spelling of."""
    where = (_TABLE.c.workspace == workspace, _TABLE.c.matching == matching_name(name))
    row = session.execute(select(_TABLE).where(*where)).one_or_none()
    return None if row is None else _value(row)


def get(session: Session, workspace: str, number: int) -> Organisation | None:
    row = session.execute(
        select(_TABLE).where(_TABLE.c.workspace == workspace, _TABLE.c.number == number)
    ).one_or_none()
    return None if row is None else _value(row)


def search(session: Session, workspace: str, part: str, limit: int = 20) -> list[Organisation]:
    """Organisations with `part` in their name, the shortest names first."""
    wanted = matching_name(part).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    rows = session.execute(
        select(_TABLE)
        .where(_TABLE.c.workspace == workspace, _TABLE.c.matching.like(f"%{wanted}%", escape="\\"))
        .order_by(func.length(_TABLE.c.name), _TABLE.c.name)
        .limit(limit)
    )
    return [_value(row) for row in rows]


def listing(
    session: Session, workspace: str, kind: OrganisationKind | None = None, limit: int = 50, offset: int = 0
) -> tuple[Sequence[Organisation], int]:
    """A page of the directory in the order of names, and how many there are."""
    where = [_TABLE.c.workspace == workspace]
    if kind is not None:
        where.append(_TABLE.c.kind == kind.value)
    total = session.execute(select(func.count()).select_from(_TABLE).where(*where)).scalar_one()
    rows = session.execute(select(_TABLE).where(*where).order_by(_TABLE.c.name).limit(limit).offset(offset))
    return [_value(row) for row in rows], total


def save(session: Session, workspace: str, organisation: Organisation, who: str, now: dt.datetime) -> Organisation:
    """Store a changed organisation; gives it back with its new version."""
    before = get(session, workspace, organisation.number)
    after = dataclasses.replace(organisation, version=organisation.version + 1)
    where = (OrganisationRow.workspace == workspace, OrganisationRow.number == organisation.number)
    session.execute(update(OrganisationRow).where(*where).values(matching=matching_name(after.name), **_columns(after)))
    audit.record(session, workspace, who, now, "edit", after.ref, before, after)
    return after


def _columns(organisation: Organisation) -> dict[str, object]:
    values = {item.name: getattr(organisation, item.name) for item in dataclasses.fields(organisation)}
    return values | {
        "kind": organisation.kind.value,
        "sectors": list(organisation.sectors),
        "regions": list(organisation.regions),
    }


def _value(row: object) -> Organisation:
    values = {item.name: getattr(row, item.name) for item in dataclasses.fields(Organisation)}
    values |= {"kind": OrganisationKind(values["kind"])}
    values |= {"sectors": tuple(values["sectors"]), "regions": tuple(values["regions"])}
    return Organisation(**values)


def similar(session: Session, workspace: str, name: str, limit: int = 3) -> list[Organisation]:
    """Organisations whose name is close to `name` without being it: what somebody may have meant."""
    wanted = matching_name(name)
    near = [one for one in search(session, workspace, wanted[:2], 200) if matching_name(one.name) != wanted]
    ranked = difflib.get_close_matches(wanted, [matching_name(one.name) for one in near], n=limit, cutoff=0.7)
    return [next(one for one in near if matching_name(one.name) == match) for match in dict.fromkeys(ranked)]
