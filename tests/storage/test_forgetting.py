"""Somebody is forgotten: no table holds the name, the handle or the id afterwards, and every number is as it was."""

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import JSON, LargeBinary, String, Text, cast, func, select, text

from bot.domain.forgetting import CALLED, Found, is_placeholder
from bot.domain.forgetting import forgetting as of
from bot.domain.people import Person
from storage import Database, Session, forgetting, forgotten, people
from storage.duty.rows import DUTY
from storage.forgetting import BINARY, IDS, OURS, PROSE
from storage.moves import HOLDINGS, STAYS
from storage.schema import metadata
from tests.cast import ARA, BOM, CHAN, DANA, EUN, WS, Stage
from tests.doubles.fixtures import NOW
from tests.rostering import CHRISTMAS, on_duty
from tests.surveying import WORDS, answered, opened
from tests.tasking import history, task

KIM = Person("U0KIMSEOJUN", "김서준", "kim.sj", "sj.kim@example.kr", team="export", language="ko", dm="D0KIMSEOJUN")


def texts() -> Iterator[str]:
    """Every column of text, but for the workspace's id."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if isinstance(column.type, (String, JSON)) and column.name != "workspace":
                yield f"{table.name}.{column.name}"


def test_every_column_of_text_is_thought_of() -> None:
    people_ = {column for source in HOLDINGS for column in source.columns} | set(STAYS)
    numbers = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if type(column.type).__name__ == "ExactDecimal"
    }
    known = {*OURS, *PROSE, *IDS, *people_, "workspace.id"}
    assert set(texts()) - numbers - known == set(), "a line in OURS, PROSE or IDS"
    assert known - set(texts()) == set(), "no such column any more"
    assert not set(OURS) & set(PROSE)
    assert not (set(OURS) | set(PROSE)) & set(IDS)
    for name, author in PROSE.items():
        assert not author or author in metadata.tables[name.partition(".")[0]].c, name


def test_every_binary_column_is_exempt_for_a_reason() -> None:
    found = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, LargeBinary)
    }
    assert found == set(BINARY)


def dumped(db: Database) -> str:
    """Everything that is stored, as text; JSON as it reads."""
    found: list[str] = []
    with db.reader.connect() as connection:
        for table in metadata.sorted_tables:
            for row in connection.execute(select(table)).mappings():
                found += [
                    f"{table.name} {name}: {json.dumps(value, ensure_ascii=False, default=str)}"
                    for name, value in row.items()
                ]
    return "\n".join(found)


def rows(db: Database) -> dict[str, int]:
    with db.reader.connect() as connection:
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in metadata.sorted_tables
        }


@pytest.fixture
def kim(stage: Stage) -> Stage:
    """Somebody did something of everything, and others told of it; nothing is left in their hands."""
    with stage.db.begin() as session:
        people.save(session, WS, KIM)
    stage.slack.add_person(KIM.id)
    who = KIM.id
    stage.types(who, "/visit 대한정밀: 김서준이 만남 ! 인력 부족 @bom")
    stage.types(BOM, f"/visit 부산조선: <@{who}|kim.sj> 동행, @kim.sj 설명 @chan")
    stage.types(ARA, "/visit 거제조선: 김서준 과장이 설명함")
    stage.types(who, "/task add find the companies @bom due:12/24 team:export")
    stage.types(who, "/task T-1 30% 김서준 확인함")
    stage.types(BOM, "/task T-1 60% done with 김서준")
    stage.types(ARA, f"/task add call <@{who}|kim.sj> due:12/24 team:export")
    stage.types(who, "/difficulty 부품 부족 from: 대한정밀")
    stage.types(ARA, "/difficulty assign D-1 @kim.sj")
    stage.types(who, "/difficulty note D-1 업체에 연락함")
    stage.types(ARA, "/difficulty assign D-1 @bom")
    stage.types(who, "/agenda add 봄철 상담회")
    stage.mentions(who, "help", dm=True)
    survey = opened(stage.db, WORDS, anonymous=False)
    answered(stage.db, survey, ("김서준의 의견",), person=who)
    on_duty(stage, CHRISTMAS, CHAN)
    on_duty(stage, stage.now.date().replace(month=10), who)
    stage.types(who, "/meeting ics mine")
    return stage


def forgets(stage: Stage, person: str = KIM.id) -> list[Found]:
    with stage.db.begin() as session:
        known = people.get(session, WS, person)
        assert known is not None
        return forgetting.forget(session, WS, known, DANA, stage.now)[1]


def test_no_table_holds_the_id_the_handle_or_the_name(kim: Stage) -> None:
    before = dumped(kim.db)
    assert all(one in before for one in (KIM.id, KIM.name, KIM.handle, KIM.email, "D0KIMSEOJUN"))
    found = forgets(kim)
    after = dumped(kim.db)
    for gone in (KIM.id, KIM.handle, KIM.email, "D0KIMSEOJUN"):
        assert gone not in after, [line for line in after.splitlines() if gone in line]
    # what others wrote with the name in it is listed, and stands nowhere but in what they wrote
    left = [line for line in after.splitlines() if KIM.name in line]
    assert {one.ref for one in found} == {"V-3", "T-1"}
    assert all(line.startswith(("visit summary", "task_update text", "task last_note")) for line in left), left
    assert all("과장이 설명함" in line or "done with" in line for line in left)


def test_what_an_earlier_version_wrote_with_escapes_is_found_too(kim: Stage) -> None:
    with kim.db.begin() as session:
        for table in metadata.sorted_tables:
            for column in (one for one in table.columns if isinstance(one.type, JSON)):
                name, kind = f'"{table.name}"."{column.name}"', "JSON" if kim.db.dialect == "postgresql" else "TEXT"
                for (written,) in session.execute(select(cast(column, Text)).distinct()).all():
                    if written and not written.isascii():
                        bound = {"new": json.dumps(json.loads(written)), "old": written}
                        change = f'UPDATE "{table.name}" SET "{column.name}" = CAST(:new AS {kind})'
                        session.execute(text(f"{change} WHERE CAST({name} AS TEXT) = :old"), bound)
    assert KIM.name in dumped(kim.db)
    forgets(kim)
    left = [line for line in dumped(kim.db).splitlines() if KIM.name in line]
    assert all(line.startswith(("visit summary", "task_update text", "task last_note")) for line in left), left


def test_numbers_and_history_stay(kim: Stage) -> None:
    before = rows(kim.db)
    words = [one.text for one in history(kim)]
    forgets(kim)
    after = rows(kim.db)
    gone = {"planned_post", "post_attempt", "post_file", "feed", "membership"}
    new = {"forgotten": 1, "audit": before["audit"] + 1, "counter": before["counter"] + 1}
    assert {name: count for name, count in after.items() if name not in gone} == {
        name: count for name, count in (before | new).items() if name not in gone
    }
    assert [one.text for one in history(kim)] == [
        one.replace(KIM.name, CALLED["en"]) if "확인" in one else one for one in words
    ]
    with kim.db.read() as session:
        (duty,) = [one for one in session.execute(select(DUTY)).all() if is_placeholder(one.person)]
        placeholder = people.get(session, WS, duty.person)
    assert placeholder is not None
    assert (placeholder.name, placeholder.handle, placeholder.email, placeholder.active) == (
        "Somebody who left",
        "",
        "",
        False,
    )
    assert placeholder.team == "export"
    assert task(kim).created_by == placeholder.id


def test_the_second_has_a_place_of_their_own(kim: Stage) -> None:
    forgets(kim)
    forgets(kim, EUN)
    with kim.db.read() as session:
        assert sorted(one.name for one in people.everybody(session, WS) if is_placeholder(one.id)) == [
            "Somebody who left",
            "Somebody who left 2",
        ]


def test_slack_does_not_bring_them_back(kim: Stage) -> None:
    forgets(kim)
    user = {"id": KIM.id, "team_id": WS, "name": "kim.sj", "profile": {"real_name": KIM.name}}
    with kim.db.begin() as session:
        assert people.learn(session, WS, [user, user | {"deleted": True}], NOW) == []
        assert people.get(session, WS, KIM.id) is None
        assert forgotten.is_forgotten(session, WS, KIM.id)
        assert not forgotten.is_forgotten(session, "T0OTHER", KIM.id)
    assert KIM.id not in dumped(kim.db)


def test_somebody_of_the_same_name_keeps_it(kim: Stage) -> None:
    with kim.db.begin() as session:
        people.save(session, WS, replace(KIM, id="U0OTHERKIM", handle="other", email="", dm=None))
    forgets(kim)
    with kim.db.read() as session:
        other = people.get(session, WS, "U0OTHERKIM")
    assert other is not None
    assert other.name == KIM.name
    assert KIM.id not in dumped(kim.db)


def test_looking_changes_nothing(kim: Stage) -> None:
    before = dumped(kim.db)
    with kim.db.read() as session:
        count, found = _looked(session)
    assert count > 10
    assert {one.ref for one in found} == {"V-3", "T-1"}
    assert dumped(kim.db) == before


def _looked(session: Session) -> tuple[int, list[Found]]:
    return forgetting.look(session, WS, of(KIM, 1, "ko", people.everybody(session, WS)))


def test_another_workspace_is_not_touched(kim: Stage) -> None:
    with kim.db.begin() as session:
        people.save(session, "T0OTHER", KIM)
    forgets(kim)
    with kim.db.read() as session:
        assert people.get(session, "T0OTHER", KIM.id) == KIM


def test_names_inside_other_words_stay() -> None:
    one: Any = of(replace(KIM, name="봄"), 1, "en", [])
    assert one.all("봄이 늦다, 봄 과장, 올봄") == "봄이 늦다, Somebody who left 과장, 올봄"
    two: Any = of(replace(KIM, name="Kim"), 1, "en", [])
    assert two.all("Kim, Kimchi, kim") == "Somebody who left, Kimchi, Somebody who left"
