"""What a company asks for or suffers from. Nobody closes one without telling the company."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum


class DifficultyState(StrEnum):
    OPEN = "open"  # 접수
    ASSIGNED = "assigned"  # 배정
    ACTING = "acting"  # 처리 중
    ANSWERED = "answered"  # 회신
    CLOSED = "closed"  # 종결
    REFERRED = "referred"  # 이관
    DECLINED = "declined"  # 수용 곤란
    MERGED = "merged"  # 병합
    UNDONE = "undone"  # taken back with its visit


UNSETTLED = frozenset(
    {DifficultyState.OPEN, DifficultyState.ASSIGNED, DifficultyState.ACTING, DifficultyState.REFERRED}
)


@dataclass(frozen=True)
class Difficulty:
    """`team` is who must see to it; `due` the day by which the company is answered."""

    number: int
    text: str
    state: DifficultyState
    due: dt.date
    raised: dt.datetime
    raised_by: str
    organisation: int | None = None
    organisation_name: str = ""
    visit: int | None = None
    categories: tuple[str, ...] = ()
    urgent: bool = False
    team: str | None = None
    owner: str | None = None
    task: int | None = None
    answer: str = ""
    answered_by: str | None = None
    answered: dt.datetime | None = None
    merged_into: int | None = None
    escalated_to: str | None = None
    permalink: str = ""
    touched: bool = False  # somebody has done something with it since it was raised
    version: int = 1

    @property
    def ref(self) -> str:
        return f"D-{self.number}"

    def late(self, today: dt.date) -> bool:
        return self.state in UNSETTLED and self.due < today
