"""One person's (or channel's) language: sentences, dates, numbers.

Text that enters a sentence is escaped on the way in, so that nothing anybody types can mention, link or break a card.
"""

import datetime as dt
import re
import string
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from bot.i18n.figures import nth, scaled, with_unit
from bot.i18n.particles import with_particle
from bot.voices import Voice

LANGUAGES: Final = ("ko", "en")
COMMANDS: Final = (  # as sentences name them; an installation may call them otherwise
    "agenda",
    "difficulty",
    "duty",
    "evaluate",
    "indicator",
    "meeting",
    "muster",
    "org",
    "plan",
    "survey",
    "task",
    "team",
    "visit",
)
_HERE = Path(__file__).parent
_DAY = {"ko": "M월 d일 (EEE)", "en": "EEE d MMM"}
_DAY_OTHER_YEAR = {"ko": "y년 M월 d일 (EEE)", "en": "EEE d MMM y"}
_OFFICIAL = {"ko": "y. M. d.(EEE)", "en": "EEEE, d MMMM y"}
_MOMENT = {"ko": "M월 d일 (EEE) HH:mm", "en": "EEE d MMM, HH:mm"}
_MONTH = {"ko": "y년 M월", "en": "MMMM y"}
# of a placeholder: a particle, and the marks that close before it, such as {name:을/를} or “{name:”을/를}
_PAIR = re.compile(r"(?P<closing>[^가-힣]*)(?P<pair>[가-힣]+/[가-힣]+)")
_BEHIND = re.compile(r"\{(?P<name>[a-z_]+)\}(?P<word>[가-힣]+)")  # what follows a placeholder without a space
# `/visit` or `/{command}`, but neither /visits nor …/visit
_COMMAND = re.compile(rf"(?<![\w/.])/(?=(?:{'|'.join(COMMANDS)}|\{{command\}})(?![\w/]))")
_MARKUP = re.compile(r"<[^<>|]*\|([^<>]*)>|[*_~`]")


class Md(str):
    """mrkdwn that is safe to send: written by us, with every foreign text in it escaped."""

    __slots__ = ()


def N_(message: str) -> str:  # noqa: N802 the customary name of gettext's marker
    """Mark a message that is translated later."""
    return message


def escape(text: str) -> Md:
    """`text` as Slack shows it literally (Slack's rule: only & < > are escaped)."""
    return Md(text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;"))


def language(locale: str | None) -> str | None:
    """The language of ours for a locale such as `ko-KR`, or None."""
    short = (locale or "").replace("_", "-").split("-")[0].lower()
    return short if short in LANGUAGES else None


@cache
def catalogue(lang: str) -> Mapping[str, str | Sequence[str]]:
    """Message id → translation; for a plural, English singular → its forms."""
    found: dict[str, str | Sequence[str]] = {}
    for path in sorted((_HERE / f"{lang}.d").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale=lang, abort_invalid=True):
                if message.id and message.string:
                    key = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
                    found[str(key)] = _marked(message.string)
    return found


def _marked(text: str | Sequence[str]) -> str | Sequence[str]:
    """`{ref}의` as `{ref:+의}`, so that the placeholder knows that a letter follows."""
    if isinstance(text, str):
        return _BEHIND.sub(r"{\g<name>:+\g<word>}", text)
    return tuple(_BEHIND.sub(r"{\g<name>:+\g<word>}", one) for one in text)


def _plainly(text: str) -> str:
    """Without the marks of bold: Slack shows *bold* only before a space, and a literal * before a Korean particle."""
    return text[1:-1] if text.startswith("*") and text.endswith("*") and text.count("*") == 2 else text


@lru_cache(maxsize=4096)
def _pieces(message: str) -> Sequence[tuple[str, str | None, str]]:
    """What stands before a placeholder, its name and what is said of it; cut up once, for a card says dozens."""
    return tuple((before, name, spec or "") for before, name, spec, _ in string.Formatter().parse(message))


class _Sentence:
    """str.format by name only: `{x.__class__}` and the like are not ours and raise KeyError at once."""

    def __init__(self, t: "Translator", safe: bool) -> None:
        self.t = t
        self.safe = safe

    def filled(self, message: str, values: Mapping[str, object]) -> str:
        said = []
        for before, name, spec in _pieces(message):
            said.append(before)
            if name is not None:
                said.append(self._shown(values[name], spec))
        return "".join(said)

    def _shown(self, value: object, spec: str) -> str:
        text = self.t.show(value)
        shown = escape(text) if self.safe and not isinstance(text, Md) else text
        if not spec:
            return shown
        if spec.startswith("+"):
            return (_plainly(shown) if isinstance(text, Md) else shown) + spec[1:]
        pair = _PAIR.fullmatch(spec)
        if pair is None:
            return shown
        if isinstance(text, Md) and not pair["closing"]:
            shown = _plainly(shown)
        return with_particle(shown + pair["closing"], pair["pair"], spoken=_MARKUP.sub(r"\1", text))


class Translator:
    """Sentences of one language, with dates in one zone and the commands as this installation calls them.

    Calling it gives mrkdwn (`Md`) with every plain string among the values escaped; `plain` gives text for plain_text
    elements, which Slack shows as it is.
    """

    def __init__(self, lang: str, zone: ZoneInfo, today: dt.date | None = None, prefix: str = "") -> None:
        self.lang = lang
        self.zone = zone
        self.today = today
        self._prefix = prefix
        self._locale = Locale(lang)
        self._safe = _Sentence(self, safe=True)
        self._plain = _Sentence(self, safe=False)

    def __call__(self, message: str, **values: object) -> Md:
        return Md(self._safe.filled(self._text(message), values) if values else self._text(message))

    def plain(self, message: str, **values: object) -> str:
        return self._plain.filled(self._text(message), values) if values else self._text(message)

    def many(self, one: str, more: str, n: int, **values: object) -> Md:
        """The sentence for `n` things; `{n}` is the number."""
        return Md(self._safe.filled(self._form(one, more, n), {"n": n, **values}))

    def many_plain(self, one: str, more: str, n: int, **values: object) -> str:
        return self._plain.filled(self._form(one, more, n), {"n": n, **values})

    def show(self, value: object) -> str:
        """A value as people of this language write it."""
        if isinstance(value, str):
            return value
        if isinstance(value, dt.datetime):
            return self.moment(value)
        if isinstance(value, dt.date):
            return self.day(value)
        if isinstance(value, (int, float)):
            return self.number(value)
        return str(value)

    def day(self, value: dt.date) -> str:
        """`11월 27일 (금)`, `Fri 27 Nov`; with the year when it is not this year's."""
        other = self.today is not None and value.year != self.today.year
        pattern = (_DAY_OTHER_YEAR if other else _DAY)[self.lang]
        return _day(value, pattern, self.lang)

    def official(self, value: dt.date) -> str:
        """As a letter has it, always with the year: `2026. 11. 27.(금)`, `Friday, 27 November 2026`."""
        return _day(value, _OFFICIAL[self.lang], self.lang)

    def moment(self, value: dt.datetime) -> str:
        """Date and time of an aware datetime in this translator's zone."""
        return str(format_datetime(value, _MOMENT[self.lang], tzinfo=self.zone, locale=self._locale))

    def month(self, value: dt.date) -> str:
        """`2026년 11월`, `November 2026`."""
        return str(format_date(value, _MONTH[self.lang], locale=self._locale))

    def month_name(self, value: dt.date) -> str:
        """`11월`, `Nov`: where the year is known."""
        return str(format_date(value, "LLL", locale=self._locale))

    def number(self, value: int | float) -> str:
        return (
            str(value)
            if isinstance(value, int) and 0 <= value < 1000
            else str(format_decimal(value, locale=self._locale))
        )

    def nth(self, n: int) -> str:
        """`2nd`, `둘째`: its place in a row that begins with 1."""
        return nth(n, self.lang)

    def amount(self, value: Decimal, unit: str = "") -> str:
        """`USD 14.2bn`, `142억 달러`: a number of any size as people say it, four digits of it or more."""
        number, scale = scaled(value, self.lang)
        return with_unit(f"{format_decimal(number, '#,##0.##########', self._locale)}{scale}", unit, self.lang)

    def exactly(self, value: Decimal, unit: str = "") -> str:
        """Every digit: `USD 14,200,000,000`."""
        return with_unit(str(format_decimal(value, "#,##0.##########", self._locale)), unit, self.lang)

    def listing(self, parts: Sequence[str]) -> Md:
        """`a, b, c`, each part escaped unless it is safe already."""
        return Md(", ".join(part if isinstance(part, Md) else escape(part) for part in parts))

    def named(self, text: str) -> str:
        """Text of ours with each command as one types it here: `/ms-visit` where COMMAND_PREFIX is `ms-`."""
        return _COMMAND.sub(f"/{self._prefix}", text) if self._prefix else text

    def typed(self, words: str) -> Md:
        """A command as one types it, without its slash in `words`, and set off from the sentence around it."""
        return Md(f"`/{self._prefix}{escape(words)}`")

    def _text(self, message: str) -> str:
        found = catalogue(self.lang).get(message, message)
        return self.named(found if isinstance(found, str) else found[0])

    def _form(self, one: str, more: str, n: int) -> str:
        found = catalogue(self.lang).get(one)
        if found is None:
            return self.named(one if n == 1 else more)
        return self.named(found if isinstance(found, str) else found[0 if len(found) == 1 or n == 1 else 1])


@lru_cache(maxsize=4096)
def _day(value: dt.date, pattern: str, lang: str) -> str:
    return str(format_date(value, pattern, locale=lang))


@lru_cache(maxsize=1024)
def translator(lang: str, zone: str = "Asia/Seoul", today: dt.date | None = None, prefix: str = "") -> Translator:
    """The translator for a language of `LANGUAGES` and an IANA zone. `today` decides which dates name their year."""
    return Translator(lang if lang in LANGUAGES else "en", ZoneInfo(zone), today, prefix)


def speaking(voice: Voice, at: dt.datetime | dt.date | None = None) -> Translator:
    """The translator of a voice; today is the day of `at` where it is spoken."""
    today = at.astimezone(ZoneInfo(voice.zone)).date() if isinstance(at, dt.datetime) else at
    return translator(voice.language, voice.zone, today, voice.prefix)
