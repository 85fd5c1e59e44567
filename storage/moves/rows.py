"""The table of personnel moves, and the way from a row to a value."""

from typing import Any, Final

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.moves import Held, Holding, Move
from storage.base import Base, Instant, JsonList, Number, WorkspaceId


class MoveRow(Base):
    """What went over, so that it can be told of and taken back."""

    __tablename__ = "personnel_move"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    giver: Mapped[str] = mapped_column(String(32))
    receiver: Mapped[str] = mapped_column(String(32))
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    held: Mapped[JsonList]
    undone: Mapped[Instant | None]


MOVE: Final = MoveRow.__table__


def columns(one: Move) -> dict[str, Any]:
    held = [[each.kind.value, each.key, each.title, each.team, each.there, each.note] for each in one.held]
    return {
        "number": one.number,
        "giver": one.giver,
        "receiver": one.receiver,
        "by": one.by,
        "at": one.at,
        "held": held,
        "undone": one.undone,
    }


def value(row: Any) -> Move:
    held = tuple(Held(Holding(kind), *rest) for kind, *rest in row.held)
    return Move(row.number, row.giver, row.receiver, row.by, row.at, held, row.undone)
