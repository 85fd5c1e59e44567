"""Typed ids: `V-12` is the twelfth visit of its workspace, whoever asked first. Never reused; gaps do no harm."""

from sqlalchemy import BigInteger, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage import insert_once
from storage.base import Base, Word, WorkspaceId


class Counter(Base):
    __tablename__ = "counter"

    workspace: Mapped[WorkspaceId]
    noun: Mapped[Word] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)


def following(session: Session, workspace: str, noun: str, how_many: int = 1) -> int:
    """The next number of `noun` ("V", "D", …); with `how_many`, the first of that many in a row.

    The row stays locked until the transaction ends, so two writers never get the same number.
    """
    bump = (
        update(Counter)
        .where(Counter.workspace == workspace, Counter.noun == noun)
        .values(last=Counter.last + how_many)
        .returning(Counter.last)
    )
    last = session.execute(bump).scalar_one_or_none()
    if last is None:
        insert_once(session, Counter, workspace=workspace, noun=noun, last=0)
        last = session.execute(bump).scalar_one()
    return last - how_many + 1
