"""What is said about duty unasked: one's days, a question about a swap, the day before, and the hand-over.

A day of duty is a day off, so what it needs is said on days off too, at the times of the settings: the confirmation and
the escalation on the day before (10:00 and 16:00 unless they say otherwise), the hand-over when the shift ends.
"""

import datetime as dt
from typing import Final

from bot.blocks import duty as blocks
from bot.blocks.kit import Card
from bot.domain import duty as rules
from bot.domain.calendars import DAY
from bot.domain.directory import Directory
from bot.domain.duty import Duty
from bot.domain.ledger import Message, Payload, Post
from bot.domain.owing import Mutable
from bot.domain.people import Person
from bot.i18n import Translator, speaking
from storage import Session, duty, ledger
from storage.directories import directory
from storage.people import leaves

EVE: Final = "duty-eve"
ESCALATION: Final = "duty-escalation"
ROUND: Final = dt.timedelta(minutes=10)
GRACE: Final = dt.timedelta(hours=2)  # to confirm what was shared out only just now
GOOD_FOR: Final = DAY  # a hand-over


def sweep(session: Session, workspace: str, now: dt.datetime) -> int:
    """Plan what the day before and the end of a shift ask for, each once. Gives how many are new."""
    people = directory(session, workspace)
    if people is None:
        return 0
    hours = rules.hours(people.workspace)
    today = rules.shift_day(now, hours)
    near = duty.between(session, workspace, today - DAY, today + 2 * DAY)
    asked = sum(_before(session, people, one, now) for one in near if one.confirmed is None)
    over = sorted({one.day for one in near if not rules.holds(one.day, now, hours)})
    return asked + sum(_after(session, people, day, now) for day in over)


def eve(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The day before, to who is on. Nothing, when they confirmed or somebody else has the day by now."""
    found = _reader(session, post, now)
    one = _seat(session, post)
    if found is None or one is None or one.person != post.person or one.confirmed:
        return None
    people, _, t = found
    hours = rules.hours(people.workspace)
    return _message(blocks.eve_card(t, people, one, rules.begins(one.day, hours), rules.ends(one.day, hours)))


def escalation(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To the secretariat: who is on tomorrow has not confirmed. Nothing, when that is settled by now."""
    found = _reader(session, post, now)
    one = _seat(session, post)
    if found is None or one is None or one.person != post.args["who"] or one.confirmed:
        return None
    people, _, t = found
    today = rules.shift_day(now, rules.hours(people.workspace))
    near = leaves(session, people.workspace.id, today, one.day)
    away = next((leave for leave in reversed(near) if leave.person == one.person), None)
    return _message(blocks.escalation_card(t, people, one, away))


def told(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """Somebody's new days, and those that are no longer theirs: as things are by now."""
    found = _reader(session, post, now)
    if found is None:
        return None
    people, person, t = found
    given, taken = (_dates(post, name) for name in ("days", "lost"))
    known = {
        one.day: one
        for day in given | taken
        for one in duty.at(session, post.workspace, day)
        if one.person == person.id
    }
    mine = [known[day] for day in sorted(given & set(known))]
    lost = sorted(taken - set(known))
    return _message(blocks.told_card(t, people, mine, lost)) if mine or lost else None


def relieved(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To who had a day until now. Nothing, when it is theirs again."""
    found = _reader(session, post, now)
    if found is None:
        return None
    people, person, t = found
    day = dt.date.fromisoformat(post.args["day"])
    there = duty.at(session, post.workspace, day)
    if any(one.person == person.id for one in there):
        return None
    return _message(blocks.relieved_card(t, people, day, there, post.args["by"]))


def asked(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """Would you take this day? Nothing, when nobody waits for the answer any more."""
    found = _reader(session, post, now)
    swap = duty.swap_between(session, post.workspace, post.args["swap"])
    if found is None or swap is None or swap.state is not rules.SwapState.OPEN:
        return None
    people, _, t = found
    return _message(blocks.asked_card(t, people, swap))


def answered(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To who asked: yes or no."""
    found = _reader(session, post, now)
    swap = duty.swap_between(session, post.workspace, post.args["swap"])
    if found is None or swap is None or swap.settled is None:
        return None
    people, _, t = found
    return _message(blocks.answered_card(t, people, swap))


def handover(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The log of a shift: in the channel for it, and to those who come next."""
    people = directory(session, post.workspace)
    if people is None:
        return None
    ws = people.workspace
    reader = people.person(post.person)
    t = speaking(people.voice_of(reader) if reader else people.voice_of_team(None), now)
    day = dt.date.fromisoformat(post.args["day"])
    there = duty.at(session, ws.id, day)
    entries = duty.entries(session, ws.id, day)
    if post.person and (not entries or reader is None or Mutable.DUTY.value in reader.muted):
        return None
    coming = duty.between(session, ws.id, day + DAY, day + 60 * DAY)
    following = [one for one in coming if one.day == coming[0].day]
    return _message(blocks.handover_card(t, people, day, there, entries, following))


# steps ----------------------------------------------------------------------------------------------------------------


def _before(session: Session, people: Directory, one: Duty, now: dt.datetime) -> int:
    """Ask who is on tomorrow; from the afternoon on tell the secretariat that they have not answered."""
    hours = rules.hours(people.workspace)
    ask, escalate = rules.eve(one.day, hours)
    if not ask <= now < rules.ends(one.day, hours):
        return 0
    place = f"{one.day.isoformat()}.{one.seat}"
    new = _plan(session, people, EVE, f"{place}.{one.person}", one.person, one, now)
    if now >= max(escalate, one.made + GRACE):
        new += sum(
            _plan(session, people, ESCALATION, f"{place}.{one.person}.{boss.id}", boss.id, one, now)
            for boss in people.secretariat
            if boss.id != one.person
        )
    return new


def _plan(
    session: Session, people: Directory, series: str, occurrence: str, person: str, one: Duty, now: dt.datetime
) -> int:
    return ledger.plan(
        session,
        people.workspace.id,
        series=series,
        occurrence=occurrence[:120],
        person=person,
        due=now,
        expires=rules.ends(one.day, rules.hours(people.workspace)),
        maker=series,
        args={"day": one.day.isoformat(), "seat": one.seat, "who": one.person},
        now=now,
    )


def _after(session: Session, people: Directory, day: dt.date, now: dt.datetime) -> int:
    """The shift of `day` is over: the hand-over to its channel, and to those who are on now."""
    ws = people.workspace
    due = rules.ends(day, rules.hours(ws))
    if now >= due + GOOD_FOR:
        return 0
    channel = ws.duty_channel or ws.leadership_channel
    before = {one.person for one in duty.at(session, ws.id, day)}
    readers = [one.person for one in duty.at(session, ws.id, day + DAY) if one.person not in before]
    to: list[tuple[str | None, str | None]] = [*([(channel, None)] if channel else []), *((None, id) for id in readers)]
    new = 0
    for place, person in to:
        new += ledger.plan(
            session,
            ws.id,
            series=duty.HANDOVER,
            occurrence=f"{day.isoformat()}.{person}" if person else day.isoformat(),
            channel=place,
            person=person,
            due=due,
            expires=due + GOOD_FOR,
            maker=duty.HANDOVER,
            args={"day": day.isoformat()},
            now=now,
        )
    return new


def _seat(session: Session, post: Post) -> Duty | None:
    day, seat = dt.date.fromisoformat(post.args["day"]), post.args["seat"]
    return next((one for one in duty.at(session, post.workspace, day) if one.seat == seat), None)


def _dates(post: Post, name: str) -> set[dt.date]:
    return {dt.date.fromisoformat(day) for day in post.args.get(name, ())}


def _reader(session: Session, post: Post, now: dt.datetime) -> tuple[Directory, Person, Translator] | None:
    """Who the post is for, as they are by now."""
    people = directory(session, post.workspace)
    person = people.person(post.person) if people else None
    if people is None or person is None or not person.works_here:
        return None
    return people, person, speaking(people.voice_of(person), now)


def _message(card: Card) -> Payload:
    return Message(card.text, card.blocks)
