"""What `/muster find` found: a section for each noun; or all of one noun, page by page."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Block, Card
from bot.i18n import N_, Md, Translator, escape
from bot.values import frozen

PAGE: Final = 10
SHOWN: Final = 5  # of each noun
TITLES: Final[Mapping[str, str]] = {
    "org": N_("Organisations"),
    "visit": N_("Visits"),
    "difficulty": N_("Difficulties"),
    "task": N_("Tasks"),
    "meeting": N_("Meetings"),
    "agenda": N_("Agendas and decisions"),
    "plan": N_("Inspection plan"),
    "indicator": N_("Indicators"),
    "survey": N_("Surveys"),
    "duty": N_("Duty log"),
    "team": N_("Teams and task forces"),
}
"""A noun whose texts can be found, by the word that people type for it."""

_ROOM: Final = ((SHOWN, 100), (3, 80), (2, 60), (1, 40))  # rows of a noun and letters of a row, until the card fits


@frozen
class Hit:
    """One thing: what it is called, a title and a detail as they stand, and the words that show it."""

    name: str
    title: str
    detail: str = ""
    shows: str = ""


def found_card(t: Translator, words: str, found: Mapping[str, Sequence[Hit]]) -> Card:
    """A section a noun; where there are more than it shows, a button leads to all of them."""
    there = {noun: hits for noun, hits in found.items() if hits}
    said = t("What I found for “{words}”", words=words)
    if not there:
        return Card(said, (kit.section(kit.bold(said)), kit.section(_nothing(t))))
    for rows, letters in _ROOM:
        sections = [_section(t, words, noun, hits, rows, letters) for noun, hits in there.items()]
        card = Card(said, (kit.section(kit.bold(said)), *sections, kit.context(_where(t))))
        if kit.fits(card):
            return card
    return kit.fitted(card, kit.context(t("There is more: type a longer word.")))


def noun_card(t: Translator, words: str, noun: str, hits: Sequence[Hit], page: int) -> Card:
    """A page of what was found of one noun; `hits` go on behind it where there are more."""
    said = t("What I found for “{words}”", words=words)
    title = kit.joined([kit.bold(said), kit.bold(t(TITLES[noun]))])
    shown = hits[(page - 1) * PAGE : page * PAGE]
    blocks: list[Block] = [kit.section(title)]
    blocks += [kit.section(_row(one, 100), _show(t, one)) for one in shown]
    blocks += [] if shown else [kit.section(_nothing(t))]
    if len(hits) > page * PAGE:
        more = kit.button(t.plain("More"), MORE, f"find {noun}: {words} page:{page + 1}")
        blocks.append(kit.actions(more))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("There is more: type a longer word.")))


def _section(t: Translator, words: str, noun: str, hits: Sequence[Hit], rows: int, letters: int) -> Block:
    more = kit.button(t.plain("More"), f"{AGAIN}#{noun}", f"find {noun}: {words}") if len(hits) > rows else None
    lines = [kit.bold(t(TITLES[noun])), *(_row(one, letters) for one in hits[:rows])]
    return kit.section(kit.lines(*lines), more)


def _row(one: Hit, letters: int) -> Md:
    title, detail = (" ".join(text.split()) for text in (one.title, one.detail))
    head = Md(f"{kit.bold(one.name)} {escape(kit.cut(title, letters))}")
    return kit.joined([head, escape(kit.cut(detail, letters * 4 // 5)) or None])


def _show(t: Translator, one: Hit) -> kit.Element | None:
    return kit.button(t.plain("Show"), AGAIN, one.shows) if one.shows else None


def _nothing(t: Translator) -> Md:
    return t("Nothing. Try one word, or a part of it: `/muster find weld`")


def _where(t: Translator) -> Md:
    return t(
        "One noun alone, of all years: `/muster find tasks: WORDS`. "
        "All that hangs together with a number: `/muster trace D-1`"
    )
