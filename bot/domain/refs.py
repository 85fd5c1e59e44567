"""The short ids that people type, and the version that a button or form was drawn from."""

import re
from dataclasses import dataclass

_VALUE = re.compile(r"([VDTMSOIP])-(\d{1,15})(?:\.(\d{1,9}))?")


@dataclass(frozen=True)
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
