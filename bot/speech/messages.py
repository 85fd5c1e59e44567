"""What somebody wrote in a channel, as the form of a shortcut begins with it: read kindly, refused never."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Final, TypeVar

from bot.refusals import Refusal
from bot.speech import difficulties, ids, tasks, visits
from bot.speech.difficulties import DifficultyLine
from bot.speech.tasks import TaskUpdate
from bot.speech.text import TEXT, clean, readable
from bot.speech.visits import VisitLine
from bot.values import frozen

T = TypeVar("T")
_LINK: Final = re.compile(r"<(?:https?|mailto|tel):")
_TASK: Final = re.compile(r"(?<![\w-])T-\d{1,9}(?![\w-])", re.IGNORECASE)


@frozen
class VisitMessage:
    """A message as a visit: `line` when its first line is one, `rest` what stands under that, else all of it."""

    line: VisitLine | None
    rest: str


def text(raw: str) -> str:
    """What people saw, within what a field takes; the message itself holds the rest."""
    return shortened(clean(readable(raw), lines=True))


def shortened(said: str) -> str:
    return said if len(said) <= TEXT.length else said[: TEXT.length - 1].rstrip() + "…"


def visit(raw: str, today: dt.date) -> VisitMessage:
    """A first line in the grammar of `/visit` fills the fields, what it seems to say too; prose is the summary."""
    first, _, rest = raw.strip().partition("\n")
    line = None if _LINK.search(first) else _read(visits.line, first, today)
    if line is None or not (line.summary or line.difficulties or line.tags or line.on):
        return VisitMessage(None, text(raw))
    heard = line.heard if line.heard and line.sure and line.heard.organisation else line
    return VisitMessage(heard, text(rest))


def difficulty(raw: str, today: dt.date) -> DifficultyLine | None:
    """A message of one line is read as `/difficulty` reads it; None for any other.

    So is one that names a person, a team or a day: talk names people whom it gives nothing, and all of it stays text.
    """
    line = None if "\n" in raw.strip() else _read(difficulties.line, raw, today)
    return None if line is None or line.owner or line.team or line.due else line


def task(raw: str, today: dt.date) -> TaskUpdate | None:
    """The update that a message is when it begins with a task's number."""
    return None if "\n" in raw.strip() else _read(tasks.update, raw, today)


def task_named(raw: str) -> int | None:
    """The number of the first task that a message names."""
    found = _TASK.search(readable(raw))
    ref = ids.ref(found[0]) if found else None
    return ref.number if ref else None


def _read(parse: Callable[[str, dt.date], T], raw: str, today: dt.date) -> T | None:
    try:
        return parse(raw, today)
    except Refusal:
        return None
