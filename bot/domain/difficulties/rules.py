"""What may follow what in a difficulty's life, and when it is due. The table is `ARROWS`, and nothing else."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Final

from bot.domain.calendars import DAY, Calendar
from bot.domain.difficulties.values import UNSETTLED, Difficulty, DifficultyState, Step, Wanted
from bot.domain.workspaces import Workspace
from bot.refusals import Refusal

UNASSIGNED: Final = 2  # working days after which the team's channel hears of one that nobody has
LEAD_HEARS: Final = 2  # working days after the due day on which the team's lead hears of it too

S, P = DifficultyState, Step
_MOVES: Final[Mapping[DifficultyState, Mapping[Step, DifficultyState]]] = {
    S.OPEN: {
        P.ASSIGN: S.ASSIGNED,
        P.START: S.ACTING,
        P.REFER: S.REFERRED,
        P.ANSWER: S.ANSWERED,
        P.DECLINE: S.DECLINED,
        P.MERGE: S.MERGED,
        P.UNDO: S.UNDONE,
    },
    S.ASSIGNED: {
        P.ASSIGN: S.ASSIGNED,
        P.START: S.ACTING,
        P.REFER: S.REFERRED,
        P.ANSWER: S.ANSWERED,
        P.DECLINE: S.DECLINED,
        P.MERGE: S.MERGED,
        P.UNDO: S.UNDONE,
    },
    S.ACTING: {
        P.ASSIGN: S.ASSIGNED,
        P.REFER: S.REFERRED,
        P.ANSWER: S.ANSWERED,
        P.DECLINE: S.DECLINED,
        P.MERGE: S.MERGED,
    },
    S.REFERRED: {
        P.ASSIGN: S.REFERRED,  # the partner still has it; somebody else of ours sees to it
        P.START: S.ACTING,
        P.REFER: S.REFERRED,
        P.REPLY: S.ACTING,
        P.WITHDRAW: S.ASSIGNED,
        P.ANSWER: S.ANSWERED,
        P.DECLINE: S.DECLINED,
    },
    S.ANSWERED: {P.ANSWER: S.ANSWERED, P.CLOSE: S.CLOSED, P.REOPEN: S.OPEN},
    S.CLOSED: {P.REOPEN: S.OPEN},
    S.DECLINED: {P.REOPEN: S.OPEN},
}
_STAYING: Final[Mapping[Step, frozenset[DifficultyState]]] = {  # steps that leave the state as it is
    P.NOTE: UNSETTLED | {S.ANSWERED, S.CLOSED, S.DECLINED},
    P.EDIT: UNSETTLED,
    P.TASK: UNSETTLED,
    P.ESCALATE: UNSETTLED,
}
ARROWS: Final[Mapping[tuple[DifficultyState, Step], DifficultyState]] = {
    **{(state, step): after for state, moves in _MOVES.items() for step, after in moves.items()},
    **{(state, step): state for step, states in _STAYING.items() for state in states},
}
del S, P


def may(difficulty: Difficulty, step: Step) -> bool:
    """Whether its state allows this; who may do it is a matter of permissions."""
    return (difficulty.state, step) in ARROWS


def following(difficulty: Difficulty, step: Step) -> DifficultyState:
    """Its state after `step`; a Refusal that says what to do instead when there is no such arrow."""
    if not may(difficulty, step):
        raise _forbidden(difficulty, step)
    return ARROWS[difficulty.state, step]


_GONE: Final[Mapping[DifficultyState, Refusal]] = {
    DifficultyState.UNDONE: Refusal("{ref} was taken back; nothing can be done with it any more."),
    DifficultyState.MERGED: Refusal("{ref} was merged into {other}. Use {other} instead."),
    DifficultyState.CLOSED: Refusal("{ref} is closed. `/difficulty reopen {ref} REASON` opens it again."),
    DifficultyState.DECLINED: Refusal("{ref} was declined. `/difficulty reopen {ref} REASON` opens it again."),
}
_NOT_YET: Final[Mapping[Step, Refusal]] = {
    Step.CLOSE: Refusal(
        "{ref} cannot be closed yet: nobody has told the company. "
        "`/difficulty answer {ref} TEXT` records what they were told."
    ),
    Step.REOPEN: Refusal("{ref} is open, so there is nothing to reopen."),
    Step.UNDO: Refusal("{ref} is being worked on, so it cannot be taken back."),
    Step.MERGE: Refusal(
        "{ref} is with a partner. Merge the other one into it, or take it back first: `/difficulty withdraw {ref}`."
    ),
    Step.REPLY: Refusal("{ref} is with no partner. `/difficulty refer {ref} ORGANISATION` asks one."),
    Step.WITHDRAW: Refusal("{ref} is with no partner. `/difficulty refer {ref} ORGANISATION` asks one."),
}
_ANSWERED: Final = Refusal(
    "{ref} has been answered. `/difficulty close {ref}` closes it, `/difficulty reopen {ref} REASON` opens it again."
)
_ACTING: Final = Refusal("Somebody is working on {ref} already.")


def _forbidden(difficulty: Difficulty, step: Step) -> Refusal:
    unsettled = None if difficulty.settled else _NOT_YET.get(step, _ACTING)
    said = _GONE.get(difficulty.state) or unsettled or _ANSWERED
    return Refusal(said.message, ref=difficulty.ref, other=f"D-{difficulty.merged_into}")


# days -----------------------------------------------------------------------------------------------------------------


def due_day(today: dt.date, urgent: bool, workspace: Workspace) -> dt.date:
    """14 days, urgent 3 (settings), moved to the next working day."""
    days = workspace.urgent_due_days if urgent else workspace.due_days
    return workspace.calendar.next_working(today + days * DAY)


def _check_ahead(day: dt.date, today: dt.date) -> None:
    if day < today:
        raise Refusal("{day} has passed. Name a day from today on.", day=day)


def unassigned_on(raised: dt.date, calendar: Calendar) -> dt.date:
    """The day on which the team's channel hears that nobody has it yet."""
    return calendar.add_working(raised, UNASSIGNED)


def lead_hears_on(due: dt.date, calendar: Calendar) -> dt.date:
    """The first day on which a late one stands in the bundle of the team's lead too."""
    return calendar.add_working(due, LEAD_HEARS)


def draft(
    text: str,
    *,
    workspace: Workspace,
    now: dt.datetime,
    today: dt.date,
    raised_by: str,
    team: str | None,
    visit: int | None = None,
    organisation: int | None = None,
    organisation_name: str = "",
    categories: Iterable[str] = (),
    urgent: bool = False,
    owner: str | None = None,
    due: dt.date | None = None,
    permalink: str = "",
) -> Difficulty:
    """A new difficulty before it has a number, with the day by which the company is answered: `due`, if it was named.

    `today` is the day in the zone of who raises it; with an `owner` it is assigned from the start.
    """
    if due is not None:
        _check_ahead(due, today)
    return Difficulty(
        number=0,
        text=text,
        state=DifficultyState.ASSIGNED if owner else DifficultyState.OPEN,
        due=due or due_day(today, urgent, workspace),
        raised=now,
        raised_by=raised_by,
        organisation=organisation,
        organisation_name=organisation_name,
        visit=visit,
        categories=tuple(dict.fromkeys(categories)),
        urgent=urgent,
        team=team,
        owner=owner,
        permalink=permalink,
    )


# what is done with one ------------------------------------------------------------------------------------------------


def assign(difficulty: Difficulty, owner: str, due: dt.date | None, today: dt.date) -> Difficulty:
    """Somebody must see to it now; who has it already keeps the state that they brought it to."""
    state = following(difficulty, Step.ASSIGN)
    changes_day = due is not None and due != difficulty.due
    if changes_day and due is not None:
        _check_ahead(due, today)
    if owner == difficulty.owner:
        if not changes_day:
            raise Refusal("They have {ref} already, and the day is the same.", ref=difficulty.ref)
        state = difficulty.state
    return replace(difficulty, state=state, owner=owner, due=due or difficulty.due)


def start(difficulty: Difficulty, who: str) -> Difficulty:
    """Its owner begins; one that nobody has belongs to who begins."""
    return replace(_ours(difficulty), state=following(difficulty, Step.START), owner=difficulty.owner or who)


def refer(difficulty: Difficulty, to: int, name: str, until: dt.date, who: str, today: dt.date) -> Difficulty:
    """The organisation `to` is asked for an answer by `until`; somebody of ours (`who`, if nobody has it) sees to it.

    One organisation at a time: another one takes the place of the first; the same one gets another day.
    """
    state = following(difficulty, Step.REFER)
    if to == difficulty.organisation:
        raise Refusal("{ref} comes from {name} itself. Name another organisation.", ref=difficulty.ref, name=name)
    _check_ahead(until, today)
    if (to, until) == (difficulty.referred_to, difficulty.referred_until):
        raise Refusal("{name} has {ref} already, and the day is the same.", ref=difficulty.ref, name=name)
    return replace(
        difficulty,
        state=state,
        owner=difficulty.owner or who,
        referred_to=to,
        referred_name=name,
        referred_until=until,
    )


def reply(difficulty: Difficulty) -> Difficulty:
    """The partner has answered us: now the company has to be told."""
    return replace(_ours(difficulty), state=following(difficulty, Step.REPLY))


def withdraw(difficulty: Difficulty) -> Difficulty:
    """The partner is no longer asked."""
    return replace(_ours(difficulty), state=following(difficulty, Step.WITHDRAW))


def _ours(difficulty: Difficulty) -> Difficulty:
    return replace(difficulty, referred_to=None, referred_name="", referred_until=None)


def answer(difficulty: Difficulty, text: str, by: str, told: dt.date, now: dt.datetime) -> Difficulty:
    """The company was told `text` by `by` on that day. Only then can it close; one that nobody had is theirs."""
    state = following(difficulty, Step.ANSWER)
    owner = difficulty.owner or by
    return replace(_ours(difficulty), state=state, owner=owner, answer=text, answered_by=by, told=told, answered=now)


def close(difficulty: Difficulty) -> Difficulty:
    return replace(difficulty, state=following(difficulty, Step.CLOSE))


def decline(difficulty: Difficulty, reason: str, by: str, told: dt.date, now: dt.datetime) -> Difficulty:
    """It cannot be done, and the company was told why."""
    state = following(difficulty, Step.DECLINE)
    return replace(_ours(difficulty), state=state, answer=reason, answered_by=by, told=told, answered=now)


def reopen(difficulty: Difficulty, due: dt.date) -> Difficulty:
    """It was not the end of it: the clock starts anew (`due`), and it takes another answer to close."""
    state = following(difficulty, Step.REOPEN)
    return replace(
        difficulty,
        state=DifficultyState.ASSIGNED if difficulty.owner else state,
        due=max(due, difficulty.due),
        answer="",
        answered_by=None,
        answered=None,
        told=None,
        escalated_to=None,
    )


def merge(difficulty: Difficulty, into: Difficulty) -> tuple[Difficulty, Difficulty]:
    """The same thing was raised twice: the first goes into the second, which is due as early as either was.

    The second must be unsettled, because what is told then is told to both companies.
    """
    if difficulty.number == into.number:
        raise Refusal("`{ref}` stands there twice. Type two different numbers.", ref=difficulty.ref)
    state = following(difficulty, Step.MERGE)
    following(into, Step.EDIT)
    gone = replace(difficulty, state=state, merged_into=into.number)
    kept = replace(
        into,
        urgent=into.urgent or difficulty.urgent,
        due=min(into.due, difficulty.due),
        task=into.task or difficulty.task,
        categories=tuple(dict.fromkeys((*into.categories, *difficulty.categories))),
    )
    return gone, kept


def escalate(difficulty: Difficulty, to: str | None) -> Difficulty:
    """A team above decides. It stays with its team and its owner."""
    following(difficulty, Step.ESCALATE)
    if to is None:
        raise Refusal(
            "No team stands above this one. Name the team: `/difficulty escalate {ref} team: KEY`.", ref=difficulty.ref
        )
    if to in difficulty.teams:
        raise Refusal("{ref} is with that team already.", ref=difficulty.ref)
    return replace(difficulty, escalated_to=to)


def undo(difficulty: Difficulty, now: dt.datetime, within: dt.timedelta) -> Difficulty:
    """Take back what was raised by mistake: soon, and as long as nobody has done anything with it."""
    state = following(difficulty, Step.UNDO)
    if difficulty.touched or now - difficulty.raised > within:
        raise Refusal(
            "{ref} can no longer be taken back: too much time has passed, or somebody has worked with it.",
            ref=difficulty.ref,
        )
    return replace(difficulty, state=state)


def edit(difficulty: Difficulty, wanted: Wanted, today: dt.date, workspace: Workspace) -> Difficulty:
    """Other words, categories, team or urgency; its organisation is found by storage.

    What becomes urgent is due as if it were raised today, unless it was due sooner; a day is never moved back.
    """
    following(difficulty, Step.EDIT)
    due = difficulty.due
    if wanted.urgent and not difficulty.urgent:
        due = min(due, due_day(today, True, workspace))
    return replace(
        difficulty,
        text=wanted.text,
        categories=wanted.categories,
        urgent=wanted.urgent,
        team=wanted.team,
        due=due,
        escalated_to=None if difficulty.escalated_to == wanted.team else difficulty.escalated_to,
    )


def link_task(difficulty: Difficulty, task: int) -> Difficulty:
    return replace(difficulty, task=task)


def task_free(difficulty: Difficulty) -> None:
    """A Refusal when it cannot become a task, or is one already."""
    following(difficulty, Step.TASK)
    if difficulty.task is not None:
        raise Refusal("{ref} is a task already: {task}.", ref=difficulty.ref, task=f"T-{difficulty.task}")
