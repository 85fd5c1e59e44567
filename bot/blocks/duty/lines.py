"""A day of duty, somebody on it, and a line of the log."""

import datetime as dt
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Final

from bot.blocks import kit
from bot.domain.directory import Directory
from bot.domain.duty import Duty, DutyDay, Entry, Why
from bot.i18n import N_, Md, Translator, escape

WHYS: Final = {
    Why.CONCERNED: N_("concerned"),
    Why.ROTATION: N_("by turns"),
    Why.VOLUNTEER: N_("volunteer"),
    Why.SWAP: N_("swapped"),
    Why.NAMED: N_("named"),
}
_PACKED: Final = 10  # lines in one section


def named_day(t: Translator, day: dt.date, directory: Directory) -> Md:
    """`Fri 25 Dec, Christmas Day`; a weekend day has no name."""
    name = directory.workspace.calendar.name_of(day, t.lang)
    return t("{day}, {name}", day=day, name=name) if name else escape(t.day(day))


def on_duty(t: Translator, duty: Duty, directory: Directory) -> Md:
    """`*Bom* ✓ (D-7)`."""
    name = kit.bold(kit.named(directory.person(duty.person)))
    why = None if duty.why is Why.ROTATION else t(WHYS[duty.why])
    facts = kit.joined([why, t.listing(duty.refs) or None], " ")
    parts = [name, Md("✓") if duty.confirmed else None, Md(f"({facts})") if facts else None]
    return kit.joined(parts, " ")


def day_line(t: Translator, day: dt.date, there: Iterable[Duty], directory: Directory) -> Md:
    """A day with all who are on."""
    people = kit.joined([on_duty(t, one, directory) for one in there], ", ") or t("nobody is named yet")
    return kit.joined([named_day(t, day, directory), people])


def duty_line(t: Translator, duty: Duty, directory: Directory | None = None) -> Md:
    """One's own day: what it is, and whether it is confirmed."""
    done = t("confirmed") if duty.confirmed else None
    day = named_day(t, duty.day, directory) if directory else escape(t.day(duty.day))
    return kit.joined([day, t.listing(duty.refs) or None, done])


def day_lines(t: Translator, days: Iterable[DutyDay], there: Iterable[Duty], directory: Directory) -> list[Md]:
    """Every day, those that nobody has too; a day that is none by now and still has somebody as well."""
    on = {day: list(found) for day, found in groupby(there, key=lambda one: one.day)}
    return [day_line(t, day, on.get(day, ()), directory) for day in sorted({one.day for one in days} | set(on))]


def entry_line(t: Translator, one: Entry, directory: Directory, limit: int = 300) -> Md:
    """`14:20 · Bom · power cut at the terminal D-7`."""
    at = f"{one.at.astimezone(t.zone):%H:%M}"
    text = " ".join(one.text.split())
    return kit.joined([escape(at), kit.named(directory.person(one.person)), escape(kit.cut(text, limit))])


def packed(rows: Sequence[Md]) -> list[kit.Block]:
    """As few sections as hold these lines well."""
    bullets = [Md(f"•  {row}") for row in rows]
    return [kit.section(kit.lines(*bullets[at : at + _PACKED])) for at in range(0, len(bullets), _PACKED)]
