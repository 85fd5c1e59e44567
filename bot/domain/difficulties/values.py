"""What is known of a difficulty."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from bot.domain.organisations import Organisation
from bot.domain.referrals import Referral
from bot.values import frozen


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
    REFER = "refer"
    REPLY = "reply"  # the partner answered us; the company has not been told yet
    WITHDRAW = "withdraw"
    UNDO = "undo"


UNSETTLED = frozenset(
    {DifficultyState.OPEN, DifficultyState.ASSIGNED, DifficultyState.ACTING, DifficultyState.REFERRED}
)


@frozen
class Difficulty:
    """`team` is who must see to it; `due` the day by which the company is answered.

    An answer is `answer` (what the company was told), `answered_by` (who told them), `told` (on which day) and
    `answered` (when that was recorded). A declined one has its reason there: the company was told that too.
    While it is referred, `referred_to` is the organisation that was asked, `referred_until` the day of its answer.
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
    referred_to: int | None = None
    referred_name: str = ""
    referred_until: dt.date | None = None
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

    @property
    def referred(self) -> bool:
        """A partner has it now."""
        return self.state is DifficultyState.REFERRED

    @property
    def clock(self) -> dt.date:
        """The day that counts now: by when the partner answers, else by when the company is answered."""
        return self.referred_until if self.referred and self.referred_until is not None else self.due

    def late(self, today: dt.date) -> bool:
        return self.state in UNSETTLED and self.clock < today


@frozen
class Note:
    """One line of its history, append only. `about` is a person, a team or another id, as `what` needs it."""

    person: str
    at: dt.datetime
    what: Step
    text: str = ""
    about: str = ""
    origin: int | None = None  # the difficulty that it was written on, when that was merged into this one


@frozen
class Facts:
    """What a card tells of one. `merged` were merged into it: their companies are told too; `referrals` are all those
    of it, the latest last.

    `fresh` is the card of the moment when it was raised: it can be undone, and says what was not understood.
    `barred`: what its only reader may not do with it.
    """

    difficulty: Difficulty
    notes: tuple[Note, ...] = ()
    merged: tuple[Difficulty, ...] = ()
    fresh: bool = False
    new_organisation: bool = False
    similar: tuple[Organisation, ...] = ()
    unknown_tags: tuple[str, ...] = ()
    referrals: tuple[Referral, ...] = ()
    barred: frozenset[Step] = frozenset()


@frozen
class Wanted:
    """What a form or a line says about one. `organisation` is a name; `team`, `owner` and `due` may be missing."""

    text: str
    organisation: str = ""
    categories: tuple[str, ...] = ()
    urgent: bool = False
    team: str | None = None
    owner: str | None = None
    permalink: str = ""
    due: dt.date | None = None


@frozen
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


def aged(raised: Iterable[dt.date], today: dt.date) -> tuple[int, int, int, int]:
    """How many were raised up to 7, 14 and 30 days ago, and before."""
    buckets = [0, 0, 0, 0]
    for day in raised:
        days = (today - day).days
        buckets[0 if days <= 7 else 1 if days <= 14 else 2 if days <= 30 else 3] += 1
    week, fortnight, month, older = buckets
    return week, fortnight, month, older
