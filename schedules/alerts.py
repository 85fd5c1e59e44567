"""Administrators hear, once, of posts that failed, wait for them or came too late."""

import datetime as dt

from bot.blocks.ledger import alert_card
from bot.domain.ledger import ALERT_EXPIRES, ALERT_SERIES, Message, Payload, Post, Terms
from bot.i18n import speaking
from schedules.planning import Clock
from schedules.targets import administrators
from storage import Database, Session, ledger, workspaces
from storage.directories import directory


def tell(db: Database, clock: Clock, terms: Terms, *, at_once: bool = False) -> int:
    """Plan one notice of all that is untold; gives how many. It waits a moment: what goes wrong together is told so.

    A workspace without administrators is told nothing; the ledger and the log have it.
    """
    gather = dt.timedelta() if at_once else dt.timedelta(seconds=terms.settle / 12)
    planned = 0
    with db.read() as session:
        ids = workspaces.all_ids(session)
        since = {workspace: ledger.untold(session, workspace) for workspace in ids}
    for workspace, first in since.items():
        if first is None or first <= clock() < first + gather:
            continue
        with db.begin() as session:
            planned += _tell(session, workspace, clock())
    return planned


def alert(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """The maker of a notice: whatever this occurrence tells of, as it is by now."""
    people = directory(session, post.workspace)
    if people is None:
        return None
    posts = ledger.in_alert(session, post.workspace, post.occurrence)
    if not posts:
        return None
    person = people.person(post.person)
    t = speaking(people.voice_of(person) if person else people.voice_of_team(None), now)
    card = alert_card(t, people, posts)
    return Message(card.text, card.blocks)


def _tell(session: Session, workspace: str, now: dt.datetime) -> int:
    workspaces.lock(session, workspace)
    people = directory(session, workspace)
    if people is None or ledger.untold(session, workspace) is None:  # another process was faster
        return 0
    occurrence = now.isoformat()
    targets = administrators(people)
    for target in targets:
        ledger.plan(
            session,
            workspace,
            series=f"{ALERT_SERIES}:{target.name}" if target.name else ALERT_SERIES,
            occurrence=occurrence,
            channel=target.channel,
            person=target.person,
            due=now,
            expires=now + ALERT_EXPIRES,
            maker=ALERT_SERIES,
            now=now,
        )
    ledger.told_by(session, workspace, occurrence)
    return len(targets)
