"""What is to be inspected, by field, and how far it is."""

import dataclasses
import datetime as dt
from enum import StrEnum
from typing import Final

from bot.domain.periods import Period
from bot.domain.words import Facet, folded
from bot.values import frozen

MOST: Final = 9999  # that an item may have as its target


class Source(StrEnum):
    """What an item counts: visits, sittings of councils and the like, or surveys."""

    VISITS = "visits"
    MEETINGS = "meetings"
    SURVEYS = "surveys"

    @property
    def letter(self) -> str:
        """That of the numbers by which people know what it gives."""
        return {Source.VISITS: "V", Source.MEETINGS: "M", Source.SURVEYS: "S"}[self]


@frozen
class PlanField:
    """A part of the plan, such as "trade and investment"."""

    key: str
    ko: str
    en: str

    def name(self, lang: str) -> str:
        return (self.ko or self.en) if lang == "ko" else (self.en or self.ko)

    def spellings(self) -> frozenset[str]:
        """What people may type for it, folded."""
        return frozenset(folded(name) for name in (self.key, self.ko, self.en) if name)


@frozen
class Sieve:
    """Which happenings count by themselves: one of the kinds, one of the sectors and one of the regions, or a series.

    An empty list takes all. A sieve that takes everything takes nothing: then only what people count by hand counts.
    """

    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    series: str = ""

    @property
    def empty(self) -> bool:
        return not (self.kinds or self.sectors or self.regions or self.series)

    def keys(self, facet: Facet) -> tuple[str, ...]:
        return {Facet.KIND: self.kinds, Facet.SECTOR: self.sectors, Facet.REGION: self.regions}[facet]


@frozen
class Item:
    """One line of the plan: `target` visits (or sittings, surveys) from `first` to `last`, seen to by a team.

    `owner` answers for it, else who leads the team.
    """

    number: int
    field: str
    ko: str
    en: str
    first: dt.date
    last: dt.date
    target: int
    created: dt.datetime
    created_by: str
    source: Source = Source.VISITS
    sieve: Sieve = dataclasses.field(default_factory=Sieve)
    team: str | None = None
    owner: str | None = None
    deleted: dt.datetime | None = None
    version: int = 1

    @property
    def ref(self) -> str:
        return f"P-{self.number}"

    @property
    def teams(self) -> tuple[str, ...]:
        return (self.team,) if self.team else ()

    @property
    def period(self) -> Period:
        return Period(self.first, self.last)

    def name(self, lang: str) -> str:
        return (self.ko or self.en) if lang == "ko" else (self.en or self.ko)

    def spellings(self) -> frozenset[str]:
        """What people may type for it, folded; its number too, so that it can stand behind a #."""
        return frozenset(folded(name) for name in (self.ref, self.ko, self.en) if name)


@frozen
class Happening:
    """Something that an item may count. `done`: it took place; else it is planned for that day.

    `part` tells the waves of a survey apart, which people know by one number.
    """

    ref: str
    day: dt.date
    done: bool
    kinds: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    series: str = ""
    part: int = 1

    @property
    def name(self) -> str:
        return self.ref if self.part == 1 else f"{self.ref} ({self.part})"


@frozen
class Word:
    """What somebody said by hand: this counts for the item, or does not, whatever its tags are."""

    item: int
    ref: str
    counts: bool
    person: str
    at: dt.datetime


@frozen
class Progress:
    """How far an item is. `done` are the names of what counts, oldest first; `planned` of what will."""

    item: Item
    done: tuple[str, ...] = ()
    planned: tuple[str, ...] = ()
    expected: int = 0  # by today, on a straight line
    overdue: bool = False  # its period has passed
    behind: bool = False  # near its end, and behind the line

    @property
    def count(self) -> int:
        return len(self.done)

    @property
    def percent(self) -> int:
        return min(100, self.count * 100 // self.item.target) if self.item.target else 100

    @property
    def pressing(self) -> bool:
        return self.overdue or self.behind

    @property
    def alarm(self) -> str:
        """The name of that one time that it became overdue or behind."""
        return f"{self.item.ref}.{'overdue' if self.overdue else 'behind'}.{self.item.last}"


@frozen
class Wanted:
    """What a line or a form says of an item."""

    field: str
    ko: str
    en: str
    period: Period
    target: int
    source: Source = Source.VISITS
    sieve: Sieve = dataclasses.field(default_factory=Sieve)
    team: str | None = None
    owner: str | None = None


@frozen
class Cell:
    """A sector in a region: how many visits there were, and the organisations of it that nobody has visited."""

    sector: str
    region: str
    visits: int = 0
    unvisited: tuple[tuple[int, str], ...] = ()  # number and name


@frozen
class Coverage:
    """Sectors and regions of the workspace, in its order, with what was visited from `first` to `last`.

    `visits` counts each once; one with two sectors or regions stands in several cells.
    """

    first: dt.date
    last: dt.date
    sectors: tuple[str, ...]
    regions: tuple[str, ...]
    cells: dict[tuple[str, str], Cell] = dataclasses.field(
        default_factory=dict
    )  # sector, region; those of nothing are missing
    visits: int = 0
    untagged: int = 0  # visits without a sector or a region, which stand in no cell

    def at(self, sector: str, region: str) -> Cell:
        return self.cells.get((sector, region), Cell(sector, region))

    @property
    def visited(self) -> int:
        """How many cells have a visit."""
        return sum(cell.visits > 0 for cell in self.cells.values())
