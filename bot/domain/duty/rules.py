"""What people may do with a roster: confirm, swap, volunteer, name, log. Each rule refuses with words."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.duty.days import begins, eve, holds
from bot.domain.duty.drafting import serves
from bot.domain.duty.values import SEATS, Duty, DutyDay, Entry, Hours, Swap, SwapState, Why
from bot.domain.leaves import Leave
from bot.domain.people import Person
from bot.refusals import Refusal

AHEAD: Final = 366  # days: further ahead nobody knows who will be here
_NOBODY_WAITS: Final = Refusal("Nobody waits for your answer about that day any more. `/duty roster` shows who is on.")


def check_months(first: dt.date, last: dt.date, today: dt.date) -> tuple[dt.date, dt.date]:
    """The days of a month that can still be shared out: from tomorrow on, within a year."""
    if last <= today:
        raise Refusal("That month is over. Name this one or a later one, such as `generate 2026-12`.")
    if (first - today).days > AHEAD:
        raise Refusal("That is more than a year ahead. Name a nearer month, such as `generate 2026-12`.")
    return max(first, today + dt.timedelta(days=1)), last


def check_day(found: DutyDay | None, day: dt.date, now: dt.datetime, hours: Hours) -> DutyDay:
    """A day that has duty and is not over."""
    if not holds(day, now, hours):
        raise Refusal("{day} is over. Name a day that is still to come.", day=day)
    if (day - now.date()).days > AHEAD:
        raise Refusal("{day} is more than a year ahead. Name a nearer day.", day=day)
    if found is None:
        raise Refusal("Nobody is needed on {day}: it is no day of duty. `/duty roster` shows those that are.", day=day)
    return found


def mine(there: Iterable[Duty], person: str, day: dt.date) -> Duty:
    """Somebody's own duty of that day."""
    found = next((one for one in there if one.person == person), None)
    if found is None:
        raise Refusal("You are not on duty on {day}. `/duty roster mine` shows your days.", day=day)
    return found


def confirmed(duty: Duty, now: dt.datetime, hours: Hours) -> Duty:
    """Who is on duty says that they will be there."""
    if not holds(duty.day, now, hours):
        raise Refusal("{day} is over. Name a day that is still to come.", day=duty.day)
    return duty if duty.confirmed else replace(duty, confirmed=now)


def able(person: Person, day: dt.date, there: Iterable[Duty], leaves: Iterable[Leave]) -> Person:
    """Somebody who can be there that day."""
    if not serves(person):
        raise Refusal("{name} cannot be on duty: name somebody who works here.", name=person.name)
    if any(one.person == person.id for one in there):
        raise Refusal("{name} is on duty on {day} already.", name=person.name, day=day)
    if any(one.person == person.id and one.first <= day <= one.last for one in leaves):
        raise Refusal("{name} is away on {day}.", name=person.name, day=day)
    return person


def theirs(there: Iterable[Duty], other: Person, day: dt.date) -> Duty:
    """The day that somebody is asked to give in return."""
    found = next((one for one in there if one.person == other.id), None)
    if found is None:
        raise Refusal("{name} is not on duty on {day}. `/duty roster` shows who is.", name=other.name, day=day)
    return found


def ask_swap(
    duty: Duty, other: Person, there: Sequence[Duty], leaves: Iterable[Leave], now: dt.datetime, hours: Hours
) -> Swap:
    """The other is asked to take this day; it stays with who has it until they accept."""
    _not_begun(duty.day, now, hours)
    if other.id == duty.person:
        raise Refusal("That is you. Name somebody else, such as `swap 12/25 @kim`.")
    able(other, duty.day, there, leaves)
    return Swap(0, duty.day, duty.seat, duty.person, other.id, now)


def in_return(
    swap: Swap,
    back: Duty,
    asker: Person,
    there: Sequence[Duty],
    leaves: Iterable[Leave],
    now: dt.datetime,
    hours: Hours,
) -> Swap:
    """The same question, with the other's day that who asks would take for it."""
    _not_begun(back.day, now, hours)
    able(asker, back.day, there, leaves)
    return replace(swap, back=back.day, back_seat=back.seat)


def settle(
    swap: Swap | None,
    duty: Duty | None,
    back: Duty | None,
    who: str,
    state: SwapState,
    now: dt.datetime,
    hours: Hours,
) -> Swap:
    """The one who was asked says yes or no. Nothing is settled twice, nor after a day has begun or changed hands."""
    if swap is None or swap.state is not SwapState.OPEN or duty is None or duty.person != swap.asked_by:
        raise Refusal(_NOBODY_WAITS.message)
    if swap.back and (back is None or back.person != swap.asked):  # their own day is somebody else's by now
        raise Refusal(_NOBODY_WAITS.message)
    if swap.asked != who:
        raise Refusal("Only who was asked may answer this.")
    for day in (swap.day, swap.back):
        if day is not None:
            _not_begun(day, now, hours)
    return replace(swap, state=state, settled=now)


def swapped(
    duty: Duty,
    swap: Swap,
    other: Person,
    there: Iterable[Duty],
    leaves: Iterable[Leave],
    hours: Hours,
    *,
    sure: bool = True,
) -> Duty:
    """The day is theirs now. Who accepts when everybody is asked to confirm has confirmed; who had asked (not `sure`)
    has not.
    """
    able(other, duty.day, there, leaves)
    at = swap.settled or swap.at
    asked, _ = eve(duty.day, hours)
    confirmed = at if sure and at >= asked else None
    return replace(duty, person=other.id, why=Why.SWAP, refs=(), confirmed=confirmed, made=at)


def volunteered(
    one: DutyDay, person: Person, there: Sequence[Duty], seats: int, leaves: Iterable[Leave], now: dt.datetime
) -> tuple[Duty, Duty | None]:
    """Who comes of their own will, and whom they relieve: nobody while there is room, else one of the rotation."""
    if any(duty.person == person.id for duty in there):
        raise Refusal("You are on duty on {day} already.", day=one.day)
    if any(leave.person == person.id and leave.first <= one.day <= leave.last for leave in leaves):
        raise Refusal("You are away on {day}. Take your leave back first: `/muster away list`.", day=one.day)
    taken = {duty.seat for duty in there}
    free = next((seat for seat in range(1, min(seats, SEATS) + 1) if seat not in taken), None)
    before = None if free else next((duty for duty in there if duty.why is Why.ROTATION), None)
    if free is None and before is None:
        raise Refusal(
            "Those on duty on {day} chose it or are concerned. Ask one of them to swap with you.", day=one.day
        )
    seat = free or (before.seat if before else 1)
    return Duty(one.day, seat, person.id, one.weight, Why.VOLUNTEER, now), before


def named(
    one: DutyDay,
    person: Person,
    instead: int,
    there: Sequence[Duty],
    seats: int,
    leaves: Iterable[Leave],
    now: dt.datetime,
) -> tuple[Duty, Duty | None]:
    """Whom the secretariat names: on seat `instead` (0: a free one, else the first that is not confirmed)."""
    able(person, one.day, there, leaves)
    taken = {duty.seat: duty for duty in there}
    free = next((seat for seat in range(1, min(seats, SEATS) + 1) if seat not in taken), 0)
    waiting = min((duty.seat for duty in there if duty.confirmed is None), default=min(taken, default=1))
    seat = instead if instead in taken else free or waiting
    return Duty(one.day, seat, person.id, one.weight, Why.NAMED, now), taken.get(seat)


def relieved(before: Duty | None, after: Duty) -> bool:
    """Whether somebody else had the day until now."""
    return before is not None and before.person != after.person


def take_back(entry: Entry | None, who: str, now: dt.datetime, within: dt.timedelta) -> Entry:
    """One's own line of the log, while it is fresh."""
    if entry is None or entry.undone is not None or entry.person != who or now - entry.at > within:
        raise Refusal("There is no line of yours that can still be taken back. Log a correction instead.")
    return replace(entry, undone=now)


def _not_begun(day: dt.date, now: dt.datetime, hours: Hours) -> None:
    if now >= begins(day, hours):
        raise Refusal("The duty of {day} has begun. Ask the secretariat to name somebody else.", day=day)
