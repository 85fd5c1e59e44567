"""Who has answered: a row a team, and who is missing."""

from collections import Counter
from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.evaluations.parts import head, head_plain, team_name, who
from bot.blocks.kit import Block, Card
from bot.domain.directory import Directory
from bot.domain.evaluations import Asked, Evaluation, Progress
from bot.i18n import Md, Translator

MISSING = 30  # people named
TEAMS = 25
BAR = 10


def status_card(
    t: Translator,
    month: Evaluation,
    progress: Sequence[Progress],
    missing: Sequence[Asked],
    mine: int,
    directory: Directory,
    *,
    later: int = 0,
    may_close: bool,
) -> Card:
    """`progress` by team, `missing` the answers that this reader may know of, `mine` what waits for the reader.

    `later`: answers that nobody is asked for yet, since whoever leads rates after the owner.
    """
    asked, answered = sum(one.asked for one in progress), sum(one.answered for one in progress)
    said = t(
        "{answered} of {asked} answers are in. Owners by {owner_by}, leads by {lead_by}, results on {locks}.",
        answered=answered,
        asked=asked,
        owner_by=month.owner_by,
        lead_by=month.lead_by,
        locks=month.locks_on,
    )
    rows = [_row(t, one, directory) for one in progress[:TEAMS]]
    if len(progress) > TEAMS:
        rows.append(t.many("and {n} more team", "and {n} more teams", len(progress) - TEAMS))
    blocks: list[Block] = [kit.header(head_plain(t, month)), kit.section(said)]
    blocks += [kit.section(kit.lines(*rows[at : at + 10])) for at in range(0, len(rows), 10)]
    if missing:
        not_yet = t.many(
            "{n} answer is asked for later: whoever leads rates once the owner has.",
            "{n} answers are asked for later: whoever leads rates once the owner has.",
            later,
        )
        blocks.append(kit.section(kit.lines(_missing(t, missing, directory), not_yet if later else None)))
    buttons = []
    if mine:
        label = t.many_plain("Rate my {n} task", "Rate my {n} tasks", mine)
        buttons.append(kit.button(label, "evaluations:rate", month.key, style="primary"))
    if may_close:
        sure = kit.confirm(
            t, t.plain("The results are posted now, and nothing can be changed afterwards."), t.plain("Close the month")
        )
        buttons.append(kit.button(t.plain("Close the month"), AGAIN, f"evaluate close {month.key}", confirm=sure))
    if buttons:
        blocks.append(
            kit.actions(*(button | {"action_id": _distinct(button, at)} for at, button in enumerate(buttons)))
        )
    return kit.fitted(Card(kit.joined([head(t, month), said], ": "), tuple(blocks)), kit.context(t("… and more")))


def _row(t: Translator, one: Progress, directory: Directory) -> Md:
    filled = BAR * one.answered // one.asked if one.asked else BAR
    bar = "▰" * filled + "▱" * (BAR - filled)
    name = kit.bold(kit.cut(team_name(t, directory, one.team), 60))
    late = t("{n} answered late", n=one.late) if one.late else None
    return kit.joined([Md(f"{bar}  {name} {one.answered}/{one.asked}"), late])


def _missing(t: Translator, missing: Sequence[Asked], directory: Directory) -> Md:
    """`봄 3, 찬 1`: how many answers of each are missing, most first."""
    count = Counter(one.about.asked(one.part) or "" for one in missing)
    named = [Md(f"{who(directory, person)} {n}") for person, n in count.most_common(MISSING)]
    people = t.listing(named)
    if len(count) > MISSING:
        people = t("{names} and {n} more", names=people, n=len(count) - MISSING)
    return t("Missing: {people}", people=people)


def _distinct(button: kit.Element, at: int) -> str:
    action: str = button["action_id"]
    return f"{action}#{at}" if at else action
