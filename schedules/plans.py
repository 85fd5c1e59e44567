"""What is said about the inspection plan unasked: to who answers for an item, once; and the picture of the coverage.

Afterwards an item that is behind stands in the Monday digest, the App Home and the weekly agenda: not here.
"""

import datetime as dt
from typing import Final
from zoneinfo import ZoneInfo

from bot.blocks import plans as blocks
from bot.domain.charts import CoverageChart
from bot.domain.directory import Directory
from bot.domain.ledger import File, Message, Payload, Post
from bot.domain.owing import Mutable
from bot.domain.plans import Coverage, Progress
from bot.domain.words import Facet
from bot.i18n import Translator, speaking
from storage import Session, ledger, plans
from storage.directories import directory

ROUND: Final = dt.timedelta(minutes=10)


def sweep(session: Session, workspace: str, now: dt.datetime) -> int:
    """Plan a word about each item that is behind near its end, and about each whose period passed; once each.

    Gives how many are new.
    """
    people = directory(session, workspace)
    if people is None or people.workspace.quiet(people.workspace.zone, now):
        return 0
    today = people.workspace.today(now)
    return sum(_plan(session, people, one, now) for one in plans.pressing(session, workspace, today))


def alarm(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To who answers for it. Nothing, when it has caught up by now or they do not want to hear of it."""
    people = directory(session, post.workspace)
    reader = people.person(post.person) if people else None
    item = plans.get(session, post.workspace, post.args["item"])
    if people is None or reader is None or item is None or item.deleted or Mutable.PLAN.value in reader.muted:
        return None
    [found] = plans.progress(session, post.workspace, [item], people.workspace.today(now))
    if not (found.pressing and reader.works_here):
        return None
    card = blocks.alarm_card(speaking(people.voice_of(reader), now), found)
    return Message(card.text, card.blocks)


def coverage(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The picture that somebody asked for. Slow, and only reads."""
    from bot.charts.coverage import coverage_chart  # matplotlib takes half a second

    people = directory(session, post.workspace)
    reader = people.person(post.person) if people else None
    if people is None or reader is None:
        return None
    today = now.astimezone(ZoneInfo(reader.zone)).date()
    t = speaking(people.voice_of(reader), today)
    found = plans.coverage(session, post.workspace, people.workspace.vocabulary, today)
    made = coverage_chart(t, drawn(people, found, t))
    return File(f"coverage-{today}.png", made.title, made.alt, made.png)


def drawn(people: Directory, found: Coverage, t: Translator) -> CoverageChart:
    """The grid as its picture shows it."""
    words = people.workspace.vocabulary
    return CoverageChart(
        found.first,
        found.last,
        tuple(words.name(Facet.SECTOR, key, t.lang) for key in found.sectors),
        tuple(words.name(Facet.REGION, key, t.lang) for key in found.regions),
        tuple(tuple(found.at(sector, region).visits for sector in found.sectors) for region in found.regions),
        frozenset(
            (row, column)
            for row, region in enumerate(found.regions)
            for column, sector in enumerate(found.sectors)
            if found.at(sector, region).unvisited
        ),
    )


# steps ----------------------------------------------------------------------------------------------------------------


def _plan(session: Session, people: Directory, one: Progress, now: dt.datetime) -> bool:
    person = people.who_answers(one.item.owner, one.item.team, one.item.created_by)
    if person is None:
        return False
    return ledger.tell(
        session,
        people,
        series=plans.ALARM,
        occurrence=one.alarm,
        person=person,
        args={"item": one.item.number},
        now=now,
    )
