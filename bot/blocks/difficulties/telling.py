"""What others hear of a difficulty, and its line in bundles, agendas and states."""

import datetime as dt

from bot.blocks import kit
from bot.blocks.difficulties.parts import due, short, shows, steps, urgent
from bot.blocks.kit import Card
from bot.domain.difficulties import Difficulty
from bot.domain.directory import Directory
from bot.i18n import Md, Translator, escape


def assigned_card(t: Translator, one: Difficulty, by: str, directory: Directory, today: dt.date) -> Card:
    """To the new owner, when somebody else gave it to them."""
    said = t(
        "{person} assigned {ref} to you. The company waits for an answer by {day}.",
        person=kit.named(directory.person(by)),
        ref=kit.bold(one.ref),
        day=one.due,
    )
    return _told(t, one, said, today)


def escalated_card(t: Translator, one: Difficulty, by: str, directory: Directory, today: dt.date) -> Card:
    """To who leads the team that shall decide."""
    team = directory.team(one.team)
    said = t(
        "{person} asks you to decide about {ref} ({team}), due {day}.",
        person=kit.named(directory.person(by)),
        ref=kit.bold(one.ref),
        team=team.name(t.lang) if team else "–",
        day=one.due,
    )
    return _told(t, one, said, today)


def unassigned_card(t: Translator, one: Difficulty, today: dt.date) -> Card:
    """To the team, once: nobody has it yet."""
    said = t(
        "Nobody has taken {ref} yet. It was raised on {raised}, and the company waits for an answer by {day}.",
        ref=kit.bold(one.ref),
        raised=one.raised.astimezone(t.zone).date(),
        day=one.due,
    )
    return _told(t, one, said, today)


def _told(t: Translator, one: Difficulty, said: Md, today: dt.date) -> Card:
    """`said` names the day already; below stands only by how much it has passed."""
    late = due(t, one, today) if one.late(today) else None
    facts = kit.joined([escape(one.organisation_name) if one.organisation_name else None, late])
    blocks = (
        kit.section(kit.lines(said, Md(f"{urgent(one)}{escape(kit.cut(one.text, 600))}"))),
        *([kit.context(facts)] if facts else []),
        kit.actions(*steps(t, one), shows(t, one)),
    )
    return Card(t.plain("{ref}: {text}", ref=one.ref, text=short(one, 150)), blocks)


def line(t: Translator, one: Difficulty, today: dt.date, directory: Directory | None = None) -> Md:
    """`D-7 text · organisation · owner · due`: a row of a bundle or an agenda; with `directory` it says who has it."""
    owner = None
    if directory is not None:
        owner = kit.named(directory.person(one.owner)) if one.owner else t("nobody yet")
    where = escape(kit.cut(one.organisation_name, 40)) if one.organisation_name else None
    text = Md(f"{urgent(one)}{kit.bold(one.ref)} {escape(short(one, 120))}")
    return kit.joined([text, where, owner, due(t, one, today)])


def reminder_line(t: Translator, one: Difficulty, today: dt.date) -> Md:
    """The same with what to type, for who must see to it."""
    what = t("`/difficulty answer {ref} TEXT` records the answer", ref=one.ref)
    return kit.lines(line(t, one, today), Md(f"      {what}"))
