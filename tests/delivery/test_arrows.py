"""Each arrow of the state machine, with a Slack that does what the arrow says."""

import datetime as dt
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import pytest
from slack_sdk.web import SlackResponse

from bot.domain.ledger import ARROWS, MAKER_TRIES, Happened, Payload, Post, State, Terms, following
from bot.refusals import NotSaved
from schedules.delivery import Slow
from storage import Session, connect, ledger
from tests.cast import BOM
from tests.delivery.stand import DAY, FOREVER, Stand, T, drawn, said
from tests.doubles.faults import (
    NOT_IN_CHANNEL,
    Broken,
    Fault,
    Hang,
    RateLimited,
    Refusal,
)
from tests.doubles.slack import FakeSlack


def test_a_post_is_said_once_with_its_key_in_the_metadata(stand: Stand) -> None:
    key = stand.plan()
    stand.run(10)
    assert stand.state(key) is State.POSTED
    [message] = stand.messages()
    assert message["metadata"] == {"event_type": "muster_post", "event_payload": {"key": key}}
    assert stand.post(key).ts == message["ts"]


def test_planned_twice_is_one_row(stand: Stand) -> None:
    stand.plan()
    stand.plan()
    stand.run(10)
    assert len(stand.messages()) == 1


def test_nothing_goes_before_it_is_due(stand: Stand) -> None:
    key = stand.plan(due=stand.clock() + dt.timedelta(seconds=30))
    stand.run(29)
    assert not stand.messages()
    stand.run(5)
    assert stand.state(key) is State.POSTED


def test_a_429_after_landing_is_found_before_it_is_sent_again(stand: Stand) -> None:
    stand.slack.misbehave("chat.postMessage", RateLimited(retry_after=2, during=lambda: _land_unseen(stand, key)))
    key = stand.plan()
    stand.run(FOREVER)
    assert len(stand.messages()) == 1
    assert stand.outcomes(key) == ["limited", "found"]


def test_retry_after_is_waited_out(stand: Stand) -> None:
    stand.slack.misbehave("chat.postMessage", RateLimited(retry_after=30))
    key = stand.plan()
    other = stand.plan("agenda:energy", channel="C0ENERGY")
    stand.run(29)
    assert stand.state(key) is State.PLANNED
    assert stand.state(other) is State.POSTED  # another channel does not wait
    stand.run(5)
    assert stand.state(key) is State.POSTED


def test_two_limited_channels_mean_the_whole_workspace(stand: Stand) -> None:
    stand.slack.misbehave("chat.postMessage", RateLimited(retry_after=30), RateLimited(retry_after=30))
    stand.plan()
    stand.plan("agenda:energy", channel="C0ENERGY")
    stand.run(3)
    stand.slack.add_channel("C0LEAD", "leadership")
    third = stand.plan("agenda-leadership", channel="C0LEAD")
    answer = stand.plan("answer", "Ev1", channel="C0LEAD")
    stand.run(20)
    assert stand.state(third) is State.PLANNED
    assert stand.state(answer) is State.POSTED  # somebody is waiting for that one
    stand.run(20)
    assert stand.state(third) is State.POSTED


@pytest.mark.parametrize("refusal", [NOT_IN_CHANNEL, Refusal("is_archived"), Refusal("missing_scope")])
def test_refused_for_good_it_failed(stand: Stand, refusal: Refusal) -> None:
    stand.slack.misbehave("chat.postMessage", refusal)
    key, reply = stand.plan(), stand.plan(part=1)
    stand.run(FOREVER)
    assert stand.state(key) is State.FAILED
    assert stand.post(key).error == refusal.error
    assert stand.state(reply) is State.CANCELLED
    with stand.db.read() as session:
        assert ledger.untold(session, T) is not None


def test_too_late_in_the_lease_it_is_not_begun(stand: Stand) -> None:
    def slow(session: object, post: object, now: object) -> object:
        stand.clock.go(116)  # the lease is 120, and the last 5 seconds are too late
        return said(session, post, now)  # type: ignore[arg-type]

    stand.makers["slow"] = slow  # type: ignore[assignment]
    key = stand.plan(maker="slow")
    stand.round()
    assert stand.outcomes(key)[0] == "too late"
    stand.makers["slow"] = said
    stand.run(10)
    assert len(stand.messages()) == 1


@pytest.mark.sqlite  # where one who writes keeps everybody else from writing
def test_what_cannot_be_kept_on_the_way_is_begun_again(stand: Stand) -> None:
    """Somebody writes for long, just when the direct message was opened."""
    with ExitStack() as writing:

        class Opened(FakeSlack):
            def conversations_open(self, **given: Any) -> SlackResponse:
                answer = super().conversations_open(**given)
                writing.enter_context(other.begin()).connection()
                return answer

        other = connect(stand.db.url)
        key = stand.plan(person=BOM)
        delivery = replace(
            stand.delivery(), slack=lambda _: Opened(stand.slack), pause=lambda _seconds: writing.pop_all().close()
        )
        delivery.drain([T])
        other.close()
    assert (stand.state(key), stand.outcomes(key)) == (State.PLANNED, ["unsent"])
    stand.run(10)
    assert stand.state(key) is State.POSTED
    assert len(stand.messages(stand.slack.dm(BOM).id)) == 1


def test_a_crash_before_sending_is_sent_after_two_looks(stand: Stand) -> None:
    key = stand.plan()
    _crash(stand, landed=False)
    stand.run(130)
    assert stand.state(key) is State.UNCERTAIN
    stand.run(130)
    assert stand.state(key) is State.POSTED
    assert stand.outcomes(key) == ["unclear", "absent", "absent", "ok"]
    assert len(stand.messages()) == 1


def test_a_crash_after_sending_is_found(stand: Stand) -> None:
    key = stand.plan()
    _crash(stand, landed=True)
    stand.run(FOREVER)
    assert stand.outcomes(key) == ["unclear", "found"]
    assert len(stand.messages()) == 1


def test_later_copies_are_deleted(stand: Stand) -> None:
    key = stand.plan()
    _crash(stand, landed=True)
    first = stand.messages()[0]["ts"]
    stand.clock.go(5)
    _land_unseen(stand, key)
    stand.run(FOREVER)
    assert [message["ts"] for message in stand.messages()] == [first]
    assert stand.post(key).ts == first


def test_a_late_answer_of_a_lost_claim_settles_an_uncertain_post(stand: Stand) -> None:
    stand.slack.misbehave("chat.postMessage", Fault(during=lambda: _lose_the_lease(stand)))
    key = stand.plan()
    stand.run(FOREVER)
    assert stand.state(key) is State.POSTED
    assert len(stand.messages()) == 1


@pytest.mark.parametrize("refusal", [Refusal("missing_scope"), NOT_IN_CHANNEL])
def test_a_history_that_cannot_be_read_holds_the_post(stand: Stand, refusal: Refusal) -> None:
    stand.slack.misbehave("chat.postMessage", Hang(landed=True))
    stand.slack.break_down("conversations.history", refusal)
    key, reply = stand.plan(), stand.plan(part=1)
    stand.run(FOREVER)
    assert stand.state(key) is State.HELD
    assert stand.state(reply) is State.PLANNED  # waits for an administrator's word
    with stand.db.begin() as session:
        assert ledger.seen(session, T, key, now=stand.clock())
    assert stand.state(key) is State.POSTED
    assert stand.state(reply) is State.CANCELLED


def test_in_a_busy_channel_a_post_is_found_though_not_all_is_read(stand: Stand) -> None:
    _much_is_said(stand, 2500)
    stand.slack.misbehave("chat.postMessage", Hang(landed=True))
    key = stand.plan()
    stand.run(FOREVER)
    assert (stand.state(key), stand.post(key).ts) == (State.POSTED, stand.messages()[-1]["ts"])
    assert len(stand.messages()) == 2501


@pytest.mark.parametrize(("later", "state"), [(1999, State.POSTED), (2000, State.HELD)])
def test_who_does_not_find_it_in_as_much_as_we_read_cannot_say_that_it_is_not_there(
    stand: Stand, later: int, state: State
) -> None:
    stand.slack.misbehave("chat.postMessage", Hang(landed=True))
    key = stand.plan()
    stand.run(2.5)  # until it hangs
    _much_is_said(stand, later)
    stand.run(FOREVER)
    assert stand.state(key) is state
    assert stand.post(key).error == ("" if state is State.POSTED else "history_too_long")


def test_a_held_post_is_sent_again_by_an_administrator(stand: Stand) -> None:
    stand.slack.misbehave("chat.postMessage", Hang())
    stand.slack.break_down("conversations.history", Refusal("missing_scope"))
    key, reply = stand.plan(), stand.plan(part=1)
    stand.run(FOREVER)
    with stand.db.begin() as session:
        assert ledger.resend(session, T, key, now=stand.clock(), good_for=DAY)
    stand.run(10)
    assert (stand.state(key), stand.state(reply)) == (State.POSTED, State.POSTED)
    assert len(stand.messages()) == 2


@pytest.mark.parametrize("fault", [RateLimited(retry_after=20), Broken(500), Hang()])
def test_a_history_that_does_not_answer_is_looked_at_again(stand: Stand, fault: Fault) -> None:
    stand.slack.misbehave("chat.postMessage", Hang(landed=True))
    stand.slack.misbehave("conversations.history", fault)
    key = stand.plan()
    stand.run(FOREVER)
    assert stand.state(key) is State.POSTED
    assert len(stand.messages()) == 1


def test_expired_is_missed_and_told(stand: Stand) -> None:
    key, reply = stand.plan(), stand.plan(part=1)
    stand.clock.go(DAY.total_seconds())
    stand.run(5)
    assert (stand.state(key), stand.state(reply)) == (State.MISSED, State.CANCELLED)
    assert not stand.messages()


def test_one_second_before_expiry_it_goes(stand: Stand) -> None:
    key = stand.plan()
    stand.clock.go(DAY.total_seconds() - 1)
    stand.round()
    assert stand.state(key) is State.POSTED


def test_a_cancelled_post_is_not_sent(stand: Stand) -> None:
    key = stand.plan(due=stand.clock() + dt.timedelta(minutes=10))
    with stand.db.begin() as session:
        assert ledger.cancel(session, T, key, reason="undone", now=stand.clock())
    stand.run(700)
    assert stand.state(key) is State.CANCELLED
    with stand.db.begin() as session:
        assert not ledger.cancel(session, T, key, reason="undone", now=stand.clock())


def test_a_re_dated_post_goes_then(stand: Stand) -> None:
    later = stand.clock() + dt.timedelta(minutes=10)
    key = stand.plan(due=stand.clock() + dt.timedelta(minutes=1))
    with stand.db.begin() as session:
        assert ledger.re_date(session, T, key, due=later, expires=later + DAY, channel="C0ENERGY")
        assert not ledger.re_date(session, T, key, due=later, expires=later + DAY, channel="C0ENERGY")
    stand.run(590)
    assert stand.state(key) is State.PLANNED
    stand.run(30)
    assert [message["text"] for message in stand.messages("C0ENERGY")] == ["agenda:export 2026-W48 0"]


def test_nothing_to_say_is_skipped_and_its_parts_with_it(stand: Stand) -> None:
    key, reply = stand.plan(maker="nothing"), stand.plan(part=1)
    stand.run(5)
    assert (stand.state(key), stand.state(reply)) == (State.SKIPPED, State.CANCELLED)


def test_a_chart_waits_for_a_database_that_is_busy(stand: Stand) -> None:
    """As often as a maker may fail, and that is not the chart's fault."""
    busy = [True] * MAKER_TRIES

    def reads(session: Session, post: Post, now: dt.datetime) -> Payload:
        if busy:
            busy.pop()
            raise NotSaved
        return drawn(session, post, now)

    stand.makers["draw"] = Slow(reads)
    key = stand.plan(maker="draw")
    stand.run(4 * FOREVER)
    assert not busy
    assert (stand.state(key), stand.outcomes(key)) == (State.POSTED, ["unsent"] * MAKER_TRIES + ["ok"])


def test_a_broken_maker_fails_alone(stand: Stand) -> None:
    key, other = stand.plan(maker="broken"), stand.plan("agenda:energy", channel="C0ENERGY")
    stand.run(5)
    assert stand.state(other) is State.POSTED
    stand.run(FOREVER)
    assert stand.state(key) is State.FAILED
    assert stand.post(key).error.startswith("maker ")


def test_a_missed_post_is_sent_again_by_an_administrator(stand: Stand) -> None:
    key, reply = stand.plan(), stand.plan(part=1)
    stand.clock.go(2 * DAY.total_seconds())
    stand.run(2)
    with stand.db.begin() as session:
        assert ledger.resend(session, T, key, now=stand.clock(), good_for=DAY)
    stand.run(5)
    assert (stand.state(key), stand.state(reply)) == (State.POSTED, State.POSTED)


def test_there_are_no_other_arrows() -> None:
    reachable = set(ARROWS.values())
    assert reachable == set(State)
    for state in (State.POSTED, State.SKIPPED):
        assert not [happened for at, happened in ARROWS if at is state]
    with pytest.raises(ValueError, match="posted cannot be claimed"):
        following(State.POSTED, Happened.CLAIMED)


def _crash(stand: Stand, *, landed: bool) -> None:
    """A process claims the first post and dies, before or after Slack took it."""
    with stand.db.begin() as session:
        claimed = ledger.claim(session, T, stand.clock(), stand.terms)
        assert isinstance(claimed, ledger.Claimed)
        ledger.freeze(session, claimed.post, said(session, claimed.post, stand.clock()))
    if landed:
        _land_unseen(stand, claimed.post.key)


def _much_is_said(stand: Stand, count: int) -> None:
    """So many messages of others at this moment; to post each of them takes a test longer."""
    said = {"type": "message", "user": BOM, "text": "hello"}
    stand.slack.messages["C0EXPORT"] += [said | {"ts": stand.slack.next_ts()} for _ in range(count)]


def _land_unseen(stand: Stand, key: str) -> None:
    """Slack takes the message of this key, and nobody hears of it."""
    metadata = {"event_type": "muster_post", "event_payload": {"key": key}}
    stand.slack.answer("chat.postMessage", {"channel": "C0EXPORT", "text": "unseen", "metadata": metadata})


def _lose_the_lease(stand: Stand) -> None:
    """While a call is under way, the lease ends and somebody else finds that out."""
    stand.clock.go(121)
    with stand.db.begin() as session:
        assert ledger.claim(session, T, stand.clock(), stand.terms) is None


def test_the_instrument_works_without_settling_a_late_landing_doubles(stand: Stand) -> None:
    stand.terms = Terms(settle=0)
    stand.slack.misbehave("chat.postMessage", Hang(lands_later=True))
    stand.plan()
    stand.run(20)
    stand.slack.land()
    stand.run(FOREVER)
    assert len(stand.messages()) == 2
