"""What a team's channel reads: its agenda, short, with the detail in the thread."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.agendas import detail, lines
from bot.blocks.forces import agenda_line
from bot.blocks.kit import Block, Card
from bot.blocks.surveys import summary_line
from bot.domain.agendas import SHORT, Agenda, Gathered, Need, Plan, Quota, Standing
from bot.domain.directory import Directory
from bot.domain.surveys import Summary
from bot.i18n import Md, Translator

FORCED: Final = 8  # matters with buttons on one card
CARRIED: Final = ".carried"  # ends what a button carries that stands on the card of all that was carried over
PAGES: Final = 1 + detail.PAGES  # in the thread, the forced decisions first


def title(t: Translator, agenda: Agenda) -> str:
    return t.plain("{team}: weekly agenda, {day}", team=agenda.team.name(t.lang), day=agenda.until.date())


def post(t: Translator, agenda: Agenda, directory: Directory, *, threaded: bool = True) -> Card:
    """The week at a glance: counts, and the three matters that need a decision most."""
    said = title(t, agenda)
    blocks = [
        kit.header(said),
        kit.section(kit.lines(*_glance(t, agenda))),
        *_waiting(t, agenda, directory),
        *_note(t, agenda),
        kit.context(*_foot(t, agenda, directory, threaded)),
    ]
    return Card(said, tuple(blocks))


def thread(t: Translator, agenda: Agenda, directory: Directory) -> list[Card]:
    """The detail, a message or more for each section, at most `PAGES`; first what can wait no longer."""
    found: list[Card] = []
    if agenda.forced:
        found.append(forced(t, agenda.forced, directory))
    for name, groups, most in detail.sections(t, agenda, directory):
        found += detail.paged(t, name, groups, most)
    return found


def forced(t: Translator, needs: Sequence[Need], directory: Directory, settled: Sequence[Md] = ()) -> Card:
    """Matters in their third agenda or later, each with its four ways out; `settled` says what became of others."""
    said = t("These matters stand here for the third week or longer. Decide now: do, drop, split or escalate.")
    return _to_decide(t, said, t("All matters of long standing are decided."), needs, directory, settled)


def carried(t: Translator, needs: Sequence[Need], directory: Directory, settled: Sequence[Md] = ()) -> Card:
    """Matters from their second agenda on, for who may decide about them before they are forced."""
    said = t("These matters were carried over. Decide: do, drop, split or escalate.")
    return _to_decide(t, said, t("Nothing carried over is left."), needs, directory, settled, CARRIED)


def _to_decide(
    t: Translator,
    said: Md,
    done: Md,
    needs: Sequence[Need],
    directory: Directory,
    settled: Sequence[Md],
    mark: str = "",
) -> Card:
    blocks: list[Block] = [kit.section(Md(f":hourglass: {kit.bold(said)}"))]
    for need in needs[:FORCED]:
        blocks.append(kit.section(lines.need(t, need, directory)))
        blocks.append(kit.actions(*_ways_out(t, f"{need.item.value}{mark}")))
    if len(needs) > FORCED:
        blocks.append(kit.context(t("{n} more follow when these are decided.", n=len(needs) - FORCED)))
    if not needs:
        blocks = [kit.section(Md(f":white_check_mark: {done}"))]
    blocks += lines.packed([Md(f":white_check_mark: {one}") for one in settled[:20]])
    return Card(said, tuple(blocks))


def _ways_out(t: Translator, value: str) -> list[kit.Element]:
    sure = kit.confirm(t, t.plain("It leaves the agenda. A task behind it is dropped as well."), t.plain("Drop"))
    return [
        kit.button(t.plain("Do"), "agendas:do", value, style="primary"),
        kit.button(t.plain("Drop"), "agendas:drop", value, confirm=sure),
        kit.button(t.plain("Split"), "agendas:split", value),
        kit.button(t.plain("Escalate"), "agendas:escalate", value),
    ]


# the week at a glance -------------------------------------------------------------------------------------------------


def _glance(t: Translator, agenda: Agenda) -> list[Md]:
    return [
        visits_line(t, agenda.last_week, agenda.this_week),
        difficulties_line(t, len(agenda.results.raised), len(agenda.results.answered), agenda.standing),
        tasks_line(t, len(agenda.results.finished), len(agenda.results.slipped), agenda.standing),
        _next_week(t, agenda.plan),
        *watching(t, agenda),
        *([agenda_line(t, agenda.charter, agenda.today)] if agenda.charter and agenda.charter.ends else []),
        *survey_lines(t, agenda.results.surveys),
    ]


def watching(t: Translator, found: Agenda | Gathered) -> list[Md]:
    """How many numbers are off their path or silent, and how much of the inspection plan is behind; else nothing."""
    off, silent = sum(one.off for one in found.indicators), sum(one.stale for one in found.indicators)
    rows = []
    if found.indicators:
        rows.append(t("*Indicators*  off target {off} · without a reading {silent}", off=off, silent=silent))
    if found.inspections:
        rows.append(t("*Inspection plan*  behind {n}", n=len(found.inspections)))
    return rows


def _next_week(t: Translator, plan: Plan) -> Md:
    due, visits, sittings = len(plan.due), len(plan.visits), len(plan.sittings)
    if not sittings:
        return t("*Next week*  tasks due {due} · visits planned {visits}", due=due, visits=visits)
    return t(
        "*Next week*  tasks due {due} · visits planned {visits} · meetings {sittings}",
        due=due,
        visits=visits,
        sittings=sittings,
    )


def survey_lines(t: Translator, found: Sequence[Summary]) -> list[Md]:
    """What closed, with what most said."""
    return [t("*Survey*  {survey}", survey=summary_line(t, one)) for one in found[:SHORT]]


def visits_line(t: Translator, last: Quota, now: Quota) -> Md:
    """This week so far and what is final, against the quota where there is one."""
    past = (
        t("last week")
        if (last.last - last.first).days < 7
        else t("{first} to {last}", first=last.first, last=last.last)
    )
    if not (last.people or now.people):
        return t("*Visits*  this week {visits} · {past} {before}", visits=now.visits, past=past, before=last.visits)
    return t(
        "*Visits*  this week {visits}, quota met {met}/{people} · {past} {before}, {before_met}/{before_people}",
        visits=now.visits,
        met=now.met,
        people=now.people,
        past=past,
        before=last.visits,
        before_met=last.met,
        before_people=last.people,
    )


def difficulties_line(t: Translator, raised: int, answered: int, standing: Standing) -> Md:
    return t(
        "*Difficulties*  raised {raised} · answered {answered} · open {open}, late {late}",
        raised=raised,
        answered=answered,
        open=standing.open,
        late=standing.late,
    )


def tasks_line(t: Translator, finished: int, slipped: int, standing: Standing) -> Md:
    """What is blocked and past due counts as blocked, and says so: a list of what is late has it as well."""
    numbers = {
        "finished": finished,
        "slipped": slipped,
        "open": standing.on_track + standing.at_risk + standing.tasks_late + standing.blocked,
        "risk": standing.at_risk,
        "late": standing.tasks_late,
        "blocked": standing.blocked,
    }
    if standing.blocked_late:
        return t(
            "*Tasks*  finished {finished} · slipped {slipped} "
            "· open {open} (at risk {risk}, late {late}, blocked {blocked}, late too {both})",
            **numbers,
            both=standing.blocked_late,
        )
    return t(
        "*Tasks*  finished {finished} · slipped {slipped} "
        "· open {open} (at risk {risk}, late {late}, blocked {blocked})",
        **numbers,
    )


def _waiting(t: Translator, agenda: Agenda, directory: Directory) -> list[Block]:
    if not agenda.needs:
        return [kit.section(Md(f":white_check_mark: {t('Nothing needs a decision.')}"))]
    head = kit.bold(t.many("{n} matter needs a decision", "{n} matters need a decision", len(agenda.needs)))
    rows = [Md(f"{n}.  {lines.need(t, need, directory)}") for n, need in enumerate(agenda.needs[:SHORT], 1)]
    return [kit.section(kit.lines(Md(f":round_pushpin: {head}"), *rows))]


def _note(t: Translator, agenda: Agenda) -> list[Block]:
    note = agenda.record.note
    return [kit.section(t("*Note of the lead*  {note}", note=lines.short(note, 600)))] if note else []


def _foot(t: Translator, agenda: Agenda, directory: Directory, threaded: bool) -> list[Md]:
    items = t.many("{n} item was added", "{n} items were added", len(agenda.items)) if agenda.items else None
    detail = t("Details are in the thread.") if threaded and agenda.detailed else None
    parts = [confirmation(t, agenda, directory), items, detail]
    return [kit.joined(parts)]


def confirmation(t: Translator, agenda: Agenda, directory: Directory) -> Md:
    """Who confirmed it and when, or that the lead has not: once it is posted, nobody can any more."""
    record = agenda.record
    if record.confirmed is not None:
        name = kit.named(directory.person(record.confirmed_by))
        return t("Confirmed by {name}, {moment}", name=name, moment=record.confirmed)
    if record.frozen is not None and agenda.team.channel:
        return t("Posted unconfirmed")
    lead = directory.person(agenda.team.lead)
    if lead is None:
        return t("Not confirmed: this team has no lead.")
    return t("{name} has not confirmed it.", name=kit.named(lead))
