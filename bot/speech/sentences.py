"""A visit told in a sentence, without the colon behind the organisation: `어제 대한정밀 다녀옴, 인력난`.

What such a sentence seems to say is never stored, only asked about. A name that holds nothing but a name costs one
look: this is on the path of every visit that is logged.
"""

import datetime as dt
import re
from dataclasses import replace
from functools import cache
from typing import Final

from bot.i18n.particles import final
from bot.speech.dates import DAY_WORDS, PERIOD_WORDS, WEEKDAY_WORDS, Look, either, longest
from bot.speech.patterns import pattern
from bot.speech.people import has_words
from bot.values import frozen

DASHES: Final = "-\u2010-\u2015"
EDGES: Final = " ,;:·，；、-\u2010\u2011\u2012\u2013\u2014\u2015"
"""What punctuation leaves around a piece of a line."""
_OPENING: Final = f"{EDGES}.。)"
_DAY_TOKENS = 6  # of the longest day: `the day before yesterday in the afternoon`


@frozen
class Told:
    """The organisation (empty where none is named), the day and the text of a sentence.

    `day` None: it names none, which means today unless it is `open`: a week, a plan without its day, two days, or two
    visits; then the words about it stay in `said`. `denied`: it says that there was no visit. Not `sure`: all of it may
    be a name as well (`어제 대한정밀: …`), which who knows the organisations can tell.
    """

    organisation: str
    day: dt.date | None
    said: str
    open: bool = False
    denied: bool = False
    sure: bool = True


def told(head: str, today: dt.date, *, closed: bool = False) -> Told | None:
    """What stands where the name of an organisation should, when it holds more than a name; None when it does not.

    `closed`: a colon or an `!` ends it. A comma, a dash or the word for a day may belong to the name then, a visit or a
    date in figures does not.
    """
    if not _hints().search(head):
        return None
    found = _Sentence(head, today).told()
    if closed and found and found.organisation and not pattern(rf"{_VISITS}|{_FIGURES}").search(head):
        return replace(found, sure=False) if found.day else None
    return found


def when(summary: str, today: dt.date) -> Told | None:
    """The day of the visit that a summary begins with: `어제`, `내일 방문 예정`, `yesterday`; None for any other text.

    `어제 라인 중단` says when something else was, so a text behind the day needs the verb between them.
    """
    if not _begins().match(summary):
        return None
    sentence = _Sentence(summary, today)
    said = sentence.begin(sentence.text)
    read = sentence.text[: len(sentence.text) - len(said)]
    sentence.planned = bool(pattern(_PLANNED).search(read))
    other = pattern(rf"{_OTHER}|{_DENIED}").search(sentence.text)
    if "재방문" in read or (other and other.start() < len(read)):  # the next one, or somebody else's
        return None
    named = bool(sentence.days or sentence.period) and (sentence.verb or not said)
    if not (named or (sentence.verb and sentence.planned)):
        return None
    found = sentence.found("", said)
    if found.open:
        return replace(found, said=sentence.text)
    return None if found.day == today else found


def _words() -> str:
    """Words for a day or a week; a letter alone is too little to begin with."""
    return either((*DAY_WORDS, *PERIOD_WORDS, *(word for word in WEEKDAY_WORDS if len(word) > 1)))


@cache
def _begins() -> re.Pattern[str]:
    return re.compile(
        r"\d{1,4}(?:[./월일년-]|주 ?[전뒤후]|st|nd|rd|th| days?| weeks?)|20\d{6}"
        rf"|방문|현장|다녀|visit|on |in |last |next |지난|다음|하루|이틀|사흘|(?:{_words()})",
        re.IGNORECASE,
    )


@cache
def _hints() -> re.Pattern[str]:
    """Whether a closer look is worth its time."""
    return re.compile(
        rf"[,;，；、]|(?<!\S)[{DASHES}]|방문|다녀|갔다|들[러렀름]|visit|went to|been to|\d[./월일]|\d\d-\d"
        rf"|(?:\d|a (?:day|week)|days?|weeks?|[일주틀흘새]) ?(?:ago|전|뒤|후)|(?<!\w)(?:{_words()})|[월화수목금토일]$",
        re.IGNORECASE,
    )


_LEGAL = r"(?:co|corp|inc|ltd|llc|llp|plc|gmbh|limited|incorporated|corporation|company|s\.?a|l\.?p|pte|pty|k\.?k|주)\b"
_GO_ON = r"(?:(?: ?할)? ?(?:예정|완료|계획|결과)[가-힣]{0,4})"
_ABBREVIATED = r"Inc|Ltd|orp"
_VERB_KO = (
    r"(?<!\S)(?:(?:현장|현지|업체|기업|정기|긴급|추가|재|첫|\d차) ?)?(?:"
    rf"방문(?:을|를)?(?: ?(?:함|했[가-힣]*|하[였여고기]?[가-힣]*|해서?|한|할|합니다|드렸[가-힣]*))?{_GO_ON}?"
    rf"|다녀(?:옴|왔[가-힣]*|오[가-힣]*|온|갔[가-힣]*|감|올){_GO_ON}?"
    r"|갔다 ?(?:옴|왔[가-힣]*)|들렀[가-힣]*|들[름러]"
    r")(?![\w])"
)
_VERB_EN = r"(?<!\S)(?:was |were |has been )?visit(?:ed)?(?!\w)(?! to)"
_OPENS_EN = (
    r"(?:(?:i|we) )?(?:(?:have|has|had|just|am|are) )*"
    r"(?:visited|visiting|(?:(?:a|the|planned) )?visit (?:to|at)|went to|been to|met with|(?<=i )met|(?<=we )met"
    r"|(?:will|to|(?:going|plan|planned|planning) to) visit|(?-i:visit)(?= \w)"
    r"|visit(?= .*(?:yesterday|today|tomorrow|\d)))"
    r"(?: (?:at|to))? "
)
_PLANNED = r"예정|계획|하기로|할(?!\w)|(?:will|to|plan|planned|planning)\b.* visit|visit (?:is )?planned"
_VISITS = rf"{_VERB_KO}|(?<!\S)(?:{_OPENS_EN}|(?-i:visit(?:ed|ing)?(?!\w)))"
_DENIED = (
    r"방문[을를은도이]? ?(?:(?:하지|하진|드리지)[는도]? ?)?(?:못|않|안 ?[함했됨되하]|취소|불발|무산|연기|보류|불가)"
    r"|다녀[오가][지진][는도]? ?[못않안]|(?<!\S)[못안] ?(?:방문[함했하]|방문(?!\w)|다녀[옴왔오감갔]|들[렀름])"
    r"|(?:(?:did|do|does|could|can|was|were|have|has|had|would|will|is|are|am) ?(?:not|n['’]t)|won['’]t"
    r"|can['’]t|unable to|failed to|never|not) (?:\w+ ){0,2}?visit\w*"
    r"|(?<!\S)visit\b[^,;.]*? (?:cancelled|canceled|postponed|called off)"
    r"|(?:cancelled|canceled|postponed) (?:the |a |our )?visit"
)
# what is said of a visit that is not told here: `방문 시`, `방문한 업체`, `방문 예정 설비`, `방문 요청`, `visited by`
_ANOTHERS = r"방문[을를]? ?(?:요청|문의|제안|희망)|visit(?:ed|s)? by(?!\w)|visit request"
_OTHER = (
    r"(?:방문(?:[을를한할]|했을|하였을)?|다녀(?:[온간올갈]|[왔갔]을)) ?(?:시|후|이후|직후|때|전|중)(?![가-힣])"
    r"|방문 ?(?:하는|했던|하려는|한|할(?! ?예정)|예정인|예정(?= [^\W_]))(?![가-힣])"
    r"|다녀(?:온|간|[올갈](?! ?예정))(?![가-힣])"
    rf"|방문[을를]? ?(?:계획|하기로)|{_ANOTHERS}"
)
_FIGURES = (
    r"(?<![\w./-])(?:\d{1,2}/\d{1,2}(?![\d/])|\d{1,2}월 ?\d{1,2}일|\d{4}(?:-|/|\. ?)\d{1,2}(?:-|/|\. ?)\d{1,2}(?!\d))"
)
_TIME = (
    r"(?:(?:오전 ?|오후 ?)?\d{1,2}시(?: ?반| ?\d{1,2}분)?(?:에)?(?!\w)"
    r"|(?:오전|오후|아침|점심|저녁|낮|새벽|밤)(?:에)?(?!\w)|(?:in the |this )?(?:morning|afternoon|evening)(?!\w)"
    r"|at \d{1,2}(?::\d\d)?(?: ?[ap]m)?(?!\w)|\d{1,2}(?::\d\d)? ?[ap]m(?!\w))"
)
# `20th Century`, `Sun Power`, `수 산업` begin with no day; `of` and a month make one of the first
_NO_DAY = r"(?:the )?\d{1,2}(?:st|nd|rd|th)(?! (?:of|[a-z]{3}))|(?-i:Mon|Tue|Wed|Thu|Fri|Sat|Sun)(?!\w)"
_GLUED = r"[^\s\w,;:)\]，；：、-]"  # Friday's, Monday.com
_NO_DAY_YET = rf"{_NO_DAY}|[월화수목금토일](?!\S)"
_AMID = (
    rf"(?<!\S)\(?(?:on )?(?:(?:{either(DAY_WORDS)})(?:에|은|는)?(?!\w)|\d{{1,2}}/\d{{1,2}}(?!\d)"
    r"|\d{1,2}월 ?\d{1,2}일|\d{4}-\d{1,2}-\d{1,2})"
)


def without_time(text: str) -> str:
    """What stands behind a day, without its time: a visit has none."""
    return pattern(rf"^\W*{_TIME}\)?").sub("", text).lstrip(" ,")


class _Sentence:
    """A sentence while it is read: the days that it has named so far, and whether it is one at all."""

    def __init__(self, text: str, today: dt.date) -> None:
        self.text = text.strip(EDGES)
        self.today = today
        self.planned = bool(pattern(_PLANNED).search(text))
        self.days: list[dt.date] = []
        self.period = False
        self.verb = False

    def told(self) -> Told | None:
        if denied := pattern(_DENIED).search(self.text):
            around = f"{self.text[: denied.start()]} {self.text[denied.end() :]}"
            if not pattern(_VISITS).search(around):
                return Told("", None, self.text, denied=True)
        name, said, by = self.cut(self.begin(self.text))
        stood = self.end(name)
        name = _without_particle(stood) if by == "verb" else stood
        said = self.begin(said, verbs=by == "day")
        if name == self.text or not (self.days or self.period or self.verb or said):
            return None
        found = self.found(name if has_words(name) else "", said)
        return replace(found, said=self.around(stood)) if found.open else found

    def around(self, name: str) -> str:
        """All that is said beside the name."""
        before, _, behind = self.text.partition(name) if name else ("", "", self.text)
        behind = behind if behind[:1] in tuple(",;.，；、") else f" {behind.lstrip()}"
        return f"{before.rstrip()}{behind}".strip(f"{EDGES}()")

    def found(self, name: str, said: str) -> Told:
        day = self.days[0] if self.days else None
        wanted = self.planned and (day is None or day < self.today)
        told_of = pattern(rf"{_OTHER}|{_DENIED}").sub("", self.text)
        visits = len(pattern(_VISITS).findall(told_of))
        several = len(set(self.days)) > 1 or visits > 1
        of_others = not visits and bool(pattern(_ANOTHERS).search(self.text))
        return Told(name, day, said, open=several or wanted or of_others or (day is None and self.period))

    def begin(self, text: str, *, verbs: bool = True) -> str:
        """The text without the days and the verb that it begins with."""
        before = ""
        while before != text:
            full = self.verb and bool(self.days or self.period) and text[:1] in tuple(",;.，；、")
            before, text = text, text.lstrip(_OPENING)
            if full:  # the next clause tells something else
                break
            if text.startswith("(") and longest(text[1:], self.today, self.look):
                text = text[1:]
            if verbs and (found := pattern(rf"{_OPENS_EN}|{_VERB_KO}").match(text)):
                self.verb, text = True, text[found.end() :]
            else:
                behind = self.day_at(text)
                text = text if behind is None else behind
        return text

    def day_at(self, text: str) -> str | None:
        """What stands behind the day or the week at the start of the text; None when there is none."""
        bare = text[3:] if text[:3].lower() == "on " else text
        found = None if pattern(_NO_DAY_YET).match(bare) else longest(bare, self.today, self.look)
        period = pattern(rf"(?:{either(PERIOD_WORDS)})(?:에|의)?(?!\w)").match(bare)
        if period and (found is None or len(bare) - len(found[1]) <= period.end() + 1):
            self.period = True
            return bare[period.end() :]
        if found is None or (pattern(_GLUED).match(found[1]) and bare[-len(found[1]) - 1] not in " ,"):
            return None
        self.days.append(found[0])
        return without_time(found[1])

    @property
    def look(self) -> Look:
        """Of what is planned a weekday is the next one."""
        return Look.LEAVE if self.planned else Look.ON

    def cut(self, text: str) -> tuple[str, str, str]:
        """The name, what is said behind it, and what stands between them: a verb, a mark, a day, or nothing."""
        cuts = [
            (found.start(), found.end(), kind)
            for kind, expression in (
                ("verb", rf"(?<=\S ){_VERB_KO}"),
                ("verb", rf"(?<=\S )(?-i:{_VERB_EN})"),
                ("mark", rf"[,，](?! ?{_LEGAL})|[;；、]|(?<=\s)[{DASHES}]+(?=\s|$)"),
                ("day", rf"(?<=\S ){_AMID}"),
                *((("mark", rf"(?<=[^\W\d]{{3}})(?<!{_ABBREVIATED})\.(?= )"),) if self.verb else ()),
            )
            if (found := pattern(expression).search(text))
        ]
        if not cuts:
            return text, "", ""
        start, end, kind = min(cuts)
        self.verb = self.verb or kind == "verb"
        said = text[start:] if kind == "day" else text[end:]
        return text[:start], said, kind

    def end(self, name: str) -> str:
        """The name without the day that it ends with."""
        name = name.strip(EDGES)
        bare = pattern(rf"(?<=\S) {_TIME}$").sub("", name)
        starts = [place + 1 for place, letter in enumerate(bare) if letter in " ("][-_DAY_TOKENS:]
        for start in starts:
            piece = bare[start:].rstrip(")")
            if piece[:3].lower() == "on ":
                continue
            found = None if pattern(_NO_DAY).match(piece) else longest(piece, self.today, self.look)
            if found is not None and not found[1]:
                self.days.append(found[0])
                return pattern(r" on$").sub("", bare[:start].rstrip(" (").rstrip(EDGES))
            if pattern(rf"(?:{either(PERIOD_WORDS)})").fullmatch(piece):
                self.period = True
                return bare[:start].rstrip(" (").rstrip(EDGES)
        return name


def _without_particle(name: str) -> str:
    """`대한정밀을 방문`: the particle belongs to the verb. 을 follows a final consonant and 를 a vowel."""
    before = name[-2:-1]
    if len(name) < 3 or not "가" <= before <= "힣":
        return name
    closed = final(before) > 0
    wanted = {"을": closed, "를": not closed, "에": True}.get(name[-1], False)
    return name[:-1] if wanted else name
