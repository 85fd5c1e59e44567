"""The gathered agenda's picture: who met the quota, which difficulties wait, how the tasks stand, a row a team."""

from collections.abc import Sequence
from typing import Final

from bot.charts.canvas import (
    ACCENT,
    BODY,
    CALM,
    FIGURE,
    HAIRLINE,
    INK,
    MARGIN,
    MUTED,
    PAPER,
    SAND,
    SLATE,
    SMALL,
    SOFT,
    STEEL,
    TRACK,
    WIDTH,
    Chart,
    Heading,
    Run,
    Sheet,
    leading,
    notice,
    run_width,
)
from bot.charts.lettering import width, wrap
from bot.domain.charts import AgendaChart, TeamBars, together
from bot.i18n import Translator
from bot.values import frozen

ROWS: Final = 16  # more would be unreadable beside a message; the rest becomes one row
BAR: Final = 20
NAME: Final = (MARGIN, 190.0)  # each column: where it starts, how wide it is
QUOTA: Final = (238.0, 80.0)
OPEN: Final = (440.0, 72.0)
TASKS: Final = (598.0, 172.0)
GUTTER: Final = 8  # between one column and the next
HEAD: Final = 124
SHARE_SEEN: Final = 0.16  # no part of a bar is narrower than its number


@frozen
class _Row:
    team: TeamBars
    name: list[str]
    quiet: bool

    @classmethod
    def of(cls, team: TeamBars, quiet: bool) -> "_Row":
        return cls(team, wrap(team.name, NAME[1], BODY) or ["–"], quiet)

    @property
    def height(self) -> float:
        return 40 + max(0, len(self.name) - 1) * 18


def agenda_chart(t: Translator, facts: AgendaChart) -> Chart:
    """Last week's results, a row a team.

    Beyond `ROWS` teams those with most late and missed stay, in their order, and the others become one row.
    """
    title = t.plain("Results by team")
    days = t.plain("{first} to {last}", first=facts.first, last=facts.last)
    if all(team.silent for team in facts.teams):
        nothing = t.plain("No team has a quota, a visit, a difficulty or a task to show for these days.")
        return notice(title, days, nothing).chart(title, (f"{title}, {days}.", nothing))
    total = facts.total or together("", facts.teams)
    teams = selected(t, facts.teams)
    gathered = teams[-1] if len(facts.teams) > ROWS else None
    sheet = _draw(t, title, days, total, [_Row.of(team, quiet=team is gathered) for team in teams])
    return sheet.chart(title, (f"{title}, {days}.", *(_words(t, team) for team in (_named(t, total), *teams))))


def selected(t: Translator, teams: Sequence[TeamBars]) -> list[TeamBars]:
    """At most `ROWS` rows: the teams that need a look, and one row for all the others."""
    if len(teams) <= ROWS:
        return list(teams)
    by_need = sorted(range(len(teams)), key=lambda at: (-_need(teams[at]), at))
    kept = set(by_need[: ROWS - 1])
    others = [team for at, team in enumerate(teams) if at not in kept]
    name = t.many_plain("{n} other team", "{n} other teams", len(others))
    return [*(teams[at] for at in sorted(kept)), together(name, others)]


def _need(team: TeamBars) -> int:
    return team.late + team.tasks_late + team.blocked + team.unmet


def _named(t: Translator, total: TeamBars) -> TeamBars:
    return together(t.plain("All teams"), [total])


def _words(t: Translator, team: TeamBars) -> str:
    return t.plain(
        "{team}: quota met by {met} of {people}, visits {visits} (quota {expected}); "
        "difficulties open {open}, late {late}; "
        "tasks on track {on_track}, at risk {at_risk}, late {tasks_late}, blocked {blocked}.",
        team=team.name,
        met=team.quota_met,
        people=team.people,
        visits=team.visits,
        expected=_whole(team.expected),
        open=team.open,
        late=team.late,
        on_track=team.on_track,
        at_risk=team.at_risk,
        tasks_late=team.tasks_late,
        blocked=team.blocked,
    )


def _whole(value: float) -> float:
    return int(value) if value == int(value) else round(value, 1)


def _draw(t: Translator, title: str, days: str, total: TeamBars, rows: Sequence[_Row]) -> Sheet:
    head = Heading.of(title, days)
    sheet = Sheet(head.height + HEAD + sum(row.height for row in rows) + MARGIN)
    head.draw(sheet)
    _columns(t, sheet, head.height, total)
    y = head.height + HEAD
    each = _reach([row.team for row in rows if not row.quiet])  # the gathered row would dwarf the teams
    for row in rows:
        sheet.line([(MARGIN, y), (WIDTH - MARGIN, y)], HAIRLINE)
        _row(sheet, y, row, each)
        y += row.height
    return sheet


def _columns(t: Translator, sheet: Sheet, y: float, total: TeamBars) -> None:
    """Each column's name, its total in large type, and the key to its colours."""
    room = OPEN[0] - QUOTA[0] - GUTTER
    met = t.plain("{met} of {people}", met=total.quota_met, people=total.people) if total.people else "–"
    _column(sheet, y, QUOTA[0], t.plain("Quota met"), met, CALM, room)
    _column(sheet, y, OPEN[0], t.plain("Difficulties"), t.number(total.open), INK, TASKS[0] - OPEN[0] - GUTTER)
    _column(sheet, y, TASKS[0], t.plain("Tasks"), t.number(total.tasks), INK, TASKS[1])
    y += 84
    people = [Run(t.plain("people"), CALM, bold=True), Run("·", MUTED), Run(t.plain("visits"), MUTED)]
    sheet.run(QUOTA[0], y, people, SMALL)
    waiting = [Run(t.plain("open"), MUTED, bold=True), Run("·", MUTED), Run(t.plain("late"), ACCENT, bold=True)]
    sheet.run(OPEN[0], y, waiting, SMALL)
    _key(sheet, TASKS[0], y, [(t.plain("on track"), SOFT), (t.plain("at risk"), SAND)])
    _key(sheet, TASKS[0], y + 22, [(t.plain("late"), ACCENT), (t.plain("blocked"), SLATE)])


def _column(sheet: Sheet, y: float, x: float, name: str, figure: str, colour: str, room: float) -> None:
    sheet.text(x, y + BODY, name, BODY, bold=True)
    size = FIGURE * min(1.0, room / width(figure, FIGURE, bold=True))
    sheet.text(x, y + BODY + 40, figure, size, bold=True, colour=colour)


def _key(sheet: Sheet, x: float, y: float, entries: Sequence[tuple[str, str]]) -> None:
    for word, colour in entries:
        sheet.box(x, y - 12, 13, 13, colour)
        sheet.text(x + 18, y, word, SMALL, colour=MUTED)
        x += 18 + width(word, SMALL) + 12


def _row(sheet: Sheet, y: float, row: _Row, each: float) -> None:
    middle = y + row.height / 2
    first = middle - (len(row.name) - 1) * leading(BODY) / 2 + BODY * 0.36
    sheet.lines(NAME[0], first, row.name, BODY, colour=MUTED if row.quiet else INK)
    _quota(sheet, middle, row.team)
    _difficulties(sheet, middle, row.team, 0 if row.quiet else each)
    _tasks(sheet, middle, row.team)


def _quota(sheet: Sheet, middle: float, team: TeamBars) -> None:
    x, wide = QUOTA
    baseline = middle + BODY * 0.36
    if team.people:
        sheet.box(x, middle - BAR / 2, wide, BAR, TRACK)
        sheet.box(x, middle - BAR / 2, wide * min(1.0, team.quota_met / team.people), BAR, CALM)
    met = Run(f"{team.quota_met}/{team.people}", INK, bold=True) if team.people else Run("–", MUTED)
    numbers = [met, Run("·", MUTED), Run(str(team.visits), MUTED)]
    start = x + wide + 10
    fits = start + run_width(numbers, BODY) <= OPEN[0] - GUTTER
    sheet.run(start, baseline, numbers if fits else numbers[:1])


def _difficulties(sheet: Sheet, middle: float, team: TeamBars, each: float) -> None:
    """A bar of `each` units a difficulty, with the numbers at its end; 0 for the numbers alone."""
    x = OPEN[0]
    baseline = middle + BODY * 0.36
    if not team.open:
        sheet.text(x, baseline, "0", colour=MUTED)
        return
    if each:
        late = each * min(team.late, team.open)
        sheet.box(x, middle - BAR / 2, late, BAR, ACCENT)
        sheet.box(x + late, middle - BAR / 2, each * team.open - late, BAR, STEEL)
        x += each * team.open + 10
    sheet.run(x, baseline, _waiting(team))


def _waiting(team: TeamBars) -> list[Run]:
    late = [Run("·", MUTED), Run(str(team.late), ACCENT, bold=True)] if team.late else []
    return [Run(str(team.open), INK, bold=True), *late]


def _reach(teams: Sequence[TeamBars]) -> float:
    """How long a difficulty is drawn, so that every bar and the numbers at its end stay in their column."""
    room = TASKS[0] - GUTTER - OPEN[0] - 10
    waiting = [team for team in teams if team.open]
    return min((min(OPEN[1], room - run_width(_waiting(team), BODY)) / team.open for team in waiting), default=0)


def _tasks(sheet: Sheet, middle: float, team: TeamBars) -> None:
    x, wide = TASKS
    if not team.tasks:
        sheet.text(x, middle + BODY * 0.36, "0", colour=MUTED)
        return
    parts = [
        (team.on_track, SOFT, INK),
        (team.at_risk, SAND, INK),
        (team.tasks_late, ACCENT, PAPER),
        (team.blocked, SLATE, PAPER),
    ]
    shown = [part for part in parts if part[0]]
    for (count, colour, ink), part in zip(shown, shares([part[0] for part in shown]), strict=True):
        sheet.box(x, middle - BAR / 2 - 1, wide * part - 1.5, BAR + 2, colour)
        if width(str(count), SMALL) < wide * part - 2:
            at = x + (wide * part - 1.5) / 2
            sheet.text(at, middle + SMALL * 0.36, str(count), SMALL, colour=ink, align="center")
        x += wide * part


def shares(counts: Sequence[int]) -> list[float]:
    """Each count's share of the bar, none too narrow for its number; they add up to 1."""
    raised = [max(count / sum(counts), SHARE_SEEN) for count in counts]
    spare = [max(0.0, part - SHARE_SEEN) for part in raised]
    over = sum(raised) - 1
    return [part - over * (free / sum(spare) if sum(spare) else 0) for part, free in zip(raised, spare, strict=True)]
