"""The short ids that people type, and the version that a button or form was drawn from."""

import re
from typing import Final

from bot.values import frozen

LETTERS: Final = "VDTMSOIP"  # of visits, difficulties, tasks, meetings, surveys, organisations, indicators, the plan
_VALUE = re.compile(rf"([{LETTERS}])-(\d{{1,15}})(?:\.(\d{{1,9}}))?")
_NAMED = re.compile(rf"(?<![\w-])([{LETTERS}])-(\d{{1,9}})(?![\w-])", re.ASCII)


@frozen
class Ref:
    """`V-12`; with `version` the state of it that a card showed (0: not known)."""

    prefix: str
    number: int
    version: int = 0

    def __str__(self) -> str:
        return f"{self.prefix}-{self.number}"

    @property
    def value(self) -> str:
        """What a button carries: `V-12.3`."""
        return f"{self}.{self.version}" if self.version else str(self)


def from_value(value: str) -> Ref | None:
    """The Ref that a button carries, None if it carries something else."""
    match = _VALUE.fullmatch(value)
    return Ref(match[1], int(match[2]), int(match[3] or 0)) if match else None


def named_in(text: str) -> list[Ref]:
    """The refs that a text has in it, each once; none of a longer word."""
    return list(dict.fromkeys(Ref(found[1], int(found[2])) for found in _NAMED.finditer(text)))
