"""The tables of the agendas."""

import dataclasses
import datetime as dt
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.domain.agendas import AgendaRecord, Decision, Item, Outcome
from storage.base import Base, Instant, LongText, Number, Word, WorkspaceId


class AgendaRow(Base):
    """One team's agenda of one week. `pages` are its messages as they were frozen, the post itself first."""

    __tablename__ = "agenda"

    workspace: Mapped[WorkspaceId]
    team: Mapped[str] = mapped_column(String(40), primary_key=True)
    occurrence: Mapped[str] = mapped_column(String(20), primary_key=True)
    note: Mapped[LongText]
    note_by: Mapped[str] = mapped_column(String(32))
    confirmed_by: Mapped[str] = mapped_column(String(32))
    confirmed: Mapped[Instant | None]
    since: Mapped[Instant | None]
    until: Mapped[Instant | None]
    frozen: Mapped[Instant | None]
    pages: Mapped[list[dict[str, Any]] | None] = mapped_column(JSON(none_as_null=True))

    __table_args__ = (Index("ix_agenda_workspace_team_until", "workspace", "team", "until"),)


class ItemRow(Base):
    __tablename__ = "agenda_item"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    team: Mapped[str] = mapped_column(String(40))
    text: Mapped[LongText]
    added: Mapped[Instant]
    added_by: Mapped[str] = mapped_column(String(32))
    presenter: Mapped[str | None] = mapped_column(String(32))
    ref: Mapped[str] = mapped_column(String(20))
    origin: Mapped[str] = mapped_column(String(40))
    escalated: Mapped[bool]
    weeks: Mapped[int]
    agenda: Mapped[str] = mapped_column(String(20))
    outcome: Mapped[Word | None]
    settled: Mapped[Instant | None]
    settled_by: Mapped[str] = mapped_column(String(32))
    version: Mapped[int]

    __table_args__ = (
        Index("ix_agenda_item_workspace_team_outcome", "workspace", "team", "outcome"),
        Index("ix_agenda_item_workspace_team_agenda", "workspace", "team", "agenda"),
    )


class DecisionRow(Base):
    __tablename__ = "decision"

    workspace: Mapped[WorkspaceId]
    number: Mapped[Number]
    team: Mapped[str] = mapped_column(String(40))
    agenda: Mapped[str] = mapped_column(String(20))
    text: Mapped[LongText]
    by: Mapped[str] = mapped_column(String(32))
    at: Mapped[Instant]
    owner: Mapped[str | None] = mapped_column(String(32))
    due: Mapped[dt.date | None]
    became: Mapped[str] = mapped_column(String(20))
    item: Mapped[int | None] = mapped_column(BigInteger)

    __table_args__ = (
        Index("ix_decision_workspace_team_agenda", "workspace", "team", "agenda"),
        Index("ix_decision_workspace_became", "workspace", "became"),
    )


def record_value(row: AgendaRow) -> AgendaRecord:
    return AgendaRecord(**{item.name: getattr(row, item.name) for item in dataclasses.fields(AgendaRecord)})


def item_columns(item: Item) -> dict[str, Any]:
    values = {one.name: getattr(item, one.name) for one in dataclasses.fields(Item)}
    return values | {"outcome": item.outcome.value if item.outcome else None}


def item_value(row: ItemRow) -> Item:
    values = {one.name: getattr(row, one.name) for one in dataclasses.fields(Item)}
    return Item(**values | {"outcome": Outcome(row.outcome) if row.outcome else None})


def decision_value(row: DecisionRow) -> Decision:
    return Decision(**{item.name: getattr(row, item.name) for item in dataclasses.fields(Decision)})
