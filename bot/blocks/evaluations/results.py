"""What a month came to: a team's table, the gathered one, the lowest, and the chart's caption."""

from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.evaluations.parts import change, formula, head, head_plain, team_name, title, who
from bot.blocks.kit import Block, Card
from bot.domain.directory import Directory
from bot.domain.evaluations import Assessment, Evaluation, Means, Results
from bot.i18n import Md, Translator, escape

PAGE = 10
POSTED = 12  # rows of a team's table in its channel: all of them stand behind the button
TEAMS = 30


def team_card(
    t: Translator, results: Results, team: str | None, lowest: Sequence[Assessment], directory: Directory
) -> Card:
    """To a team's channel: its table, lowest first, against the month before."""
    month = results.evaluation
    name = team_name(t, directory, team)
    blocks: list[Block] = [
        kit.header(t.plain("{evaluation}: {team}", evaluation=head_plain(t, month), team=kit.cut(name, 80))),
        kit.section(_summary(t, results)),
    ]
    shown = results.ranked()[:POSTED]
    blocks += _table(t, shown, results, directory)
    mine = [one for one in lowest if one.team == team]
    if mine:
        refs = ", ".join(one.ref for one in mine)
        blocks.append(kit.context(t("On the next agenda, as among the lowest rated: {tasks}", tasks=refs)))
    more = kit.actions(_list_button(t, month, team, len(results.assessments)))
    if len(results.assessments) > len(shown):
        blocks.append(more)
    return kit.fitted(Card(kit.joined([head(t, month), escape(name)]), tuple(blocks)), more)


def team_list(
    t: Translator, results: Results, team: str | None, directory: Directory, page: int, *, provisional: bool
) -> Card:
    """A page of one team's table, for whoever asks."""
    month = results.evaluation
    name = kit.cut(team_name(t, directory, team), 80)
    ranked = results.ranked()
    blocks: list[Block] = [
        kit.header(t.plain("{evaluation}: {team}", evaluation=head_plain(t, month), team=name)),
        kit.section(_summary(t, results)),
    ]
    if provisional:
        blocks.append(kit.context(t("Provisional: answers are taken until {day}.", day=month.locks_on)))
    blocks += _table(t, ranked[(page - 1) * PAGE : page * PAGE], results, directory)
    if len(ranked) > page * PAGE:
        words = f"evaluate results {month.key} {f'team {team} ' if team else ''}page:{page + 1}"
        blocks.append(kit.actions(kit.button(t.plain("More"), MORE, words)))
    return kit.fitted(Card(kit.joined([head(t, month), escape(name)]), tuple(blocks)), kit.context(t("… and more")))


def gathered_card(t: Translator, results: Results, directory: Directory, *, provisional: bool = False) -> Card:
    """To the leadership: a row a team, and the lowest by name."""
    month = results.evaluation
    blocks: list[Block] = [kit.header(head_plain(t, month)), kit.section(_summary(t, results))]
    if provisional:
        blocks.append(kit.context(t("Provisional: answers are taken until {day}.", day=month.locks_on)))
    teams = results.teams()
    rows = [_team_row(t, results, team, directory) for team in teams[:TEAMS]]
    blocks += [kit.section(kit.lines(*rows[at : at + 8])) for at in range(0, len(rows), 8)]
    if len(teams) > TEAMS:
        blocks.append(kit.context(t.many("and {n} more team", "and {n} more teams", len(teams) - TEAMS)))
    lowest = results.lowest()
    if lowest:
        named = kit.lines(*[_low_row(t, one, directory) for one in lowest])
        blocks.append(kit.section(kit.lines(kit.bold(t("Lowest rated, on the next agendas")), named)))
    counted = t.many("{n} task", "{n} tasks", results.means.tasks)
    return kit.fitted(Card(kit.joined([head(t, month), counted]), tuple(blocks)), _rest(t))


def lowest_card(t: Translator, results: Results, directory: Directory) -> Card | None:
    """In the thread of the gathered results: the lowest with their evidence and how their timeliness came about."""
    blocks: list[Block] = []
    for one in results.lowest():
        blocks += [kit.section(_explained(t, one, directory))]
    if not blocks:
        return None
    said = t("Lowest rated, with evidence")
    return kit.fitted(Card(said, (kit.section(kit.bold(said)), *blocks)), _rest(t))


def closed_card(t: Translator, month: Evaluation, when: bool) -> Card:
    """To whoever closed a month by hand; `when`: it was closed just now."""
    said = (
        t("{month} is closed. The results are on their way to the channels.", month=t.month(month.month))
        if when
        else t("{month} is closed already.", month=t.month(month.month))
    )
    button = kit.button(t.plain("Results"), AGAIN, f"evaluate results {month.key}")
    return Card(said, (kit.section(said), kit.actions(button)))


def none_card(t: Translator) -> Card:
    """No month was ever opened."""
    said = t("No month has been evaluated yet. It opens on the last working day of the month.")
    return Card(said, (kit.section(said),))


def item_text(t: Translator, one: Assessment) -> str:
    """One of the lowest as an agenda item, in the language of its team."""
    return t.plain(
        "{ref} {title}: among the lowest of the evaluation of {month} (effectiveness {effect}, timeliness {time})",
        ref=one.ref,
        title=one.title,
        month=t.month(one.month),
        effect=one.effectiveness or 0,
        time=one.timeliness,
    )


def chart_name(month: Evaluation) -> str:
    """The picture's file name."""
    return f"evaluation-{month.key}.png"


# parts ----------------------------------------------------------------------------------------------------------------


def _summary(t: Translator, results: Results) -> Md:
    now, before = results.means, results.means_before if results.before else None
    counted = t.many("{n} task", "{n} tasks", now.tasks)
    unrated = t.many("{n} without marks", "{n} without marks", now.unrated) if now.unrated else None
    return kit.joined([counted, _means(t, now, before) if now.rated else None, unrated])


def _means(t: Translator, now: Means, before: Means | None) -> Md:
    then = before if before is not None and before.rated else None
    return t(
        "effectiveness {effect}, timeliness {time}",
        effect=_mean(now.effectiveness, then.effectiveness if then else None),
        time=_mean(now.timeliness, then.timeliness if then else None),
    )


def _mean(now: float, before: float | None) -> Md:
    return Md(f"*{now:.1f}*{change(now, before)}")


def _table(t: Translator, shown: Sequence[Assessment], results: Results, directory: Directory) -> list[Block]:
    rows = [_table_row(t, one, results, directory) for one in shown]
    return [kit.section(kit.lines(*rows[at : at + 5])) for at in range(0, len(rows), 5)]


def _table_row(t: Translator, one: Assessment, results: Results, directory: Directory) -> Md:
    before = results.before.get(one.task)
    notes = kit.joined(
        [
            who(directory, one.owner) if one.owner else None,
            t("answered late") if one.late else None,
            t("objection") if one.objection else None,
            t("new") if before is None and results.before else None,
        ]
    )
    return kit.lines(kit.joined([title(one, 50), notes]), Md(f"      {_marks(t, one, before)}"))


def _marks(t: Translator, one: Assessment, before: Assessment | None) -> Md:
    then = before.effectiveness if before else None
    rated = one.effectiveness
    effect = Md(f"*{rated}*{change(rated, then)}") if rated is not None else t("not rated")
    time = Md(f"*{one.timeliness}*{change(one.timeliness, before.timeliness if before else None)}")
    return t("effectiveness {effect}, timeliness {time}", effect=effect, time=time)


def _team_row(t: Translator, results: Results, team: str | None, directory: Directory) -> Md:
    mine = results.of_team(team)
    return Md(f"• {kit.bold(kit.cut(team_name(t, directory, team), 60))} · {_summary(t, mine)}")


def _low_row(t: Translator, one: Assessment, directory: Directory) -> Md:
    team = escape(kit.cut(team_name(t, directory, one.team), 30))
    return Md(f"• {kit.joined([title(one, 50), team, _marks(t, one, None)])}")


def _explained(t: Translator, one: Assessment, directory: Directory) -> Md:
    said = one.by_lead if one.by_lead and one.by_lead.evidence else one.by_owner
    objection = one.objection
    return kit.lines(
        kit.joined([title(one, 100), escape(team_name(t, directory, one.team)), who(directory, one.owner)]),
        _marks(t, one, None),
        t("{person}: {evidence}", person=who(directory, said.person), evidence=kit.cut(said.evidence, 300))
        if said
        else None,
        t("computed timeliness: {formula}", formula=formula(t, one.computed)),
        t(
            "{person} objected: {reason}",
            person=who(directory, objection.person),
            reason=kit.cut(objection.reason, 300),
        )
        if objection
        else None,
    )


def _list_button(t: Translator, month: Evaluation, team: str | None, count: int) -> kit.Element:
    words = f"evaluate results {month.key}{f' team {team}' if team else ''}"
    return kit.button(t.many_plain("All {n} task", "All {n} tasks", count), AGAIN, words)


def _rest(t: Translator) -> Block:
    return kit.context(t("The rest: `/evaluate results`"))
