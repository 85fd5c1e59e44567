"""What people type after `/muster`, where no other noun follows."""

import datetime as dt
import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache, partial
from typing import Final

from bot.domain.people import Role
from bot.domain.refs import Ref
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech import ids
from bot.speech.commands import HELP, NOUNS, Subcommand, nothing, noun
from bot.speech.dates import Look, day
from bot.speech.filters import Period, bare, somebody, team
from bot.speech.markers import Grammar, Key, scan
from bot.speech.people import Channel, Mention, at_most_one, channel, has_words, only, unquoted
from bot.speech.sheets import ImportWord, importing
from bot.speech.spans import Span, backwards, span, wrong_way_round
from bot.speech.text import TITLE, brief, gives_back, limited, readable
from bot.values import frozen

WHO: Final = Grammar("@")
PERSON: Final = Grammar("@", (Key.GRADE, Key.ROLE, Key.TEAM))
FOUND: Final = frozenset(NOUNS) - {"muster", "evaluate"}  # nouns whose texts are looked for
PREVIEW_DAYS: Final = 7
PREVIEW_LONGEST: Final = 60


@frozen
class Status:
    """`[team KEY|@person|NAME] [week|month|last week|last month]`; without any of them it is the asker's."""

    team: str | None = None
    person: Mention | None = None
    period: Period = Period.WEEK
    name: str | None = None


@frozen
class Find:
    """`[NOUN:] WORDS`; without a noun in everything."""

    words: str
    noun: str | None = None


class Half(StrEnum):
    MORNING = "am"
    AFTERNOON = "pm"


@frozen
class Away:
    """`[@person] DATES [@deputy]`; without a person it is the asker. `half` only with a single day."""

    person: Mention | None
    span: Span
    half: Half | None
    deputy: Mention | None = None


@frozen
class AwayList:
    """`list`: who is away now and later."""


@frozen
class AwayCancel:
    """`cancel [@person] [DATES]`; without days all that is to come."""

    person: Mention | None
    span: Span | None


@frozen
class Transfer:
    """`@from @to`: whose things go to whom."""

    giver: Mention
    receiver: Mention


@frozen
class PersonEdit:
    """`@person [grade: …] [role: …] [team: KEY]`; what was not typed is None and stays. All None: the form."""

    person: Mention
    grade: str | None
    role: Role | None
    team: str | None


@frozen
class PeopleOf:
    """`team KEY`: the people of one team."""

    team: str


@frozen
class PeopleExport:
    """`export`: everybody as a file."""


@frozen
class SettingsPart:
    """`grades` or `words`: a form of its own."""

    part: str


@frozen
class AuditTeam:
    """The changes of a team (key or name)."""

    team: str


@frozen
class AuditDuty:
    """Who was put on duty on a day, and who after whom."""

    day: dt.date


@frozen
class AuditMeeting:
    """The changes of a series (key or name)."""

    series: str


@frozen
class AuditSettings:
    """The changes of the workspace's settings."""


class Place(StrEnum):
    LEADERSHIP = "leadership"
    ADMIN = "admin"


@frozen
class ChannelSetting:
    """`leadership #channel`, `admin #channel`"""

    place: Place
    channel: Channel


_PERIODS: Final = {
    "week": Period.WEEK, "this week": Period.WEEK, "주": Period.WEEK, "주간": Period.WEEK,
    "이번주": Period.WEEK, "이번 주": Period.WEEK,
    "month": Period.MONTH, "this month": Period.MONTH, "월": Period.MONTH, "월간": Period.MONTH,
    "이번달": Period.MONTH, "이번 달": Period.MONTH,
    "last week": Period.LAST_WEEK, "지난주": Period.LAST_WEEK, "지난 주": Period.LAST_WEEK,
    "last month": Period.LAST_MONTH, "지난달": Period.LAST_MONTH, "지난 달": Period.LAST_MONTH,
}  # fmt: skip
_PERIOD = re.compile(rf"(?:^|^(?P<who>.+?) )(?P<period>{'|'.join(_PERIODS)})$", re.IGNORECASE)
_HALF = re.compile(
    r"(?P<day>.+?) ?(?:(?P<am>am|a\.m\.|morning|오전)|(?P<pm>pm|p\.m\.|afternoon|오후))(?: ?(?:반차|반가))?",
    re.IGNORECASE,
)
_WHEN: Final = N_(
    "When? Type `away @kim 12/24`, `away @kim 12/24~12/26`, or for half a day `away @kim 12/24 am`. "
    "A deputy is named behind it: `away @kim 12/24 @lee`."
)
_ARROWS: Final = " ->=→⇒"
_MEETING = re.compile(r"(?:meeting|회의|정례회의):? +(.+)", re.IGNORECASE)
_NUMBER = re.compile(r"(\d{1,3}) ?(?:d|days?|일)?", re.IGNORECASE)
_ROLES: Final = {
    "admin": Role.ADMIN, "관리자": Role.ADMIN,
    "secretariat": Role.SECRETARIAT, "총괄": Role.SECRETARIAT,
    "총괄담당": Role.SECRETARIAT, "총괄 담당": Role.SECRETARIAT,
    "member": Role.MEMBER, "팀원": Role.MEMBER, "guest": Role.GUEST, "외부인": Role.GUEST,
}  # fmt: skip
_LIST: Final = frozenset({"list", "목록"})
_CANCEL: Final = frozenset({"cancel", "undo", "delete", "취소", "삭제"})
_IMPORT: Final = frozenset({"import", "가져오기"})
_EXPORT: Final = frozenset({"export", "내보내기"})
_PARTS: Final = {"grades": "grades", "직급": "grades", "직위": "grades", "words": "words", "용어": "words"}
_SETTINGS: Final = frozenset({"settings", "설정"})
_PLACES: Final = {
    "leadership": Place.LEADERSHIP,
    "지휘부": Place.LEADERSHIP,
    "간부": Place.LEADERSHIP,
    "admin": Place.ADMIN,
    "관리자": Place.ADMIN,
}


@gives_back
def status(text: str) -> Status:
    """Whose state of things, over which period."""
    found = _PERIOD.match(text)
    who = (found["who"] or "").strip() if found else text
    period = _PERIODS[found["period"].lower()] if found else Period.WEEK
    key, person = team(who), somebody(who)
    name = None if key or person else bare(who)
    if who and not (key or person or name):
        raise Refusal(
            "I cannot read `{given}` here. "
            "Type `status`, `status team KEY` or `status @kim`, and `week`, `month` or `last week` after it.",
            given=brief(who),
        )
    return Status(key, person, period, name)


@gives_back
def find(text: str) -> Find:
    """What to look for, as typed; `tasks: weld` in one noun alone."""
    words = readable(text)
    before, colon, behind = words.partition(":")
    only_in = noun(before.strip()) if colon and has_words(behind) else None
    if only_in not in FOUND:
        only_in = None
    words = behind.strip() if only_in else words
    if not has_words(words):
        raise Refusal("What shall I look for? Type a word after it, such as `find welders`.")
    return Find(limited(words, TITLE), only_in)


@gives_back
def away(text: str, today: dt.date) -> Away | AwayList | AwayCancel:
    """Who is away, and when: `12/24`, `@kim 12/24~12/26 @lee`, `12/24 am`; `list`; `cancel @kim 12/24`."""
    if text.lower() in _LIST:
        return AwayList()
    first, _, rest = text.partition(" ")
    if first.lower() in _CANCEL:
        parts = scan(rest.strip(), WHO)
        return AwayCancel(at_most_one(parts.people), _days(parts.head, today) if parts.head else None)
    parts = scan(text, WHO)
    if len(parts.people) > 2:
        raise Refusal("Two people belong here at most: who is away, and behind the dates their deputy.")
    half = _HALF.fullmatch(parts.head)
    days = _days(half["day"] if half else parts.head, today)
    if half and days.first != days.last:
        raise Refusal(_WHEN)
    named = parts.people if text.startswith(("@", "＠", "<@")) else (None, *parts.people)
    if len(named) > 2:
        raise Refusal(_WHEN)
    who, deputy = (*named, None, None)[:2]
    return Away(who, days, None if half is None else Half.MORNING if half["am"] else Half.AFTERNOON, deputy)


@gives_back
def transfer(text: str) -> Transfer:
    """Two people: `@kim @lee`, also with an arrow between them."""
    parts = scan(text, WHO)
    if len(parts.people) != 2 or parts.head.strip(_ARROWS):
        raise Refusal(
            "Two people belong here: who hands over, and who takes over. Type `transfer @kim @lee`, "
            'or with quotes `transfer @"김 과장" @"이 과장"`.'
        )
    return Transfer(*parts.people)


@gives_back
def forget(text: str) -> Mention:
    """One person."""
    parts = scan(text, WHO)
    if parts.head:
        raise Refusal("Only a person belongs here. Type `forget @kim`.")
    return only(parts.people)


def _days(text: str, today: dt.date) -> Span:
    found = span(text, today, Look.LEAVE)
    if found is not None:
        return found
    if turned := backwards(text, today, Look.LEAVE):
        raise wrong_way_round(turned, today, Look.LEAVE)
    raise Refusal(_WHEN)


@gives_back
def preview(text: str) -> int:
    """`[7d]`: how many days ahead, 1 to 60."""
    found = _NUMBER.fullmatch(text)
    days = int(found[1]) if found else 0 if text else PREVIEW_DAYS
    if not 1 <= days <= PREVIEW_LONGEST:
        raise Refusal("For how many days? Type `preview 7d`; {longest} days at most.", longest=PREVIEW_LONGEST)
    return days


@gives_back
def people(text: str) -> PersonEdit | PeopleOf | PeopleExport | ImportWord | None:
    """None for the list of everybody."""
    if not text:
        return None
    first, _, rest = text.partition(" ")
    if first.lower() in _IMPORT:
        return importing(rest.strip())
    if text.lower() in _EXPORT:
        return PeopleExport()
    if key := team(text):
        return PeopleOf(key)
    parts = scan(text, PERSON)
    if parts.head:
        raise Refusal(
            "I cannot read `{given}` here. Type `people @kim grade: director role: secretariat team: KEY`.",
            given=brief(parts.head),
        )
    return PersonEdit(
        only(parts.people), parts.get(Key.GRADE, str), _role(parts.get(Key.ROLE, str)), parts.get(Key.TEAM, str)
    )


@gives_back
def settings(text: str) -> ChannelSetting | SettingsPart:
    """Which of the workspace's channels, and the channel; or a part that has a form of its own."""
    if part := _PARTS.get(text.lower()):
        return SettingsPart(part)
    name, _, rest = text.partition(" ")
    place, where = _PLACES.get(name.lower().rstrip(":")), channel(rest.strip())
    if place is None or where is None or " " in where.name:
        raise Refusal(
            "I cannot read this setting. Type `settings leadership #channel` or `settings admin #channel`; "
            "`settings`, `settings grades` and `settings words` open forms."
        )
    return ChannelSetting(place, where)


@gives_back
def audit(text: str, today: dt.date) -> Ref | Mention | AuditTeam | AuditMeeting | AuditSettings | AuditDuty:
    """`V-12`, `@kim`, `team KEY`, `meeting KEY`, `duty 12/25` or `settings`."""
    word, _, rest = text.partition(" ")
    if noun(word) == "duty" and (on := day(rest, today, Look.LEAVE)):
        return AuditDuty(on)
    if text.lower() in _SETTINGS:
        return AuditSettings()
    if key := team(text):
        return AuditTeam(key)
    if found := _MEETING.fullmatch(text):
        return AuditMeeting(readable(unquoted(found[1])))
    return somebody(text) or ids.anything(text)


def _role(word: str | None) -> Role | None:
    if word is None:
        return None
    found = _ROLES.get(word.casefold())
    if found is None:
        raise Refusal(
            "`{given}` is no role. Type `admin`, `secretariat`, `member` or `guest`; "
            "a lead is named with `team lead KEY @kim`.",
            given=brief(word),
        )
    return found


@lru_cache(maxsize=8)
def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/muster` beside the nouns (`commands.split_noun` first). Resolve with `prose=False`."""
    return (
        HELP,
        Subcommand("status", ("현황",), status),
        Subcommand("find", ("찾기",), find),
        Subcommand("trace", ("추적",), ids.anything),
        Subcommand("setup", ("설치",), nothing),
        Subcommand("settings", ("설정",), settings, form=True),
        Subcommand("people", ("직원",), people),
        Subcommand("away", ("부재", "휴가"), partial(away, today=today), form=True),
        Subcommand("transfer", ("인사이동",), transfer, form=True),
        Subcommand("preview", ("미리보기",), preview),
        Subcommand("ledger", ("발송대장",), nothing),
        Subcommand("audit", ("이력",), partial(audit, today=today)),
        Subcommand("forget", ("개인정보삭제",), forget),
        Subcommand("export", ("내보내기",), nothing),
        Subcommand("doctor", ("진단",), nothing),
    )
