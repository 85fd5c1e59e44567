"""Days change hands: swapped, taken by who wants to, confirmed."""

import datetime as dt

from bot.blocks import duty as blocks
from bot.blocks.kit import Card
from bot.domain import duty as rules
from bot.domain.duty import Duty, Swap, SwapState
from bot.domain.people import Person
from bot.refusals import Refusal, beside
from bot.speech.amounts import whole
from bot.speech.duty import Exchange
from handlers.asks import Ask, Open, Redraw, Reply, Say
from handlers.duty.steps import (
    ahead,
    away,
    carried_day,
    day_meant,
    done,
    hours,
    my_days,
    others_days,
    shift,
)
from storage import duty


def swap(ask: Ask) -> Reply:
    """`swap 12/25 @kim [for 1/1]`: the other is asked; alone, the form."""
    if ask.args is None:
        return open_swap(ask)
    wanted: Exchange = ask.args
    other = ask.directory.pick(wanted.person.id, wanted.person.name)
    return Say(_asked(ask, _question(ask, wanted.day, other), other, wanted.back))


def open_swap(ask: Ask) -> Reply:
    """*Swap*: which of my days, who shall take it, and which of theirs I take for it."""
    mine = [one for one in my_days(ask) if ask.now < rules.begins(one.day, hours(ask))]
    if not mine:
        raise Refusal("You have no day of duty ahead that could be swapped. `/duty roster` shows who has.")
    chosen = carried_day(ask.words)
    known = chosen if chosen in {one.day for one in mine} else None
    return Open(blocks.swap_form(ask.t, ask.directory, mine, others_days(ask), known))


def save_swap(ask: Ask) -> Reply:
    """The form, filled in."""
    chosen = blocks.read_choice(ask.values)
    other = beside("person", lambda: ask.directory.pick(chosen.person, ""))
    new = beside("person", lambda: _question(ask, chosen.day, other))
    return Say(beside("back", lambda: _asked(ask, new, other, chosen.back)))


def accept(ask: Ask) -> Reply:
    """*Accept*, or `accept 12/25`: the day is mine now, and mine theirs where that was the question."""
    found, before, back = _answered(ask, SwapState.ACCEPTED)
    changes = [(before, _handed(ask, before, found, ask.who))]
    asker = ask.directory.person(found.asked_by)
    if back is not None and asker is not None:
        changes.append((back, _handed(ask, back, found, asker, sure=False)))
    duty.settle(ask.session, ask.directory, found, changes, ask.who.id, ask.now)
    said = ask.t("You take the duty of {day}. Thank you.", day=found.day)
    if found.back and asker:
        said = ask.t(
            "You take the duty of {day}, and {name} yours of {back}. Thank you.",
            day=found.day,
            name=asker.name,
            back=found.back,
        )
    return Redraw(done(ask, said, found.day))


def decline(ask: Ask) -> Reply:
    """*Decline*: all stays as it is, and who asked hears it."""
    found, _, _ = _answered(ask, SwapState.DECLINED)
    duty.settle(ask.session, ask.directory, found, (), ask.who.id, ask.now)
    return Redraw(done(ask, ask.t("You declined the duty of {day}. Who asked hears it.", day=found.day), found.day))


def volunteer(ask: Ask) -> Reply:
    """`volunteer 12/25`; alone, the form."""
    if ask.args is None:
        return open_volunteer(ask)
    return Say(_volunteered(ask, ask.args))


def open_volunteer(ask: Ask) -> Reply:
    """*Volunteer*: on which day."""
    mine = {one.day for one in my_days(ask)}
    free = [one for one in ahead(ask) if one.day not in mine]
    if not free:
        raise Refusal("There is no day of duty ahead that you could take.")
    return Open(blocks.volunteer_form(ask.t, free))


def save_volunteer(ask: Ask) -> Reply:
    """The form, filled in."""
    chosen = blocks.read_choice(ask.values, person=False)
    return Say(beside("day", lambda: _volunteered(ask, chosen.day)))


def confirm(ask: Ask) -> Reply:
    """*I shall be there*, or `confirm [12/25]`: without a day, the next of mine that is not confirmed."""
    day: dt.date | None = ask.args if isinstance(ask.args, dt.date) else carried_day(ask.words)
    before = rules.mine(duty.at(ask.session, ask.ws, day), ask.who.id, day) if day else _next_of_mine(ask)
    after = rules.confirmed(before, ask.now, hours(ask))
    duty.confirm(ask.session, ask.ws, before, after, ask.who.id, ask.now)
    return Redraw(done(ask, ask.t("Confirmed: you are on duty on {day}.", day=after.day), after.day))


# steps ----------------------------------------------------------------------------------------------------------------


def _question(ask: Ask, day: dt.date, other: Person) -> Swap:
    there = duty.at(ask.session, ask.ws, day)
    mine = rules.mine(there, ask.who.id, day)
    return rules.ask_swap(mine, other, there, away(ask, day), ask.now, hours(ask))


def _asked(ask: Ask, new: Swap, other: Person, back: dt.date | None) -> Card:
    """Keep the question; with `back`, the other's day that is taken in return."""
    if back is None:
        duty.ask(ask.session, ask.directory, new)
        said = ask.t(
            "{name} is asked to take the duty of {day}. It stays yours until they accept.", name=other.name, day=new.day
        )
        return done(ask, said, new.day)
    there = duty.at(ask.session, ask.ws, back)
    theirs = rules.theirs(there, other, back)
    duty.ask(
        ask.session, ask.directory, rules.in_return(new, theirs, ask.who, there, away(ask, back), ask.now, hours(ask))
    )
    said = ask.t(
        "{name} is asked to swap: they take your {day}, you take their {back}. Nothing changes until they accept.",
        name=other.name,
        day=new.day,
        back=back,
    )
    return done(ask, said, new.day)


def _answered(ask: Ask, state: SwapState) -> tuple[Swap, Duty, Duty | None]:
    """The question that was answered, and the duties that it is about as they stand before."""
    found = _meant(ask)
    before = _on(ask, found.place) if found else None
    back = _on(ask, found.back_place) if found and found.back_place else None
    settled = rules.settle(found, before, back, ask.who.id, state, ask.now, hours(ask))
    assert before is not None, "what has no duty is refused"
    return settled, before, back


def _on(ask: Ask, place: tuple[dt.date, int]) -> Duty | None:
    return next((one for one in duty.at(ask.session, ask.ws, place[0]) if one.place == place), None)


def _handed(ask: Ask, before: Duty, found: Swap, other: Person, *, sure: bool = True) -> Duty:
    there = duty.at(ask.session, ask.ws, before.day)
    return rules.swapped(before, found, other, there, away(ask, before.day), hours(ask), sure=sure)


def _meant(ask: Ask) -> Swap | None:
    """By the number that a button carries, or by the day that was typed."""
    if isinstance(ask.args, dt.date):
        mine = duty.asks_open(ask.session, ask.ws, shift(ask), ask.who.id)
        return next((one for one in mine if one.day == ask.args), None)
    return duty.swap_between(ask.session, ask.ws, whole(ask.words) or 0)


def _volunteered(ask: Ask, day: dt.date) -> Card:
    one = day_meant(ask, day)
    there = duty.at(ask.session, ask.ws, day)
    after, before = rules.volunteered(one, ask.who, there, ask.workspace.duty_seats, away(ask, day), ask.now)
    duty.give(ask.session, ask.directory, before, after, ask.who.id, ask.now, "volunteer")
    return done(ask, ask.t("You are on duty on {day}. Thank you.", day=day), day)


def _next_of_mine(ask: Ask) -> Duty:
    found = next((one for one in my_days(ask) if one.confirmed is None), None)
    if found is None:
        raise Refusal("No day of duty waits for your confirmation. `/duty roster mine` shows your days.")
    return found
