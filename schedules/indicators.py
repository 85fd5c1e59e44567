"""What is said about indicators unasked: to the owner, once, when one leaves its path or falls silent; and pictures.

Afterwards it stands in the Monday digest, the App Home and the weekly agenda until it is well again: not here.
"""

import datetime as dt
from typing import Final

from bot.blocks import indicators as blocks
from bot.domain import indicators as rules
from bot.domain.charts import Bars, IndicatorChart, Measured
from bot.domain.directory import Directory
from bot.domain.indicators import Alarm, Course, Direction
from bot.domain.ledger import File, Message, Payload, Post
from bot.domain.owing import Mutable
from bot.domain.words import Facet
from bot.i18n import Translator, speaking
from storage import Session, indicators, ledger
from storage.directories import directory

ROUND: Final = dt.timedelta(minutes=10)


def sweep(session: Session, workspace: str, now: dt.datetime) -> int:
    """Plan a word to the owner of each indicator that is off its path or silent, once each time that it becomes so.

    It becomes so with a period: the first of those off the path, or the one that nobody measured. Gives how many are
    new.
    """
    people = directory(session, workspace)
    if people is None or people.workspace.quiet(people.workspace.zone, now):
        return 0
    today = people.workspace.today(now)
    found = indicators.courses(session, workspace, indicators.all_of(session, workspace), today)
    return sum(_plan(session, people, one, what, name, now) for one in found for what, name in one.alarms)


def alarm(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To who answers for it. Nothing, when it is well again by now or they do not want to hear of it."""
    people = directory(session, post.workspace)
    reader = people.person(post.person) if people else None
    found = _course(session, post, now, people)
    if people is None or reader is None or found is None or Mutable.INDICATORS.value in reader.muted:
        return None
    if post.args["what"] not in [what for what, _ in found.alarms] or not reader.works_here:
        return None
    card = blocks.alarm_card(speaking(people.voice_of(reader), now), found)
    return Message(card.text, card.blocks)


def chart(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The picture that somebody asked for. Slow, and only reads."""
    from bot.charts.indicator import indicator_chart  # matplotlib takes half a second

    people = directory(session, post.workspace)
    reader = people.person(post.person) if people else None
    found = _course(session, post, now, people)
    if people is None or reader is None or found is None:
        return None
    t = speaking(people.voice_of(reader), now)
    made = indicator_chart(t, drawn(session, people, found, t))
    return File(f"{found.indicator.key}.png", made.title, made.alt, made.png)


def drawn(session: Session, people: Directory, course: Course, t: Translator) -> IndicatorChart:
    """An indicator as its picture shows it."""
    one, latest = course.indicator, course.latest
    current = rules.current(indicators.readings(session, people.workspace.id, one.number))
    bars = []
    for facet, name in ((Facet.SECTOR, t.plain("By sector")), (Facet.REGION, t.plain("By region"))):
        found = rules.parts(one, current, facet)
        named = [(people.workspace.vocabulary.name(facet, part.key, t.lang), part.value) for part in found]
        if named:
            bars.append(Bars(name, tuple(named)))
    return IndicatorChart(
        name=one.name(t.lang),
        unit=one.unit,
        first=one.first,
        last=one.last,
        path=tuple((point.day, point.value) for point in rules.path(one)),
        readings=tuple(Measured(step.period.last, step.reached, step.off) for step in course.steps),
        target=one.target,
        expected=latest.expected if latest else None,
        at_most=one.direction is Direction.DOWN,
        bars=tuple(bars),
    )


# steps ----------------------------------------------------------------------------------------------------------------


def _plan(session: Session, people: Directory, course: Course, what: Alarm, name: str, now: dt.datetime) -> bool:
    one = course.indicator
    person = people.who_answers(one.owner, one.team, one.created_by)
    if person is None:
        return False
    return ledger.tell(
        session,
        people,
        series=indicators.ALARM,
        occurrence=name,
        person=person,
        args={"indicator": course.indicator.number, "what": what.value},
        now=now,
    )


def _course(session: Session, post: Post, now: dt.datetime, people: Directory | None) -> Course | None:
    one = indicators.get(session, post.workspace, post.args["indicator"])
    if people is None or one is None or one.deleted:
        return None
    today = people.workspace.today(now)
    return indicators.courses(session, post.workspace, [one], today)[0]
