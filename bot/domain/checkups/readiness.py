"""May this process get work? What /readyz says."""

from typing import Final

from bot.domain.checkups.facts import Greeting

SKEW: Final = 60.0  # seconds; Slack's signatures are good for 300, and posts should go at their minute
SILENCE: Final = 180.0  # seconds; Slack is asked every minute


def unready(database: str, socket: bool | None, greeting: Greeting | None, silent: float) -> str:
    """Why this process should get no work, in one line; "" when it is well.

    `database`: its fault; `socket`: whether it is connected, None without Socket Mode; `greeting`: Slack's last answer,
    and for how many seconds there has been no good one.
    """
    if database:
        return f"the database does not answer ({database})"
    if greeting is None:
        return "Slack has not been asked yet"
    return _slack(greeting, silent) or ("Socket Mode is not connected" if socket is False else "")


def _slack(greeting: Greeting, silent: float) -> str:
    if greeting.refused:
        return f"Slack refuses the token ({greeting.fault})"
    if silent > SILENCE:
        return f"Slack has not answered for {silent:.0f} s ({greeting.fault})"
    if greeting.skew is not None and abs(greeting.skew) > SKEW:
        return f"the clock is {abs(greeting.skew):.0f} s {'ahead of' if greeting.skew > 0 else 'behind'} Slack's"
    return ""
