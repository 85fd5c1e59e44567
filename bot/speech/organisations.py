"""What people type after `/org`."""

import datetime as dt
from collections.abc import Sequence
from functools import partial
from typing import Final

from bot.domain.refs import Ref
from bot.refusals import Refusal
from bot.speech import ids
from bot.speech.commands import HELP, Subcommand, nothing
from bot.speech.markers import Grammar, scan
from bot.speech.people import has_words, unquoted
from bot.speech.sheets import importing
from bot.speech.text import ORGANISATION, TAG, gives_back, limited, readable
from bot.values import frozen

TAGGED: Final = Grammar("#")


@frozen
class OrganisationLine:
    """`NAME [#kind]…`"""

    name: str
    tags: tuple[str, ...]
    typed: str


@gives_back
def find(text: str) -> str:
    """A name or a part of it, or initial consonants (ㄷㅎㅈㅁ)."""
    name = readable(unquoted(text))
    if not has_words(name):
        raise Refusal(
            "Which organisation? Type a part of its name, such as `find Geoje`, "
            "or initial consonants, such as `find ㄷㅎㅈㅁ`."
        )
    return limited(name, ORGANISATION)


@gives_back
def add(text: str) -> OrganisationLine:
    """Refuses a line without a name."""
    parts = scan(text, TAGGED)
    if not has_words(parts.head):
        raise Refusal("What is the organisation called? Type its name first, such as `add Geoje Shipyard #company`.")
    return OrganisationLine(
        limited(parts.head, ORGANISATION), tuple(limited(tag, TAG) for tag in parts.tags), readable(text)
    )


@gives_back
def listing(text: str) -> tuple[str, ...]:
    """`[#kind]…`, in either language, with or without the `#`."""
    parts = scan(text, TAGGED)
    return (*(limited(tag, TAG) for tag in parts.tags), *filter(None, (limited(parts.head, ORGANISATION),)))


@gives_back
def show(text: str) -> Ref | str:
    """`O-9` or a name."""
    found = ids.ref(text)
    return found if found is not None and found.prefix == "O" else find(text)


@gives_back
def line(text: str, today: dt.date) -> Ref | str:
    """A number or a name alone: what to show or find."""
    del today  # every noun's line is read alike
    return show(text)


_SUBCOMMANDS: Final = (
    HELP,
    Subcommand("find", ("찾기",), find),
    Subcommand("add", ("등록",), add, form=True, line=True),
    Subcommand("show", ("보기",), show),
    Subcommand("list", ("목록",), listing),
    Subcommand("edit", ("수정",), show),
    Subcommand("links", ("홈페이지", "링크"), nothing),
    Subcommand("merge", ("병합",), partial(ids.two, letter="O")),
    Subcommand("undo", ("취소",), ids.of("O")),
    Subcommand("import", ("가져오기",), importing),
    Subcommand("export", ("내보내기",), nothing),
)


def subcommands(today: dt.date) -> Sequence[Subcommand]:
    """The words of `/org`; anything else is a `line`. Resolve with `prose=False`."""
    del today  # no word of it takes a date
    return _SUBCOMMANDS
