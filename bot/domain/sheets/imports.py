"""An import from the file to its undoing."""

import datetime as dt
from enum import StrEnum
from typing import Final

from bot.refusals import Refusal
from bot.values import frozen

KEPT: Final = dt.timedelta(days=1)
"""How long a file waits for somebody's yes, and how long the command takes an import back."""


class ImportState(StrEnum):
    LOOKED = "looked"
    APPLYING = "applying"  # it takes long, so it is done beside the request
    APPLIED = "applied"
    CANCELLED = "cancelled"
    UNDONE = "undone"
    FAILED = "failed"  # something broke while it was applied, and nothing of it was stored


class TooLate(Refusal):
    """The time for undoing is over."""


@frozen
class Import:
    """`sheets` are the nouns that the file may be; `digest` is of what somebody said yes to, "" before."""

    number: int
    person: str
    sheets: tuple[str, ...]
    filename: str
    at: dt.datetime
    state: ImportState = ImportState.LOOKED
    digest: str = ""
    applied: dt.datetime | None = None
    undone: dt.datetime | None = None


@frozen
class Undone:
    """What an undo came to: refs that are as they were, and those that stay because somebody touched them since."""

    back: tuple[str, ...]
    stays: tuple[str, ...]


def check_waiting(one: Import) -> None:
    """Only what was looked at can be applied or cancelled, once."""
    if one.state is ImportState.LOOKED:
        return
    if one.state is ImportState.CANCELLED:
        raise Refusal("This import was cancelled, or waited longer than a day. Import the file again.")
    if one.state is ImportState.FAILED:
        raise Refusal("This import failed, and nothing of it was stored. Import the file again.")
    if one.state is ImportState.APPLYING:
        raise Refusal("This import is being applied. The result comes as a direct message.")
    raise Refusal("This import was applied already.")


def check_undo(one: Import, now: dt.datetime, within: dt.timedelta) -> None:
    """Only what was applied, once, within its time."""
    if one.state is ImportState.UNDONE:
        raise Refusal("This import was taken back already.")
    if one.applied is None:
        raise Refusal("This import was never applied, so there is nothing to take back.")
    if now - one.applied > within:
        raise TooLate("This import can no longer be taken back: too much time has passed.")
