"""What an agenda holds as rows of a paper: a noun, then in brackets whose it is and when."""

import datetime as dt
from collections.abc import Iterable, Sequence

from bot.domain.agendas import Agenda, Decision, Item, Need, Reason
from bot.domain.difficulties import Difficulty
from bot.domain.directory import Directory
from bot.domain.tasks import Task
from bot.domain.visits import Visit
from bot.files.documents.days import day, span
from bot.files.documents.terse import terse
from bot.i18n import Translator
from bot.values import frozen


@frozen
class Row:
    """`○ …`, and what explains it, `- …`."""

    text: str
    details: tuple[str, ...] = ()


@frozen
class Group:
    """`□ name`, with its rows."""

    name: str
    rows: Sequence[Row]


@frozen
class Scribe:
    """Who writes the rows of one agenda: in which language, with which names."""

    t: Translator
    directory: Directory
    agenda: Agenda

    # last week ------------------------------------------------------------------------------------------------------

    def results(self) -> list[Group]:
        t, found = self.t, self.agenda.results
        return _filled(
            Group(t.plain("Visits made"), [self.visit(one) for one in found.visits]),
            Group(t.plain("Difficulties raised"), [self.difficulty(one) for one in found.raised]),
            Group(t.plain("Difficulties answered"), [self.answered(one) for one in found.answered]),
            Group(t.plain("Difficulties referred"), [self.difficulty(one) for one in found.referred]),
            Group(t.plain("Tasks finished"), [self.finished(one) for one in found.finished]),
            Group(t.plain("Tasks slipped"), [self.slipped(one) for one in found.slipped]),
            Group(t.plain("Tasks updated"), [self.updated(one) for one in found.updated]),
            Group(t.plain("Decisions carried out"), [self.decision(one) for one in found.decided]),
        )

    def visit(self, one: Visit) -> Row:
        people = ", ".join(self._name(id) for id in one.people[:3])
        said = f" - {terse(one.summary)}" if one.summary else ""
        return Row(f"{day(self.t, one.day)} {one.organisation_name}{said} ({people})")

    def difficulty(self, one: Difficulty) -> Row:
        behind = self._behind(one.ref, one.organisation_name, self._owner(one.owner), self._by(one.due))
        return Row(f"{terse(one.text)} {behind}")

    def answered(self, one: Difficulty) -> Row:
        details = (self.t.plain("answer: {text}", text=terse(one.answer)),) if one.answer else ()
        return Row(
            f"{terse(one.text)} {self._behind(one.ref, one.organisation_name, self._owner(one.answered_by))}", details
        )

    def finished(self, one: Task) -> Row:
        return Row(f"{terse(one.title)} {self._behind(one.ref, self._owner(one.owner))}")

    def slipped(self, one: Task) -> Row:
        t, before = self.t, self.agenda.results.moved.get(one.ref)
        moved = f"{day(t, before)} → {day(t, one.due)}" if before and one.due else ""
        late = self._late(one.due) if one.due is not None and one.due < self.agenda.today else ""
        details = (t.plain("reason: {text}", text=terse(one.last_note)),) if before and one.last_note else ()
        return Row(f"{terse(one.title)} {self._behind(one.ref, self._owner(one.owner), moved, late)}", details)

    def updated(self, one: Task) -> Row:
        details = (terse(one.last_note),) if one.last_note else ()
        return Row(f"{terse(one.title)} {self._behind(one.ref, self._owner(one.owner), f'{one.percent}%')}", details)

    def decision(self, one: Decision) -> Row:
        became = f"→ {one.became}" if one.became else ""
        return Row(f"{terse(one.text)} {self._behind(self._owner(one.owner), self._by(one.due), became)}")

    # next week ------------------------------------------------------------------------------------------------------

    def plan(self) -> list[Group]:
        t, plan = self.t, self.agenda.plan
        return _filled(
            Group(t.plain("Tasks due"), [self.due(one) for one in plan.due]),
            Group(t.plain("Next steps"), [self.step(one) for one in plan.steps]),
            Group(t.plain("Visits planned"), [self.visit(one) for one in plan.visits]),
        )

    def due(self, one: Task) -> Row:
        t = self.t
        when = t.plain("to be finished by {day}", day=day(t, one.due)) if one.due else ""
        details = (t.plain("next: {text}", text=terse(one.next_step)),) if one.next_step else ()
        behind = self._behind(one.ref, self._owner(one.owner), f"{one.percent}%")
        return Row(f"{terse(one.title)} - {when} {behind}" if when else f"{terse(one.title)} {behind}", details)

    def step(self, one: Task) -> Row:
        return Row(f"{terse(one.next_step)} {self._behind(one.ref, terse(one.title), self._owner(one.owner))}")

    # what needs a decision ------------------------------------------------------------------------------------------

    def needs(self, needs: Iterable[Need]) -> list[Row]:
        return [self.need(one) for one in needs]

    def need(self, one: Need) -> Row:
        t, record = self.t, one.record
        weeks = t.plain("in its {nth} week", nth=nth(t, one.weeks)) if one.weeks > 1 else ""
        ask = t.plain("decision needed: do, drop, split or escalate") if one.forced else t.plain("decision needed")
        remarks = [terse(said.text) for said in one.remarks]
        if record is None:
            who = self._name(one.item.presenter or one.item.added_by)
            return Row(f"{terse(one.item.text)} {self._behind(who, self._origin(one.item), weeks)}", (*remarks, ask))
        text = terse(record.text if isinstance(record, Difficulty) else record.title)
        name = record.organisation_name if isinstance(record, Difficulty) else ""
        owner = self._owner(record.owner) or t.plain("nobody in charge")
        details = [self._why(one), *remarks, ask]
        return Row(f"{text} {self._behind(record.ref, name, owner, weeks)}", tuple(each for each in details if each))

    def _why(self, one: Need) -> str:
        t, record = self.t, one.record
        if one.reason is Reason.BLOCKED and isinstance(record, Task):
            return t.plain("blocked: {text}", text=terse(record.blocked_reason))
        late = self._late(record.due) if record is not None and record.due and one.days_late else ""
        escalated = t.plain("escalated") if one.reason is Reason.ESCALATED else ""
        return ", ".join(each for each in (escalated, late) if each)

    # items ----------------------------------------------------------------------------------------------------------

    def items(self) -> list[Row]:
        return [self.item(one) for one in self.agenda.items]

    def item(self, one: Item) -> Row:
        return Row(f"{terse(one.text)} {self._behind(self._name(one.presenter or one.added_by), self._origin(one))}")

    # pieces ---------------------------------------------------------------------------------------------------------

    def _origin(self, one: Item) -> str:
        team = self.directory.team(one.origin)
        return self.t.plain("from {team}", team=team.name(self.t.lang)) if team else ""

    def _name(self, id: str | None) -> str:
        person = self.directory.person(id)
        return person.name if person else ""

    def _owner(self, id: str | None) -> str:
        return self._name(id) if id else ""

    def _by(self, due: dt.date | None) -> str:
        return self.t.plain("due {day}", day=day(self.t, due)) if due else ""

    def _late(self, due: dt.date) -> str:
        return self.t.many_plain("{n} day late", "{n} days late", (self.agenda.today - due).days)

    def _behind(self, *parts: str) -> str:
        """`(D-7, 거제조선, 봄)`"""
        return f"({', '.join(part for part in parts if part)})"


def nth(t: Translator, n: int) -> str:
    """`3rd`; Korean counts weeks `3`."""
    return t.nth(n) if t.lang == "en" else str(n)


def week(t: Translator, agenda: Agenda) -> str:
    """The days that the results cover."""
    return span(t, agenda.since.date(), agenda.today)


def _filled(*groups: Group) -> list[Group]:
    """Groups with rows, and how many they have."""
    return [Group(f"{one.name} ({len(one.rows)})", one.rows) for one in groups if one.rows]
