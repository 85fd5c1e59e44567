"""Difficulties: what was raised, who sees to it, what the company was told, and the history of each.

For one:           get, locked, notes, merged_into
For many:          find_chosen + count (a page of a list), by_ids, of_visit, of_organisation, search
For what is owed:  of_owner, open_of, late, escalated_to, unassigned
For numbers:       counts, counts_by_team
To change one:     raise_, save, note, take_back_note, carry_over

All that give several give the soonest due first, except where they say otherwise.
"""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Index,
    Integer,
    Select,
    String,
    bindparam,
    case,
    delete,
    func,
    insert,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.difficulties import UNSETTLED, Counts, Difficulty, DifficultyState, Note, Step, aged
from bot.values import frozen
from storage import audit, run
from storage.base import Base, Day, Instant, JsonList, LongText, Number, Word, WorkspaceId
from storage.numbers import following
from storage.organisations import OrganisationRow, named
from storage.prepared import new_row, saving
from storage.searching import holds


def _partial(name: str, column: str, *more: str) -> Index:
    """Of the few rows that have that column: the others cost nothing when they are written."""
    given = text(f"{column} IS NOT NULL")
    return Index(name, "workspace", column, *more, sqlite_where=given, postgresql_where=given)


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
    told: Mapped[Day | None]
    merged_into: Mapped[int | None] = mapped_column(BigInteger)
    escalated_to: Mapped[str | None] = mapped_column(String(40))
    referred_to: Mapped[int | None] = mapped_column(BigInteger)
    referred_until: Mapped[Day | None]
    permalink: Mapped[str] = mapped_column(String(500))
    touched: Mapped[bool]
    version: Mapped[int]

    __table_args__ = (
        Index("ix_difficulty_workspace_team_state", "workspace", "team", "state", "due"),
        Index("ix_difficulty_workspace_owner_state", "workspace", "owner", "state", "due"),
        Index("ix_difficulty_workspace_state_due", "workspace", "state", "due"),
        Index("ix_difficulty_workspace_visit", "workspace", "visit"),
        Index("ix_difficulty_workspace_organisation", "workspace", "organisation"),
        _partial("ix_difficulty_workspace_escalated_to", "escalated_to", "state"),
        _partial("ix_difficulty_workspace_merged_into", "merged_into"),
    )


class DifficultyNoteRow(Base):
    """One line of a difficulty's history, append only."""

    __tablename__ = "difficulty_note"

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    difficulty: Mapped[int] = mapped_column(BigInteger)
    person: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    what: Mapped[Word]  # a Step
    text: Mapped[LongText]
    about: Mapped[str] = mapped_column(String(40))  # a person, a team or another id
    origin: Mapped[int | None] = mapped_column(BigInteger)  # on which it was written, before that was merged

    __table_args__ = (Index("ix_difficulty_note_workspace_difficulty", "workspace", "difficulty", "at"),)


@frozen
class Choice:
    """Which difficulties: every field that is set must hold. `due_before`: unsettled and due before that day."""

    states: frozenset[DifficultyState] = UNSETTLED
    team: str | None = None
    owner: str | None = None
    organisation: int | None = None
    urgent: bool = False
    due_before: dt.date | None = None
    newest_first: bool = False


_TABLE = DifficultyRow.__table__
_INSERT = insert(DifficultyRow.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause
_NOTE = DifficultyNoteRow.__table__
_INSERT_NOTE = insert(DifficultyNoteRow.__table__)  # type: ignore[arg-type]  # the same
_UNSETTLED = sorted(state.value for state in UNSETTLED)
_NAMES = ("organisation_name", "referred_name")  # stand in the directory
_STORED = tuple(item.name for item in dataclasses.fields(Difficulty) if item.name not in _NAMES)
_RAISED_BY = OrganisationRow.__table__.alias("raised_by_organisation")
_ASKED = OrganisationRow.__table__.alias("asked_organisation")
_CLOCK = case(  # Difficulty.clock: while a partner has it, its own day counts
    (_TABLE.c.state == DifficultyState.REFERRED.value, func.coalesce(_TABLE.c.referred_until, _TABLE.c.due)),
    else_=_TABLE.c.due,
)


def raise_(
    session: Session, workspace: str, drafts: Sequence[Difficulty], who: str, now: dt.datetime
) -> list[Difficulty]:
    """Record new difficulties (their numbers are ignored); gives them back numbered."""
    if not drafts:
        return []
    first = following(session, workspace, "D", len(drafts))
    new = [dataclasses.replace(draft, number=first + at) for at, draft in enumerate(drafts)]
    run(session, _INSERT, [{"workspace": workspace, **_columns(one)} for one in new])
    audit.record_new(session, workspace, who, now, [(one.ref, one) for one in new])
    return new


def get(session: Session, workspace: str, number: int) -> Difficulty | None:
    row = run(session, _ONE, {"of_workspace": workspace, "of_number": number}).one_or_none()
    return None if row is None else _value(row)


def of_visit(session: Session, workspace: str, visit: int) -> list[Difficulty]:
    return find(session, workspace, _TABLE.c.visit == visit)


def save(session: Session, workspace: str, changed: Difficulty, who: str, now: dt.datetime, action: str) -> Difficulty:
    """Store a changed difficulty, with its audit; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1, touched=True)
    run(session, _SAVE, new_row(_columns(after), workspace=workspace, number=after.number))
    audit.record(session, workspace, who, now, action, after.ref, before, after)
    return after


def locked(session: Session, workspace: str, number: int) -> Difficulty | None:
    """The same as `get`, and nobody else changes it until this transaction ends."""
    run(session, _LOCK, {"of_workspace": workspace, "of_number": number})
    return get(session, workspace, number)


def note(session: Session, workspace: str, number: int, entry: Note) -> None:
    """Add a line to its history. Whoever holds an older card may go on: the version stays."""
    run(session, _INSERT_NOTE, {"workspace": workspace, "difficulty": number, **_note_columns(entry)})
    run(session, _TOUCH, {"of_workspace": workspace, "of_number": number})
    if entry.what is Step.NOTE:
        audit.record(session, workspace, entry.person, entry.at, "note", f"D-{number}", None, {"note": entry.text})


def take_back_note(session: Session, workspace: str, number: int, entry: Note, who: str, now: dt.datetime) -> None:
    """Forget what that person noted at that very moment, also where it is read since a merger; its audit stays."""
    here = or_(_NOTE.c.difficulty == number, _NOTE.c.origin == number)
    this = (_NOTE.c.person == entry.person, _NOTE.c.at == entry.at, _NOTE.c.what == entry.what.value)
    session.execute(delete(DifficultyNoteRow).where(_NOTE.c.workspace == workspace, here, *this))
    audit.record(session, workspace, who, now, "undo", f"D-{number}", {"note": entry.text}, None)


def notes(session: Session, workspace: str, number: int, limit: int = 100) -> list[Note]:
    """The newest lines of its history, oldest first; those of what was merged into it among them."""
    rows = session.execute(
        select(_NOTE)
        .where(_NOTE.c.workspace == workspace, _NOTE.c.difficulty == number)
        .order_by(_NOTE.c.at.desc(), _NOTE.c.number.desc())
        .limit(limit)
    ).all()
    return [Note(row.person, row.at, Step(row.what), row.text, row.about, row.origin) for row in reversed(rows)]


def carry_over(session: Session, workspace: str, gone: int, into: int) -> None:
    """`gone` was merged into `into`: its notes are read there too, and so are those merged into it before."""
    for entry in notes(session, workspace, gone, limit=1000):
        copied = dataclasses.replace(entry, origin=entry.origin or gone)
        run(session, _INSERT_NOTE, {"workspace": workspace, "difficulty": into, **_note_columns(copied)})
    where = (DifficultyRow.workspace == workspace, DifficultyRow.merged_into == gone)
    session.execute(update(DifficultyRow).where(*where).values(merged_into=into))


def merged_into(session: Session, workspace: str, number: int) -> list[Difficulty]:
    """What was merged into this one: their companies are told too."""
    return find(session, workspace, _TABLE.c.merged_into == number)


def find_chosen(session: Session, workspace: str, choice: Choice, limit: int = 10, offset: int = 0) -> list[Difficulty]:
    """A page of the chosen ones: the urgent and the soonest due first, or the newest."""
    return find(session, workspace, *_where(choice), limit=limit, offset=offset, newest_first=choice.newest_first)


def count(session: Session, workspace: str, choice: Choice) -> int:
    """How many `find_chosen` would give without a limit."""
    query = select(func.count()).select_from(_TABLE).where(_TABLE.c.workspace == workspace, *_where(choice))
    return session.execute(query).scalar_one()


def by_ids(session: Session, workspace: str, numbers: Iterable[int]) -> dict[int, Difficulty]:
    """Number → difficulty, in any state; numbers that are not there are missing."""
    wanted = sorted(set(numbers))
    found = find(session, workspace, _TABLE.c.number.in_(wanted)) if wanted else []
    return {one.number: one for one in found}


def of_organisation(session: Session, workspace: str, organisation: int, limit: int = 20) -> list[Difficulty]:
    """What an organisation ever asked for, the newest first; without what was taken back."""
    where = (_TABLE.c.organisation == organisation, _TABLE.c.state != DifficultyState.UNDONE.value)
    return find(session, workspace, *where, limit=limit, newest_first=True)


def search(session: Session, workspace: str, part: str, limit: int = 20) -> list[Difficulty]:
    """Those with the words in their text, answer, notes or organisation, the newest first; not what was taken back."""

    def beside(word: str) -> ColumnElement[bool]:
        noted = select(_NOTE.c.difficulty).where(_NOTE.c.workspace == workspace, holds(word, _NOTE.c.text))
        return _TABLE.c.number.in_(noted) | _TABLE.c.organisation.in_(named(workspace, word))

    said = holds(part, _TABLE.c.text, _TABLE.c.answer, also=beside)
    alive = _TABLE.c.state != DifficultyState.UNDONE.value
    return find(session, workspace, said, alive, limit=limit, newest_first=True)


def of_owner(
    session: Session, workspace: str, owner: str, states: frozenset[DifficultyState] = UNSETTLED
) -> list[Difficulty]:
    """What one person must see to. With `states={ANSWERED}`: what they have answered and not yet closed."""
    return find(session, workspace, *_where(Choice(states=states, owner=owner)))


def open_of(session: Session, workspace: str, team: str) -> list[Difficulty]:
    """What a team must see to: unsettled, whoever has it. What was escalated to it is `escalated_to`."""
    return find(session, workspace, *_where(Choice(team=team)))


def late(
    session: Session, workspace: str, today: dt.date, *, team: str | None = None, owner: str | None = None
) -> list[Difficulty]:
    """Unsettled and past due on `today` (of a team or an owner, or all), the longest late first.

    An owner hears of these on every working day, the lead from `domain.difficulties.lead_hears_on(due)` on.
    """
    return find(session, workspace, *_where(Choice(team=team, owner=owner, due_before=today)))


def pressing(session: Session, workspace: str) -> list[Difficulty]:
    """Unsettled ones that are urgent or were escalated, and that somebody has: the soonest due first."""
    urgent = _TABLE.c.urgent.is_(True) | _TABLE.c.escalated_to.is_not(None)
    return find(session, workspace, *_where(Choice()), urgent, _TABLE.c.owner.is_not(None))


def escalated_to(session: Session, workspace: str, team: str) -> list[Difficulty]:
    """Unsettled ones of other teams that wait for a decision of this one."""
    where = (_TABLE.c.escalated_to == team, _TABLE.c.state.in_(_UNSETTLED))
    return find(session, workspace, *where)


def unassigned(session: Session, workspace: str, raised_before: dt.datetime, limit: int = 500) -> list[Difficulty]:
    """Those that nobody has, raised before that moment, the newest first."""
    where = (_TABLE.c.state == DifficultyState.OPEN.value, _TABLE.c.owner.is_(None), _TABLE.c.raised < raised_before)
    return find(session, workspace, *where, limit=limit, newest_first=True)


def counts(
    session: Session,
    workspace: str,
    today: dt.date,
    zone: ZoneInfo,
    *,
    team: str | None = None,
    owner: str | None = None,
) -> Counts:
    """How the unsettled ones stand: of a team or an owner, or all. `today` and ages are of `zone`."""
    where = _where(Choice(team=team, owner=owner))
    return sum(_counted(session, workspace, today, zone, where).values(), Counts())


def counts_by_team(session: Session, workspace: str, today: dt.date, zone: ZoneInfo) -> Mapping[str | None, Counts]:
    """The same for every team that has any, in one look; None for those of no team."""
    return _counted(session, workspace, today, zone, _where(Choice()))


def find(
    session: Session,
    workspace: str,
    *where: Any,
    limit: int | None = None,
    offset: int = 0,
    newest_first: bool = False,
) -> list[Difficulty]:
    """Difficulties that fulfil `where` (conditions of this table), the soonest due first. For this folder only."""
    order = (_TABLE.c.number.desc(),) if newest_first else (_TABLE.c.due, _TABLE.c.urgent.desc(), _TABLE.c.number)
    chosen = _selected().where(_TABLE.c.workspace == workspace, *where)
    rows = session.execute(chosen.order_by(*order).limit(limit).offset(offset))
    return [_value(row) for row in rows]


def _selected() -> Select[Any]:
    """All that `_value` reads."""
    names = (_RAISED_BY.c.name.label("organisation_name"), _ASKED.c.name.label("referred_name"))
    raised_by = _TABLE.outerjoin(_RAISED_BY, _named(_RAISED_BY, "organisation"))
    return select(_TABLE, *names).select_from(raised_by.outerjoin(_ASKED, _named(_ASKED, "referred_to")))


def _named(organisations: FromClause, column: str) -> ColumnElement[bool]:
    """The organisation whose number stands in that column."""
    return (organisations.c.workspace == _TABLE.c.workspace) & (organisations.c.number == _TABLE.c[column])


def _where(choice: Choice) -> tuple[ColumnElement[bool], ...]:
    where: list[ColumnElement[bool]] = [_TABLE.c.state.in_(sorted(state.value for state in choice.states))]
    if choice.team is not None:
        where.append(_TABLE.c.team == choice.team)
    if choice.owner is not None:
        where.append(_TABLE.c.owner == choice.owner)
    if choice.organisation is not None:
        where.append(_TABLE.c.organisation == choice.organisation)
    if choice.urgent:
        where.append(_TABLE.c.urgent.is_(True))
    if choice.due_before is not None:
        where.append(choice.due_before > _CLOCK)
    return tuple(where)


def _counted(
    session: Session, workspace: str, today: dt.date, zone: ZoneInfo, where: Iterable[ColumnElement[bool]]
) -> dict[str | None, Counts]:
    columns = (_TABLE.c.team, _TABLE.c.owner, _CLOCK.label("due"), _TABLE.c.urgent, _TABLE.c.raised)
    by_team: dict[str | None, list[Any]] = {}
    for row in session.execute(select(*columns).where(_TABLE.c.workspace == workspace, *where)):
        by_team.setdefault(row.team, []).append(row)
    return {
        team: Counts(
            open=len(rows),
            late=sum(row.due < today for row in rows),
            unassigned=sum(row.owner is None for row in rows),
            urgent=sum(row.urgent for row in rows),
            ages=aged((row.raised.astimezone(zone).date() for row in rows), today),
        )
        for team, rows in by_team.items()
    }


def _note_columns(entry: Note) -> dict[str, Any]:
    return dataclasses.asdict(entry) | {"what": entry.what.value}


def _columns(difficulty: Difficulty) -> dict[str, Any]:
    values = {name: getattr(difficulty, name) for name in _STORED}
    return values | {"state": difficulty.state.value, "categories": list(difficulty.categories)}


def _value(row: Any) -> Difficulty:
    values = {name: getattr(row, name) for name in _STORED}
    values |= {"state": DifficultyState(row.state), "categories": tuple(row.categories)}
    return Difficulty(**values, organisation_name=row.organisation_name or "", referred_name=row.referred_name or "")


# What every change asks is built once: building a statement costs more than running it.
_THIS = (_TABLE.c.workspace == bindparam("of_workspace"), _TABLE.c.number == bindparam("of_number"))
_ONE = _selected().where(*_THIS)
_LOCK = select(_TABLE.c.number).where(*_THIS).with_for_update()
_SAVE = saving(_TABLE)
_TOUCH = update(DifficultyRow.__table__).where(*_THIS).values(touched=True)  # type: ignore[arg-type]  # a Table
