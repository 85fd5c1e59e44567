"""The clock that every command reads: the machine's, moved by what MUSTER_CLOCK says."""

import datetime as dt
import os
from collections.abc import Callable
from pathlib import Path

from bot.settings import BadSettings, Settings
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


def moved(said: str, at: dt.datetime) -> dt.timedelta:
    """How far a clock is moved that `said` something at the real moment `at`: `+86400`, or an ISO moment."""
    if not said:
        return dt.timedelta()
    if said[0] in "+-":
        return dt.timedelta(seconds=float(said))
    moment = dt.datetime.fromisoformat(said)
    return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)) - at


def clock_of(settings: Settings) -> Callable[[], dt.datetime]:
    """The clock of these settings. Raises BadSettings when it cannot be read."""
    clock = Offset(settings.clock, machine())
    try:
        clock()
    except ValueError:
        raise BadSettings(["MUSTER_CLOCK: must be seconds such as +86400, an ISO moment, or a file with one"]) from None
    return clock


def _changed(path: str) -> dt.datetime:
    return dt.datetime.fromtimestamp(os.path.getmtime(path), dt.UTC)
