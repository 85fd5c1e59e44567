"""Divisions, response teams and task forces."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class TeamKind(StrEnum):
    DIVISION = "division"  # 실·국·과, 외청: people have one as their home, and the quota is counted there
    RESPONSE = "response"  # 대책팀: led by a grade-1 official, directors-general as members
    TASK_FORCE = "task-force"


@dataclass(frozen=True)
class Team:
    """`key` is what people type; `members` are person ids, the lead among them or not."""

    key: str
    ko: str
    en: str
    kind: TeamKind = TeamKind.DIVISION
    parent: str | None = None
    lead: str | None = None
    channel: str | None = None
    language: str | None = None
    zone: str | None = None
    tells_visits: bool = True  # the channel hears of each visit in one line
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    mandate: str = ""
    times: Mapping[str, str] = field(default_factory=dict)  # series → "thu 16:00", where it differs from the workspace
    members: frozenset[str] = frozenset()
    active: bool = True
    version: int = 0

    def name(self, lang: str) -> str:
        return (self.ko or self.en) if lang == "ko" else (self.en or self.ko)
