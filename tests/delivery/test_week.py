"""A week by the clock: planned ahead, said once, moved by holidays and by people, caught up after an outage."""

import datetime as dt
from dataclasses import replace

import pytest

from bot.domain.ledger import State
from storage import ledger, people
from tests.delivery.stand import T
from tests.delivery.week import Week, at
from tests.doubles.faults import Broken

AGENDA = ["agenda:export 2026-W48 0", "agenda:export 2026-W48 1"]


def test_a_week_is_said_once(week: Week) -> None:
    week.live(days=7)
    assert week.texts("C0EXPORT") == [
        "agenda:export 2026-W48 0",
        "agenda:export 2026-W48 1",
        "evaluation-open:export 2026-11 0",
    ]
    parent, detail, _ = week.messages("C0EXPORT")
    assert detail["thread_ts"] == parent["ts"]
    assert [message.get("thread_ts") is None for message in week.messages("C0LEAD")] == [True, False]
    assert week.texts("D0ARA")[:3] == [
        "bundle:U0ARA 2026-11-26 0",
        "bundle:U0ARA 2026-11-27 0",
        "agenda-draft:export 2026-W48 0",
    ]
    assert "nudge:U0BOM 2026-W48 0" in week.texts("D0BOM")
    assert not [text for text in week.texts("D0ARA") if "nudge" in text]
    assert not week.all_posts(State.MISSED, State.FAILED, State.HELD, State.UNCERTAIN)


def test_an_idle_round_changes_nothing(week: Week) -> None:
    assert week.plan_all() > 0
    week.clock.go(60)
    assert week.plan_all() == 0
    with week.db.read() as session:
        mark = ledger.watermark(session, T)
    week.clock.go(60)
    week.plan_all()
    with week.db.read() as session:
        assert ledger.watermark(session, T) == mark  # nothing was written


def test_preview_names_what_is_then_said_and_nothing_else(week: Week) -> None:
    named = {row["key"]: row for row in week.preview(7)}
    week.live(days=7)
    said = {post.key: post for post in week.all_posts(State.POSTED)}
    assert set(named) == set(said)
    assert all(named[key]["due"] == said[key].due.isoformat() for key in named)


def test_preview_is_the_same_once_the_posts_are_planned(week: Week) -> None:
    before = week.preview(7)
    week.plan_all()
    assert week.preview(7) == before


def test_a_changed_time_moves_the_post_and_its_draft(week: Week) -> None:
    week.clock.now = at("2026-11-26 09:30")
    week.plan_all()
    week.change_team("export", times={"agenda": "fri 11:00"})
    week.live(hours=30)
    by_series = {post.series: post for post in week.all_posts(State.POSTED)}
    assert by_series["agenda:export"].due == at("2026-11-27 11:00")
    assert by_series["agenda-draft:export"].due == at("2026-11-27 09:00")
    week.live(days=3)
    assert len([text for text in week.texts("C0EXPORT") if "agenda" in text]) == 2


def test_a_teams_own_agenda_has_its_draft_where_the_workspace_has_a_time_for_drafts(week: Week) -> None:
    week.clock.now = at("2026-11-26 09:30")
    week.change(times={"agenda-draft": "fri 14:00"})
    week.change_team("export", times={"agenda": "thu 16:00"})
    week.live(hours=32)
    by_series = {post.series: post for post in week.all_posts(State.POSTED)}
    assert by_series["agenda-draft:export"].due == at("2026-11-26 14:00")
    assert by_series["agenda:export"].due == at("2026-11-26 16:00")


def test_the_leaderships_agenda_moves_with_the_workspaces(week: Week) -> None:
    week.clock.now = at("2026-11-26 09:30")
    week.change(times={"agenda": "fri 18:00"})
    week.live(hours=36)
    dues = {post.series: post.due for post in week.all_posts(State.POSTED)}
    assert dues["agenda:export"] == dues["agenda-leadership"] == at("2026-11-27 18:00")


def test_a_time_that_has_passed_already_counts_from_next_week(week: Week) -> None:
    week.clock.now = at("2026-11-26 10:00")
    week.plan_all()
    week.change_team("export", times={"agenda": "tue 11:00"})
    week.live(days=7)
    dues = sorted(
        post.due for post in week.all_posts(State.POSTED) if post.series == "agenda:export" and post.part == 0
    )
    assert dues == [at("2026-11-27 17:00"), at("2026-12-01 11:00")]


def test_a_time_changed_after_posting_says_nothing_again(week: Week) -> None:
    week.clock.now = at("2026-11-27 16:00")
    week.live(hours=2)
    week.change_team("export", times={"agenda": "sat 10:00"}, zone="America/New_York")
    week.live(days=2)
    assert len([text for text in week.texts("C0EXPORT") if "W48 0" in text]) == 1


def test_a_new_holiday_moves_the_post(week: Week) -> None:
    week.clock.now = at("2026-11-26 10:00")
    week.plan_all()
    week.change(extra_holidays=frozenset({dt.date(2026, 11, 27)}))
    week.live(days=3)
    [agenda] = [post for post in week.all_posts(State.POSTED) if post.series == "agenda:export" and post.part == 0]
    assert agenda.due == at("2026-11-26 17:00")
    assert agenda.shifted_from == dt.date(2026, 11, 27)


def test_a_closed_team_hears_nothing_and_an_opened_one_does(week: Week) -> None:
    week.clock.now = at("2026-11-26 10:00")
    week.plan_all()
    week.change_team("export", active=False)
    week.plan_all()
    week.clock.go(60)
    assert {post.series for post in week.all_posts(State.CANCELLED)} == {"agenda:export", "agenda-draft:export"}
    week.change_team("export", active=True)
    week.live(days=2)
    assert week.texts("C0EXPORT") == AGENDA


def test_another_channel_gets_the_post(week: Week) -> None:
    week.clock.now = at("2026-11-26 10:00")
    week.plan_all()
    week.change_team("export", channel="C0ENERGY")
    week.live(days=2)
    assert not week.texts("C0EXPORT")
    assert "agenda:export 2026-W48 1" in week.texts("C0ENERGY")


def test_who_switched_it_off_gets_nothing(week: Week) -> None:
    week.plan_all()
    with week.db.begin() as session:
        bom = people.get(session, T, "U0BOM")
        assert bom is not None
        people.save(session, T, replace(bom, muted=frozenset({"nudge"})))
    week.live(days=2)
    assert not [text for text in week.texts("D0BOM") if "nudge" in text]


def test_off_for_a_month_it_says_nothing_stale_and_tells_once(week: Week) -> None:
    week.live(hours=1)
    week.clock.now = at("2026-12-30 08:00")  # a Wednesday
    week.live(hours=2)
    assert not week.texts("C0EXPORT")
    assert week.texts("D0BOM") == ["bundle:U0BOM 2026-12-30 0"]
    assert sorted(week.texts("D0DANA")) == ["Posts that were not sent", "bundle:U0DANA 2026-12-30 0"]
    missed = week.all_posts(State.MISSED)
    assert {"agenda:export", "digest:U0BOM", "evaluation-open:energy"} <= {post.series for post in missed}


def test_down_for_26_hours_the_latest_is_said_and_older_ones_are_missed(week: Week) -> None:
    week.clock.now = at("2026-11-26 08:00")
    week.plan_all()
    week.clock.now = at("2026-11-27 10:00")
    week.live(hours=1)
    assert week.texts("D0BOM") == ["bundle:U0BOM 2026-11-27 0"]
    assert {post.occurrence for post in week.all_posts(State.MISSED)} == {"2026-11-26", "2026-W48"}
    assert week.texts("D0DANA").count("Posts that were not sent") == 1


def test_slack_out_for_two_hours_loses_and_doubles_nothing(week: Week) -> None:
    week.clock.now = at("2026-11-27 16:30")
    week.slack.break_down("*", Broken(503))
    week.live(hours=2)
    assert not week.texts("C0EXPORT")
    week.slack.mend()
    week.live(hours=1)
    assert week.texts("C0EXPORT") == AGENDA
    assert len(week.messages("C0LEAD")) == 2
    assert not week.all_posts(State.MISSED)


@pytest.mark.parametrize("hours", [-1, 1])
def test_a_clock_that_steps_by_an_hour_says_nothing_twice(week: Week, hours: int) -> None:
    week.clock.now = at("2026-11-27 16:59")
    week.live(hours=0.05)
    week.clock.now += dt.timedelta(hours=hours)
    week.live(hours=4)
    assert week.texts("C0EXPORT") == AGENDA


def test_a_rehearsal_of_next_month_beside_a_living_bot(week: Week) -> None:
    week.live(hours=1)
    now = week.clock()
    week.clock.now = at("2026-12-11 17:00")
    week.tick()
    assert "agenda:export 2026-W50 1" in week.texts("C0EXPORT")
    week.clock.now = now
    week.live(days=2.5)
    assert week.texts("C0EXPORT").count("agenda:export 2026-W48 0") == 0  # the rehearsal has missed it


def test_tick_says_all_that_is_due_and_waits_out_the_channels(week: Week) -> None:
    week.clock.now = at("2026-11-27 16:59")
    week.plan_all()
    week.clock.now = at("2026-11-27 17:00")
    week.tick()
    assert week.texts("C0EXPORT") == AGENDA
    assert len(week.messages("C0LEAD")) == 2
    assert week.tick() == 0


def test_what_failed_is_told_to_the_admin_channel_with_what_to_do(week: Week) -> None:
    week.slack.add_channel("C0ADMIN", "admins", "U0DANA")
    week.change(admin_channel="C0ADMIN")
    week.slack.rooms["C0EXPORT"].archived = True
    week.clock.now = at("2026-11-27 16:00")
    week.live(hours=2)
    [told] = week.messages("C0ADMIN")
    shown = str(told["blocks"])
    assert "<#C0EXPORT>" in shown
    assert "The bot may not post there" in shown
    assert "ledger:resend" in shown
    assert not [text for text in week.texts("D0DANA") if "Posts" in text]
