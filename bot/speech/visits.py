"""What people type after `/visit`."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache, partial
from typing import Final

from bot.domain.visits import FURTHEST
from bot.refusals import Refusal
from bot.speech import ids
from bot.speech.commands import HELP, Subcommand
from bot.speech.difficulties import URGENT
from bot.speech.filters import Filter, listing, split_backwards, team_and_week
from bot.speech.markers import Grammar, Key, scan, signs
from bot.speech.patterns import pattern
from bot.speech.people import QUOTES, Mention, has_words
from bot.speech.sentences import EDGES, Told, told, when
from bot.speech.spans import span, wrong_way_round
from bot.speech.text import ORGANISATION, TAG, TEXT, brief, escaped, gives_back, limited, readable
from bot.values import frozen

GRAMMAR: Final = Grammar("!#@", (Key.ON,), summary=True)
_MARKS: Final = r"[:：!！#＃@＠,;]"
_SEARCH: Final = r"(?:search|find|look up|검색|찾기) (.+)"
_NONE: Final = (
    r"(?:(?:특이|해당|애로|건의)? ?(?:사항|점)? ?(?:이|은)? ?(?:없음|없습니다|없었음|없었습니다|없다)"
    r"|무|none|nothing|no|nil|n/?a|[-\u2010-\u2015]+)[.!]?"
)
_MEANT: Final = {
    **dict.fromkeys(("내 방문", "내방문", "나의 방문", "내것", "내 실적"), "목록 내것"),
    **dict.fromkeys(("my visits", "my visit", "mine", "me"), "list me"),
    **dict.fromkeys(("방문 목록", "방문 내역", "내역", "전체", "최근"), "목록"),
    **dict.fromkeys(("visits", "all", "all visits", "recent"), "list"),
    **dict.fromkeys(("실적", "통계", "현황", "방문 현황", "방문 실적"), "할당량"),
    **dict.fromkeys(("stats", "statistics", "status", "progress", "report"), "quota"),
    **dict.fromkeys(("새 방문", "새방문", "신규", "신규 방문", "추가", "입력", "작성"), "등록"),
    **dict.fromkeys(("new", "new visit", "form"), "add"),
}
"""What people type alone who want something else than to log a visit to an organisation of that name."""


@frozen
class VisitLine:
    """`ORGANISATION [: summary] [! difficulty]… [#tag]… [@person]… [on:DATE]`, every text as typed.

    `on` None means today in the person's zone; a future day makes a planned visit. `urgent`: its difficulties are.
    Where the organisation is unknown, `heard` is what the line seems to say without a colon (`dated`: and on which
    day), and `meant` are the words that it seems to be a slip of. A day in the summary is `heard` of any organisation.
    Not `sure`: only if the organisation that was heard is known.
    """

    organisation: str
    summary: str
    difficulties: tuple[str, ...]
    tags: tuple[str, ...]
    people: tuple[Mention, ...]
    on: dt.date | None
    typed: str
    urgent: bool = False
    heard: "VisitLine | None" = None
    dated: bool = True
    meant: str = ""
    sure: bool = True


@gives_back
def line(text: str, today: dt.date) -> VisitLine:
    """Refuses a line without an organisation, with a date unreadable or far off, or with a text beyond its limit."""
    parts = scan(text, GRAMMAR, today)
    if not has_words(parts.head):
        raise Refusal(
            "Which organisation? Type its name first, such as `Geoje Shipyard: order book is full ! short of welders`."
        )
    _not_a_number(parts.head)
    typed = readable(text)
    quoted = typed[0] in QUOTES
    sentence = None if quoted else told(parts.head, today, closed=parts.closed)
    sure = sentence is not None and sentence.sure
    if sentence and sentence.sure and sentence.denied:
        raise Refusal(
            "This seems to say that there was no visit, and only visits are logged. To plan the next one, type "
            "`/visit Geoje Shipyard on:fri`; to log one all the same, type the name, a colon and what was said."
        )
    said_when = None if sure or Key.ON in parts.values else when(parts.summary, today)
    name = parts.head if quoted else parts.head.rstrip(EDGES)
    difficulties = [one for one in parts.difficulties if not pattern(_NONE).fullmatch(one)]
    urgent = bool(difficulties) and any(tag.casefold() in URGENT for tag in parts.tags)
    found = VisitLine(
        organisation=name if sure else limited(name, ORGANISATION),
        summary=limited(parts.summary, TEXT),
        difficulties=tuple(limited(difficulty, TEXT) for difficulty in difficulties),
        tags=tuple(limited(tag, TAG) for tag in parts.tags if not (urgent and tag.casefold() in URGENT)),
        people=parts.people,
        on=_near(parts.get(Key.ON, dt.date), today),
        typed=typed,
        urgent=urgent,
    )
    alone = not quoted and typed == parts.head
    meant = _meant(typed, sentence, today) if alone else ""
    if said_when:
        return replace(found, heard=_on_its_day(found, said_when, today))
    return _heard(found, sentence, meant, today) if sentence or meant else found


def _meant(typed: str, sentence: Told | None, today: dt.date) -> str:
    """The words that somebody wanted who typed this alone; empty for a name."""
    korean = not typed.isascii()
    if meant := _MEANT.get(typed.casefold()):
        return meant
    if found := pattern(_SEARCH).fullmatch(typed):
        return f"{'목록 업체' if korean else 'list org'} {found[1]}"
    if sentence is not None and not sentence.organisation and span(typed, today):
        return f"{'목록' if korean else 'list'} {typed}"
    return ""


def _heard(line: VisitLine, sentence: Told | None, meant: str, today: dt.date) -> VisitLine:
    """The line with what it seems to say."""
    if sentence is None:
        return replace(line, meant=meant)
    summary = line.summary
    if not sentence.organisation and has_words(summary):  # `어제: 대한정밀`
        behind = told(summary, today) or Told(summary, None, "")
        opened = sentence.open or behind.open
        said = behind.said
        if opened:
            said = f"{line.organisation}: {behind.said}" if behind.said else line.organisation
        sentence = replace(behind, day=sentence.day or behind.day, said=said, open=opened)
        summary = ""
    said = ": ".join(filter(None, (sentence.said, summary)))
    heard = replace(
        line,
        organisation=limited(sentence.organisation, ORGANISATION),
        summary=limited(said, TEXT),
        on=line.on or _near(sentence.day, today),
        dated=line.on is not None or not sentence.open,
    )
    return replace(line, meant=meant, heard=heard, sure=sentence.sure)


def more_than_a_name(name: str, today: dt.date) -> bool:
    """Whether the name of an organisation has a colon, a day, a verb or a text in it, as a whole line has."""
    return told(name, today) is not None or bool(signs(name)[1])


def _on_its_day(line: VisitLine, said: Told, today: dt.date) -> VisitLine:
    """`대한정밀: 어제 방문, 인력난`: the day stands in the summary."""
    return replace(line, summary=said.said, on=_near(said.day, today), dated=not said.open)


def written(line: VisitLine, *, korean: bool, quoted: bool = False) -> str:
    """The line as Slack would send it: typed so, it is read as just what it says. `quoted`: with its name in quotes."""
    name = escaped(line.organisation)
    quoted = quoted or bool(pattern(_MARKS).search(line.organisation))
    pieces = [f'"{name}"' if quoted and not set(QUOTES) & set(name) else name]
    if line.summary:
        pieces[0] += f": {_text(line.summary)}"
    pieces += [f"! {_text(one)}" for one in line.difficulties]
    pieces += [f"#{_one_word(tag)}" for tag in line.tags]
    pieces += [f"#{'긴급' if korean else 'urgent'}"] if line.urgent else []
    pieces += [f"<@{who.id}|{who.name}>" if who.id else f"@{_one_word(who.name)}" for who in line.people]
    pieces += [f"{Key.ON.value[-1] if korean else Key.ON.value[0]}:{line.on}"] if line.on else []
    return " ".join(pieces)


_SAID: Final = ("organisation", "summary", "difficulties", "tags", "people", "on", "urgent")


def reads_so(raw: str, meant: VisitLine, today: dt.date) -> bool:
    """Whether what was written is read as just that: a text may hold quotes and markers that no line keeps apart."""
    again = line(raw, today)
    return all(getattr(again, field) == getattr(meant, field) for field in _SAID)


def _text(text: str) -> str:
    """In quotes where a marker stands in it."""
    said = escaped(text)
    marks = any(found.lastgroup not in ("plain", "separator") for found in GRAMMAR.pattern.finditer(said))
    return f'"{said}"' if marks and not set(QUOTES) & set(said) else said


def _one_word(text: str) -> str:
    return f'"{escaped(text)}"' if " " in text else escaped(text)


def _near(day: dt.date | None, today: dt.date) -> dt.date | None:
    """The same bounds as the form has."""
    if day is not None and day > today + FURTHEST:
        raise Refusal("{day} is more than a year ahead. Type a nearer day, such as `on:12/24`.", day=day)
    if day is not None and day < today - FURTHEST:
        raise Refusal("{day} is more than a year ago. Type a later day, such as `on:yesterday`.", day=day)
    return day


def _not_a_number(organisation: str) -> None:
    """`V-12 something` is a word forgotten, not an organisation (a company may be called V12 Systems)."""
    first = organisation.partition(" ")[0]
    found = ids.ref(first)
    if found is not None and found.prefix == "V" and not first[1].isdecimal():
        raise Refusal(
            "What about {ref}? Type `show {ref}`, `edit {ref}` or `done {ref}`, or an organisation first.",
            ref=str(found),
        )
    if forgotten := ids.behind_a_word(organisation, "V"):
        word, found = forgotten
        raise Refusal(
            "`{word}` is not a word of this command. What about {ref}? Type `show {ref}`, `edit {ref}`, `done {ref}` "
            "or `delete {ref}`, or an organisation first.",
            word=brief(word),
            ref=str(found),
        )


@gives_back
def filters(text: str, today: dt.date) -> Filter:
    """`[me|@person|team KEY|org NAME] [this week|last week|since DATE]`"""
    found = listing(text, today)
    if found is None:
        if turned := split_backwards(text, today):
            raise wrong_way_round(turned, today)
        raise Refusal(
            "I cannot read this filter. Type `list me`, `list @kim`, `list team KEY` or `list org NAME`, "
            "and `this week`, `last week` or `since 11/2` after it."
        )
    return found


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/visit`; anything else is a line to log."""
    return (
        HELP,
        Subcommand("list", ("목록", "리스트", "조회"), partial(filters, today=today), bare=True),
        Subcommand("show", ("보기",), ids.of("V")),
        Subcommand("done", ("완료",), ids.of("V")),
        Subcommand("edit", ("수정",), ids.of("V")),
        Subcommand("photos", ("사진",), ids.of("V")),
        Subcommand("undo", ("취소",), ids.of("V")),
        Subcommand("delete", ("삭제", "remove", "cancel"), ids.of("V")),
        Subcommand("quota", ("할당량", "할당"), partial(team_and_week, today=today)),
        Subcommand("add", ("등록", "log", "기록"), partial(line, today=today), form=True, line=True),
    )
