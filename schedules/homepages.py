"""The homepages of partners are looked at, each once a month; the secretariat hears once of those that are broken.

Nobody waits for a page inside a transaction. Where no page says anything, one that did before is asked as a witness:
if it is silent too, our own way out may be closed. That is no partner's fault; it counts when it lasts for a week.
"""

import datetime as dt
from collections.abc import Callable, Iterable
from itertools import islice
from typing import Final

from bot.blocks import homepages as blocks
from bot.domain import homepages as rules
from bot.domain.homepages import Look
from bot.domain.ledger import Message, Payload, Post
from bot.domain.organisations import Organisation
from bot.i18n import speaking
from schedules.reaching import Reach
from schedules.sweeps import ours
from storage import Database, Session, homepages, ledger, organisations, workspaces
from storage.directories import directory

EVERY: Final = 300.0  # seconds between rounds
ROUND: Final = dt.timedelta(seconds=EVERY - 10)  # a little less: a round that comes early is not lost
NAME: Final = "homepages"
MOST: Final = 10  # pages a round
WITNESSES: Final = 3  # pages more, of those that answered last
BROKEN: Final = "homepages-broken"  # the series of what the secretariat hears

Seen = list[tuple[Organisation, Look]]


def round_(db: Database, clock: Callable[[], dt.datetime], look: Callable[[str], Look] | None = None) -> int:
    """Look at some of the pages that are due, then tell of those that are newly broken. Gives how many it looked at.

    Of all processes one does the round of a workspace.
    """
    look = look or Reach().look
    with db.read() as session:
        ids = workspaces.all_ids(session)
    return sum(_look(db, id, clock, look) for id in ids if ours(db, id, NAME, clock(), ROUND))


def broken(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """To the secretariat: which homepages are broken, since when and why. Nothing, when they answer by now."""
    people = directory(session, post.workspace)
    reader = people.person(post.person) if people else None
    if people is None or reader is None or not reader.active:
        return None
    known = homepages.of(session, post.workspace, post.args["numbers"])
    there = organisations.by_ids(session, post.workspace, known)
    found = [
        (one, known[number])
        for number, one in there.items()
        if known[number].broken and known[number].url == one.homepage
    ]
    if not found:
        return None
    t = speaking(people.voice_of(reader), now)
    said = rules.way_is_open(seen.look for _, seen in found) or homepages.answering(session, post.workspace, 1)
    card = blocks.broken_card(t, found, alone=not said)
    return Message(card.text, card.blocks)


# steps ----------------------------------------------------------------------------------------------------------------


def _look(db: Database, workspace: str, clock: Callable[[], dt.datetime], look: Callable[[str], Look]) -> int:
    with db.read() as session:
        partners = _due(session, workspace, clock())
        witnesses = homepages.answering(session, workspace, MOST + WITNESSES)
    seen = [(one, look(one.homepage)) for one in partners]
    asked = _asked(seen, witnesses, look)
    sure = rules.way_is_open(found for _, found in [*seen, *asked])
    for one, found in [*seen, *asked]:
        with db.begin() as session:
            _keep(session, workspace, one, found, clock(), sure=sure)
    if len(partners) < MOST:
        with db.begin() as session:
            _tell(session, workspace, clock())
    return len(seen) + len(asked)


def _asked(seen: Seen, witnesses: Iterable[Organisation], look: Callable[[str], Look]) -> Seen:
    """Pages that answered before, asked until one says something; none while those of this round do."""
    asked: Seen = []
    there = {one.number for one, _ in seen}
    for one in islice((one for one in witnesses if one.number not in there), WITNESSES if seen else 0):
        if rules.way_is_open(found for _, found in [*seen, *asked]):
            break
        asked.append((one, look(one.homepage)))
    return asked


def _due(session: Session, workspace: str, now: dt.datetime) -> list[Organisation]:
    people = directory(session, workspace)
    partners = homepages.partners(session, workspace)
    if people is None or not partners:
        return []
    known = homepages.of(session, workspace, (one.number for one in partners))
    zone = people.workspace.zone
    return [one for one in partners if rules.due(known.get(one.number), one.homepage, now, zone)][:MOST]


def _keep(session: Session, workspace: str, one: Organisation, found: Look, now: dt.datetime, *, sure: bool) -> None:
    here = organisations.get(session, workspace, one.number)
    if here is None or here.homepage != one.homepage:
        return  # somebody has changed it meanwhile
    known = homepages.of(session, workspace, [one.number]).get(one.number)
    if rules.fresh(known, one.homepage, now):
        return  # another process has looked meanwhile, or a witness that answered today is no failure
    homepages.keep(session, workspace, rules.looked(known, one.number, one.homepage, found, now, sure=sure))


def _tell(session: Session, workspace: str, now: dt.datetime) -> None:
    """Plan a word to the secretariat, in working hours, once for each that is broken."""
    people = directory(session, workspace)
    found = homepages.untold(session, workspace)
    if people is None or not found or people.workspace.quiet(people.workspace.zone, now):
        return
    numbers = [one.organisation for one in found]
    today = people.workspace.today(now)
    for person in people.secretariat:
        ledger.tell(
            session,
            people,
            series=BROKEN,
            occurrence=f"{today}.O-{numbers[0]}:{person.id}",
            person=person.id,
            args={"numbers": numbers},
            now=now,
        )
    homepages.tell(session, workspace, numbers, now)
