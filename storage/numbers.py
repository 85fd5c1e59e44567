"""Typed ids: `V-12` is the twelfth visit of its workspace, whoever asked first. Never reused; gaps do no harm."""

from sqlalchemy import BigInteger, bindparam, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from storage import insert_once, run
from storage.base import Base, Word, WorkspaceId


class Counter(Base):
    __tablename__ = "counter"

    workspace: Mapped[WorkspaceId]
    noun: Mapped[Word] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(BigInteger)


_TABLE = Counter.__table__
_BUMP = (
    update(Counter.__table__)  # type: ignore[arg-type]  # a Table, declared as FromClause
    .where(_TABLE.c.workspace == bindparam("in_workspace"), _TABLE.c.noun == bindparam("of_noun"))
    .values(last=_TABLE.c.last + bindparam("how_many"))
    .returning(_TABLE.c.last)
)


def following(session: Session, workspace: str, noun: str, how_many: int = 1) -> int:
    """The next number of `noun` ("V", "D", …); with `how_many`, the first of that many in a row.

    The row stays locked until the transaction ends, so two writers never get the same number.
    """
    bound = {"in_workspace": workspace, "of_noun": noun, "how_many": how_many}
    last = run(session, _BUMP, bound).scalar_one_or_none()
    if last is None:
        insert_once(session, Counter, workspace=workspace, noun=noun, last=0)
        last = run(session, _BUMP, bound).scalar_one()
    return int(last) - how_many + 1
