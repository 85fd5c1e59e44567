"""Visits are changed: edited, done, given photos, taken back."""

import dataclasses

from bot.blocks import kit
from bot.blocks import visits as blocks
from bot.domain import ledger as said
from bot.domain.difficulties import DifficultyState
from bot.domain.people import Person
from bot.domain.visits import Visit, VisitState, state_after
from bot.refusals import Refusal
from bot.values import in_order
from handlers.asks import Ask, Open, Redraw, Reply
from handlers.visits.naming import named
from handlers.visits.steps import TOLD, allowed, beside, facts_of, happened, take_along
from storage import audit, difficulties, events, ledger, merges, organisations, visits


def edit(ask: Ask) -> Reply:
    """*Edit*, or `/visit edit V-12`."""
    visit = allowed(ask)
    return Open(blocks.form(ask.t, ask.directory, ask.today, visit))


def change(ask: Ask) -> Reply:
    """The form of *Edit*, filled in. Somebody else's newer edit is not overwritten."""
    visit = allowed(ask)
    if ask.ref and ask.ref.version and ask.ref.version != visit.version:
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.", ref=visit.ref
        )
    new = named(ask, blocks.read(ask.values, visit.person, ask.today, was=visit.day))
    organisation, _ = organisations.meet(ask.session, ask.ws, new.organisation, ask.who.id, ask.now)
    wanted = dataclasses.replace(
        visit,
        organisation=organisation.number,
        organisation_name=organisation.name,
        day=new.day,
        state=state_after(visit.state, new.day, ask.today),
        summary=new.summary,
        met=new.met,
        kinds=new.kinds,
        sectors=new.sectors,
        regions=new.regions,
        companions=new.companions,
    )
    changed = in_order(visit, wanted)
    if changed == visit:
        return Redraw(blocks.show_card(ask.t, facts_of(ask, visit), ask.directory, ask.t("Nothing changed.")))
    if organisation.number != visit.organisation:
        take_along(ask, beside(ask, visit), organisation)
    after = visits.save(ask.session, ask.ws, changed, ask.who.id, ask.now, "edit")
    if organisation.number != visit.organisation:
        merges.withdraw(ask.session, ask.ws, visit.organisation, visit.recorded, ask.who.id, ask.now)
    return Redraw(blocks.show_card(ask.t, facts_of(ask, after), ask.directory))


def add_photos(ask: Ask) -> Reply:
    """*Add photos*, or `/visit photos V-12`."""
    visit = allowed(ask)
    return Open(blocks.photos_form(ask.t, visit))


def save_photos(ask: Ask) -> Reply:
    """The files that were chosen, behind those that are there."""
    visit = allowed(ask)
    photos = tuple(dict.fromkeys((*visit.photos, *blocks.read_photos(ask.values))))
    after = visits.save(
        ask.session, ask.ws, dataclasses.replace(visit, photos=photos), ask.who.id, ask.now, "add_photos"
    )
    return Redraw(blocks.show_card(ask.t, facts_of(ask, after), ask.directory))


def done(ask: Ask) -> Reply:
    """A planned visit took place: on its day, or today if that is yet to come."""
    visit = allowed(ask)
    if visit.state is VisitState.DONE:
        said = ask.t("{visit} was done already; nothing has changed.", visit=kit.bold(visit.ref))
        return Redraw(blocks.show_card(ask.t, facts_of(ask, visit), ask.directory, said))
    changed = dataclasses.replace(visit, state=VisitState.DONE, day=min(visit.day, ask.today))
    after = visits.save(ask.session, ask.ws, changed, ask.who.id, ask.now, "done")
    happened(ask, after)
    return Redraw(blocks.show_card(ask.t, facts_of(ask, after), ask.directory))


def undo(ask: Ask) -> Reply:
    """Take back what was just logged, within the undo time and while nobody else has changed it."""
    visit = allowed(ask)
    other = _changed_by(ask, visit)
    if other is not None:
        raise Refusal(
            "{name} has changed {ref} since. `/visit show {ref}` shows it as it is, `/visit delete {ref}` removes it.",
            name=other.name,
            ref=visit.ref,
        )
    if visit.recorded is not None and ask.now - visit.recorded > ask.rules.undo:
        raise Refusal(
            "{ref} was logged more than {n} minutes ago. "
            "`/visit delete {ref}` removes it, `/visit edit {ref}` changes it.",
            ref=visit.ref,
            n=int(ask.rules.undo.total_seconds() // 60),
        )
    return _take_back(ask, visit, "undo")


def delete(ask: Ask) -> Reply:
    """The same, at any time."""
    visit = allowed(ask)
    return _take_back(ask, visit, "delete")


# steps ----------------------------------------------------------------------------------------------------------------


def _changed_by(ask: Ask, visit: Visit) -> Person | None:
    """Who else has changed it last since it was logged; the first of its changes is the logging."""
    since = audit.changes(ask.session, ask.ws, visit.ref)[:-1]
    others = (ask.directory.person(one.person) for one in since if one.person != ask.who.id)
    return next((person for person in others if person is not None), None)


def _take_back(ask: Ask, visit: Visit, action: str) -> Reply:
    """The visit, and those of its difficulties that nobody has touched."""
    raised = difficulties.of_visit(ask.session, ask.ws, visit.number)
    untouched = [one for one in raised if not one.touched]
    for one in untouched:
        gone = dataclasses.replace(one, state=DifficultyState.UNDONE)
        difficulties.save(ask.session, ask.ws, gone, ask.who.id, ask.now, action)
    undone = dataclasses.replace(visit, state=VisitState.UNDONE)
    after = visits.save(ask.session, ask.ws, undone, ask.who.id, ask.now, action)
    events.withdraw(ask.session, ask.ws, [visit.ref, *(one.ref for one in untouched)])
    ledger.cancel(ask.session, ask.ws, said.key(ask.ws, TOLD, visit.ref, 0), reason=action, now=ask.now)
    merges.withdraw(ask.session, ask.ws, visit.organisation, visit.recorded, ask.who.id, ask.now)
    stay = [one for one in raised if one.touched and one.state is not DifficultyState.UNDONE]
    return Redraw(blocks.undone_card(ask.t, after, stay))
