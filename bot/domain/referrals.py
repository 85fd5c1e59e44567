"""A difficulty that a partner is asked about: by when it answers, what it said, and how long partners take."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from statistics import median

from bot.domain.calendars import DAY
from bot.domain.workspaces import Workspace
from bot.values import frozen


class ReferralState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"  # taken back, or another partner was asked instead


@frozen
class Referral:
    """`on` is the day on which the organisation was asked, `due` the one by which it answers.

    `request` says what it is asked for beside the difficulty's own words, `answer` what it said on `answered_on`.
    """

    number: int
    difficulty: int
    organisation: int
    on: dt.date
    due: dt.date
    by: str
    organisation_name: str = ""
    state: ReferralState = ReferralState.OPEN
    request: str = ""
    answer: str = ""
    answered_on: dt.date | None = None

    @property
    def days(self) -> int | None:
        """Days until the answer; the same day is 0. None while there is none."""
        return None if self.answered_on is None else max(0, (self.answered_on - self.on).days)


@frozen
class Record:
    """How an organisation has answered: how many were asked and wait, how many answers, their median days."""

    open: int = 0
    answered: int = 0
    median: float | None = None


def due_day(today: dt.date, urgent: bool, workspace: Workspace) -> dt.date:
    """The day by which a partner answers unless another is named: 14 days (settings), for an urgent one no longer than
    the company waits; moved to the next working day.
    """
    days = min(workspace.referral_days, workspace.urgent_due_days) if urgent else workspace.referral_days
    return workspace.calendar.next_working(today + days * DAY)


def record(referrals: Iterable[Referral]) -> Record:
    """The record that these referrals of one organisation make. What was taken back counts for nothing."""
    known = list(referrals)
    days = [one.days for one in known if one.state is ReferralState.ANSWERED and one.days is not None]
    waiting = sum(one.state is ReferralState.OPEN for one in known)
    return Record(waiting, len(days), float(median(days)) if days else None)
