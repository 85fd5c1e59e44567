"""A section for each noun that somebody has to do with: a few rows, the pressing ones first, and where all are.

A noun is a line of `_nouns`. Each takes as much room as its few rows, however many things it has.
"""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.forces import ending_line
from bot.blocks.kit import Block, Element
from bot.blocks.owing import groups as said
from bot.blocks.owing.cards import quota_line
from bot.blocks.owing.groups import Group, grouped
from bot.domain.indicators import Indicator
from bot.domain.owing import InHand, Owing
from bot.domain.plans import Item
from bot.domain.surveys import Survey
from bot.domain.visits import Visit
from bot.i18n import N_, Md, Translator, escape

FEW: Final = 5  # rows of a noun
_SURVEYS: Final = "survey list"
_RATE: Final = N_("Rate tasks")
_MORE: Final = {
    "visit": N_("More visits"),
    "difficulty": N_("More difficulties"),
    "task": N_("More tasks"),
    "evaluate": N_("More of evaluations"),
    "survey": N_("More surveys"),
    "meeting": N_("More meetings"),
    "duty": N_("More of duty"),
    "plan": N_("More of the plan"),
    "indicator": N_("More indicators"),
    "team": N_("More teams"),
}

Noun = tuple[str, Sequence[Group]]  # the words that show the whole of it, and what there is


def sections(t: Translator, owed: Owing, rest: InHand, led: Sequence[str]) -> list[Block]:
    """All nouns that there is something of. `led`: keys of the teams that this person leads."""
    found = [(words, groups) for words, groups in _nouns(t, owed, rest, led) if groups]
    blocks = [kit.section(quota)] if (quota := quota_line(t, owed)) else []
    for at, (words, groups) in enumerate(found, 1):
        blocks.append(kit.section(_text(t, groups), _more(t, words, at)))
        if words == _SURVEYS and owed.surveys:
            blocks.append(kit.actions(*_answers(t, owed)))
    return blocks if found else [*blocks, kit.section(t("Nothing is open. :sparkles:"))]


def _nouns(t: Translator, owed: Owing, rest: InHand, led: Sequence[str]) -> Iterator[Noun]:
    of_team = f"team {led[0]}" if len(led) == 1 else "open"
    yield "visit list me", _visits(t, owed, rest)
    yield "difficulty list mine", _difficulties(t, owed, rest)
    yield f"difficulty list {of_team}", said.led(t, owed)
    yield "task list mine", _tasks(t, owed, rest)
    yield ("evaluate" if owed.to_rate else "evaluate status"), said.ratings(t, owed)
    yield _SURVEYS, _surveys(t, owed, rest)
    yield "meeting next mine", said.meetings(t, owed, pressing=False)
    yield "duty roster mine", said.duty(t, owed, pressing=False)
    yield "plan list mine", _plan(t, owed, rest)
    yield "indicator list mine", _indicators(t, owed, rest)
    yield "team list", _forces(t, owed, rest)


def _text(t: Translator, groups: Sequence[Group]) -> Md:
    """Each group under its title as long as there is room, and a sentence about what is not shown."""
    lines: list[Md] = []
    left = FEW
    for group in groups:
        if left or not group.count:
            lines += [group.title, *group.rows(left)]
            left = max(0, left - group.count)
    hidden = sum(group.count for group in groups) - FEW
    more = t.many("and {n} more", "and {n} more", hidden) if hidden > 0 else None
    return kit.lines(*lines, more)


def _more(t: Translator, words: str, number: int) -> Element:
    """On a telephone it stands below its section, so it says of what."""
    label = t.plain(_RATE) if words == "evaluate" else t.plain(_MORE[words.partition(" ")[0]])
    return kit.button(label, f"{AGAIN}#more{number}", words)


def _answers(t: Translator, owed: Owing) -> list[Element]:
    """A button for each of the first surveys that wait."""
    return [
        kit.button(t.plain("Answer {ref}", ref=one.ref), f"{AGAIN}#a{at}", f"survey answer {one.ref}")
        for at, one in enumerate(owed.surveys[:FEW])
    ]


# the nouns ------------------------------------------------------------------------------------------------------------


def _visits(t: Translator, owed: Owing, rest: InHand) -> list[Group]:
    def line(one: Visit) -> Md:
        return _row(one.ref, one.organisation_name, escape(t.day(one.day)))

    return [*said.visits(t, owed), *grouped(t("*Visits planned this week*"), rest.visits, line)]


def _difficulties(t: Translator, owed: Owing, rest: InHand) -> list[Group]:
    line = partial(said.difficulty_line, t)
    others = grouped(t("*Difficulties in hand*"), rest.difficulties, line)
    return [*said.difficulties(t, owed, pressing=False), *others]


def _tasks(t: Translator, owed: Owing, rest: InHand) -> list[Group]:
    others = grouped(t("*Tasks in hand*"), rest.tasks, partial(said.task_line, t))
    return [*said.tasks(t, owed, pressing=False), *others]


def _surveys(t: Translator, owed: Owing, rest: InHand) -> list[Group]:
    """Anonymous ones stand here too: nobody else sees it."""

    def line(one: Survey) -> Md:
        return _row(one.ref, one.title, t("until {day}", day=one.closes))

    return [*said.surveys(t, owed.surveys), *grouped(t("*Surveys that I run*"), rest.surveys, line)]


def _plan(t: Translator, owed: Owing, rest: InHand) -> list[Group]:
    def line(one: Item) -> Md:
        return _row(one.ref, one.name(t.lang), t("until {day}", day=one.last))

    return [*said.plan(t, owed), *grouped(t("*Inspection plan: what I answer for*"), rest.plan, line)]


def _indicators(t: Translator, owed: Owing, rest: InHand) -> list[Group]:
    def line(one: Indicator) -> Md:
        return _row(one.ref, one.name(t.lang), escape(one.key))

    return [*said.indicators(t, owed), *grouped(t("*Indicators on their path*"), rest.indicators, line)]


def _forces(t: Translator, owed: Owing, rest: InHand) -> list[Group]:
    """Those that I lead and that end come first, with what to type; then all others that I belong to."""
    ending = [*owed.forces_over, *owed.forces_ending]
    keys = {one.team.key for one in ending}
    others = [one for one in rest.forces if one.team.key not in keys]
    return [*said.forces(t, ending), *grouped(t("*My task forces*"), others, partial(ending_line, t))]


def _row(ref: str, name: str, detail: Md) -> Md:
    return kit.joined([Md(f"{kit.bold(ref)} {escape(kit.cut(name, 90))}"), detail])
