"""Words, looked for in what is not looked for by its own noun: sittings, weekly agendas, the charters of task forces.

Each gives the newest first.
"""

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from bot.domain.agendas import Decision, Item
from bot.domain.directory import Directory
from bot.domain.meetings import Sitting
from storage import meetings
from storage.agendas.rows import DecisionRow, ItemRow, decision_value, item_value
from storage.charters import CharterRow
from storage.meetings.rows import ItemRow as MatterRow
from storage.meetings.rows import MeetingRow
from storage.searching import holds


def sittings(session: Session, directory: Directory, words: str, limit: int) -> list[Sitting]:
    """By their minutes, their place, why they were moved, and what was on their agenda."""
    workspace = directory.workspace.id

    def there(word: str) -> ColumnElement[bool]:
        matters = select(MatterRow.meeting).where(MatterRow.workspace == workspace, holds(word, MatterRow.text))
        return MeetingRow.number.in_(matters)

    said = holds(words, MeetingRow.notes, MeetingRow.place, MeetingRow.reason, also=there)
    query = (
        select(MeetingRow.number)
        .where(MeetingRow.workspace == workspace, said)
        .order_by(MeetingRow.starts.desc(), MeetingRow.number.desc())
        .limit(limit)
    )
    numbers = list(session.execute(query).scalars())
    found = meetings.sittings_by_ref(session, directory, [f"M-{number}" for number in numbers])
    return [found[ref] for number in numbers if (ref := f"M-{number}") in found]


def items(session: Session, workspace: str, words: str, limit: int) -> list[Item]:
    """Matters of weekly agendas that somebody wrote."""
    where = (ItemRow.workspace == workspace, ItemRow.ref == "", holds(words, ItemRow.text))
    query = select(ItemRow).where(*where).order_by(ItemRow.number.desc()).limit(limit)
    return [item_value(row) for row in session.execute(query).scalars()]


def decisions(session: Session, workspace: str, words: str, limit: int) -> list[Decision]:
    where = (DecisionRow.workspace == workspace, holds(words, DecisionRow.text))
    query = select(DecisionRow).where(*where).order_by(DecisionRow.number.desc()).limit(limit)
    return [decision_value(row) for row in session.execute(query).scalars()]


def charters(session: Session, workspace: str, words: str) -> set[str]:
    """Keys of the teams whose deliverables or result say it."""
    where = (CharterRow.workspace == workspace, holds(words, CharterRow.deliverables, CharterRow.result))
    return set(session.execute(select(CharterRow.team).where(*where)).scalars())
