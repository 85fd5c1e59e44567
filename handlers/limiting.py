"""How often somebody may ask, and who asks: a small limiter within the process, for pages that anybody can reach."""

import datetime as dt
import ipaddress
import threading
from collections import OrderedDict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

KEYS: Final = 20_000  # remembered at once; whoever has not asked for longest is forgotten first


def who_asks(environ: Mapping[str, Any]) -> str:
    """The address of who asks. Only a proxy on this machine is believed about whom it speaks for: its own word is the
    last.
    """
    peer = str(environ.get("REMOTE_ADDR", ""))
    named = str(environ.get("HTTP_X_FORWARDED_FOR", "")).rpartition(",")[2].strip()
    try:
        return named if named and ipaddress.ip_address(peer).is_loopback else peer
    except ValueError:
        return peer


@dataclass
class Limiter:
    """At most `most` of one key within `per`. The moment of now is given, so that a test needs no waiting."""

    most: int
    per: dt.timedelta
    _seen: "OrderedDict[str, deque[dt.datetime]]" = field(default_factory=OrderedDict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def allows(self, key: str, now: dt.datetime) -> bool:
        """Whether this one may go on; only those that may are counted."""
        with self._lock:
            times = self._seen.setdefault(key, deque())
            self._seen.move_to_end(key)
            while times and not now - self.per < times[0] <= now:  # a clock that was moved back forgets too
                times.popleft()
            allowed = len(times) < self.most
            if allowed:
                times.append(now)
            while len(self._seen) > KEYS:
                self._seen.popitem(last=False)
            return allowed
