"""Statements that are compiled once: the same rows, types and errors as SQLAlchemy's own execution gives."""

import datetime as dt

import pytest
from sqlalchemy import Integer, bindparam, insert, literal, select, text, update
from sqlalchemy.exc import IntegrityError

from storage import Database, run
from storage.inbound import InboundRow
from storage.tasks.rows import TaskUpdateRow

_TABLE = InboundRow.__table__
_INSERT = insert(InboundRow.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause
_SELECT = select(_TABLE).where(_TABLE.c.workspace == bindparam("ws")).order_by(_TABLE.c.key)
_UPDATE = (
    update(InboundRow.__table__)  # type: ignore[arg-type]  # the same
    .where(_TABLE.c.workspace == bindparam("in_workspace"))
    .values(answer={"n": 2})
    .returning(_TABLE.c.key, _TABLE.c.answer)
)
_SUM = select((bindparam("a", type_=Integer) + literal(1)).label("total"), literal("x"))
AT = dt.datetime(2026, 11, 25, 10, 0, 0, 123456, tzinfo=dt.timezone(dt.timedelta(hours=9)))


def row(key: str) -> dict[str, object]:
    return {"workspace": "T1", "key": key, "at": AT, "answer": {"글": ["가", 1, None]}}


def test_json_stands_there_as_it_reads_and_what_stood_there_with_escapes_is_read_too(empty_db: Database) -> None:
    with empty_db.begin() as session:
        run(session, _INSERT, row("a"))
        written = session.execute(text("SELECT CAST(answer AS TEXT) FROM inbound")).scalar_one()
        assert written == '{"글":["가",1,null]}'
        session.execute(text("UPDATE inbound SET answer = :old"), {"old": '{"\\uae00": ["\\uac00", 1]}'})
        [found] = run(session, _SELECT, {"ws": "T1"})
        assert found.answer == {"글": ["가", 1]}


def test_values_come_back_as_they_went_in(empty_db: Database) -> None:
    with empty_db.begin() as session:
        assert run(session, _INSERT, [row("a"), row("b")]).rowcount == 2
        found = list(run(session, _SELECT, {"ws": "T1"}))
        assert [one.key for one in found] == ["a", "b"]
        assert found[0].at == AT
        assert found[0].at.tzinfo is dt.UTC
        assert found[0].answer == {"글": ["가", 1, None]}
        assert [one._asdict() for one in found] == [
            dict(one) for one in session.execute(_SELECT, {"ws": "T1"}).mappings()
        ]


def test_returning_gives_rows_and_fixed_values_are_kept(empty_db: Database) -> None:
    with empty_db.begin() as session:
        run(session, _INSERT, row("a"))
        assert [tuple(one) for one in run(session, _UPDATE, {"in_workspace": "T1"})] == [("a", {"n": 2})]
        assert list(run(session, _UPDATE, {"in_workspace": "T2"})) == []


def test_one_or_none(empty_db: Database) -> None:
    with empty_db.begin() as session:
        assert run(session, _SELECT, {"ws": "T1"}).one_or_none() is None
        assert run(session, _SELECT, {"ws": "T1"}).scalar_one_or_none() is None
        assert run(session, _SUM, {"a": 1}).one_or_none() == (2, "x")
        assert run(session, _SUM, {"a": 1}).scalar_one() == 2
        run(session, _INSERT, [row("a"), row("b")])
        with pytest.raises(ValueError, match="too many"):
            run(session, _SELECT, {"ws": "T1"}).one_or_none()


def test_errors_are_those_of_sqlalchemy_and_carry_no_values(empty_db: Database) -> None:
    with pytest.raises(IntegrityError) as caught, empty_db.begin() as session:
        run(session, _INSERT, [row("a"), row("a")])
    assert "글" not in str(caught.value)
    with empty_db.read() as session:
        assert run(session, _SELECT, {"ws": "T1"}).one_or_none() is None  # nothing half stored


def test_what_is_no_moment_or_missing_is_a_mistake(empty_db: Database) -> None:
    with empty_db.begin() as session:
        with pytest.raises(ValueError, match="without a zone"):
            run(session, _INSERT, row("a") | {"at": AT.replace(tzinfo=None)})
        with pytest.raises(KeyError):
            run(session, _SELECT, {"workspace": "T1"})


def test_what_only_sqlalchemy_can_execute_is_refused_instead_of_half_done(empty_db: Database) -> None:
    a_list = select(_TABLE.c.key).where(_TABLE.c.key.in_(["a", "b"]))
    a_default = insert(TaskUpdateRow.__table__)  # type: ignore[arg-type]  # the same
    with empty_db.begin() as session:
        with pytest.raises(TypeError, match="a list in IN"):
            run(session, a_list, {"ws": "T1"})
        with pytest.raises(TypeError, match="a default"):
            run(session, a_default, {"workspace": "T1", "task": 1})
