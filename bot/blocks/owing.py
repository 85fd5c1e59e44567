"""What one person owes, in words: the daily message, the Monday digest, the Thursday nudge, and lines of the Home."""

from collections.abc import Sequence
from functools import partial

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.duty import duty_line
from bot.blocks.forces import ending_line
from bot.blocks.indicators import line as indicator_line
from bot.blocks.kit import Block, Card
from bot.blocks.plans import line as plan_line
from bot.blocks.sittings import prepare_line, record_line
from bot.blocks.sittings import row as sitting_row
from bot.blocks.surveys import waiting_line
from bot.blocks.visits import reminder_line
from bot.domain.difficulties import Difficulty
from bot.domain.owing import Owing
from bot.domain.surveys import Waiting
from bot.domain.tasks import Task
from bot.i18n import Md, Translator, escape

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
    """`●○ 1 of 2 visits this week`; None without a quota."""
    tally = owing.tally
    if tally is None or not tally.due:
        return None
    dots = "●" * min(tally.done, 9) + "○" * min(tally.behind, 9)
    line = t("{dots}  Visits this week: *{done}* of {due}", dots=dots, done=tally.done, due=tally.due)
    return kit.joined([line, t("{n} planned", n=tally.planned) if tally.planned else None])


def sections(t: Translator, owing: Owing, *, pressing: bool) -> list[Block]:
    """A section for each kind that there is; with `pressing`, only what cannot wait."""
    found: list[Block] = []
    if owing.visits_to_confirm:
        found.append(
            _listed(t("*Planned visits to confirm*"), [reminder_line(t, one) for one in owing.visits_to_confirm])
        )
    found += _difficulties(t, t("*Difficulties past due*"), owing.difficulties_late)
    found += _difficulties(t, t("*Partners' answers past due*"), owing.referrals_late)
    found += _tasks(t, t("*Tasks past due*"), owing.tasks_late)
    if not pressing:
        found += _difficulties(t, t("*Difficulties due this week*"), owing.difficulties_due)
        found += _tasks(t, t("*Tasks due this week*"), owing.tasks_due)
    found += _tasks(t, t("*Tasks without an update for two weeks*"), owing.tasks_stale)
    if owing.plan and not pressing:
        found.append(_listed(t("*Inspection plan behind*"), [plan_line(t, one) for one in owing.plan]))
    found += _sittings(t, owing, pressing=pressing)
    if owing.indicators and not pressing:
        rows = [indicator_line(t, one) for one in owing.indicators]
        found.append(_listed(t("*Indicators off target or without a reading*"), rows))
    found += _duty(t, owing, pressing=pressing)
    found += surveys(t, owing.surveys_with_names)  # who has not answered an anonymous one is nobody's business
    if owing.to_rate:
        rating = t.many("*{n} task to rate*", "*{n} tasks to rate*", owing.to_rate)
        until = t("until {day}: `/evaluate`", day=owing.to_rate_until) if owing.to_rate_until else Md("`/evaluate`")
        found.append(kit.section(kit.joined([rating, until])))
    found += _difficulties(t, t("*Your team's difficulties past due*"), owing.led_late)
    found += _difficulties(t, t("*Your team's difficulties that nobody has*"), owing.led_unassigned)
    ending = [*owing.forces_over, *(() if pressing else owing.forces_ending)]
    if ending:
        rows = [kit.joined([ending_line(t, one), Md(f"`/team wind-up {escape(one.team.key)}`")]) for one in ending]
        found.append(_listed(t("*Task forces that end*"), rows))
    if owing.led_missing_ratings:
        found.append(
            kit.section(
                t.many(
                    "*{n} rating of your team is missing* · `/evaluate status`",
                    "*{n} ratings of your team are missing* · `/evaluate status`",
                    owing.led_missing_ratings,
                )
            )
        )
    return found


def _acting(t: Translator, owing: Owing) -> list[Block]:
    """Whose work stands among one's own."""
    if not owing.acts_for:
        return []
    return [kit.context(t("With what {people} must see to, for whom you act.", people=t.listing(owing.acts_for)))]


def _duty(t: Translator, owing: Owing, *, pressing: bool) -> list[Block]:
    """Who asks me to take a day, and with all the rest my own days."""
    asked = [
        t("{day} · `/duty accept {date}` · `/duty decline {date}`", day=one.day, date=one.day.isoformat())
        for one in owing.swaps
    ]
    mine = [] if pressing else [duty_line(t, one) for one in owing.duties]
    rows = ((t("*Asked to take a day of duty*"), asked), (t("*My days of duty*"), mine))
    return [_listed(title, found) for title, found in rows if found]


def surveys(t: Translator, waiting: Sequence[Waiting]) -> list[Block]:
    """Surveys that wait for this person's answer."""
    said = t.many("*{n} survey waits for your answer*", "*{n} surveys wait for your answer*", len(waiting))
    return [_listed(said, [waiting_line(t, one) for one in waiting])] if waiting else []


def _difficulties(t: Translator, title: Md, found: Sequence[Difficulty]) -> list[Block]:
    rows = [
        t(
            "{ref} {text} · {organisation} · {day}",
            ref=kit.bold(one.ref),
            text=kit.cut(one.text, 90),
            organisation=(one.referred_name if one.referred else one.organisation_name) or "–",
            day=one.clock,
        )
        for one in found
    ]
    return [_listed(title, rows)] if rows else []


def _tasks(t: Translator, title: Md, found: Sequence[Task]) -> list[Block]:
    rows = [
        kit.joined(
            [
                Md(f"{kit.bold(one.ref)} {escape(kit.cut(one.title, 90))}"),
                Md(f"{one.percent}%"),
                escape(t.day(one.due)) if one.due else None,
            ]
        )
        for one in found
    ]
    return [_listed(title, rows)] if rows else []


def _sittings(t: Translator, owing: Owing, *, pressing: bool) -> list[Block]:
    """What to prepare, what to record, and (not `pressing`) what comes."""
    found = [
        (
            t("*Meetings to prepare: nothing is on the agenda*"),
            map(partial(prepare_line, t), owing.sittings_to_prepare),
        ),
        (t("*Meetings that passed: who was there?*"), map(partial(record_line, t), owing.sittings_to_record)),
    ]
    if not pressing:
        found.append((t("*My meetings*"), map(partial(sitting_row, t), owing.sittings_to_come)))
    return [_listed(title, rows) for title, each in found if (rows := list(each))]


def _listed(title: Md, rows: Sequence[Md]) -> Block:
    more = Md(f"… +{len(rows) - SHOWN}") if len(rows) > SHOWN else None
    return kit.section(kit.lines(title, *[Md(f"• {row}") for row in rows[:SHOWN]], more))


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
