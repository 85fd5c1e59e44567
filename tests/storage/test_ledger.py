"""The ledger's own promises: one row a post, claims by fence, gates, files kept until they are shared."""

import datetime as dt
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import select, text

from bot.domain.ledger import ALERT_EXPIRES, File, Happened, Message, Outcome, State, Terms, key
from storage import Database, ledger
from storage.ledger import claiming, gates
from storage.ledger.rows import FileRow, PostRow

T = "T0MUSTER"
NOW = dt.datetime(2026, 11, 25, 1, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
TERMS = Terms()


def plan(db: Database, series: str = "agenda:export", workspace: str = T, **more: object) -> bool:
    given = {"occurrence": "2026-W48", "channel": "C0EXPORT", "due": NOW, "expires": NOW + dt.timedelta(days=3)}
    with db.begin() as session:
        return ledger.plan(session, workspace, series=series, maker="say", now=NOW, **(given | more))  # type: ignore[arg-type]


def claim(db: Database, now: dt.datetime = NOW) -> ledger.Claimed:
    with db.begin() as session:
        found = ledger.claim(session, T, now, TERMS)
    assert isinstance(found, ledger.Claimed), found
    return found


def settle(db: Database, claimed: ledger.Claimed, outcome: Outcome, now: dt.datetime = NOW) -> bool:
    with db.begin() as session:
        return ledger.settle(session, claimed.post, outcome, now, TERMS)


def nothing(db: Database, now: dt.datetime) -> bool:
    with db.begin() as session:
        return ledger.claim(session, T, now, TERMS) is None


def test_the_key_is_made_of_the_post_and_never_changes() -> None:
    assert key(T, "agenda:export", "2026-W48") == "42e7598f-bfc9-53a7-9a58-2ef0c0bfc955"
    several = {key(*one) for one in [(T, "a", "b", 0), (T, "a", "b", 1), (T, "ab", "", 0), ("T1", "a", "b", 0)]}
    assert len(several) == 4


def test_a_post_is_planned_once_in_each_workspace(empty_db: Database) -> None:
    assert plan(empty_db)
    assert not plan(empty_db)
    assert plan(empty_db, workspace="T0OTHER")
    with empty_db.read() as session:
        assert len(ledger.listing(session, T)) == 1
        assert ledger.workspaces_with_work(session) == [T, "T0OTHER"]


def test_planning_for_now_wakes_delivery_and_for_later_does_not(empty_db: Database) -> None:
    plan(empty_db, due=NOW + SECOND)
    assert not empty_db.woken.is_set()
    plan(empty_db, "agenda:energy")
    assert empty_db.woken.is_set()


def test_who_claims_a_post_owns_it(empty_db: Database) -> None:
    plan(empty_db)
    claim(empty_db)
    assert nothing(empty_db, NOW + 119 * SECOND)


def test_a_lost_claim_writes_nothing(empty_db: Database) -> None:
    plan(empty_db)
    first = claim(empty_db)
    second = claim(empty_db, NOW + 121 * SECOND)  # nothing was frozen, so it is certainly unsent
    assert second.post.fence > first.post.fence
    assert not settle(empty_db, first, Outcome(Happened.REFUSED, "is_archived"))
    with empty_db.begin() as session:
        assert not ledger.freeze(session, first.post, Message("late"))
    assert settle(empty_db, second, Outcome(Happened.OK, ts="1.1"), NOW + 122 * SECOND)


def test_one_second_between_two_messages_in_a_channel(empty_db: Database) -> None:
    plan(empty_db)
    plan(empty_db, "visit-told:V-1")
    settle(empty_db, claim(empty_db), Outcome(Happened.OK, ts="1.1"))
    assert nothing(empty_db, NOW + 0.9 * SECOND)
    claim(empty_db, NOW + SECOND)


def test_the_workspace_has_a_pace_and_answers_do_not_wait_for_it(empty_db: Database) -> None:
    for number in range(3):
        plan(empty_db, f"agenda:{number}", channel=f"C{number}")
    claim(empty_db)
    with empty_db.begin() as session:
        pause = ledger.claim(session, T, NOW, TERMS)
    assert pause == ledger.Pause(NOW + SECOND / 8)
    plan(empty_db, "answer", channel="C9")
    assert claim(empty_db).post.series == "answer"
    assert claim(empty_db, NOW + SECOND / 4).post.series == "agenda:1"


@pytest.mark.postgresql
def test_who_comes_second_to_the_pace_waits_for_the_next_turn_and_moves_no_post(empty_db: Database) -> None:
    """Two workers wake at the same moment and have locked different posts: the second would postpone all of its own."""
    posts = claiming.BATCH + 5  # more than one worker locks
    for number in range(posts):
        plan(empty_db, f"bundle:{number:02}", channel=f"C{number}")

    def second() -> ledger.Claimed | ledger.Pause | None:
        with empty_db.begin() as session:
            return ledger.claim(session, T, NOW, TERMS)

    with ThreadPoolExecutor(1) as pool:
        with empty_db.begin() as first:
            assert isinstance(ledger.claim(first, T, NOW, TERMS), ledger.Claimed)
            waiting = pool.submit(second)
            _until_somebody_waits(empty_db)
        assert waiting.result(30) == ledger.Pause(NOW + SECOND / 8)
    with empty_db.read() as session:
        moments = session.execute(select(PostRow.next_at).where(PostRow.state == State.PLANNED.value)).scalars().all()
    assert moments == [NOW] * (posts - 1)


@pytest.mark.postgresql
def test_an_answer_and_a_post_pass_the_gates_in_the_same_order(empty_db: Database) -> None:
    """Each would hold what the other waits for: both would be given up after a second."""
    plan(empty_db, "answer", occurrence="Ev1")

    def answer() -> ledger.Claimed | ledger.Pause | None:
        with empty_db.begin() as session:
            return ledger.claim(session, T, NOW, TERMS)

    with ThreadPoolExecutor(1) as pool:
        with empty_db.begin() as post:
            assert gates.take(post, T, gates.EVERYWHERE, NOW, SECOND / 8)
            waiting = pool.submit(answer)
            _until_somebody_waits(empty_db)
            assert gates.take(post, T, "C0EXPORT", NOW, SECOND)
        assert waiting.result(30) is None
    assert claim(empty_db, NOW + SECOND).post.series == "answer"


def _until_somebody_waits(db: Database) -> None:
    never = threading.Event()
    for _ in range(3000):
        with db.read() as session:
            if session.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one():
                return
        never.wait(0.005)
    raise TimeoutError("nobody waits")


def test_a_post_that_says_nothing_keeps_nobody_waiting(empty_db: Database) -> None:
    plan(empty_db)
    plan(empty_db, "visit-told:V-1")
    settle(empty_db, claim(empty_db), Outcome(Happened.SILENT))
    assert claim(empty_db).post.series == "visit-told:V-1"


def test_an_answer_goes_before_the_queue(empty_db: Database) -> None:
    for number in range(30):
        plan(empty_db, f"bundle:{number}", channel=f"C{number}", due=NOW - SECOND)
    plan(empty_db, "answer", channel="C9")
    assert claim(empty_db).post.series == "answer"


@pytest.mark.parametrize("hours", [1, 24, 24 * 31])
def test_a_gate_or_lease_further_ahead_than_any_could_be_is_ignored(empty_db: Database, hours: int) -> None:
    plan(empty_db)
    plan(empty_db, "visit-told:V-1")
    ahead = NOW + dt.timedelta(hours=hours)
    with empty_db.begin() as session:
        gates.keep_shut(session, T, "C0EXPORT", ahead)
        gates.keep_shut(session, T, gates.EVERYWHERE, ahead)
    assert claim(empty_db).post.state is State.SENDING
    with empty_db.begin() as session:  # its process ran ahead and died
        session.execute(text("UPDATE planned_post SET lease = next_at, next_at = :at"), {"at": str(ahead)[:26]})
        session.execute(text("UPDATE planned_post SET lease = :at WHERE state = 'sending'"), {"at": str(ahead)[:26]})
    with empty_db.read() as session:
        assert ledger.waiting(session, T, NOW, TERMS)
    claim(empty_db, NOW + SECOND)


def test_what_is_said_is_frozen_at_the_first_claim(empty_db: Database) -> None:
    plan(empty_db)
    claimed = claim(empty_db)
    with empty_db.begin() as session:
        ledger.freeze(session, claimed.post, Message("first", ({"type": "divider"},)))
    settle(empty_db, claimed, Outcome(Happened.LIMITED, wait=1))
    again = claim(empty_db, NOW + 2 * SECOND)
    assert again.payload == Message("first", ({"type": "divider"},))
    assert again.look
    settle(empty_db, again, Outcome(Happened.OK, ts="1.1"), NOW + 2 * SECOND)
    with empty_db.read() as session:
        assert session.execute(select(PostRow.payload)).scalar_one() is None  # Slack has it, we need not


def test_a_file_is_kept_until_it_is_shared(empty_db: Database) -> None:
    plan(empty_db)
    claimed = claim(empty_db)
    file = File("chart.png", "Chart", "a chart", b"\x89PNG", "see here")
    with empty_db.begin() as session:
        ledger.freeze(session, claimed.post, file)
        ledger.uploaded(session, claimed.post, "F1")
    settle(empty_db, claimed, Outcome(Happened.UNSENT))
    again = claim(empty_db, NOW + 9 * SECOND)
    assert (again.payload, again.post.file) == (file, "F1")
    settle(empty_db, again, Outcome(Happened.OK), NOW + 9 * SECOND)
    with empty_db.read() as session:
        assert session.execute(select(FileRow)).first() is None


def test_only_the_latest_of_a_series_is_said(empty_db: Database) -> None:
    day = dt.timedelta(days=1)
    plan(empty_db, "bundle:U0BOM", occurrence="2026-11-24", due=NOW - day, latest_only=True)
    plan(empty_db, "bundle:U0BOM", occurrence="2026-11-25", due=NOW, latest_only=True)
    assert claim(empty_db).post.occurrence == "2026-11-25"
    with empty_db.read() as session:
        [old] = ledger.missed(session, T)
    assert (old.occurrence, old.error) == ("2026-11-24", "superseded")


def test_a_reply_goes_under_the_first_part(empty_db: Database) -> None:
    plan(empty_db)
    plan(empty_db, part=1, thread=True)
    plan(empty_db, part=2, thread=True)
    settle(empty_db, claim(empty_db), Outcome(Happened.OK, ts="7.1"))
    later = NOW + 2 * SECOND
    reply = claim(empty_db, later)
    assert (reply.post.part, reply.post.thread_ts) == (1, "7.1")
    assert nothing(empty_db, later + 5 * SECOND)  # the third waits for the second
    settle(empty_db, reply, Outcome(Happened.REFUSED, "invalid_blocks"), later)
    assert claim(empty_db, later + 2 * SECOND).post.part == 2  # which does not stop it


def test_a_part_planned_after_the_parent_was_posted_goes_at_once(empty_db: Database) -> None:
    plan(empty_db)
    settle(empty_db, claim(empty_db), Outcome(Happened.OK, ts="7.1"))
    plan(empty_db, part=1, thread=True)
    assert claim(empty_db, NOW + 2 * SECOND).post.part == 1


def test_the_words_of_an_answer_are_not_kept_once_slack_has_them(empty_db: Database) -> None:
    plan(empty_db, "answer", args={"message": {"text": "secret"}, "thread_ts": "1.2"})
    settle(empty_db, claim(empty_db), Outcome(Happened.OK, ts="7.1"))
    with empty_db.read() as session:
        assert session.execute(select(PostRow.args)).scalar_one() == {"thread_ts": "1.2"}


def test_each_try_is_kept(empty_db: Database) -> None:
    plan(empty_db)
    settle(empty_db, claim(empty_db), Outcome(Happened.LIMITED, "ratelimited", wait=1))
    claimed = claim(empty_db, NOW + 2 * SECOND)
    settle(empty_db, claimed, Outcome(Happened.OK, ts="7.1"), NOW + 2 * SECOND)
    with empty_db.read() as session:
        history = ledger.history_of(session, T, claimed.post.key)
    assert [(one.outcome, one.code, one.ts) for one in history] == [("limited", "ratelimited", None), ("ok", "", "7.1")]


def test_administrators_hear_of_a_failure_but_not_of_the_notice_that_fails(empty_db: Database) -> None:
    plan(empty_db, "ledger-alert:U0DANA", expires=NOW + ALERT_EXPIRES)
    settle(empty_db, claim(empty_db), Outcome(Happened.REFUSED, "user_not_found"))
    with empty_db.read() as session:
        assert ledger.untold(session, T) is None
    plan(empty_db)
    settle(empty_db, claim(empty_db, NOW + 2 * SECOND), Outcome(Happened.REFUSED, "is_archived"), NOW + 2 * SECOND)
    with empty_db.begin() as session:
        assert ledger.untold(session, T) == NOW + 2 * SECOND
        ledger.told_by(session, T, "now")
        assert ledger.untold(session, T) is None
        assert [post.error for post in ledger.in_alert(session, T, "now")] == ["is_archived"]


def test_a_sweep_runs_once_in_its_time_whoever_asks(empty_db: Database) -> None:
    hour = dt.timedelta(hours=1)

    def take(now: dt.datetime) -> bool:
        with empty_db.begin() as session:
            due = ledger.sweep_due(session, T, "chase", now, hour)
            assert ledger.take_sweep(session, T, "chase", now, hour) is due
            return due

    assert [take(now) for now in (NOW, NOW + hour - SECOND, NOW + hour, NOW)] == [True, False, True, True]


def test_the_work_is_found_through_the_index(empty_db: Database) -> None:
    queries = (
        "SELECT key FROM planned_post WHERE workspace='T' AND rank=1 AND next_at <= '2026-01-01' ORDER BY next_at",
        "SELECT min(workspace) FROM planned_post WHERE next_at IS NOT NULL AND workspace > 'T'",
        "SELECT key FROM planned_post WHERE workspace='T' AND lease IS NOT NULL AND lease > '2026-01-01'",
    )
    explain = {"sqlite": "EXPLAIN QUERY PLAN", "postgresql": "EXPLAIN"}[empty_db.dialect]
    with empty_db.read() as session:
        if empty_db.dialect == "postgresql":
            session.execute(text("SET LOCAL enable_seqscan = off"))  # an empty table is read whole
        for query in queries:
            plan = "\n".join(str(row) for row in session.execute(text(f"{explain} {query}")))
            assert "ix_planned_post_" in plan, plan
