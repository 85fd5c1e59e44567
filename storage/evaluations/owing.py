"""What one person owes to the evaluations, and what their people do."""

import datetime as dt
from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from bot.domain.calendars import DAY
from bot.domain.directory import Directory
from bot.domain.evaluations import (
    TELL_LEAD_AFTER,
    Asked,
    Assessment,
    Evaluation,
    Owed,
    Part,
    Reminder,
    asked_of,
    leads_turn,
    missing,
    reminder_on,
)
from storage.directories import directory
from storage.evaluations.courses import leads_upwards
from storage.evaluations.reading import assessments, running


def owed(session: Session, workspace: str, person: str, now: dt.datetime) -> Owed:
    """What this person owes today, over every month that takes answers; reminders fall on few days."""
    found = Owed()
    months = running(session, workspace, now)
    people = directory(session, workspace) if months else None
    known = people.person(person) if people else None
    if people is None or known is None:
        return found
    today = now.astimezone(ZoneInfo(known.zone)).date()
    for month in months:
        one = _owed(people, month, assessments(session, workspace, month.month), person, today)
        until = min((day for day in (found.until, one.until) if day), default=None)
        found = Owed(
            found.mine + one.mine, until, found.missing_of_led + one.missing_of_led, found.reminder or one.reminder
        )
    return found


def _owed(people: Directory, month: Evaluation, frozen: list[Assessment], person: str, today: dt.date) -> Owed:
    mine = missing(asked_of(month, frozen, person, people.leads_of(person), today))
    days = [month.owner_by if one.part is Part.OWNER else month.lead_by for one in mine]
    reminder = reminder_on(month, people.workspace.calendar, today)
    passed = people.workspace.calendar.working_days(month.opened_on + DAY, today)
    led = len(missing_of(people, month, frozen, person, today)) if passed >= TELL_LEAD_AFTER else 0
    reminded = (reminder is Reminder.MISSING and bool(mine)) or (reminder is Reminder.LEAD and bool(led))
    return Owed(len(mine), min(days, default=None), led, reminded)


def missing_of(
    people: Directory, month: Evaluation, frozen: Iterable[Assessment], lead: str, today: dt.date
) -> list[Asked]:
    """The answers that those whom this person leads still owe: owners to their lead, a lead to the lead above."""
    led = people.leads_of(lead)
    found = []
    for one in frozen:
        mine = one.lead == lead or one.team in led
        if mine and one.owner not in (None, lead) and one.by_owner is None:
            found.append(Asked(one, Part.OWNER))
        if one.lead not in (None, lead) and _above(people, one) == lead:
            found.append(Asked(one, Part.LEAD, leads_turn(month, one, today)))
    return missing(found)


def _above(people: Directory, one: Assessment) -> str | None:
    """The next lead above the one who is asked."""
    upwards = list(dict.fromkeys(leads_upwards(people, one.team)))
    at = upwards.index(one.lead) + 1 if one.lead in upwards else len(upwards)
    return upwards[at] if at < len(upwards) else None
