"""What people owe, said unasked: one message a day, the Monday digest, the Thursday nudge; else silence."""

import datetime as dt
from zoneinfo import ZoneInfo

from bot.blocks import owing as blocks
from bot.blocks.kit import Card
from bot.domain.directory import Directory
from bot.domain.ledger import Message, Payload, Post
from bot.domain.owing import Mutable, Owing, today_only, without
from bot.domain.people import Person
from bot.domain.timetable import BY_KEY, Times, comes_on
from bot.i18n import Translator, speaking
from storage import Session
from storage.directories import directory
from storage.owing import owing
from storage.people import leaves


def bundle(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The daily message. On the day of the digest its lines stand there."""
    found = _found(session, post, now)
    if found is None:
        return None
    people, person, mine, t, today = found
    mine = today_only(mine)
    if not mine.pressing or (is_digest_day(people, today) and Mutable.DIGEST.value not in person.muted):
        return None
    return _message(blocks.bundle_card(t, mine))


def digest(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """Monday: the week's quota, and all that is due or late."""
    found = _found(session, post, now, Mutable.DIGEST)
    if found is None:
        return None
    _, _, mine, t, _ = found
    return _message(blocks.digest_card(t, mine)) if mine.anything else None


def nudge(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """Thursday: only those behind the quota, who are here to do something about it."""
    found = _found(session, post, now, Mutable.NUDGE)
    if found is None:
        return None
    people, person, mine, t, today = found
    if _away_from_noon(session, people, person, today):
        return None
    return _message(blocks.nudge_card(t, mine)) if mine.tally is not None and mine.tally.behind else None


def is_digest_day(people: Directory, today: dt.date) -> bool:
    """The day of the digest: Monday, unless that is off or the settings have another."""
    series = BY_KEY["digest"]
    rule = Times(workspace=people.workspace.times).rule(series)
    return comes_on(rule, series.holiday, people.workspace.calendar, today)


def _found(
    session: Session, post: Post, now: dt.datetime, kind: Mutable | None = None
) -> tuple[Directory, Person, Owing, Translator, dt.date] | None:
    """The person as they are by now, with what they owe; None if they do not want to hear of this kind."""
    people = directory(session, post.workspace, now)
    person = people.person(post.person) if people else None
    if people is None or person is None or not person.works_here or (kind and kind.value in person.muted):
        return None
    if _replaced(people, person):
        return None
    today = now.astimezone(ZoneInfo(person.zone)).date()
    mine = without(owing(session, people, person, now, today), person.muted)
    return people, person, mine, speaking(people.voice_of(person), today), today


def _away_from_noon(session: Session, people: Directory, person: Person, today: dt.date) -> bool:
    """Who is away in the morning alone is back when the nudge is said."""
    there = leaves(session, people.workspace.id, today, today)
    return any(one.person == person.id and one.half != "am" for one in there)


def _replaced(people: Directory, person: Person) -> bool:
    """They are away, and a deputy who is here hears it in their place."""
    deputy = people.person(people.deputies.get(person.id))
    return deputy is not None and deputy.works_here and deputy.id not in people.deputies


def _message(card: Card) -> Payload:
    return Message(card.text, card.blocks)
