"""The daily message, the Monday digest, the Thursday nudge, and sections of other cards."""

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Block, Card
from bot.blocks.owing.groups import Group, groups
from bot.domain.owing import Owing
from bot.i18n import Md, Translator

SHOWN = 5  # of each kind; the rest is a command away


def bundle_card(t: Translator, owing: Owing) -> Card:
    """All that waits today, in one message."""
    said = t.plain("What waits for you today")
    return Card(
        said,
        (
            kit.header(f"📌 {said}"),
            *_acting(t, owing),
            *sections(t, owing, pressing=True),
            _buttons(t, owing),
            _quiet(t),
        ),
    )


def digest_card(t: Translator, owing: Owing) -> Card:
    """Monday: the week's quota, what falls due, what is late."""
    said = t.plain("Your week")
    head = quota_line(t, owing)
    blocks = [kit.header(f"🗓️ {said}"), *([kit.section(head)] if head else []), *sections(t, owing, pressing=False)]
    if len(blocks) == 1:
        blocks.append(kit.section(t("Nothing is due this week.")))
    blocks[1:1] = _acting(t, owing)
    return Card(said, (*blocks, _buttons(t, owing), _quiet(t)))


def nudge_card(t: Translator, owing: Owing) -> Card:
    """Thursday: only for those who are behind."""
    assert owing.tally is not None
    said = t.many(
        "{n} more visit makes your quota this week ({done} of {due}).",
        "{n} more visits make your quota this week ({done} of {due}).",
        owing.tally.behind,
        done=owing.tally.done,
        due=owing.tally.due,
    )
    planned = t.many("{n} visit is planned already.", "{n} visits are planned already.", owing.tally.planned)
    blocks = [
        kit.section(kit.lines(Md(f":footprints: {said}"), planned if owing.tally.planned else None)),
        kit.actions(kit.button(t.plain("Log a visit"), AGAIN, "visit", style="primary")),
        _quiet(t),
    ]
    return Card(said, tuple(blocks))


def quota_line(t: Translator, owing: Owing) -> Md | None:
    """`●○ Visits this week: 1 (quota 2)`; None without a quota."""
    tally = owing.tally
    if tally is None or not tally.due:
        return None
    dots = "●" * min(tally.done, 9) + "○" * min(tally.behind, 9)
    line = t("{dots}  Visits this week: *{done}* (quota {due})", dots=dots, done=tally.done, due=tally.due)
    return kit.joined([line, t("{n} planned", n=tally.planned) if tally.planned else None])


def sections(t: Translator, owing: Owing, *, pressing: bool, own: bool = True) -> list[Block]:
    """A section for each kind that there is; with `pressing`, only what cannot wait.

    `own`: whoever reads it is the one who owes it, and gets a button where one settles a thing.
    """
    return [block for one in groups(t, owing, pressing=pressing) for block in _listed(t, one, own)]


def _listed(t: Translator, group: Group, own: bool) -> list[Block]:
    more = t.many("and {n} more", "and {n} more", group.count - SHOWN) if group.count > SHOWN else None
    rows = group.rows(SHOWN)
    if group.button is None or not own:
        return [kit.section(kit.lines(group.title, *rows, more))]
    pairs = zip(rows, group.things, strict=False)
    first, *others = [kit.section(row, group.button(one)) for row, one in pairs]
    return [kit.section(group.title), first, *others, *([kit.section(more)] if more else [])]


def _acting(t: Translator, owing: Owing) -> list[Block]:
    """Whose work stands among one's own."""
    if not owing.acts_for:
        return []
    return [kit.context(t("With what {people} must see to, for whom you act.", people=t.listing(owing.acts_for)))]


def _buttons(t: Translator, owing: Owing) -> Block:
    buttons = [kit.button(t.plain("Log a visit"), f"{AGAIN}#1", "visit", style="primary")]
    if owing.difficulties_late or owing.difficulties_due or owing.referrals_late:
        buttons.append(kit.button(t.plain("My difficulties"), f"{AGAIN}#2", "difficulty list mine"))
    if owing.tasks_late or owing.tasks_due or owing.tasks_stale:
        buttons.append(kit.button(t.plain("My tasks"), f"{AGAIN}#3", "task list mine"))
    if owing.sittings_to_prepare or owing.sittings_to_record:
        buttons.append(kit.button(t.plain("My meetings"), f"{AGAIN}#5", "meeting next mine"))
    for survey in owing.surveys_with_names[:1]:
        label = t.plain("Answer {ref}", ref=survey.ref)
        buttons.append(kit.button(label, f"{AGAIN}#6", f"survey answer {survey.ref}"))
    if owing.to_rate:
        buttons.append(kit.button(t.plain("Rate my tasks"), f"{AGAIN}#4", "evaluate"))
    return kit.actions(*buttons)


def _quiet(t: Translator) -> Block:
    return kit.context(t("Choose what you hear in my App Home."))
