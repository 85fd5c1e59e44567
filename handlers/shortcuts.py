"""Message shortcuts: *Log as visit*, *Log as difficulty*, *Task update* open a form that begins with the message.

Nothing of the message is stored but what the person submits, and the address of the message.
"""

from dataclasses import replace
from typing import Final

from bot.blocks import difficulties as difficulty_blocks
from bot.blocks import tasks as task_blocks
from bot.blocks import visits as visit_blocks
from bot.domain.difficulties import Wanted
from bot.domain.permalinks import permalink, written_on
from bot.domain.permissions import check, subject
from bot.domain.tasks import Said, Task
from bot.domain.visits import NewVisit
from bot.domain.words import understand
from bot.refusals import Faults, Refusal
from bot.speech import messages
from handlers.asks import Ask, Binding, Feature, Open, Reply
from handlers.tasks import living
from handlers.tasks.steps import numbered
from storage import tasks

TS: Final = "ts"  # of the message, in the values of a shortcut


def log_visit(ask: Ask) -> Reply:
    """*Log as visit*: on the day of the message."""
    raw = ask.words
    day = written_on(str(ask.values.get(TS, "")), ask.t.zone, ask.today)
    read = messages.visit(raw, day)
    new = NewVisit(ask.who.id, "", day, read.rest, permalink=_address(ask))
    if read.line is not None:
        line, most = read.line, visit_blocks.MOST_DIFFICULTIES
        tags = understand(line.tags, ask.workspace.vocabulary)
        more = [f"! {one}" for one in line.difficulties[most:]] + [f"#{tag}" for tag in tags.unknown]
        known = [one.id for one in line.people if one.id and one.id in ask.directory.people]
        new = replace(
            new,
            organisation=line.organisation,
            day=line.on or day,
            summary=messages.shortened("\n".join(part for part in (line.summary, *more, read.rest) if part)),
            kinds=tags.kinds,
            sectors=tags.sectors,
            regions=tags.regions,
            companions=tuple(dict.fromkeys(one for one in known if one != ask.who.id)),
            difficulties=line.difficulties[:most],
            urgent=line.urgent,
        )
    dated = read.line is None or read.line.dated
    return Open(visit_blocks.form(ask.t, ask.directory, ask.today, prefill=new, dated=dated))


def log_difficulty(ask: Ask) -> Reply:
    """*Log as difficulty*: for the home division of who does it."""
    raw = ask.words
    line = messages.difficulty(raw, ask.today)
    home = ask.directory.home(ask.who.id)
    wanted = Wanted(messages.text(raw), team=home.key if home else None, permalink=_address(ask))
    if line is not None:
        tags = understand(line.tags, ask.workspace.vocabulary)
        wanted = replace(
            wanted,
            text=line.text,
            organisation=line.organisation or "",
            categories=(*tags.kinds, *tags.sectors, *tags.regions, *tags.unknown),
            urgent=line.urgent,
        )
    return Open(difficulty_blocks.raise_form(ask.t, ask.directory, ask.who.id, wanted))


def tell_task(ask: Ask) -> Reply:
    """*Task update*: of the task that the message names, or of one that is chosen in the form."""
    raw = ask.words
    line = messages.task(raw, ask.today)
    said = Said(line.percent, line.text, line.health, line.next) if line else Said(text=messages.text(raw))
    task = line.ref.number if line else messages.task_named(raw)
    return Open(task_blocks.telling_form(ask.t, _choices(ask, task), said, task, _address(ask)))


def save_task(ask: Ask) -> Reply:
    """The form of *Task update*, filled in."""
    field = "number"
    number = task_blocks.read_task(ask.values)
    said = task_blocks.read_told(ask.values)
    try:
        one = numbered(ask, number)
        check(ask.actor, "tasks.update", subject(author=one.created_by, owner=one.owner, teams=one.teams))
        field = "percent" if one.children else "number"
        return living.told(ask, one, said, str(ask.state.get("link", "")))
    except Refusal as refusal:
        raise Faults({field: refusal}) from refusal


def _address(ask: Ask) -> str:
    here = ask.origin
    return permalink(ask.workspace.domain, here.channel, str(ask.values.get(TS, "")), here.thread)


def _choices(ask: Ask, named: int | None) -> list[Task]:
    """The one that the message names, then mine, then my division's: as many as a menu takes."""
    home = ask.directory.home(ask.who.id)
    found = list(tasks.by_ids(ask.session, ask.ws, [named] if named else []).values())
    found = [one for one in found if one.unfinished] + tasks.of_owner(ask.session, ask.ws, ask.who.id)
    if home is not None:
        found += tasks.find_chosen(ask.session, ask.ws, tasks.Choice(team=home.key), task_blocks.MOST)
    return list({one.number: one for one in found}.values())


FEATURE = Feature(
    forms={"tasks:told": Binding(save_task)},
    shortcuts={
        "visits:from_message": Binding(log_visit, writes=False),
        "difficulties:from_message": Binding(log_difficulty, writes=False),
        "tasks:from_message": Binding(tell_task, writes=False),
    },
)
