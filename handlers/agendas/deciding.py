"""What a meeting settles: decisions, and the four ways out of what has stood on the agenda too long."""

import datetime as dt
import re
from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.agendas import cards, forms, lines, posts
from bot.blocks.kit import Card
from bot.domain import agendas as rules
from bot.domain import difficulties as difficulty_rules
from bot.domain import tasks as task_rules
from bot.domain.agendas import Decision, Item, Outcome, Remark
from bot.domain.difficulties import Difficulty, Note, Step
from bot.domain.events import EventKind
from bot.domain.permissions import check, subject
from bot.domain.tasks import Task
from bot.domain.teams import Team
from bot.i18n import Md
from bot.refusals import Refusal, beside
from bot.speech import agendas as speech
from bot.speech.amounts import whole
from bot.speech.text import TITLE
from handlers.agendas import steps
from handlers.asks import Ask, Open, Redraw, Reply, Say
from handlers.difficulties import steps as difficulty_steps
from storage import agendas, difficulties, events, tasks

_DIFFICULTY: Final = re.compile(r"(?<![\w-])D-?(\d{1,9})(?![\w-])", re.IGNORECASE)


def decide(ask: Ask) -> Reply:
    """`/agenda decide TEXT [@owner] [by: DATE]`, or the form."""
    line: speech.Decision | None = ask.args
    team = steps.team_of(ask, line.team if line else None)
    steps.check_decides(ask, team)
    if line is None:
        return Open(forms.decision(ask.t, team))
    owner = steps.employee(ask, line.owner.id, line.owner.name) if line.owner else None
    decision, notes = record(ask, team, line.text, owner, line.by, None)
    return Say(cards.decided(ask.t, decision, team, ask.directory, notes))


def save_decision(ask: Ask) -> Reply:
    """The form, filled in; one that was opened from an item settles it."""
    new, team = forms.read_decision(ask.values), steps.kept(ask)
    steps.check_decides(ask, team)
    owner = beside("owner", lambda: steps.employee(ask, new.owner, "")) if new.owner else None
    number = ask.state.get("item")
    item = steps.item_of(ask, int(number)) if number else None
    decision, notes = record(ask, team, new.text, owner, new.due, item)
    if item is None:
        return Say(cards.decided(ask.t, decision, team, ask.directory, notes))
    return Redraw(_card(ask, team, item.agenda))


def show_carried(ask: Ask) -> Reply:
    """*Decide what was carried over*: each matter from its second agenda on, with its four ways out."""
    team, _ = steps.pressed(ask)
    steps.check_decides(ask, team)
    return Say(_carried(ask, team))


def do(ask: Ask) -> Reply:
    """*Do*: who does what by when."""
    item, team = _pressed(ask)
    record = steps.record_of(ask, item)
    owner = record.owner if record is not None else item.presenter
    text = kit.cut(steps.matter(item, record), 1900)
    return Open(forms.decision(ask.t, team, text, owner, item.number, carried=_carries(ask)))


def drop(ask: Ask) -> Reply:
    """*Drop*: it leaves the agenda, a task behind it is dropped. A difficulty ends only when the company was told."""
    item, team = _pressed(ask)
    record = steps.record_of(ask, item, lock=True)
    if isinstance(record, Difficulty):
        raise Refusal(
            "A difficulty ends when the company has been told. `/difficulty decline {ref} REASON` records that.",
            ref=record.ref,
        )
    if record is not None:
        check(ask.actor, "tasks.direct", subject(owner=record.owner, teams=[record.team]))
        _drop_task(ask, record)
    _settle(ask, item, Outcome.DROPPED)
    return Redraw(_card(ask, team, item.agenda))


def split(ask: Ask) -> Reply:
    """*Split*: several items instead of one."""
    item, _team = _pressed(ask)
    record = steps.record_of(ask, item)
    text = item.text or (record.text if isinstance(record, Difficulty) else record.title if record else item.ref)
    return Open(forms.split(ask.t, item.number, text, carried=_carries(ask)))


def save_split(ask: Ask) -> Reply:
    """The new items stand on the next agenda, in their first week."""
    item = steps.item_of(ask, int(ask.state.get("item", 0)))
    team = ask.directory.pick_team(item.team)
    steps.check_decides(ask, team)
    prefix = f"{item.ref}: " if item.ref else ""
    for text in forms.read_split(ask.values):
        part = Item(0, team.key, f"{prefix}{text}", ask.now, ask.who.id, item.presenter)
        agendas.add_item(ask.session, ask.ws, part, ask.now)
    _settle(ask, item, Outcome.SPLIT)
    return Redraw(_card(ask, team, item.agenda))


def escalate(ask: Ask) -> Reply:
    """*Escalate*: it stands on the agenda of the team above; without one, before the leadership."""
    item, team = _pressed(ask)
    record = steps.record_of(ask, item, lock=True)
    above = ask.directory.team(team.parent)
    above = above if above is not None and above.active else None
    if isinstance(record, Difficulty) and above is not None and above.key not in record.teams:
        _escalate_difficulty(ask, record, above)
    else:
        _escalate_item(ask, item, record, team, above)
    _settle(ask, item, Outcome.ESCALATED)
    return Redraw(_card(ask, team, item.agenda))


# steps ----------------------------------------------------------------------------------------------------------------


def _pressed(ask: Ask) -> tuple[Item, Team]:
    """The open item behind a button, for those who may decide about it."""
    item = steps.item_of(ask, whole(ask.words.partition(".")[0]) or 0)
    team = ask.directory.pick_team(item.team)
    steps.check_decides(ask, team)
    return item, team


def record(
    ask: Ask, team: Team, text: str, owner: str | None, due: dt.date | None, item: Item | None, about: str = ""
) -> tuple[Decision, list[Md]]:
    """Keep a decision, and what it becomes: a note of the difficulty that it names, else its owner's task.

    `about` is the sitting that settled it, such as `M-4`; empty: the weekly meeting, about its agenda. Gives what
    became of it too, a sentence each.
    """
    named = _named_difficulty(ask, team, text)
    settles = item or _item_about(ask, team, text, named)
    became, notes = "", []
    if named is not None:
        became, notes = named.ref, [_noted(ask, named, text, owner, due)]
    elif owner is not None:
        task = _task(ask, team, text, owner, due)
        became, notes = task.ref, [ask.t("It became the task {ref}.", ref=task.ref)]
    draft = Decision(
        number=0,
        team=team.key,
        agenda=about or (item.agenda if item else "") or steps.discussed(ask, team),
        text=text,
        by=ask.who.id,
        at=ask.now,
        owner=owner,
        due=due,
        became=became,
        item=settles.number if settles else None,
    )
    decision = agendas.decide(ask.session, ask.ws, draft)
    if settles is not None:
        _settle(ask, settles, Outcome.DECIDED)
        matter = settles.text or (f"{named.ref} {named.text}" if named else settles.ref)
        notes.append(ask.t("This is off the agenda: {matter}", matter=lines.short(matter)))
    _tell_owner(ask, decision, team)
    return decision, notes


def _settle(ask: Ask, item: Item, outcome: Outcome) -> None:
    """The matter leaves the agenda, and with it what stands in its line."""
    for one in (item, *(said.item for said in _remarks(ask, item))):
        agendas.settle(ask.session, ask.ws, one, outcome, ask.who.id, ask.now)


def _remarks(ask: Ask, item: Item) -> list[Remark]:
    return steps.remarks(ask, item, agendas.open_items(ask.session, ask.ws, item.team))


def _drop_task(ask: Ask, task: Task) -> None:
    waiting = [one for one in tasks.children(ask.session, ask.ws, task.number) if one.unfinished]
    reason = ask.channel_tongue(task.team).plain("The weekly meeting dropped it.")
    after = task_rules.drop(task, reason, waiting)
    tasks.save(ask.session, ask.ws, after, ask.who.id, ask.now, task_rules.Step.DROP.value)
    entry = task_rules.Update(task.number, ask.who.id, ask.now, task_rules.Step.DROP, task.percent, reason)
    tasks.append(ask.session, ask.ws, entry)


def _named_difficulty(ask: Ask, team: Team, text: str) -> Difficulty | None:
    """The difficulty that the text names, of this team or escalated to it."""
    for found in _DIFFICULTY.finditer(text):
        one = difficulties.get(ask.session, ask.ws, int(found[1]))
        if one is not None and team.key in one.teams and difficulty_rules.may(one, Step.NOTE):
            return one
    return None


def _item_about(ask: Ask, team: Team, text: str, named: Difficulty | None) -> Item | None:
    """What a decision settles: the added item that it begins with, else the one of the difficulty that it names."""
    found = agendas.open_items(ask.session, ask.ws, team.key)
    of_named = (item for item in found if named is not None and item.ref == named.ref)
    return rules.item_about(found, text) or next(of_named, None)


def _noted(ask: Ask, one: Difficulty, text: str, owner: str | None, due: dt.date | None) -> Md:
    who = ask.directory.person(owner)
    more = [who.name if who else "", due.isoformat() if due else ""]
    whole = " · ".join(part for part in (text, *more) if part)
    difficulties.note(ask.session, ask.ws, one.number, Note(ask.who.id, ask.now, Step.NOTE, whole))
    return ask.t("It stands as a note in {ref}.", ref=one.ref)


def _task(ask: Ask, team: Team, text: str, owner: str, due: dt.date | None) -> Task:
    wanted = task_rules.Wanted(
        title=kit.cut(" ".join(text.split()), TITLE.length),
        owner=owner,
        team=team.key,
        start=min(ask.today, due) if due else ask.today,
        due=due,
        note=text if len(text) > TITLE.length else "",
    )
    draft = task_rules.draft(wanted, who=ask.who.id, now=ask.now)
    task = tasks.add(ask.session, ask.ws, draft, ask.who.id, ask.now)
    events.tell(ask.session, ask.ws, EventKind.TASK_ADDED, [task.ref], [team.key], ask.now)
    return task


def _tell_owner(ask: Ask, decision: Decision, team: Team) -> None:
    """Whoever must carry it out hears of it, unless they recorded it themselves."""
    owner = ask.directory.person(decision.owner)
    if owner is None or owner.id == ask.who.id:
        return
    t = steps.of_person(ask, owner)
    card = cards.for_owner(t, decision, team, ask.directory)
    steps.say(ask, steps.OWNER_HEARS, f"{decision.number}", card, person=owner.id)


def _escalate_difficulty(ask: Ask, one: Difficulty, above: Team) -> None:
    after = difficulty_steps.keep(ask, difficulty_rules.escalate(one, above.key), Step.ESCALATE, about=above.key)
    difficulty_steps.happened(ask, EventKind.DIFFICULTY_ESCALATED, after)
    if above.lead and above.lead != ask.who.id:
        difficulty_steps.plan(ask, difficulty_steps.ESCALATED, after, above.lead)


def _escalate_item(ask: Ask, item: Item, record: Difficulty | Task | None, team: Team, above: Team | None) -> None:
    words = ": ".join([steps.matter(item, record), *(said.text for said in _remarks(ask, item))])
    raised = Item(
        0,
        above.key if above else team.key,
        words,
        ask.now,
        ask.who.id,
        item.presenter,
        origin=team.key if above else "",
        escalated=True,
    )
    agendas.add_item(ask.session, ask.ws, raised, ask.now)


def _carries(ask: Ask) -> bool:
    """The button stands on the card of all that was carried over, or the form was opened from there."""
    return ask.words.endswith(posts.CARRIED) or bool(ask.state.get("carried"))


def _card(ask: Ask, team: Team, occurrence: str) -> Card:
    """The card that somebody decided on, as it is now: what is left, and what became of the others."""
    return (_carried if _carries(ask) else _forced)(ask, team, occurrence)


def _carried(ask: Ask, team: Team, occurrence: str = "") -> Card:
    """What has stood in an agenda; of the one called `occurrence` also what was settled since."""
    needs = steps.composed(ask, team, steps.coming(ask, team)).carried
    return posts.carried(ask.tongue(team.key), needs, ask.directory, _settled(ask, team, occurrence, 1))


def _forced(ask: Ask, team: Team, occurrence: str) -> Card:
    due = steps.week(ask, team, occurrence)
    needs = steps.composed(ask, team, due).forced if due else ()
    settled = _settled(ask, team, occurrence, rules.FORCED_AT)
    return posts.forced(ask.tongue(team.key), needs, ask.directory, settled)


def _settled(ask: Ask, team: Team, occurrence: str, least: int) -> list[Md]:
    """What became of what stood in this agenda, and in so many in all."""
    stood = agendas.shown_items(ask.session, ask.ws, team.key, occurrence)
    old = [item for item in stood if item.weeks >= least and item.outcome is not None]
    settled = {one.number: one for one in (_teller(item, stood) for item in old)}
    by_item = agendas.decided_by(ask.session, ask.ws, settled)
    t = ask.tongue(team.key)
    return [cards.settled(t, item, ask.directory, by_item.get(number)) for number, item in settled.items()]


def _teller(item: Item, stood: Sequence[Item]) -> Item:
    """The item that tells what became of this one: another of the same task, in whose line it stood."""
    about = f"{item.text} ".partition(" ")[0]
    others = (one for one in stood if one.settled == item.settled and not item.ref)
    return next(
        (one for one in others if one.ref == about or (one.number < item.number and one.text.startswith(f"{about} "))),
        item,
    )
