"""The clock that every command reads: the machine's, moved by what MUSTER_CLOCK says."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from bot.settings import NO_CLOCK, BadSettings, Settings, moved
from bot.values import frozen


def machine() -> dt.datetime:
    """The machine's own clock."""
    return dt.datetime.now(dt.UTC)


@frozen
class Offset:
    """The machine's clock, moved by what was `said`; a file is read again when it changes."""

    said: str
    started: dt.datetime

    def __call__(self) -> dt.datetime:
        real = machine()
        said = Path(self.said).read_text().strip() if os.path.isfile(self.said) else self.said
        return real + moved(said, self.started if said == self.said else _changed(self.said))


def clock_of(settings: Settings) -> Callable[[], dt.datetime]:
    """The clock of these settings. Raises BadSettings when it cannot be read."""
    clock = Offset(settings.clock, machine())
    try:
        clock()
    except (ValueError, OverflowError):
        raise BadSettings([f"MUSTER_CLOCK: {NO_CLOCK}"]) from None
    return clock


def _changed(path: str) -> dt.datetime:
    return dt.datetime.fromtimestamp(os.path.getmtime(path), dt.UTC)
