"""What a run found."""

from collections.abc import Callable
from dataclasses import dataclass, field

Report = Callable[[int, int], None]  # done, of how many


@dataclass
class Result:
    """One line of the table. `lost`, `doubled` and `wrong` name what went wrong; `notes` are figures for the reader."""

    name: str
    database: str
    things: int
    kills: int = 0
    faults: int = 0
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
    must_fail: bool = False

    @property
    def faults_found(self) -> list[str]:
        """In words; what an ablation doubled is none."""
        doubled = [] if self.must_fail else [f"{one} was said twice" for one in self.doubled]
        return [*(f"{one} was lost" for one in self.lost), *doubled, *self.wrong]

    @property
    def well(self) -> bool:
        """A run that lost, doubled or broke nothing; an ablation that doubled something."""
        return bool(self.doubled) if self.must_fail else not (self.lost or self.doubled or self.wrong)


def quietly(done: int, total: int) -> None:
    """Nobody watches."""
