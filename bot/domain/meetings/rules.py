"""What may be done with a series and a sitting, whom they concern, and what waits for the secretary."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendars import Calendar
from bot.domain.directory import Directory
from bot.domain.meetings.cadences import Day, period, warned_from
from bot.domain.meetings.values import Attendance, Meeting, MeetingState, Seat, Series, Unsat
from bot.domain.people import Role
from bot.domain.teams import KEY
from bot.domain.timetable import moment
from bot.domain.words import folded
from bot.refusals import Refusal

PREPARE_DAYS: Final = 3  # working days before a sitting the secretary is asked to prepare it
RECORD_DAYS: Final = 30  # after so many days nobody is asked any more who was there


# which one, and whose -------------------------------------------------------------------------------------------------


def check_key(key: str, taken: Iterable[str], words: Iterable[str]) -> None:
    """A key that can be typed behind the command: one word, nobody else's, and no word of it."""
    if not KEY.fullmatch(key):
        raise Refusal("A key is one short word of letters, digits and hyphens, such as `export-council`.")
    if folded(key) in {folded(word) for word in words}:
        raise Refusal("`{key}` is a word of this command. Choose another key.", key=key)
    if folded(key) in {folded(one) for one in taken}:
        raise Refusal("The key `{key}` is taken: `/meeting show {key}`. Choose another key.", key=key)


def check_names(series: Series, known: Iterable[Series]) -> None:
    """No two living series answer to one name."""
    for other in known:
        if other.key != series.key and other.active and series.spellings() & other.spellings():
            raise Refusal("The meeting `{key}` is called that already. Choose another name.", key=other.key)


def found_series(known: Iterable[Series], typed: str) -> list[Series]:
    """The series of this key or name; else those with it in their name. Living ones before those that have ended."""
    wanted = folded(typed)
    ordered = sorted(known, key=lambda one: (not one.active, one.key))
    exact = [one for one in ordered if wanted in one.spellings()]
    if exact:
        return exact[:1]
    return [one for one in ordered if wanted and any(wanted in spelling for spelling in one.spellings())]


def pick_series(known: Sequence[Series], typed: str) -> Series:
    """The one that is meant; the unknown and the ambiguous are asked about."""
    found = found_series(known, typed)
    living = [one for one in found if one.active] or found
    if not living:
        raise Refusal("There is no meeting “{name}”. `/meeting list` shows those that there are.", name=typed)
    if len(living) > 1:
        keys = ", ".join(one.key for one in living[:8])
        raise Refusal("“{name}” could be one of these: {keys}. Type its key.", name=typed, keys=keys)
    return living[0]


def responsible(series: Series, directory: Directory) -> str | None:
    """Who prepares it: the secretary, else the lead of its team; nobody who has left."""
    team = directory.team(series.team)
    for id in (series.secretary, team.lead if team else None):
        person = directory.person(id)
        if person is not None and person.works_here:
            return person.id
    return None


def warned(series: Series, directory: Directory) -> list[str]:
    """Who hears that it has not sat in its period: who prepares it, and the secretariat."""
    secretariat = [one.id for one in directory.people.values() if one.active and one.role is Role.SECRETARIAT]
    first = responsible(series, directory)
    return list(dict.fromkeys([*([first] if first else []), *secretariat]))


def concerns(series: Series, person: str, teams: Iterable[str]) -> bool:
    """Whether it is a meeting of mine: I prepare it, have a seat, or belong to its team."""
    return series.secretary == person or series.team in teams or any(seat.person == person for seat in series.seats)


# a sitting ------------------------------------------------------------------------------------------------------------


def starts_on(series: Series, day: dt.date, zone: str) -> dt.datetime:
    return moment(day, series.time, zone)


def re_dated(one: Meeting, series: Series, day: Day, zone: str, now: dt.datetime) -> Meeting:
    """A sitting that nobody moved follows its series: day, time, length, place."""
    starts = starts_on(series, day.day, zone)
    wanted = replace(one, occurrence=day.key, starts=starts, minutes=series.minutes, place=series.place)
    return one if wanted == one else replace(wanted, sequence=one.sequence + 1, changed=now)


def local_day(now: dt.datetime, zone: str) -> dt.date:
    return now.astimezone(ZoneInfo(zone)).date()


def check_open(one: Meeting) -> None:
    if one.state is MeetingState.CANCELLED:
        raise Refusal("{ref} was cancelled. `/meeting move {ref} DATE` lets it take place after all.", ref=one.ref)


def move(one: Meeting, starts: dt.datetime, reason: str, now: dt.datetime) -> Meeting:
    """Another day or time. One that was cancelled takes place after all; what has taken place stays where it was."""
    if one.state is MeetingState.HELD:
        raise Refusal("{ref} has taken place already. What has been is not moved.", ref=one.ref)
    if one.state is MeetingState.PLANNED and starts == one.starts:
        raise Refusal("{ref} is at that time already. Type another day or time.", ref=one.ref)
    return replace(
        one,
        starts=starts,
        state=MeetingState.PLANNED,
        moved=True,
        reason=reason,
        sequence=one.sequence + 1,
        changed=now,
    )


def cancel(one: Meeting, reason: str, now: dt.datetime) -> Meeting:
    if one.state is MeetingState.HELD:
        raise Refusal("{ref} has taken place already. What has been is not cancelled.", ref=one.ref)
    if one.state is MeetingState.CANCELLED:
        raise Refusal("{ref} is cancelled already.", ref=one.ref)
    return replace(one, state=MeetingState.CANCELLED, reason=reason, sequence=one.sequence + 1, changed=now)


def end(one: Meeting, now: dt.datetime) -> Meeting:
    """Its series has ended, which is no reason of its own."""
    return cancel(one, "", now)


def resumed(sittings: Iterable[Meeting], now: dt.datetime) -> list[Meeting]:
    """Those still ahead that the series took along when it ended the last time: planned once more."""
    gone = [one for one in sittings if one.ended_ahead(now)]
    latest = max((one.changed for one in gone), default=now)
    return [
        replace(one, state=MeetingState.PLANNED, sequence=one.sequence + 1, changed=now)
        for one in gone
        if one.changed == latest
    ]


def hold(one: Meeting, now: dt.datetime) -> Meeting:
    """It has taken place: somebody says who was there, or what was decided. Not before it begins."""
    check_open(one)
    if one.state is MeetingState.PLANNED and now < one.starts:
        raise Refusal(
            "{ref} has not begun yet. If it was earlier, `/meeting move {ref} DATE` says when it was.", ref=one.ref
        )
    return replace(one, state=MeetingState.HELD)


def present_seats(series: Series, there: Attendance) -> list[Seat]:
    """The seats that were taken."""
    return [seat for seat in series.seats if _is_there(seat, there)]


def absent(series: Series, there: Attendance) -> list[Seat]:
    """The seats that stayed empty."""
    return [seat for seat in series.seats if not _is_there(seat, there)]


def _is_there(seat: Seat, there: Attendance) -> bool:
    return seat.organisation in there.organisations if seat.organisation else seat.person in there.people


# what waits -----------------------------------------------------------------------------------------------------------


def to_prepare(one: Meeting, items: int, today: dt.date, zone: str, calendar: Calendar) -> bool:
    """From three working days before it on, while nothing stands on its agenda."""
    day = one.day(zone)
    if one.state is not MeetingState.PLANNED or items or today > day:
        return False
    return today >= calendar.add_working(day, -PREPARE_DAYS)


def unsat(series: Series, sittings: Iterable[Meeting], today: dt.date, zone: str) -> Unsat | None:
    """No sitting yet this half-year: in the last third of its period, if it has not sat and nothing is planned in it.

    A series that is younger than that is not blamed.
    """
    here = period(series.cadence.every, today)
    if here is None or not series.active or today < warned_from(here):
        return None
    if moment(warned_from(here), dt.time(), zone) < series.created:
        return None
    following = None
    for one in sorted(sittings, key=lambda one: one.starts):
        day = one.day(zone)
        coming = one.state is MeetingState.PLANNED and day >= today
        if here.first <= day <= here.last and (one.state is MeetingState.HELD or coming):
            return None
        if coming and following is None:
            following = one
    return Unsat(series, here, following)
