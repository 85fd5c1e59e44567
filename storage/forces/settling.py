"""One thing of a team that is wound up goes to a team and an owner, or is dropped: in its own noun, with its audit."""

import datetime as dt
from collections.abc import Callable
from dataclasses import replace
from typing import Final, TypeVar

from sqlalchemy.orm import Session

from bot.domain import difficulties as difficulty_rules
from bot.domain import tasks as task_rules
from bot.domain.agendas import Outcome
from bot.domain.difficulties import Difficulty, Note
from bot.domain.difficulties import Step as DifficultyStep
from bot.domain.directory import Directory
from bot.domain.events import EventKind
from bot.domain.forces import Choice, Fate, Kind, Loose, check_dropped, difficulty_handed, heir, task_handed
from bot.domain.meetings import Series
from bot.domain.referrals import ReferralState
from bot.domain.surveys import SurveyState
from bot.domain.tasks import Step, Task, Update
from bot.domain.teams import Team
from bot.domain.visits import VisitState
from bot.values import frozen
from storage import (
    agendas,
    audit,
    difficulties,
    events,
    indicators,
    ledger,
    meetings,
    plans,
    referrals,
    surveys,
    tasks,
    teams,
    visits,
)

T = TypeVar("T")
WIND_UP: Final = "wind-up"  # the action in the audit
TASK_ASSIGNED: Final = "task-assigned"  # direct messages to new owners: their makers are in schedules/
DIFFICULTY_ASSIGNED: Final = "difficulty-assigned"


@frozen
class Winding:
    """Who winds up which team, and when: `today` is the day of who does."""

    session: Session
    directory: Directory
    team: Team
    who: str
    now: dt.datetime
    today: dt.date

    @property
    def ws(self) -> str:
        return self.directory.workspace.id


def settle(winding: Winding, loose: Loose, choice: Choice) -> Fate:
    """Do with it what was chosen, and say what became of it. Refuses what its own noun refuses."""
    if choice.team is None:
        check_dropped(loose, choice)
        _DROP[loose.kind](winding, loose, choice.reason)
        _keep_reason(winding, loose, choice.reason)
        return Fate(loose.key, loose.title, reason=choice.reason)
    owner = heir(loose, choice, winding.directory)
    _HAND[loose.kind](winding, loose, choice.team, owner or "")
    return Fate(loose.key, loose.title, choice.team, owner or "")


def _keep_reason(winding: Winding, loose: Loose, reason: str) -> None:
    ref = _NAMED[loose.kind](loose.key) if loose.kind in _NAMED else loose.key
    told = {"team": winding.team.key, "reason": reason}
    audit.record(winding.session, winding.ws, winding.who, winding.now, WIND_UP, ref, None, told)


def _number(loose: Loose) -> int:
    return int(loose.key.partition("-")[2])


def _there(found: T | None) -> T:
    assert found is not None, "it was found in this transaction"
    return found


# tasks ----------------------------------------------------------------------------------------------------------------


def _hand_task(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    before = _task(winding, loose)
    after = _kept_task(winding, task_handed(before, team, owner), Step.ASSIGN, about=owner)
    events.tell(winding.session, winding.ws, EventKind.TASK_ADDED, [after.ref], after.teams, winding.now)
    if owner not in (before.owner, winding.who):
        _tell(winding, TASK_ASSIGNED, f"{after.ref}.{after.version}", owner, {"task": after.number})


def _drop_task(winding: Winding, loose: Loose, reason: str) -> None:
    before = _task(winding, loose)
    under = tasks.children(winding.session, winding.ws, before.number) if before.children else []
    _kept_task(winding, task_rules.drop(before, reason, [one for one in under if one.unfinished]), Step.DROP, reason)


def _task(winding: Winding, loose: Loose) -> Task:
    return _there(tasks.locked(winding.session, winding.ws, _number(loose)))


def _kept_task(winding: Winding, changed: Task, step: Step, text: str = "", about: str = "") -> Task:
    after = tasks.save(winding.session, winding.ws, changed, winding.who, winding.now, step.value)
    line = Update(
        after.number, winding.who, winding.now, step, after.percent, text, "", after.due, after.due, about=about
    )
    tasks.append(winding.session, winding.ws, line)
    return after


# difficulties ---------------------------------------------------------------------------------------------------------


def _hand_difficulty(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    before = _difficulty(winding, loose)
    after = _kept(winding, difficulty_handed(before, team, owner), DifficultyStep.ASSIGN, about=owner)
    if owner not in (before.owner, winding.who) and not after.settled:
        _tell(
            winding,
            DIFFICULTY_ASSIGNED,
            f"{after.ref}.{after.version}",
            owner,
            {"difficulty": after.number},
            urgent=after.urgent,
        )


def _decline(winding: Winding, loose: Loose, reason: str) -> None:
    """The company was told why on the day of the winding up."""
    before = _difficulty(winding, loose)
    referrals.end(winding.session, winding.ws, before.number, ReferralState.WITHDRAWN, winding.who, winding.now)
    declined = difficulty_rules.decline(before, reason, winding.who, winding.today, winding.now)
    _happened(winding, EventKind.DIFFICULTY_DECLINED, _kept(winding, declined, DifficultyStep.DECLINE, reason))


def _close(winding: Winding, loose: Loose, reason: str) -> None:
    """The company was told before; nothing is left to do."""
    closed = difficulty_rules.close(_difficulty(winding, loose))
    _happened(winding, EventKind.DIFFICULTY_CLOSED, _kept(winding, closed, DifficultyStep.CLOSE, reason))


def _hand_escalated(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    """Another team decides about it; who has it stays."""
    del owner
    before = _difficulty(winding, loose)
    above = None if team == before.team else team
    _kept(winding, replace(before, escalated_to=above), DifficultyStep.ESCALATE, about=team)


def _take_back_escalation(winding: Winding, loose: Loose, reason: str) -> None:
    _kept(winding, replace(_difficulty(winding, loose), escalated_to=None), DifficultyStep.NOTE, reason)


def _difficulty(winding: Winding, loose: Loose) -> Difficulty:
    return _there(difficulties.locked(winding.session, winding.ws, _number(loose)))


def _kept(winding: Winding, changed: Difficulty, step: DifficultyStep, text: str = "", about: str = "") -> Difficulty:
    after = difficulties.save(winding.session, winding.ws, changed, winding.who, winding.now, step.value)
    difficulties.note(winding.session, winding.ws, after.number, Note(winding.who, winding.now, step, text, about))
    return after


def _happened(winding: Winding, kind: EventKind, one: Difficulty) -> None:
    events.tell(winding.session, winding.ws, kind, [one.ref], one.teams, winding.now)


# planned visits, matters of the agenda, indicators, surveys, meetings, teams ------------------------------------------


def _hand_visit(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    """A visit belongs to a person; it counts in their division."""
    del team
    found = _there(visits.get(winding.session, winding.ws, _number(loose)))
    there = tuple(one for one in found.companions if one != owner)
    changed = replace(found, person=owner, companions=there)
    visits.save(winding.session, winding.ws, changed, winding.who, winding.now, "assign")


def _cancel_visit(winding: Winding, loose: Loose, reason: str) -> None:
    del reason
    found = _there(visits.get(winding.session, winding.ws, _number(loose)))
    gone = replace(found, state=VisitState.UNDONE)
    visits.save(winding.session, winding.ws, gone, winding.who, winding.now, "delete")


def _hand_item(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    """It stands on the other team's next agenda, as new there."""
    found = _there(agendas.item(winding.session, winding.ws, _number(loose)))
    moved = replace(found, team=team, origin=winding.team.key, weeks=0, agenda="", presenter=owner or found.presenter)
    agendas.change_item(winding.session, winding.ws, moved, winding.who, winding.now, WIND_UP)


def _drop_item(winding: Winding, loose: Loose, reason: str) -> None:
    del reason
    found = _there(agendas.item(winding.session, winding.ws, _number(loose)))
    agendas.settle(winding.session, winding.ws, found, Outcome.DROPPED, winding.who, winding.now)


def _hand_indicator(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    found = _there(indicators.locked(winding.session, winding.ws, _number(loose)))
    changed = replace(found, team=team, owner=owner)
    indicators.save(winding.session, winding.ws, changed, winding.who, winding.now)


def _stop_indicator(winding: Winding, loose: Loose, reason: str) -> None:
    del reason
    found = _there(indicators.locked(winding.session, winding.ws, _number(loose)))
    gone = replace(found, deleted=winding.now)
    indicators.save(winding.session, winding.ws, gone, winding.who, winding.now, "delete")


def _hand_plan(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    found = _there(plans.locked(winding.session, winding.ws, _number(loose)))
    changed = replace(found, team=team, owner=owner)
    plans.save(winding.session, winding.ws, changed, winding.who, winding.now, "edit")


def _take_off_plan(winding: Winding, loose: Loose, reason: str) -> None:
    del reason
    found = _there(plans.locked(winding.session, winding.ws, _number(loose)))
    gone = replace(found, deleted=winding.now)
    plans.save(winding.session, winding.ws, gone, winding.who, winding.now, "delete")


def _hand_survey(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    """Its author goes on running it, and so does the lead of the other team."""
    del owner
    found = _there(surveys.locked(winding.session, winding.ws, _number(loose)))
    surveys.save(winding.session, winding.ws, replace(found, team=team), winding.who, winding.now, "edit")


def _end_survey(winding: Winding, loose: Loose, reason: str) -> None:
    """A draft is taken back; one that was asked closes with the results that there are."""
    del reason
    found = _there(surveys.locked(winding.session, winding.ws, _number(loose)))
    given = (winding.session, winding.directory, found, winding.who, winding.now)
    if found.state is SurveyState.DRAFT:
        surveys.take_back(*given, "delete")
    else:
        surveys.close_wave(*given, ends=True)


def _hand_meeting(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    """It goes on at its times. Where nobody was named to prepare it, the lead of the other team does."""
    found = _series(winding, loose)
    led = winding.directory.teams[team].lead == owner and found.secretary is None
    _kept_series(winding, replace(found, team=team, secretary=None if led else owner), "edit")


def _end_meeting(winding: Winding, loose: Loose, reason: str) -> None:
    """No more sittings; the coming one is cancelled."""
    del reason
    _kept_series(winding, replace(_series(winding, loose), active=False), "close")


def _series(winding: Winding, loose: Loose) -> Series:
    return _there(meetings.get_series(winding.session, winding.ws, loose.key))


def _kept_series(winding: Winding, changed: Series, action: str) -> None:
    kept = meetings.save_series(winding.session, winding.ws, changed, winding.who, winding.now, action)
    meetings.follow_series(winding.session, winding.directory, kept, winding.who, winding.now)


def _hand_team(winding: Winding, loose: Loose, team: str, owner: str) -> None:
    """Whether it may stand there is seen by who knows where the others go."""
    del owner
    below = replace(winding.directory.teams[loose.key], parent=team)
    teams.change(winding.session, winding.ws, below, winding.who, winding.now, WIND_UP)


def _free_team(winding: Winding, loose: Loose, reason: str) -> None:
    del reason
    below = replace(winding.directory.teams[loose.key], parent=None)
    teams.change(winding.session, winding.ws, below, winding.who, winding.now, WIND_UP)


def _tell(
    winding: Winding, series: str, occurrence: str, person: str, about: dict[str, int], *, urgent: bool = False
) -> None:
    """Somebody else gave it to them: a direct message."""
    ledger.tell(
        winding.session,
        winding.directory,
        series=series,
        occurrence=occurrence,
        person=person,
        args={**about, "by": winding.who},
        now=winding.now,
        urgent=urgent,
    )


Hand = Callable[[Winding, Loose, str, str], None]
Drop = Callable[[Winding, Loose, str], None]
_HAND: Final[dict[Kind, Hand]] = {
    Kind.TASK: _hand_task,
    Kind.DIFFICULTY: _hand_difficulty,
    Kind.ANSWERED: _hand_difficulty,
    Kind.ESCALATED: _hand_escalated,
    Kind.VISIT: _hand_visit,
    Kind.ITEM: _hand_item,
    Kind.INDICATOR: _hand_indicator,
    Kind.PLAN: _hand_plan,
    Kind.SURVEY: _hand_survey,
    Kind.MEETING: _hand_meeting,
    Kind.TEAM: _hand_team,
}
_DROP: Final[dict[Kind, Drop]] = {
    Kind.TASK: _drop_task,
    Kind.DIFFICULTY: _decline,
    Kind.ANSWERED: _close,
    Kind.ESCALATED: _take_back_escalation,
    Kind.VISIT: _cancel_visit,
    Kind.ITEM: _drop_item,
    Kind.INDICATOR: _stop_indicator,
    Kind.PLAN: _take_off_plan,
    Kind.SURVEY: _end_survey,
    Kind.MEETING: _end_meeting,
    Kind.TEAM: _free_team,
}
_NAMED: Final[dict[Kind, Callable[[str], str]]] = {Kind.TEAM: teams.named, Kind.MEETING: meetings.named}  # in the audit
