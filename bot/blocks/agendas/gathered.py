"""What the leadership reads: all teams' agendas gathered, a row a team, with what needs a decision in the thread."""

from itertools import groupby
from typing import Final

from bot.blocks import kit
from bot.blocks.agendas import detail, lines, posts
from bot.blocks.agendas.lines import group
from bot.blocks.duty import day_line, entry_line
from bot.blocks.forces import ending_line
from bot.blocks.kit import Block, Card
from bot.domain.agendas import SHORT, Agenda, Gathered, Need
from bot.domain.directory import Directory
from bot.domain.duty import Shift
from bot.domain.teams import Team
from bot.i18n import Md, Translator, escape

NAMED: Final = 3  # teams without a confirmation, where no team has one
FORCES: Final = 5  # that end, the nearest first
DUTY_DAYS: Final = 5  # days off that come
LOG_LINES: Final = 3  # of the last shift, the newest
LOG_LINE: Final = 120  # characters
TEAMS: Final = 60  # rows of the post
NEED_PAGES, ITEM_PAGES, WATCH_PAGES = 3, 1, 2
GATHERED_PAGES: Final = NEED_PAGES + ITEM_PAGES + WATCH_PAGES  # messages of detail in the thread


def post(t: Translator, week: Gathered, directory: Directory, *, threaded: bool = True) -> Card:
    """The organisation's week: totals, a row a team, and the three matters that need a decision most."""
    said = t.plain("Weekly agenda of all teams, {day}", day=week.until.date())
    totals = [
        posts.visits_line(t, week.last_week, week.this_week),
        posts.difficulties_line(t, week.raised, week.answered, week.standing),
        posts.tasks_line(t, week.finished, week.slipped, week.standing),
        *posts.watching(t, week),
        *_forces(t, week),
        *posts.survey_lines(t, week.surveys),
        *_duty(t, week, directory),
    ]
    rows = [_team_row(t, agenda) for agenda in week.agendas[:TEAMS]]
    most = [Md(f"{n}.  {_named_need(t, pair, directory)}") for n, pair in enumerate(week.needs[:SHORT], 1)]
    head = kit.bold(t.many("{n} matter needs a decision", "{n} matters need a decision", len(week.needs)))
    blocks: list[Block] = [kit.header(said), kit.section(kit.lines(*totals))]
    blocks += [kit.section(kit.lines(Md(f":round_pushpin: {head}"), *most))] if most else []
    blocks += (
        lines.packed([kit.bold(t("By team")), *rows]) if rows else [kit.section(t("No team has anything to tell."))]
    )
    blocks.append(
        kit.context(kit.joined([_unconfirmed(t, week), t("Details are in the thread.") if threaded else None]))
    )
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("More teams: `/agenda team KEY`")))


def thread(t: Translator, week: Gathered, directory: Directory) -> list[Card]:
    """At most `GATHERED_PAGES` messages: what needs a decision, team by team; then what is off its path or behind.

    In between what teams without a channel have added: it stands nowhere else.
    """
    groups, items = [], []
    for agenda in week.agendas:
        own = [need for team, need in week.needs if team.key == agenda.team.key]
        heading = detail.counted(escape(agenda.team.name(t.lang)), own)
        groups.append(
            group(
                heading,
                own,
                lambda need: lines.need(t, need, directory),
                f"agenda team {agenda.team.key}",
            )
        )
        if not agenda.team.channel:
            items.append(
                group(
                    detail.counted(escape(agenda.team.name(t.lang)), agenda.items),
                    agenda.items,
                    lambda item: lines.item(t, item, directory),
                    f"agenda team {agenda.team.key}",
                )
            )
    cards = detail.paged(t, t("Needs a decision"), groups, NEED_PAGES)
    cards += detail.paged(t, t("Items of teams without a channel"), items, ITEM_PAGES)
    for name, rows, most in detail.watched(t, week, directory):
        cards += detail.paged(t, name, rows, most)
    return cards


def _forces(t: Translator, week: Gathered) -> list[Md]:
    """The task forces whose end is near or has passed."""
    if not week.forces:
        return []
    shown = [ending_line(t, one) for one in week.forces[:FORCES]]
    return [t("*Task forces that end*"), *(lines.bullet(one) for one in shown)]


def _duty(t: Translator, week: Gathered, directory: Directory) -> list[Md]:
    """Who is on over the days off that come, and what the last shift logged."""
    found: list[Md] = []
    if week.duty:
        days = [(day, list(there)) for day, there in groupby(week.duty, key=lambda one: one.day)]
        found.append(t("*Duty on days off*"))
        found += [lines.bullet(day_line(t, day, there, directory)) for day, there in days[:DUTY_DAYS]]
        if len(days) > DUTY_DAYS:
            found.append(t("The rest: `/duty roster`"))
    if week.last_shift is not None:
        shift = week.last_shift
        found.append(t("*Duty of {day}*  {people}", day=shift.day, people=_who(shift, directory)))
        found += [lines.bullet(entry_line(t, one, directory, LOG_LINE)) for one in shift.entries[-LOG_LINES:]]
        if not shift.entries:
            found.append(lines.bullet(t("Nothing was reported.")))
        elif len(shift.entries) > LOG_LINES:
            found.append(t("The rest: `/duty handover {date}`", date=shift.day.isoformat()))
    return found


def _who(shift: Shift, directory: Directory) -> Md:
    return kit.joined([kit.named(directory.person(one.person)) for one in shift.there], ", ")


def _team_row(t: Translator, agenda: Agenda) -> Md:
    now, stands = agenda.this_week, agenda.standing
    quota = t("quota met {met}/{people}", met=now.met, people=now.people) if now.people else None
    tasks = stands.on_track + stands.at_risk + stands.tasks_late + stands.blocked
    return kit.joined(
        [
            kit.bold(agenda.team.name(t.lang)),
            t("visits {n}", n=now.visits),
            quota,
            _of_these(t("difficulties {n}", n=stands.open), t("late {n}", n=stands.late), stands.late),
            _of_these(
                t("tasks {n}", n=tasks),
                t("late or blocked {n}", n=stands.tasks_late + stands.blocked),
                stands.tasks_late + stands.blocked,
            ),
            t("to decide {n}", n=len(agenda.needs)) if agenda.needs else None,
        ]
    )


def _of_these(all_: Md, some: Md, n: int) -> Md:
    return Md(f"{all_} ({kit.bold(some)})") if n else all_


def _named_need(t: Translator, pair: tuple[Team, Need], directory: Directory) -> Md:
    team, need = pair
    return kit.joined([kit.bold(team.name(t.lang)), lines.need(t, need, directory)])


def _unconfirmed(t: Translator, week: Gathered) -> Md | None:
    missing = [agenda.team.name(t.lang) for agenda in week.agendas if agenda.record.confirmed is None]
    if not missing:
        return t("Every lead has confirmed.")
    if len(missing) == len(week.agendas) > NAMED:
        return t("Not confirmed by any of {n} teams", n=len(missing))
    shown = t.listing(missing[:8])
    if len(missing) > 8:
        return t("Not confirmed: {teams} and {n} more", teams=shown, n=len(missing) - 8)
    return t("Not confirmed: {teams}", teams=shown)
