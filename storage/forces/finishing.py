"""Nothing is left: the result is told, the channel is archived after it, the team is closed; or it is opened again."""

from dataclasses import replace
from typing import Final

from bot.domain.agendas import Outcome
from bot.domain.forces import Charter, reopened, wound_up
from bot.domain.ledger import NOTICE_EXPIRES, key
from bot.domain.people import Person
from bot.domain.teams import Team
from storage import agendas, charters, ledger, people, teams
from storage.forces.settling import Winding

RESULT: Final = "force-result"  # the series of the results, to the team's channel, the one above, the leadership's
ARCHIVE: Final = "team-archive"  # what is done after it in the team's own


def finish(winding: Winding, charter: Charter, result: str, *, archive: bool) -> Charter:
    """Close the team for good. Those whose home it was find it in the team above, where there is one."""
    given = (winding.session, winding.ws)
    ended = charters.written(
        *given, wound_up(charter, result, winding.who, winding.now), winding.who, winding.now, "close"
    )
    for item in agendas.open_items(*given, winding.team.key):  # their records have gone elsewhere
        agendas.settle(*given, item, Outcome.RESOLVED, winding.who, winding.now)
    for person in homeless(winding):
        people.change(*given, person, winding.who, winding.now, "team")
    teams.change(*given, replace(winding.team, active=False), winding.who, winding.now, "close")
    _publish(winding, ended, archive=archive)
    return ended


def homeless(winding: Winding) -> list[Person]:
    """Whose home it was, with their new one."""
    above = winding.directory.team(winding.team.parent)
    home = above.key if above is not None and above.active else None
    return [replace(one, team=home) for one in winding.directory.people.values() if one.team == winding.team.key]


def reopen(winding: Winding, charter: Charter | None) -> Team:
    """The team is there again, with what is left of it: what it handed on stays where it went.

    What has not been said yet about its end is not said; a team above that is closed is none.
    """
    given = (winding.session, winding.ws)
    if charter is not None and charter.ended is not None:
        for channel in _hearing(winding):
            post = key(winding.ws, RESULT, _occurrence(winding, charter, channel))
            ledger.cancel(*given, post, reason="reopened", now=winding.now)
        charters.written(*given, reopened(charter), winding.who, winding.now, "reopen")
    above = winding.directory.team(winding.team.parent)
    parent = winding.team.parent if above is not None and above.active else None
    return teams.change(*given, replace(winding.team, active=True, parent=parent), winding.who, winding.now, "reopen")


def _publish(winding: Winding, charter: Charter, *, archive: bool) -> None:
    for channel in _hearing(winding):
        _plan(winding, charter, channel, RESULT)
    if archive and winding.team.channel:
        _plan(winding, charter, winding.team.channel, ARCHIVE, part=1)


def _hearing(winding: Winding) -> list[str]:
    """Channels that hear of the end."""
    above = winding.directory.team(winding.team.parent)
    hear = (
        winding.team.channel,
        above.channel if above is not None and above.active else None,
        winding.directory.workspace.leadership_channel,
    )
    return list(dict.fromkeys(one for one in hear if one))


def _occurrence(winding: Winding, charter: Charter, channel: str) -> str:
    """A team that was reopened ends once more."""
    return f"{winding.team.key}.{charter.version}@{channel}"


def _plan(winding: Winding, charter: Charter, channel: str, maker: str, part: int = 0) -> None:
    ledger.plan(
        winding.session,
        winding.ws,
        series=RESULT,
        occurrence=_occurrence(winding, charter, channel),
        part=part,
        channel=channel,
        due=winding.now,
        expires=winding.now + NOTICE_EXPIRES,
        maker=maker,
        args={"team": winding.team.key, "by": winding.who},
        now=winding.now,
    )
