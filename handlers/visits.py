"""Visits: logged in one line or by a form, listed, edited, taken back."""

import dataclasses
import datetime as dt
from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks import visits as blocks
from bot.domain import ledger as said
from bot.domain.difficulties import Difficulty, DifficultyState, draft
from bot.domain.events import EventKind
from bot.domain.permissions import check, subject
from bot.domain.refs import Ref
from bot.domain.visits import RECENT, Lately, Logged, NewVisit, Visit, VisitState, is_again, state_after, state_on
from bot.domain.words import understand
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech import visits as speech
from bot.speech.filters import Filter
from handlers import quotas
from handlers.asks import Ask, Binding, Feature, Noun, Open, Redraw, Reply, Say
from handlers.plans import counting
from storage import difficulties, events, ledger, organisations, visits
from storage.visits import Choice

TOLD = "visit-told"  # the series of lines in the teams' channels; its maker is in schedules/visits.py
TOLD_EXPIRES = dt.timedelta(days=1)
_GONE = Refusal("There is no visit {ref}. `/visit list` shows yours.")


def open_form(ask: Ask) -> Reply:
    """`/visit` alone."""
    return Open(blocks.form(ask.t, ask.directory, ask.today))


def log(ask: Ask) -> Reply:
    """A visit in one line."""
    line: speech.VisitLine = ask.args
    return _log(ask, _drafted(ask, line), asks_again=True)


def log_again(ask: Ask) -> Reply:
    """*Log it again*, after the question."""
    line = speech.line(ask.words, ask.today)
    reply = _log(ask, _drafted(ask, line), asks_again=False)
    return Redraw(reply.card) if isinstance(reply, Say) else reply


def save(ask: Ask) -> Reply:
    """The form, filled in."""
    new = blocks.read(ask.values, ask.who.id, ask.today, str(ask.state.get("link", "")))
    return _log(ask, new, asks_again=False)


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
    new = blocks.read(ask.values, visit.person, max(ask.today, visit.day))
    organisation, _ = organisations.meet(ask.session, ask.ws, new.organisation, ask.who.id, ask.now)
    changed = dataclasses.replace(
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
    after = visits.save(ask.session, ask.ws, changed, ask.who.id, ask.now, "edit")
    return Redraw(blocks.show_card(ask.t, facts_of(ask, after), ask.directory))


def add_photos(ask: Ask) -> Reply:
    """*Add photos*."""
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
    _happened(ask, after)
    return Redraw(blocks.show_card(ask.t, facts_of(ask, after), ask.directory))


def undo(ask: Ask) -> Reply:
    """Take back what was just logged, within the undo time."""
    visit = allowed(ask)
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


def show(ask: Ask) -> Reply:
    """One visit as it stands."""
    visit = _visit(ask, undone=True)
    facts = dataclasses.replace(facts_of(ask, visit), plan=counting.items_of(ask, Ref("V", visit.number)))
    return Say(blocks.show_card(ask.t, facts, ask.directory))


def list_(ask: Ask) -> Reply:
    """Visits of mine, of a person, of a team or to an organisation."""
    wanted: Filter = ask.args
    choice = _choice(ask, wanted)
    total = visits.count(ask.session, ask.ws, choice)
    found = visits.find(ask.session, ask.ws, choice, blocks.PAGE, (ask.page - 1) * blocks.PAGE)
    return Say(blocks.list_card(ask.t, found, total, ask.directory, ask.words, ask.page))


# steps ----------------------------------------------------------------------------------------------------------------


def _drafted(ask: Ask, line: speech.VisitLine) -> NewVisit:
    """The line with its names found and its tags understood."""
    tags = understand(line.tags, ask.workspace.vocabulary)
    companions = [ask.directory.pick(one.id, one.name).id for one in line.people]
    return NewVisit(
        person=ask.who.id,
        organisation=line.organisation,
        day=line.on or ask.today,
        summary=line.summary,
        kinds=tags.kinds,
        sectors=tags.sectors,
        regions=tags.regions,
        unknown_tags=tags.unknown,
        companions=tuple(dict.fromkeys(one for one in companions if one != ask.who.id)),
        difficulties=line.difficulties,
    )


def _log(ask: Ask, new: NewVisit, *, asks_again: bool) -> Reply:
    organisation, is_new = organisations.meet(ask.session, ask.ws, new.organisation, ask.who.id, ask.now)
    unsaved = Visit(
        number=0,
        person=new.person,
        organisation=organisation.number,
        organisation_name=organisation.name,
        day=new.day,
        state=state_on(new.day, ask.today),
        summary=new.summary,
        met=new.met,
        kinds=new.kinds,
        sectors=new.sectors,
        regions=new.regions,
        unknown_tags=new.unknown_tags,
        companions=new.companions,
        photos=new.photos,
        permalink=new.permalink,
    )
    lately = () if is_new else visits.recent(ask.session, ask.ws, organisation.number, new.day - RECENT, new.day)
    before = is_again(lately, new.person, new.day, ask.now) if asks_again else None
    if before is not None:
        return _ask_again(ask, new, before)
    visit = visits.record(ask.session, ask.ws, unsaved, ask.now)
    raised = _raise(ask, visit, new.difficulties)
    visit = dataclasses.replace(visit, difficulties=tuple(one.number for one in raised))
    _happened(ask, visit, raised)
    plan, unknown = counting.count_tagged(ask, visit)
    logged = Logged(
        dataclasses.replace(visit, unknown_tags=unknown),
        tuple(raised),
        new_organisation=is_new,
        similar=tuple(organisations.similar(ask.session, ask.ws, organisation.name)) if is_new else (),
        elsewhere=_elsewhere(ask, visit, lately),
        tally=quotas.own(ask, visit.day) if visit.state is VisitState.DONE else None,
        undo_until=ask.now + ask.rules.undo,
        plan=plan,
    )
    return Say(blocks.logged_card(ask.t, logged, ask.directory))


def _raise(ask: Ask, visit: Visit, texts: Sequence[str]) -> list[Difficulty]:
    home = ask.directory.home(visit.person)
    drafts = [
        draft(
            text,
            workspace=ask.workspace,
            now=ask.now,
            today=ask.today,
            raised_by=visit.person,
            team=home.key if home else None,
            organisation=visit.organisation,
            organisation_name=visit.organisation_name,
            visit=visit.number,
        )
        for text in texts
    ]
    return difficulties.raise_(ask.session, ask.ws, drafts, ask.who.id, ask.now)


def _happened(ask: Ask, visit: Visit, raised: Sequence[Difficulty] = ()) -> None:
    """The teams' agendas will tell it; of a visit that took place the channel of its division hears."""
    home = ask.directory.home(visit.person)
    took_place = visit.state is VisitState.DONE
    concerned = [team for person in visit.people for team in ask.directory.teams_of(person)] if took_place else []
    told: list[events.Happening] = [
        (EventKind.VISIT_DONE, [visit.ref], concerned),
        (EventKind.DIFFICULTY_RAISED, [one.ref for one in raised], [home.key] if home else []),
    ]
    events.tell_all(ask.session, ask.ws, told, ask.now)
    if took_place and home is not None and home.channel and home.tells_visits:
        due = ask.now + ask.rules.undo
        ledger.plan(
            ask.session,
            ask.ws,
            series=TOLD,
            occurrence=visit.ref,
            channel=home.channel,
            due=due,
            expires=due + TOLD_EXPIRES,
            maker=TOLD,
            args={"visit": visit.number},
            now=ask.now,
        )


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
    stay = [one for one in raised if one.touched and one.state is not DifficultyState.UNDONE]
    return Redraw(blocks.undone_card(ask.t, after, stay))


def allowed(ask: Ask) -> Visit:
    """The visit that is meant, when the person may change it."""
    visit = _visit(ask)
    home = ask.directory.home(visit.person)
    check(ask.actor, "visits.change", subject(author=visit.person, teams=[home.key if home else None]))
    return visit


def _visit(ask: Ask, *, undone: bool = False) -> Visit:
    """The visit that a button, a form or the words are about."""
    number = ask.args.number if isinstance(ask.args, Ref) else (ask.ref.number if ask.ref else 0)
    found = visits.get(ask.session, ask.ws, number)
    if found is None:
        raise Refusal(_GONE.message, ref=f"V-{number}")
    if found.state is VisitState.UNDONE and not undone:
        raise Refusal("{ref} was taken back. Log it again with `/visit`.", ref=found.ref)
    return found


def facts_of(ask: Ask, visit: Visit) -> Logged:
    """The visit with its difficulties, and with those tags alone as unknown that still are, as its card shows it."""
    raised = difficulties.of_visit(ask.session, ask.ws, visit.number) if visit.difficulties else ()
    known = dataclasses.replace(visit, unknown_tags=counting.unknown_of(ask, visit))
    return Logged(known, tuple(one for one in raised if one.state is not DifficultyState.UNDONE))


def _ask_again(ask: Ask, new: NewVisit, number: int) -> Reply:
    """The question, with what was typed in its button; the form where that is more than a button carries."""
    before = visits.get(ask.session, ask.ws, number)
    if before is None or len(ask.words) > 1900:
        return Open(blocks.form(ask.t, ask.directory, ask.today, prefill=new))
    return Say(blocks.again_card(ask.t, before, ask.words))


def _elsewhere(ask: Ask, visit: Visit, lately: Sequence[Lately]) -> Visit | None:
    """Another team's visit to the same organisation in the last 14 days."""
    home = ask.directory.home(visit.person)
    for number, person, _day, _recorded in lately:
        if person not in visit.people and (home is None or home.key not in ask.directory.teams_of(person)):
            found = visits.get(ask.session, ask.ws, number)
            if found is not None and found.state is VisitState.DONE:
                return found
    return None


def _choice(ask: Ask, wanted: Filter) -> Choice:
    first, last = (wanted.span.first, wanted.span.last) if wanted.span else (None, None)
    if wanted.organisation:
        known = organisations.find(ask.session, ask.ws, wanted.organisation)
        if known is None:
            raise Refusal(
                "“{name}” is not in the directory. `/org find {name}` looks for it.", name=wanted.organisation
            )
        return Choice(organisation=known.number, first=first, last=last)
    if wanted.team:
        members = ask.directory.members(ask.directory.pick_team(wanted.team).key)
        return Choice(people=frozenset(person.id for person in members), first=first, last=last)
    who = ask.directory.pick(wanted.person.id, wanted.person.name) if wanted.person else ask.who
    return Choice(people=frozenset({who.id}), first=first, last=last)


NOUN = Noun(
    word="visit",
    about=N_("Log that you saw an organisation, in one line or by a form; list, change and count visits."),
    examples=(
        N_("Hankook Precision: orders recover ! late payment #parts @kim on:yesterday"),
        N_("list team export this week"),
        N_("done V-12"),
    ),
    grammar=N_(
        "/visit ORGANISATION [: summary] [! difficulty]… [#tag]… [@person]… [on:DATE]\n"
        "/visit list [me|@person|team KEY|org NAME] [this week|last week|since DATE]\n"
        "/visit show|edit|done|undo|delete V-12\n"
        "/visit quota [team KEY] [week]\n"
        "/visit   (the form)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "list": Binding(list_, writes=False),
        "show": Binding(show, writes=False),
        "done": Binding(done),
        "edit": Binding(edit, writes=False),
        "undo": Binding(undo),
        "delete": Binding(delete),
        "quota": Binding(quotas.of_team, writes=False),
    },
    empty=Binding(open_form, writes=False),
    line=speech.line,
    free=Binding(log),
)

FEATURE = Feature(
    noun=NOUN,
    buttons={
        "visits:again": Binding(log_again),
        "visits:edit": Binding(edit, writes=False),
        "visits:add_photos": Binding(add_photos, writes=False),
        "visits:done": Binding(done),
        "visits:undo": Binding(undo),
    },
    forms={
        "visits:save": Binding(save),
        "visits:change": Binding(change),
        "visits:photos": Binding(save_photos),
    },
)
