"""How far a task is, as an update says it: `60% …`, `진척률 70%`, `현재 70% 완료`, `is 60% done`."""

from typing import Final

from bot.refusals import Refusal
from bot.speech.amounts import whole
from bot.speech.patterns import pattern

_SIGN: Final = r"(?:[%％]|(?:퍼센트|프로)(?!\w)|(?: ?per ?cent)(?!\w))"
_DIGITS: Final = r"(?P<digits>[-+]?\d[\d.,]*)"
_STOPS: Final = r"(?:$|[,;，；])"
_IS: Final = r"(?:입니다|임|이다)(?!\w)[ .]*"
_DONE: Final = (
    r"[ .]*(?:(?:완료|달성|진척|진행 ?중?)(?:함|했습니다|하였습니다|임|입니다)?|done|completed?|reached)?[ .]*"
)
_ENDED: Final = rf"(?: ?(?:정도|쯤|까지|로))?(?:{_IS})?{_DONE}"  # what may stand between the number and a comma
_CHANGED: Final = r"(?! ?(?:증가|감소|상승|하락|인상|인하|늘|줄|more|less|higher|lower)(?!\w))"
_GROWTH: Final = rf"{_CHANGED}(?! ?(?:up|down|of)(?!\w))"
_BETWEEN: Final = rf"\d[\d.,]* ?{_SIGN}?에서 ?"  # `50%에서 60%로`: the second counts
_FIRST: Final = rf"(?:{_BETWEEN})?{_DIGITS} ?{_SIGN}{_CHANGED}(?: ?[,;，；])?\s*"
_ALONE: Final = rf"{_DIGITS}(?<=\d)"
_NAMED: Final = (
    r"(?:(?:현재|지금|now|currently) )?(?:진척[률도]?|진행[률도]|진도율?|공정률|progress|completion)"
    rf"(?:[은는이가]|(?: (?:is|at|now))+)?(?: ?[:：])? ?(?:{_BETWEEN})?{_DIGITS}(?<=\d)"
    rf"(?: ?{_SIGN}|(?={_ENDED}{_STOPS}))"
)
_NOW: Final = (
    r"(?:현재|지금|(?:(?:it|now|currently) )?is(?: now)?(?: at)?|it's|now(?: at)?|currently(?: at)?|at)"
    rf" {_DIGITS} ?{_SIGN}(?={_ENDED}{_STOPS})"
)
_BELONGS: Final = rf"(?:(?:정도|쯤|까지|로)(?: ?(?:상향|높임))?(?!\w) ?(?:{_IS})?{_DONE}|정도{_IS}|{_IS})(?={_STOPS})"
_SOMEWHERE: Final = rf"(?<![\w.,])\d{{1,3}} ?{_SIGN}{_GROWTH}"


def leading(text: str) -> tuple[int | None, str]:
    """The percentage that the text begins with, in one of these words, and what is said besides.

    A number that only may be one (`현재 20% 인력 부족`, `progress 3 permits`) is none.
    """
    if found := pattern(_ALONE).fullmatch(text):
        return _percent(found["digits"]), ""
    if found := pattern(_FIRST).match(text):
        rest = text[found.end() :]
        belongs = pattern(_BELONGS).match(rest)
        return _percent(found["digits"]), rest[belongs.end() :].lstrip(" ,;.，；") if belongs else rest
    found = pattern(_NAMED).match(text) or pattern(_NOW).match(text)
    if found is None:
        return None, text
    rest = text[found.end() :]
    if ending := pattern(_IS).match(rest):
        rest = rest[ending.end() :]
    if ended := pattern(rf"{_ENDED}(?={_STOPS})").match(rest):
        rest = rest[ended.end() :]
    return _percent(found["digits"]), rest.lstrip(" ,;.，；")


def elsewhere(text: str) -> str:
    """A percentage amid the text, which sets nothing: `60%` of `11/30까지 60% 달성`; empty when there is none."""
    found = pattern(_SOMEWHERE).search(text)
    return found[0] if found else ""


def _percent(digits: str) -> int:
    percent = whole(digits, 0, 100)
    if percent is None:
        raise Refusal(
            "`{given}` is no progress. Type a whole number from 0 to 100, such as `60%`.", given=f"{digits[:20]}%"
        )
    return percent
