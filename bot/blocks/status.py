"""How a team, or the organisation, stands."""

import datetime as dt
from collections.abc import Mapping, Sequence

from bot.blocks import kit, owing
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Block, Card
from bot.domain.charts import spark
from bot.domain.difficulties import Counts
from bot.domain.directory import Directory
from bot.domain.owing import Owing
from bot.domain.status import State
from bot.domain.tasks import Health
from bot.i18n import Md, Translator

_HEALTH_ORDER = (Health.ON_TRACK, Health.AT_RISK, Health.LATE, Health.BLOCKED)
_HEALTH_MARKS = {
    Health.ON_TRACK: ":large_green_circle:",
    Health.AT_RISK: ":large_yellow_circle:",
    Health.LATE: ":red_circle:",
    Health.BLOCKED: ":no_entry:",
}


def status_card(
    t: Translator,
    directory: Directory,
    state: State,
    teams: Sequence[State] = (),
    mine: Owing | None = None,
    *,
    gathered: bool = False,
) -> Card:
    """The state of a team or the organisation, and what waits for who asks. `gathered`: they read all teams' agenda."""
    team = directory.team(state.key)
    everybody = directory.workspace.name
    name = (
        team.name(t.lang)
        if team
        else t.plain("{name}, all of it", name=everybody)
        if everybody
        else t.plain("The organisation")
    )
    said = t.plain("{name}: {first} – {last}", name=name, first=state.first, last=state.last)
    blocks = [kit.header(f"📊 {said}"), *state_blocks(t, state)]
    if teams:
        blocks += [kit.divider(), *_rows(t, directory, teams)]
    if mine is not None and mine.anything:
        waits = owing.sections(t, mine, pressing=True)
        line = owing.quota_line(t, mine)
        if waits or line:
            blocks += [kit.divider(), kit.section(t("*What waits for you*")), *([kit.section(line)] if line else [])]
            blocks += waits
    blocks.append(_buttons(t, state, gathered=gathered))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest: `/muster status team KEY`")))


def state_blocks(t: Translator, state: State) -> list[Block]:
    """Quota, difficulties by age, tasks by health, and the weeks before."""
    return [
        kit.fields(
            _quota(t, state),
            _difficulties(t, state.difficulties),
            _tasks(t, state.tasks),
            _trend(t, state) if state.weeks else t("*Planned visits*\n{n}", n=state.planned),
        )
    ]


def person_card(t: Translator, name: str, mine: Owing, first: dt.date, last: dt.date) -> Card:
    """Somebody: their visits from `first` to `last` against the quota, what they have in hand, what they owe."""
    tally = mine.tally
    held = [
        t.many("{n} difficulty", "{n} difficulties", mine.difficulties_open) if mine.difficulties_open else None,
        t.many("{n} task", "{n} tasks", mine.tasks_open) if mine.tasks_open else None,
    ]
    in_hand = kit.joined(held, ", ")
    waits = owing.sections(t, mine, pressing=False, own=False)
    line = kit.lines(
        t("*Visits* {first} – {last}: *{done}* (quota {due})", first=first, last=last, done=tally.done, due=tally.due)
        if tally is not None and tally.due
        else None,
        t("In hand: {things}", things=in_hand) if in_hand else None if waits else t("Nothing is in hand."),
        t("Nothing of it is past due or due this week.") if in_hand and not waits else None,
    )
    return Card(name, (kit.header(f"👤 {name}"), *([kit.section(line)] if line else []), *waits))


def _quota(t: Translator, state: State) -> Md:
    return kit.lines(
        t("*Visits*"),
        t("{visits} (quota {expected})", visits=state.visits, expected=state.expected)
        if state.expected
        else t.many("{n} visit", "{n} visits", state.visits),
        t("{met} of {people} made their quota", met=state.met, people=state.with_quota) if state.with_quota else None,
    )


def _difficulties(t: Translator, counts: Counts) -> Md:
    week, fortnight, month, older = counts.ages
    return kit.lines(
        t("*Difficulties*"),
        t("{open} unsettled, {late} past due", open=counts.open, late=counts.late),
        t(
            "open for 7 days at most: {a} · 8 to 14: {b} · 15 to 30: {c} · longer: {d}",
            a=week,
            b=fortnight,
            c=month,
            d=older,
        )
        if counts.open
        else None,
        t.many("{n} that nobody has", "{n} that nobody has", counts.unassigned) if counts.unassigned else None,
    )


def _tasks(t: Translator, tasks: Mapping[Health, int]) -> Md:
    marks = [Md(f"{_HEALTH_MARKS[one]} {tasks[one]}") for one in _HEALTH_ORDER if tasks.get(one)]
    done = t("{n} done", n=tasks[Health.DONE]) if tasks.get(Health.DONE) else None
    return kit.lines(t("*Tasks*"), kit.joined(marks, "  ") if marks else Md("–"), done)


def _trend(t: Translator, state: State) -> Md:
    return kit.lines(
        t.many("*Visits, last {n} week*", "*Visits, last {n} weeks*", len(state.weeks)), Md(f"`{spark(state.weeks)}`")
    )


def _rows(t: Translator, directory: Directory, teams: Sequence[State]) -> list[Block]:
    lines = []
    for state in teams:
        team = directory.team(state.key)
        lines.append(
            kit.joined(
                [
                    kit.bold(team.name(t.lang) if team else state.key),
                    t("quota {met}/{people}", met=state.met, people=state.with_quota) if state.with_quota else None,
                    t("visits {n}", n=state.visits),
                    t("difficulties {open} (late {late})", open=state.difficulties.open, late=state.difficulties.late),
                    _marks(state.tasks),
                ]
            )
        )
    return [kit.section(kit.lines(*lines[at : at + 8])) for at in range(0, len(lines), 8)]


def _marks(tasks: Mapping[Health, int]) -> Md | None:
    return kit.joined([Md(f"{_HEALTH_MARKS[one]}{tasks[one]}") for one in _HEALTH_ORDER if tasks.get(one)], " ") or None


def _buttons(t: Translator, state: State, *, gathered: bool) -> Block:
    team = f" team {state.key}" if state.key else ""
    agenda = f"agenda{team or (' team all' if gathered else '')}"
    return kit.actions(
        kit.button(t.plain("Log a visit"), f"{AGAIN}#1", "visit", style="primary"),
        kit.button(t.plain("Agenda"), f"{AGAIN}#2", agenda),
        kit.button(t.plain("Difficulties"), f"{AGAIN}#3", f"difficulty list {team.strip() or 'open'}"),
        kit.button(t.plain("Tasks"), f"{AGAIN}#4", f"task list {team.strip() or 'late'}"),
    )
