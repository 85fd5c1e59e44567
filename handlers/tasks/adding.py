"""A task is added in one line or by a form, edited, and taken back."""

from dataclasses import replace

from bot.blocks import kit
from bot.blocks import tasks as blocks
from bot.domain import tasks as rules
from bot.domain.events import EventKind
from bot.domain.tasks import Step, Task, Wanted
from bot.i18n import Md
from bot.refusals import Refusal, beside
from bot.speech.people import Mention
from bot.speech.tasks import TaskLine, slips
from bot.speech.text import clean
from handlers.asks import Ask, Kind, Open, Redraw, Reply, Say
from handlers.tasks.steps import (
    allowed,
    card_of,
    drawn,
    happened,
    keep,
    newest,
    numbered,
    opened,
    owner_of,
    tell_owner,
)
from storage import events, tasks


def open_form(ask: Ask) -> Reply:
    """`/task` alone."""
    return Open(blocks.add_form(ask.t, ask.directory, ask.who.id, tasks.programmes(ask.session, ask.ws)))


def add(ask: Ask) -> Reply:
    """A task in one line; the word alone opens the form."""
    line: TaskLine | None = ask.args
    if line is None:
        return open_form(ask)
    team = ask.directory.pick_team(line.team).key if line.team else None
    wanted = Wanted(
        title=line.title,
        owner=_owner(ask, line.owner, team),
        team=team,
        start=line.start,
        due=line.due,
        programme=_programme(ask, line.programme) if line.programme else None,
        parent=line.under.number if line.under else None,
    )
    return _add(ask, wanted, _slipped(ask, line))


def save(ask: Ask) -> Reply:
    """The form, filled in."""
    wanted = _checked(ask, blocks.read(ask.values, str(ask.state.get("link", ""))))
    return _add(ask, wanted)


def _add(ask: Ask, wanted: Wanted, hint: Md | None = None) -> Reply:
    draft = rules.draft(replace(wanted, team=wanted.team or _home(ask, wanted.owner)), who=ask.who.id, now=ask.now)
    if draft.parent is not None:
        _check_parent(ask, draft)
    one = tasks.add(ask.session, ask.ws, draft, ask.who.id, ask.now)
    happened(ask, EventKind.TASK_ADDED, one)
    tell_owner(ask, one)
    said = kit.lines(ask.t("Added as {ref}.", ref=one.ref), hint)
    return Say(card_of(ask, one, ask.t, said, fresh=True))


def edit(ask: Ask) -> Reply:
    """*Edit*, or `/task edit T-12`."""
    one = allowed(ask, "tasks.direct", look=True)
    programmes = tasks.programmes(ask.session, ask.ws)
    return opened(one, Step.EDIT, blocks.edit_form(ask.t, ask.directory, one, programmes))


def change(ask: Ask) -> Reply:
    """The form of *Edit*, filled in. A team that gets it hears of it as of a new one."""
    one = newest(ask, allowed(ask, "tasks.direct"))
    wanted = _checked(ask, blocks.read(ask.values))
    changed = beside("start", lambda: rules.edit(one, wanted))
    if changed == one:
        return drawn(ask, one, lambda t: t("Nothing changed."))
    if changed.parent is not None and changed.parent != one.parent:
        _check_parent(ask, changed)
    after = keep(ask, one, changed, Step.EDIT)
    if after.team and after.team != one.team:
        happened(ask, EventKind.TASK_ADDED, after)
    return drawn(ask, after)


def undo(ask: Ask) -> Reply:
    """Take back what was just added."""
    one = allowed(ask, "tasks.undo")
    rules.check_undo(one, ask.now, ask.rules.undo)
    tasks.remove(ask.session, ask.ws, one, ask.who.id, ask.now, "undo")
    events.withdraw(ask.session, ask.ws, [one.ref])
    return Redraw(blocks.undone_card(ask.tongue(one.team), one))


# steps ----------------------------------------------------------------------------------------------------------------


def _check_parent(ask: Ask, one: Task) -> None:
    """Its parent is there, is not below it, and has not ended; refused beside the field, or in a line at once."""

    def under() -> None:
        parent = numbered(ask, one.parent or 0)
        rules.check_parent(one, parent, tasks.above(ask.session, ask.ws, parent.number))

    if ask.kind is Kind.FORM:
        beside("parent", under)
    else:
        under()


def _owner(ask: Ask, named: Mention | None, team: str | None) -> str | None:
    """Who is named; else who adds it, unless it is for a team that they do not belong to."""
    if named is not None:
        return owner_of(ask, named.id, named.name)
    return ask.who.id if team is None or team in ask.directory.teams_of(ask.who.id) else None


def _slipped(ask: Ask, line: TaskLine) -> Md | None:
    """A due date without its colon and an owner without @ stand in the title: how to say them."""
    found = [one for one in slips(line, ask.today) if not one.name or _is_called(ask, one.name)]
    if not found:
        return None
    instead = line.typed
    for one in found:
        instead = clean(instead.replace(one.said, one.instead, 1))
    return blocks.slipped(ask.t, [one.said for one in found], instead)


def _is_called(ask: Ask, name: str) -> bool:
    try:
        return bool(ask.directory.pick(None, name))
    except Refusal:
        return False


def _home(ask: Ask, owner: str | None) -> str | None:
    """The owner's home division, else the author's."""
    home = (ask.directory.home(owner) if owner else None) or ask.directory.home(ask.who.id)
    return home.key if home else None


def _programme(ask: Ask, typed: str) -> str:
    return rules.pick_programme(tasks.programmes(ask.session, ask.ws), typed).key


def _checked(ask: Ask, wanted: Wanted) -> Wanted:
    """What a form says, with a team, an owner and a programme that there are."""
    if wanted.team:
        beside("team", lambda: ask.directory.pick_team(wanted.team or ""))
    if wanted.owner:
        beside("owner", lambda: owner_of(ask, wanted.owner))
    if wanted.programme:
        beside("programme", lambda: _programme(ask, wanted.programme or ""))
    return wanted
