"""A team's channel is made and filled by delivery; what the bot may not do is said at once, with what to type."""

from typing import Final

from bot.blocks import forces as blocks
from bot.blocks.forces import Room
from bot.domain.forces import room_name
from bot.domain.ledger import NOTICE_EXPIRES, State, key
from bot.domain.permissions import check, subject
from bot.domain.teams import Team
from bot.i18n import Md
from bot.refusals import Refusal
from handlers.asks import Ask
from storage import connections, ledger

OPEN: Final = "team-room"  # the series of the deed; what it leads to is in schedules/rooms.py
SCOPES: Final = {Room.PUBLIC: "channels:manage", Room.PRIVATE: "groups:write"}


def ordered(ask: Ask, team: Team, room: Room) -> Md:
    """Have a channel made for a team that has none. Gives what to say about it."""
    check(ask.actor, "teams.change", subject(teams=[team.key]))
    if team.channel:
        return blocks.stays_note(ask.t, team)
    name = room_name(team)
    if connections.get(ask.session, ask.ws).missing([SCOPES[room]]):
        people = ask.directory.members(team.key)
        return blocks.scope_note(ask.t, team, name, people)
    _plan(ask, team, room)
    return blocks.room_note(ask.t, name)


def _plan(ask: Ask, team: Team, room: Room) -> None:
    """One deed a team, however often it is asked for; one that Slack refused is tried again."""
    new = ledger.plan(
        ask.session,
        ask.ws,
        series=OPEN,
        occurrence=team.key,
        person=ask.who.id,
        due=ask.now,
        expires=ask.now + NOTICE_EXPIRES,
        maker=OPEN,
        args={"team": team.key, "private": room is Room.PRIVATE, "by": ask.who.id},
        now=ask.now,
    )
    if new:
        return
    post = key(ask.ws, OPEN, team.key)
    before = ledger.post(ask.session, ask.ws, post)
    if before is not None and before.state is State.POSTED:
        raise Refusal(
            "The channel of {team} was made before. Choose it with `/team edit {key}`.",
            team=team.name(ask.lang),
            key=team.key,
        )
    ledger.resend(ask.session, ask.ws, post, now=ask.now, good_for=NOTICE_EXPIRES)
