"""An Observer that remembers what it was told, and a post for it to wait for."""

import datetime as dt
from dataclasses import dataclass, field

from storage import ledger
from tests.cast import EXPORT, WS, Stage


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


def a_post_is_due(stage: Stage) -> None:
    """The export division should hear of V-1 now, and nobody delivers."""
    with stage.db.begin() as session:
        ledger.plan(
            session,
            WS,
            series="visit-told",
            occurrence="V-1",
            channel=EXPORT,
            due=stage.now,
            expires=stage.now + dt.timedelta(days=1),
            maker="visit-told",
            now=stage.now,
        )
