"""What counts for the items of the plan, and where nobody has been.

A source gives what took place, or will, on some days; a new one is a line in SOURCES.
"""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.domain import plans as rules
from bot.domain.meetings import MeetingState
from bot.domain.organisations import Organisation
from bot.domain.periods import DAY
from bot.domain.plans import COVERED, SAID_FOR, Coverage, Happening, Item, Progress, Source, Word
from bot.domain.visits import VisitState
from bot.domain.words import Facet, Vocabulary
from storage import audit, meetings, organisations, surveys, upsert, visits
from storage.directories import directory
from storage.plans.items import all_of
from storage.plans.rows import WORD, PlanWordRow

# session, workspace, first and last day, refs asked for whatever their day → what took place or is planned
Gather = Callable[[Session, str, dt.date, dt.date, Sequence[str]], Iterable[Happening]]


def _visits(
    session: Session, workspace: str, first: dt.date, last: dt.date, refs: Sequence[str]
) -> Iterable[Happening]:
    numbers = [int(ref[2:]) for ref in refs if ref.startswith("V-")]
    for row in visits.tagged(session, workspace, first, last, numbers):
        yield _happening(row)


def _surveys(
    session: Session, workspace: str, first: dt.date, last: dt.date, refs: Sequence[str]
) -> Iterable[Happening]:
    """A survey counts on the day when its answers are in, where its team is: each wave once.

    Its own number stands for its series.
    """
    people = directory(session, workspace)
    if people is None:
        return
    numbers = [int(ref[2:]) for ref in refs if ref.startswith("S-")]
    for survey, wave in surveys.waves_between(session, workspace, *_in_any_zone(first, last), numbers):
        zone = ZoneInfo(people.zone_of_team(people.team(survey.team)))
        day = (wave.closed or wave.closes).astimezone(zone).date()
        yield Happening(survey.ref, day, wave.closed is not None, series=survey.ref, part=wave.number)


def _meetings(
    session: Session, workspace: str, first: dt.date, last: dt.date, refs: Sequence[str]
) -> Iterable[Happening]:
    """A sitting counts once somebody said who was there, on its day where its team is; for whom its audience is."""
    people = directory(session, workspace)
    if people is None:
        return
    numbers = [int(ref[2:]) for ref in refs if ref.startswith("M-")]
    for one, series in meetings.between(session, workspace, *_in_any_zone(first, last), numbers):
        zone = people.zone_of_team(people.team(series.team))
        yield Happening(
            one.ref,
            one.day(zone),
            one.state is MeetingState.HELD,
            sectors=series.audience.sectors,
            regions=series.audience.regions,
            series=series.key,
        )


def _in_any_zone(first: dt.date, last: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """Moments [since, before) that hold these days wherever they are lived."""
    since, before = (dt.datetime.combine(day, dt.time(), dt.UTC) for day in (first - DAY, last + 2 * DAY))
    return since, before


SOURCES: Final[Mapping[Source, Gather]] = {
    Source.VISITS: _visits,
    Source.MEETINGS: _meetings,
    Source.SURVEYS: _surveys,
}


def progress(session: Session, workspace: str, items: Iterable[Item], today: dt.date) -> list[Progress]:
    """How far each of these is; what is of the same source is read once."""
    wanted = list(items)
    words = words_of(session, workspace, [one.number for one in wanted])
    happenings: dict[Source, list[Happening]] = {}
    for source in {one.source for one in wanted}:
        own = [one for one in wanted if one.source is source]
        refs = [word.ref for word in words]
        first, last = min(one.first for one in own), max(one.last for one in own)
        happenings[source] = list(SOURCES[source](session, workspace, first, last, refs))
    return [rules.progress(one, happenings[one.source], words, today) for one in wanted]


def pressing(
    session: Session,
    workspace: str,
    today: dt.date,
    *,
    team: str | None = None,
    only: Callable[[Item], bool] = lambda _item: True,
) -> list[Progress]:
    """Items that are overdue, or behind near their end: everybody's, of a team, or those that `only` is true of."""
    there = all_of(session, workspace, team=team, since=today - SAID_FOR)
    items = [one for one in there if rules.looked_at(one, today) and only(one)]
    return [one for one in progress(session, workspace, items, today) if one.pressing]


def words_of(session: Session, workspace: str, items: Iterable[int], ref: str | None = None) -> list[Word]:
    """What people said by hand about these items (and about this ref alone)."""
    where = [WORD.c.workspace == workspace, WORD.c.item.in_(sorted(set(items)))]
    if ref is not None:
        where.append(WORD.c.ref == ref)
    rows = session.execute(select(WORD).where(*where).order_by(WORD.c.item, WORD.c.ref))
    return [Word(row.item, row.ref, row.counts, row.person, row.at) for row in rows]


def say(session: Session, workspace: str, item: Item, ref: str, who: str, now: dt.datetime, *, counts: bool) -> None:
    """Somebody says by hand that this counts for the item, or does not; the newest word holds."""
    key = {"workspace": workspace, "item": item.number, "ref": ref}
    upsert(session, PlanWordRow, key, counts=counts, person=who, at=now)
    audit.record(session, workspace, who, now, "count" if counts else "uncount", item.ref, None, {"counted": ref})


def coverage(session: Session, workspace: str, vocabulary: Vocabulary, today: dt.date) -> Coverage:
    """Sector by region, of the visits of the last 90 days."""
    first = today - COVERED + DAY
    rows = visits.tagged(session, workspace, first, today)
    seen = [(row.organisation, _happening(row)) for row in rows if row.state is VisitState.DONE]
    everybody = list(_everybody(session, workspace))
    sectors, regions = ([term.key for term in vocabulary.of(facet)] for facet in (Facet.SECTOR, Facet.REGION))
    return rules.coverage(sectors, regions, seen, everybody, today)


def _everybody(session: Session, workspace: str) -> Sequence[Organisation]:
    found, _ = organisations.listing(session, workspace, limit=100_000)
    return found


def _happening(row: visits.Tagged) -> Happening:
    return Happening(f"V-{row.number}", row.day, row.state is VisitState.DONE, row.kinds, row.sectors, row.regions)
