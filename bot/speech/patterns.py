"""Expressions that are compiled when the first text needs them, not at the start: each takes up to a millisecond."""

import re
from functools import cache


@cache
def pattern(expression: str) -> re.Pattern[str]:
    """The compiled expression, whatever the case of letters."""
    return re.compile(expression, re.IGNORECASE)
