"""The tables of imports: the file until it is applied, and what it changed until it cannot be undone any more."""

from sqlalchemy import BigInteger, Index, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from storage.base import Base, Instant, Json, JsonList, Number, Word, WorkspaceId


class ImportRow(Base):
    """A file that somebody looks at or has applied. `digest`: of what they said yes to; the content goes when done."""

    __tablename__ = "sheet_import"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    person: Mapped[str] = mapped_column(String(32))
    sheets: Mapped[JsonList]
    filename: Mapped[str] = mapped_column(String(255))
    content: Mapped[bytes | None] = mapped_column(LargeBinary)
    state: Mapped[Word]
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[Instant]
    applied: Mapped[Instant | None]
    undone: Mapped[Instant | None]

    __table_args__ = (
        Index("ix_sheet_import_workspace_person", "workspace", "person", "number"),
        Index("ix_sheet_import_workspace_state", "workspace", "state"),
    )


class ImportLineRow(Base):
    """One thing that an import changed: its fields before (empty for a new one) and after."""

    __tablename__ = "sheet_import_line"

    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    workspace: Mapped[str] = mapped_column(String(32))
    of: Mapped[int] = mapped_column(BigInteger)  # the import
    sheet: Mapped[Word]
    ref: Mapped[str] = mapped_column(String(80))
    before: Mapped[Json]
    after: Mapped[Json]

    __table_args__ = (Index("ix_sheet_import_line_workspace_of", "workspace", "of", "number"),)
