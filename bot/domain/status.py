"""How a team, or the whole organisation, stands."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import field

from bot.domain.charts import Week
from bot.domain.difficulties import Counts
from bot.domain.tasks import Health
from bot.values import frozen


@frozen
class State:
    """`key` "" is the whole organisation. `met` of `with_quota` people have made the quota of the days shown.

    `visits` and `planned` count each visit once, whoever of ours was there; `expected` is the sum of the quotas.
    """

    key: str
    first: dt.date
    last: dt.date
    met: int
    with_quota: int
    visits: int
    expected: int
    planned: int
    difficulties: Counts
    tasks: Mapping[Health, int] = field(default_factory=dict)
    weeks: tuple[Week, ...] = ()
