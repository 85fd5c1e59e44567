"""Slack's limits: a message a second in a channel, so many calls a minute in all. Whoever is faster gets 429."""

import math
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from tests.doubles.faults import Fault, RateLimited

MINUTE: Final = timedelta(minutes=1)
MESSAGES: Final = frozenset({"chat.postMessage", "files.completeUploadExternal"})
# https://docs.slack.dev/apis/web-api/rate-limits: tier 3 is 50 a minute; of messages "several hundred" in a workspace
A_MINUTE: Final = {"chat.postMessage": 500, "conversations.open": 50, "conversations.history": 50}


@dataclass
class Pace:
    """Counts what came faster than Slack allows, and answers it with 429 and Retry-After.

    `hasty`: calls above a limit. `deaf`: calls of messages to a place before the Retry-After that it got had passed.
    """

    a_minute: Mapping[str, int] = field(default_factory=lambda: dict(A_MINUTE))
    channel_gap: timedelta = timedelta(seconds=1)
    hasty: list[str] = field(default_factory=list)
    deaf: list[str] = field(default_factory=list)
    _last: dict[str, datetime] = field(default_factory=dict)
    _shut: dict[str, datetime] = field(default_factory=dict)
    _window: dict[str, deque[datetime]] = field(default_factory=lambda: defaultdict(deque))

    def call(self, method: str, arguments: Mapping[str, Any], now: datetime, fault: Fault | None) -> Fault | None:
        """The fault that this call meets: the one that was planned for it, else a 429 if it is too fast."""
        place = str(arguments.get("channel") or arguments.get("channel_id") or "") if method in MESSAGES else ""
        if place and now < self._shut.get(place, now):
            self.deaf.append(f"{method} to {place} at {now:%H:%M:%S.%f}, shut until {self._shut[place]:%H:%M:%S.%f}")
        wait = timedelta() if fault else max(self._of_place(place, now), self._of_method(method, now))
        if wait > timedelta():
            self.hasty.append(f"{method} to {place} at {now:%H:%M:%S.%f}")
            fault = RateLimited(retry_after=math.ceil(wait.total_seconds()))
        if place and isinstance(fault, RateLimited):
            self._shut[place] = now + timedelta(seconds=fault.retry_after)
        return fault

    def _of_place(self, place: str, now: datetime) -> timedelta:
        if not place:
            return timedelta()
        free = self._last.get(place, now - self.channel_gap) + self.channel_gap
        if now < free:
            return free - now
        self._last[place] = now
        return timedelta()

    def _of_method(self, method: str, now: datetime) -> timedelta:
        window, most = self._window[method], self.a_minute.get(method)
        while window and window[0] <= now - MINUTE:
            window.popleft()
        if most is not None and len(window) >= most:
            return window[0] + MINUTE - now
        window.append(now)
        return timedelta()
