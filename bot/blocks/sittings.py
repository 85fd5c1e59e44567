"""A sitting in one line, for lists, agendas, the App Home and the organisation's card; its cards are in meetings."""

from bot.blocks import kit
from bot.domain.meetings import Meeting, MeetingState, Sitting, Unsat
from bot.i18n import Md, Translator, escape


def when(t: Translator, one: Meeting) -> str:
    """`Fri 27 Nov 15:00–16:00`, in the zone of whoever reads it."""
    starts, ends = one.starts.astimezone(t.zone), one.ends.astimezone(t.zone)
    return f"{t.day(starts.date())} {starts:%H:%M}–{ends:%H:%M}"


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


def prepare_line(t: Translator, one: Sitting) -> Md:
    """To whoever prepares it: nothing stands on its agenda yet."""
    return kit.joined([row(t, one), t("`/meeting add {ref} TEXT`", ref=one.meeting.ref)])


def record_line(t: Translator, one: Sitting) -> Md:
    """To the same, after it: who was there?"""
    return kit.joined([row(t, one), t("`/meeting attended {ref} NAMES`", ref=one.meeting.ref)])


def held_line(t: Translator, one: Sitting) -> Md:
    """What came of a sitting, for the weekly agenda."""
    decided = t.many("{n} decision", "{n} decisions", one.decisions) if one.decisions else None
    there = counts(t, one.organisations, one.people, one.meeting.heads)
    seats = None
    if one.series.seats and one.seated:
        seats = t("{present} of {seats} seats", present=one.seated, seats=len(one.series.seats))
    return kit.joined([row(t, one), seats, there, decided])


def unsat_line(t: Translator, one: Unsat) -> Md:
    """A series that has not sat in its quarter or half-year."""
    half = "-H" in one.period.key
    said = t("no sitting yet this half-year") if half else t("no sitting yet this quarter")
    coming = t("next {ref}, {when}", ref=one.next.ref, when=when(t, one.next)) if one.next else t("nothing planned")
    return kit.joined([kit.bold(one.series.name(t.lang)), said, coming])
