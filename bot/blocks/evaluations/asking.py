"""Who is asked: the prompt in a team's channel, the message to each person, the answer to whoever opened it."""

from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.evaluations.parts import formula, head, head_plain, title, who
from bot.blocks.kit import Block, Card
from bot.domain.directory import Directory
from bot.domain.evaluations import Asked, Assessment, Evaluation, Part
from bot.i18n import Md, Translator

PEOPLE = 20  # named in a prompt; the others find their tasks behind the button
TASKS = 4  # named of one person
ROWS = 8  # of one's own tasks in the message to a person


def prompt_card(t: Translator, month: Evaluation, assessments: Sequence[Assessment], directory: Directory) -> Card:
    """To a team's channel: who is asked about which tasks, with a button that opens one's own form."""
    said = t.many(
        "{n} task is evaluated: effectiveness until {day}, results on {locks}.",
        "{n} tasks are evaluated: effectiveness until {day}, results on {locks}.",
        len(assessments),
        day=month.owner_by,
        locks=month.locks_on,
    )
    asked: dict[str, list[Assessment]] = {}
    for one in assessments:
        if one.owner or one.lead:
            asked.setdefault(one.owner or one.lead or "", []).append(one)
    people = sorted(asked, key=lambda id: (-len(asked[id]), id))
    rows = [Md(f"• {who(directory, id)}: {_some(t, asked[id])}") for id in people[:PEOPLE]]
    if len(people) > PEOPLE:
        rows.append(t.many("and {n} more person", "and {n} more people", len(people) - PEOPLE))
    leads = sorted({one.lead for one in assessments if one.lead and one.owner})
    nobody = [one.ref for one in assessments if not one.owner and not one.lead]
    blocks: list[Block] = [
        kit.header(head_plain(t, month)),
        kit.section(said),
        *[kit.section(kit.lines(*rows[at : at + 10])) for at in range(0, len(rows), 10)],
    ]
    notes = [
        t("After the owner, {people} rates each task.", people=t.listing([who(directory, id) for id in leads]))
        if leads
        else None,
        t("Nobody to ask about: {tasks}", tasks=", ".join(nobody[:10])) if nobody else None,
    ]
    if any(notes):
        blocks.append(kit.context(*[note for note in notes if note]))
    blocks.append(_buttons(t, month))
    return kit.fitted(Card(kit.joined([head(t, month), said], ": "), tuple(blocks)), _buttons(t, month))


def ask_card(t: Translator, month: Evaluation, asked: Sequence[Asked]) -> Card:
    """To one person: their tasks, each with its computed timeliness."""
    own = [one.about for one in asked if one.part is Part.OWNER]
    led = [one.about for one in asked if one.part is Part.LEAD]
    blocks: list[Block] = [kit.header(head_plain(t, month))]
    parts: list[Md] = []
    if own:
        parts.append(
            t.many(
                "Please rate the effectiveness of your {n} task by {day}, with one line of evidence.",
                "Please rate the effectiveness of your {n} tasks by {day}, with one line of evidence each.",
                len(own),
                day=month.owner_by,
            )
        )
        blocks += [kit.section(parts[-1]), kit.section(kit.lines(*[_row(t, one) for one in own[:ROWS]]))]
        if len(own) > ROWS:
            blocks.append(kit.context(t("{n} more in the form", n=len(own) - ROWS)))
    if led:
        parts.append(
            t.many(
                "You rate {n} task of your people by {day}, once its owner has answered. "
                "You may object to its computed timeliness with a reason.",
                "You rate {n} tasks of your people by {day}, each once its owner has answered. "
                "You may object to a computed timeliness with a reason.",
                len(led),
                day=month.lead_by,
            )
        )
        blocks.append(kit.section(parts[-1]))
        if not own:
            blocks.append(kit.section(kit.lines(*[_row(t, one) for one in led[:ROWS]])))
    blocks.append(_buttons(t, month))
    return kit.fitted(Card(kit.joined([head(t, month), *parts[:1]], ": "), tuple(blocks)), _buttons(t, month))


def opened_card(t: Translator, month: Evaluation, tasks: int, people: int) -> Card:
    """To whoever opened a month by hand."""
    said = t.many(
        "The evaluation of {month} is open: {n} task, {people} people asked, results on {locks}.",
        "The evaluation of {month} is open: {n} tasks, {people} people asked, results on {locks}.",
        tasks,
        month=t.month(month.month),
        people=people,
        locks=month.locks_on,
    )
    status = kit.button(t.plain("Status"), AGAIN, "evaluate status")
    return Card(said, (kit.section(Md(f":white_check_mark: {said}")), kit.actions(status)))


def already_card(t: Translator, month: Evaluation, directory: Directory) -> Card:
    """A month that is open, or was, is not opened again."""
    by = directory.person(month.opened_by)
    said = (
        t(
            "{month} was opened by {person} on {moment}. A month is opened once.",
            month=t.month(month.month),
            person=kit.named(by),
            moment=month.opened,
        )
        if by
        else t(
            "{month} was opened on {moment}. A month is opened once.", month=t.month(month.month), moment=month.opened
        )
    )
    status = kit.button(t.plain("Status"), AGAIN, "evaluate status")
    return Card(said, (kit.section(said), kit.actions(status)))


def _row(t: Translator, one: Assessment) -> Md:
    return kit.lines(title(one), Md(f"      {t('timeliness {formula}', formula=formula(t, one.computed))}"))


def _some(t: Translator, mine: Sequence[Assessment]) -> Md:
    named = kit.joined([title(one, 30) for one in mine[:TASKS]])
    return t("{refs} and {n} more", refs=named, n=len(mine) - TASKS) if len(mine) > TASKS else named


def _buttons(t: Translator, month: Evaluation) -> Block:
    return kit.actions(
        kit.button(t.plain("Rate my tasks"), "evaluations:rate", month.key, style="primary"),
        kit.button(t.plain("Status"), AGAIN, "evaluate status"),
    )
