"""What every listener of visits does: find the one, ask whether it may be, tell what happened, say how it stands."""

import dataclasses
import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.domain.difficulties import Difficulty, DifficultyState
from bot.domain.events import EventKind
from bot.domain.organisations import Organisation
from bot.domain.permissions import check, subject
from bot.domain.refs import Ref
from bot.domain.visits import Logged, Visit, VisitState
from bot.refusals import Refusal
from handlers.asks import Ask
from handlers.plans import counting
from storage import difficulties, events, ledger, visits

TOLD: Final = "visit-told"  # the series of lines in the teams' channels; its maker is in schedules/visits.py
TOLD_EXPIRES: Final = dt.timedelta(days=1)
_GONE: Final = Refusal("There is no visit {ref}. `/visit list` shows yours.")


def allowed(ask: Ask) -> Visit:
    """The visit that is meant, when the person may change it."""
    visit = one_of(ask)
    home = ask.directory.home(visit.person)
    check(ask.actor, "visits.change", subject(author=visit.person, teams=[home.key if home else None]))
    return visit


def one_of(ask: Ask, *, undone: bool = False) -> Visit:
    """The visit that a button, a form or the words are about."""
    number = ask.args.number if isinstance(ask.args, Ref) else (ask.ref.number if ask.ref else 0)
    found = visits.get(ask.session, ask.ws, number)
    if found is None:
        raise Refusal(_GONE.message, ref=f"V-{number}")
    if found.state is VisitState.UNDONE and not undone:
        raise Refusal("{ref} was taken back. Log it again with `/visit`.", ref=found.ref)
    return found


def facts_of(ask: Ask, visit: Visit) -> Logged:
    """The visit with its difficulties, and with those tags alone as unknown that still are, as its card shows it."""
    raised = difficulties.of_visit(ask.session, ask.ws, visit.number) if visit.difficulties else ()
    known = dataclasses.replace(visit, unknown_tags=counting.unknown_of(ask, visit))
    return Logged(known, tuple(one for one in raised if one.state is not DifficultyState.UNDONE))


def beside(ask: Ask, visit: Visit) -> list[Difficulty]:
    """The difficulties that the visit brought and that are still with its organisation: they go where it goes."""
    raised = difficulties.of_visit(ask.session, ask.ws, visit.number)
    return [one for one in raised if one.organisation == visit.organisation]


def take_along(ask: Ask, raised: Sequence[Difficulty], into: Organisation) -> None:
    """They are with this organisation from now on, as their visit is."""
    for one in raised:
        there = dataclasses.replace(one, organisation=into.number, organisation_name=into.name)
        difficulties.save(ask.session, ask.ws, there, ask.who.id, ask.now, "edit")


def happened(ask: Ask, visit: Visit, raised: Sequence[Difficulty] = ()) -> None:
    """The teams' agendas will tell it; of a visit that took place the channel of its division hears."""
    home = ask.directory.home(visit.person)
    took_place = visit.state is VisitState.DONE
    concerned = [team for person in visit.people for team in ask.directory.teams_of(person)] if took_place else []
    told: list[events.Happening] = [
        (EventKind.VISIT_DONE, [visit.ref], concerned),
        (EventKind.DIFFICULTY_RAISED, [one.ref for one in raised], [home.key] if home else []),
    ]
    events.tell_all(ask.session, ask.ws, told, ask.now)
    if took_place and home is not None and home.channel and home.tells_visits:
        due = ask.now + ask.rules.undo
        ledger.plan(
            ask.session,
            ask.ws,
            series=TOLD,
            occurrence=visit.ref,
            channel=home.channel,
            due=due,
            expires=due + TOLD_EXPIRES,
            maker=TOLD,
            args={"visit": visit.number},
            now=ask.now,
        )
