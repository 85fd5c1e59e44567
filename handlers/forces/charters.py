"""A team's charter: read with its form, stored with it, shown on its card."""

import datetime as dt
from collections.abc import Sequence

from bot.blocks import forces as blocks
from bot.domain.forces import Charter, check_end
from bot.domain.teams import Team
from bot.i18n import Md
from handlers.asks import Ask
from storage import charters


def known(ask: Ask, team: Team) -> Charter | None:
    return charters.get(ask.session, ask.ws, team.key)


def lines(ask: Ask, team: Team) -> Sequence[Md]:
    """What its card says of the charter."""
    return blocks.charter_lines(ask.t, team, known(ask, team), ask.today)


def read(ask: Ask, team: Team) -> Charter | None:
    """What the form says; Faults stand beside its fields."""
    return blocks.read_charter(ask.values, team, known(ask, team), ask.today)


def drafted(ask: Ask, team: Team, ends: dt.date | None) -> Charter | None:
    """From one line, which has no more than the end."""
    check_end(team, ends, ask.today, None)
    return Charter(team.key, ends, ask.today) if ends is not None else None


def keep(ask: Ask, charter: Charter | None) -> None:
    """Store it, where something of it is new."""
    if charter is not None and charter != charters.get(ask.session, ask.ws, charter.team):
        charters.written(ask.session, ask.ws, charter, ask.who.id, ask.now, "edit")
