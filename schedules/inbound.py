"""Requests of Slack are remembered as long as Slack may send them again, and no longer."""

import datetime as dt
from typing import Final

from storage import Session, inbound

ROUND: Final = dt.timedelta(hours=1)  # a day's requests go in small pieces


def sweep(session: Session, workspace: str, now: dt.datetime) -> int:
    return inbound.forget(session, workspace, now)
