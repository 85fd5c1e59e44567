"""What people type after `/survey`."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech import ids
from bot.speech.amounts import whole
from bot.speech.commands import HELP, Subcommand, nothing
from bot.speech.people import has_words, unquoted
from bot.speech.text import ORGANISATION, brief, gives_back, limited, readable
from bot.values import frozen

WAVES: Final = 99_999  # no survey has more
_ALL: Final = frozenset({"all", "전체"})
_OFF: Final = frozenset({"off", "끄기", "폐기"})


@frozen
class WaveOf:
    """`S-3 [WAVE]`: a survey and the number of a wave, the newest when none was typed."""

    ref: Ref
    wave: int | None = None


@frozen
class Record:
    """`S-3 ORGANISATION`"""

    ref: Ref
    organisation: str


@frozen
class Link:
    """`S-3 [off]`: a new address, or none any more."""

    ref: Ref
    off: bool = False


@gives_back
def which(text: str) -> bool:
    """`[all]`: whether those that are over are wanted too."""
    if not text:
        return False
    if text.casefold() not in _ALL:
        raise Refusal("I cannot read `{given}` here. Type `list`, or `list all`.", given=brief(text))
    return True


@gives_back
def wave_of(text: str) -> WaveOf:
    """`S-3`, `S-3 2`"""
    ref, rest = ids.head(text, "S")
    number = rest.removesuffix("차").strip()
    if not rest:
        return WaveOf(ref)
    wave = whole(number, 1, WAVES)
    if wave is None:
        raise Refusal(
            "`{given}` is not the number of a wave. Type one such as `{ref} 2`.", given=brief(rest), ref=str(ref)
        )
    return WaveOf(ref, wave)


@gives_back
def record(text: str) -> Record:
    """Refuses a line without an organisation."""
    ref, rest = ids.head(text, "S")
    name = readable(unquoted(rest))
    if not has_words(name):
        raise Refusal(
            "Who said it? Type the organisation behind the number, such as `record {ref} Geoje Shipyard`.", ref=str(ref)
        )
    return Record(ref, limited(name, ORGANISATION))


@gives_back
def link(text: str) -> Link:
    ref, rest = ids.head(text, "S")
    if rest and rest.casefold() not in _OFF:
        raise Refusal(
            "I cannot read `{given}` here. Type `link {ref}` for a new address, `link {ref} off` for none.",
            given=brief(rest),
            ref=str(ref),
        )
    return Link(ref, bool(rest))


_SUBCOMMANDS: Final = (
    HELP,
    Subcommand("new", ("신규", "만들기"), nothing),
    Subcommand("list", ("목록",), which),
    Subcommand("show", ("보기",), ids.of("S")),
    Subcommand("edit", ("수정",), ids.of("S")),
    Subcommand("open", ("열기",), ids.of("S")),
    Subcommand("answer", ("회신", "응답"), ids.of("S")),
    Subcommand("results", ("결과",), wave_of),
    Subcommand("answers", ("응답목록",), wave_of),
    Subcommand("record", ("기록",), record),
    Subcommand("link", ("주소",), link),
    Subcommand("close", ("마감",), ids.of("S")),
    Subcommand("undo", ("취소",), ids.of("S")),
    Subcommand("delete", ("삭제",), ids.of("S")),
)


def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/survey`; nothing at all lists those that are open. Resolve with `prose=False`."""
    del today  # no word of it takes a date
    return _SUBCOMMANDS
