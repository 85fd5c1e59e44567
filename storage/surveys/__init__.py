"""Surveys: what was asked, who has answered and what they said.

keeping    a survey and its waves, and the address of its page
answering  one answer; an anonymous one so that nothing leads to it
running    a wave begins and ends, and whoever hears of it is planned
reading    results, what waits for somebody, what has closed
"""

from storage.surveys.answering import AGAIN, answers, has_answered, keep, mine, one
from storage.surveys.keeping import (
    add,
    at_address,
    count,
    digest,
    get,
    listing,
    locked,
    new_address,
    revoke_address,
    save,
    search,
    wave,
    waves,
    waves_between,
)
from storage.surveys.reading import coming, missing, outcome, outcomes, over, summaries, waiting
from storage.surveys.running import ASK, CHART, REMIND, RESULTS, close_wave, foreseen, open_wave, take_back

__all__ = [
    "AGAIN",
    "ASK",
    "CHART",
    "REMIND",
    "RESULTS",
    "add",
    "answers",
    "at_address",
    "close_wave",
    "coming",
    "count",
    "digest",
    "foreseen",
    "get",
    "has_answered",
    "keep",
    "listing",
    "locked",
    "mine",
    "missing",
    "new_address",
    "one",
    "open_wave",
    "outcome",
    "outcomes",
    "over",
    "revoke_address",
    "save",
    "search",
    "summaries",
    "take_back",
    "waiting",
    "wave",
    "waves",
    "waves_between",
]
