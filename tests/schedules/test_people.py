"""People as Slack has them: paged, changed, gone, and a Slack that refuses."""

import datetime as dt

import pytest

from bot.domain.people import Person, Role
from bot.settings import Rules
from schedules import people as job
from storage import Database, audit, connections, people, workspaces
from tests.doubles.faults import Broken, Garbage, RateLimited, Refusal, Unreachable
from tests.doubles.fixtures import NOW
from tests.doubles.slack import FakeSlack
from tests.doubles.workspace import Workspace

WS = "T0MUSTER"


class Waiting:
    """Counts the seconds that were asked for, and waits for none."""

    def __init__(self) -> None:
        self.seconds: list[float] = []

    def __call__(self, seconds: float) -> None:
        self.seconds.append(seconds)


@pytest.fixture
def pause() -> Waiting:
    return Waiting()


def clock() -> dt.datetime:
    return NOW


def run(db: Database, slack: FakeSlack, pause: Waiting, rules: Rules = Rules()) -> None:  # noqa: B008 frozen
    assert job.known(db, slack, rules, pause) == WS
    job.sync(db, slack, WS, rules, clock, pause)


def everybody(db: Database) -> dict[str, Person]:
    with db.read() as session:
        return {person.id: person for person in people.everybody(session, WS)}


def test_everybody_is_met_and_bots_are_left_out(empty_db: Database, slack: FakeSlack, pause: Waiting) -> None:
    run(empty_db, slack, pause)
    found = everybody(empty_db)
    assert sorted(found) == ["U0ARA", "U0BOM", "U0CHAN", "U0DANA", "U0EUN", "U0GIL"]
    assert (found["U0DANA"].role, found["U0GIL"].role, found["U0BOM"].role) == (Role.ADMIN, Role.GUEST, Role.MEMBER)
    assert (found["U0BOM"].zone, found["U0BOM"].locale) == ("Asia/Seoul", "ko-KR")
    with empty_db.read() as session:
        settings = workspaces.get(session, WS)
    assert settings is not None
    assert (settings.name, settings.domain) == ("Muster", "muster")


def test_named_admins_are_admins_and_the_workspaces_own_are_not(
    empty_db: Database, slack: FakeSlack, pause: Waiting
) -> None:
    run(empty_db, slack, pause, Rules(admins=("U0EUN",)))
    found = everybody(empty_db)
    assert (found["U0EUN"].role, found["U0DANA"].role) == (Role.ADMIN, Role.MEMBER)


def test_pages_are_followed_to_their_end(
    empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
) -> None:
    for number in range(450):
        workspace.add_person(f"U1{number:04d}")
    run(empty_db, slack, pause)
    assert len(everybody(empty_db)) == 456
    assert [call["limit"] for call in workspace.sent("users.list")] == ["200"] * 3


def test_nothing_is_written_when_nothing_changed(empty_db: Database, slack: FakeSlack, pause: Waiting) -> None:
    run(empty_db, slack, pause)
    with empty_db.read() as session:
        before = workspaces.version(session, WS)
    run(empty_db, slack, pause)
    with empty_db.read() as session:
        assert workspaces.version(session, WS) == before


def test_who_leaves_is_kept_as_departed_and_the_audit_says_so(
    empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
) -> None:
    run(empty_db, slack, pause)
    workspace.users["U0BOM"]["deleted"] = True
    del workspace.users["U0CHAN"]
    run(empty_db, slack, pause)
    found = everybody(empty_db)
    assert [id for id, person in found.items() if not person.active] == ["U0BOM", "U0CHAN"]
    with empty_db.read() as session:
        assert audit.changes(session, WS, "U0CHAN")[0].before == {"active": True}


def test_what_was_decided_here_survives_the_next_sync(
    empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
) -> None:
    run(empty_db, slack, pause)
    with empty_db.begin() as session:
        for id, role in (("U0BOM", Role.SECRETARIAT), ("U0GIL", Role.MEMBER), ("U0DANA", Role.MEMBER)):
            people.save(session, WS, Person(**{**vars(everybody(empty_db)[id]), "role": role, "team": "export"}))
    workspace.users["U0BOM"]["profile"]["real_name"] = "봄봄"
    run(empty_db, slack, pause)
    found = everybody(empty_db)
    assert (found["U0BOM"].role, found["U0BOM"].name, found["U0BOM"].team) == (Role.SECRETARIAT, "봄봄", "export")
    assert (found["U0GIL"].role, found["U0DANA"].role) == (Role.MEMBER, Role.MEMBER)
    workspace.users["U0BOM"]["is_restricted"] = True
    run(empty_db, slack, pause)
    assert everybody(empty_db)["U0BOM"].role is Role.GUEST


def test_retry_after_is_waited_out(empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting) -> None:
    workspace.misbehave("users.list", RateLimited(retry_after=7), RateLimited(retry_after=2))
    run(empty_db, slack, pause)
    assert pause.seconds == [7.0, 2.0]
    assert len(everybody(empty_db)) == 6


@pytest.mark.parametrize(
    "fault",
    [
        Refusal("missing_scope", needed="users:read"),
        Refusal("unknown_method"),
        RateLimited(retry_after=3600),
        Broken(),
        Unreachable(),
        Garbage(),
    ],
)
def test_a_list_that_breaks_off_marks_nobody_as_gone(
    empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting, fault: object
) -> None:
    run(empty_db, slack, pause)
    del workspace.users["U0CHAN"]
    workspace.break_down("users.list", fault)  # type: ignore[arg-type]  # each of them is a Fault
    run(empty_db, slack, pause)
    assert all(person.active for person in everybody(empty_db).values())
    with empty_db.read() as session:
        assert connections.get(session, WS).fault


def test_a_token_that_is_refused_is_no_workspace(
    empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
) -> None:
    workspace.break_down("auth.test", Refusal("invalid_auth"))
    assert job.round_(empty_db, slack, Rules(), clock, pause) == ""


def test_the_bot_knows_its_channels(empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting) -> None:
    workspace.add_channel("C0ELSE", "elsewhere", "U0ARA", bot=False)
    run(empty_db, slack, pause)
    with empty_db.read() as session:
        known = connections.get(session, WS)
    assert known.bot == "U0MUSTER"
    assert known.hears("C0EXPORT")
    assert not known.hears("C0ELSE")


def test_of_many_processes_one_syncs_an_hour(
    empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
) -> None:
    for _ in range(3):
        job.round_(empty_db, slack, Rules(), clock, pause)
    assert len(workspace.sent("users.list")) == 1
    job.round_(empty_db, slack, Rules(), lambda: NOW + dt.timedelta(hours=1), pause)
    assert len(workspace.sent("users.list")) == 2


class TestDirectMessages:
    def test_of_many_processes_one_opens_them_and_so_many_a_minute(
        self, empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
    ) -> None:
        for number in range(40):
            workspace.add_person(f"U1{number:04d}")
        for _process in range(3):
            job.round_(empty_db, slack, Rules(), clock, pause)
        assert len(workspace.sent("conversations.open")) == 40
        for seconds, opened in ((49, 40), (50, 45), (100, 45)):  # all but the guest
            job.round_(empty_db, slack, Rules(), lambda: NOW + dt.timedelta(seconds=seconds), pause)  # noqa: B023 called at once
            assert len(workspace.sent("conversations.open")) == opened
        asked = [call["users"] for call in workspace.sent("conversations.open")]
        assert len(asked) == len(set(asked))

    def test_are_opened_a_few_at_a_time_and_stored(
        self, empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
    ) -> None:
        for number in range(100):
            workspace.add_person(f"U1{number:04d}")
        run(empty_db, slack, pause)
        assert job.open_dms(empty_db, slack, WS, lambda: NOW) == 40
        assert job.open_dms(empty_db, slack, WS, lambda: NOW) == 40
        assert job.open_dms(empty_db, slack, WS, lambda: NOW) == 25  # all but the guest
        assert job.open_dms(empty_db, slack, WS, lambda: NOW) == 0
        assert everybody(empty_db)["U0ARA"].dm == "D0ARA"

    @pytest.mark.parametrize("code", ["user_not_visible", "user_not_found", "user_disabled"])
    def test_pass_over_whom_nobody_may_write_to(
        self, empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting, code: str
    ) -> None:
        run(empty_db, slack, pause)
        workspace.misbehave("conversations.open", Refusal(code))
        assert job.open_dms(empty_db, slack, WS, lambda: NOW) > 0

    def test_of_those_whom_nobody_may_write_to_others_have_their_turn(
        self, empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
    ) -> None:
        run(empty_db, slack, pause)
        workspace.misbehave("conversations.open", *[Refusal("user_not_visible")] * 2)
        assert job.open_dms(empty_db, slack, WS, lambda: NOW, limit=2) == 0
        refused = {call["users"] for call in workspace.sent("conversations.open")}
        assert job.open_dms(empty_db, slack, WS, lambda: NOW + dt.timedelta(minutes=1), limit=2) == 2
        with empty_db.read() as session:
            assert refused <= set(people.without_dm(session, WS))

    def test_leave_openings_alone_from_when_slack_said_so(
        self, empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
    ) -> None:
        """However long those before have taken."""
        run(empty_db, slack, pause)
        moments = iter([NOW, NOW + dt.timedelta(minutes=1)])
        workspace.misbehave("conversations.open", RateLimited(retry_after=20))
        job.open_dms(empty_db, slack, WS, lambda: next(moments))
        asked = len(workspace.sent("conversations.open"))
        assert job.open_dms(empty_db, slack, WS, lambda: NOW + dt.timedelta(seconds=79)) == 0
        assert len(workspace.sent("conversations.open")) == asked

    def test_stop_at_a_limit_and_keep_what_was_opened(
        self, empty_db: Database, slack: FakeSlack, workspace: Workspace, pause: Waiting
    ) -> None:
        run(empty_db, slack, pause)
        assert job.open_dms(empty_db, slack, WS, lambda: NOW, limit=1) == 1
        [first] = [one.id for one in everybody(empty_db).values() if one.dm]
        workspace.misbehave("conversations.open", RateLimited(retry_after=20))
        assert job.open_dms(empty_db, slack, WS, lambda: NOW) == 0
        assert everybody(empty_db)[first].dm
        asked = len(workspace.sent("conversations.open"))
        assert job.open_dms(empty_db, slack, WS, lambda: NOW + dt.timedelta(seconds=19)) == 0
        assert len(workspace.sent("conversations.open")) == asked
        assert job.open_dms(empty_db, slack, WS, lambda: NOW + dt.timedelta(seconds=21)) > 0
