"""What is known of a survey: its questions, its waves, and what somebody answered."""

import datetime as dt
from enum import StrEnum
from typing import Final

from bot.values import frozen

SCALE: Final = (1, 2, 3, 4, 5)
BAD: Final = 2  # a mark up to this is a bad answer


class Kind(StrEnum):
    SINGLE = "single"
    MULTIPLE = "multiple"
    SCALE = "scale"  # 1 to 5, 5 is best
    TEXT = "text"


class Repeat(StrEnum):
    NONE = "none"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


class SurveyState(StrEnum):
    DRAFT = "draft"
    OPEN = "open"  # a wave takes answers
    RESTING = "resting"  # between two waves
    CLOSED = "closed"
    UNDONE = "undone"


@frozen
class Question:
    """`options` are what can be chosen, for SINGLE and MULTIPLE alone."""

    text: str
    kind: Kind
    options: tuple[str, ...] = ()

    @property
    def columns(self) -> int:
        """How many things can be counted."""
        return len(SCALE) if self.kind is Kind.SCALE else len(self.options)


# of a SINGLE the option's index, of MULTIPLE the indexes, of SCALE the mark, of TEXT the words; None: left empty
Value = int | tuple[int, ...] | str | None


@frozen
class Survey:
    """`wave` is the newest, 0 for none; `closes` is its last day, of a draft that of the first.

    A later wave takes answers for `days` days.
    """

    number: int
    title: str
    author: str
    state: SurveyState
    created: dt.datetime
    closes: dt.date
    questions: tuple[Question, ...] = ()
    channels: tuple[str, ...] = ()
    web: bool = False
    anonymous: bool = True
    live: bool = False
    repeat: Repeat = Repeat.NONE
    team: str | None = None
    wave: int = 0
    days: int = 0
    next_on: dt.date | None = None  # when the next wave opens by itself
    linked: bool = False  # its page has an address that works
    version: int = 1

    @property
    def ref(self) -> str:
        return f"S-{self.number}"

    @property
    def one_click(self) -> bool:
        """One question whose answers are few: a button each, on the card itself."""
        if len(self.questions) != 1:
            return False
        only = self.questions[0]
        return only.kind is Kind.SCALE or (only.kind is Kind.SINGLE and len(only.options) <= len(SCALE))


@frozen
class Wave:
    """One time that a survey is asked. `answered` counts the answers, whosever they are."""

    survey: int
    number: int
    opened: dt.datetime
    closes: dt.datetime
    closed: dt.datetime | None = None
    answered: int = 0


class Via(StrEnum):
    SLACK = "slack"
    WEB = "web"
    RECORD = "record"  # taken down for a company


@frozen
class Answer:
    """What was said in one wave. Of an anonymous one nothing is known but a random key, the day, facets and values."""

    survey: int
    wave: int
    values: tuple[Value, ...]
    day: dt.date
    key: str = ""
    sector: str | None = None
    region: str | None = None
    person: str | None = None
    organisation: int | None = None
    organisation_name: str = ""
    recorded_by: str | None = None
    via: Via | None = None


@frozen
class Headline:
    """A wave in a line: what the most said to the first question that can be counted, or its mean."""

    question: str = ""
    option: str = ""
    share: int = 0  # in percent
    mean: float | None = None


@frozen
class Summary:
    """A wave that has closed, as agendas tell of it. `answered` is None where too few answered to say."""

    ref: str
    title: str
    wave: int
    answered: int | None
    headline: Headline


@frozen
class Waiting:
    """A survey that waits for somebody's answer until the end of that day."""

    ref: str
    title: str
    until: dt.date
    anonymous: bool
