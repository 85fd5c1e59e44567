"""Whoever watches the program is told through one Observer, which is passed in: nothing else knows of metrics."""

from typing import Final, Protocol


class Observer(Protocol):
    """Hears of what has just happened; never fails, never waits. Seconds throughout."""

    def answered(self, kind: str, outcome: str, seconds: float) -> None:
        """A request of this kind got its answer."""

    def tried(self, outcome: str) -> None:
        """A post was sent, or looked for, and this came of it."""

    def ran(self, job: str, well: bool, seconds: float) -> None:
        """A round of a job ended."""


class Nobody:
    """Nobody watches."""

    def answered(self, kind: str, outcome: str, seconds: float) -> None: ...
    def tried(self, outcome: str) -> None: ...
    def ran(self, job: str, well: bool, seconds: float) -> None: ...


NOBODY: Final = Nobody()
