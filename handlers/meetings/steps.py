"""What every listener of meetings does: find the sitting and its series, ask whether it may be, show it."""

import dataclasses
from collections.abc import Callable, Sequence
from typing import Final

from bot.blocks import meetings as blocks
from bot.blocks.kit import Card
from bot.domain import meetings as rules
from bot.domain.events import EventKind
from bot.domain.ledger import NOTICE_EXPIRES
from bot.domain.meetings import Meeting, MeetingState, Series
from bot.domain.organisations import Organisation
from bot.domain.permissions import Subject, check, may, subject
from bot.domain.refs import Ref
from bot.i18n import Md, Translator
from bot.refusals import Refusal
from handlers.asks import Ask, Redraw, Reply
from handlers.plans import counting
from storage import agendas, events, ledger, meetings, organisations

CHANGED: Final = "meeting-changed"  # the series of notices about moved and cancelled sittings
SHOWN: Final = 3  # latest sittings on the card of a series
_GONE: Final = Refusal("There is no meeting {ref}. `/meeting next` shows those to come.")
_OLD: Final = Refusal("{ref} was changed meanwhile. Close this form and open it again to see the newest.")


# which one ------------------------------------------------------------------------------------------------------------


def sitting_of(ask: Ask, *, look: bool = False) -> tuple[Meeting, Series]:
    """The sitting that a button, a form or the words are about, and its series.

    Nobody else changes it until the request is done, unless this is only a `look`, in a read-only transaction.
    """
    meant = (ask.args if isinstance(ask.args, Ref) else getattr(ask.args, "ref", None)) or ask.ref
    number = meant.number if meant and meant.prefix == "M" else 0
    found = (meetings.get if look else meetings.locked)(ask.session, ask.ws, number)
    if found is None:
        raise Refusal(_GONE.message, ref=f"M-{number}")
    series = meetings.get_series(ask.session, ask.ws, found.series)
    assert series is not None, "a sitting belongs to a series"
    return found, series


def run_by(ask: Ask, *, look: bool = False) -> tuple[Meeting, Series]:
    """The same, for whoever may lead it on."""
    found, series = sitting_of(ask, look=look)
    check(ask.actor, "meetings.run", about(series))
    return found, series


def newest(ask: Ask, one: Meeting) -> Meeting:
    """A form that was drawn before somebody else's change overwrites nothing."""
    if ask.ref and ask.ref.version and ask.ref.version != one.version:
        raise Refusal(_OLD.message, ref=one.ref)
    return one


def series_named(ask: Ask, typed: str) -> Series:
    return rules.pick_series(meetings.everything(ask.session, ask.ws), typed)


def about(series: Series) -> Subject:
    return subject(owner=series.secretary, teams=[series.team])


def manages(ask: Ask, series: Series) -> bool:
    return may(ask.actor, "meetings.run", about(series))


def zone_of(ask: Ask, series: Series) -> str:
    return ask.directory.zone_of_team(ask.directory.team(series.team))


# how it is shown ------------------------------------------------------------------------------------------------------


def facts_of(ask: Ask, one: Meeting, series: Series) -> blocks.Facts:
    return blocks.Facts(
        one,
        series,
        meetings.attendance(ask.session, ask.ws, one.number),
        tuple(meetings.items(ask.session, ask.ws, one.number)),
        tuple(agendas.decisions(ask.session, ask.ws, series.team, one.ref)),
        manages=manages(ask, series),
        plan=counting.items_of(ask, Ref("M", one.number)),
    )


def card_of(ask: Ask, one: Meeting, series: Series, t: Translator, notes: Sequence[Md] = ()) -> Card:
    return blocks.sitting_card(t, facts_of(ask, one, series), ask.directory, ask.now, notes)


def drawn(ask: Ask, one: Meeting, series: Series, notes: Callable[[Translator], Sequence[Md]] = lambda _t: ()) -> Reply:
    """The card in place of the one that the button stands on."""
    t = ask.tongue(series.team)
    return Redraw(card_of(ask, one, series, t, notes(t)))


def series_card(ask: Ask, series: Series, notes: Sequence[Md] = ()) -> Card:
    """A series with its next sitting, its latest, and how many organisations its audience are."""
    there = meetings.of_series(ask.session, ask.ws, series.key, 50)
    coming = [one for one in there if one.coming(ask.now)]
    past = [one for one in there if one.state is not MeetingState.CANCELLED and not one.coming(ask.now)][:SHOWN]
    known = blocks.Known(
        next=min(coming, key=lambda one: one.starts, default=None),
        latest=tuple(meetings.sittings(ask.session, ask.directory, past)),
        audience=_size(ask, series),
        manages=manages(ask, series),
    )
    return blocks.series_card(ask.t, series, known, ask.directory, ask.now, notes)


def _size(ask: Ask, series: Series) -> int:
    """How many organisations of the directory its audience are."""
    audience = series.audience
    if audience == rules.NOBODY:
        return 0
    return sum(
        audience.fits(one.kind, one.sectors, one.regions)
        for one in organisations.of_kinds(ask.session, ask.ws, audience.kinds)
    )


# what happens ---------------------------------------------------------------------------------------------------------


def keep(ask: Ask, changed: Meeting, action: str) -> Meeting:
    return meetings.save(ask.session, ask.ws, changed, ask.who.id, ask.now, action)


def held(ask: Ask, one: Meeting, series: Series) -> Meeting:
    """It has taken place: the weekly agenda tells it, once, and the next sitting is there."""
    after = keep(ask, rules.hold(one, ask.now), "hold")
    if one.state is not MeetingState.HELD:
        events.tell(ask.session, ask.ws, EventKind.MEETING_HELD, [one.ref], [series.team], ask.now)
    meetings.ensure_next(ask.session, ask.directory, series, ask.who.id, ask.now)
    return after


def organisation_of(ask: Ask, series: Series, typed: str) -> tuple[Organisation, Md | None]:
    """The organisation that a name means: its whole name, else the only one with it in its name, those with a seat
    first; else it is new in the directory, and that is said.
    """
    known = organisations.find(ask.session, ask.ws, typed)
    if known is None:
        seats = {seat.organisation for seat in series.seats}
        found = organisations.search(ask.session, ask.ws, typed, 50)
        close = [one for one in found if one.number in seats] or found
        if len(close) > 1:
            names = ", ".join(f"{one.ref} {one.name}" for one in close[:5])
            raise Refusal("“{name}” could be {names}. Type the whole name.", name=typed, names=names)
        known = close[0] if close else None
    if known is not None:
        return known, None
    new, _ = organisations.meet(ask.session, ask.ws, typed, ask.who.id, ask.now)
    return new, new_note(ask, [new])


def new_note(ask: Ask, new: Sequence[Organisation]) -> Md | None:
    """Which organisations were added to the directory, and what is close to them."""
    if not new:
        return None
    names = ask.t.listing([f"{one.ref} {one.name}" for one in new])
    close = [near for one in new for near in organisations.similar(ask.session, ask.ws, one.name, 2)]
    if not close:
        return ask.t("New in the directory: {names}", names=names)
    said = ask.t.listing([f"{one.ref} {one.name}" for one in close[:5]])
    return ask.t("New in the directory: {names}. Close to it: {close}", names=names, close=said)


def tell_changed(ask: Ask, before: Meeting, one: Meeting, series: Series) -> None:
    """The team's channel, and each person of ours with a seat or the secretary, hear that it was moved or cancelled.

    People within their hours; at once when it begins, or would have begun, before these.
    """
    team = ask.directory.team(series.team)
    people = [series.secretary, *(seat.person for seat in series.seats)]
    heard = [id for id in dict.fromkeys(people) if id and id != ask.who.id and _here(ask, id)]
    occurrence, args = f"{one.ref}.{one.sequence}", {"meeting": one.number, "sequence": one.sequence, "by": ask.who.id}
    for person in heard:
        ledger.tell(
            ask.session,
            ask.directory,
            series=CHANGED,
            occurrence=f"{occurrence}:{person}",
            person=person,
            args=args,
            now=ask.now,
            before=min(before.starts, one.starts),
        )
    if team is not None and team.active and team.channel:
        ledger.plan(
            ask.session,
            ask.ws,
            series=CHANGED,
            occurrence=occurrence,
            channel=team.channel,
            due=ask.now,
            expires=ask.now + NOTICE_EXPIRES,
            maker=CHANGED,
            args=args,
            now=ask.now,
        )


def _here(ask: Ask, id: str) -> bool:
    person = ask.directory.person(id)
    return person is not None and person.works_here


def with_args(ask: Ask, args: object) -> Ask:
    return dataclasses.replace(ask, args=args)
