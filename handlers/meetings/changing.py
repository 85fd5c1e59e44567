"""A sitting is moved, cancelled, or given another time and place. Whom it concerns hears of it."""

import dataclasses
import datetime as dt
from zoneinfo import ZoneInfo

from bot.blocks import meetings as blocks
from bot.domain import meetings as rules
from bot.domain.meetings import Meeting, MeetingState, Series
from bot.domain.refs import Ref
from bot.domain.timetable import moment
from bot.refusals import beside
from bot.speech import meetings as speech
from handlers.asks import Ask, Open, Reply
from handlers.meetings import steps
from handlers.meetings.making import edit_series
from storage import meetings


def move(ask: Ask) -> Reply:
    """`M-4 move DATE [TIME] [REASON]`; the number alone, or the button, opens the form."""
    one, series = steps.run_by(ask)
    zone = steps.zone_of(ask, series)
    if not isinstance(ask.args, speech.Move):
        if one.state is MeetingState.HELD:
            rules.move(one, one.starts, "", ask.now)
        return Open(blocks.move_form(ask.t, one, zone))
    line = ask.args
    at = line.time or one.starts.astimezone(ZoneInfo(zone)).time()
    return _moved(ask, one, series, moment(line.day, at, zone), line.reason)


def save_move(ask: Ask) -> Reply:
    """The form, filled in."""
    one, series = steps.run_by(ask)
    changed, reason = blocks.read_move(ask.values, steps.newest(ask, one))
    starts = moment(changed.day, changed.time, steps.zone_of(ask, series))
    longer = dataclasses.replace(one, minutes=changed.minutes)
    return beside("day", lambda: _moved(ask, longer, series, starts, reason))


def _moved(ask: Ask, one: Meeting, series: Series, starts: dt.datetime, reason: str) -> Reply:
    after = steps.keep(ask, rules.move(one, starts, reason, ask.now), "reschedule")
    steps.tell_changed(ask, one, after, series)
    return steps.drawn(ask, after, series)


def edit(ask: Ask) -> Reply:
    """`edit M-4`: time, length and place of this sitting. `edit KEY`: the series."""
    if not isinstance(ask.args, Ref) and not (ask.ref and ask.ref.prefix == "M"):
        return edit_series(ask, steps.series_named(ask, str(ask.args)))
    one, series = steps.run_by(ask, look=True)
    rules.check_open(one)
    return Open(blocks.edit_form(ask.t, one, steps.zone_of(ask, series)))


def save_edit(ask: Ask) -> Reply:
    """The form, filled in. What nobody changed leaves the calendars as they are."""
    one, series = steps.run_by(ask)
    rules.check_open(steps.newest(ask, one))
    wanted = blocks.read_edit(ask.values, one)
    starts = moment(wanted.day, wanted.time, steps.zone_of(ask, series))
    changed = dataclasses.replace(one, starts=starts, minutes=wanted.minutes, place=wanted.place)
    if changed == one:
        return steps.drawn(ask, one, series, lambda t: [t("Nothing changed.")])
    told = dataclasses.replace(changed, moved=True, sequence=one.sequence + 1, changed=ask.now)
    after = steps.keep(ask, told, "edit")
    if starts != one.starts and one.state is MeetingState.PLANNED:
        steps.tell_changed(ask, one, after, series)
    return steps.drawn(ask, after, series)


def cancel(ask: Ask) -> Reply:
    """`M-4 cancel REASON`; the number alone, or the button, opens the form.

    The next sitting is there at once, and has on its agenda what was on this one's.
    """
    one, series = steps.run_by(ask)
    if not isinstance(ask.args, speech.Cancel):
        rules.cancel(one, "", ask.now)
        return Open(blocks.cancel_form(ask.t, one))
    return _cancelled(ask, one, series, ask.args.reason)


def save_cancel(ask: Ask) -> Reply:
    """The form, filled in."""
    one, series = steps.run_by(ask)
    return _cancelled(ask, steps.newest(ask, one), series, blocks.read_reason(ask.values))


def _cancelled(ask: Ask, one: Meeting, series: Series, reason: str) -> Reply:
    after = steps.keep(ask, rules.cancel(one, reason, ask.now), "cancel")
    steps.tell_changed(ask, one, after, series)
    coming = meetings.ensure_next(ask.session, ask.directory, series, ask.who.id, ask.now)
    if coming is None:
        stay = len(meetings.items(ask.session, ask.ws, one.number))
        return steps.drawn(ask, after, series, lambda t: blocks.staying_notes(t, after, stay))
    carried = meetings.carry_items(ask.session, ask.ws, after, coming, ask.who.id, ask.now)
    return steps.drawn(ask, after, series, lambda t: blocks.following_notes(t, coming, carried))
