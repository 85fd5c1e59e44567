"""What a command of the terminal is, and the house that it works in."""

import datetime as dt
from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Mapping
from typing import Any, Final

from slack_sdk import WebClient
from slack_sdk.errors import SlackClientError

from bot.domain.workspaces import Workspace
from bot.settings import Settings
from bot.values import frozen
from storage import Database, workspaces

DONE: Final = 0
FAILED: Final = 1
WRONG: Final = 2  # usage or settings
GREET_SECONDS: Final = 5.0


class Unusable(Exception):  # noqa: N818 it says what is unusable, in one sentence
    """The command cannot be done; the sentence goes to stderr, and `code` is what the process ends with."""

    def __init__(self, sentence: str, code: int = FAILED) -> None:
        super().__init__(sentence)
        self.code = code


@frozen
class House:
    """The parts, connected: what the commands work with.

    `slack` gives a client with a deadline in seconds; `plan` puts what the timetable wants by now into the ledger;
    `real` is the machine's own clock, wherever `clock` is moved to.
    """

    settings: Settings
    db: Database
    clock: Callable[[], dt.datetime]
    slack: Callable[[float], WebClient]
    plan: Callable[[], object]
    real: Callable[[], dt.datetime]

    def greet(self) -> Mapping[str, Any]:
        """`auth.test`: who we are in which workspace. Raises Unusable."""
        try:
            answered = self.slack(GREET_SECONDS).auth_test()
        except (SlackClientError, OSError) as error:
            raise Unusable(f"Slack does not know this token, or does not answer: {error}") from error
        return {name: answered[name] for name in ("team_id", "team", "url", "user_id", "bot_id") if answered.get(name)}

    def workspace(self, greeting: Mapping[str, Any]) -> str:
        """The id of the workspace that we were greeted by; stored if it is new."""
        rules = self.settings.rules
        domain = str(greeting.get("url", "")).removeprefix("https://").split(".")[0]
        new = Workspace(
            str(greeting["team_id"]),
            str(greeting.get("team", "")),
            domain,
            language=rules.language,
            zone=rules.zone,
            holidays=rules.holidays,
        )
        with self.db.begin() as session:
            workspaces.ensure(session, new)
        return new.id


def no_options(_parser: ArgumentParser) -> None:
    """A command that takes nothing."""


@frozen
class Command:
    """A word of the command line. `run` gives the exit code, or raises Unusable.

    `options` adds what may stand behind the word. `connects`: Slack's settings must be there. `opens`: the database is
    made ready before it runs; else `run` finds it as it is, and nothing has touched it.
    """

    word: str
    about: str
    run: Callable[[House, Namespace], int]
    options: Callable[[ArgumentParser], None] = no_options
    connects: bool = True
    opens: bool = True
