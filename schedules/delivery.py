"""Takes planned posts from the ledger and posts them, once: claim, commit, send, settle.

    Delivery(db, slack, makers, clock, terms).drain(workspaces) -> int     everything that may go now
    Maker = Callable[[Session, Post, datetime], Payload | None]     what a post says; None: nothing, it is skipped

A maker runs in the claim's transaction and what it makes is frozen there. `Slow(maker)` runs after the claim in a
read-only session, for charts and documents: it may take seconds and must not write. `Doing(maker, after)` makes a Deed;
`after` keeps what came of it, in the transaction that settles it.
"""

import datetime as dt
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

import structlog
from slack_sdk import WebClient

from bot.domain.ledger import OPENING, UPLOADING, Deed, File, Happened, Outcome, Payload, Post, State, Terms
from bot.observing import NOBODY, Observer
from bot.refusals import NotSaved
from bot.values import frozen
from schedules.doing import do
from schedules.reconciling import Look, delete_copies, look
from schedules.speaking import open_dm, say
from storage import Database, Session, ledger, people, workspaces
from storage.ledger import gates

log = structlog.get_logger(__name__)

Maker = Callable[[Session, Post, dt.datetime], Payload | None]
Clock = Callable[[], dt.datetime]
SHORT_PAUSE: Final = 1.0  # a worker waits out the workspace's pace; longer than this another round does
WORKERS: Final = 4
SETTLE_TRIES: Final = 5


@frozen
class Slow:
    """A maker that takes long: it reads, and runs outside of every write transaction."""

    make: Maker


@frozen
class Doing:
    """A maker of deeds. `after` hears how one ended for good: done, or refused by Slack."""

    make: Maker
    after: Callable[[Session, Post, Outcome, dt.datetime], None]


Makers = Mapping[str, Maker | Slow | Doing]


@frozen
class Delivery:
    """What a worker needs. `pause` waits for seconds; `stopping` is asked before each claim."""

    db: Database
    slack: Callable[[str], WebClient]
    makers: Makers
    clock: Clock
    terms: Terms
    pause: Callable[[float], None] = time.sleep
    stopping: Callable[[], bool] = bool
    observer: Observer = NOBODY

    def maker(self, post: Post) -> Maker | Slow | Doing | None:
        """What makes it: `agenda-leadership#1` for that part alone, else `agenda-leadership`."""
        return self.makers.get(f"{post.maker}#{post.part}") or self.makers.get(post.maker)

    def waiting(self) -> list[str]:
        """Workspaces with something to do now."""
        with self.db.read() as session:
            now = self.clock()
            workspaces = ledger.workspaces_with_work(session)
            return [one for one in workspaces if ledger.waiting(session, one, now, self.terms)]

    def drain(self, workspaces: list[str]) -> int:
        """Post what these workspaces have due, by turns: nobody waits for another's pace. Gives the tries and looks."""
        count, left = 0, workspaces
        while left:
            steps = {one: self._step(one) for one in left if not self.stopping()}
            count += sum(isinstance(step, ledger.Claimed) for step in steps.values())
            pauses = {one: self._seconds(step) for one, step in steps.items() if isinstance(step, ledger.Pause)}
            left = [one for one, step in steps.items() if step and pauses.get(one, 0.0) <= SHORT_PAUSE]
            if left and pauses.keys() >= set(left):
                self.pause(max(0.01, min(pauses[one] for one in left)))
        return count

    def _seconds(self, pause: ledger.Pause) -> float:
        return (pause.until - self.clock()).total_seconds()

    def _step(self, workspace: str) -> ledger.Claimed | ledger.Pause | None:
        began = time.monotonic()  # a stopwatch: the lease ends in real time, wherever the clock is moved to
        try:
            with self.db.begin() as session:
                now = self.clock()
                claimed = ledger.claim(session, workspace, now, self.terms)
                if isinstance(claimed, ledger.Claimed):
                    claimed = self._prepared(session, claimed, now)
        except NotSaved:
            return None
        if isinstance(claimed, ledger.Claimed) and claimed.post.state in (State.SENDING, State.UNCERTAIN):
            _Try(self, claimed, now, began).run()
        return claimed

    def _prepared(self, session: Session, claimed: ledger.Claimed, now: dt.datetime) -> ledger.Claimed:
        """With its direct message channel, and with what it says, unless that takes long."""
        post = claimed.post
        maker = self.maker(post)
        if post.channel is None and post.person is not None and not isinstance(maker, Doing):
            person = people.get(session, post.workspace, post.person)
            if person is not None and person.dm and ledger.opened(session, post, person.dm):
                post = replace(post, channel=person.dm)
        payload = claimed.payload
        if payload is None and not claimed.only_look and not isinstance(maker, Slow):
            payload = self._made(session, post, maker.make if isinstance(maker, Doing) else maker, now)
            if payload is None:
                post = replace(post, state=State.SKIPPED)  # settled already, in this transaction
        return replace(claimed, post=post, payload=payload)

    def _made(self, session: Session, post: Post, maker: Maker | None, now: dt.datetime) -> Payload | None:
        workspaces.lock(session, post.workspace, yielding=True)  # behind the post: people come first
        try:
            with session.begin_nested():
                if maker is None:
                    raise LookupError(f"no maker {post.maker!r}")
                payload = maker(session, post, now)
                if payload is not None:
                    ledger.freeze(session, post, payload)
        except NotSaved:
            raise
        except Exception:  # noqa: BLE001  # one maker's fault must not keep the other posts back
            ledger.maker_failed(session, post, _reference(post), now, self.terms)
            return None
        if payload is None:
            ledger.settle(session, post, Outcome(Happened.SILENT), now, self.terms)
        return payload


@dataclass
class _Try:
    """One claim, outside of every transaction."""

    delivery: Delivery
    claimed: ledger.Claimed
    now: dt.datetime
    began: float

    def run(self) -> None:
        post = self.claimed.post
        client = self.delivery.slack(post.workspace)
        assert not client.retry_handlers, "a client that tries again by itself posts twice"
        try:
            outcome, copies = self._outcome(client)
        except NotSaved:  # all that is kept on the way is kept before anybody can see the post
            outcome, copies = Outcome(Happened.UNSENT, "database"), ()
        if outcome is None:
            return
        self.delivery.observer.tried(outcome.happened.value)
        settled = self._settle(outcome)
        if settled is False and outcome.happened is Happened.OK and outcome.ts:
            copies = self._too_many(outcome.ts)
        if settled is not None:
            delete_copies(client, self.claimed.post.channel, copies)

    def _outcome(self, client: WebClient) -> tuple[Outcome | None, tuple[str, ...]]:
        claimed = self.claimed
        if claimed.look:
            seen = look(client, claimed.post, claimed.payload, claimed.after_ts)
            if claimed.only_look or seen.outcome.happened is Happened.FOUND:
                return seen.outcome, seen.copies
            if (postponed := _postponed(seen)) is not None:
                return postponed, ()
        return self._said(client), ()

    def _said(self, client: WebClient) -> Outcome | None:
        """Sent, or None when what was to be said is settled already."""
        if self.claimed.payload is None and not self._make_slowly():
            return None
        post, payload = self.claimed.post, self.claimed.payload
        assert payload is not None
        if isinstance(payload, Deed):
            return Outcome(Happened.TOO_LATE) if self._late() else do(client, post, payload)
        ways = {OPENING: post.channel is None, UPLOADING: isinstance(payload, File) and post.file is None}
        if (wait := self._waits([way for way, goes_before in ways.items() if goes_before])) is not None:
            return Outcome(Happened.UNSENT, "ratelimited", wait=wait)
        if post.channel is None:
            opened = open_dm(client, post.person or "")
            if isinstance(opened, Outcome):
                return opened
            if not self._keep_dm(opened):
                return None
        return say(client, self.claimed.post, payload, late=self._late, keep_upload=self._keep_upload)

    def _waits(self, ways: Sequence[str]) -> float | None:
        """Seconds, while Slack wants none of these: whoever claimed this post did not know yet what goes before it."""
        if not ways:
            return None
        now = self.delivery.clock()
        with self.delivery.db.read() as session:
            shut = gates.closed(session, self.claimed.post.workspace, ways, now)
        return (max(shut.values()) - now).total_seconds() if shut else None

    def _make_slowly(self) -> bool:
        post, delivery = self.claimed.post, self.delivery
        maker = delivery.maker(post)
        assert isinstance(maker, Slow)
        try:
            with delivery.db.read() as session:
                payload = maker.make(session, post, self.now)
        except NotSaved:  # the database's fault, not the maker's
            raise
        except Exception:  # noqa: BLE001  # one maker's fault must not keep the other posts back
            with delivery.db.begin() as session:
                ledger.maker_failed(session, post, _reference(post), delivery.clock(), delivery.terms)
            return False
        if payload is None:
            self._settle(Outcome(Happened.SILENT))
            return False
        with delivery.db.begin() as session:
            kept = ledger.freeze(session, post, payload)
        self.claimed = replace(self.claimed, payload=payload)
        return kept

    def _keep_dm(self, channel: str) -> bool:
        post = self.claimed.post
        with self.delivery.db.begin() as session:
            kept = ledger.opened(session, post, channel)
            people.remember_dm(session, post.workspace, post.person or "", channel)
        self.claimed = replace(self.claimed, post=replace(post, channel=channel))
        return kept

    def _keep_upload(self, file: str | None) -> bool:
        with self.delivery.db.begin() as session:
            return ledger.uploaded(session, self.claimed.post, file)

    def _late(self) -> bool:
        """Too late in the lease to begin, by the clock that leases follow or by real time."""
        left = self.delivery.terms.lease - self.delivery.terms.margin
        moved = (self.delivery.clock() - self.now).total_seconds()
        return moved > left or time.monotonic() - self.began > left

    def _settle(self, outcome: Outcome) -> bool | None:
        """Written; False when the claim is not ours any more; None when the database did not take it.

        Then the lease ends by itself, the post is uncertain, and it is looked for.
        """
        for _try in range(SETTLE_TRIES):
            try:
                with self.delivery.db.begin() as session:
                    now = self.delivery.clock()
                    kept = ledger.settle(session, self.claimed.post, outcome, now, self.delivery.terms)
                    if kept:
                        self._follow(session, outcome, now)
                    return kept
            except NotSaved:
                self.delivery.pause(0.5)
        log.warning("the outcome of %s could not be stored; it will be looked for", self.claimed.post.key)
        return None

    def _follow(self, session: Session, outcome: Outcome, now: dt.datetime) -> None:
        """What a deed leads to."""
        post, maker = self.claimed.post, self.delivery.maker(self.claimed.post)
        if isinstance(maker, Doing) and outcome.happened in (Happened.OK, Happened.REFUSED):
            workspaces.lock(session, post.workspace, yielding=True)  # behind the post, as a maker
            maker.after(session, post, outcome, now)

    def _too_many(self, ts: str) -> tuple[str, ...]:
        """Slack took it after the lease had ended and somebody else took over."""
        with self.delivery.db.begin() as session:
            copy = ledger.settle_late(session, self.claimed.post, ts, self.delivery.clock())
        return (ts,) if copy else ()


def _postponed(seen: Look) -> Outcome | None:
    """A look before another try: absent or closed to us, it is sent (Slack had refused it); no answer, it waits."""
    if seen.outcome.happened in (Happened.ABSENT, Happened.UNREADABLE):
        return None
    return Outcome(Happened.LATER, seen.outcome.code, wait=seen.outcome.wait)


def _reference(post: Post) -> str:
    """A name under which the trace stands in the log."""
    reference = secrets.token_hex(4)
    log.exception("maker_failed", maker=post.maker, series=post.series, occurrence=post.occurrence, reference=reference)
    return reference
