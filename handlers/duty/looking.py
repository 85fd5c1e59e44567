"""Duty is looked at: who is on now, the roster, the log of a shift."""

import datetime as dt
from collections import Counter

from bot.blocks import duty as blocks
from bot.blocks.duty import Board
from bot.domain.calendars import DAY, month_end
from bot.domain.duty import Duty, DutyDay
from bot.domain.permissions import may
from bot.i18n import Md
from bot.refusals import Refusal
from bot.speech.duty import Roster
from handlers.asks import Ask, Reply, Say
from handlers.duty.steps import AHEAD, days, my_days, on_now, shift
from storage import duty

NEXT = 10  # people that are named as next


def now(ask: Ask) -> Reply:
    """`/duty`: who is on, what they logged, who is next."""
    day = shift(ask)
    there = on_now(ask)
    coming = duty.between(ask.session, ask.ws, day + DAY, day + AHEAD)[:NEXT]
    mine = any(one.person == ask.who.id for one in there)
    entries = duty.entries(ask.session, ask.ws, day) if there else []
    may_run = may(ask.actor, "duty.run")
    taken = {one.day for one in coming if one.person == ask.who.id}
    free = not coming or any(one.day not in taken for one in coming)
    card = blocks.now_card(ask.t, ask.directory, day, there, coming, entries, mine=mine, free=free, may_run=may_run)
    return Say(card)


def roster(ask: Ask) -> Reply:
    """A month, what lies ahead, or my days."""
    wanted: Roster = ask.args or Roster()
    if wanted.mine:
        return Say(blocks.roster_card(ask.t, ask.directory, _mine(ask)))
    if wanted.month:
        last = month_end(wanted.month)
        title = ask.t("Duty in {month}", month=ask.t.month(wanted.month))
        return Say(blocks.roster_card(ask.t, ask.directory, board(ask, title, wanted.month, last)))
    first = shift(ask)
    there = duty.between(ask.session, ask.ws, first, first + AHEAD)
    last = max((one.day for one in there), default=first + 31 * DAY)
    return Say(blocks.roster_card(ask.t, ask.directory, board(ask, ask.t("Duty from today on"), first, last)))


def handover(ask: Ask) -> Reply:
    """The log of a shift: of the one that lasts, without a day."""
    day: dt.date = ask.args or shift(ask)
    if day > shift(ask):
        raise Refusal(
            "The duty of {day} has not begun, so there is no log yet. `/duty roster` shows who is on.", day=day
        )
    there = duty.at(ask.session, ask.ws, day)
    entries = duty.entries(ask.session, ask.ws, day)
    coming = next_on(ask, day)
    return Say(blocks.handover_card(ask.t, ask.directory, day, there, entries, coming))


def board(ask: Ask, title: Md, first: dt.date, last: dt.date, made: dt.datetime | None = None) -> Board:
    """All that a roster card of these days shows."""
    wanted = days(ask, first, last)
    there = duty.between(ask.session, ask.ws, first, last)
    borne = duty.burdens(ask.session, ask.ws)
    on = {one.person for one in there}
    return Board(
        title,
        wanted,
        there,
        empty=_empty(ask, wanted, there) if there else (),
        borne={id: burden for id, burden in borne.items() if id in on},
        made=made,
        may_run=may(ask.actor, "duty.run"),
    )


def next_on(ask: Ask, day: dt.date) -> list[Duty]:
    """Who is on the next day of duty."""
    found = duty.between(ask.session, ask.ws, day + DAY, day + AHEAD)
    return [one for one in found if one.day == found[0].day]


def _mine(ask: Ask) -> Board:
    asked = duty.asks_open(ask.session, ask.ws, shift(ask), ask.who.id)
    return Board(ask.t("My days of duty"), (), my_days(ask), asked=asked, may_run=False)


def _empty(ask: Ask, wanted: list[DutyDay], there: list[Duty]) -> list[dt.date]:
    taken = Counter(one.day for one in there)
    return [one.day for one in wanted if taken[one.day] < ask.workspace.duty_seats and one.day > shift(ask)]
