"""What came of a wave: counts, shares, by sector and region, the waves beside each other, and named answers."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Block, Card
from bot.blocks.surveys.answering import FACETS, said_in_words
from bot.blocks.surveys.parts import carried, line, option_name, turnout
from bot.domain.directory import Directory
from bot.domain.refs import Ref
from bot.domain.surveys import LEAST, OTHERS, Answer, Counted, Kind, Outcome, Row, Survey, Wave, headline
from bot.domain.words import Facet, Vocabulary
from bot.i18n import N_, Md, Translator, escape

PAGE: Final = 8  # answers on a card
TEXTS: Final = 10  # answers in words that a card shows
BARS: Final = 12  # the longest bar
FACET_NAMES: Final = {Facet.SECTOR: N_("By sector"), Facet.REGION: N_("By region")}


def card(
    t: Translator, found: Outcome, vocabulary: Vocabulary, earlier: Sequence[Outcome] = (), *, buttons: bool = True
) -> Card:
    """A wave's results; `earlier` waves are compared with it."""
    survey, wave = found.survey, found.wave
    title = t.plain("Results of {ref}: {title}", ref=survey.ref, title=survey.title)
    blocks: list[Block] = [
        kit.section(kit.lines(kit.bold(title), kit.joined([_which(t, survey, wave), turnout(t, found.answered)])))
    ]
    if not found.questions:
        few = t("Fewer than {n} have answered: an anonymous survey shows nothing of so few.", n=LEAST)
        blocks.append(kit.section(few if found.answered is None else t("Nobody has answered.")))
    for at, one in enumerate(found.questions):
        blocks += _question(t, at, one, vocabulary)
    if earlier:
        blocks.append(kit.section(kit.lines(t("*Waves*"), *(_wave_row(t, one) for one in (*earlier, found)))))
    if survey.anonymous and found.questions:
        blocks.append(
            kit.context(t("Numbers below {n}, and those that would give them away, are not shown (–).", n=LEAST))
        )
    if buttons and found.questions:
        make = kit.button(t.plain("Make a task of it"), "surveys:task", Ref("S", survey.number))
        blocks.append(kit.actions(make, *_more(t, survey)))
    rest = kit.context(t("There is more: `/survey results {ref}`", ref=survey.ref))
    return kit.fitted(Card(title, tuple(blocks)), rest)


def answers_card(
    t: Translator, survey: Survey, wave: Wave, found: Sequence[Answer], total: int, directory: Directory, page: int
) -> Card:
    """Who said what, where names are kept: each answer can become a difficulty."""
    said = t("Answers to {ref} “{title}”", ref=survey.ref, title=survey.title)
    blocks: list[Block] = [
        kit.section(kit.lines(kit.bold(said), kit.joined([_which(t, survey, wave), turnout(t, total)])))
    ]
    for at, one in enumerate(found):
        rows = [
            kit.joined([escape(kit.cut(question.text, 60)), said_in_words(t, question, one.values[n])], ": ")
            for n, question in enumerate(survey.questions)
        ]
        button = kit.button(
            t.plain("Make a difficulty"), f"surveys:difficulty#{at}", carried(survey, wave.number, one.key)
        )
        blocks.append(kit.section(kit.lines(kit.bold(who(t, one, directory)), *rows), button))
    if total > page * PAGE:
        more = f"survey answers {survey.ref} {wave.number} page:{page + 1}"
        blocks.append(kit.actions(kit.button(t.plain("More"), MORE, more)))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("Some answers are too long to be shown together.")))


def who(t: Translator, one: Answer, directory: Directory) -> Md:
    """Whose answer it is, and who took it down."""
    if one.organisation_name:
        name = escape(one.organisation_name)
        recorded = directory.person(one.recorded_by)
        return (
            t("{organisation} (recorded by {person})", organisation=name, person=kit.named(recorded))
            if recorded
            else name
        )
    return kit.named(directory.person(one.person)) if one.person else t("somebody from outside")


def headline_text(t: Translator, found: Outcome) -> str:
    """A wave's result as plain text: for a task's note."""
    survey = found.survey
    rows = [t.plain("Result of {ref}: {title}", ref=survey.ref, title=survey.title)]
    for one in found.questions:
        cells = zip(one.columns, one.total.cells, strict=True)
        shown = [f"{option_name(t, one.question, column)} {number}" for column, number in cells if number is not None]
        if shown:
            rows.append(f"{one.question.text}: {', '.join(shown)}")
    return "\n".join(rows)


def group_name(t: Translator, vocabulary: Vocabulary, facet: Facet, key: str) -> str:
    if key == OTHERS:
        return t.plain("small groups together")
    return vocabulary.name(facet, key, t.lang) if key else t.plain("not given")


def _question(t: Translator, at: int, one: Counted, vocabulary: Vocabulary) -> list[Block]:
    name = Md(f"{kit.bold(f'{at + 1}.')} {kit.bold(one.question.text)}")
    if one.question.kind is Kind.TEXT:
        rows = [Md(f"•  {escape(kit.cut(' '.join(text.split()), 200))}") for text in one.texts[:TEXTS]]
        more = t("and {n} more", n=len(one.texts) - TEXTS) if len(one.texts) > TEXTS else None
        return [kit.section(kit.lines(name, *(rows or [t("Too few words to be shown.")]), more))]
    if not one.columns:
        return [kit.section(kit.lines(name, t("Too few agree on anything for it to be shown.")))]
    mean = t("{mean} of 5 on average", mean=round(one.total.mean, 1)) if one.total.mean is not None else None
    cells = zip(one.columns, one.total.cells, strict=True)
    rows = [_bar(t, option_name(t, one.question, column), number, one.total.size) for column, number in cells]
    found: list[Block] = [kit.section(kit.lines(name, mean, *rows))]
    for facet in FACETS:
        groups = [row for row in one.by.get(facet, ()) if any(cell is not None for cell in row.cells)]
        if groups:
            lines = [_group(t, one, row, group_name(t, vocabulary, facet, row.key)) for row in groups]
            found.append(kit.section(kit.lines(kit.bold(t(FACET_NAMES[facet])), *lines[:12])))
    return found


def _bar(t: Translator, name: str, number: int | None, size: int) -> Md:
    if number is None:
        return kit.joined([Md("`" + "░" * BARS + "`"), escape(name), Md("–")], "  ")
    filled = round(BARS * number / size) if size else 0
    share = t("{n} ({percent}%)", n=number, percent=round(100 * number / size) if size else 0)
    return kit.joined([Md("`" + "█" * filled + " " * (BARS - filled) + "`"), escape(name), share], "  ")


def _group(t: Translator, one: Counted, row: Row, name: str) -> Md:
    """`parts (12): good 8 · same – · bad –`"""
    cells = [
        Md(f"{escape(kit.cut(option_name(t, one.question, column), 24))} {'–' if cell is None else cell}")
        for column, cell in zip(one.columns, row.cells, strict=True)
    ]
    mean = t("mean {mean}", mean=round(row.mean, 1)) if row.mean is not None else None
    return kit.joined([t("*{name}* ({n})", name=kit.cut(name, 40), n=row.size), mean, kit.joined(cells)], ": ")


def _wave_row(t: Translator, one: Outcome) -> Md:
    opened = one.wave.opened.astimezone(t.zone).date()
    said = line(t, headline(one))
    return kit.joined([t("wave {n}", n=one.wave.number), escape(t.day(opened)), turnout(t, one.answered), said])


def _which(t: Translator, survey: Survey, wave: Wave) -> Md | None:
    several = survey.wave > 1 or survey.next_on is not None
    ended = t("closed on {day}", day=wave.closed.astimezone(t.zone).date()) if wave.closed else t("still open")
    return kit.joined([t("wave {n}", n=wave.number) if several else None, ended])


def _more(t: Translator, survey: Survey) -> list[kit.Element]:
    if survey.anonymous:
        return []
    return [kit.button(t.plain("Answers"), AGAIN, f"survey answers {survey.ref}")]
