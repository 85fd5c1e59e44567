"""What people type after `/task`."""

import datetime as dt
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

from bot.domain.refs import Ref
from bot.domain.tasks import KEY, Health
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech import dues, ids, progress
from bot.speech.commands import HELP, Parse, Subcommand, called
from bot.speech.dates import Look, longest
from bot.speech.difficulties import assign, worded
from bot.speech.filters import MINE, somebody, team
from bot.speech.markers import Grammar, Key, scan
from bot.speech.people import QUOTED, Mention, at_most_one, has_words, unquoted
from bot.speech.sheets import importing
from bot.speech.text import ORGANISATION, TEXT, TITLE, brief, gives_back, limited, readable
from bot.values import frozen

ADD: Final = Grammar("@", (Key.TEAM, Key.START, Key.BY, Key.IN, Key.UNDER), until=True)
_HEALTH: Final = {
    "on track": Health.ON_TRACK,
    "정상": Health.ON_TRACK,
    "at risk": Health.AT_RISK,
    "우려": Health.AT_RISK,
}
_NEXT = re.compile(r"(?<!\S)(?:next|다음)[:：]\s*", re.IGNORECASE)
_CLAUSE = re.compile(r"(\s*[,;，；]\s*)")
_ENDS = re.compile(r"[;；]")
_HANGUL = re.compile(r"[가-힣]")
_QUOTED = re.compile(QUOTED)
_DUE_SAID = re.compile(rf"(?<!\S)({'|'.join(Key.BY.value)})(?: ?[:：] ?| )(?=\S)", re.IGNORECASE)
_OWNER_SAID = re.compile(r"(?<!\S)(?:owner|담당자?)(?: ?[:：] ?| )(\w+)", re.IGNORECASE)


@frozen
class TaskUpdate:
    """`T-12 60% prototype passed, on track; next: field test`; what was not said is None, the text may be empty.

    `health` is ON_TRACK or AT_RISK: only a whole clause sets it. `besides`: a percentage amid the text.
    """

    ref: Ref
    percent: int | None
    text: str
    health: Health | None
    next: str | None
    typed: str
    besides: str = ""


@frozen
class TaskLine:
    """`TITLE [@owner] [team: KEY] [start: DATE] [due: DATE] [in: PROGRAMME] [under: T-3]`"""

    title: str
    owner: Mention | None
    team: str | None
    start: dt.date | None
    due: dt.date | None
    programme: str | None
    under: Ref | None
    typed: str


@frozen
class Slip:
    """A piece of a title that looks like a due date or an owner, and how a line says that.

    `name`: only where somebody is called so.
    """

    said: str
    instead: str
    name: str = ""


@frozen
class Move:
    """`T-12 DATE REASON`; without a reason the form asks for it, with the day filled in."""

    ref: Ref
    due: dt.date
    reason: str


@frozen
class ProgrammeLine:
    """`KEY NAME [/ NAME]`: a name in either language, or one in each. Without a name: what is in it."""

    key: str
    ko: str = ""
    en: str = ""


class Which(StrEnum):
    OPEN = "open"
    ALL = "all"
    DONE = "done"
    PERSON = "person"
    MINE = "mine"
    LATE = "late"
    STALE = "stale"
    TEAM = "team"
    PROGRAMME = "programme"


@frozen
class TaskFilter:
    """`[open|mine|@person|team KEY|late|stale|done|all|PROGRAMME]`, nothing is `open`.

    `name` is the team or the programme as typed.
    """

    which: Which = Which.OPEN
    name: str | None = None
    person: Mention | None = None


_WHICH: Final = {
    "": Which.OPEN, "open": Which.OPEN, "미결": Which.OPEN, "all": Which.ALL, "전체": Which.ALL,
    "done": Which.DONE, "완료": Which.DONE, "late": Which.LATE, "지연": Which.LATE,
    "stale": Which.STALE, "정체": Which.STALE, **dict.fromkeys(MINE, Which.MINE),
}  # fmt: skip


FILTER_WORDS: Final = frozenset({word for word in _WHICH if word} | {"team", "팀", "부서"})
"""Words behind `list` that no programme may be called."""


@gives_back
def update(text: str, today: dt.date) -> TaskUpdate:
    """Refuses what begins with no task, says nothing about it, or names a percentage outside 0 to 100."""
    ref, rest = _task(text)
    said = readable(rest)
    if _is_verb(said, today):
        word, _, more = said.partition(" ")
        raise Refusal(
            "`{word}` goes before the number: type `{instead}`. To note these words, put the progress before them, "
            "such as `{ref} 60% {word}`.",
            word=word,
            instead=brief(f"{word} {ref} {more}".strip()),
            ref=str(ref),
        )
    percent, said = progress.leading(said)
    besides = progress.elsewhere(said) if percent is None else ""
    said, plan = _next(said)
    said, health = _health(said)
    if plan is not None:
        plan, health = _health(plan, health)
    if percent is None and health is None and not has_words(said) and not has_words(plan or ""):
        raise Refusal(
            "What is new? Type it after the number, such as `{ref} 60% prototype passed, on track; next: field test`.",
            ref=str(ref),
        )
    plan = limited(plan, TEXT) if plan else None
    return TaskUpdate(ref, percent, limited(said, TEXT), health, plan, readable(text), besides)


def _is_verb(said: str, today: dt.date) -> bool:
    """Whether a word of the command stands behind the number (`T-12 done`): as a note it would change nothing."""
    first, _, more = said.partition(" ")
    verb = called(subcommands(today), first)
    if verb in REASONED or not more:
        return verb in ALONE | REASONED
    if verb == "move":
        return longest(more, today, Look.AHEAD) is not None
    return verb == "assign" and more.startswith("@")


@gives_back
def add(text: str, today: dt.date) -> TaskLine:
    """Refuses a line without a title."""
    parts = scan(text, ADD, today)
    if not has_words(parts.head):
        raise Refusal("What is the task? Type its title first, such as `Repair the crane @kim due: 12/24`.")
    return TaskLine(
        title=limited(parts.head, TITLE),
        owner=at_most_one(parts.people),
        team=parts.get(Key.TEAM, str),
        start=parts.get(Key.START, dt.date),
        due=parts.get(Key.BY, dt.date),
        programme=parts.get(Key.IN, str),
        under=parts.get(Key.UNDER, Ref),
        typed=readable(text),
    )


def slips(line: TaskLine, today: dt.date) -> list[Slip]:
    """What stands in the title although it looks like a due date or an owner; what stands in quotes is meant so."""
    text = _QUOTED.sub(lambda quoted: "\0" * len(quoted[0]), line.typed)
    found = []
    for said in _DUE_SAID.finditer(text) if line.due is None else ():
        date = longest(text[said.end() :], today, Look.DUE)
        if date is not None:
            ends = text[said.end() : len(text) - len(date[1])].rstrip(" ,")
            found.append(Slip(f"{said[0]}{ends}", f"{said[1]}: {ends}"))
            break
    if line.due is None and not found and (amid := dues.somewhere(text, today)):
        found.append(Slip(amid, f"기한: {amid}"))
    if line.owner is None:
        found += [Slip(said[0], f"@{said[1]}", said[1]) for said in _OWNER_SAID.finditer(text)]
    return found


@gives_back
def move(text: str, today: dt.date) -> Move:
    """A number, the new due date, and the reason, which the form asks for when it is missing."""
    ref, rest = ids.head(text, "T")
    said = re.sub(r"^(?:by|due|to|기한)[:：]? ?", "", readable(rest), flags=re.IGNORECASE)
    found = longest(said, today, Look.AHEAD)
    if found is None:
        raise Refusal(
            "To which date? Type the date and the reason after the number, "
            "such as `move {ref} 12/24 parts arrive late`.",
            ref=str(ref),
        )
    due, reason = found
    return Move(ref, due, limited(reason, TEXT) if has_words(reason) else "")


@gives_back
def programme(text: str) -> str | None:
    """Nothing: all of them. A key or a name that is known: what is in it. Anything else: a `programme_line`."""
    return readable(unquoted(re.sub(r"^(?:add|등록) (?=\S+ )", "", text))) or None


@gives_back
def programme_line(said: str) -> ProgrammeLine:
    """A key and a name, to record it."""
    key, _, rest = said.partition(" ")
    if rest and not KEY.fullmatch(key):
        raise Refusal(
            "A programme's key is one short word of letters, digits and hyphens. "
            "Type it before the name, such as `programme 100 100대 과제 / 100 tasks`."
        )
    names = [limited(unquoted(name.strip()), TITLE) for name in re.split(r" [/／] ", rest, maxsplit=1) if name.strip()]
    if rest and not all(has_words(name) for name in names):
        raise Refusal("What is it called? Type its name after the key, such as `programme 100 100대 과제 / 100 tasks`.")
    korean = [name for name in names if _HANGUL.search(name)]
    other = [name for name in names if not _HANGUL.search(name)]
    if len(korean) > 1 or len(other) > 1:
        raise Refusal("Two names are one in each language, such as `programme 100 100대 과제 / 100 tasks`.")
    return ProgrammeLine(key, "".join(korean), "".join(other))


@gives_back
def filters(text: str) -> TaskFilter:
    """Which tasks to list; what is no other filter is a programme's name."""
    if key := team(text):
        return TaskFilter(Which.TEAM, key)
    if who := somebody(text):
        return TaskFilter(Which.PERSON, person=who)
    which = _WHICH.get(text.casefold())
    if which is not None:
        return TaskFilter(which)
    name = readable(unquoted(re.sub(r"^(?:in|과제군)[:：] ?", "", text, flags=re.IGNORECASE)))
    if not has_words(name):
        raise Refusal(
            "I cannot read this filter. "
            "Type `list mine`, `list late`, `list stale`, `list team KEY` or `list PROGRAMME`."
        )
    return TaskFilter(Which.PROGRAMME, limited(name, ORGANISATION))


def exporting(text: str) -> TaskFilter:
    """Which tasks to write into a file: all that there ever were, or those of a filter of the list."""
    return filters(text) if text else TaskFilter(Which.ALL)


def _task(text: str) -> tuple[Ref, str]:
    first = text.partition(" ")[0]
    if first and ids.ref(first.rstrip(":,")) is None:
        raise Refusal(
            "`{given}` is neither a task's number nor a word of this command. "
            "Type `T-12 60% prototype passed` for an update, or `add TITLE` for a new task.",
            given=brief(first),
        )
    return ids.head(text, "T")


def _next(text: str) -> tuple[str, str | None]:
    """The text without its `next:` clause, and that clause up to a semicolon."""
    found = _NEXT.search(text)
    if found is None:
        return text, None
    plan, *rest = _ENDS.split(text[found.end() :], maxsplit=1)
    before = text[: found.start()].strip().rstrip(",;，；").strip()
    after = rest[0].strip() if rest else ""
    return "; ".join(filter(None, (before, after))), plan.strip()


def _health(text: str, known: Health | None = None) -> tuple[str, Health | None]:
    """The text without the clauses that say its health, and what they say; two that differ are refused."""
    pieces = _CLAUSE.split(text)
    kept: list[str] = []
    for n in range(0, len(pieces), 2):
        said = _HEALTH.get(pieces[n].strip(" .").casefold())
        if said is None:
            kept += [pieces[n - 1], pieces[n]] if kept else [pieces[n]]
        elif known in (None, said):
            known = said
        else:
            raise Refusal("On track and at risk cannot both be. Keep one of them.")
    return "".join(kept).strip(), known


def _or_form(parse: Parse) -> Parse:
    """A number alone asks for the form, where the rest is typed."""

    def read(text: str) -> object:
        alone = ids.ref(text)
        return alone if alone and alone.prefix == "T" else parse(text)

    return read


def _says(ask: str) -> Parse:
    return _or_form(partial(worded, letter="T", ask=ask))


ALONE: Final = frozenset({"done", "show", "edit", "undo", "reopen", "move", "assign"})
REASONED: Final = frozenset({"block", "drop"})
BLOCK: Final = N_("What blocks it? Type the reason after the number, such as `block {ref} the permit has not come`.")
DROP: Final = N_("Why is it dropped? Type the reason after the number, such as `drop {ref} the plan has changed`.")
AGAIN: Final = N_("Why is it taken up again? Type the reason after the number, such as `reopen {ref} the test failed`.")


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/task`; anything else is an update (`update`). Resolve with `prose=False`."""
    one = ids.of("T")
    return (
        HELP,
        Subcommand("add", ("등록",), partial(add, today=today), form=True, line=True),
        Subcommand("list", ("목록",), filters),
        Subcommand("show", ("보기",), one),
        Subcommand("update", ("갱신", "progress", "note"), _or_form(partial(update, today=today))),
        Subcommand("done", ("완료", "finish", "complete", "close"), one),
        Subcommand("block", ("막힘",), _says(BLOCK)),
        Subcommand("move", ("기한변경", "기한", "연기", "due"), _or_form(partial(move, today=today))),
        Subcommand("assign", ("배정",), _or_form(partial(assign, today=today, letter="T"))),
        Subcommand("edit", ("수정",), one),
        Subcommand("drop", ("제외", "중단", "삭제", "cancel", "delete", "remove"), _says(DROP)),
        Subcommand("reopen", ("재개",), _says(AGAIN)),
        Subcommand("undo", ("취소",), one),
        Subcommand("import", ("가져오기",), importing),
        Subcommand("export", ("내보내기",), exporting),
        Subcommand("programme", ("programmes", "program", "programs", "과제군"), programme),
    )
