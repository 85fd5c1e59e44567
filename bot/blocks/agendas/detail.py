"""The detail of an agenda: sections of groups of rows, each with the command that lists the rest."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.agendas import lines
from bot.blocks.agendas.lines import Group, group
from bot.blocks.duty import day_line
from bot.blocks.indicators import line as indicator_line
from bot.blocks.kit import Card
from bot.blocks.plans import line as plan_line
from bot.blocks.sittings import held_line, unsat_line
from bot.blocks.sittings import row as sitting_row
from bot.blocks.surveys import summary_line
from bot.domain.agendas import Agenda, Gathered
from bot.domain.directory import Directory
from bot.i18n import Md, Translator

CAPS: Final = (40, 20, 10, 5, 2)  # rows of a group: the most that fits the pages
NEED_PAGES, RESULT_PAGES, PLAN_PAGES, ITEM_PAGES, WATCH_PAGES = 2, 3, 2, 1, 2
PAGES: Final = NEED_PAGES + RESULT_PAGES + PLAN_PAGES + ITEM_PAGES + WATCH_PAGES


def sections(t: Translator, agenda: Agenda, directory: Directory) -> list[tuple[Md, list[Group], int]]:
    """The agenda's sections: name, groups of rows, at most so many messages."""
    return [
        (counted(t("Needs a decision"), agenda.needs), _needs(t, agenda, directory), NEED_PAGES),
        (
            t("Results, {first} to {last}", first=agenda.since.date(), last=agenda.today),
            _results(t, agenda, directory),
            RESULT_PAGES,
        ),
        (t("Plan for next week"), _plan(t, agenda, directory), PLAN_PAGES),
        (counted(t("Items added"), agenda.items), _items(t, agenda, directory), ITEM_PAGES),
        *watched(t, agenda, directory, agenda.team.key),
    ]


def paged(t: Translator, name: Md, groups: Sequence[Group], most: int) -> list[Card]:
    if not any(one.rows for one in groups):
        return []
    head = kit.section(Md(f"▎{kit.bold(name)}"))
    cards: list[Card] = []
    for cap in CAPS:
        cards = kit.pages(name, [head, *(block for one in groups for block in one.blocks(t, cap))])
        if len(cards) <= most:
            break
    return cards[:most]


def watched(
    t: Translator, found: Agenda | Gathered, directory: Directory, key: str = ""
) -> list[tuple[Md, list[Group], int]]:
    """Sections of what is off its path, silent or behind. A team's `key` narrows the commands that list the rest."""
    off = t.plain("indicator list team {key}", key=key) if key else t.plain("indicator list off")
    behind = t.plain("plan list team {key}", key=key) if key else t.plain("plan list behind")
    numbers = group(Md(""), found.indicators, lambda one: indicator_line(t, one, directory), off)
    items = group(Md(""), found.inspections, lambda one: plan_line(t, one, directory), behind)
    return [
        (counted(t("Indicators off target"), found.indicators), [numbers], 1),
        (counted(t("Inspection plan behind"), found.inspections), [items], 1),
    ]


def counted(name: Md, rows: Sequence[object]) -> Md:
    return Md(f"{name} ({len(rows)})")


def _needs(t: Translator, agenda: Agenda, directory: Directory) -> list[Group]:
    rest = t.plain("difficulty list team {key}", key=agenda.team.key)
    return [group(Md(""), agenda.needs, lambda need: lines.need(t, need, directory), rest)]


def _results(t: Translator, agenda: Agenda, directory: Directory) -> list[Group]:
    found, key, today = agenda.results, agenda.team.key, agenda.today
    return [
        group(
            counted(t("Visits made"), found.visits),
            found.visits,
            lambda one: lines.visit(t, one, directory),
            t.plain("visit list team {key} this week", key=key),
        ),
        group(
            counted(t("Difficulties raised"), found.raised),
            found.raised,
            lambda one: lines.difficulty(t, one, directory, today),
            t.plain("difficulty list team {key}", key=key),
        ),
        group(
            counted(t("Referred to partners"), found.referred),
            found.referred,
            lambda one: lines.referred(t, one),
            t.plain("difficulty list referred"),
        ),
        group(
            counted(t("Difficulties answered"), found.answered),
            found.answered,
            lambda one: lines.answered(one, directory),
            t.plain("difficulty list team {key}", key=key),
        ),
        group(
            counted(t("Tasks finished"), found.finished),
            found.finished,
            lambda one: lines.finished(one, directory),
            t.plain("task list team {key}", key=key),
        ),
        group(
            counted(t("Tasks slipped"), found.slipped),
            found.slipped,
            lambda one: lines.slipped(t, one, found.moved.get(one.ref), directory, today),
            t.plain("task list late"),
        ),
        group(
            counted(t("Tasks updated"), found.updated),
            found.updated,
            lambda one: lines.updated(one, directory),
            t.plain("task list team {key}", key=key),
        ),
        group(
            counted(t("Meetings held"), found.sittings),
            found.sittings,
            lambda one: held_line(t, one),
            t.plain("meeting list team {key}", key=key),
        ),
        group(
            counted(t("Decisions carried out"), found.decided),
            found.decided,
            lambda one: lines.decision(t, one, directory),
            t.plain("agenda minutes team {key}", key=key),
        ),
        group(
            counted(t("Surveys closed"), found.surveys),
            found.surveys,
            lambda one: summary_line(t, one),
            t.plain("survey list all"),
        ),
    ]


def _plan(t: Translator, agenda: Agenda, directory: Directory) -> list[Group]:
    plan, key = agenda.plan, agenda.team.key
    due = t("Tasks due by {day}", day=plan.last)
    return [
        group(
            counted(due, plan.due),
            plan.due,
            lambda one: lines.task(t, one, directory),
            t.plain("task list team {key}", key=key),
        ),
        group(
            counted(t("Next steps"), plan.steps),
            plan.steps,
            lambda one: lines.step(one, directory),
            t.plain("task list team {key}", key=key),
        ),
        group(
            counted(t("Visits planned"), plan.visits),
            plan.visits,
            lambda one: lines.visit(t, one, directory),
            t.plain("visit list team {key}", key=key),
        ),
        group(
            counted(t("Duty on days off"), plan.duty),
            plan.duty,
            lambda one: day_line(t, one.day, (one,), directory),
            t.plain("duty roster"),
        ),
        group(
            counted(t("Meetings planned"), plan.sittings),
            plan.sittings,
            lambda one: sitting_row(t, one),
            t.plain("meeting next team {key}", key=key),
        ),
        group(
            counted(t("Meetings that have not sat in their time"), plan.unsat),
            plan.unsat,
            lambda one: unsat_line(t, one),
            t.plain("meeting list team {key}", key=key),
        ),
    ]


def _items(t: Translator, agenda: Agenda, directory: Directory) -> list[Group]:
    rest = t.plain("agenda team {key}", key=agenda.team.key)
    return [group(Md(""), agenda.items, lambda one: lines.item(t, one, directory), rest)]
