"""An Observer that remembers what it was told."""

from dataclasses import dataclass, field


@dataclass
class Seen:
    acks: list[tuple[str, str]] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)
    tries: list[str] = field(default_factory=list)
    jobs: list[tuple[str, bool]] = field(default_factory=list)

    def answered(self, kind: str, outcome: str, seconds: float) -> None:
        self.acks.append((kind, outcome))
        self.seconds.append(seconds)

    def tried(self, outcome: str) -> None:
        self.tries.append(outcome)

    def ran(self, job: str, well: bool, seconds: float) -> None:
        self.jobs.append((job, well))
        self.seconds.append(seconds)
