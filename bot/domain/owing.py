"""What one person owes: the one message a day, the Monday digest, the Thursday nudge and the App Home show it."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum

from bot.domain.difficulties import Difficulty
from bot.domain.duty import Duty, Swap
from bot.domain.forces import Ending
from bot.domain.indicators import Course, Indicator
from bot.domain.meetings import Sitting
from bot.domain.plans import Item, Progress
from bot.domain.surveys import Survey, Waiting
from bot.domain.tasks import Task
from bot.domain.visits import Tally, Visit
from bot.values import frozen


class Mutable(StrEnum):
    """Kinds of unasked messages that a person can switch off.

    Of duty only what repeats or copies: one's days in the digest, a question that still waits, the hand-over as a
    direct message. That somebody is put on duty, is asked to swap or must confirm, and that nobody confirmed, is said
    once and cannot be switched off: a holiday would be without anybody, and a colleague without an answer.
    """

    DIGEST = "digest"
    NUDGE = "nudge"
    VISITS = "visits"
    DIFFICULTIES = "difficulties"
    TASKS = "tasks"
    EVALUATIONS = "evaluations"
    INDICATORS = "indicators"
    PLAN = "plan"
    MEETINGS = "meetings"
    SURVEYS = "surveys"
    DUTY = "duty"


@frozen
class Owing:
    """`*_due` fall due this week, `*_late` are past it. `led_*` are other people's, of teams that this person leads.

    `*_open` count all that they have in hand, due or not.
    """

    person: str
    acts_for: tuple[str, ...] = ()  # names of those who are away and whose deputy this person is
    tally: Tally | None = None
    difficulties_open: int = 0
    tasks_open: int = 0
    visits_to_confirm: tuple[Visit, ...] = ()
    difficulties_late: tuple[Difficulty, ...] = ()
    difficulties_due: tuple[Difficulty, ...] = ()
    referrals_late: tuple[Difficulty, ...] = ()  # whose partner should have answered
    tasks_late: tuple[Task, ...] = ()
    tasks_due: tuple[Task, ...] = ()
    tasks_stale: tuple[Task, ...] = ()
    to_rate: int = 0
    to_rate_until: dt.date | None = None
    rating_reminder: bool = False  # ratings are asked for again on few days, not on every one
    led_late: tuple[Difficulty, ...] = ()
    led_unassigned: tuple[Difficulty, ...] = ()
    led_missing_ratings: int = 0
    duties: tuple[Duty, ...] = ()  # one's days of duty that are near
    swaps: tuple[Swap, ...] = ()  # somebody asks to have a day of duty taken
    plan: tuple[Progress, ...] = ()  # items of the inspection plan that are behind, told like indicators
    forces_ending: tuple[Ending, ...] = ()  # task forces that they lead
    forces_over: tuple[Ending, ...] = ()  # those whose last day has passed: they wait to be wound up
    sittings_to_prepare: tuple[Sitting, ...] = ()  # in the next days, and nothing stands on their agenda
    sittings_to_record: tuple[Sitting, ...] = ()  # that passed, and nobody said who was there
    sittings_to_come: tuple[Sitting, ...] = ()  # of the next two weeks, where this person has a seat or works
    indicators: tuple[Course, ...] = ()  # off their path or silent; each is told once as it happens, and on Mondays
    surveys: tuple[Waiting, ...] = ()  # that wait for an answer; anonymous ones are told on one's own App Home alone

    @property
    def pressing(self) -> bool:
        """Something waits today: what the daily message is for. What is merely due later waits for the digest."""
        return bool(
            self.visits_to_confirm
            or self.difficulties_late
            or self.referrals_late
            or self.tasks_late
            or self.tasks_stale
            or self.to_rate
            or self.led_late
            or self.led_unassigned
            or self.led_missing_ratings
            or self.forces_over
            or self.swaps
            or self.sittings_to_prepare
            or self.sittings_to_record
            or self.surveys_with_names
        )

    @property
    def surveys_with_names(self) -> tuple[Waiting, ...]:
        return tuple(one for one in self.surveys if not one.anonymous)

    @property
    def anything(self) -> bool:
        return self.pressing or bool(
            self.difficulties_due
            or self.tasks_due
            or self.indicators
            or self.plan
            or self.forces_ending
            or self.duties
            or self.sittings_to_come
            or (self.tally and self.tally.due)
        )


@frozen
class InHand:
    """What somebody has to do with and does not owe yet: in the App Home it stands behind what they owe."""

    visits: tuple[Visit, ...] = ()  # planned, from today to the end of the week
    difficulties: tuple[Difficulty, ...] = ()
    tasks: tuple[Task, ...] = ()
    plan: tuple[Item, ...] = ()  # whose period has not ended
    indicators: tuple[Indicator, ...] = ()
    surveys: tuple[Survey, ...] = ()  # that they run and that are open
    forces: tuple[Ending, ...] = ()  # task forces that they belong to, the nearest end first


def today_only(owing: Owing) -> Owing:
    """What the daily message says: ratings on the days of their reminders alone."""
    return owing if owing.rating_reminder else replace(owing, to_rate=0, led_missing_ratings=0)


def without(owing: Owing, muted: Iterable[str]) -> Owing:
    """What is left when these kinds are switched off."""
    off = set(muted)
    if Mutable.VISITS in off:
        owing = replace(owing, visits_to_confirm=())
    if Mutable.DIFFICULTIES in off:
        owing = replace(
            owing, difficulties_late=(), difficulties_due=(), referrals_late=(), led_late=(), led_unassigned=()
        )
    if Mutable.TASKS in off:
        owing = replace(owing, tasks_late=(), tasks_due=(), tasks_stale=(), forces_ending=(), forces_over=())
    if Mutable.EVALUATIONS in off:
        owing = replace(owing, to_rate=0, led_missing_ratings=0)
    if Mutable.MEETINGS in off:
        owing = replace(owing, sittings_to_prepare=(), sittings_to_record=(), sittings_to_come=())
    if Mutable.INDICATORS in off:
        owing = replace(owing, indicators=())
    if Mutable.PLAN in off:
        owing = replace(owing, plan=())
    if Mutable.SURVEYS in off:
        owing = replace(owing, surveys=())
    if Mutable.DUTY in off:
        owing = replace(owing, duties=(), swaps=())
    return owing
