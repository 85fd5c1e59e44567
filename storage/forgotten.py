"""Who was forgotten: no more than a fingerprint."""

import datetime as dt

from sqlalchemy import String, insert, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from bot.domain.forgetting import fingerprint
from storage.base import Base, Instant, WorkspaceId


class ForgottenRow(Base):
    __tablename__ = "forgotten"

    workspace: Mapped[WorkspaceId]
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    placeholder: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]


def remember(session: Session, workspace: str, id: str, placeholder: str, at: dt.datetime) -> None:
    digest = fingerprint(workspace, id)
    values = {"workspace": workspace, "digest": digest, "placeholder": placeholder, "at": at}
    session.execute(insert(ForgottenRow), values)


def known(session: Session, workspace: str) -> frozenset[str]:
    """The fingerprints of this workspace."""
    return frozenset(session.execute(select(ForgottenRow.digest).where(ForgottenRow.workspace == workspace)).scalars())


def is_forgotten(session: Session, workspace: str, id: str) -> bool:
    return fingerprint(workspace, id) in known(session, workspace)
