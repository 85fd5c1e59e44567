"""What hangs together: from any record along its links, until there is nothing new.

A kind of record that leads to others is a line in LINKS; one of LEAVES is shown and leads on only where a trace begins
with it. What hangs on the found ones is read at the end.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, Final

from sqlalchemy import String, cast, or_, select
from sqlalchemy.orm import Session

from bot.domain import refs
from bot.domain.agendas import Decision, Item
from bot.domain.directory import Directory
from bot.domain.duty import Entry
from bot.domain.evaluations import Assessment
from bot.domain.indicators import Course
from bot.domain.plans import Progress
from bot.domain.refs import Ref
from bot.domain.surveys import SurveyState
from bot.domain.traces import Chain
from storage import (
    difficulties,
    evaluations,
    indicators,
    meetings,
    organisations,
    plans,
    referrals,
    tasks,
    visits,
)
from storage.agendas.rows import DecisionRow, ItemRow, decision_value, item_value
from storage.duty.rows import ENTRY, entry_value
from storage.plans.rows import WORD
from storage.surveys.keeping import by_numbers

MOST: Final = 40  # records of a kind: more are no chain that anybody reads
LATEST: Final = 10  # visits and difficulties that an organisation's trace begins with
LEAVES: Final = frozenset("PIMSO")  # what much else hangs on that has nothing to do with this one
Found = tuple[str, int]  # letter and number; "item" and "decision" for what has no letter
Links = Callable[[Session, str, Collection[int]], Iterator[Found]]


def chain(session: Session, directory: Directory, ref: Ref, today: dt.date) -> Chain:
    """Everything that hangs together with `ref`; an empty one if it is the number of nothing."""
    workspace = directory.workspace.id
    found: dict[str, set[int]] = {}
    frontier = [(ref.prefix, ref.number), *BEGINNINGS.get(ref.prefix, _nothing)(session, workspace, ref, today)]
    while frontier:
        fresh: dict[str, set[int]] = {}
        for letter, number in frontier:
            known = found.setdefault(letter, set())
            if number not in known and len(known) < MOST:
                known.add(number)
                fresh.setdefault(letter, set()).add(number)
        frontier = [
            link
            for letter, numbers in fresh.items()
            if letter not in LEAVES
            for link in LINKS[letter](session, workspace, sorted(numbers))
        ]
    return _read(session, directory, found, today)


# where a leaf's trace begins ------------------------------------------------------------------------------------------


def _nothing(_session: Session, _workspace: str, _ref: Ref, _today: dt.date) -> Iterator[Found]:
    """It is a link itself."""
    yield from ()


def _with_organisation(session: Session, workspace: str, ref: Ref, _today: dt.date) -> Iterator[Found]:
    choice = visits.Choice(organisation=ref.number)
    yield from (("V", one.number) for one in visits.find(session, workspace, choice, LATEST))
    yield from (("D", one.number) for one in difficulties.of_organisation(session, workspace, ref.number, LATEST))


def _with_plan(session: Session, workspace: str, ref: Ref, today: dt.date) -> Iterator[Found]:
    """What counts for the item, and what names it."""
    item = plans.get(session, workspace, ref.number)
    for one in plans.progress(session, workspace, [item], today) if item else []:
        yield from _numbered(one.done[-LATEST:])
    yield from _naming(session, workspace, ref, today)


def _with_meeting(session: Session, workspace: str, ref: Ref, today: dt.date) -> Iterator[Found]:
    """What was decided there, and what names it."""
    made = _decisions(session, workspace, DecisionRow.agenda == str(ref))
    yield from (("decision", one.number) for one in made)
    yield from _naming(session, workspace, ref, today)


def _naming(session: Session, workspace: str, ref: Ref, _today: dt.date) -> Iterator[Found]:
    """What has its number in its text, as what was made of a survey's answer has."""
    said = str(ref)
    for one in difficulties.search(session, workspace, said, MOST):
        if ref in refs.named_in(f"{one.text} {one.answer}"):
            yield "D", one.number
    for task in tasks.search(session, workspace, said, MOST):
        if ref in refs.named_in(f"{task.title} {task.last_note} {task.next_step}"):
            yield "T", task.number
    for item in _items(session, workspace, ItemRow.text.contains(said, autoescape=True)):
        if ref in refs.named_in(item.text):
            yield "item", item.number
    for decision in _decisions(session, workspace, DecisionRow.text.contains(said, autoescape=True)):
        if ref in refs.named_in(decision.text):
            yield "decision", decision.number


Beginning = Callable[[Session, str, Ref, dt.date], Iterator[Found]]
BEGINNINGS: Final[Mapping[str, Beginning]] = {
    "O": _with_organisation,
    "P": _with_plan,
    "M": _with_meeting,
    "S": _naming,
    "I": _naming,
}


# the links ------------------------------------------------------------------------------------------------------------


def _of_visits(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    """What was raised on them, and the items of the plan that somebody counted them for."""
    for visit in visits.many(session, workspace, numbers):
        yield from (("D", number) for number in visit.difficulties)
        yield from _leaves(visit.summary)
    counted = select(WORD.c.item).where(
        WORD.c.workspace == workspace, WORD.c.ref.in_([f"V-{number}" for number in numbers]), WORD.c.counts.is_(True)
    )
    yield from (("P", number) for number in session.execute(counted).scalars())


def _of_difficulties(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    for one in difficulties.by_ids(session, workspace, numbers).values():
        linked = (("V", one.visit), ("T", one.task), ("D", one.merged_into))
        yield from ((letter, number) for letter, number in linked if number is not None)
        yield from (("D", merged.number) for merged in difficulties.merged_into(session, workspace, one.number))
        yield from _leaves(f"{one.text} {one.answer}")
    yield from _on_agendas(session, workspace, [f"D-{number}" for number in numbers])


def _of_tasks(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    """What it comes from and what it is made of. Its parent holds much that has nothing to do with it."""
    for one in tasks.by_ids(session, workspace, numbers).values():
        if one.difficulty is not None:
            yield "D", one.difficulty
        if one.children:
            yield from (("T", child.number) for child in tasks.children(session, workspace, one.number))
        yield from _leaves(f"{one.title} {one.last_note} {one.next_step}")
    yield from _on_agendas(session, workspace, [f"T-{number}" for number in numbers])


def _on_agendas(session: Session, workspace: str, about: Collection[str]) -> Iterator[Found]:
    yield from (("item", one.number) for one in _items(session, workspace, ItemRow.ref.in_(about)))
    yield from (("decision", one.number) for one in _decisions(session, workspace, DecisionRow.became.in_(about)))


def _of_items(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    yield from _numbered(one.ref for one in _items(session, workspace, ItemRow.number.in_(numbers)))
    yield from (("decision", one.number) for one in _decisions(session, workspace, DecisionRow.item.in_(numbers)))


def _of_decisions(session: Session, workspace: str, numbers: Collection[int]) -> Iterator[Found]:
    """What became of them, and the sitting that they were made at."""
    for one in _decisions(session, workspace, DecisionRow.number.in_(numbers)):
        yield from _numbered([one.became, one.agenda])
        yield from _leaves(one.text)
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
    """Those of these that are refs."""
    read = (refs.from_value(one) for one in named)
    return ((one.prefix, one.number) for one in read if one is not None)


def _leaves(text: str) -> Iterator[Found]:
    """What a text names beside visits, difficulties and tasks, whose links are stored."""
    return ((one.prefix, one.number) for one in refs.named_in(text) if one.prefix in LEAVES - {"O"})


# what there is --------------------------------------------------------------------------------------------------------


def _read(session: Session, directory: Directory, found: Mapping[str, Collection[int]], today: dt.date) -> Chain:
    workspace = directory.workspace.id
    raised, planned = sorted(found.get("D", ())), sorted(found.get("T", ()))
    held = difficulties.by_ids(session, workspace, raised)
    there = tasks.by_ids(session, workspace, planned)
    sat = meetings.sittings_by_ref(session, directory, [f"M-{number}" for number in sorted(found.get("M", ()))])
    asked = by_numbers(session, workspace, found.get("S", ()))
    return Chain(
        organisations=tuple(organisations.by_ids(session, workspace, found.get("O", ())).values()),
        plan=tuple(_plan(session, workspace, found.get("P", ()), today)),
        indicators=tuple(_indicators(session, workspace, found.get("I", ()), today)),
        surveys=tuple(one for one in asked if one.state not in (SurveyState.DRAFT, SurveyState.UNDONE)),
        visits=tuple(sorted(visits.many(session, workspace, found.get("V", ())), key=lambda one: one.number)),
        difficulties=tuple(held[number] for number in raised if number in held),
        referrals=tuple(one for number in held for one in referrals.of_difficulty(session, workspace, number)),
        entries=tuple(_entries(session, workspace, [*(f"D-{one}" for one in held), *(f"T-{one}" for one in there)])),
        items=tuple(_items(session, workspace, ItemRow.number.in_(sorted(found.get("item", ()))))),
        sittings=tuple(sorted(sat.values(), key=lambda one: one.meeting.number)),
        decisions=tuple(_decisions(session, workspace, DecisionRow.number.in_(sorted(found.get("decision", ()))))),
        tasks=tuple(there[number] for number in planned if number in there),
        assessments=tuple(_assessments(session, workspace, planned)),
    )


def _plan(session: Session, workspace: str, numbers: Collection[int], today: dt.date) -> Iterable[Progress]:
    items = [one for number in sorted(numbers) if (one := plans.get(session, workspace, number)) is not None]
    return plans.progress(session, workspace, items, today) if items else ()


def _indicators(session: Session, workspace: str, numbers: Collection[int], today: dt.date) -> Iterable[Course]:
    known = [one for number in sorted(numbers) if (one := indicators.get(session, workspace, number)) is not None]
    return indicators.courses(session, workspace, known, today) if known else ()


def _entries(session: Session, workspace: str, named: Collection[str]) -> Iterable[Entry]:
    """Lines of the duty log about any of these, in the order in which they were written."""
    if not named:
        return []
    about = or_(*(cast(ENTRY.c.refs, String).contains(f'"{ref}"') for ref in named))
    where = (ENTRY.c.workspace == workspace, ENTRY.c.undone.is_(None), about)
    rows = session.execute(select(ENTRY).where(*where).order_by(ENTRY.c.number).limit(MOST))
    return [entry_value(row) for row in rows]


def _assessments(session: Session, workspace: str, numbers: Collection[int]) -> Iterable[Assessment]:
    return evaluations.of_tasks(session, workspace, numbers) if numbers else ()


def _items(session: Session, workspace: str, where: Any) -> list[Item]:
    query = select(ItemRow).where(ItemRow.workspace == workspace, where).order_by(ItemRow.number).limit(MOST)
    return [item_value(row) for row in session.execute(query).scalars()]


def _decisions(session: Session, workspace: str, where: Any) -> list[Decision]:
    query = select(DecisionRow).where(DecisionRow.workspace == workspace, where).order_by(DecisionRow.number)
    return [decision_value(row) for row in session.execute(query.limit(MOST)).scalars()]
