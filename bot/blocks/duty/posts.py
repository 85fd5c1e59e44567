"""What people are told unasked: their days, a question, a confirmation, the hand-over."""

import datetime as dt
from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.duty.cards import answer_buttons
from bot.blocks.duty.lines import day_line, duty_line, entry_line, named_day, packed
from bot.blocks.kit import Block, Card
from bot.blocks.leaves import days
from bot.domain.directory import Directory
from bot.domain.duty import Duty, Entry, Swap, SwapState
from bot.domain.leaves import Leave
from bot.i18n import Md, Translator


def told_card(t: Translator, directory: Directory, mine: Sequence[Duty], lost: Sequence[dt.date]) -> Card:
    """Which days are somebody's."""
    said = t.many("You are on duty on {n} day", "You are on duty on {n} days", len(mine))
    blocks: list[Block] = []
    if mine:
        blocks += [kit.section(kit.bold(said)), *packed([duty_line(t, one, directory) for one in mine])]
    if lost:
        gone = t("No longer yours: {days}", days=t.listing([t.day(day) for day in lost[:20]]))
        said = said if mine else gone
        blocks.append(kit.section(gone))
    if mine:
        blocks.append(kit.context(t("You cannot? `/duty swap 12/25 @kim` asks somebody to take a day.")))
        blocks.append(kit.actions(kit.button(t.plain("Swap"), "duty:open_swap")))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest: `/duty roster mine`")))


def relieved_card(t: Translator, directory: Directory, day: dt.date, there: Sequence[Duty], by: str) -> Card:
    """Somebody else has the day now."""
    name = kit.named(directory.person(by))
    said = t("Your duty of {day} is somebody else's now ({name} saw to it).", day=day, name=name)
    blocks = [kit.section(said)]
    if there:
        blocks.append(kit.context(day_line(t, day, there, directory)))
    return Card(said, tuple(blocks))


def asked_card(t: Translator, directory: Directory, swap: Swap) -> Card:
    """Would you take this day?"""
    name = kit.named(directory.person(swap.asked_by))
    said = t("{name} asks you to take the duty of {day}.", name=kit.bold(name), day=named_day(t, swap.day, directory))
    if swap.back:
        said = t(
            "{name} asks you to swap: you take the duty of {day}, and they take yours of {back}.",
            name=kit.bold(name),
            day=named_day(t, swap.day, directory),
            back=named_day(t, swap.back, directory),
        )
    hint = t("The day stays theirs until you accept. In words: `/duty accept {date}`", date=swap.day.isoformat())
    return Card(
        said, (kit.section(Md(f":arrows_counterclockwise: {said}")), kit.context(hint), answer_buttons(t, swap))
    )


def answered_card(t: Translator, directory: Directory, swap: Swap) -> Card:
    """What the other one said."""
    name = kit.bold(kit.named(directory.person(swap.asked)))
    day = named_day(t, swap.day, directory)
    back = named_day(t, swap.back, directory) if swap.back else None
    if swap.state is SwapState.ACCEPTED and back:
        said = t("{name} takes the duty of {day}, and you take theirs of {back}.", name=name, day=day, back=back)
        return Card(said, (kit.section(said),))
    if swap.state is SwapState.ACCEPTED:
        said = t("{name} takes the duty of {day}. It is theirs now.", name=name, day=day)
        return Card(said, (kit.section(said),))
    said = t("{name} cannot take the duty of {day}. It is still yours.", name=name, day=day)
    if back:
        said = t("{name} does not swap {day} for {back}. Both stay as they are.", name=name, day=day, back=back)
    ask = kit.button(t.plain("Ask somebody else"), "duty:open_swap", swap.day.isoformat())
    return Card(said, (kit.section(said), kit.actions(ask)))


def eve_card(t: Translator, directory: Directory, duty: Duty, begins: dt.datetime, ends: dt.datetime) -> Card:
    """The day before: please confirm."""
    said = t("Tomorrow you are on duty: {day}", day=named_day(t, duty.day, directory))
    refs = t("Concerns you: {refs}", refs=t.listing(duty.refs)) if duty.refs else None
    hours = t("From {begins} to {ends}.", begins=begins, ends=ends)
    return Card(
        said,
        (
            kit.section(kit.lines(Md(f":bell: {kit.bold(said)}"), hours, refs)),
            kit.actions(
                kit.button(t.plain("I shall be there"), "duty:confirm", duty.day.isoformat(), style="primary"),
                kit.button(t.plain("Swap"), "duty:open_swap", duty.day.isoformat()),
            ),
        ),
    )


def escalation_card(t: Translator, directory: Directory, duty: Duty, away: Leave | None = None) -> Card:
    """To the secretariat: nobody has confirmed. `away`: why not."""
    name = kit.bold(kit.named(directory.person(duty.person)))
    said = t("{name} has not confirmed the duty of {day}.", name=name, day=named_day(t, duty.day, directory))
    call = t("Call them, or name somebody else: `/duty assign {date} @kim`", date=duty.day.isoformat())
    place = f"{duty.day.isoformat()}:{duty.seat}"
    gone = t(":palm_tree: {person} is away: {days}", person=name, days=days(t, away)) if away else None
    return Card(
        said,
        (
            kit.section(kit.lines(Md(f":rotating_light: {said}"), gone)),
            kit.context(call),
            kit.actions(kit.button(t.plain("Name somebody"), "duty:open_assign", place)),
        ),
    )


def handover_card(
    t: Translator,
    directory: Directory,
    day: dt.date,
    there: Sequence[Duty],
    entries: Sequence[Entry],
    coming: Sequence[Duty],
) -> Card:
    """The log of a shift as those who come next read it."""
    said = t("Hand-over of duty: {day}", day=named_day(t, day, directory))
    blocks: list[Block] = [kit.header(kit.cut(f"📒 {t.plain('Hand-over of duty: {day}', day=t.day(day))}", 150))]
    blocks.append(kit.section(day_line(t, day, there, directory)))
    rows = [entry_line(t, one, directory) for one in entries]
    blocks += packed(rows) if rows else [kit.section(t("Nothing was reported."))]
    if coming:
        blocks.append(kit.context(t("On duty next: {line}", line=day_line(t, coming[0].day, coming, directory))))
    show = kit.button(t.plain("Duty"), AGAIN, "duty")
    blocks.append(kit.actions(show))
    rest = kit.context(t("The rest: `/duty handover {date}`", date=day.isoformat()))
    return kit.fitted(Card(said, tuple(blocks)), rest)
