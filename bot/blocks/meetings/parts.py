"""Names of kinds, seats and cadences in words."""

from typing import Final

from bot.blocks import kit
from bot.blocks.periods import WEEKDAYS
from bot.domain.directory import Directory
from bot.domain.meetings import Cadence, Every, MeetingState, Seat, SeriesKind
from bot.i18n import N_, Md, Translator, escape

KINDS: Final = {
    SeriesKind.COUNCIL: N_("council"),
    SeriesKind.FORUM: N_("forum"),
    SeriesKind.VISION: N_("industrial vision forum"),
    SeriesKind.ROUND_TABLE: N_("round table"),
    SeriesKind.BRIEFING: N_("briefing"),
    SeriesKind.MEETING: N_("regular meeting"),
}
EVERY: Final = {
    Every.WEEKLY: N_("every week"),
    Every.MONTHLY: N_("every month"),
    Every.QUARTERLY: N_("every quarter"),
    Every.SEMI_ANNUAL: N_("every half-year"),
    Every.DATES: N_("on certain dates"),
}
NTHS: Final = {
    1: N_("the first"),
    2: N_("the second"),
    3: N_("the third"),
    4: N_("the fourth"),
    -1: N_("the last"),
}
_ON_WEEKDAY: Final = {
    Every.MONTHLY: N_("every month on {nth} {weekday}"),
    Every.QUARTERLY: N_("every quarter, in its {month} month on {nth} {weekday}"),
    Every.SEMI_ANNUAL: N_("every half-year, in its {month} month on {nth} {weekday}"),
}
_ON_DAY: Final = {
    Every.MONTHLY: N_("every month on day {day}"),
    Every.QUARTERLY: N_("every quarter, on day {day} of its {month} month"),
    Every.SEMI_ANNUAL: N_("every half-year, on day {day} of its {month} month"),
}
MARKS: Final = {
    MeetingState.PLANNED: ":calendar:",
    MeetingState.HELD: ":white_check_mark:",
    MeetingState.CANCELLED: ":heavy_minus_sign:",
}
DATES: Final = 8  # dates of a series that are named


def kind_name(t: Translator, kind: SeriesKind) -> Md:
    return t(KINDS[kind])


def cadence(t: Translator, one: Cadence) -> str:
    """`every month on the second Tuesday`."""
    if one.every is Every.DATES:
        shown = ", ".join(t.day(day) for day in one.dates[-DATES:])
        return t.plain("on {dates}", dates=shown)
    if one.every is Every.WEEKLY:
        return t.plain("every week on {weekday}", weekday=t.plain(WEEKDAYS[one.weekday]))
    if one.day:
        return t.plain(_ON_DAY[one.every], day=one.day, month=t.nth(one.month))
    nth, weekday = t.plain(NTHS[one.nth]), t.plain(WEEKDAYS[one.weekday])
    return t.plain(_ON_WEEKDAY[one.every], nth=nth, weekday=weekday, month=t.nth(one.month))


def seat_name(seat: Seat, directory: Directory) -> Md:
    return escape(seat.name) if seat.organisation else kit.named(directory.person(seat.person))


def seat_label(seat: Seat, directory: Directory) -> str:
    """The same as plain text."""
    person = directory.person(seat.person)
    return seat.name if seat.organisation else (person.name if person else "?")
