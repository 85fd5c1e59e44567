"""A decision is taken back: by the button on its card, or by `/agenda undo`."""

from bot.blocks.agendas import cards, lines
from bot.domain import agendas as rules
from bot.domain import ledger as posts
from bot.domain.agendas import Decision, Outcome
from bot.domain.difficulties import Note, Step
from bot.domain.permissions import check, may, subject
from bot.domain.refs import from_value
from bot.domain.tasks import Task
from bot.domain.teams import Team
from bot.i18n import Md, Translator
from bot.refusals import Refusal
from bot.speech import agendas as speech
from bot.speech.amounts import whole
from handlers.agendas import steps
from handlers.asks import Ask, Redraw, Reply
from storage import agendas, difficulties, events, ledger, tasks


def undo(ask: Ask) -> Reply:
    """`/agenda undo [N] [team KEY]`: the newest decision of mine, else of my team; or that row of the minutes."""
    line: speech.Undo = ask.args
    return _take_back(ask, _row(ask, line) if line.row else _newest(ask, line.team))


def press_undo(ask: Ask) -> Reply:
    """*Undo* on the card of a decision."""
    return _take_back(ask, whole(ask.words) or 0)


# steps ----------------------------------------------------------------------------------------------------------------


def _row(ask: Ask, line: speech.Undo) -> int:
    team = steps.team_of(ask, line.team)
    found = agendas.decisions(ask.session, ask.ws, team.key, steps.discussed(ask, team))
    if line.row > len(found):
        raise Refusal(
            "No decision has the number {n} in these minutes. `/agenda minutes` shows them with their numbers.",
            n=line.row,
        )
    return found[line.row - 1].number


def _newest(ask: Ask, typed: str | None) -> int:
    """Mine, as long as it can be taken back; else the newest of the team, where I may."""
    team = ask.directory.pick_team(typed) if typed else None
    mine = agendas.newest_decision(ask.session, ask.ws, by=ask.who.id, team=team.key if team else None)
    if mine is not None and ask.now - mine.at <= ask.rules.undo:
        return mine.number
    if team is not None and mine is None:
        check(ask.actor, "agendas.undo", steps.about(team))
    team = team or steps.own_team(ask)
    of_team = None
    if team is not None and may(ask.actor, "agendas.undo", steps.about(team)):
        of_team = agendas.newest_decision(ask.session, ask.ws, team=team.key)
    found = max((one.number for one in (mine, of_team) if one is not None), default=0)
    if not found:
        raise Refusal(
            "There is no decision of yours to take back. `/agenda minutes` shows what was decided; "
            "`/agenda undo 2` takes the second of them back."
        )
    return found


def _take_back(ask: Ask, number: int) -> Reply:
    """The decision, what became of it, and that its item left the agenda."""
    decision = agendas.decision(ask.session, ask.ws, number)
    if decision is None:
        raise Refusal("This decision is no longer there. `/agenda minutes` shows those that are.")
    check(ask.actor, "agendas.undo", subject(author=decision.by, teams=[decision.team]))
    became = from_value(decision.became)
    task = tasks.locked(ask.session, ask.ws, became.number) if became and became.prefix == "T" else None
    rules.check_undo(decision, task, ask.now, ask.rules.undo)
    agendas.take_back(ask.session, ask.ws, decision, ask.who.id, ask.now)
    team = ask.directory.teams[decision.team]
    t = ask.tongue(team.key)
    notes = [_without_task(ask, t, task)] if task is not None else []
    if became is not None and became.prefix == "D":
        notes.append(_without_note(ask, t, decision, became.number))
    notes += _reopened(ask, t, decision)
    _tell_owner(ask, decision, team)
    return Redraw(cards.taken_back(t, decision, team, ask.directory, notes))


def _without_task(ask: Ask, t: Translator, task: Task) -> Md:
    if not rules.goes_along(task):
        return t("The task {ref} stays, dropped.", ref=task.ref)
    tasks.remove(ask.session, ask.ws, task, ask.who.id, ask.now, "undo")
    events.withdraw(ask.session, ask.ws, [task.ref])
    return t("The task {ref} is taken back as well.", ref=task.ref)


def _without_note(ask: Ask, t: Translator, decision: Decision, number: int) -> Md:
    noted = Note(decision.by, decision.at, Step.NOTE, decision.text)
    difficulties.take_back_note(ask.session, ask.ws, number, noted, ask.who.id, ask.now)
    return t("The note in {ref} is taken back as well.", ref=f"D-{number}")


def _reopened(ask: Ask, t: Translator, decision: Decision) -> list[Md]:
    """The item that it settled stands on the agenda again, and so does what stood in its line."""
    item = agendas.item(ask.session, ask.ws, decision.item) if decision.item is not None else None
    if item is None or item.outcome is not Outcome.DECIDED:
        return []
    beside = agendas.settled_at(ask.session, ask.ws, item.team, decision.at)
    present = {one.ref: one for one in agendas.open_items(ask.session, ask.ws, item.team) if one.ref}
    for one in (item, *(said.item for said in steps.remarks(ask, item, beside))):
        # an agenda since then may have taken the same record up again: one line of it stays, with its counter
        again = present.get(one.ref)
        back = rules.reopened(one) if again is None else rules.longer(again, one)
        agendas.change_item(ask.session, ask.ws, back, ask.who.id, ask.now, "undo")
    matter = steps.matter(item, steps.record_of(ask, item))
    return [t("This is on the agenda again: {matter}", matter=lines.short(matter))]


def _tell_owner(ask: Ask, decision: Decision, team: Team) -> None:
    """Whoever was told to carry it out hears that it is off, unless that message has not gone out yet."""
    owner = ask.directory.person(decision.owner)
    key = posts.key(ask.ws, steps.OWNER_HEARS, f"{decision.number}")
    if owner is None or ledger.post(ask.session, ask.ws, key) is None:
        return
    if ledger.cancel(ask.session, ask.ws, key, reason="undo", now=ask.now) or owner.id == ask.who.id:
        return
    card = cards.taken_back(steps.of_person(ask, owner), decision, team, ask.directory, [])
    steps.say(ask, steps.OWNER_HEARS, f"{decision.number}.undone", card, person=owner.id)
