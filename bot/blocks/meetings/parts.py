"""Names of kinds, cadences and times in words, and the rows that lists, the App Home and other nouns show."""

from typing import Final

from bot.blocks import kit
from bot.blocks.teams import WEEKDAYS
from bot.domain.directory import Directory
from bot.domain.meetings import Cadence, Every, Meeting, MeetingState, Seat, SeriesKind, Sitting
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
    Every.QUARTERLY: N_("every quarter, in month {month} on {nth} {weekday}"),
    Every.SEMI_ANNUAL: N_("every half-year, in month {month} on {nth} {weekday}"),
}
_ON_DAY: Final = {
    Every.MONTHLY: N_("every month on day {day}"),
    Every.QUARTERLY: N_("every quarter, on day {day} of month {month}"),
    Every.SEMI_ANNUAL: N_("every half-year, on day {day} of month {month}"),
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
        return t.plain(_ON_DAY[one.every], day=one.day, month=one.month)
    nth, weekday = t.plain(NTHS[one.nth]), t.plain(WEEKDAYS[one.weekday])
    return t.plain(_ON_WEEKDAY[one.every], nth=nth, weekday=weekday, month=one.month)


def when(t: Translator, one: Meeting) -> str:
    """`Fri 27 Nov 15:00–16:00`, in the zone of whoever reads it."""
    starts, ends = one.starts.astimezone(t.zone), one.ends.astimezone(t.zone)
    return f"{t.day(starts.date())} {starts:%H:%M}–{ends:%H:%M}"


def seat_name(seat: Seat, directory: Directory) -> Md:
    return escape(seat.name) if seat.organisation else kit.named(directory.person(seat.person))


def seat_label(seat: Seat, directory: Directory) -> str:
    """The same as plain text."""
    person = directory.person(seat.person)
    return seat.name if seat.organisation else (person.name if person else "?")


def row(t: Translator, one: Sitting, letters: int = 80) -> Md:
    """`M-4 Council of Economic Organisations · Fri 27 Nov 15:00–16:00 · place`."""
    head = Md(f"{kit.bold(one.meeting.ref)} {escape(kit.cut(one.series.name(t.lang), letters))}")
    place = escape(kit.cut(one.meeting.place, 60)) if one.meeting.place else None
    return kit.joined([head, escape(when(t, one.meeting)), place, state(t, one.meeting)])


def state(t: Translator, one: Meeting) -> Md | None:
    """What is out of the ordinary with it."""
    if one.state is MeetingState.CANCELLED:
        return t("cancelled")
    return t("moved") if one.moved and one.state is MeetingState.PLANNED else None


def counts(t: Translator, organisations: int, people: int, heads: int) -> Md | None:
    """`4 organisations, 2 of ours, 120 in the room`; None when nobody is recorded."""
    found = [
        t.many("{n} organisation", "{n} organisations", organisations) if organisations else None,
        t.many("{n} of ours", "{n} of ours", people) if people else None,
        t.many("{n} person in the room", "{n} people in the room", heads) if heads else None,
    ]
    return kit.joined(found, ", ") or None
