"""A month is shared out, somebody is named, the settings of duty are changed."""

import datetime as dt
from collections import Counter

from bot.blocks import audits
from bot.blocks import duty as blocks
from bot.blocks.kit import Card
from bot.domain import duty as rules
from bot.domain.calendars import DAY, month_end
from bot.domain.people import Person
from bot.refusals import Refusal, beside
from bot.speech.amounts import whole
from bot.speech.duty import DayAndPerson, Generate
from handlers.asks import Ask, Open, Redraw, Reply, Say
from handlers.duty.looking import board
from handlers.duty.steps import ahead, away, carried_day, day_meant, days, done, shift
from storage import audit, duty, workspaces

MONTHS = 12  # that are looked through for one that is not shared out yet


def generate(ask: Ask) -> Reply:
    """`generate [MONTH] [again]`: each hears of their days when it can no longer be undone."""
    wanted: Generate = ask.args
    month = wanted.month or _next_month(ask)
    first, last = rules.check_months(month, month_end(month), shift(ask))
    new = duty.generate(ask.session, ask.directory, first, last, ask.who.id, ask.now, shift(ask), anew=wanted.anew)
    said = ask.t.many(
        "Duty in {month}: {n} seat shared out",
        "Duty in {month}: {n} seats shared out",
        len(new),
        month=ask.t.month(month),
    )
    return Say(blocks.roster_card(ask.t, ask.directory, board(ask, said, month, last, ask.now if new else None)))


def undo_roster(ask: Ask) -> Reply:
    """*Undo* on what was just shared out."""
    try:
        made = dt.datetime.fromisoformat(ask.words)
    except ValueError:
        made = dt.datetime.min.replace(tzinfo=dt.UTC)
    if made.tzinfo is None or ask.now - made > ask.rules.undo:
        raise Refusal("This roster can no longer be undone. `/duty generate 2026-12 again` shares it out anew.")
    empty, back = duty.take_back_roster(ask.session, ask.directory, made, ask.who.id, ask.now)
    return Redraw(blocks.undone_card(blocks.taken_back(ask.t, empty, back)))


def assign(ask: Ask) -> Reply:
    """`assign 12/25 @kim`; alone, the form."""
    if ask.args is None:
        return open_assign(ask)
    wanted: DayAndPerson = ask.args
    person = ask.directory.pick(wanted.person.id, wanted.person.name)
    return Say(_assigned(ask, day_meant(ask, wanted.day), person, 0))


def open_assign(ask: Ask) -> Reply:
    """*Name somebody*; on the card of an escalation, for that seat."""
    day, seat = carried_day(ask.words), ask.words.partition(":")[2]
    choices = ahead(ask) if day is None else [day_meant(ask, day), *(one for one in ahead(ask) if one.day != day)]
    if not choices:
        raise Refusal("There is no day of duty ahead. `/duty settings` says which days are staffed.")
    return Open(blocks.assign_form(ask.t, choices, day, whole(seat) or 0))


def save_assign(ask: Ask) -> Reply:
    """The form, filled in."""
    chosen = blocks.read_choice(ask.values)
    person = beside("person", lambda: ask.directory.pick(chosen.person, ""))
    one = beside("day", lambda: day_meant(ask, chosen.day))
    seat = int(ask.state.get("seat") or 0) if ask.state.get("day") == chosen.day.isoformat() else 0
    return Say(beside("person", lambda: _assigned(ask, one, person, seat)))


def open_settings(ask: Ask) -> Reply:
    return Open(blocks.settings_form(ask.t, ask.directory))


def save_settings(ask: Ask) -> Reply:
    """The form of the settings. What is shared out already stays; the next roster follows them."""
    if ask.state.get("version") != ask.workspace.version:
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.",
            ref=ask.t.plain("the settings"),
        )
    after = blocks.read_settings(ask.values, ask.directory)
    if after == ask.workspace:
        return Say(blocks.saved_card(ask.t, ()))
    workspaces.change(ask.session, after, ask.who.id, ask.now)
    change = audit.changes(ask.session, ask.ws, workspaces.SETTINGS, 1)[0]
    return Say(blocks.saved_card(ask.t, audits.differences(ask.t, change.before, change.after, ask.directory)))


# steps ----------------------------------------------------------------------------------------------------------------


def _assigned(ask: Ask, one: rules.DutyDay, person: Person, seat: int) -> Card:
    there = duty.at(ask.session, ask.ws, one.day)
    after, before = rules.named(one, person, seat, there, ask.workspace.duty_seats, away(ask, one.day), ask.now)
    duty.give(ask.session, ask.directory, before, after, ask.who.id, ask.now, "assign")
    said = ask.t("{name} is on duty on {day}.", name=person.name, day=one.day)
    return done(ask, said, one.day)


def _next_month(ask: Ask) -> dt.date:
    """The first month, this one included, with a free seat ahead."""
    month = ask.today.replace(day=1)
    for _ in range(MONTHS):
        wanted = [one.day for one in days(ask, max(month, shift(ask) + DAY), month_end(month))]
        taken = Counter(one.day for one in duty.between(ask.session, ask.ws, month, month_end(month)))
        if any(taken[day] < ask.workspace.duty_seats for day in wanted):
            return month
        month = month_end(month) + DAY
    raise Refusal("All days of duty of the next year are shared out. Name a month, such as `generate 2026-12 again`.")
