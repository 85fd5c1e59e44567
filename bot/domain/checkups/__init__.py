"""Is the bot well? What is looked at, and what it means.

facts       what Slack, the database and the settings say      readiness   may this process get work?
findings    examine(facts) → a finding for each thing that is well, or is not
"""

from bot.domain.checkups.facts import (
    ENDED,
    LIVE,
    RECENT,
    Address,
    Facts,
    Greeting,
    Place,
    Standing,
    Store,
)
from bot.domain.checkups.findings import Finding, Level, Part, examine, worst
from bot.domain.checkups.readiness import SILENCE, SKEW, unready

__all__ = [
    "ENDED",
    "LIVE",
    "RECENT",
    "SILENCE",
    "SKEW",
    "Address",
    "Facts",
    "Finding",
    "Greeting",
    "Level",
    "Part",
    "Place",
    "Standing",
    "Store",
    "examine",
    "unready",
    "worst",
]
