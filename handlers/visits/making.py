"""Visits are logged: in one line, by a form, and once more where that was meant."""

import dataclasses
from collections.abc import Sequence

from bot.blocks import visits as blocks
from bot.blocks.answers import CARRIED
from bot.domain.difficulties import Difficulty, draft
from bot.domain.visits import RECENT, Lately, Logged, NewVisit, Visit, VisitState, is_again, state_on
from bot.domain.words import understand
from bot.refusals import Refusal
from bot.speech import visits as speech
from bot.speech.text import brief
from handlers import quotas
from handlers.asks import Ask, Kind, Open, Redraw, Reply, Say
from handlers.plans import counting
from handlers.visits.naming import named
from handlers.visits.steps import happened
from storage import difficulties, organisations, visits


def open_form(ask: Ask) -> Reply:
    """`/visit` alone."""
    return Open(blocks.form(ask.t, ask.directory, ask.today))


def log(ask: Ask) -> Reply:
    """A visit in one line."""
    line: speech.VisitLine = ask.args
    return _doubted(ask, line) or _log(ask, _drafted(ask, line))


def log_so(ask: Ask) -> Reply:
    """*Log it so*, after the question about a sentence."""
    reply = _log(ask, _drafted(ask, speech.line(ask.words, ask.today)))
    return Redraw(reply.card) if isinstance(reply, Say) else reply


def fill_form(ask: Ask) -> Reply:
    """*Open the form*, after the same question: with what the sentence seems to say."""
    line = speech.line(ask.words, ask.today)
    return Open(blocks.form(ask.t, ask.directory, ask.today, prefill=_drafted(ask, line)))


def fill_undated(ask: Ask) -> Reply:
    """The same of a sentence that leaves its day open: the form leaves it open too."""
    line = speech.line(ask.words, ask.today)
    return Open(blocks.form(ask.t, ask.directory, ask.today, prefill=_drafted(ask, line), dated=False))


def log_again(ask: Ask) -> Reply:
    """*Log it again*, after the question."""
    line = speech.line(ask.words, ask.today)
    reply = _log(ask, _drafted(ask, line), meant=None)
    return Redraw(reply.card) if isinstance(reply, Say) else reply


def save(ask: Ask) -> Reply:
    """The form, filled in; where it came back with the question, it is the answer."""
    new = blocks.read(ask.values, ask.who.id, ask.today, ask.state)
    return _log(ask, named(ask, new), meant=blocks.read_again(ask.state))


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
        urgent=line.urgent,
    )


def _doubted(ask: Ask, line: speech.VisitLine) -> Reply | None:
    """What is asked where the line's organisation is unknown and more than a name, or its day stands in the summary."""
    if line.heard is None and not line.meant:
        return None
    of_its_day = line.heard is not None and line.heard.organisation == line.organisation
    if not of_its_day and organisations.find(ask.session, ask.ws, line.organisation):
        return None
    if line.heard and not line.sure and not organisations.find(ask.session, ask.ws, line.heard.organisation):
        return None
    if line.meant:
        raise Refusal(
            "`{word}` is no organisation that I know. Did you mean `/visit {suggestion}`? "
            "If an organisation is called so, type its name in quotes.",
            typed=line.typed,
            word=brief(line.typed),
            suggestion=line.meant,
        )
    heard = line.heard
    new = _drafted(ask, heard) if heard else None
    if heard is None or new is None or not new.organisation or not blocks.carries(new):
        raise Refusal(
            "Which organisation? Type its name first, then a colon and what was said there, "
            "such as `Geoje Shipyard: order book is full on:yesterday`.",
            typed=line.typed,
        )
    if heard.dated:  # whenever the button is pressed
        heard = dataclasses.replace(heard, on=new.day)
    korean = ask.lang == "ko"
    raw = speech.written(heard, korean=korean)
    if len(raw) > CARRIED or not speech.reads_so(raw, heard, ask.today):
        return Open(blocks.form(ask.t, ask.directory, ask.today, prefill=new, dated=heard.dated))
    name = "" if of_its_day else line.organisation
    quoted = speech.written(line, korean=korean, quoted=True)
    return Say(blocks.heard_card(ask.t, new, ask.directory, raw, name, quoted, ask.today, dated=heard.dated))


def _log(ask: Ask, new: NewVisit, *, meant: int | None = 0) -> Reply:
    """Store it, unless it is one once more. `meant`: the visit that it may repeat, 0 for none and None for any."""
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
    before = is_again(lately, new.person, new.day, ask.now)
    if before is not None and meant not in (before, None):
        return _ask_again(ask, new, before)
    visit = visits.record(ask.session, ask.ws, unsaved, ask.now)
    raised = _raise(ask, visit, new.difficulties, urgent=new.urgent)
    visit = dataclasses.replace(visit, difficulties=tuple(one.number for one in raised))
    happened(ask, visit, raised)
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


def _raise(ask: Ask, visit: Visit, texts: Sequence[str], *, urgent: bool) -> list[Difficulty]:
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
            urgent=urgent,
        )
        for text in texts
    ]
    return difficulties.raise_(ask.session, ask.ws, drafts, ask.who.id, ask.now)


def _ask_again(ask: Ask, new: NewVisit, number: int) -> Reply:
    """The question, with what was typed in its button; in the form where that is more than a button carries."""
    before = visits.get(ask.session, ask.ws, number)
    if before is None or ask.kind is Kind.FORM or len(ask.words) > CARRIED:
        if before is not None and not blocks.carries(new):
            raise Refusal(
                "You logged {ref} at {organisation} a moment ago, and this line has more tags or difficulties than "
                "the question holds whether it is another visit. Leave some of them out.",
                ref=before.ref,
                organisation=before.organisation_name,
            )
        asked = blocks.read_asked(ask.state) + 1
        return Open(blocks.form(ask.t, ask.directory, ask.today, prefill=new, again=before, asked=asked))
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
