"""The agenda of all teams."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence

from bot.domain.agendas.composing import pressing
from bot.domain.agendas.values import Agenda, Gathered, Need, Quota, Standing
from bot.domain.charts import AgendaChart, TeamBars
from bot.domain.duty import Duty, Shift
from bot.domain.forces import Ending
from bot.domain.indicators import Course
from bot.domain.plans import Progress
from bot.domain.teams import Team


def gathered(
    occurrence: str,
    until: dt.datetime,
    agendas: Sequence[Agenda],
    last_week: Quota,
    this_week: Quota,
    indicators: Iterable[Course] = (),
    inspections: Iterable[Progress] = (),
    forces: Iterable[Ending] = (),
    duty: Iterable[Duty] = (),
    last_shift: Shift | None = None,
) -> Gathered:
    """The organisation's agenda. Totals of visits are counted elsewhere (`last_week`, `this_week`), each visit once."""
    kept = tuple(agenda for agenda in agendas if not agenda.silent)
    results = [agenda.results for agenda in kept]
    needs = [(agenda.team, need) for agenda in kept for need in agenda.needs]
    return Gathered(
        occurrence=occurrence,
        until=until,
        agendas=kept,
        last_week=last_week,
        this_week=this_week,
        raised=len({one.ref for result in results for one in result.raised}),
        answered=len({one.ref for result in results for one in result.answered}),
        finished=len({one.ref for result in results for one in result.finished}),
        slipped=len({one.ref for result in results for one in result.slipped}),
        standing=_added(agenda.standing for agenda in kept),
        needs=tuple(_each_once(sorted(needs, key=lambda pair: (not pair[1].item.escalated, pressing(pair[1]))))),
        indicators=tuple(one for one in indicators if one.alarming),
        inspections=tuple(inspections),
        forces=tuple(forces),
        duty=tuple(duty),
        last_shift=last_shift,
        surveys=tuple({one.ref: one for result in results for one in result.surveys}.values()),
    )


def chart(gathered: Gathered, names: Mapping[str, str], total: str) -> AgendaChart:
    """The gathered agenda as its chart shows it: this week so far, a row a team."""
    rows = [_bars(names[one.team.key], one.this_week, one.standing) for one in gathered.agendas]
    first, last = gathered.this_week.first, min(gathered.this_week.last, gathered.until.date())
    return AgendaChart(first, last, tuple(rows), _bars(total, gathered.this_week, gathered.standing))


def _bars(name: str, week: Quota, stands: Standing) -> TeamBars:
    return TeamBars(
        name=name,
        people=week.people,
        quota_met=week.met,
        visits=week.visits,
        expected=week.due,
        open=stands.open,
        late=stands.late,
        on_track=stands.on_track,
        at_risk=stands.at_risk,
        tasks_late=stands.tasks_late,
        blocked=stands.blocked,
    )


def _added(rows: Iterable[Standing]) -> Standing:
    total = Standing()
    for row in rows:
        total = Standing(*(getattr(total, name) + getattr(row, name) for name in Standing.__dataclass_fields__))
    return total


def _each_once(needs: Iterable[tuple[Team, Need]]) -> Iterable[tuple[Team, Need]]:
    """An escalated difficulty stands in two agendas; together they name it once."""
    seen: set[str] = set()
    for team, need in needs:
        if not need.item.ref or need.item.ref not in seen:
            seen.add(need.item.ref)
            yield team, need
