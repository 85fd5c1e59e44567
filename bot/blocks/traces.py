"""The trace of a record on one card: each link of the chain in the order in which one leads to the next."""

import datetime as dt
from collections.abc import Iterator

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.difficulties.parts import MARKS, short, state_name
from bot.blocks.indicators import line as indicator_line
from bot.blocks.kit import Block, Card
from bot.blocks.plans import line as plan_line
from bot.blocks.sittings import held_line
from bot.blocks.tasks import line as task_line
from bot.domain.agendas import Decision, Item, Outcome
from bot.domain.difficulties import Difficulty
from bot.domain.directory import Directory
from bot.domain.duty import Entry
from bot.domain.evaluations import Assessment
from bot.domain.referrals import Referral, ReferralState
from bot.domain.refs import Ref
from bot.domain.surveys import Survey
from bot.domain.traces import Chain
from bot.domain.visits import Visit, VisitState
from bot.i18n import Md, Translator, escape

LETTERS = 120  # of a text in a line


def card(t: Translator, ref: Ref, chain: Chain, directory: Directory, today: dt.date) -> Card:
    """The whole chain; what was asked for is pointed at, and each record can be opened."""
    said = t("The trace of {ref}", ref=str(ref))
    alone = [kit.context(t("Nothing hangs on {ref} yet.", ref=str(ref)))] if chain.size == 1 else []
    blocks: list[Block] = [kit.section(kit.bold(said)), kit.context(_count(t, chain)), *alone]
    for at, (own, line, shows) in enumerate(_lines(t, chain, directory, today)):
        mark = ":round_pushpin: " if own == str(ref) else ""
        button = kit.button(t.plain("Show"), f"{AGAIN}#{at}", shows) if shows else None
        blocks.append(kit.section(Md(f"{mark}{line}"), button))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def _count(t: Translator, chain: Chain) -> Md:
    """`1 visit → 2 difficulties → 1 task`: what there is, in one look."""
    counts = (
        t.many("{n} organisation", "{n} organisations", len(chain.organisations)) if chain.organisations else None,
        t.many("{n} item of the plan", "{n} items of the plan", len(chain.plan)) if chain.plan else None,
        t.many("{n} indicator", "{n} indicators", len(chain.indicators)) if chain.indicators else None,
        t.many("{n} survey", "{n} surveys", len(chain.surveys)) if chain.surveys else None,
        t.many("{n} visit", "{n} visits", len(chain.visits)) if chain.visits else None,
        t.many("{n} difficulty", "{n} difficulties", len(chain.difficulties)) if chain.difficulties else None,
        t.many("{n} referral", "{n} referrals", len(chain.referrals)) if chain.referrals else None,
        t.many("{n} line of the duty log", "{n} lines of the duty log", len(chain.entries)) if chain.entries else None,
        t.many("{n} agenda item", "{n} agenda items", len(chain.items)) if chain.items else None,
        t.many("{n} sitting", "{n} sittings", len(chain.sittings)) if chain.sittings else None,
        t.many("{n} decision", "{n} decisions", len(chain.decisions)) if chain.decisions else None,
        t.many("{n} task", "{n} tasks", len(chain.tasks)) if chain.tasks else None,
        t.many("{n} rating", "{n} ratings", len(chain.assessments)) if chain.assessments else None,
    )
    return kit.joined(counts, " → ")


def _lines(t: Translator, chain: Chain, directory: Directory, today: dt.date) -> Iterator[tuple[str, Md, str]]:
    """Each link: its ref, its line, and the words that show it."""
    yield from _beginnings(t, chain, directory)
    yield from _links(t, chain, directory, today)


def _beginnings(t: Translator, chain: Chain, directory: Directory) -> Iterator[tuple[str, Md, str]]:
    """What is no link, but what a trace may be begun with or what a link names."""
    for place in chain.organisations:
        yield place.ref, Md(f":office: {_head(place.ref, place.name)}"), f"org show {place.ref}"
    for progress in chain.plan:
        yield progress.item.ref, plan_line(t, progress, directory), f"plan show {progress.item.ref}"
    for course in chain.indicators:
        yield course.indicator.ref, indicator_line(t, course, directory), f"indicator show {course.indicator.ref}"
    for survey in chain.surveys:
        yield survey.ref, _survey(t, survey), f"survey show {survey.ref}"


def _links(t: Translator, chain: Chain, directory: Directory, today: dt.date) -> Iterator[tuple[str, Md, str]]:
    for visit in chain.visits:
        yield visit.ref, _visit(t, visit, directory), f"visit show {visit.ref}"
    for one in chain.difficulties:
        yield one.ref, _difficulty(t, one, directory), f"difficulty show {one.ref}"
        for asked in chain.referrals:
            if asked.difficulty == one.number:
                yield "", _referral(t, asked), f"org show O-{asked.organisation}"
    for entry in chain.entries:
        yield "", _entry(t, entry), ""
    for item in chain.items:
        yield "", _item(t, item, directory), f"agenda team {item.team}"
    for sitting in chain.sittings:
        line = Md(f":calendar: {held_line(t, sitting)}")
        yield sitting.meeting.ref, line, f"meeting show {sitting.meeting.ref}"
    yield from _outcomes(t, chain, directory, today)


def _outcomes(t: Translator, chain: Chain, directory: Directory, today: dt.date) -> Iterator[tuple[str, Md, str]]:
    for decision in chain.decisions:
        yield "", _decision(t, decision, directory), ""
    for task in chain.tasks:
        line = Md(f":clipboard: {task_line(t, task, today, directory, LETTERS)}")
        yield task.ref, line, f"task show {task.ref}"
        for rated in chain.assessments:
            if rated.task == task.number:
                yield "", _assessment(t, rated), ""


def _head(ref: str, text: str) -> Md:
    return Md(f"{kit.bold(ref)} {escape(kit.cut(' '.join(text.split()), LETTERS))}")


def _survey(t: Translator, one: Survey) -> Md:
    return kit.joined([Md(f":ballot_box_with_ballot: {_head(one.ref, one.title)}"), t("until {day}", day=one.closes)])


def _entry(t: Translator, one: Entry) -> Md:
    text = escape(kit.cut(" ".join(one.text.split()), LETTERS))
    return kit.joined([Md(f":memo: {kit.bold(t('Duty log'))}"), escape(t.day(one.day)), text])


def _visit(t: Translator, one: Visit, directory: Directory) -> Md:
    head = Md(f":footprints: {_head(one.ref, one.organisation_name)}")
    state = {
        VisitState.PLANNED: t("planned for {day}", day=one.day),
        VisitState.DONE: escape(t.day(one.day)),
        VisitState.UNDONE: t("taken back"),
    }[one.state]
    who = t.listing([kit.named(directory.person(person)) for person in one.people])
    return kit.lines(kit.joined([head, state, who]), escape(kit.cut(one.summary, LETTERS)) if one.summary else None)


def _difficulty(t: Translator, one: Difficulty, directory: Directory) -> Md:
    head = Md(f"{MARKS[one.state]} {_head(one.ref, short(one, LETTERS))}")
    owner = kit.named(directory.person(one.owner)) if one.owner else t("nobody yet")
    told = t("the company was told: {answer}", answer=kit.cut(one.answer, LETTERS)) if one.answer else None
    return kit.lines(kit.joined([head, escape(state_name(t, one.state)), owner]), told)


def _referral(t: Translator, one: Referral) -> Md:
    said = {
        ReferralState.OPEN: t("{name} was asked, until {day}", name=one.organisation_name, day=one.due),
        ReferralState.ANSWERED: t(
            "{name} answered on {day}", name=one.organisation_name, day=one.answered_on or one.due
        ),
        ReferralState.WITHDRAWN: t("{name} is no longer asked", name=one.organisation_name),
    }[one.state]
    return kit.joined(
        [Md(f":arrow_right: {said}"), escape(kit.cut(one.answer, LETTERS)) if one.answer else None], " — "
    )


def _item(t: Translator, one: Item, directory: Directory) -> Md:
    team = directory.team(one.team)
    outcome = {
        None: t.many("{n} week on the agenda", "{n} weeks on the agenda", one.weeks) if one.weeks else None,
        Outcome.DECIDED: t("decided"),
        Outcome.DROPPED: t("dropped"),
        Outcome.SPLIT: t("split into several items"),
        Outcome.ESCALATED: t("escalated"),
        Outcome.RESOLVED: t("resolved"),
    }[one.outcome]
    where = t("Agenda of {team}", team=team.name(t.lang) if team else one.team)
    text = _head(one.ref, one.text) if one.ref else escape(kit.cut(one.text, LETTERS))
    return kit.joined([Md(f":spiral_note_pad: {kit.bold(where)}"), text, outcome])


def _decision(t: Translator, one: Decision, directory: Directory) -> Md:
    owner = kit.named(directory.person(one.owner)) if one.owner else None
    text = escape(kit.cut(" ".join(one.text.split()), LETTERS))
    due = t("due {day}", day=one.due) if one.due else None
    return kit.joined(
        [Md(f":hammer: {kit.bold(t('Decision'))}"), text, escape(t.day(one.at.astimezone(t.zone).date())), owner, due]
    )


def _assessment(t: Translator, one: Assessment) -> Md:
    effectiveness = one.effectiveness
    marks = (
        t("effectiveness {a}, timeliness {b}", a=effectiveness, b=one.timeliness)
        if effectiveness is not None
        else t("timeliness {b}, effectiveness not rated yet", b=one.timeliness)
    )
    return kit.joined([Md(f":bar_chart: {kit.bold(one.ref)} {escape(t.month(one.month))}"), marks])
