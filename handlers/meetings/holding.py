"""A sitting takes place: what it shall talk about, who was there, what was decided, its minutes."""

import dataclasses
from collections.abc import Sequence

from bot.blocks import meetings as blocks
from bot.blocks.answers import said
from bot.blocks.kit import Card
from bot.domain import meetings as rules
from bot.domain.meetings import Attendance, Item, Meeting, Series
from bot.domain.organisations import Organisation
from bot.i18n import Md
from bot.refusals import Refusal, beside
from bot.speech import meetings as speech
from bot.speech.text import TEXT, limited
from handlers.agendas import deciding
from handlers.agendas import steps as agenda_steps
from handlers.asks import Ask, Open, Reply, Say
from handlers.meetings import steps
from storage import meetings


def add(ask: Ask) -> Reply:
    """`M-4 add TEXT [@presenter]`; the number alone, or the button, opens the form. Everybody may add."""
    one, series = steps.sitting_of(ask)
    rules.check_open(one)
    if not isinstance(ask.args, speech.Item):
        return Open(blocks.add_form(ask.t, one))
    line = ask.args
    presenter = agenda_steps.employee(ask, line.presenter.id, line.presenter.name) if line.presenter else None
    return _added(ask, one, series, line.text, presenter)


def save_item(ask: Ask) -> Reply:
    """The form, filled in."""
    one, series = steps.sitting_of(ask)
    rules.check_open(one)
    text, presenter = blocks.read_item(ask.values)
    if presenter:
        beside("presenter", lambda: agenda_steps.employee(ask, presenter, ""))
    return _added(ask, one, series, text, presenter)


def _added(ask: Ask, one: Meeting, series: Series, text: str, presenter: str | None) -> Reply:
    draft = Item(0, one.number, text, ask.now, ask.who.id, presenter)
    meetings.add_item(ask.session, ask.ws, draft, one.ref)
    after = steps.keep(ask, one, "item")
    return steps.drawn(ask, after, series, lambda t: [t("It stands on the agenda of {ref}.", ref=one.ref)])


def attended(ask: Ask) -> Reply:
    """`M-4 attended NAMES`: added to those who are recorded; the number alone, or the button, opens the form."""
    one, series = steps.run_by(ask)
    rules.hold(one, ask.now)
    before = meetings.attendance(ask.session, ask.ws, one.number)
    if not isinstance(ask.args, speech.Attended):
        return Open(blocks.attended_form(ask.t, one, series, before, ask.directory))
    line = ask.args
    named = [steps.organisation_of(ask, series, name) for name in line.names]
    people = [agenda_steps.employee(ask, who.id, who.name) for who in line.people]
    there = _there(series, before, [found for found, _ in named], people, everybody=line.everybody)
    heads = one.heads if line.heads is None else line.heads
    return _attended(ask, dataclasses.replace(one, heads=heads), series, there, [note for _, note in named if note])


def save_attended(ask: Ask) -> Reply:
    """The form, filled in: these were there, and nobody else."""
    one, series = steps.run_by(ask)
    steps.newest(ask, one)
    came = blocks.read_attended(ask.values)
    seats = [series.seats[place] for place in came.seats if place < len(series.seats)]
    named = beside("names", lambda: [steps.organisation_of(ask, series, name) for name in came.names])
    people = beside("people", lambda: [agenda_steps.employee(ask, id, "") for id in came.people])
    seated = {seat.organisation: seat.name for seat in seats if seat.organisation}
    there = Attendance(
        seated | {found.number: found.name for found, _ in named},
        tuple(dict.fromkeys([*(seat.person for seat in seats if seat.person), *people])),
    )
    notes = [note for _, note in named if note]
    return _attended(ask, dataclasses.replace(one, heads=came.heads), series, there, notes)


def decide(ask: Ask) -> Reply:
    """`M-4 decide TEXT [@owner] [by: DATE]`; the number alone, or the button, opens the form."""
    one, series = steps.run_by(ask)
    rules.hold(one, ask.now)
    if not isinstance(ask.args, speech.Decision):
        return Open(blocks.decide_form(ask.t, one))
    line = ask.args
    owner = agenda_steps.employee(ask, line.owner.id, line.owner.name) if line.owner else None
    return _decided(ask, one, series, blocks.Settled(line.text, owner, line.by))


def save_decision(ask: Ask) -> Reply:
    """The form, filled in."""
    one, series = steps.run_by(ask)
    settled = blocks.read_decision(ask.values)
    if settled.owner:
        beside("owner", lambda: agenda_steps.employee(ask, settled.owner, ""))
    return _decided(ask, one, series, settled)


def _decided(ask: Ask, one: Meeting, series: Series, settled: blocks.Settled) -> Reply:
    """As on the weekly agenda: a note of the difficulty that it names, else its owner's task."""
    team = ask.directory.pick_team(series.team)
    after = steps.held(ask, one, series)
    _, notes = deciding.record(ask, team, settled.text, settled.owner, settled.due, None, about=one.ref)
    return steps.drawn(ask, after, series, lambda t: notes or [t("The decision is recorded.")])


def minutes(ask: Ask) -> Reply:
    """`M-4 minutes`: what was recorded. With a text, that is added to it."""
    line: speech.Minutes = ask.args
    if not line.text:
        one, series = steps.sitting_of(ask)
        return Say(_minutes(ask, one, series))
    one, series = steps.run_by(ask)
    text = limited(f"{one.notes}\n{line.text}".strip(), TEXT)
    after = steps.held(ask, dataclasses.replace(one, notes=text), series)
    return Say(_minutes(ask, after, series, [ask.t("It stands in the minutes.")]))


def tell_minutes(ask: Ask) -> Reply:
    """*Post to the channel*: the same minutes are posted once."""
    one, series = steps.run_by(ask)
    team = ask.directory.team(series.team)
    if team is None or not team.active or not team.channel:
        raise Refusal("This team has no channel. `/team show {key}` says how it gets one.", key=series.team)
    t = ask.channel_tongue(team.key)
    card = blocks.minutes_card(t, steps.facts_of(ask, one, series), ask.directory, tells=False)
    new = agenda_steps.say(ask, f"minutes:{team.key}", f"{one.ref}.{one.version}", card, channel=team.channel)
    done = ask.t("The minutes are posted to the channel.") if new else ask.t("These minutes are there already.")
    return Say(said(done))


# steps ----------------------------------------------------------------------------------------------------------------


def _there(
    series: Series, before: Attendance, named: Sequence[Organisation], people: Sequence[str], *, everybody: bool
) -> Attendance:
    """Those named, with those who were recorded before; `everybody`: all seats but those named."""
    if not everybody:
        more = {one.number: one.name for one in named}
        return Attendance(before.organisations | more, tuple(dict.fromkeys([*before.people, *people])))
    away = {one.number for one in named}
    seats = [seat for seat in series.seats if seat.organisation not in away and seat.person not in people]
    if not seats:
        raise Refusal("This meeting has no seats to be counted. Name who was there.")
    return Attendance(
        {seat.organisation: seat.name for seat in seats if seat.organisation},
        tuple(seat.person for seat in seats if seat.person),
    )


def _attended(ask: Ask, one: Meeting, series: Series, there: Attendance, notes: Sequence[Md]) -> Reply:
    after = steps.held(ask, one, series)
    meetings.attend(ask.session, ask.ws, after, there, ask.who.id, ask.now)
    return steps.drawn(ask, after, series, lambda t: [t("The attendance is recorded."), *notes])


def _minutes(ask: Ask, one: Meeting, series: Series, notes: Sequence[Md] = ()) -> Card:
    facts = steps.facts_of(ask, one, series)
    team = ask.directory.team(series.team)
    recorded = bool(facts.there or facts.decisions or one.notes)
    tells = facts.manages and recorded and team is not None and bool(team.channel)
    return blocks.minutes_card(ask.t, facts, ask.directory, tells=tells, said=notes)
