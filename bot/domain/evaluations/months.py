"""One month's evaluation: what is asked of whom, until when, and what was answered."""

import datetime as dt
from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Final

from bot.domain.calendars import Calendar
from bot.domain.evaluations.timeliness import Timeliness
from bot.refusals import Refusal
from bot.values import frozen

REMIND_AFTER: Final = (2, 4)  # working days after the opening: those missing
TELL_LEAD_AFTER: Final = 5  # working days: the lead of those still missing
LOCK_AFTER: Final = 7  # working days
OLDEST: Final = 12  # months back that may still be opened by hand


@frozen
class Evaluation:
    """One month. `opened_by` is None when the clock did it; answers after `owner_by` and `lead_by` are late.

    `previous` is the previous opening. From `locks` on nothing changes; `locked` is set once the results are out.
    """

    month: dt.date
    opened: dt.datetime
    opened_on: dt.date
    opened_by: str | None
    previous: dt.datetime
    owner_by: dt.date
    lead_by: dt.date
    locks: dt.datetime
    locks_on: dt.date
    locked: dt.datetime | None = None
    locked_by: str | None = None

    @property
    def key(self) -> str:
        return month_key(self.month)

    def closed(self, now: dt.datetime) -> bool:
        return self.locked is not None or now >= self.locks


class Part(StrEnum):
    """Whose word on effectiveness it is."""

    OWNER = "owner"
    LEAD = "lead"


@frozen
class Answer:
    """Somebody's mark, 1–5, with its line of evidence; `late` when it came after the day it was asked for."""

    part: Part
    person: str
    effectiveness: int
    evidence: str
    at: dt.datetime
    late: bool = False
    version: int = 1


@frozen
class Objection:
    """The lead's timeliness in place of the computed one, with the reason."""

    person: str
    timeliness: int
    reason: str
    at: dt.datetime


@frozen
class Assessment:
    """One task in one month, frozen at its opening but for the answers. `lead` is nobody where the owner has none."""

    month: dt.date
    task: int
    title: str
    team: str | None
    owner: str | None
    lead: str | None
    computed: Timeliness
    as_of: dt.date
    due: dt.date
    percent: int
    finished: bool = False
    objection: Objection | None = None
    by_owner: Answer | None = None
    by_lead: Answer | None = None

    @property
    def ref(self) -> str:
        return f"T-{self.task}"

    @property
    def effectiveness(self) -> int | None:
        """The lead's mark, else the owner's."""
        said = self.by_lead or self.by_owner
        return said.effectiveness if said else None

    @property
    def timeliness(self) -> int:
        return self.objection.timeliness if self.objection else self.computed.score

    @property
    def late(self) -> bool:
        """Whether any answer came late."""
        return any(answer is not None and answer.late for answer in (self.by_owner, self.by_lead))

    def answer(self, part: Part) -> Answer | None:
        return self.by_owner if part is Part.OWNER else self.by_lead

    def asked(self, part: Part) -> str | None:
        """Who is asked for this part."""
        return self.owner if part is Part.OWNER else self.lead

    def waiting_for(self, person: str) -> tuple[Part, ...]:
        """The parts that this person is asked for and has not answered."""
        return tuple(part for part in Part if self.asked(part) == person and self.answer(part) is None)

    def version(self, part: Part) -> int:
        answer = self.answer(part)
        return answer.version if answer else 0


@frozen
class Given:
    """One person's answer about one task as a form holds it. `timeliness` with `reason` objects to the computed one."""

    task: int
    part: Part
    effectiveness: int
    evidence: str
    timeliness: int | None = None
    reason: str = ""
    version: int = 0  # of the stored answer that the form was drawn from


@frozen
class Asked:
    """One question to one person. `ready`: a lead is asked once the owner has answered, or is late."""

    about: Assessment
    part: Part
    ready: bool = True

    @property
    def answered(self) -> bool:
        return self.about.answer(self.part) is not None


def asked_of(
    month: Evaluation, assessments: Iterable[Assessment], person: str, leads: Collection[str], today: dt.date
) -> list[Asked]:
    """Everything that this person is asked about: their own tasks first, then those of the teams that they lead.

    Who leads (or acts for the lead of) a team today is asked like the lead of the day of opening.
    """
    own, led = [], []
    for one in sorted(assessments, key=lambda one: one.task):
        if one.owner == person:
            own.append(Asked(one, Part.OWNER))
        elif one.lead == person or (one.lead is not None and one.team in leads):
            led.append(Asked(one, Part.LEAD, leads_turn(month, one, today)))
    return [*own, *led]


def leads_turn(month: Evaluation, one: Assessment, today: dt.date) -> bool:
    """The lead is asked after the owner, but does not wait for ever."""
    return one.owner is None or one.by_owner is not None or today > month.owner_by


@frozen
class Owed:
    """What one person owes to the months that take answers: `mine` answers until a day.

    `missing_of_led`: answers that their people still owe, told to a lead once the reminders were of no use.
    `reminder`: today is a day on which this person is reminded.
    """

    mine: int = 0
    until: dt.date | None = None
    missing_of_led: int = 0
    reminder: bool = False


def missing(asked: Iterable[Asked]) -> list[Asked]:
    """What still waits for an answer."""
    return [one for one in asked if one.ready and not one.answered]


@frozen
class Progress:
    """How many answers a team's tasks are asked for, how many there are, and how many of these came late."""

    team: str | None
    asked: int
    answered: int
    late: int = 0


def progress(assessments: Iterable[Assessment]) -> list[Progress]:
    """By team, in the order of their keys; tasks without a team at the end."""
    by_team: dict[str | None, list[Assessment]] = {}
    for one in assessments:
        by_team.setdefault(one.team, []).append(one)
    return [_progress(team, by_team[team]) for team in sorted(by_team, key=lambda team: (team is None, team or ""))]


def _progress(team: str | None, mine: list[Assessment]) -> Progress:
    answers = [one.answer(part) for one in mine for part in Part if one.asked(part)]
    given = [answer for answer in answers if answer is not None]
    return Progress(team, len(answers), len(given), sum(answer.late for answer in given))


def everything_asked(month: Evaluation, assessments: Iterable[Assessment], today: dt.date) -> list[Asked]:
    """Every question of a month, to whomever."""
    found = []
    for one in assessments:
        if one.owner:
            found.append(Asked(one, Part.OWNER))
        if one.lead:
            found.append(Asked(one, Part.LEAD, leads_turn(month, one, today)))
    return found


def late_on(month: Evaluation, part: Part, today: dt.date) -> bool:
    return today > (month.owner_by if part is Part.OWNER else month.lead_by)


class Reminder(StrEnum):
    MISSING = "missing"  # those who have not answered
    LEAD = "lead"  # the leads of those who still have not


def reminder_on(month: Evaluation, calendar: Calendar, today: dt.date) -> Reminder | None:
    """Whether today is a day of reminders, and whose."""
    if today <= month.opened_on or not calendar.is_working(today):
        return None
    passed = calendar.working_days(month.opened_on + dt.timedelta(days=1), today)
    if passed in REMIND_AFTER:
        return Reminder.MISSING
    return Reminder.LEAD if passed == TELL_LEAD_AFTER else None


def deadlines(opened_on: dt.date, calendar: Calendar) -> tuple[dt.date, dt.date, dt.date]:
    """The last day for owners (that of the second reminder), for leads, and the day of the lock."""
    owner_by = calendar.add_working(opened_on, REMIND_AFTER[-1])
    return owner_by, calendar.add_working(opened_on, LOCK_AFTER - 1), calendar.add_working(opened_on, LOCK_AFTER)


def may_open(month: dt.date, today: dt.date) -> None:
    """Raise the Refusal that says which months can be opened."""
    this = today.replace(day=1)
    if month > this:
        raise Refusal(
            "{month} has not begun yet. A month is opened at its end, or by hand during it.", month=month_key(month)
        )
    if (this.year - month.year) * 12 + this.month - month.month > OLDEST:
        raise Refusal("{month} is too long ago to be evaluated.", month=month_key(month))


def month_key(month: dt.date) -> str:
    """`2026-11`: the occurrence of the month."""
    return f"{month:%Y-%m}"


def month_of(key: str) -> dt.date:
    """The first day of the month; ValueError when it is none."""
    return dt.date.fromisoformat(f"{key}-01")
