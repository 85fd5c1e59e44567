"""What hangs together: from any record along its links, until there is nothing new.

A kind of record that leads to others is a line in LINKS; what hangs on the found ones is read at the end.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import refs
from bot.domain.agendas import Decision, Item
from bot.domain.evaluations import Assessment
from bot.domain.refs import Ref
from bot.domain.traces import Chain
from storage import difficulties, evaluations, organisations, plans, referrals, tasks, visits
from storage.agendas.rows import DecisionRow, ItemRow, decision_value, item_value

MOST: Final = 40  # records of a kind: more are no chain that anybody reads
LATEST: Final = 10  # visits and difficulties that an organisation's trace begins with
Found = tuple[str, int]  # letter and number; "item" and "decision" for what has no letter
Links = Callable[[Session, str, Collection[int]], Iterator[Found]]


def chain(session: Session, workspace: str, ref: Ref, today: dt.date) -> Chain:
    """Everything that hangs together with `ref`; an empty one if nothing does."""
    found: dict[str, set[int]] = {}
    frontier = _beginning(session, workspace, ref, today)
    while frontier:
        fresh: dict[str, set[int]] = {}
        for letter, number in frontier:
            known = found.setdefault(letter, set())
            if number not in known and len(known) < MOST:
                known.add(number)
                fresh.setdefault(letter, set()).add(number)
        frontier = [
            link for letter, numbers in fresh.items() for link in LINKS[letter](session, workspace, sorted(numbers))
        ]
    return _read(session, workspace, found)


def is_there(session: Session, workspace: str, ref: Ref) -> bool:
    """Whether an organisation or an item of the plan has this number: they are there without a trace too."""
    there = {"O": organisations.get, "P": plans.get}.get(ref.prefix)
    return there is not None and there(session, workspace, ref.number) is not None


def _beginning(session: Session, workspace: str, ref: Ref, today: dt.date) -> list[Found]:
    match ref.prefix:
        case "O":
            seen = visits.find(session, workspace, visits.Choice(organisation=ref.number), LATEST)
            raised = difficulties.of_organisation(session, workspace, ref.number, LATEST)
            return [*(("V", one.number) for one in seen), *(("D", one.number) for one in raised)]
        case "P":
            item = plans.get(session, workspace, ref.number)
            counted = plans.progress(session, workspace, [item], today) if item else []
            return [found for one in counted for found in _numbered(one.done[-LATEST:])]
    return [(ref.prefix, ref.number)]


def _of_visits(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    for visit in visits.many(session, workspace, numbers):
        yield from (("D", number) for number in visit.difficulties)


def _of_difficulties(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    for one in difficulties.by_ids(session, workspace, numbers).values():
        linked = (("V", one.visit), ("T", one.task), ("D", one.merged_into))
        yield from ((letter, number) for letter, number in linked if number is not None)
        yield from (("D", merged.number) for merged in difficulties.merged_into(session, workspace, one.number))
    yield from _on_agendas(session, workspace, [f"D-{number}" for number in numbers])


def _of_tasks(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    """What it comes from and what it is made of. Its parent holds much that has nothing to do with it."""
    for one in tasks.by_ids(session, workspace, numbers).values():
        if one.difficulty is not None:
            yield "D", one.difficulty
        if one.children:
            yield from (("T", child.number) for child in tasks.children(session, workspace, one.number))
    yield from _on_agendas(session, workspace, [f"T-{number}" for number in numbers])


def _on_agendas(session: Session, workspace: str, about: Collection[str]) -> Iterator[Found]:
    yield from (("item", one.number) for one in _items(session, workspace, ItemRow.ref.in_(about)))
    yield from (("decision", one.number) for one in _decisions(session, workspace, DecisionRow.became.in_(about)))


def _of_items(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    yield from _numbered(one.ref for one in _items(session, workspace, ItemRow.number.in_(numbers)))
    yield from (("decision", one.number) for one in _decisions(session, workspace, DecisionRow.item.in_(numbers)))


def _of_decisions(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    for one in _decisions(session, workspace, DecisionRow.number.in_(numbers)):
        yield from _numbered([one.became])
        if one.item is not None:
            yield "item", one.item


LINKS: Final[Mapping[str, Links]] = {
    "V": _of_visits,
    "D": _of_difficulties,
    "T": _of_tasks,
    "item": _of_items,
    "decision": _of_decisions,
}


def _numbered(named: Iterable[str]) -> Iterator[Found]:
    """Those of these refs that lead on."""
    read = (refs.from_value(one) for one in named)
    return ((one.prefix, one.number) for one in read if one is not None and one.prefix in LINKS)


def _read(session: Session, workspace: str, found: Mapping[str, Collection[int]]) -> Chain:
    raised, planned = sorted(found.get("D", ())), sorted(found.get("T", ()))
    held = difficulties.by_ids(session, workspace, raised)
    there = tasks.by_ids(session, workspace, planned)
    return Chain(
        visits=tuple(sorted(visits.many(session, workspace, found.get("V", ())), key=lambda one: one.number)),
        difficulties=tuple(held[number] for number in raised if number in held),
        referrals=tuple(one for number in held for one in referrals.of_difficulty(session, workspace, number)),
        items=tuple(_items(session, workspace, ItemRow.number.in_(sorted(found.get("item", ()))))),
        decisions=tuple(_decisions(session, workspace, DecisionRow.number.in_(sorted(found.get("decision", ()))))),
        tasks=tuple(there[number] for number in planned if number in there),
        assessments=tuple(_assessments(session, workspace, planned)),
    )


def _assessments(session: Session, workspace: str, numbers: Collection[int]) -> Iterable[Assessment]:
    return evaluations.of_tasks(session, workspace, numbers) if numbers else ()


def _items(session: Session, workspace: str, where: Any) -> list[Item]:
    query = select(ItemRow).where(ItemRow.workspace == workspace, where).order_by(ItemRow.number).limit(MOST)
    return [item_value(row) for row in session.execute(query).scalars()]


def _decisions(session: Session, workspace: str, where: Any) -> list[Decision]:
    query = select(DecisionRow).where(DecisionRow.workspace == workspace, where).order_by(DecisionRow.number)
    return [decision_value(row) for row in session.execute(query.limit(MOST)).scalars()]
