"""The homepages of partners, looked at once a month: which of them answers, and which has been broken since when.

Nothing is ever deleted because of it: a homepage that is broken is marked, until it answers again.
"""

import datetime as dt
import ipaddress
from collections.abc import Iterable
from dataclasses import replace
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.calendars import DAY
from bot.values import frozen

BROKEN_AFTER: Final = 2  # looks in a row that failed: one may have been a moment's
AGAIN: Final = DAY  # after a look that failed, and at the soonest after any
LONG_ENOUGH: Final = 7 * DAY  # failures for so long count, though nobody knows that they are not ours

# Numbers that clouds answer their own machines on, though they look like anybody's: Azure, Oracle
_INSIDE: Final = (ipaddress.IPv4Network("168.63.129.16/32"), ipaddress.IPv4Network("192.0.0.0/24"))
_EMBEDDING: Final = (ipaddress.IPv6Network("64:ff9b::/96"), ipaddress.IPv6Network("64:ff9b:1::/48"))  # NAT64


class Why(StrEnum):
    """Why a page could not be seen."""

    UNKNOWN = "unknown"  # nobody knows the name
    INSIDE = "inside"  # it leads into a private network: nothing was asked there
    SILENT = "silent"
    REFUSED = "refused"
    CERTIFICATE = "certificate"
    STATUS = "status"
    ASTRAY = "astray"  # led on too often, or to what is no web address
    GARBLED = "garbled"


_OURS: Final = frozenset({Why.UNKNOWN, Why.SILENT, Why.REFUSED})  # how it looks when our own way out is closed


@frozen
class Look:
    """What somebody saw who looked: `why` is None when the page answers. `status` is that of HTTP, 0 without one."""

    why: Why | None = None
    status: int = 0


@frozen
class Homepage:
    """What is known of an organisation's homepage. `since`: the first look of those in a row that failed.

    `failed` counts those that were not our own fault.
    """

    organisation: int
    url: str
    checked: dt.datetime
    look: Look = Look()
    failed: int = 0
    since: dt.datetime | None = None
    told: dt.datetime | None = None

    @property
    def broken(self) -> bool:
        return self.failed >= BROKEN_AFTER


def due(known: Homepage | None, url: str, now: dt.datetime, zone: str) -> bool:
    """Whether to look: in each month once, at a new address at once, and a day after a failure until it is broken."""
    if known is None or known.url != url:
        return True
    if fresh(known, url, now):
        return False
    if known.look.why is not None and not known.broken:
        return True
    local = ZoneInfo(zone)
    before, today = known.checked.astimezone(local), now.astimezone(local)
    return (before.year, before.month) < (today.year, today.month)


def fresh(known: Homepage | None, url: str, now: dt.datetime) -> bool:
    """Somebody, perhaps another process, has looked at this address less than a day ago."""
    return known is not None and known.url == url and now - known.checked < AGAIN


def way_is_open(looks: Iterable[Look]) -> bool:
    """Whether any page said anything: then those that said nothing are not silent because of us."""
    return any(look.why not in _OURS for look in looks)


def looked(
    known: Homepage | None, organisation: int, url: str, look: Look, now: dt.datetime, *, sure: bool = True
) -> Homepage:
    """What is known after this look. Unless we are `sure` that our way out is open a failure counts only in the end."""
    before = known if known is not None and known.url == url else Homepage(organisation, url, now)
    if look.why is None:
        return replace(before, checked=now, look=look, failed=0, since=None, told=None)
    since = before.since or now
    counts = sure or now - since >= LONG_ENOUGH
    return replace(before, checked=now, look=look, failed=before.failed + counts, since=since)


def is_public(address: str) -> bool:
    """Whether this IP address is one of the whole internet's: not private, of this machine, of its link or cloud.

    IPv4 addresses inside IPv6 ones (mapped, 6to4, Teredo, NAT64) count as what they lead to.
    Source: the special-purpose registries of IANA, as the standard library has them.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(found) if isinstance(found, ipaddress.IPv6Address) else None
    if inner is not None:
        return is_public(str(inner))
    special = found.is_private or found.is_reserved or found.is_multicast or found.is_loopback or found.is_link_local
    cloud = any(found in network for network in _INSIDE)
    return found.is_global and not special and not found.is_unspecified and not cloud


def _inner(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one leads to."""
    if any(address in network for network in _EMBEDDING):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo[1] if address.teredo else None
    return address.ipv4_mapped or address.sixtofour or teredo
