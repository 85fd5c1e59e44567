"""A personnel move: all that somebody holds goes to somebody else; what they did stays theirs."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum
from typing import Final

from bot.domain.directory import Directory
from bot.domain.meetings import Seat
from bot.domain.people import Person, Role
from bot.domain.permissions import Actor, may, subject
from bot.refusals import Refusal
from bot.values import frozen

UNDO: Final = dt.timedelta(days=1)  # a mistake among many things is seen when somebody misses one of them
RIGHT: Final = "moves.hand"
ONE_CHAIR: Final = "chair"  # the note of a seat: who gives it chairs
TWO_CHAIRS: Final = "chairs"  # and so does the other
LISTED: Final = 8  # of what somebody holds, in one line


class Holding(StrEnum):
    """What somebody can hold, in the order in which a card tells of it."""

    TASK = "task"
    DIFFICULTY = "difficulty"
    VISIT = "visit"  # planned
    DUTY = "duty"  # days to come
    SERIES = "series"  # regular meetings that they prepare
    SEAT = "seat"
    MATTER = "matter"  # of a sitting to come, that they present
    ITEM = "item"  # of a weekly agenda, that they present
    LEAD = "lead"
    MEMBER = "member"
    INDICATOR = "indicator"
    PLAN = "plan"
    SURVEY = "survey"
    RATING = "rating"  # still to be given in a month that runs
    DEPUTY = "deputy"


@frozen
class Held:
    """One thing that somebody holds. `key` finds it again, `team` is the one whose lead may hand it over.

    `there`: the other has the like already, so that theirs stays and this one ends. `barred`: they cannot have it.
    `note` is for its own noun.
    """

    kind: Holding
    key: str
    title: str
    team: str | None = None
    there: bool = False
    note: str = ""
    barred: bool = False

    @property
    def place(self) -> tuple[Holding, str]:
        return self.kind, self.key


class Why(StrEnum):
    """Why something does not go over."""

    OTHER_TEAM = "other team"  # who asks does not lead that team
    NO_ROOM = "no room"  # the other cannot have it: on duty on that day already, or their own deputy


@frozen
class Staying:
    held: Held
    why: Why


@frozen
class Move:
    """What went over, when, and by whose hand. `undone`: when it was taken back."""

    number: int
    giver: str
    receiver: str
    by: str
    at: dt.datetime
    held: tuple[Held, ...]
    undone: dt.datetime | None = None


@frozen
class History:
    """What stays with them, counted: what they did is no office that somebody can take over."""

    visits: int = 0
    tasks: int = 0
    difficulties: int = 0
    ratings: int = 0
    duties: int = 0


def check_people(giver: Person, receiver: Person) -> None:
    """The other works here and is somebody else."""
    if giver.id == receiver.id:
        raise Refusal("{name} has it already. Name two people: `transfer @kim @lee`.", name=giver.name)
    if not receiver.active:
        raise Refusal("{name} is no longer here. Name somebody who is.", name=receiver.name)
    if receiver.role is Role.GUEST:
        raise Refusal("{name} is a guest. Choose somebody who works here.", name=receiver.name)


def teams_of(giver: Person, directory: Directory) -> frozenset[str]:
    """Whose leads may hand over what this person holds."""
    return frozenset((*directory.teams_of(giver.id), *([giver.team] if giver.team else [])))


def shared_out(actor: Actor, giver: Person, held: Iterable[Held]) -> tuple[tuple[Held, ...], tuple[Staying, ...]]:
    """What `actor` may hand over, and what stays: a lead does so for their own teams."""
    going: list[Held] = []
    staying: list[Staying] = []
    for one in held:
        if one.barred:
            staying.append(Staying(one, Why.NO_ROOM))
        elif may(actor, RIGHT, subject(teams=[one.team or giver.team])):
            going.append(one)
        else:
            staying.append(Staying(one, Why.OTHER_TEAM))
    return tuple(going), tuple(staying)


def handed_seats(seats: Iterable[Seat], giver: str, receiver: str, held: Held) -> tuple[Seat, ...]:
    """The seats once `giver`'s went to `receiver`. Where both have one, it ends; given back, both have one again."""
    every = tuple(seats)
    if not held.there:
        return tuple(replace(seat, person=receiver) if seat.person == giver else seat for seat in every)
    if any(seat.person == receiver for seat in every):
        rest = (seat for seat in every if seat.person != giver)
        return tuple(
            replace(seat, chair=seat.chair or bool(held.note)) if seat.person == receiver else seat for seat in rest
        )
    theirs = (replace(seat, chair=False) if seat.person == giver and held.note == ONE_CHAIR else seat for seat in every)
    return (*theirs, Seat(person=receiver, chair=bool(held.note)))


def listed(held: Sequence[Held]) -> str:
    """The first of what somebody holds, in a line: numbers where there are any, else names."""
    names = [one.key if one.key[1:2] == "-" else one.title for one in held]
    return ", ".join(names[:LISTED]) + ("…" if len(names) > LISTED else "")


def agreed(giver: str, receiver: str, going: Iterable[Held]) -> str:
    """A digest of what was shown: whoever says yes says it to exactly this."""
    lines = sorted(f"{one.kind.value} {one.key} {one.there} {one.note}" for one in going)
    return hashlib.sha256("\n".join((giver, receiver, *lines)).encode()).hexdigest()[:16]


def check_undo(move: Move, now: dt.datetime) -> None:
    if move.undone is not None:
        raise Refusal("This was taken back already.")
    if now - move.at > UNDO:
        raise Refusal("This was more than a day ago. `/muster transfer` hands things over once more.")
