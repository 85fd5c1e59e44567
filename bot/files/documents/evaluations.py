"""A month's evaluation as a paper: means, teams, every task, and what asks for improvement."""

from collections.abc import Callable, Sequence
from typing import Final

from bot.domain.directory import Directory
from bot.domain.evaluations import Assessment, Means, Results
from bot.files.documents.agendas import Picture, Table
from bot.files.documents.days import full
from bot.files.documents.paper import Paper
from bot.files.documents.terse import terse
from bot.i18n import Translator

WIDTHS: Final = {"ko": (5.2, 3, 1.6, 1.5, 1.5, 2.1), "en": (4.2, 2.8, 1.9, 2.4, 2, 1.8)}  # of a task's columns
Formula = Callable[[Assessment], str]  # how a timeliness came about, in words


def evaluation_paper(
    t: Translator,
    results: Results,
    directory: Directory,
    formula: Formula,
    *,
    team: str = "",
    provisional: bool = False,
    picture: Picture | None = None,
) -> bytes:
    """A month of one team (its name), or of all."""
    month = results.evaluation
    name = team or t.plain("all teams")
    title = t.plain("Evaluation of {month}: {team}", month=t.month(month.month), team=name)
    day = month.locks_on
    paper = Paper(t, title, t.plain("{day}, {team}", day=full(t, day), team=name))
    paper.chapter(t.plain("Overview"))
    _overview(paper, results, provisional=provisional)
    teams = results.teams()
    if len(teams) > 1:
        paper.head(t.plain("By team"))
        paper.table(*_by_team(t, results, directory))
    if picture:
        paper.head(t.plain("Distribution"))
        paper.picture(*picture)
    lowest = results.lowest()
    paper.chapter(t.plain("Tasks to improve ({n})", n=len(lowest)))
    for one in lowest:
        _explained(paper, one, directory, formula)
    if not lowest:
        paper.point(t.plain("none"))
    paper.chapter(t.plain("Results by task ({n})", n=len(results.assessments)))
    paper.table(*_tasks(t, results, directory))
    paper.end()
    return paper.content()


def _overview(paper: Paper, results: Results, *, provisional: bool) -> None:
    t, now = paper.t, results.means
    before = results.means_before if results.before else None
    paper.head(t.plain("Tasks rated"))
    paper.point(
        t.plain(
            "{n} tasks asked about, {rated} rated, {unrated} without marks",
            n=now.tasks,
            rated=now.rated,
            unrated=now.unrated,
        )
    )
    if provisional:
        paper.point(t.plain("provisional: answers taken until {day}", day=full(t, results.evaluation.locks_on)))
    if now.rated:
        paper.head(t.plain("Means (of 5)"))
        for name, mean, then in (
            (t.plain("effectiveness"), now.effectiveness, before.effectiveness if before and before.rated else None),
            (t.plain("timeliness"), now.timeliness, before.timeliness if before and before.rated else None),
        ):
            paper.point(f"{name} {mean:.1f}{_change(t, mean, then)}")


def _change(t: Translator, now: float, before: float | None) -> str:
    if before is None:
        return ""
    difference = round(now - before, 1)
    mark = f"▲{difference:g}" if difference > 0 else f"▼{-difference:g}" if difference < 0 else "–"
    return " " + t.plain("({change} against the month before)", change=mark)


def _by_team(t: Translator, results: Results, directory: Directory) -> Table:
    head = [t.plain("team"), t.plain("tasks"), t.plain("rated"), t.plain("effectiveness"), t.plain("timeliness")]
    rows = [_means_row(_team(t, directory, team), results.of_team(team).means) for team in results.teams()]
    return head, [_means_row(t.plain("total"), results.means), *rows], (5, 1.2, 1.2, 2, 1.8)


def _means_row(name: str, means: Means) -> list[str]:
    marks = [f"{means.effectiveness:.1f}", f"{means.timeliness:.1f}"] if means.rated else ["–", "–"]
    return [name, str(means.tasks), str(means.rated), *marks]


def _tasks(t: Translator, results: Results, directory: Directory) -> Table:
    head = [
        t.plain("task"),
        t.plain("team"),
        t.plain("owner"),
        t.plain("effectiveness"),
        t.plain("timeliness"),
        t.plain("remarks"),
    ]
    return head, [_task_row(t, one, results, directory) for one in results.ranked()], WIDTHS[t.lang]


def _task_row(t: Translator, one: Assessment, results: Results, directory: Directory) -> Sequence[str]:
    before = results.before.get(one.task)
    then = before.effectiveness if before is not None else None
    owner = directory.person(one.owner)
    notes = [
        t.plain("answered late") if one.late else "",
        t.plain("objection") if one.objection else "",
        t.plain("new") if before is None and results.before else "",
    ]
    return [
        f"{one.ref} {one.title}",
        _team(t, directory, one.team),
        owner.name if owner else "–",
        f"{one.effectiveness}{_arrow(one.effectiveness, then)}" if one.effectiveness is not None else "–",
        f"{one.timeliness}{_arrow(one.timeliness, before.timeliness if before else None)}",
        ", ".join(note for note in notes if note),
    ]


def _arrow(now: int, before: int | None) -> str:
    if before is None or now == before:
        return ""
    return f" ▲{now - before}" if now > before else f" ▼{before - now}"


def _explained(paper: Paper, one: Assessment, directory: Directory, formula: Formula) -> None:
    t, owner = paper.t, directory.person(one.owner)
    who = ", ".join(part for part in (_team(t, directory, one.team), owner.name if owner else "") if part)
    paper.head(f"{one.ref} {terse(one.title)} ({who})")
    effect = one.effectiveness if one.effectiveness is not None else "–"
    paper.point(t.plain("effectiveness {effect}, timeliness {time}", effect=effect, time=one.timeliness))
    said = one.by_lead if one.by_lead and one.by_lead.evidence else one.by_owner
    if said and said.evidence:
        paper.detail(t.plain("evidence: {text}", text=terse(said.evidence)))
    paper.detail(t.plain("computed timeliness: {formula}", formula=formula(one)))
    if one.objection:
        paper.detail(t.plain("objection: {text}", text=terse(one.objection.reason)))
    paper.detail(t.plain("to be on the next agenda"))


def _team(t: Translator, directory: Directory, team: str | None) -> str:
    found = directory.team(team)
    return found.name(t.lang) if found else (team or t.plain("Without a team"))
