"""What a name alone means behind `list` or `status`: a team, an organisation or a colleague, if it is one of them."""

from typing import Final

from bot.domain.organisations import Organisation
from bot.domain.people import Person
from bot.domain.teams import Team
from bot.i18n import N_
from bot.refusals import Refusal
from handlers.asks import Ask
from storage import organisations

_NOBODY: Final = N_(
    "I know no team, organisation or colleague called “{name}”. Type `team KEY`, `org NAME` or `@kim` in its place."
)
_NO_TEAM: Final = N_("I know no team or colleague called “{name}”. Type `team KEY` or `@kim` in its place.")
_SEVERAL: Final = N_("“{name}” could mean several. Type one of these in its place: {words}.")
_MOST: Final = 5  # that are told apart

Named = Team | Organisation | Person


def organisation_of(ask: Ask, name: str) -> Organisation:
    """The organisation that is called so."""
    known = organisations.find(ask.session, ask.ws, name)
    if known is None:
        raise Refusal("“{name}” is not in the directory. `/org find {name}` looks for it.", name=name)
    return known


def meant(ask: Ask, name: str, *, places: bool = True) -> Named:
    """What is called so; of more than one, or none, is told what to type. `places`: whether an organisation may be."""
    team = ask.directory.find_team(name)
    place = organisations.find(ask.session, ask.ws, name) if places else None
    found: list[Named] = [team] if team is not None and team.active else []
    found += [place] if place is not None else []
    found += ask.directory.called(name)
    if len(found) == 1:
        return found[0]
    if not found:
        raise Refusal(_NOBODY if places else _NO_TEAM, name=name)
    raise Refusal(_SEVERAL, name=name, words=", ".join(_typed(ask, one) for one in found[:_MOST]))


def _typed(ask: Ask, one: Named) -> str:
    match one:
        case Team():
            return ask.t.plain("`team {key}`", key=one.key)
        case Organisation():
            return ask.t.plain("`org {name}`", name=one.name)
    return f"`@{one.handle or one.name}`"
