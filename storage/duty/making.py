"""A month is shared out, a day changes hands; whoever hears of it is planned in the same transaction."""

import dataclasses
import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain import duty as rules
from bot.domain.calendars import DAY
from bot.domain.directory import Directory
from bot.domain.duty import Duty, Swap
from storage import difficulties, ledger, people, tasks
from storage.duty import reading, writing

TOLD: Final = "duty-told"  # the series of "your days of duty"
ASKED: Final = "duty-asked"  # of "would you take this day?"
ANSWERED: Final = "duty-answered"
RELIEVED: Final = "duty-relieved"
HANDOVER: Final = "duty-handover"
UNDO: Final = dt.timedelta(minutes=10)  # a roster that is taken back within it was heard of by nobody


def share_out(
    session: Session,
    directory: Directory,
    first: dt.date,
    last: dt.date,
    who: str,
    now: dt.datetime,
    today: dt.date,
    *,
    anew: bool = False,
) -> tuple[list[Duty], list[Duty]]:
    """Share out the days from `first` to `last`, and tell nobody; gives what is new and what is gone.

    What stands stays, unless who has it is away by now, has left, or the day has no duty any more. With `anew` only
    what people agreed on stays.
    """
    workspace = directory.workspace
    days = rules.duty_days(workspace.calendar, first, last, weekends=workspace.duty_weekends)
    leaves = people.leaves(session, workspace.id, first, last)
    there = reading.between(session, workspace.id, first, last)
    staying = rules.staying(there, days, workspace.duty_seats, leaves, directory, anew=anew)
    gone = [one for one in there if one not in staying]
    writing.dismiss(session, workspace.id, gone, who, now, "generate")
    writing.put_aside(session, workspace.id, gone, first, last, now)
    pool = [one.id for one in rules.pool(directory)]
    known = reading.known(session, workspace.id)
    newcomers = set(pool) - known
    shares = rules.start(newcomers, reading.burdens(session, workspace.id), known & set(pool), today)
    writing.welcome(session, workspace.id, shares)
    neighbours = [one for one in reading.between(session, workspace.id, first - DAY, last + DAY) if one not in staying]
    concerned = rules.concerned(
        difficulties.pressing(session, workspace.id), tasks.pressing(session, workspace.id, today), directory
    )
    burdens = reading.burdens(session, workspace.id)
    new = rules.draft(days, workspace.duty_seats, pool, concerned, leaves, burdens, [*staying, *neighbours], now)
    writing.enlist(session, workspace.id, new, who, now)
    return new, gone


def generate(
    session: Session,
    directory: Directory,
    first: dt.date,
    last: dt.date,
    who: str,
    now: dt.datetime,
    today: dt.date,
    *,
    anew: bool = False,
) -> list[Duty]:
    """The same, and each hears of their days once the roster stands; gives what is new."""
    new, gone = share_out(session, directory, first, last, who, now, today, anew=anew)
    _tell(session, directory, new, gone, first, now)
    return new


def take_back_roster(
    session: Session, directory: Directory, made: dt.datetime, who: str, now: dt.datetime
) -> tuple[int, int]:
    """Take back what was shared out at that moment and nobody has agreed to; what stood before stands again.

    Gives how many seats are empty now, and how many have who had them before. What people settled since stays, and so
    do those whom this roster brought into the rotation while another one of that day stands.
    """
    ws = directory.workspace.id
    hours = rules.hours(directory.workspace)
    today = rules.shift_day(now, hours)
    coming = reading.between(session, ws, today, today + 500 * DAY)
    gone = [one for one in coming if one.made == made and not one.agreed]
    writing.dismiss(session, ws, gone, who, now, "undo")
    stay = [one for one in coming if one not in gone]
    back = rules.restored(reading.former(session, ws, made), stay)
    writing.enlist(session, ws, back, who, now, "undo")
    writing.forget_aside(session, ws, made)
    day = rules.shift_day(made, hours)  # as it was shared out
    if not any(rules.shift_day(one.made, hours) == day for one in (*stay, *back)):
        writing.unwelcome(session, ws, day)
    return len({one.place for one in gone} - {one.place for one in back}), len(back)


def confirm(session: Session, workspace: str, before: Duty, after: Duty, who: str, now: dt.datetime) -> None:
    """Somebody says that they will be there."""
    if before != after:
        writing.put(session, workspace, before, after, who, now, "confirm")


def give(
    session: Session, directory: Directory, before: Duty | None, after: Duty, who: str, now: dt.datetime, action: str
) -> None:
    """A day goes to somebody: who had it and who has it now hear of it, unless they did it themselves."""
    day = after.day
    writing.put(session, directory.workspace.id, before, after, who, now, action)
    if before is not None and rules.relieved(before, after) and before.person != who:
        args = {"day": day.isoformat(), "by": who}
        _plan(session, directory, RELIEVED, _named(after, now), before.person, args, now, day)
    if after.person != who:
        occurrence = f"{_named(after, now)}.{after.person}"[:120]
        _plan(session, directory, TOLD, occurrence, after.person, {"days": [day.isoformat()]}, now, day)


def hand_over(
    session: Session, workspace: str, before: Duty, receiver: str, who: str, now: dt.datetime, action: str
) -> None:
    """A day goes to somebody with all else that one had; they hear of all of it together, not here."""
    writing.withdraw(session, workspace, before.day, before.seat, now)
    after = dataclasses.replace(before, person=receiver, confirmed=None)
    writing.put(session, workspace, before, after, who, now, action)


def ask(session: Session, directory: Directory, new: Swap) -> Swap:
    """Somebody is asked to take a day; they hear of it."""
    made = writing.ask(session, directory.workspace.id, new)
    _plan(session, directory, ASKED, f"swap.{made.number}", made.asked, {"swap": made.number}, new.at, _first(made))
    return made


def settle(
    session: Session, directory: Directory, swap: Swap, changes: Iterable[tuple[Duty, Duty]], who: str, now: dt.datetime
) -> None:
    """The one who was asked has answered; who asked hears it. `changes`: each day before and after, none for a no."""
    writing.settle(session, directory.workspace.id, swap)
    for before, after in changes:
        writing.put(session, directory.workspace.id, before, after, who, now, "swap")
    args = {"swap": swap.number}
    _plan(session, directory, ANSWERED, f"swap.{swap.number}", swap.asked_by, args, now, _first(swap))


def _first(swap: Swap) -> dt.date:
    return min(swap.day, swap.back or swap.day)


def _tell(
    session: Session, directory: Directory, new: list[Duty], gone: list[Duty], first: dt.date, now: dt.datetime
) -> None:
    """Each person hears once which days are theirs, when the roster can no longer be undone."""
    by_person: dict[str, list[str]] = {}
    for one in new:
        by_person.setdefault(one.person, []).append(one.day.isoformat())
    for person in sorted({*by_person, *(one.person for one in gone)}):
        days = by_person.get(person, [])
        lost = [one.day.isoformat() for one in gone if one.person == person and one.day.isoformat() not in days]
        if days or lost:
            occurrence = f"{first:%Y-%m}.{now:%Y%m%dT%H%M%S}.{person}"[:120]
            next_ = dt.date.fromisoformat(min([*days, *lost]))
            _plan(session, directory, TOLD, occurrence, person, {"days": days, "lost": lost}, now, next_, now + UNDO)


def _named(one: Duty, now: dt.datetime) -> str:
    return f"{one.day.isoformat()}.{one.seat}.{now:%Y%m%dT%H%M%S}"


def _plan(
    session: Session,
    directory: Directory,
    series: str,
    occurrence: str,
    person: str,
    args: Mapping[str, Any],
    now: dt.datetime,
    day: dt.date,
    ready: dt.datetime | None = None,
) -> None:
    """Within their hours; at once when the shift of that day begins before these."""
    ledger.tell(
        session,
        directory,
        series=series,
        occurrence=occurrence,
        person=person,
        args=args,
        now=now,
        ready=ready,
        before=rules.begins(day, rules.hours(directory.workspace)),
    )
