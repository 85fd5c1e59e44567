"""What administrators decide for everybody, and the checklist of a new workspace."""

import dataclasses
import datetime as dt
from typing import Any

import pytest

from bot.domain.people import Person, Role
from bot.domain.words import Facet
from bot.domain.workspaces import NEEDED_SCOPES, OPTIONAL_SCOPES, Connection, Workspace
from bot.speech import settings as speech
from storage import audit, connections, people, teams, workspaces
from tests.cast import ARA, BOM, DANA, ENERGY, EUN, EXPORT, LEADERS, WS, Stage, speaks, words


def settings(stage: Stage) -> Workspace:
    with stage.db.read() as session:
        found = workspaces.get(session, WS)
    assert found is not None
    return found


class TestForm:
    def test_saves_what_it_holds_and_says_what_changed(self, stage: Stage) -> None:
        assert stage.types(DANA, "/muster settings") == {}
        stage.submits(
            DANA,
            {
                "admin": "C0ADMIN",
                "language": "ko",
                "zone": "Asia/Tokyo",
                "holidays": "jp",
                "extra": "2026-12-24, 2026-12-31",
                "worked": "2027-01-11",
                "quiet_until": "8",
                "quiet_from": "오후 7시",
                "agenda": "thu 16:00",
                "agenda-draft": "wed 15:00",
                "evaluation-open": "11:00",
                "evaluation-results": "15:30",
                "due_days": "10",
                "urgent_due_days": "2",
                "counted": ["production", "rnd"],
            },
        )
        kept = settings(stage)
        assert (kept.admin_channel, kept.language, kept.zone, kept.holidays) == ("C0ADMIN", "ko", "Asia/Tokyo", "JP")
        assert kept.extra_holidays == {dt.date(2026, 12, 24), dt.date(2026, 12, 31)}
        assert kept.worked_holidays == {dt.date(2027, 1, 11)}
        assert (kept.quiet_until, kept.quiet_from) == (dt.time(8), dt.time(19))
        assert kept.times == {
            "agenda": "thu 16:00",
            "agenda-draft": "wed 15:00",
            "evaluation-open": "11:00",
            "evaluation-results": "15:30",
        }
        assert (kept.due_days, kept.urgent_due_days) == (10, 2)
        assert kept.counted_kinds == {"production", "rnd"}
        said = words(stage.said())
        assert "• time zone: Asia/Seoul → Asia/Tokyo" in said
        assert "• days to answer: 14 → 10" in said

    @pytest.mark.parametrize(
        ("lang", "label", "hint"),
        [
            ("en", "Agenda of all teams to the leadership", "Such as fri 17:00. Empty: together with the agenda."),
            ("ko", "종합 회의자료 게시", "예: 금 17:00. 비워 두면 회의자료와 함께 게시합니다."),
        ],
    )
    def test_the_leaderships_agenda_has_a_time(self, stage: Stage, lang: str, label: str, hint: str) -> None:
        speaks(stage, DANA, lang)
        stage.types(DANA, "/muster settings")
        assert label in words(stage.slack.form(DANA))
        assert hint in words(stage.slack.form(DANA))
        stage.submits(DANA, {"agenda-leadership": "금 18:30"})
        assert settings(stage).times == {"agenda-leadership": "fri 18:30"}

    @pytest.mark.parametrize(
        ("lang", "own", "usual"), [("en", "Friday 18:30", "Thursday"), ("ko", "금요일 18:30", "목요일")]
    )
    def test_times_are_shown_as_one_says_them(self, stage: Stage, lang: str, own: str, usual: str) -> None:
        speaks(stage, DANA, lang)
        stage.types(DANA, "/muster settings")
        stage.submits(DANA, {"agenda": "fri 18:30"})
        stage.types(DANA, "/muster settings")
        assert own in str(stage.slack.form(DANA))
        assert f"{usual} 14:00" in words(stage.slack.form(DANA))
        stage.submits(DANA, {})
        assert settings(stage).times == {"agenda": "fri 18:30"}

    @pytest.mark.parametrize(
        ("values", "field"),
        [
            ({"zone": "Mars/Olympus"}, "zone"),
            ({"holidays": "XX"}, "holidays"),
            ({"extra": "2026-02-30"}, "extra"),
            ({"quiet_until": "noonish"}, "quiet_until"),
            ({"quiet_from": "08:00"}, "quiet_from"),
            ({"agenda": "17:00"}, "agenda"),
            ({"agenda-draft": "fri 18:00"}, "agenda-draft"),
            ({"evaluation-open": "fri 10:00"}, "evaluation-open"),
            ({"due_days": "0"}, "due_days"),
            ({"due_days": "²"}, "due_days"),
            ({"due_days": "9" * 5000}, "due_days"),
            ({"urgent_due_days": "30"}, "urgent_due_days"),
            ({"extra": "2026-12-24", "worked": "2026-12-24"}, "worked"),
        ],
    )
    def test_faults_stand_beside_their_fields(self, stage: Stage, values: dict[str, Any], field: str) -> None:
        stage.types(DANA, "/muster settings")
        before = settings(stage)
        assert list(stage.submits(DANA, values)["errors"]) == [field]
        assert settings(stage) == before

    def test_nothing_changed_is_said(self, stage: Stage) -> None:
        stage.types(DANA, "/muster settings")
        stage.submits(DANA, {})
        assert "Nothing changed." in words(stage.said())
        with stage.db.read() as session:
            assert audit.changes(session, WS, "settings") == []

    def test_a_newer_change_is_not_overwritten(self, stage: Stage) -> None:
        stage.types(DANA, "/muster settings")
        stage.types(DANA, "/muster settings admin <#C0ADMIN|admin>")
        answer = stage.submits(DANA, {"due_days": "9"})
        assert "changed meanwhile" in next(iter(answer["errors"].values()))
        assert settings(stage).due_days == 14

    def test_only_for_administrators(self, stage: Stage) -> None:
        for line in ("/muster settings", "/muster settings leadership <#C0X|x>"):
            said = words(stage.types(EUN, line))
            assert "`/muster settings` is for administrators: 다나." in said
            assert "Your own language and messages are chosen in my App Home." in said
        assert "`/muster setup` is for administrators: 다나." in words(stage.types(EUN, "/muster setup"))

    def test_who_they_are_is_told_in_korean_too(self, stage: Stage) -> None:
        speaks(stage, ARA, "ko")
        said = words(stage.types(ARA, "/muster 설정"))
        assert "관리자만 사용하는 명령입니다: `/muster 설정`. 관리자: 다나. 본인의 언어와 알림은 앱 홈에서" in said

    def test_of_many_administrators_three_are_named(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            for at in range(5):
                people.save(session, WS, Person(f"U0BOSS{at}", f"boss {at}", role=Role.ADMIN))
        said = words(stage.types(ARA, "/muster setup"))
        assert "`/muster setup` is for administrators: boss 0, boss 1, boss 2." in said


class TestOneLine:
    def test_names_a_channel_and_says_if_the_bot_is_not_in_it(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            connections.save(session, WS, Connection("U0MUSTER", channels={ENERGY: "energy"}))
        assert "/invite @muster" in words(stage.types(DANA, "/muster settings leadership <#C0X|x>"))
        assert settings(stage).leadership_channel == "C0X"
        assert "/invite @muster" not in words(stage.types(DANA, "/muster 설정 관리자 #energy"))
        assert settings(stage).admin_channel == ENERGY

    def test_a_channel_nobody_knows_is_refused(self, stage: Stage) -> None:
        assert "I do not know the channel #x" in words(stage.types(DANA, "/muster settings leadership #x"))


class TestGrades:
    def test_quotas_follow_their_grade_but_not_somebodys_own(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            bom = people.get(session, WS, BOM)
            assert bom is not None
            people.save(session, WS, dataclasses.replace(bom, quota=5))
        stage.types(DANA, "/muster settings grades")
        text = stage.slack.form(DANA)["blocks"][0]["element"]["initial_value"]
        stage.submits(DANA, {"grades": text.replace("director, 과장, director, 2", "director, 과장, director, 3")})
        with stage.db.read() as session:
            quotas = {one.id: one.quota for one in people.everybody(session, WS)}
        assert (quotas[ARA], quotas[BOM]) == (3, 5)
        assert "2 people have another quota now." in words(stage.said())
        assert "• grades: changed director 3" in words(stage.said())

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("director, 과장", "Line 1"),
            ("a, ㄱ, a, 1\nb b, ㄴ, b, 1", "Line 2"),
            ("a, ㄱ, a, 99", "at most 50"),
            ("a, ㄱ, a, 1\na, ㄴ, b, 1", "twice"),
            ("a, ㄱ, a, 1", "is that of"),
        ],
    )
    def test_bad_lines_are_named(self, stage: Stage, text: str, says: str) -> None:
        stage.types(DANA, "/muster settings grades")
        assert says in stage.submits(DANA, {"grades": text})["errors"]["grades"]


class TestWords:
    def test_are_added(self, stage: Stage) -> None:
        stage.types(DANA, "/muster settings words")
        form = stage.slack.form(DANA)
        sectors = form["blocks"][1]["element"]["initial_value"]
        stage.submits(DANA, {"sector": f"{sectors}\nhydrogen, 수소, hydrogen, h2"})
        term = settings(stage).vocabulary.meaning("H2")
        assert term is not None
        assert (term.facet, term.key) == (Facet.SECTOR, "hydrogen")
        assert "• words: added hydrogen" in words(stage.said())

    @pytest.mark.parametrize(
        ("text", "says"),
        [("hydrogen", "Line 1"), ("a, 수소, h\nb, 수소, x", "two things"), ("x, 안산, ansan", "two things")],
    )
    def test_a_word_means_one_thing(self, stage: Stage, text: str, says: str) -> None:
        stage.types(DANA, "/muster settings words")
        errors = stage.submits(DANA, {"sector": text})["errors"]
        assert any(says in error for error in errors.values())


class TestLongLists:
    """What is stored may be longer than an input of Slack takes: a form that is saved loses none of it."""

    def test_of_words(self, stage: Stage) -> None:
        typed = "\n".join(f"key-{n},{'가' * 9}{n},{'long' * 4}{n}" for n in range(79))  # without spaces, it fits
        stage.types(DANA, "/muster settings words")
        stage.submits(DANA, {"sector": typed})
        assert len(typed) <= 3000
        kept = settings(stage).vocabulary
        assert len("\n".join(speech.term_lines(kept.of(Facet.SECTOR)))) > 3000
        stage.types(DANA, "/muster settings words")
        assert "Sectors, from line" in words(stage.slack.form(DANA))
        stage.submits(DANA)
        assert "Nothing changed." in words(stage.said())
        assert settings(stage).vocabulary == kept

    def test_of_days_and_one_more_is_added(self, stage: Stage) -> None:
        many = frozenset(dt.date(2026, 1, 1) + dt.timedelta(days=2 * count) for count in range(600))
        with stage.db.begin() as session:
            workspaces.change(session, dataclasses.replace(settings(stage), extra_holidays=many), DANA, stage.now)
        stage.types(DANA, "/muster settings")
        stage.submits(DANA, {"extra#3": "2031-12-24"})
        kept = settings(stage).extra_holidays
        assert dt.date(2031, 12, 24) in kept
        third = sorted(many)[2 * 227 : 3 * 227]
        assert many - kept == set(third)

    def test_of_grades(self, stage: Stage) -> None:
        typed = "\n".join(f"rank-{n:02},{'급' * 16}{n:02},{'g' * 35}{n:02},1" for n in range(40))
        stage.types(DANA, "/muster settings grades")
        used = stage.slack.form(DANA)["blocks"][0]["element"]["initial_value"].replace(", ", ",")
        assert len(f"{used}\n{typed}") <= 3000
        assert "errors" not in stage.submits(DANA, {"grades": f"{used}\n{typed}"})
        kept = settings(stage).grades
        assert len(lines := speech.grade_lines(kept)) > 40
        assert len("\n".join(lines)) > 3000
        stage.types(DANA, "/muster settings grades")
        stage.submits(DANA)
        assert settings(stage).grades == kept


class TestSetup:
    def test_lists_what_is_left_with_a_button_each(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            connections.save(
                session,
                WS,
                Connection(
                    "U0MUSTER", frozenset(NEEDED_SCOPES) - {"files:read"}, {LEADERS: "lead"}, fault="ratelimited"
                ),
            )
            workspaces.change(session, dataclasses.replace(settings(stage), leadership_channel=None))
            for team in teams.everything(session, WS):
                teams.save(session, WS, dataclasses.replace(team, lead=None))
            for person in people.everybody(session, WS):
                role = Role.MEMBER if person.role is Role.SECRETARIAT else person.role
                people.save(session, WS, dataclasses.replace(person, grade=None, role=role))
        card = stage.types(DANA, "/muster setup")
        said = words(card)
        assert "files:read" in said
        assert f"<#{EXPORT}>" in said
        assert "ratelimited" in said
        assert "channels:history" in said
        stage.clicks(DANA, card, "Settings")
        assert stage.slack.form(DANA)["callback_id"] == "settings:save"
        stage.clicks(DANA, card, "New team")
        assert stage.slack.form(DANA)["callback_id"] == "teams:save"
        assert settings(stage).setup_done is False

    def test_disappears_when_done(self, stage: Stage) -> None:
        with stage.db.begin() as session:
            scopes = frozenset(NEEDED_SCOPES + OPTIONAL_SCOPES)
            channels = {LEADERS: "", EXPORT: "", ENERGY: ""}
            connections.save(session, WS, Connection("U0MUSTER", scopes, channels, stage.now))
            workspaces.change(session, dataclasses.replace(settings(stage), setup_done=False))
        said = words(stage.types(DANA, "/muster setup"))
        assert "Everything is set up." in said
        assert "permissions" not in said
        assert settings(stage).setup_done is True
