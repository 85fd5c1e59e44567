"""Sittings as an iCalendar file (RFC 5545), as Google Calendar and Outlook subscribe to it.

Moments are in UTC, which every calendar shows in its reader's zone. A sitting keeps its UID for ever, also before it
has its number; SEQUENCE counts what changed; what was cancelled says so instead of vanishing. The same values make the
same bytes, so that an ETag can be made of them.
"""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from bot.values import frozen

if TYPE_CHECKING:
    from icalendar import Event

TYPE: Final = "text/calendar; charset=utf-8"
REFRESHED: Final = dt.timedelta(hours=1)  # how often a calendar may ask again
# The namespace of UIDs: changing it would put every sitting into every calendar a second time.
_UIDS: Final = uuid.UUID("6d757374-6572-4d65-8574-696e67732d31")
_PRODUCT: Final = "-//Muster//Meetings//EN"


@frozen
class Entry:
    """One sitting as a calendar shows it. `uid` names it; `tentative` ones have no number yet."""

    uid: str
    starts: dt.datetime
    ends: dt.datetime
    title: str
    changed: dt.datetime
    place: str = ""
    text: str = ""
    sequence: int = 0
    cancelled: bool = False
    tentative: bool = False


def uid(workspace: str, series: str, occurrence: str) -> str:
    """The UID of an occurrence of a series: opaque, and the same whoever asks for it."""
    return f"{uuid.uuid5(_UIDS, f'{workspace} {series} {occurrence}')}@muster"


def calendar(name: str, entries: Iterable[Entry]) -> bytes:
    """The file; the entries in the order in which they are given."""
    from icalendar import Calendar, vText  # 0.05 s: only who subscribes waits for it

    made = Calendar()
    made.add("prodid", _PRODUCT)
    made.add("version", "2.0")
    made.add("calscale", "GREGORIAN")
    made.add("method", "PUBLISH")
    made.add("name", vText(name))  # what the library does not know it would not escape
    made.add("x-wr-calname", vText(name))
    made.add("refresh-interval", REFRESHED, parameters={"value": "DURATION"})
    made.add("x-published-ttl", "PT1H")
    for entry in entries:
        made.add_component(_event(entry))
    return bytes(made.to_ical())


def _event(entry: Entry) -> "Event":
    from icalendar import Event

    made = Event()
    made.add("uid", entry.uid)
    made.add("dtstamp", entry.changed.astimezone(dt.UTC))
    made.add("last-modified", entry.changed.astimezone(dt.UTC))
    made.add("sequence", entry.sequence)
    made.add("dtstart", entry.starts.astimezone(dt.UTC))
    made.add("dtend", entry.ends.astimezone(dt.UTC))
    made.add("summary", entry.title)
    status = "CANCELLED" if entry.cancelled else "TENTATIVE" if entry.tentative else "CONFIRMED"
    made.add("status", status)
    if entry.place:
        made.add("location", entry.place)
    if entry.text:
        made.add("description", entry.text)
    made.add("transp", "TRANSPARENT" if entry.cancelled else "OPAQUE")
    return made
