"""What counts for an item, when it is behind, where nobody has been, and which item is meant."""

import datetime as dt
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Final

from bot.domain.organisations import Organisation
from bot.domain.periods import DAY
from bot.domain.plans.values import (
    MOST,
    Cell,
    Coverage,
    Happening,
    Item,
    PlanField,
    Progress,
    Source,
    Wanted,
    Word,
)
from bot.domain.refs import Ref
from bot.domain.words import folded
from bot.refusals import Refusal

KEY: Final = re.compile(r"[^\W_][\w-]{0,29}")
NEAR_THE_END: Final = 75  # percent of the days of a period, from which on the straight line is looked at
SAID_FOR: Final = 31 * DAY  # what was not reached is history when its period ended longer ago
COVERED: Final = 90 * DAY  # how far back the coverage looks


# what counts ----------------------------------------------------------------------------------------------------------


def takes(item: Item, happening: Happening) -> bool:
    """Whether it counts by itself: within the period, and by its tags."""
    sieve = item.sieve
    if sieve.empty or not item.period.holds(happening.day) or (sieve.series and sieve.series != happening.series):
        return False
    pairs = ((sieve.kinds, happening.kinds), (sieve.sectors, happening.sectors), (sieve.regions, happening.regions))
    return all(not wanted or set(wanted) & set(there) for wanted, there in pairs)


def progress(item: Item, happenings: Iterable[Happening], words: Iterable[Word], today: dt.date) -> Progress:
    """How far it is. What people said by hand goes before the tags, and before the days of the period too."""
    said = {word.ref: word.counts for word in words if word.item == item.number}
    counted = [one for one in happenings if said.get(one.ref, takes(item, one))]
    counted.sort(key=lambda one: (one.day, one.ref, one.part))
    done = tuple(one.name for one in counted if one.done)
    planned = tuple(one.name for one in counted if not one.done)
    expected = expected_by(item, today)
    short = len(done) < item.target
    ended = item.last < today
    return Progress(
        item,
        done,
        planned,
        expected,
        overdue=short and ended and today <= item.last + SAID_FOR,
        behind=not ended and near_the_end(item, today) and len(done) < expected,
    )


def check_source(item: Item, ref: Ref) -> None:
    """Only what an item counts can be counted for it."""
    if ref.prefix != item.source.letter:
        raise Refusal(_OTHERS[item.source], ref=str(ref), item=item.ref)


_OTHERS: Final = {
    Source.VISITS: Refusal("{item} counts visits, so {ref} cannot count for it. Name one such as `V-12`.").message,
    Source.MEETINGS: Refusal("{item} counts meetings, so {ref} cannot count for it. Name one such as `M-4`.").message,
    Source.SURVEYS: Refusal("{item} counts surveys, so {ref} cannot count for it. Name one such as `S-3`.").message,
}


def expected_by(item: Item, today: dt.date) -> int:
    """What the straight line asks for by the end of this day: whole ones only, halves down."""
    passed = max(0, min((today - item.first).days + 1, item.period.days))
    return item.target * passed // item.period.days


def looked_at(item: Item, today: dt.date) -> bool:
    """Whether it may be behind or overdue on this day: before that nothing need be counted."""
    return item.last + SAID_FOR >= today and (item.last < today or near_the_end(item, today))


def answers_for(item: Item, person: str, leads: Collection[str]) -> bool:
    """Its owner; without one who leads its team."""
    return item.owner == person if item.owner else item.team in leads


def near_the_end(item: Item, today: dt.date) -> bool:
    return ((today - item.first).days + 1) * 100 >= item.period.days * NEAR_THE_END


# where nobody has been ------------------------------------------------------------------------------------------------


def coverage(
    sectors: Sequence[str],
    regions: Sequence[str],
    visits: Iterable[tuple[int, Happening]],
    organisations: Iterable[Organisation],
    today: dt.date,
) -> Coverage:
    """The grid, of visits with the number of their organisation: its sectors and regions stand in for missing tags."""
    directory = {one.number: one for one in organisations}
    counts: dict[tuple[str, str], int] = {}
    seen: set[int] = set()
    total = untagged = 0
    for organisation, visit in visits:
        home = directory.get(organisation)
        seen.add(organisation)
        total += 1
        places = _places(
            visit.sectors or (home.sectors if home else ()), visit.regions or (home.regions if home else ())
        )
        untagged += not places
        for place in places:
            counts[place] = counts.get(place, 0) + 1
    waiting: dict[tuple[str, str], list[tuple[int, str]]] = {}
    for one in directory.values():
        if one.number not in seen:
            for place in _places(one.sectors, one.regions):
                waiting.setdefault(place, []).append((one.number, one.name))
    known = {(sector, region) for sector in sectors for region in regions}
    cells = {
        place: Cell(*place, counts.get(place, 0), tuple(sorted(waiting.get(place, ()), key=lambda one: one[1])))
        for place in sorted({*counts, *waiting} & known)
    }
    return Coverage(today - COVERED + DAY, today, tuple(sectors), tuple(regions), cells, total, untagged)


def suggestions(found: Coverage, most: int) -> list[Cell]:
    """Cells where nobody has been although organisations are there, those with the most organisations first."""
    empty = [cell for cell in found.cells.values() if not cell.visits and cell.unvisited]
    return sorted(empty, key=lambda cell: (-len(cell.unvisited), cell.sector, cell.region))[:most]


def _places(sectors: Iterable[str], regions: Iterable[str]) -> list[tuple[str, str]]:
    there = list(regions)
    return [(sector, region) for sector in dict.fromkeys(sectors) for region in dict.fromkeys(there)]


# what makes one -------------------------------------------------------------------------------------------------------


def draft(wanted: Wanted, *, who: str, now: dt.datetime) -> Item:
    """A new one before it has a number."""
    blank = Item(0, "", "", "", wanted.period.first, wanted.period.last, 0, now, who)
    return edit(blank, wanted)


def edit(item: Item, wanted: Wanted) -> Item:
    return replace(
        item,
        field=wanted.field,
        ko=wanted.ko,
        en=wanted.en,
        first=wanted.period.first,
        last=wanted.period.last,
        target=check_target(wanted.target),
        source=wanted.source,
        sieve=wanted.sieve,
        team=wanted.team,
        owner=wanted.owner,
    )


def check_target(target: int) -> int:
    if not 1 <= target <= MOST:
        raise Refusal("A target is a whole number from 1 to {most}.", most=MOST)
    return target


def check_names(item: Item, others: Iterable[Item]) -> None:
    """No two items of one period answer to one name."""
    for other in others:
        if other.number != item.number and other.spellings() & item.spellings() and other.period == item.period:
            raise Refusal("{ref} is called that already, in the same period. Choose another name.", ref=other.ref)


def check_undo(item: Item, now: dt.datetime, within: dt.timedelta, *, counted: bool) -> None:
    """Only what was just added by mistake can be taken back, as long as nothing was counted for it by hand."""
    if item.version > 1 or counted or now - item.created > within:
        raise Refusal(
            "{ref} can no longer be taken back. `/plan delete {ref}` removes it, and its record is kept.", ref=item.ref
        )


def pick(items: Sequence[Item], typed: str) -> Item:
    """The item of this name, of several the one whose period ends last; or of this part of a name, if it is one's."""
    wanted = folded(typed)
    exact = [one for one in items if wanted in one.spellings()]
    found = exact or [one for one in items if wanted and any(wanted in name for name in one.spellings())]
    if not found or (not exact and len({one.spellings() - {folded(one.ref)} for one in found}) > 1):
        raise Refusal(
            "“{name}” is no single item of the plan. Type its number, such as `P-3`; `/plan` shows them.", name=typed
        )
    return max(found, key=lambda one: (one.last, one.number))


# fields ---------------------------------------------------------------------------------------------------------------


def pick_field(fields: Sequence[PlanField], typed: str) -> PlanField:
    """The field of this key or name; keys before names, then a part of a name that is only one's."""
    wanted = folded(typed)
    found = [one for one in fields if wanted in one.spellings()]
    if not found:
        found = [one for one in fields if wanted and any(wanted in name for name in one.spellings())]
        found = found if len(found) == 1 else []
    if not found:
        keys = ", ".join(one.key for one in fields[:20])
        raise Refusal("There is no field “{name}”. These are known: {keys}.", name=typed, keys=keys or "–")
    return min(found, key=lambda one: folded(one.key) != wanted)


def check_field(one: PlanField, others: Iterable[PlanField]) -> None:
    """A field's key is one short word, and no two fields answer to one name."""
    if not KEY.fullmatch(one.key):
        raise Refusal("A key is one short word of letters, digits and hyphens, such as `export`.")
    for other in others:
        if other.key != one.key and other.spellings() & one.spellings():
            raise Refusal("The field `{key}` is called that already. Choose another name.", key=other.key)
