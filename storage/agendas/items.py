"""What people add to an agenda, and what a meeting settles."""

import dataclasses
import datetime as dt
from collections.abc import Collection

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.orm import Session

from bot.domain.agendas import Decision, Item, Outcome
from storage import audit
from storage.agendas.rows import DecisionRow, ItemRow, decision_value, item_columns, item_value
from storage.numbers import following


def add_item(session: Session, workspace: str, draft: Item, now: dt.datetime) -> Item:
    """Store a new item (its number is ignored); gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "A"))
    session.execute(insert(ItemRow), {"workspace": workspace, **item_columns(new)})
    audit.record(session, workspace, new.added_by, now, "add", _ref(new), None, new)
    return new


def item(session: Session, workspace: str, number: int) -> Item | None:
    row = session.execute(
        select(ItemRow).where(ItemRow.workspace == workspace, ItemRow.number == number)
    ).scalar_one_or_none()
    return None if row is None else item_value(row)


def change_item(session: Session, workspace: str, changed: Item, who: str, now: dt.datetime, action: str) -> Item:
    """Store a changed item, with its audit; gives it back with its new version."""
    before = item(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1)
    where = (ItemRow.workspace == workspace, ItemRow.number == changed.number)
    session.execute(update(ItemRow).where(*where).values(**item_columns(after)))
    audit.record(session, workspace, who, now, action, _ref(after), before, after)
    return after


def settle(session: Session, workspace: str, open_item: Item, outcome: Outcome, who: str, now: dt.datetime) -> Item:
    """The matter leaves the agenda."""
    settled = dataclasses.replace(open_item, outcome=outcome, settled=now, settled_by=who)
    return change_item(session, workspace, settled, who, now, outcome.value)


def open_items(session: Session, workspace: str, team: str, before: dt.datetime | None = None) -> list[Item]:
    """What the team has not settled yet, of what was added before this moment, in the order of adding."""
    where = [ItemRow.workspace == workspace, ItemRow.team == team, ItemRow.outcome.is_(None)]
    if before is not None:
        where.append(ItemRow.added < before)
    return [
        item_value(row) for row in session.execute(select(ItemRow).where(*where).order_by(ItemRow.number)).scalars()
    ]


def shown_items(session: Session, workspace: str, team: str, occurrence: str) -> list[Item]:
    """What stood in this agenda and in none since, settled meanwhile or not."""
    where = (ItemRow.workspace == workspace, ItemRow.team == team, ItemRow.agenda == occurrence)
    return [
        item_value(row) for row in session.execute(select(ItemRow).where(*where).order_by(ItemRow.number)).scalars()
    ]


def settled_at(session: Session, workspace: str, team: str, moment: dt.datetime) -> list[Item]:
    """What left the team's agenda at that very moment: one matter, with what stood in its line."""
    where = (ItemRow.workspace == workspace, ItemRow.team == team, ItemRow.settled == moment)
    return [
        item_value(row) for row in session.execute(select(ItemRow).where(*where).order_by(ItemRow.number)).scalars()
    ]


def write_carried(session: Session, workspace: str, items: Collection[Item]) -> tuple[Item, ...]:
    """Store what an agenda shows: older ones a week older, new ones numbered. Gives all of them."""
    new = [one for one in items if not one.number]
    first = following(session, workspace, "A", len(new)) if new else 0
    numbered = [dataclasses.replace(one, number=first + at) for at, one in enumerate(new)]
    if numbered:
        session.execute(insert(ItemRow), [{"workspace": workspace, **item_columns(one)} for one in numbered])
    old = [one for one in items if one.number]
    for one in old:
        where = (ItemRow.workspace == workspace, ItemRow.number == one.number)
        session.execute(update(ItemRow).where(*where).values(**item_columns(one)))
    return (*old, *numbered)


def decide(session: Session, workspace: str, draft: Decision) -> Decision:
    """Store a decision (its number is ignored); gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "decision"))
    row = {one.name: getattr(new, one.name) for one in dataclasses.fields(new)}
    session.execute(insert(DecisionRow), {"workspace": workspace, **row})
    audit.record(session, workspace, new.by, new.at, "decide", f"agenda {new.team} {new.agenda}", None, new)
    return new


def decision(session: Session, workspace: str, number: int) -> Decision | None:
    """A decision, nobody else's until this transaction ends; None when it was taken back."""
    where = (DecisionRow.workspace == workspace, DecisionRow.number == number)
    row = session.execute(select(DecisionRow).where(*where).with_for_update()).scalar_one_or_none()
    return None if row is None else decision_value(row)


def newest_decision(
    session: Session, workspace: str, *, by: str | None = None, team: str | None = None
) -> Decision | None:
    """What was settled last about a weekly agenda (at no sitting): by that person, for that team."""
    where = [DecisionRow.workspace == workspace, DecisionRow.agenda.not_like("M-%")]
    where += [DecisionRow.by == by] if by is not None else []
    where += [DecisionRow.team == team] if team is not None else []
    query = select(DecisionRow).where(*where).order_by(DecisionRow.number.desc()).limit(1)
    row = session.execute(query).scalar_one_or_none()
    return None if row is None else decision_value(row)


def take_back(session: Session, workspace: str, gone: Decision, who: str, now: dt.datetime) -> None:
    """Forget a decision that was recorded by mistake; its audit stays, and its number is never used again."""
    session.execute(delete(DecisionRow).where(DecisionRow.workspace == workspace, DecisionRow.number == gone.number))
    audit.record(session, workspace, who, now, "undo", f"agenda {gone.team} {gone.agenda}", gone, None)


def decisions(session: Session, workspace: str, team: str, occurrence: str) -> list[Decision]:
    """What was settled about this agenda, in order."""
    where = (DecisionRow.workspace == workspace, DecisionRow.team == team, DecisionRow.agenda == occurrence)
    rows = session.execute(select(DecisionRow).where(*where).order_by(DecisionRow.number)).scalars()
    return [decision_value(row) for row in rows]


def count_decisions(session: Session, workspace: str, team: str, agendas: Collection[str]) -> dict[str, int]:
    """Agenda or sitting → how many decisions were made about it."""
    if not agendas:
        return {}
    where = (DecisionRow.workspace == workspace, DecisionRow.team == team, DecisionRow.agenda.in_(sorted(agendas)))
    rows = session.execute(select(DecisionRow.agenda, func.count()).where(*where).group_by(DecisionRow.agenda))
    return {row[0]: row[1] for row in rows}


def decisions_that_became(session: Session, workspace: str, team: str, refs: Collection[str]) -> list[Decision]:
    """The team's decisions that these tasks and difficulties came from."""
    if not refs:
        return []
    where = (DecisionRow.workspace == workspace, DecisionRow.became.in_(sorted(refs)), DecisionRow.team == team)
    rows = session.execute(select(DecisionRow).where(*where).order_by(DecisionRow.number)).scalars()
    return [decision_value(row) for row in rows]


def decided_by(session: Session, workspace: str, item_numbers: Collection[int]) -> dict[int, Decision]:
    """Item → the decision that settled it."""
    if not item_numbers:
        return {}
    where = (DecisionRow.workspace == workspace, DecisionRow.item.in_(sorted(item_numbers)))
    rows = session.execute(select(DecisionRow).where(*where).order_by(DecisionRow.number)).scalars()
    return {row.item: decision_value(row) for row in rows if row.item is not None}


def _ref(one: Item) -> str:
    return f"agenda {one.team} item {one.number}"
