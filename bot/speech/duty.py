"""What people type after `/duty`."""

import datetime as dt
from collections.abc import Sequence
from functools import lru_cache, partial
from typing import Final

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech import ids
from bot.speech.commands import HELP, Subcommand, nothing
from bot.speech.dates import Look, day, longest, month
from bot.speech.filters import MINE
from bot.speech.people import Mention, has_words, person
from bot.speech.text import TEXT, brief, gives_back, limited, readable
from bot.values import frozen

_AGAIN: Final = frozenset({"again", "anew", "다시", "새로"})
_FOR: Final = frozenset({"for", "대신", "맞교대"})
REFS: Final = 10  # difficulties and tasks that one line of the log may name


@frozen
class Roster:
    """`[MONTH|mine]`; without a month what lies ahead. `month` is its first day."""

    month: dt.date | None = None
    mine: bool = False


@frozen
class Generate:
    """`[MONTH] [again]`; without a month the next one that is not shared out yet."""

    month: dt.date | None = None
    anew: bool = False


@frozen
class DayAndPerson:
    """`DATE @person`."""

    day: dt.date
    person: Mention


@frozen
class Exchange:
    """`DATE @person [for DATE]`: my day, who shall take it, and their day that I take for it."""

    day: dt.date
    person: Mention
    back: dt.date | None = None


@frozen
class LogLine:
    """`TEXT [D-7|T-3]…`: the text as typed, and the difficulties and tasks that it names."""

    text: str
    refs: tuple[Ref, ...] = ()


@gives_back
def roster(text: str, today: dt.date) -> Roster:
    """Which days to show."""
    if text.casefold() in MINE:
        return Roster(mine=True)
    return Roster(_month(text, today) if text else None)


@gives_back
def generate(text: str, today: dt.date) -> Generate:
    """Which month to share out, and whether from scratch."""
    words = text.split(" ")
    anew = words[-1].casefold() in _AGAIN
    rest = " ".join(words[:-1] if anew else words).strip()
    return Generate(_month(rest, today) if rest else None, anew)


@gives_back
def date(text: str, today: dt.date) -> dt.date:
    """One day ahead, today and yesterday's shift included."""
    found = day(readable(text), today, Look.LEAVE)
    if found is None:
        raise Refusal(_NO_DATE, given=brief(text) or "–")
    return found


@gives_back
def maybe_date(text: str, today: dt.date) -> dt.date | None:
    """A day, or none."""
    return date(text, today) if text else None


@gives_back
def day_and_person(text: str, today: dt.date) -> DayAndPerson:
    """`12/25 @kim`, in either order."""
    found = longest(text, today, Look.LEAVE) or _behind(text, today)
    if found is None:
        raise Refusal(_NO_DATE, given=brief(text) or "–")
    who = person(found[1].strip()) if has_words(found[1]) else None
    if who is None:
        raise Refusal("Who? Name the person behind the date, such as `12/25 @kim`.")
    return DayAndPerson(found[0], who)


@gives_back
def exchange(text: str, today: dt.date) -> Exchange:
    """`12/25 @kim for 1/1`; without the second date nothing is taken in return."""
    words = text.split(" ")
    at = next((n for n, word in enumerate(words) if word.casefold() in _FOR), None)
    if at is None:
        wanted = day_and_person(text, today)
        return Exchange(wanted.day, wanted.person)
    wanted = day_and_person(" ".join(words[:at]), today)
    back = day(readable(" ".join(words[at + 1 :])), today, Look.LEAVE)
    if back is None:
        raise Refusal("For which day of theirs? Name it behind the person, such as `12/25 @kim for 1/1`.")
    return Exchange(wanted.day, wanted.person, back)


@gives_back
def log(text: str) -> LogLine:
    """What happened. A number counts where it is written as one of ours: `D-7`, not `d7`."""
    said = limited(readable(text), TEXT)
    if not has_words(said):
        raise Refusal("What happened? Type it, such as `log power cut at the terminal, crew on site D-7`.")
    return LogLine(said, refs_in(said))


def refs_in(text: str) -> tuple[Ref, ...]:
    """The difficulties and tasks that a text names, each once."""
    words = (word.strip(".,;:!?()[]，、。") for word in text.split())
    named = (ids.ref(word) for word in words if word[1:2] in ("-", "－", "‐", "–"))
    found = tuple(dict.fromkeys(one for one in named if one is not None and one.prefix in "DT"))
    if len(found) > REFS:
        raise Refusal("One line names up to {limit} difficulties and tasks. Write the others in another.", limit=REFS)
    return found


_NO_DATE: Final = Refusal(
    "`{given}` is no date that I can read. Type one such as `12/25`, `fri` or `12월 25일`."
).message


def _behind(text: str, today: dt.date) -> tuple[dt.date, str] | None:
    """`@kim 12/25`: the longest date at the end, and what stands before it."""
    words = text.split(" ")
    for at in range(1, len(words)):
        found = day(" ".join(words[at:]), today, Look.LEAVE)
        if found is not None:
            return found, " ".join(words[:at])
    return None


def _month(text: str, today: dt.date) -> dt.date:
    found = month(readable(text), today, Look.AHEAD)
    if found is None:
        raise Refusal(
            "`{given}` is no month that I can read. Type one such as `2026-12`, `december`, `next month` or `12월`.",
            given=brief(text),
        )
    return found


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/duty`. There is no free text."""
    on = partial(date, today=today)
    somebody = partial(day_and_person, today=today)
    return (
        HELP,
        Subcommand("roster", ("명단", "list", "목록"), partial(roster, today=today)),
        Subcommand("generate", ("편성",), partial(generate, today=today)),
        Subcommand("swap", ("교대",), partial(exchange, today=today), form=True),
        Subcommand("accept", ("수락",), on),
        Subcommand("decline", ("거절",), on),
        Subcommand("volunteer", ("자원",), on, form=True),
        Subcommand("confirm", ("확정",), partial(maybe_date, today=today)),
        Subcommand("assign", ("배정",), somebody, form=True),
        Subcommand("log", ("기록", "add", "등록"), log, form=True),
        Subcommand("undo", ("취소",), nothing),
        Subcommand("handover", ("인계",), partial(maybe_date, today=today)),
        Subcommand("settings", ("설정",), nothing),
    )
