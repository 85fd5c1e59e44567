"""`/muster away`: who is away when, and who acts for them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.blocks import leaves as blocks
from bot.blocks.answers import said
from bot.blocks.kit import Card
from bot.blocks.leaves import OnDuty
from bot.domain import duty as rules
from bot.domain.leaves import Leave, added, check_deputy
from bot.domain.people import Person
from bot.domain.permissions import check, may, subject
from bot.i18n import Md
from bot.refusals import Refusal, beside
from bot.speech.musters import Away, AwayCancel, AwayList
from bot.speech.people import Mention
from handlers.asks import Ask, Binding, Feature, Open, Redraw, Reply, Say
from storage import audit, duty, people


def away(ask: Ask) -> Reply:
    """In one line, the list, or what is taken back; without words the form."""
    match ask.args:
        case None:
            return Open(blocks.form(ask.t, ask.who, ask.today))
        case AwayList():
            return Say(_list(ask))
        case AwayCancel(person, span):
            return _cancel_all(
                ask, _named(ask, person), *((span.first, span.last) if span else (ask.today, dt.date.max))
            )
        case Away(person, span, half, deputy):
            who = _named(ask, person)
            acts = ask.directory.pick(deputy.id, deputy.name).id if deputy else None
            return Say(_add(ask, Leave(who.id, span.first, span.last, half.value if half else "", acts)))
    raise AssertionError(f"speech gives no {ask.args!r}")


def save(ask: Ask) -> Reply:
    """The form, filled in."""
    leave = blocks.read(ask.values, ask.today)
    leave = replace(leave, person=beside("person", lambda: ask.directory.pick(leave.person, "").id))
    return Say(_add(ask, beside("deputy", lambda: _with_deputy(ask, leave))))


def _with_deputy(ask: Ask, leave: Leave) -> Leave:
    if not leave.deputy:
        return leave
    deputy = ask.directory.pick(leave.deputy, "")
    check_deputy(leave, deputy)
    return replace(leave, deputy=deputy.id)


def cancel(ask: Ask) -> Reply:
    """*Take back* on one leave."""
    id, _, first = ask.words.partition(":")
    person = ask.directory.people.get(id)
    if person is None:
        raise Refusal("This leave is taken back already.")
    _check(ask, person)
    gone = people.leave_on(ask.session, ask.ws, id, dt.date.fromisoformat(first))
    if gone is None:
        raise Refusal("This leave is taken back already.")
    _forget(ask, person, gone)
    return Redraw(_list(ask, _taken_back(ask, [gone])))


# steps ----------------------------------------------------------------------------------------------------------------


def _named(ask: Ask, person: Mention | None) -> Person:
    return ask.directory.pick(person.id, person.name) if person else ask.who


def _check(ask: Ask, person: Person) -> None:
    check(ask.actor, "leaves.change", subject(author=person.id, teams=[person.team]))


def _add(ask: Ask, leave: Leave) -> Card:
    person = ask.directory.people[leave.person]
    _check(ask, person)
    deputy = ask.directory.person(leave.deputy)
    if deputy is not None:
        check_deputy(leave, deputy)
    there = people.leaves_of(ask.session, ask.ws, person.id, leave.first)
    kept = added(leave, there)
    for old in there:
        if kept.covers(old):
            people.back(ask.session, ask.ws, person.id, old.first)
    people.away(ask.session, ask.ws, kept)
    audit.record(ask.session, ask.ws, ask.who.id, ask.now, "away", person.id, None, _told(kept))
    return blocks.away_card(ask.t, kept, ask.directory, _on_duty(ask, kept), own=person.id == ask.who.id)


def _on_duty(ask: Ask, leave: Leave) -> OnDuty:
    """Their days of duty in the leave that are not over."""
    hours = rules.hours(ask.workspace)
    found = duty.between(ask.session, ask.ws, leave.first, leave.last, leave.person)
    held = [one.day for one in found if rules.holds(one.day, ask.now, hours)]
    begun = [day for day in held if rules.begins(day, hours) <= ask.now]
    return OnDuty(begun, [day for day in held if day not in begun])


def _cancel_all(ask: Ask, person: Person, first: dt.date, last: dt.date) -> Reply:
    _check(ask, person)
    there = people.leaves_of(ask.session, ask.ws, person.id, first)
    gone = [one for one in there if one.first <= last]
    if not gone:
        raise Refusal("{person} has no leave on these days. `/muster away list` shows all.", person=person.name)
    for one in gone:
        _forget(ask, person, one)
    return Say(said(_taken_back(ask, gone)))


def _taken_back(ask: Ask, gone: Sequence[Leave]) -> Md:
    return ask.t("Taken back: {days}", days=ask.t.listing([blocks.row(ask.t, one, ask.directory) for one in gone]))


def _forget(ask: Ask, person: Person, leave: Leave) -> None:
    people.back(ask.session, ask.ws, person.id, leave.first)
    audit.record(ask.session, ask.ws, ask.who.id, ask.now, "back", person.id, _told(leave), None)


def _told(leave: Leave) -> dict[str, object]:
    told = {"away": [leave.first.isoformat(), leave.last.isoformat()], "half": leave.half, "deputy": leave.deputy}
    return {name: value for name, value in told.items() if value}


def _list(ask: Ask, done: Md | None = None) -> Card:
    found = people.leaves(ask.session, ask.ws, ask.today, dt.date.max)
    mine = frozenset(
        id
        for id in {one.person for one in found}
        if (person := ask.directory.person(id))
        and may(ask.actor, "leaves.change", subject(author=id, teams=[person.team]))
    )
    return blocks.list_card(ask.t, found, ask.directory, mine, ask.page, done)


VERBS = {"away": Binding(away, private=True)}
FEATURE = Feature(buttons={"leaves:cancel": Binding(cancel)}, forms={"leaves:save": Binding(save)})
