"""The story: a week and a month end of the ministry, as scenes that are played and asserted; a file a noun.

SCENES is all of them, in the order in which they happen.
"""

from typing import Final

from tests.story.scenes import duty, forces, indicators, meetings, moves, plans, surveys, week
from tests.story.scenes.week import BEGIN

__all__ = ["BEGIN", "SCENES"]

SCENES: Final = (
    *week.WEDNESDAY,
    *indicators.WEDNESDAY,
    *plans.WEDNESDAY,
    *forces.WEDNESDAY,
    *duty.WEDNESDAY,
    *moves.WEDNESDAY,
    *meetings.WEDNESDAY,
    *surveys.WEDNESDAY,
    *week.THURSDAY_AND_FRIDAY,
    *week.MONTH_END,
)
