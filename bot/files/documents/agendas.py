"""The weekly agenda as a paper: results, plan, what needs a decision, items; a team's, and that of all teams."""

from collections.abc import Sequence

from bot.domain.agendas import Agenda, Gathered, Quota, Standing
from bot.domain.directory import Directory
from bot.files.documents.days import full, span
from bot.files.documents.lines import Group, Row, Scribe, week
from bot.files.documents.paper import Paper
from bot.files.documents.terse import terse
from bot.i18n import Translator

Picture = tuple[bytes, str]  # PNG, and what it shows in words


def agenda_paper(t: Translator, agenda: Agenda, directory: Directory, picture: Picture | None = None) -> bytes:
    """A team's week on paper."""
    scribe = Scribe(t, directory, agenda)
    name = agenda.team.name(t.lang)
    under = t.plain("{day}, {team}", day=full(t, agenda.until.date()), team=name)
    paper = Paper(t, t.plain("Weekly results and plan: {team}", team=name), under)
    paper.chapter(t.plain("Results ({days})", days=week(t, agenda)))
    paper.table(*_figures(t, agenda))
    if picture:
        paper.picture(*picture)
    _groups(paper, scribe.results())
    paper.chapter(t.plain("Plan ({days})", days=span(t, agenda.plan.first, agenda.plan.last)))
    _groups(paper, scribe.plan())
    paper.chapter(t.plain("Decisions needed"))
    _points(paper, scribe.needs(agenda.needs))
    if agenda.items:
        paper.chapter(t.plain("Items added"))
        _points(paper, scribe.items())
    if agenda.record.note:
        paper.chapter(t.plain("Note of the lead"))
        paper.point(terse(agenda.record.note))
    paper.end()
    return paper.content()


def gathered_paper(t: Translator, week: Gathered, directory: Directory, picture: Picture | None = None) -> bytes:
    """The week of all teams on paper: figures first, then what needs a decision, then team by team."""
    under = t.plain("{day}, {team}", day=full(t, week.until.date()), team=t.plain("all teams"))
    paper = Paper(t, t.plain("Weekly results and plan: all teams"), under)
    paper.chapter(t.plain("The week in figures"))
    paper.table(*_by_team(t, week))
    if picture:
        paper.picture(*picture)
    paper.chapter(t.plain("Decisions needed"))
    scribes = {one.team.key: Scribe(t, directory, one) for one in week.agendas}
    for agenda in week.agendas:
        own = [need for team, need in week.needs if team.key == agenda.team.key]
        if own:
            paper.head(f"{agenda.team.name(t.lang)} ({len(own)})")
            _points(paper, scribes[agenda.team.key].needs(own))
    if not week.needs:
        paper.point(t.plain("none"))
    paper.chapter(t.plain("Results and plans by team"))
    for agenda in week.agendas:
        _team(paper, scribes[agenda.team.key])
    paper.end()
    return paper.content()


def _team(paper: Paper, scribe: Scribe) -> None:
    """A team in the paper of all: its groups one level lower."""
    t, agenda = scribe.t, scribe.agenda
    paper.head(agenda.team.name(t.lang))
    results, plan = scribe.results(), scribe.plan()
    for label, groups in ((t.plain("results"), results), (t.plain("plan"), plan)):
        for group in groups:
            paper.point(f"({label}) {group.name}")
            for row in group.rows:
                paper.detail(row.text)
    if agenda.items:
        paper.point(f"({t.plain('items')}) {len(agenda.items)}")
        for row in scribe.items():
            paper.detail(row.text)
    if agenda.record.note:
        paper.point(t.plain("(note) {text}", text=terse(agenda.record.note)))
    if not (results or plan or agenda.items or agenda.record.note):
        paper.point(t.plain("none"))


# tables ---------------------------------------------------------------------------------------------------------------

Table = tuple[Sequence[str], Sequence[Sequence[str]], Sequence[float]]


def _figures(t: Translator, agenda: Agenda) -> Table:
    """The team's week in figures."""
    found, stands = agenda.results, agenda.standing
    last = agenda.last_week
    rows = [
        (
            t.plain("Visits"),
            t.plain("made {n}", n=agenda.this_week.visits),
            _quota(t, agenda.this_week),
            t.plain("last week {n}, planned next {planned}", n=last.visits, planned=len(agenda.plan.visits)),
        ),
        (
            t.plain("Difficulties"),
            t.plain("raised {raised}, answered {answered}", raised=len(found.raised), answered=len(found.answered)),
            t.plain("open {open}", open=stands.open),
            t.plain("{n} late", n=stands.late),
        ),
        (
            t.plain("Tasks"),
            t.plain("finished {finished}, slipped {slipped}", finished=len(found.finished), slipped=len(found.slipped)),
            t.plain("open {open}", open=_open(stands)),
            t.plain("late {late}, blocked {blocked}", late=stands.tasks_late, blocked=stands.blocked),
        ),
    ]
    head = [t.plain("what"), t.plain("this week"), t.plain("as it stands"), t.plain("remarks")]
    return head, rows, (2, 4, 3, 4)


def _by_team(t: Translator, week: Gathered) -> Table:
    """A row a team, and the totals, in which each visit counts once."""
    head = [
        t.plain("team"),
        t.plain("visits"),
        t.plain("quota met"),
        t.plain("difficulties open (late)"),
        t.plain("tasks open (late, blocked)"),
        t.plain("to decide"),
    ]
    rows = [_team_row(one.team.name(t.lang), one.this_week, one.standing, len(one.needs)) for one in week.agendas]
    total = _team_row(t.plain("total"), week.this_week, week.standing, len(week.needs))
    return head, [total, *rows], (4, 1.5, 2, 3, 3.5, 2)


def _team_row(name: str, quota: Quota, stands: Standing, needs: int) -> list[str]:
    met = f"{quota.met}/{quota.people}" if quota.people else "–"
    tasks = f"{_open(stands)} ({stands.tasks_late}, {stands.blocked})"
    return [name, str(quota.visits), met, f"{stands.open} ({stands.late})", tasks, str(needs) if needs else "–"]


def _quota(t: Translator, quota: Quota) -> str:
    return t.plain("quota met {met}/{people}", met=quota.met, people=quota.people) if quota.people else "–"


def _open(stands: Standing) -> int:
    return stands.on_track + stands.at_risk + stands.tasks_late + stands.blocked


# outline --------------------------------------------------------------------------------------------------------------


def _groups(paper: Paper, groups: Sequence[Group]) -> None:
    for group in groups:
        paper.head(group.name)
        _points(paper, group.rows)
    if not groups:
        paper.point(paper.t.plain("none"))


def _points(paper: Paper, rows: Sequence[Row]) -> None:
    for row in rows:
        paper.point(row.text)
        for each in row.details:
            paper.detail(each)
    if not rows:
        paper.point(paper.t.plain("none"))
