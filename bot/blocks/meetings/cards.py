"""One sitting on screen: its card, its minutes, and what is said when it is moved or cancelled."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.agendas import lines
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Block, Card, Element
from bot.blocks.meetings.parts import MARKS, kind_name, seat_name
from bot.blocks.plans import counted_note
from bot.blocks.sittings import counts, unsat_line, when
from bot.domain.agendas import Decision
from bot.domain.directory import Directory
from bot.domain.meetings import Attendance, Item, Meeting, MeetingState, Series, Unsat, absent, present_seats
from bot.domain.plans import Item as Planned
from bot.domain.refs import Ref
from bot.i18n import Md, Translator, escape
from bot.values import frozen

NAMES: Final = 40  # of those who were there; the rest are counted
ITEMS: Final = 15


@frozen
class Facts:
    """All that a card tells of a sitting. `manages`: who reads it may lead it on.

    `plan` has the items of the inspection plan that it counts for by hand; None where no item counts sittings.
    """

    meeting: Meeting
    series: Series
    there: Attendance
    items: tuple[Item, ...] = ()
    decisions: tuple[Decision, ...] = ()
    manages: bool = False
    plan: tuple[Planned, ...] | None = None


def sitting_card(t: Translator, facts: Facts, directory: Directory, now: dt.datetime, notes: Sequence[Md] = ()) -> Card:
    """One sitting as it stands, with what can be done. `notes` say what was just done or understood."""
    one, name = facts.meeting, facts.series.name(t.lang)
    blocks = [kit.section(Md(f":information_source: {note}")) for note in notes]
    blocks.append(kit.section(_heading(t, facts, now)))
    blocks += _there(t, facts, directory)
    blocks += _agenda(t, facts, directory)
    blocks += _decided(t, facts, directory)
    if one.notes:
        blocks.append(kit.section(kit.lines(t("*What was said*"), escape(kit.cut(one.notes, 900)))))
    if facts.plan:
        blocks.append(kit.context(counted_note(t, facts.plan)))
    blocks.append(kit.actions(*_buttons(t, facts, now)))
    spoken = t.plain("{ref}: {text}", ref=one.ref, text=f"{name}, {when(t, one)}")
    return kit.fitted(Card(spoken, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def minutes_card(t: Translator, facts: Facts, directory: Directory, *, tells: bool, said: Sequence[Md] = ()) -> Card:
    """The minutes: when and where, who was there and who was not, the agenda, what was said and decided.

    With `tells` a button that posts them to the team's channel.
    """
    one = facts.meeting
    title = t.plain("Minutes: {name}", name=facts.series.name(t.lang))
    place = escape(one.place) if one.place else None
    blocks = [kit.section(Md(f":information_source: {note}")) for note in said]
    blocks += [kit.header(title), kit.section(kit.joined([kit.bold(one.ref), escape(when(t, one)), place]))]
    if tells:
        button = kit.button(t.plain("Post to the channel"), "meetings:tell_minutes", _ref(one), style="primary")
        blocks.append(kit.actions(button))
    body = [*_there(t, facts, directory), *_agenda(t, facts, directory), *_decided(t, facts, directory)]
    if one.notes:
        body.insert(
            -1 if facts.decisions else len(body), kit.section(kit.lines(t("*What was said*"), escape(one.notes)))
        )
    empty = t("Nothing is recorded yet. `/meeting attended {ref} NAMES` begins.", ref=one.ref)
    blocks += body or [kit.section(empty)]
    return kit.fitted(Card(title, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def changed_card(t: Translator, one: Meeting, series: Series, by: Md) -> Card:
    """Whom it concerns hears that a sitting was moved or cancelled."""
    name, day = series.name(t.lang), escape(when(t, one))
    if one.state is MeetingState.CANCELLED:
        said = t("{name} of {day} is cancelled.", name=kit.bold(name), day=day)
    else:
        said = t("{name} takes place at another time: {day}", name=kit.bold(name), day=kit.bold(day))
    reason = t("Reason: {reason}", reason=kit.cut(one.reason, 500)) if one.reason else None
    show = kit.button(t.plain("Show"), AGAIN, f"meeting show {one.ref}")
    spoken = t.plain("{ref}: {text}", ref=one.ref, text=f"{name}, {when(t, one)}")
    foot = kit.joined([kit.bold(one.ref), by, escape(one.place) if one.place else None])
    return Card(
        spoken, (kit.section(kit.lines(Md(f":calendar: {said}"), reason)), kit.context(foot), kit.actions(show))
    )


def following_notes(t: Translator, coming: Meeting, carried: int) -> list[Md]:
    """One was cancelled: which is the next, and that it took over so many items."""
    said = t("The next sitting is {ref}, {when}.", ref=coming.ref, when=when(t, coming))
    if not carried:
        return [said]
    items = t.many(
        "{n} item of its agenda stands on that one's now.",
        "{n} items of its agenda stand on that one's now.",
        carried,
    )
    return [said, items]


def staying_notes(t: Translator, one: Meeting, items: int) -> list[Md]:
    """One was cancelled and none follows: what stands on its agenda, and how it takes place after all."""
    if not items:
        return []
    return [
        t.many(
            "No other sitting is planned, so {n} item stays on its agenda. "
            "`/meeting move {ref} DATE` lets it take place after all.",
            "No other sitting is planned, so {n} items stay on its agenda. "
            "`/meeting move {ref} DATE` lets it take place after all.",
            items,
            ref=one.ref,
        )
    ]


def unsat_card(t: Translator, one: Unsat) -> Card:
    """To who prepares it and to the secretariat: nothing took place, nothing is planned."""
    said = Md(f":hourglass: {unsat_line(t, one)}")
    show = kit.button(t.plain("Show"), AGAIN, f"meeting show {one.series.key}", style="primary")
    move = t("`/meeting move {ref} DATE` brings it forward.", ref=one.next.ref) if one.next else None
    return Card(one.series.name(t.lang), (kit.section(kit.lines(said, move)), kit.actions(show)))


# parts ----------------------------------------------------------------------------------------------------------------


def _heading(t: Translator, facts: Facts, now: dt.datetime) -> Md:
    one, series = facts.meeting, facts.series
    head = kit.joined([Md(f"{MARKS[one.state]} {kit.bold(one.ref)}"), kind_name(t, series.kind), _state(t, one, now)])
    place = escape(one.place) if one.place else None
    moved = one.state is MeetingState.PLANNED and one.moved
    reason = None
    if one.reason:
        words = kit.cut(one.reason, 500)
        reason = t("Moved: {reason}", reason=words) if moved else t("Reason: {reason}", reason=words)
    return kit.lines(head, kit.bold(series.name(t.lang)), kit.joined([escape(when(t, one)), place]), reason)


def _state(t: Translator, one: Meeting, now: dt.datetime) -> Md:
    match one.state:
        case MeetingState.HELD:
            return t("took place")
        case MeetingState.CANCELLED:
            return t("cancelled")
    if one.waits(now):
        return t("has passed, nobody has said yet who was there")
    return t("goes on now") if one.starts <= now else t("planned sitting")


def _there(t: Translator, facts: Facts, directory: Directory) -> list[Block]:
    one, series, there = facts.meeting, facts.series, facts.there
    if not there and not one.heads:
        return []
    seats = present_seats(series, there)
    seated = {seat.organisation for seat in seats} | {seat.person for seat in seats}
    guests = [escape(name) for number, name in there.organisations.items() if number not in seated]
    guests += [kit.named(directory.person(id)) for id in there.people if id not in seated]
    of = t("{present} of {seats} seats", present=len(seats), seats=len(series.seats)) if series.seats else None
    head = kit.joined([t("*Attendance*"), of, counts(t, len(there.organisations), len(there.people), one.heads)])
    names = [seat_name(seat, directory) for seat in seats]
    missing = absent(series, there)
    away = t("Absent: {names}", names=_some(t, [seat_name(seat, directory) for seat in missing])) if missing else None
    more = t("Also there: {names}", names=_some(t, guests)) if guests and names else _some(t, guests)
    return [kit.section(kit.lines(head, _some(t, names) or None, more or None, away))]


def _some(t: Translator, names: Sequence[Md]) -> Md:
    shown = t.listing(names[:NAMES])
    return t("{names} and {n} more", names=shown, n=len(names) - NAMES) if len(names) > NAMES else shown


def _agenda(t: Translator, facts: Facts, directory: Directory) -> list[Block]:
    if not facts.items:
        return []
    rows = [
        Md(f"{n}.  {kit.joined([lines.short(item.text, 300), _presenter(item, directory)])}")
        for n, item in enumerate(facts.items[:ITEMS], 1)
    ]
    more = t("and {n} more", n=len(facts.items) - ITEMS) if len(facts.items) > ITEMS else None
    return lines.packed([t("*Items of the agenda*"), *rows, *([more] if more else [])])


def _presenter(item: Item, directory: Directory) -> Md | None:
    return kit.named(directory.person(item.presenter)) if item.presenter else None


def _decided(t: Translator, facts: Facts, directory: Directory) -> list[Block]:
    if not facts.decisions:
        return []
    rows = [Md(f"{n}.  {lines.decision(t, one, directory)}") for n, one in enumerate(facts.decisions, 1)]
    return lines.packed([t("*Decisions*"), *rows])


def _buttons(t: Translator, facts: Facts, now: dt.datetime) -> list[Element]:
    """What its state allows; rarer steps stand in the menu at the end."""
    one, ref = facts.meeting, _ref(facts.meeting)
    begun = one.state is MeetingState.HELD or (one.state is MeetingState.PLANNED and one.starts <= now)
    buttons: list[Element] = []
    if facts.manages and begun:
        style = "" if facts.there else "primary"
        buttons += [
            kit.button(t.plain("Attendance"), "meetings:attended", ref, style=style),
            kit.button(t.plain("Record a decision"), "meetings:decide", ref),
        ]
    if one.state is not MeetingState.CANCELLED:
        buttons.append(kit.button(t.plain("Add an item"), "meetings:add", ref))
    if one.state is MeetingState.HELD:
        buttons.append(kit.button(t.plain("Minutes"), f"{AGAIN}#1", f"meeting minutes {one.ref}"))
    if facts.manages and one.state is not MeetingState.HELD:
        buttons.append(kit.button(t.plain("Move the sitting"), "meetings:move", ref))
        if one.state is MeetingState.PLANNED:
            buttons.append(kit.button(t.plain("Cancel the sitting"), "meetings:cancel", ref))
    if facts.plan is not None and one.state is not MeetingState.CANCELLED:
        buttons.append(kit.button(t.plain("Inspection plan"), "plans:count", ref))
    buttons.append(kit.button(t.plain("The series"), f"{AGAIN}#2", f"meeting show {facts.series.key}"))
    return buttons


def _ref(one: Meeting) -> Ref:
    return Ref("M", one.number, one.version)
