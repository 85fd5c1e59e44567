"""What who asks sees: who is on now, a roster, a line of the log."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.duty.lines import day_line, day_lines, entry_line, packed
from bot.blocks.kit import Block, Card
from bot.domain.directory import Directory
from bot.domain.duty import Burden, Duty, DutyDay, Entry, Swap
from bot.i18n import Md, Translator
from bot.values import frozen

SHOWN: Final = 8  # people of whom a card says how much they have borne


@frozen
class Board:
    """What a roster card shows. `empty` are days with a free seat; `asked` wait for the reader's answer."""

    title: Md
    days: Sequence[DutyDay]
    there: Sequence[Duty]
    empty: Sequence[dt.date] = ()
    asked: Sequence[Swap] = ()
    borne: Mapping[str, Burden] | None = None
    made: dt.datetime | None = None  # of what can be undone
    may_run: bool = False


def now_card(
    t: Translator,
    directory: Directory,
    day: dt.date,
    there: Sequence[Duty],
    coming: Sequence[Duty],
    entries: Sequence[Entry],
    *,
    mine: bool,
    free: bool,
    may_run: bool,
) -> Card:
    """Who is on at this moment, what the log says, and who is next. `free`: whether there is a day they may take."""
    said = t("On duty now: {line}", line=day_line(t, day, there, directory)) if there else t("Nobody is on duty now.")
    blocks: list[Block] = [kit.section(Md(f":bell: {said}"))]
    if entries:
        blocks += [
            kit.section(t("*The log of this shift*")),
            *packed([entry_line(t, one, directory) for one in entries[-10:]]),
        ]
    if coming:
        by_day: dict[dt.date, list[Duty]] = {}
        for one in coming:
            by_day.setdefault(one.day, []).append(one)
        rows = [day_line(t, next_day, found, directory) for next_day, found in by_day.items()]
        blocks += [kit.section(t("*Next*")), *packed(rows)]
    elif not there:
        blocks.append(kit.context(t("No day ahead is shared out. The secretariat types `/duty generate`.")))
    buttons = [kit.button(t.plain("Log"), "duty:open_log", style="primary")] if mine else []
    buttons += [
        kit.button(t.plain("Roster"), f"{AGAIN}#1", "duty roster"),
        kit.button(t.plain("My days"), f"{AGAIN}#2", "duty roster mine"),
    ]
    if free:
        buttons.append(kit.button(t.plain("Volunteer"), "duty:open_volunteer"))
    if may_run:
        buttons.append(kit.button(t.plain("Generate"), f"{AGAIN}#3", "duty generate"))
    blocks.append(kit.actions(*buttons))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest: `/duty roster`")))


def roster_card(t: Translator, directory: Directory, board: Board) -> Card:
    """A month, or what lies ahead."""
    blocks: list[Block] = [kit.section(kit.bold(board.title))]
    rows = day_lines(t, board.days, board.there, directory)
    blocks += packed(rows) if rows else [kit.section(t("There is no day of duty in it."))]
    if board.empty:
        days = t.listing([t.day(day) for day in board.empty[:10]])
        said = t("Nobody can be there on: {days}. Name somebody with `/duty assign 12/25 @kim`.", days=days)
        blocks.append(kit.section(Md(f":warning: {said}")))
    if board.borne:
        blocks.append(kit.context(_borne(t, board.borne, directory)))
    blocks += asked_blocks(t, board.asked, directory)
    buttons = [kit.button(t.plain("Volunteer"), "duty:open_volunteer"), kit.button(t.plain("Swap"), "duty:open_swap")]
    if board.made:
        buttons.append(kit.button(t.plain("Undo"), "duty:undo_roster", board.made.isoformat()))
    if board.may_run:
        buttons += [
            kit.button(t.plain("Name somebody"), "duty:open_assign"),
            kit.button(t.plain("Settings of duty"), "duty:open_settings"),
        ]
    blocks.append(kit.actions(*buttons))
    return kit.fitted(Card(board.title, tuple(blocks)), kit.context(t("The rest: `/duty roster`")))


def asked_blocks(t: Translator, asked: Iterable[Swap], directory: Directory) -> list[Block]:
    """Swaps that wait for the reader's answer."""
    blocks: list[Block] = []
    for one in asked:
        name = kit.named(directory.person(one.asked_by))
        said = t("{name} asks you to take {day}.", name=kit.bold(name), day=one.day)
        if one.back:
            said = t(
                "{name} asks you to swap: you take {day}, they take your {back}.",
                name=kit.bold(name),
                day=one.day,
                back=one.back,
            )
        blocks.append(kit.section(said))
        blocks.append(answer_buttons(t, one))
    return blocks[:10]


def answer_buttons(t: Translator, swap: Swap) -> Block:
    return kit.actions(
        kit.button(t.plain("Accept"), "duty:accept", str(swap.number), style="primary"),
        kit.button(t.plain("Turn down"), "duty:decline", str(swap.number)),
    )


def taken_card(t: Translator, directory: Directory, said: Md, there: Sequence[Duty]) -> Card:
    """What was done, and how the day stands now."""
    blocks: list[Block] = [kit.section(said)]
    if there:
        blocks.append(kit.context(day_line(t, there[0].day, there, directory)))
    return Card(said, tuple(blocks))


def entry_card(t: Translator, directory: Directory, entry: Entry, count: int) -> Card:
    """A line of the log that was just written."""
    said = t("Logged for the shift of {day}.", day=entry.day)
    refs = t.listing(entry.refs)
    return Card(
        said,
        (
            kit.section(kit.lines(Md(f":memo: {said}"), Md(f"•  {entry_line(t, entry, directory, 2000)}"))),
            kit.context(
                *([t("Noted with {refs}.", refs=refs)] if refs else []),
                t.many("The log has {n} line.", "The log has {n} lines.", count),
            ),
            kit.actions(kit.button(t.plain("Undo"), "duty:undo", str(entry.number))),
        ),
    )


def taken_back(t: Translator, empty: int, back: int) -> Md:
    """What became of a roster that was undone."""
    again = t.many("{n} seat is empty again.", "{n} seats are empty again.", empty)
    if not back:
        return again
    stands = t.many("The roster before stands again: {n} seat.", "The roster before stands again: {n} seats.", back)
    return kit.joined([stands, again if empty else None], " ")


def undone_card(said: Md) -> Card:
    return Card(said, (kit.section(Md(f":leftwards_arrow_with_hook: {said}")),))


def saved_card(t: Translator, lines: Sequence[Md]) -> Card:
    """What was changed in the settings of duty."""
    said = t("The settings are changed.") if lines else t("Nothing changed.")
    return Card(said, (kit.section(kit.lines(kit.bold(said), *lines[:20])),))


def _borne(t: Translator, borne: Mapping[str, Burden], directory: Directory) -> Md:
    """Who has borne most, with the points of all years."""
    most = sorted(borne.items(), key=lambda item: (-item[1].points, item[0]))[:SHOWN]
    names = [t("{name} {points}", name=kit.named(directory.person(id)), points=one.points) for id, one in most]
    return t("Borne over the years (weekend 1, holiday 2, Seollal and Chuseok 3): {names}", names=t.listing(names))
