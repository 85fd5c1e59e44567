"""The address of a message, built as Slack builds it: no call is needed."""

import datetime as dt
import re
from typing import Final

_DOMAIN: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,80}", re.ASCII)
_CHANNEL: Final = re.compile(r"[CDG][A-Z0-9]{1,30}", re.ASCII)
_TS: Final = re.compile(r"[0-9]{1,12}\.[0-9]{6}", re.ASCII)


def permalink(domain: str, channel: str, ts: str, thread: str = "") -> str:
    """`https://acme.slack.com/archives/C1/p1700000000000100`; a reply in a thread names its thread and channel.

    Empty where a part is none of Slack's: no address is better than one that leads elsewhere.
    """
    if not (_DOMAIN.fullmatch(domain) and _CHANNEL.fullmatch(channel) and _TS.fullmatch(ts)):
        return ""
    address = f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    is_reply = thread != ts and _TS.fullmatch(thread) is not None
    return f"{address}?thread_ts={thread}&cid={channel}" if is_reply else address


def written_on(ts: str, zone: dt.tzinfo, today: dt.date) -> dt.date:
    """The day of a message in a zone; `today` where its ts is none of Slack's, or lies ahead."""
    if not _TS.fullmatch(ts):
        return today
    return min(today, dt.datetime.fromtimestamp(float(ts) % 10**10, zone).date())
