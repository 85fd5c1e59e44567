"""The log of a shift: what happened, kept with the difficulties and tasks that it is about."""

import datetime as dt
from collections.abc import Iterable

from bot.blocks import duty as blocks
from bot.blocks.kit import Card
from bot.domain import difficulties as difficulty_rules
from bot.domain import duty as rules
from bot.domain import tasks as task_rules
from bot.domain.difficulties import Note
from bot.domain.duty import Entry
from bot.domain.permissions import may
from bot.domain.refs import Ref
from bot.domain.tasks import Update
from bot.refusals import Refusal, beside
from bot.speech import duty as speech
from bot.speech.amounts import whole
from bot.speech.duty import LogLine
from handlers.asks import Ask, Open, Redraw, Reply, Say
from handlers.duty.steps import on_now, shift
from storage import difficulties, duty, tasks


def log(ask: Ask) -> Reply:
    """`log TEXT [D-7|T-3]…`; alone, the form."""
    if ask.args is None:
        return open_form(ask)
    line: LogLine = ask.args
    return Say(_logged(ask, line.text, line.refs))


def open_form(ask: Ask) -> Reply:
    """*Log*."""
    return Open(blocks.log_form(ask.t, _shift(ask)))


def save(ask: Ask) -> Reply:
    """The form, filled in."""
    text = blocks.read_log(ask.values)
    return Say(beside("text", lambda: _logged(ask, text, speech.refs_in(text))))


def undo(ask: Ask) -> Reply:
    """My last line, or the one that the button stands under."""
    number = whole(ask.words)
    found = duty.entry(ask.session, ask.ws, number) if number else duty.latest_entry(ask.session, ask.ws, ask.who.id)
    gone = rules.take_back(found, ask.who.id, ask.now, ask.rules.undo)
    duty.take_back(ask.session, ask.ws, gone, ask.now)
    said = ask.t("The line was taken out of the log. The histories of the records that it named keep it.")
    return Redraw(blocks.undone_card(said if gone.refs else ask.t("The line was taken out of the log.")))


# steps ----------------------------------------------------------------------------------------------------------------


def _shift(ask: Ask) -> dt.date:
    """The shift that lasts, when this person may write its log."""
    day = shift(ask)
    there = on_now(ask)
    if not there:
        raise Refusal("Nobody is on duty now, so there is no log. `/duty roster` shows when somebody is.")
    if ask.who.id not in {one.person for one in there} and not may(ask.actor, "duty.run"):
        raise Refusal("Only who is on duty now and the secretariat write this log. `/duty` shows who is.")
    return day


def _logged(ask: Ask, text: str, refs: Iterable[Ref]) -> Card:
    """Keep the line, and note it with what it is about; an unknown number stores nothing."""
    day = _shift(ask)
    named = tuple(refs)
    found = [_record(ask, ref) for ref in named]
    made = duty.log(ask.session, ask.ws, Entry(0, day, ask.who.id, ask.now, text, tuple(map(str, named))))
    for one in found:
        _note(ask, one, ask.t.plain("Duty log: {text}", text=text))
    return blocks.entry_card(ask.t, ask.directory, made, len(duty.entries(ask.session, ask.ws, day)))


def _record(ask: Ask, ref: Ref) -> difficulty_rules.Difficulty | task_rules.Task:
    found: difficulty_rules.Difficulty | task_rules.Task | None
    if ref.prefix == "D":
        found = difficulties.get(ask.session, ask.ws, ref.number)
    else:
        found = tasks.get(ask.session, ask.ws, ref.number)
    if found is None:
        raise Refusal("There is no {ref}. Correct the number, or leave it out.", ref=str(ref))
    return found


def _note(ask: Ask, one: difficulty_rules.Difficulty | task_rules.Task, text: str) -> None:
    text = text[:2000]
    if isinstance(one, difficulty_rules.Difficulty):
        note = Note(ask.who.id, ask.now, difficulty_rules.Step.NOTE, text)
        difficulties.note(ask.session, ask.ws, one.number, note)
        return
    line = Update(
        one.number,
        ask.who.id,
        ask.now,
        task_rules.Step.UPDATE,
        one.percent,
        text,
        due_before=one.due,
        due_after=one.due,
    )
    tasks.append(ask.session, ask.ws, line)
