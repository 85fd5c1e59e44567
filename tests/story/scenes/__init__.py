"""The story: a week and a month end of the ministry, as scenes that are played and asserted; a file a noun.

SCENES is all of them, in the order in which they happen.
"""

from typing import Final

from tests.story.scenes import (
    duty,
    forces,
    indicators,
    leaves,
    meetings,
    moves,
    organisations,
    papers,
    plans,
    sheets,
    shortcuts,
    surveys,
    traces,
    week,
)
from tests.story.scenes.week import BEGIN

__all__ = ["BEGIN", "SCENES"]

SCENES: Final = (
    *week.WEDNESDAY,
    *shortcuts.WEDNESDAY,
    *traces.WEDNESDAY,
    *sheets.WEDNESDAY,
    *leaves.WEDNESDAY,
    *indicators.WEDNESDAY,
    *plans.WEDNESDAY,
    *forces.WEDNESDAY,
    *duty.WEDNESDAY,
    *moves.WEDNESDAY,
    *organisations.WEDNESDAY,
    *meetings.WEDNESDAY,
    *surveys.WEDNESDAY,
    *week.THURSDAY_AND_FRIDAY,
    *papers.FRIDAY,
    *week.MONTH_END,
)
