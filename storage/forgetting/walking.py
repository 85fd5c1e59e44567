"""Through every table: rows that hold anything of somebody are written again without it."""

import datetime as dt
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import JSON, ColumnElement, String, Table, Text, cast, delete, or_, select, update
from sqlalchemy.orm import Session

from bot.domain import forgetting as rules
from bot.domain.forgetting import LISTED, Forgetting, Found
from bot.domain.people import Person
from bot.domain.sheets import ImportState
from storage import audit, forgotten, numbers, people, postgresql, workspaces
from storage.forgetting.columns import OURS, PROSE
from storage.schema import metadata

_LETTERS: Final = {
    "visit": "V", "difficulty": "D", "task": "T", "meeting": "M", "survey": "S", "indicator": "I", "plan_item": "P",
    "organisation": "O", "agenda_item": "A",
}  # fmt: skip
_NAMES: Final = {  # a column of the row that says what it is about, in other tables
    "difficulty_note": ("D", "difficulty"), "task_update": ("T", "task"), "referral": ("D", "difficulty"),
    "evaluation_task": ("T", "task"), "evaluation_answer": ("T", "task"), "meeting_item": ("M", "meeting"),
    "survey_answer": ("S", "survey"),
}  # fmt: skip


def look(session: Session, workspace: str, one: Forgetting) -> tuple[int, list[Found]]:
    """How many rows hold anything of theirs, and what others wrote with their name in it. Changes nothing."""
    found: list[Found] = []
    count = sum(1 for table in _tables() for _ in _rows(session, workspace, table, one, found))
    return count, found


def forget(
    session: Session, workspace: str, person: Person, who: str, now: dt.datetime
) -> tuple[Forgetting, list[Found]]:
    """All of it, for good: nothing leads back. Gives what stands in their place, and what others wrote of them."""
    postgresql.unhurried(session.connection())
    settings = workspaces.get(session, workspace)
    assert settings is not None
    number = numbers.following(session, workspace, "forgotten")
    one = rules.forgetting(person, number, settings.language, people.everybody(session, workspace))
    _end(session, workspace, one)
    found: list[Found] = []
    for table in _tables():
        for row, changed in [*_rows(session, workspace, table, one, found)]:
            key = [column == row[column.name] for column in table.primary_key.columns]
            session.execute(update(table).where(*key).values(**changed))
    forgotten.remember(session, workspace, person.id, one.id, now)
    people.save(session, workspace, rules.blank(person, one.id, one.name))
    audit.record(session, workspace, who, now, "forget", one.id, None, None)
    workspaces.touch(session, workspace)
    session.expire_all()
    return one, found


def _tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if table.name != "forgotten"]


def _end(session: Session, workspace: str, one: Forgetting) -> None:
    """What is theirs alone goes: messages to them, their calendar's address, memberships, files that wait."""
    tables, id, dm = metadata.tables, one.person.id, one.person.dm
    posts = tables["planned_post"]
    theirs = or_(posts.c.person == id, posts.c.channel == dm) if dm else posts.c.person == id
    keys = select(posts.c.key).where(posts.c.workspace == workspace, theirs)
    for name in ("post_attempt", "post_file"):
        table = tables[name]
        session.execute(delete(table).where(table.c.workspace == workspace, table.c.key.in_(keys)))
    session.execute(delete(posts).where(posts.c.workspace == workspace, theirs))
    alone = [("feed", "about", id), ("membership", "person", id), ("channel_gate", "place", dm)]
    for name, column, value in alone:
        table = tables[name]
        if value:
            session.execute(delete(table).where(table.c.workspace == workspace, table.c[column] == value))
    files = tables["sheet_import"]
    waiting = (files.c.workspace == workspace, files.c.content.is_not(None))
    session.execute(update(files).where(*waiting).values(content=None, state=ImportState.CANCELLED.value))


def _rows(
    session: Session, workspace: str, table: Table, one: Forgetting, found: list[Found]
) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    """Each row with something to change, and what it changes to. What only a person can judge is put into `found`."""
    columns = _texts(table)
    mine = table.c.get("workspace", table.c.get("id"))
    if not columns or mine is None:
        return
    holds = or_(*(_holds(column, one) for column in columns))
    query = select(table).where(mine == workspace, holds)
    for row in [dict(each) for each in session.execute(query).mappings()]:
        changed = {}
        for column in columns:
            before = row[column.name]
            after = _cleaned(f"{table.name}.{column.name}", row, before, one, found)
            if after != before:
                changed[column.name] = _fitting(column, after)
        if changed:
            yield row, changed


def _texts(table: Table) -> list[Any]:
    """The columns that hold text, but for the workspace's own id."""
    return [
        column
        for column in table.columns
        if isinstance(column.type, (String, JSON))
        and column.name != "workspace"
        and f"{table.name}.{column.name}" != "workspace.id"
    ]


def _holds(column: Any, one: Forgetting) -> ColumnElement[bool]:
    """People write names as they like, the bot as they are; JSON is compared as it is stored."""
    if isinstance(column.type, JSON):
        return or_(*(cast(column, Text).contains(needle, autoescape=True) for needle in one.json_needles))
    return or_(*(column.icontains(needle, autoescape=True) for needle in one.needles))


def _cleaned(name: str, row: dict[str, Any], before: Any, one: Forgetting, found: list[Found]) -> Any:
    if before is None:
        return None
    if name == "workspace.settings":
        return rules.without(before, one.person.id)
    if name in PROSE:
        return _prose(name, row, before, one, found)
    clean: Callable[[str], str] = one.all if name in OURS else one.ids
    return rules.scrubbed(before, clean)


def _prose(name: str, row: dict[str, Any], before: Any, one: Forgetting, found: list[Found]) -> Any:
    author = PROSE[name]
    if author and row[author] == one.person.id:
        return rules.scrubbed(before, one.all)
    after = rules.scrubbed(before, one.mentions)
    said = after if isinstance(after, str) else str(after)
    if one.names(said) and len(found) < LISTED:
        found.append(Found(_ref(name.partition(".")[0], row), said))
    return after


def _ref(table: str, row: dict[str, Any]) -> str:
    """What a person can open, or at least look for."""
    if table in _LETTERS:
        return f"{_LETTERS[table]}-{row['number']}"
    if table in _NAMES:
        letter, column = _NAMES[table]
        return f"{letter}-{row[column]}"
    return str(row.get("key") or row.get("team") or row.get("day") or table)


def _fitting(column: Any, value: Any) -> Any:
    length = getattr(column.type, "length", None)
    return value[:length] if isinstance(value, str) and length else value
