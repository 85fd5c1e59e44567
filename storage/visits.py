"""Visits, and who of ours was there."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Index,
    String,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.homes import Stay, Whose
from bot.domain.visits import Visit, VisitState
from bot.values import frozen
from storage import audit, run
from storage.base import Base, Day, Instant, JsonList, LongText, Number, Word, WorkspaceId
from storage.difficulties import DifficultyRow
from storage.numbers import following
from storage.organisations import OrganisationRow, named
from storage.searching import holds


class VisitRow(Base):
    __tablename__ = "visit"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    person: Mapped[str] = mapped_column(String(32))
    organisation: Mapped[int] = mapped_column(BigInteger)
    day: Mapped[Day]
    state: Mapped[Word]
    summary: Mapped[LongText]
    met: Mapped[str] = mapped_column(String(500))
    kinds: Mapped[JsonList]
    sectors: Mapped[JsonList]
    regions: Mapped[JsonList]
    unknown_tags: Mapped[JsonList]
    companions: Mapped[JsonList]
    photos: Mapped[JsonList]
    permalink: Mapped[str] = mapped_column(String(500))
    recorded: Mapped[Instant]
    version: Mapped[int]

    __table_args__ = (
        Index("ix_visit_workspace_day", "workspace", "day"),
        Index("ix_visit_workspace_organisation_day", "workspace", "organisation", "day"),
        Index("ix_visit_workspace_state_day", "workspace", "state", "day"),
    )


class VisitPersonRow(Base):
    """One row for each of ours who was there: what quotas and lists are counted from."""

    __tablename__ = "visit_person"

    workspace: Mapped[WorkspaceId]
    person: Mapped[str] = mapped_column(String(32), primary_key=True)
    day: Mapped[Day] = mapped_column(primary_key=True)
    visit: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)

    __table_args__ = (
        Index("ix_visit_person_workspace_day", "workspace", "day", "person"),
        Index("ix_visit_person_workspace_visit", "workspace", "visit"),
    )


_TABLE = VisitRow.__table__
_THERE = VisitPersonRow.__table__
_INSERT = insert(VisitRow.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause
_INSERT_PERSON = insert(VisitPersonRow.__table__)  # type: ignore[arg-type]  # the same
_STORED = tuple(
    item.name for item in dataclasses.fields(Visit) if item.name not in ("organisation_name", "difficulties")
)
_LATEST_FIRST: Final = (_TABLE.c.day.desc(), _TABLE.c.number.desc())
_LISTS = ("kinds", "sectors", "regions", "unknown_tags", "companions", "photos")


@frozen
class Choice:
    """Which visits: of these people (None: anybody), of this organisation, on these days, both ends included.

    `author` is who logged it, `people` whoever of ours was there; with them those of `stays` on their days.
    """

    people: frozenset[str] | None = None
    stays: tuple[Stay, ...] = ()
    author: str | None = None
    organisation: int | None = None
    first: dt.date | None = None
    last: dt.date | None = None
    states: frozenset[VisitState] = frozenset({VisitState.PLANNED, VisitState.DONE})

    @classmethod
    def of(cls, whose: Whose | None, first: dt.date | None, last: dt.date | None, **known: Any) -> "Choice":
        """Those of a team; None: anybody's."""
        return cls(whose.people if whose else None, whose.stays if whose else (), first=first, last=last, **known)


# What logging a visit asks is built once: building a statement costs more than running it.
_RECENT = (
    select(_TABLE.c.number, _TABLE.c.person, _TABLE.c.day, _TABLE.c.recorded)
    .where(
        _TABLE.c.workspace == bindparam("ws"),
        _TABLE.c.organisation == bindparam("org"),
        _TABLE.c.day.between(bindparam("first"), bindparam("last")),
        _TABLE.c.state != VisitState.UNDONE.value,
    )
    .order_by(_TABLE.c.number.desc())
    .limit(20)
)
_COUNTED = (
    select(_THERE.c.person, _TABLE.c.state, _TABLE.c.kinds)
    .join_from(_THERE, _TABLE, (_TABLE.c.workspace == _THERE.c.workspace) & (_TABLE.c.number == _THERE.c.visit))
    .where(
        _THERE.c.workspace == bindparam("ws"),
        _THERE.c.day.between(bindparam("first"), bindparam("last")),
        _TABLE.c.state != VisitState.UNDONE.value,
    )
)
_ATTENDED = _COUNTED.with_only_columns(_THERE.c.visit, _THERE.c.person, _TABLE.c.state, _THERE.c.day)
_COUNTED_ONE = _COUNTED.where(_THERE.c.person == bindparam("person"))
_NUMBERS_ONE = _COUNTED_ONE.with_only_columns(_TABLE.c.state, func.count().label("number")).group_by(_TABLE.c.state)


def record(session: Session, workspace: str, draft: Visit, now: dt.datetime) -> Visit:
    """Store a new visit (its number is ignored), with its audit; gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "V"), recorded=now)
    run(session, _INSERT, {"workspace": workspace, **_columns(new)})
    _store_people(session, workspace, new)
    audit.record_new(session, workspace, draft.person, now, [(new.ref, new)])
    return new


def save(session: Session, workspace: str, changed: Visit, who: str, now: dt.datetime, action: str) -> Visit:
    """Store a changed visit, with its audit; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1)
    where = (VisitRow.workspace == workspace, VisitRow.number == changed.number)
    session.execute(update(VisitRow).where(*where).values(**_columns(after)))
    session.execute(
        delete(VisitPersonRow).where(VisitPersonRow.workspace == workspace, VisitPersonRow.visit == changed.number)
    )
    _store_people(session, workspace, after)
    audit.record(session, workspace, who, now, action, after.ref, before, after)
    return after


def get(session: Session, workspace: str, number: int) -> Visit | None:
    found = _read(session, workspace, (_TABLE.c.number == number,))
    return found[0] if found else None


def many(session: Session, workspace: str, numbers: Iterable[int]) -> list[Visit]:
    """Visits by number, the latest day first; numbers that are not there are passed over."""
    wanted = sorted(set(numbers))
    # Sorted here: asked for the latest day, SQLite walks through all days there ever were, and looks for the numbers.
    found = _read(session, workspace, (_TABLE.c.number.in_(wanted),), order=()) if wanted else []
    return sorted(found, key=lambda one: (one.day, one.number), reverse=True)


def find(session: Session, workspace: str, choice: Choice, limit: int = 20, offset: int = 0) -> Sequence[Visit]:
    """The chosen visits, the latest day first."""
    return _read(session, workspace, _where(workspace, choice), limit, offset)


def count(session: Session, workspace: str, choice: Choice) -> int:
    """How many visits `find` would give without a limit; each once, whoever was there."""
    return session.execute(
        select(func.count()).select_from(_TABLE).where(_TABLE.c.workspace == workspace, *_where(workspace, choice))
    ).scalar_one()


def recent(
    session: Session, workspace: str, organisation: int, first: dt.date, last: dt.date
) -> list[tuple[int, str, dt.date, dt.datetime]]:
    """Number, person, day and moment of recording of the latest visits that took place, or will, at this organisation.

    On these days, both ends included; the latest recorded first; 20 at most.
    """
    bound = {"ws": workspace, "org": organisation, "first": first, "last": last}
    return [(number, person, day, recorded) for number, person, day, recorded in run(session, _RECENT, bound)]


def counted(
    session: Session,
    workspace: str,
    first: dt.date,
    last: dt.date,
    kinds: frozenset[str],
    whose: Whose | None = None,
) -> Mapping[str, tuple[int, int]]:
    """Person → (visits done, visits planned) on these days, each visit once for everybody who was there.

    `kinds`: only visits of one of these kinds count; empty: all do. `whose`: None for anybody's.
    """
    bound: dict[str, Any] = {"ws": workspace, "first": first, "last": last}
    rows = run(session, _COUNTED, bound) if whose is None else _counted_of(session, bound, whose)
    tally: dict[str, list[int]] = {}
    for person, state, visited in rows:
        if not kinds or kinds & set(visited):
            numbers = tally.setdefault(person, [0, 0])
            numbers[0 if state == VisitState.DONE.value else 1] += 1
    return {person: (done, planned) for person, (done, planned) in tally.items()}


def _counted_of(session: Session, bound: dict[str, Any], whose: Whose) -> Iterable[tuple[str, str, list[str]]]:
    rows = session.execute(_COUNTED.where(_theirs(whose.people, whose.stays)), bound)
    return [(person, state, kinds) for person, state, kinds in rows]


def counted_one(
    session: Session, workspace: str, person: str, first: dt.date, last: dt.date, kinds: frozenset[str]
) -> tuple[int, int]:
    """The same of one person: (visits done, visits planned)."""
    bound = {"ws": workspace, "person": person, "first": first, "last": last}
    if kinds:
        states = [state for _, state, visited in run(session, _COUNTED_ONE, bound) if kinds & set(visited)]
        return states.count(VisitState.DONE.value), states.count(VisitState.PLANNED.value)
    numbers = dict(iter(run(session, _NUMBERS_ONE, bound)))
    return numbers.get(VisitState.DONE.value, 0), numbers.get(VisitState.PLANNED.value, 0)


def attended(
    session: Session, workspace: str, first: dt.date, last: dt.date
) -> Sequence[tuple[int, str, VisitState, dt.date]]:
    """Visit, person of ours who was there, state, day: of everybody's visits on these days, done or planned."""
    bound = {"ws": workspace, "first": first, "last": last}
    return [(visit, person, VisitState(state), day) for visit, person, state, day in run(session, _ATTENDED, bound)]


@frozen
class Tagged:
    """What is counted of a visit by its tags."""

    number: int
    organisation: int
    day: dt.date
    state: VisitState
    kinds: tuple[str, ...]
    sectors: tuple[str, ...]
    regions: tuple[str, ...]


_TAGGED = select(*(_TABLE.c[item.name] for item in dataclasses.fields(Tagged)))


def tagged(
    session: Session, workspace: str, first: dt.date, last: dt.date, numbers: Sequence[int] = ()
) -> list[Tagged]:
    """Visits of these days, done or planned, and those of these numbers, without what only a card needs; by number."""
    wanted: ColumnElement[bool] = _TABLE.c.day.between(first, last)
    if numbers:
        wanted = or_(wanted, _TABLE.c.number.in_(sorted(set(numbers))))
    where = (_TABLE.c.workspace == workspace, _TABLE.c.state != VisitState.UNDONE.value, wanted)
    return [
        Tagged(number, organisation, day, VisitState(state), tuple(kinds), tuple(sectors), tuple(regions))
        for number, organisation, day, state, kinds, sectors, regions in session.execute(
            _TAGGED.where(*where).order_by(_TABLE.c.number)
        )
    ]


def by_day(session: Session, workspace: str, choice: Choice) -> Mapping[dt.date, int]:
    """How many of the chosen visits there are on each day that has any."""
    rows = session.execute(
        select(_TABLE.c.day, func.count())
        .where(_TABLE.c.workspace == workspace, *_where(workspace, choice))
        .group_by(_TABLE.c.day)
    )
    return {day: number for day, number in rows}  # noqa: C416 rows are not pairs to the type checker


def _where(workspace: str, choice: Choice) -> tuple[ColumnElement[bool], ...]:
    where: list[ColumnElement[bool]] = [_TABLE.c.state.in_(sorted(choice.states))]
    if choice.author is not None:
        where.append(_TABLE.c.person == choice.author)
    days: list[ColumnElement[bool]] = []
    if choice.first is not None:
        days.append(_TABLE.c.day >= choice.first)
    if choice.last is not None:
        days.append(_TABLE.c.day <= choice.last)
    if choice.organisation is not None:
        where.append(_TABLE.c.organisation == choice.organisation)
    if choice.people is not None:
        there = select(_THERE.c.visit).where(_THERE.c.workspace == workspace, _theirs(choice.people, choice.stays))
        if choice.first is not None:
            there = there.where(_THERE.c.day >= choice.first)
        if choice.last is not None:
            there = there.where(_THERE.c.day <= choice.last)
        where.append(_TABLE.c.number.in_(there))
    return (*where, *days)


def _theirs(people: Iterable[str], stays: Iterable[Stay]) -> ColumnElement[bool]:
    """These people were there, or one who came or went, on the days of their stay."""
    anytime = _THERE.c.person.in_(sorted(people))
    limited = [
        and_(
            _THERE.c.person == one.person,
            *([_THERE.c.day >= one.first] if one.first else []),
            *([_THERE.c.day <= one.last] if one.last else []),
        )
        for one in stays
    ]
    return or_(anytime, *limited) if limited else anytime


def _read(
    session: Session,
    workspace: str,
    where: Iterable[ColumnElement[bool]],
    limit: int | None = None,
    offset: int = 0,
    order: Sequence[ColumnElement[Any]] = _LATEST_FIRST,
) -> list[Visit]:
    rows = session.execute(
        select(_TABLE, OrganisationRow.name.label("organisation_name"))
        .join_from(
            _TABLE,
            OrganisationRow.__table__,
            (OrganisationRow.workspace == _TABLE.c.workspace) & (OrganisationRow.number == _TABLE.c.organisation),
        )
        .where(_TABLE.c.workspace == workspace, *where)
        .order_by(*order)
        .limit(limit)
        .offset(offset)
    ).all()
    raised: dict[int, list[int]] = {}
    if rows:
        numbers = [row.number for row in rows]
        for visit, number in session.execute(
            select(DifficultyRow.visit, DifficultyRow.number)
            .where(DifficultyRow.workspace == workspace, DifficultyRow.visit.in_(numbers))
            .order_by(DifficultyRow.number)
        ):
            raised.setdefault(visit or 0, []).append(number)
    return [_value(row, tuple(raised.get(row.number, ()))) for row in rows]


def _store_people(session: Session, workspace: str, visit: Visit) -> None:
    rows = [
        {"workspace": workspace, "person": person, "day": visit.day, "visit": visit.number} for person in visit.people
    ]
    run(session, _INSERT_PERSON, rows)


def _columns(visit: Visit) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(visit, name) for name in _STORED}
    return values | {"state": visit.state.value, **{name: list(values[name]) for name in _LISTS}}


def _value(row: Any, difficulties: tuple[int, ...]) -> Visit:
    values: dict[str, Any] = {name: getattr(row, name) for name in _STORED}
    values |= {"state": VisitState(row.state), **{name: tuple(values[name]) for name in _LISTS}}
    return Visit(**values, organisation_name=row.organisation_name, difficulties=difficulties)


def search(
    session: Session,
    workspace: str,
    part: str,
    organisations: Sequence[int],
    since: dt.date = dt.date.min,
    limit: int = 10,
) -> list[Visit]:
    """Visits to these organisations, or later ones with all words in what was said, whom we met and where; the latest
    first.
    """
    said = holds(
        part, _TABLE.c.summary, _TABLE.c.met, also=lambda word: _TABLE.c.organisation.in_(named(workspace, word))
    )
    recent = (_TABLE.c.day >= since) & said
    alive = _TABLE.c.state != VisitState.UNDONE.value
    found = (
        _read(session, workspace, (alive, _TABLE.c.organisation.in_(list(organisations))), limit)
        if organisations
        else []
    )
    there = {one.number for one in found}
    more = [one for one in _read(session, workspace, (alive, recent), limit) if one.number not in there]
    return [*found, *more][:limit]
