"""Indicators are looked at: several, one, its readings, its picture."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import indicators as blocks
from bot.domain.indicators import Course
from bot.domain.ledger import NOTICE_EXPIRES
from bot.domain.permissions import may
from bot.speech.indicators import IndicatorFilter, Which
from handlers.asks import Ask, Reply, Say
from handlers.indicators.steps import card_of, meant
from storage import indicators, ledger

CHART: Final = "indicator-chart"  # the picture, in a direct message; its maker is in schedules/indicators.py


def list_(ask: Ask) -> Reply:
    """All of them, or those off target, silent, mine, of a team."""
    wanted: IndicatorFilter = ask.args or IndicatorFilter()
    found = _chosen(ask, wanted)
    first = (ask.page - 1) * blocks.PAGE
    card = blocks.list_card(
        ask.t,
        found[first : first + blocks.PAGE],
        len(found),
        f"list {ask.words}".strip(),
        ask.page,
        ask.directory,
        may_add=may(ask.actor, "indicators.create"),
    )
    return Say(card)


def show(ask: Ask) -> Reply:
    """One, by number, key or name."""
    return Say(card_of(ask, meant(ask)))


def readings(ask: Ask) -> Reply:
    """All its readings, the newest first, with those that were corrected or taken back."""
    one = meant(ask)
    found = indicators.readings(ask.session, ask.ws, one.number)[::-1]
    first = (ask.page - 1) * blocks.READINGS
    page = found[first : first + blocks.READINGS]
    return Say(blocks.readings_card(ask.t, one, page, len(found), ask.page, ask.directory))


def chart(ask: Ask) -> Reply:
    """The numbers at once, the picture by direct message: drawing it takes longer than Slack waits."""
    one = meant(ask)
    ledger.plan(
        ask.session,
        ask.ws,
        series=CHART,
        occurrence=f"{one.ref}.{ask.key}"[:120],
        person=ask.who.id,
        due=ask.now,
        expires=ask.now + NOTICE_EXPIRES,
        maker=CHART,
        args={"indicator": one.number},
        now=ask.now,
    )
    [course] = indicators.courses(ask.session, ask.ws, [one], ask.today)
    return Say(blocks.chart_card(ask.t, course))


def _chosen(ask: Ask, wanted: IndicatorFilter) -> Sequence[Course]:
    team = ask.directory.pick_team(wanted.team or "").key if wanted.which is Which.TEAM else None
    owner = ask.who.id if wanted.which is Which.MINE else None
    every = indicators.all_of(ask.session, ask.ws, team=team, owner=owner)
    found = indicators.courses(ask.session, ask.ws, every, ask.today)
    if wanted.which is Which.OFF:
        return [course for course in found if course.off]
    return [course for course in found if course.stale] if wanted.which is Which.STALE else found
