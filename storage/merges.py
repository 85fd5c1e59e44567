"""Two organisations that are one: everything that names the first names the second from then on, until it is undone.

A column that names an organisation is a line in USES; a test finds one that is missing. What moved is kept by its keys,
so that exactly that goes back.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Column,
    String,
    Table,
    and_,
    delete,
    exists,
    func,
    insert,
    or_,
    select,
    true,
    tuple_,
    update,
)
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain import organisations as rules
from bot.domain.organisations import Merge, Organisation, Use, matching_name
from bot.refusals import Refusal
from storage import audit, organisations
from storage.base import Base, Instant, Json, Number, WorkspaceId
from storage.organisations import CHUNK
from storage.sheets.fields import changed, restored
from storage.surveys.rows import SurveyTurnoutRow


class MergeRow(Base):
    """`number` is that of the organisation that is gone. `moved`: table.column → keys of the rows that named it.

    `dropped`: table → rows that went because the other one stood there already; `filled`: what the other one was.
    """

    __tablename__ = "organisation_merge"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    into: Mapped[int] = mapped_column(BigInteger)
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    moved: Mapped[Json]
    dropped: Mapped[Json]
    filled: Mapped[Json]
    version: Mapped[int]  # of the other one, after it was filled


USES: Final[Mapping[Use, str]] = {
    Use.VISIT: "visit.organisation",
    Use.DIFFICULTY: "difficulty.organisation",
    Use.ASKED: "difficulty.referred_to",
    Use.REFERRAL: "referral.organisation",
    Use.SEAT: "meeting_seat.organisation",
    Use.ATTENDED: "meeting_attendance.organisation",
    Use.ANSWER: "survey_answer.organisation",
}
_TRACES: Final = "organisation.merged_into"  # those that were merged into it before
_TAKEN_BACK: Final = {"visit.organisation": "undone", "difficulty.organisation": "undone"}  # the state of what is gone
_TURNOUT: Final = "survey_turnout.who"
_ONCE: Final = {"meeting_seat": "series", "meeting_attendance": "meeting"}  # where one organisation stands once
_LETTERS: Final = {"visit": "V", "difficulty": "D"}  # whose audit tells it: the others have none of their own


def uses(session: Session, workspace: str, number: int) -> Mapping[Use, int]:
    """How often an organisation is named, and where; without what does not name it."""
    found = {}
    for use, name in USES.items():
        column = _column(name)
        query = select(func.count()).select_from(column.table)
        found[use] = session.execute(query.where(*_names(column, workspace, number))).scalar_one()
    return {use: count for use, count in found.items() if count}


def withdraw(
    session: Session, workspace: str, number: int, since: dt.datetime | None, who: str, now: dt.datetime
) -> Organisation | None:
    """Out of the directory with what a line made that was taken back: it came at that moment, `since`, and nobody has
    changed it or named it but in what was taken back as well. None where it stays."""
    one = organisations.get(session, workspace, number)
    if one is None or one.version or one.withdrawn or since is None:
        return None
    if organisations.added_at(session, workspace, number) != since or _still_named(session, workspace, number):
        return None
    return organisations.withdraw(session, workspace, one, who, now)


def _still_named(session: Session, workspace: str, number: int) -> bool:
    for name in (*USES.values(), _TRACES):
        column = _column(name)
        names = _names(column, workspace, number)
        counts = column.table.c.state != _TAKEN_BACK[name] if name in _TAKEN_BACK else true()
        if session.execute(select(exists().where(*names, counts))).scalar_one():
            return True
    return False


def merge(session: Session, workspace: str, gone: int, into: int, who: str, now: dt.datetime) -> Organisation:
    """All that names `gone` names `into`; gives that one as it is now. Refuses one that was merged already."""
    first, second = _held(session, workspace, gone, into)
    trace, kept = rules.merge(first, second)
    dropped = {name: _drop(session, workspace, _table(name), gone, into) for name in _ONCE}
    moved = {name: _move(session, workspace, name, gone, into) for name in (*USES.values(), _TRACES)}
    moved[_TURNOUT] = _turn_out(session, workspace, gone, into)
    organisations.save(session, workspace, trace, who, now, "merge")
    after = second if kept == second else organisations.save(session, workspace, kept, who, now, "merge")
    session.execute(
        insert(MergeRow).values(
            workspace=workspace,
            number=gone,
            into=into,
            by=who,
            at=now,
            moved={name: keys for name, keys in moved.items() if keys},
            dropped={name: rows for name, rows in dropped.items() if rows},
            filled=changed(second, kept)[0],
            version=after.version,
        )
    )
    _tell(session, workspace, moved, (gone, into), who, now, "merge")
    return after


def find(session: Session, workspace: str, gone: int) -> Merge | None:
    """How the organisation with this number was merged."""
    row = _row(session, workspace, gone)
    if row is None:
        return None
    moved = {use: len(row.moved.get(name, ())) for use, name in USES.items() if row.moved.get(name)}
    return Merge(row.number, row.into, row.by, row.at, moved)


def undo(session: Session, workspace: str, gone: int, who: str, now: dt.datetime) -> Organisation:
    """It is an organisation of its own again, with what moved and still names the other one. Gives it back."""
    row = _row(session, workspace, gone)
    trace = organisations.get(session, workspace, gone)
    if row is None or trace is None or trace.merged_into is None:
        raise Refusal("{ref} was not merged into another organisation.", ref=f"O-{gone}")
    into = trace.merged_into
    trace, other = _held(session, workspace, gone, into)
    named = organisations.find(session, workspace, trace.name)
    if named is not None and matching_name(named.name) == matching_name(trace.name):
        raise Refusal("{ref} is called {name} now. Give it another name first.", ref=named.ref, name=named.name)
    for name, keys in row.moved.items():
        _move_back(session, workspace, name, keys, into, gone)
    for name, rows in row.dropped.items():
        _put_back(session, workspace, _table(name), rows)
    if row.filled and row.into == into and other.version == row.version:  # nobody has edited it since
        organisations.save(session, workspace, restored(other, row.filled), who, now, "undo")
    back = organisations.save(session, workspace, replace(trace, merged_into=None), who, now, "undo")
    session.execute(delete(MergeRow).where(MergeRow.workspace == workspace, MergeRow.number == gone))
    _turn_out(session, workspace, into, gone, row.moved.get(_TURNOUT, ()))
    _tell(session, workspace, row.moved, (into, gone), who, now, "undo")
    return back


# steps ----------------------------------------------------------------------------------------------------------------


def _held(session: Session, workspace: str, *numbers: int) -> list[Organisation]:
    """These organisations; nobody else changes or names them until this transaction ends."""
    organisations.lock_many(session, workspace, numbers)
    found = [organisations.get(session, workspace, number) for number in numbers]
    for number, one in zip(numbers, found, strict=True):
        if one is None:
            raise Refusal("There is no organisation {ref}. `/org find NAME` looks for one.", ref=f"O-{number}")
    return [one for one in found if one is not None]


def _row(session: Session, workspace: str, gone: int) -> MergeRow | None:
    return session.get(MergeRow, (workspace, gone))


def _table(name: str) -> Table:
    return Base.metadata.tables[name]


def _column(name: str) -> Column[Any]:
    table, _, column = name.partition(".")
    return _table(table).c[column]


def _names(column: Column[Any], workspace: str, number: int) -> tuple[Any, ...]:
    return (column.table.c.workspace == workspace, column == number)


def _keys(column: Column[Any]) -> list[Column[Any]]:
    """What tells the rows of its table apart, once the workspace and the organisation are given."""
    table = _table(column.table.name)
    return [one for one in table.primary_key.columns if one.name not in ("workspace", column.name)]


def _move(session: Session, workspace: str, name: str, gone: int, into: int) -> list[list[Any]]:
    """Gives the keys of the rows that moved."""
    column = _column(name)
    where, keys = _names(column, workspace, gone), _keys(column)
    moved = [list(row) for row in session.execute(select(*keys).where(*where).order_by(*keys))]
    if moved:
        session.execute(update(_table(column.table.name)).where(*where).values({column.name: into}))
    return moved


def _move_back(session: Session, workspace: str, name: str, moved: Sequence[Sequence[Any]], now: int, to: int) -> None:
    """Those of the rows that still name the organisation that they moved to."""
    if name == _TURNOUT:
        return
    column = _column(name)
    keys, table = _keys(column), _table(column.table.name)
    for at in range(0, len(moved), CHUNK):
        chunk = [tuple(one) for one in moved[at : at + CHUNK]]
        which = tuple_(*keys).in_(chunk) if len(keys) > 1 else keys[0].in_([one[0] for one in chunk])
        session.execute(update(table).where(*_names(column, workspace, now), which).values({column.name: to}))


def _drop(session: Session, workspace: str, table: Table, gone: int, into: int) -> list[dict[str, Any]]:
    """Where both stood, only one stays. Gives the rows that went."""
    once, column = table.c[_ONCE[table.name]], table.c.organisation
    there = select(once).where(*_names(column, workspace, into))
    double = (*_names(column, workspace, gone), once.in_(there))
    rows = [dict(row._mapping) for row in session.execute(select(table).where(*double))]
    if rows:
        keys = list(table.primary_key.columns)
        each = [and_(*(key == row[key.name] for key in keys)) for row in rows]
        session.execute(delete(table).where(or_(*each)))
    return rows


def _put_back(session: Session, workspace: str, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Each in the place that it had, or behind the others where that is taken by now."""
    for row in rows:
        place = {}
        if "place" in row:
            same = (table.c.workspace == workspace, table.c.series == row["series"])
            taken = set(session.execute(select(table.c.place).where(*same)).scalars())
            place = {"place": max(taken) + 1} if row["place"] in taken else {}
        session.execute(insert(table).values(**{**row, **place}))


def _turn_out(
    session: Session, workspace: str, one: int, other: int, waves: Sequence[Sequence[int]] | None = None
) -> list[list[int]]:
    """In the turnout of anonymous waves that are open it goes by its new number. Gives the waves that have it."""
    found = []
    for row in session.execute(select(SurveyTurnoutRow).where(SurveyTurnoutRow.workspace == workspace)).scalars():
        there = f"O-{one}" in row.who and f"O-{other}" not in row.who
        if there and (waves is None or [row.survey, row.wave] in waves):
            row.who = sorted([*(name for name in row.who if name != f"O-{one}"), f"O-{other}"])
            found.append([row.survey, row.wave])
    return found


def _tell(
    session: Session,
    workspace: str,
    moved: Mapping[str, Sequence[Sequence[Any]]],
    numbers: tuple[int, int],
    who: str,
    now: dt.datetime,
    action: str,
) -> None:
    """The audit of each visit and each difficulty says so too."""
    before, after = numbers
    for name, keys in moved.items():
        table, _, column = name.partition(".")
        if table in _LETTERS:
            told = ((f"{_LETTERS[table]}-{key}", {column: before}, {column: after}) for (key,) in keys)
            audit.record_changes(session, workspace, who, now, action, told)
