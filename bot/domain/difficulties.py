"""What a company asks for or suffers from. Nobody closes one without telling the company.

The life cycle is `ARROWS` and nothing else: a rule asks it first, and what it does not have is refused with the
sentence that says what to do instead. Rules take a Difficulty and give the changed one; storing it is storage's.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from bot.domain.calendars import Calendar
from bot.domain.workspaces import Workspace
from bot.refusals import Refusal

DAY: Final = dt.timedelta(days=1)
UNASSIGNED: Final = 2  # working days after which the team's channel hears of one that nobody has
LEAD_HEARS: Final = 2  # working days after the due day on which the team's lead hears of it too


class DifficultyState(StrEnum):
    OPEN = "open"  # 접수
    ASSIGNED = "assigned"  # 배정
    ACTING = "acting"  # 처리 중
    ANSWERED = "answered"  # 회신
    CLOSED = "closed"  # 종결
    REFERRED = "referred"  # 이관
    DECLINED = "declined"  # 수용 곤란
    MERGED = "merged"  # 병합
    UNDONE = "undone"  # taken back with its visit, or within the undo time


class Step(StrEnum):
    """What people do to one. The words are kept in its history."""

    NOTE = "note"
    EDIT = "edit"
    ASSIGN = "assign"
    START = "start"
    TASK = "task"
    ESCALATE = "escalate"
    ANSWER = "answer"
    CLOSE = "close"
    DECLINE = "decline"
    REOPEN = "reopen"
    MERGE = "merge"
    UNDO = "undo"


UNSETTLED = frozenset(
    {DifficultyState.OPEN, DifficultyState.ASSIGNED, DifficultyState.ACTING, DifficultyState.REFERRED}
)


@dataclass(frozen=True)
class Difficulty:
    """`team` is who must see to it; `due` the day by which the company is answered.

    An answer is `answer` (what the company was told), `answered_by` (who told them), `told` (on which day) and
    `answered` (when that was recorded). A declined one has its reason there: the company was told that too.
    """

    number: int
    text: str
    state: DifficultyState
    due: dt.date
    raised: dt.datetime
    raised_by: str
    organisation: int | None = None
    organisation_name: str = ""
    visit: int | None = None
    categories: tuple[str, ...] = ()
    urgent: bool = False
    team: str | None = None
    owner: str | None = None
    task: int | None = None
    answer: str = ""
    answered_by: str | None = None
    answered: dt.datetime | None = None
    told: dt.date | None = None
    merged_into: int | None = None
    escalated_to: str | None = None
    permalink: str = ""
    touched: bool = False  # somebody has done something with it since it was raised
    version: int = 1

    @property
    def ref(self) -> str:
        return f"D-{self.number}"

    @property
    def settled(self) -> bool:
        return self.state not in UNSETTLED

    @property
    def teams(self) -> tuple[str, ...]:
        """Whom it concerns: the team that must see to it, and the one that it was escalated to."""
        return tuple(dict.fromkeys(team for team in (self.team, self.escalated_to) if team))

    def late(self, today: dt.date) -> bool:
        return self.state in UNSETTLED and self.due < today


@dataclass(frozen=True)
class Note:
    """One line of its history, append only. `about` is a person, a team or another id, as `what` needs it."""

    person: str
    at: dt.datetime
    what: Step
    text: str = ""
    about: str = ""
    origin: int | None = None  # the difficulty that it was written on, when that was merged into this one


@dataclass(frozen=True)
class Counts:
    """How things stand. `ages`: unsettled ones by days since they were raised: up to 7, 14, 30, and older."""

    open: int = 0
    late: int = 0
    unassigned: int = 0
    urgent: int = 0
    ages: tuple[int, int, int, int] = (0, 0, 0, 0)

    def __add__(self, other: "Counts") -> "Counts":
        a, b, c, d = (mine + theirs for mine, theirs in zip(self.ages, other.ages, strict=True))
        return Counts(
            self.open + other.open,
            self.late + other.late,
            self.unassigned + other.unassigned,
            self.urgent + other.urgent,
            (a, b, c, d),
        )


S, P = DifficultyState, Step
_MOVES: Final[Mapping[DifficultyState, Mapping[Step, DifficultyState]]] = {
    S.OPEN: {
        P.ASSIGN: S.ASSIGNED,
        P.START: S.ACTING,
        P.ANSWER: S.ANSWERED,
        P.DECLINE: S.DECLINED,
        P.MERGE: S.MERGED,
        P.UNDO: S.UNDONE,
    },
    S.ASSIGNED: {
        P.ASSIGN: S.ASSIGNED,
        P.START: S.ACTING,
        P.ANSWER: S.ANSWERED,
        P.DECLINE: S.DECLINED,
        P.MERGE: S.MERGED,
        P.UNDO: S.UNDONE,
    },
    S.ACTING: {P.ASSIGN: S.ASSIGNED, P.ANSWER: S.ANSWERED, P.DECLINE: S.DECLINED, P.MERGE: S.MERGED},
    S.REFERRED: {
        P.ASSIGN: S.ASSIGNED,
        P.START: S.ACTING,
        P.ANSWER: S.ANSWERED,
        P.DECLINE: S.DECLINED,
        P.MERGE: S.MERGED,
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
    permalink: str = "",
) -> Difficulty:
    """A new difficulty before it has a number, with the day by which the company is answered.

    `today` is the day in the zone of who raises it; with an `owner` it is assigned from the start.
    """
    return Difficulty(
        number=0,
        text=text,
        state=DifficultyState.ASSIGNED if owner else DifficultyState.OPEN,
        due=due_day(today, urgent, workspace),
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
    if changes_day and due is not None and due < today:
        raise Refusal("{day} has passed. Name a day from today on.", day=due)
    if owner == difficulty.owner:
        if not changes_day:
            raise Refusal("They have {ref} already, and the day is the same.", ref=difficulty.ref)
        state = difficulty.state
    return replace(difficulty, state=state, owner=owner, due=due or difficulty.due)


def start(difficulty: Difficulty, who: str) -> Difficulty:
    """Its owner begins; one that nobody has belongs to who begins."""
    return replace(difficulty, state=following(difficulty, Step.START), owner=difficulty.owner or who)


def answer(difficulty: Difficulty, text: str, by: str, told: dt.date, now: dt.datetime) -> Difficulty:
    """The company was told `text` by `by` on that day. Only then can it close."""
    state = following(difficulty, Step.ANSWER)
    return replace(difficulty, state=state, answer=text, answered_by=by, told=told, answered=now)


def close(difficulty: Difficulty) -> Difficulty:
    return replace(difficulty, state=following(difficulty, Step.CLOSE))


def decline(difficulty: Difficulty, reason: str, by: str, told: dt.date, now: dt.datetime) -> Difficulty:
    """It cannot be done, and the company was told why."""
    state = following(difficulty, Step.DECLINE)
    return replace(difficulty, state=state, answer=reason, answered_by=by, told=told, answered=now)


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
    following(into, Step.MERGE)
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


def link_task(difficulty: Difficulty, task: int) -> Difficulty:
    return replace(difficulty, task=task)


def task_free(difficulty: Difficulty) -> None:
    """A Refusal when it cannot become a task, or is one already."""
    following(difficulty, Step.TASK)
    if difficulty.task is not None:
        raise Refusal("{ref} is a task already: {task}.", ref=difficulty.ref, task=f"T-{difficulty.task}")


def aged(raised: Iterable[dt.date], today: dt.date) -> tuple[int, int, int, int]:
    """How many were raised up to 7, 14 and 30 days ago, and before."""
    buckets = [0, 0, 0, 0]
    for day in raised:
        days = (today - day).days
        buckets[0 if days <= 7 else 1 if days <= 14 else 2 if days <= 30 else 3] += 1
    week, fortnight, month, older = buckets
    return week, fortnight, month, older
