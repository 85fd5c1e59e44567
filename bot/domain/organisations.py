"""Anybody outside: companies, associations, institutes, agencies, local governments."""

import datetime as dt
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import replace
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache
from typing import Final
from urllib.parse import urlsplit

from bot.domain.contacts import Contact, contacts_of
from bot.domain.words import folded
from bot.refusals import Refusal
from bot.values import frozen


class OrganisationKind(StrEnum):
    COMPANY = "company"
    ECONOMIC = "economic"
    ASSOCIATION = "association"
    INSTITUTE = "institute"
    AGENCY = "agency"
    LOCAL = "local"


@frozen
class Organisation:
    """`number` is that of `O-9`; a `partner` works with us; `homepage` begins with http:// or https:// or is empty.

    One that was merged is a trace: it keeps its number and name, and `merged_into` says which one it is now.
    One that a line made which was taken back is `withdrawn`: whoever names it again has it back, with its number.
    """

    number: int
    name: str
    kind: OrganisationKind = OrganisationKind.COMPANY
    partner: bool = False
    homepage: str = ""
    contacts: str = ""
    sectors: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    version: int = 0
    merged_into: int | None = None
    withdrawn: bool = False

    @property
    def ref(self) -> str:
        return f"O-{self.number}"

    @property
    def people(self) -> tuple[Contact, ...]:
        """Whom to call there, as the lines of `contacts` name them."""
        return contacts_of(self.contacts)


# What people type behind # for a kind, in either language; `partner` is not a kind but may stand with one.
KIND_WORDS: Final[Mapping[OrganisationKind, tuple[str, ...]]] = {
    OrganisationKind.COMPANY: ("company", "companies", "업체", "기업", "회사"),
    OrganisationKind.ECONOMIC: ("economic", "economic organisation", "경제단체"),
    OrganisationKind.ASSOCIATION: ("association", "associations", "industry association", "업종별단체", "협회", "단체"),
    OrganisationKind.INSTITUTE: ("institute", "institutes", "연구기관", "연구소"),
    OrganisationKind.AGENCY: ("agency", "agencies", "affiliated agency", "산하기관", "공공기관"),
    OrganisationKind.LOCAL: ("local", "local government", "지자체", "지방자치단체"),
}
PARTNER_WORDS: Final = ("partner", "partners", "유관기관", "협력기관")
_KIND_OF: Final = {folded(word): kind for kind, words in KIND_WORDS.items() for word in words}
_PARTNER: Final = frozenset(folded(word) for word in PARTNER_WORDS)


def kind_of(word: str) -> OrganisationKind | None:
    """The kind that a word names."""
    return _KIND_OF.get(folded(word))


def is_partner(word: str) -> bool:
    return folded(word) in _PARTNER


# Legal forms. Korean ones stand before or behind the name, with or without a space; the others behind it.
_BRACKETED = r"\((?:주|유|사|재|합|株|有|社)\)"
_KOREAN = (
    "주식회사|유한책임회사|유한회사|합자회사|합명회사|사단법인|재단법인|사회복지법인|의료법인|학교법인|협동조합법인"
)
_WESTERN = (
    r"co|corp|corporation|inc|incorporated|ltd|limited|llc|l\.l\.c|llp|plc|gmbh|mbh|ag|kg|s\.?a|s\.?p\.?a|s\.?r\.?l|"
    r"b\.?v|n\.?v|oy|ab|a/s|pte|pty|sdn|bhd|k\.?k|company"
)
_INSIDE = re.compile(_BRACKETED)
_BEFORE = re.compile(rf"^\W*(?:{_KOREAN})\s*")
_BEHIND = re.compile(rf"\s*(?:{_KOREAN})\W*$|[\s,.&]+(?:{_WESTERN})\.?\W*$")
_NOT_WORD = re.compile(r"[\W_]+")


@lru_cache(maxsize=4096)
def matching_name(name: str) -> str:
    """The name by which two spellings of one organisation are the same: without (주), Inc., case, width and spacing.

    A name that is nothing but such a word keeps it.
    """
    wide = unicodedata.normalize("NFKC", name).casefold().strip()
    bare = _INSIDE.sub(" ", wide).strip()
    before = ""
    while bare != before:
        before = bare
        for form in (_BEFORE, _BEHIND):
            shorter = form.sub("", bare)
            bare = shorter if _NOT_WORD.sub("", shorter) else bare
    return (_NOT_WORD.sub("", bare) or _NOT_WORD.sub("", wide) or wide)[:240]


_INITIALS: Final = "ㄱㄲㄴㄷㄸㄹㅁㅂㅃㅅㅆㅇㅈㅉㅊㅋㅌㅍㅎ"


def initials(name: str) -> str:
    """The initial consonants of a Korean name, `ㄷㅎㅈㅁ` of 대한정밀; other letters stay as they match."""
    return "".join(
        _INITIALS[(ord(letter) - 0xAC00) // 588] if "가" <= letter <= "힣" else letter for letter in matching_name(name)
    )


def is_initials(text: str) -> bool:
    """Whether somebody typed initial consonants only, at least two."""
    letters = text.replace(" ", "")
    return len(letters) >= 2 and all(letter in _INITIALS for letter in letters)


CLOSE: Final = 0.75  # of 1; one wrong letter in a name of four is as far as it goes


def closest(wanted: str, there: Iterable[tuple[int, str]], limit: int) -> list[int]:
    """Numbers of the organisations whose name is close to `wanted` without being it, the closest first.

    `there`: numbers and names, as `matching_name` gives them.
    """
    name = matching_name(wanted)
    ranked = []
    for number, other in there:
        if other == name:
            continue
        compared = SequenceMatcher(None, name, other, autojunk=False)
        within = min(len(name), len(other)) >= 3 and (name in other or other in name)
        if within or (compared.real_quick_ratio() >= CLOSE and compared.quick_ratio() >= CLOSE <= compared.ratio()):
            ranked.append((-compared.ratio(), number))
    return [number for _, number in sorted(ranked)[:limit]]


def behind(typed: str, name: str) -> str:
    """What was typed behind a known name without the colon: `수주 회복` of `대한정밀 수주 회복` and 대한정밀."""
    rest = typed[len(name) :]
    return rest.strip(" ,;") if typed.casefold().startswith(name.casefold()) and rest[:1] in {" ", ",", ";"} else ""


def pieces(wanted: str) -> tuple[str, ...]:
    """Parts of a name, one of which is in any close one: its beginning, its end and its middle."""
    name = matching_name(wanted)
    if len(name) <= 3:
        return (name[:2],) if name else ()
    middle = len(name) // 2
    return tuple(dict.fromkeys((name[:2], name[-2:], name[middle - 1 : middle + 1])))


def homepage(typed: str) -> str:
    """The address of a web page; only http and https, https where nothing was typed before it. Empty stays empty."""
    if not typed:
        return ""
    full = typed if "://" in typed else f"https://{typed}"
    try:
        parts = urlsplit(full)
        host = parts.hostname or ""
    except ValueError:
        host, parts = "", urlsplit("")
    if parts.scheme not in ("http", "https") or "." not in host or any(letter in full for letter in " <>|\"'\\`"):
        raise Refusal("This is no web address. Type one such as `https://www.example.org`.")
    return full


class Use(StrEnum):
    """Where an organisation is named."""

    VISIT = "visit"
    DIFFICULTY = "difficulty"
    ASKED = "asked"  # a difficulty that is with it now
    REFERRAL = "referral"
    SEAT = "seat"
    ATTENDED = "attended"
    ANSWER = "answer"


@frozen
class Merge:
    """`gone` was merged into `into`: by whom, and how much moved with it."""

    gone: int
    into: int
    by: str
    at: dt.datetime
    moved: Mapping[Use, int]


def merge(gone: Organisation, into: Organisation) -> tuple[Organisation, Organisation]:
    """What becomes of two that are one: a trace, and one that knows what either knew. Its own name and kind stay."""
    for one in (gone, into):
        check_stands(one)
    contacts = [into.contacts, *([] if gone.contacts in into.contacts else [gone.contacts])]
    kept = replace(
        into,
        partner=into.partner or gone.partner,
        homepage=into.homepage or gone.homepage,
        contacts="\n".join(filter(None, contacts)),
        sectors=tuple(dict.fromkeys((*into.sectors, *gone.sectors))),
        regions=tuple(dict.fromkeys((*into.regions, *gone.regions))),
    )
    return replace(gone, merged_into=into.number), kept


def check_stands(one: Organisation) -> None:
    """Refuse one that was merged: nothing is done with it any more."""
    if one.merged_into is not None:
        raise Refusal("{ref} was merged into {into}. Type {into} instead.", ref=one.ref, into=f"O-{one.merged_into}")
