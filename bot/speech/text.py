"""Text as people meant it: cleaned, unescaped, within its limits.

Three states of one text: *raw* is what Slack sends, *clean* is raw without invisible characters (still escaped, so that
a typed `<@U1>` is no mention), *readable* is what the person saw while typing; only readable text is stored.
"""

import re
import unicodedata
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, Final, NamedTuple, ParamSpec, TypeVar

from bot.i18n import N_
from bot.refusals import Refusal

P = ParamSpec("P")
T = TypeVar("T")

COMMAND_LENGTH: Final = 4000
"""Characters of one command, as Slack sends it."""


QUOTED_LENGTH: Final = 60
"""Characters of a person's words within a sentence of ours."""


class Limit(NamedTuple):
    """How many characters a field takes, and the sentence when it is more."""

    length: int
    sentence: str


ORGANISATION: Final = Limit(
    80, N_("The name of an organisation takes up to {limit} characters; this one has {length}. Type a shorter name.")
)
TAG: Final = Limit(
    80, N_("A tag takes up to {limit} characters; this one has {length}. Type a shorter word after the #.")
)
TITLE: Final = Limit(
    150, N_("A title takes up to {limit} characters; this one has {length}. Type a shorter title, the rest as a note.")
)
TEXT: Final = Limit(
    2000, N_("A text takes up to {limit} characters; this one has {length}. Shorten it, or send it in two parts.")
)

_EMOJI = "\U0001f000-\U0001faff\u2190-\u2bff\ufe0f"
_JOINER = f"(?<![{_EMOJI}])\u200d|\u200d(?![{_EMOJI}])"  # a joiner that holds no two emoji together
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000e-\u001b\u007f-\u0084\u0086-\u009f\u00ad\u034f\u061c\u180e\u200b\u200c\u200e\u200f\u202a-\u202e"
    "\u2060-\u206f\ufeff\ufff9-\ufffb\ufffe\uffff\U000e0000-\U000e007f]|" + _JOINER
)
_FILLERS = "\u115f\u1160\u3164\uffa0\u2800"  # letters that look like a space
_SPACES = re.compile(rf"[\s{_FILLERS}]+")
_SURROGATES = re.compile("[\ud800-\udfff]")  # halves of a pair: no database takes them
_DIRTY = re.compile(
    r"[^ -~\u00a1-\u00ac\u00ae-\u02ff\u2010-\u2027가-힣\u3001-\u3096\u30a0-\u30ff！-～]|  |^ | $"
)  # anything else is looked at closely
_LINES = re.compile(r"\r\n?|[\u0085\u2028\u2029\v\f]")
_BLANKS = re.compile(r"\n{3,}")

_SLACK = re.compile(
    r"<(?P<sign>[@#!])(?P<id>[^<>|]*)(?:\|(?P<name>[^<>]*))?>"
    r"|<(?P<url>(?:https?://|mailto:|tel:|[a-z][a-z0-9+.-]{1,20}://)[^<>|]*)(?:\|(?P<label>[^<>]*))?>"
    r"|&(?P<entity>amp|lt|gt);"
)
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}


def clean(text: str, *, lines: bool = False) -> str:
    """NFC, one line, single spaces; without bidi and other controls, zero-width and filler characters.

    Joiners stay between emoji. `lines=True` keeps line breaks (form fields), at most one empty line running.
    """
    if lines:
        rows = _LINES.sub("\n", text).split("\n")
        return _BLANKS.sub("\n\n", "\n".join(clean(row) for row in rows)).strip("\n")
    if _DIRTY.search(text) is None:
        return text
    seen = _INVISIBLE.sub("", _SURROGATES.sub("\ufffd", text))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", seen).strip(" "))


def command(text: str) -> str:
    """The clean text of a whole command, refused above 4,000 characters."""
    if len(text) > COMMAND_LENGTH and len(text.strip()) > COMMAND_LENGTH:
        raise Refusal(
            "A command takes up to {limit} characters; this one has {length}. Send it in parts, or use the form.",
            typed=readable(text),
            limit=COMMAND_LENGTH,
            length=len(text.strip()),
        )
    return clean(text)


def limited(text: str, limit: Limit) -> str:
    """`text` itself, or a refusal that gives it back (a parser of a line gives the whole line back)."""
    if len(text) > limit.length:
        raise Refusal(limit.sentence, typed=text, limit=limit.length, length=len(text))
    return text


def readable(text: str) -> str:
    """Slack's escapes as the person saw them: `@name`, `#channel`, a link's label or address, `&`, `<`, `>`.

    One pass, so that a typed `&lt;@U1&gt;` becomes the text `<@U1>` and never a mention.
    """
    return _SLACK.sub(_seen, text) if "<" in text or "&" in text else text


def escaped(text: str) -> str:
    """Readable text as Slack sends it: `readable` gives it back, and no mention or link comes of it."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def brief(text: str) -> str:
    """A piece of what was typed as a sentence quotes it between backquotes: readable, short, without backquotes."""
    said = readable(text).replace("`", "'")
    return said if len(said) <= QUOTED_LENGTH else said[: QUOTED_LENGTH - 1] + "…"


def gives_back(parse: Callable[Concatenate[str, P], T]) -> Callable[Concatenate[str, P], T]:
    """A parser of a whole line: it gets clean text, and what it refuses carries the text that was typed."""

    @wraps(parse)
    def parsed(text: str, /, *args: P.args, **kwargs: P.kwargs) -> T:
        try:
            return parse(command(text), *args, **kwargs)
        except Refusal as refusal:
            refusal.typed = readable(clean(text))
            raise

    return parsed


def _seen(match: re.Match[str]) -> str:
    if entity := match["entity"]:
        return _ENTITIES[entity]
    if match["sign"] is None:
        return _plain(match["label"] or match["url"].removeprefix("mailto:").removeprefix("tel:"))
    sign, name = match["sign"], match["name"]
    if sign == "!":
        return _plain(_group(match["id"], name))
    return sign + _plain(name or match["id"])


def _group(code: str, label: str | None) -> str:
    """`<!channel>`, `<!subteam^S1|@welders>`, `<!date^…|1 May>` as text."""
    kind, _, rest = code.partition("^")
    if kind == "date":
        return label or rest
    return "@" + (label or rest or kind).removeprefix("@")


def _plain(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
