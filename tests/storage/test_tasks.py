"""What is remembered of tasks, and what owners, teams, agendas and evaluations get of it."""

import datetime as dt
from dataclasses import replace
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.domain.tasks import STALE, Health, Programme, Step, Task, TaskState, Update, is_stale
from storage import Database, audit, tasks
from storage.tasks import Choice
from tests.cast import ARA, BOM, CHAN, EUN, WS

S = TaskState
NOW = dt.datetime(2026, 11, 25, 1, tzinfo=dt.UTC)
TODAY = dt.date(2026, 11, 25)
DAY = dt.timedelta(days=1)
SECOND = dt.timedelta(seconds=1)


def one(title: str = "Repair the crane", **known: Any) -> Task:
    fresh = Task(0, title, S.OPEN, NOW, BOM, owner=BOM, team="export", due=TODAY, baseline=TODAY)
    return replace(fresh, **known)


def added(db: Database, *drafts: Task, workspace: str = WS) -> list[Task]:
    with db.begin() as session:
        return [tasks.add(session, workspace, draft, BOM, NOW) for draft in drafts]


def numbers(found: list[Task]) -> list[int]:
    return [task.number for task in found]


def there(db: Database, number: int) -> Task:
    with db.read() as session:
        found = tasks.get(session, WS, number)
    assert found is not None
    return found


def saved(db: Database, number: int, **known: Any) -> Task:
    with db.begin() as session:
        before = tasks.locked(session, WS, number)
        assert before is not None
        return tasks.save(session, WS, replace(before, **known), ARA, NOW, "edit")


def told(db: Database, *lines: Update) -> None:
    with db.begin() as session:
        for line in lines:
            tasks.append(session, WS, line)


class TestOne:
    def test_comes_back_as_it_was_with_a_number_of_its_own(self, db: Database) -> None:
        whole = one(
            start=TODAY - DAY,
            percent=30,
            at_risk=True,
            blocked_reason="no permit",
            programme="100",
            next_step="paint",
            last_note="welded",
            updated=NOW,
            finished=NOW + DAY,
            difficulty=7,
            permalink="https://example.slack.com/x",
        )
        first, second = added(db, whole, one("Paint it"))
        assert there(db, 1) == first == replace(whole, number=1)
        assert there(db, 2) == second
        with db.read() as session:
            assert tasks.get(session, WS, 3) is None

    def test_belongs_to_its_workspace(self, db: Database) -> None:
        added(db, one(due=TODAY - DAY))
        with db.read() as session:
            assert tasks.get(session, "T0OTHER", 1) is None
            assert tasks.find_chosen(session, "T0OTHER", Choice()) == []
            assert tasks.late(session, "T0OTHER", TODAY) == []
            assert tasks.counts_by_health(session, "T0OTHER", None, TODAY) == {}

    def test_a_change_has_a_version_and_an_audit(self, db: Database) -> None:
        added(db, one())
        assert saved(db, 1, title="Mend the crane").version == 2
        assert there(db, 1).title == "Mend the crane"
        with db.read() as session:
            newest = audit.changes(session, WS, "T-1")[0]
        assert (newest.person, newest.before, newest.after) == (
            ARA,
            {"title": "Repair the crane"},
            {"title": "Mend the crane"},
        )

    def test_forgotten_its_number_is_not_used_again_and_its_audit_stays(self, db: Database) -> None:
        (task,) = added(db, one())
        with db.begin() as session:
            tasks.remove(session, WS, task, BOM, NOW, "undo")
        assert added(db, one())[0].number == 2
        with db.read() as session:
            assert [change.action for change in audit.changes(session, WS, "T-1")] == ["undo", "add"]


class TestHistory:
    def test_is_append_only_and_its_newest_lines_come_oldest_first(self, db: Database) -> None:
        added(db, one())
        whole = Update(1, BOM, NOW, Step.UPDATE, 40, "welded", "paint", health=Health.AT_RISK)
        told(db, whole, *(Update(1, BOM, NOW + n * SECOND, Step.UPDATE, n) for n in range(1, 4)))
        with db.read() as session:
            assert tasks.history(session, WS, 1)[0] == whole
            assert [line.percent for line in tasks.history(session, WS, 1, limit=2)] == [2, 3]
            assert tasks.history(session, "T0OTHER", 1) == []

    def test_knows_how_the_due_date_was_moved(self, db: Database) -> None:
        added(db, one(due=TODAY + 2 * DAY))
        told(
            db,
            Update(1, BOM, NOW, Step.MOVE, 0, due_before=TODAY, due_after=TODAY + DAY),
            Update(1, BOM, NOW + DAY, Step.MOVE, 0, due_before=TODAY + DAY, due_after=TODAY + 2 * DAY),
            Update(1, BOM, NOW + DAY, Step.UPDATE, 10),
        )
        with db.read() as session:
            moved = tasks.moves_since(session, WS, [1], NOW)
        assert [(line.due_before, line.due_after) for line in moved] == [(TODAY + DAY, TODAY + 2 * DAY)]

    def test_a_first_due_date_is_a_move_from_nothing(self, db: Database) -> None:
        added(db, one(due=TODAY))
        told(db, Update(1, BOM, NOW, Step.EDIT, 0, due_before=None, due_after=TODAY))
        with db.read() as session:
            assert len(tasks.moves_since(session, WS, [1], NOW - SECOND)) == 1

    def test_knows_the_progress_before_the_end(self, db: Database) -> None:
        added(db, one(), one())
        told(db, Update(1, BOM, NOW, Step.UPDATE, 70), Update(1, BOM, NOW + SECOND, Step.FINISH, 100))
        with db.read() as session:
            assert [tasks.percent_before_end(session, WS, number) for number in (1, 2)] == [70, 0]

    def test_knows_that_of_all_that_are_done(self, db: Database) -> None:
        done = [one(state=TaskState.DONE, finished=NOW) for _ in range(2)]
        added(db, *done, one())
        for number in (1, 3):
            told(
                db,
                Update(number, BOM, NOW, Step.UPDATE, 30),
                Update(number, BOM, NOW, Step.UPDATE, 70),
                Update(number, BOM, NOW + SECOND, Step.FINISH, 100),
            )
        with db.read() as session:
            assert tasks.percents_before_end(session, WS) == {1: 70}
            assert tasks.percents_before_end(session, "T0OTHER") == {}


class TestParents:
    def test_have_the_mean_of_their_children_all_the_way_up(self, db: Database) -> None:
        added(db, one(), one(parent=1), one(parent=2, percent=40), one(parent=2, percent=61), one(parent=1))
        assert [there(db, n).percent for n in (2, 1)] == [51, 26]
        saved(db, 3, percent=100)
        assert [there(db, n).percent for n in (2, 1)] == [81, 41]
        assert there(db, 1).children == 2

    def test_that_the_mean_changes_is_no_change_of_theirs(self, db: Database) -> None:
        added(db, one(), one(parent=1))
        saved(db, 2, percent=50)
        assert there(db, 1).version == 1
        with db.read() as session:
            assert [change.action for change in audit.changes(session, WS, "T-1")] == ["add"]

    def test_dropped_and_moved_children_no_longer_count(self, db: Database) -> None:
        added(db, one(), one(parent=1, percent=80), one(parent=1), one(), one(parent=1, percent=20))
        assert there(db, 1).percent == 33
        saved(db, 3, state=S.DROPPED)
        assert (there(db, 1).percent, there(db, 1).children) == (50, 2)
        saved(db, 5, parent=4)
        assert [(there(db, n).percent, there(db, n).children) for n in (1, 4)] == [(80, 1), (20, 1)]
        with db.begin() as session:
            tasks.remove(session, WS, there(db, 2), BOM, NOW, "undo")
        assert there(db, 1).children == 0

    @pytest.mark.parametrize("gone", ["removed", "dropped", "moved"])
    def test_have_their_own_again_when_nothing_is_left_under_them(self, db: Database, gone: str) -> None:
        added(db, one(), one())
        assert saved(db, 1, percent=40).percent == 40
        added(db, one(parent=1, percent=20))
        saved(db, 1, last_note="we wait")  # said of it while it had the mean
        assert there(db, 1).percent == 20
        if gone == "removed":
            with db.begin() as session:
                tasks.remove(session, WS, there(db, 3), BOM, NOW, "undo")
        else:
            saved(db, 3, **({"state": S.DROPPED} if gone == "dropped" else {"parent": 2}))
        assert (there(db, 1).percent, there(db, 1).children) == (40, 0)

    def test_of_which_nobody_said_how_far_they_are_have_none_again(self, db: Database) -> None:
        added(db, one(), one(percent=30), one(parent=1, percent=80), one(parent=2, percent=80))
        saved(db, 3, state=S.DROPPED)
        saved(db, 4, state=S.DROPPED)
        assert (there(db, 1).percent, there(db, 2).percent) == (0, 30)

    def test_that_were_set_back_to_nothing_have_nothing_again(self, db: Database) -> None:
        added(db, one(percent=30))
        saved(db, 1, percent=0)
        added(db, one(parent=1, percent=80))
        saved(db, 2, state=S.DROPPED)
        assert there(db, 1).percent == 0

    def test_that_have_ended_stay_as_they_ended(self, db: Database) -> None:
        added(db, one(), one(parent=1, percent=80))
        saved(db, 1, state=S.DONE, percent=100)
        saved(db, 2, percent=90)
        assert there(db, 1).percent == 100

    def test_stand_above_one_another_in_order(self, db: Database) -> None:
        added(db, one(), one(parent=1), one(parent=2), one())
        with db.begin() as session:
            assert [tasks.above(session, WS, number) for number in (3, 2, 1, 9)] == [[2, 1], [1], [], []]
            assert numbers(tasks.children(session, WS, 1)) == [2]

    def test_a_circle_ends(self, db: Database) -> None:
        added(db, one(parent=2), one(parent=1))
        with db.begin() as session:
            assert tasks.above(session, WS, 1) == [2, 1]
        saved(db, 1, percent=10)


class TestLists:
    def test_the_soonest_due_first_without_a_due_date_last(self, db: Database) -> None:
        added(db, one(due=None), one(due=TODAY + DAY), one(due=TODAY), one(due=TODAY))
        with db.read() as session:
            assert numbers(tasks.find_chosen(session, WS, Choice())) == [3, 4, 2, 1]
            assert numbers(tasks.find_chosen(session, WS, Choice(newest_first=True), 2, 1)) == [3, 2]

    @pytest.mark.parametrize(
        ("choice", "found"),
        [
            (Choice(), [1, 2, 3, 5]),
            (Choice(team="export"), [1, 3, 5]),
            (Choice(owner=CHAN), [2]),
            (Choice(programme="100"), [3]),
            (Choice(states=frozenset({S.DONE})), [4]),
            (Choice(states=frozenset(S)), [1, 2, 3, 4, 5]),
            (Choice(team="export", owner=CHAN), []),
        ],
    )
    def test_narrow_to_what_is_chosen(self, db: Database, choice: Choice, found: list[int]) -> None:
        added(
            db,
            one(),
            one(team="energy", owner=CHAN),
            one(programme="100"),
            one(state=S.DONE),
            one(state=S.BLOCKED),
        )
        with db.read() as session:
            assert numbers(tasks.find_chosen(session, WS, choice)) == found
            assert tasks.count(session, WS, choice) == len(found)

    def test_of_an_owner_and_of_a_team(self, db: Database) -> None:
        added(db, one(), one(state=S.DONE), one(owner=CHAN), one(team="energy"))
        with db.read() as session:
            assert numbers(tasks.of_owner(session, WS, BOM)) == [1, 4]
            assert numbers(tasks.of_owner(session, WS, BOM, frozenset({S.DONE}))) == [2]
            assert numbers(tasks.of_team(session, WS, "export")) == [1, 3]

    def test_late_is_from_the_day_after_blocked_or_not(self, db: Database) -> None:
        added(db, one(due=TODAY), one(due=TODAY - DAY), one(due=TODAY - 2 * DAY, state=S.BLOCKED), one(due=None))
        saved(db, 2, owner=CHAN)
        with db.read() as session:
            assert numbers(tasks.late(session, WS, TODAY)) == [3, 2]
            assert numbers(tasks.late(session, WS, TODAY, owner=CHAN)) == [2]
            assert numbers(tasks.late(session, WS, TODAY, team="energy")) == []

    def test_stale_is_what_the_rule_says(self, db: Database) -> None:
        old = NOW - STALE - SECOND
        drafts = [
            one(updated=old),
            one(updated=NOW - STALE),
            one(created=old, updated=NOW),
            one(created=old),
            one(updated=old, start=(NOW - STALE).date() + DAY),
            one(updated=old, start=(NOW - STALE).date()),
            one(updated=old, state=S.DONE),
            one(updated=old),
            one(parent=8),
            one(updated=old, owner=CHAN),
        ]
        added(db, *drafts)
        with db.read() as session:
            found = tasks.stale(session, WS, NOW, NOW.date())
            every = tasks.find_chosen(session, WS, Choice(states=frozenset(S)), 100)
            assert numbers(tasks.stale(session, WS, NOW, NOW.date(), CHAN)) == [10]
        assert sorted(numbers(found)) == [1, 4, 6, 10]
        assert {task.number for task in every if is_stale(task, NOW, NOW.date())} == {1, 4, 6, 10}

    def test_stale_counts_days_where_the_workspace_is(self, db: Database) -> None:
        """At 23:00 UTC it is the next day in Seoul already, and what begins by plan on that one has begun."""
        now = NOW.replace(hour=23)
        today = now.astimezone(ZoneInfo("Asia/Seoul")).date()
        added(db, *(one(updated=now - STALE - SECOND, start=today - STALE + n * DAY) for n in (-1, 0, 1)))
        with db.read() as session:
            assert numbers(tasks.stale(session, WS, now, today)) == [1, 2]
            choice = Choice.stale(now, today)
            assert Choice.from_json(choice.as_json()) == choice
            every = tasks.find_chosen(session, WS, Choice(), 100)
        assert {task.number for task in every if is_stale(task, now, today)} == {1, 2}

    def test_by_ids_gives_what_is_there_in_any_state(self, db: Database) -> None:
        added(db, one(), one(state=S.DROPPED))
        with db.read() as session:
            assert sorted(tasks.by_ids(session, WS, [1, 2, 3, *range(1000, 2000)])) == [1, 2]
            assert tasks.by_ids(session, WS, []) == {}

    def test_search_takes_signs_literally(self, db: Database) -> None:
        added(db, one("100% export"), one("100 exports", last_note="용접공 부족"), one("x_y", next_step="Paint"))
        with db.read() as session:
            for part, found in {"100%": [1], "EXPORT": [2, 1], "용접공": [2], "paint": [3], "_": [3], "\\": []}.items():
                assert numbers(tasks.search(session, WS, part)) == found, part

    def test_evaluable_ones_have_a_due_date_no_children_and_did_not_end_before(self, db: Database) -> None:
        added(
            db,
            one(),
            one(due=None),
            one(state=S.DROPPED),
            one(state=S.DONE, finished=NOW),
            one(state=S.DONE, finished=NOW - SECOND),
            one(),
            one(parent=6),
        )
        with db.read() as session:
            assert numbers(tasks.evaluable(session, WS, NOW)) == [1, 4, 7]


class TestNumbers:
    def test_count_by_health(self, db: Database) -> None:
        added(
            db,
            one(),
            one(at_risk=True),
            one(at_risk=True, due=TODAY - DAY),
            one(due=TODAY - DAY),
            one(state=S.BLOCKED, due=TODAY - DAY),
            one(state=S.DONE),
            one(state=S.DROPPED),
            one(team="energy", due=None),
            one(team=None),
        )
        export = {Health.ON_TRACK: 1, Health.AT_RISK: 1, Health.LATE: 2, Health.BLOCKED: 1, Health.DONE: 1}
        with db.read() as session:
            assert tasks.counts_by_health(session, WS, "export", TODAY) == export
            assert tasks.counts_by_health(session, WS, None, TODAY) == export | {Health.ON_TRACK: 3}
            assert tasks.counts_by_team(session, WS, TODAY) == {
                "export": export,
                "energy": {Health.ON_TRACK: 1},
                None: {Health.ON_TRACK: 1},
            }

    def test_of_programmes_have_the_mean_of_those_at_the_bottom(self, db: Database) -> None:
        with db.begin() as session:
            tasks.save_programme(session, WS, Programme("100", "100대 과제", "100 tasks"))
            tasks.save_programme(session, WS, Programme("rnd", "", "Research"))
        added(
            db,
            one(programme="100"),
            one(programme="100", parent=1, percent=50),
            one(programme="100", percent=25),
            one(programme="100", percent=99, state=S.DROPPED),
        )
        with db.read() as session:
            hundred, research = tasks.programme_states(session, WS, TODAY)
        assert (hundred.programme.key, hundred.percent, hundred.health) == ("100", 38, {Health.ON_TRACK: 3})
        assert (research.programme.key, research.percent, research.health) == ("rnd", 0, {})


def test_a_programme_is_recorded_once_and_changed_with_its_audit(db: Database) -> None:
    with db.begin() as session:
        tasks.change_programme(session, WS, Programme("100", "100대 과제", ""), EUN, NOW)
        tasks.change_programme(session, WS, Programme("100", "100대 과제", "100 tasks", evaluated=False), EUN, NOW)
    with db.read() as session:
        assert tasks.programmes(session, WS) == [Programme("100", "100대 과제", "100 tasks", evaluated=False)]
        assert [change.action for change in audit.changes(session, WS, "programme:100")] == ["edit", "add"]
