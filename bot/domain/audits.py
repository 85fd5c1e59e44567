"""A change of one thing, as it is kept."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from bot.values import frozen


@frozen
class Change:
    """Only the fields that differ, as plain values. `person` is empty where Slack told it."""

    ref: str
    person: str
    at: dt.datetime
    action: str
    before: Mapping[str, Any]
    after: Mapping[str, Any]
