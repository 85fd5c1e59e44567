"""The question about a sentence without a colon: what it seems to say, since nothing is stored of it."""

import datetime as dt

from bot.blocks import kit
from bot.blocks.difficulties.parts import URGENT
from bot.blocks.kit import Card
from bot.domain.directory import Directory
from bot.domain.visits import NewVisit
from bot.i18n import Md, Translator
from bot.speech.text import readable

_DIFFICULTIES = 10  # that the question names
_LINE = 1500  # characters of a line that stands in a hint
_NAME = 40  # characters that an organisation may be called by; a longer sentence is none


def heard_card(
    t: Translator,
    new: NewVisit,
    directory: Directory,
    line: str,
    name: str,
    quoted: str,
    today: dt.date,
    *,
    dated: bool,
) -> Card:
    """`line` says the same in our grammar, as Slack sends it; `name` stood where the organisation should, if it did.

    `quoted` is the line as it was typed, with that name in quotes. Without its day (`dated`) it can only be filled in.
    """
    said = t("Nothing is stored yet. Is this what you mean?")
    people = [kit.named(directory.person(one)) for one in new.companions]
    rows = [
        t("Organisation: {name}", name=kit.bold(new.organisation)),
        _day(t, new.day, today) if dated else t("Day: not clear. Add it, such as `on:11/24`."),
        t("Summary: {text}", text=kit.cut(new.summary, 300)) if new.summary else None,
        *(_difficulty(t, one, urgent=new.urgent) for one in new.difficulties[:_DIFFICULTIES]),
        t("With {people}", people=t.listing(people)) if people else None,
    ]
    log = [kit.button(t.plain("Log it so"), "visits:so", line, style="primary")] if dated else []
    fill = kit.button(t.plain("Open the form"), "visits:fill" if dated else "visits:undated", line)
    hints = [kit.lines(t("As a line:"), t.typed(f"visit {readable(line)}".replace("`", "'")))] if dated else []
    if not name:
        hints.append(t("If it was today, add `on:today`: then the summary stays as it is."))
    elif len(name) <= _NAME and quoted.startswith('"') and len(quoted) <= _LINE:
        hints.append(
            t(
                "If an organisation is really called “{name}”, type its name in quotes: `/visit {quoted}`",
                name=name,
                quoted=readable(quoted).replace("`", "'"),
            )
        )
    below = [kit.context(*hints)] if hints else []
    return Card(said, (kit.section(said), kit.section(kit.lines(*rows)), kit.actions(*log, fill), *below))


def _day(t: Translator, day: dt.date, today: dt.date) -> Md:
    return t("Day: {day} (planned)", day=day) if day > today else t("Day: {day}", day=day)


def _difficulty(t: Translator, text: str, *, urgent: bool) -> Md:
    said = t("Difficulty: {text}", text=kit.cut(text, 200))
    return Md(f"{URGENT}{said}") if urgent else said
