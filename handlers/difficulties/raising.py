"""A difficulty is raised in one line or by a form, edited, and taken back."""

import dataclasses

from bot.blocks import difficulties as blocks
from bot.blocks import kit
from bot.blocks.kit import Card
from bot.domain import difficulties as rules
from bot.domain.difficulties import Facts, Step, Wanted
from bot.domain.events import EventKind
from bot.domain.words import understand
from bot.i18n import Md
from bot.speech.difficulties import DifficultyLine, companies
from bot.values import in_order
from handlers.asks import Ask, Open, Redraw, Reply, Say
from handlers.difficulties.steps import (
    NEEDS,
    about,
    allowed,
    checked,
    drawn,
    keep,
    newest,
    opened,
    owner_of,
    tell_owner,
)
from storage import difficulties, events, merges, organisations


def open_form(ask: Ask) -> Reply:
    """`/difficulty` alone."""
    return Open(blocks.raise_form(ask.t, ask.directory, ask.who.id))


def record(ask: Ask) -> Reply:
    """A difficulty in one line: for the team that is named, else the home division of who raises it.

    Who raises one may assign it, so an owner needs no asking here.
    """
    line: DifficultyLine = ask.args
    tags = understand(line.tags, ask.workspace.vocabulary)
    home = ask.directory.home(ask.who.id)
    team = ask.directory.pick_team(line.team) if line.team else home
    owner = ask.directory.pick(line.owner.id, line.owner.name).id if line.owner else None
    wanted = Wanted(
        text=line.text,
        organisation=line.organisation or "",
        categories=(*tags.kinds, *tags.sectors, *tags.regions, *tags.unknown),
        urgent=line.urgent,
        team=team.key if team else None,
        owner=owner_of(ask, owner) if owner else None,
        due=line.due,
    )
    return Say(_raise(ask, wanted, tags.unknown, _swallowed(ask, line)))


def save(ask: Ask) -> Reply:
    """The form, filled in."""
    return Say(_raise(ask, checked(ask, blocks.read(ask.values, str(ask.state.get("link", ""))))))


def _swallowed(ask: Ask, line: DifficultyLine) -> Md | None:
    """A company that we know, or what is called as companies are, stands in the text: how to say that it is from it."""
    for one in companies(line):
        if one.likely or organisations.find(ask.session, ask.ws, one.name):
            return blocks.from_there(ask.t, one.name, one.instead)
    return None


def _raise(ask: Ask, wanted: Wanted, unknown: tuple[str, ...] = (), hint: Md | None = None) -> Card:
    known, is_new = None, False
    if wanted.organisation:
        known, is_new = organisations.meet(ask.session, ask.ws, wanted.organisation, ask.who.id, ask.now)
    draft = rules.draft(
        wanted.text,
        workspace=ask.workspace,
        now=ask.now,
        today=ask.today,
        raised_by=ask.who.id,
        team=wanted.team,
        organisation=known.number if known else None,
        organisation_name=known.name if known else "",
        categories=wanted.categories,
        urgent=wanted.urgent,
        owner=wanted.owner,
        due=wanted.due,
        permalink=wanted.permalink,
    )
    one = difficulties.raise_(ask.session, ask.ws, [draft], ask.who.id, ask.now)[0]
    events.tell(ask.session, ask.ws, EventKind.DIFFICULTY_RAISED, [one.ref], one.teams, ask.now)
    tell_owner(ask, one)
    similar = organisations.similar(ask.session, ask.ws, known.name) if known and is_new else []
    facts = Facts(
        one,
        fresh=True,
        new_organisation=is_new,
        similar=tuple(similar),
        unknown_tags=unknown,
        barred=ask.barred(NEEDS, about(one)),
    )
    said = ask.t("Recorded as {ref}. The company waits for an answer by {day}.", ref=one.ref, day=one.due)
    return blocks.card(ask.t, facts, ask.directory, ask.today, kit.lines(said, hint))


def edit(ask: Ask) -> Reply:
    """*Edit*, or `/difficulty edit D-7`."""
    one = allowed(ask, "difficulties.work", look=True)
    return opened(one, Step.EDIT, blocks.edit_form(ask.t, ask.directory, one))


def change(ask: Ask) -> Reply:
    """The form of *Edit*, filled in. A team that gets it hears of it as of a new one."""
    one = newest(ask, allowed(ask, "difficulties.work"))
    wanted = checked(ask, blocks.read(ask.values))
    known = None
    if wanted.organisation:
        known, _ = organisations.meet(ask.session, ask.ws, wanted.organisation, ask.who.id, ask.now)
    edited = rules.edit(one, wanted, ask.today, ask.workspace)
    edited = dataclasses.replace(
        edited, organisation=known.number if known else None, organisation_name=known.name if known else ""
    )
    edited = in_order(one, edited)
    if edited == one:
        return drawn(ask, one, lambda t: t("Nothing changed."))
    after = keep(ask, edited, Step.EDIT)
    if after.team and after.team != one.team:
        events.tell(ask.session, ask.ws, EventKind.DIFFICULTY_RAISED, [after.ref], [after.team], ask.now)
    return drawn(ask, after)


def undo(ask: Ask) -> Reply:
    """Take back what was just raised."""
    one = allowed(ask, "difficulties.undo")
    gone = rules.undo(one, ask.now, ask.rules.undo)
    after = difficulties.save(ask.session, ask.ws, gone, ask.who.id, ask.now, Step.UNDO.value)
    events.withdraw(ask.session, ask.ws, [after.ref])
    if after.organisation is not None:
        merges.withdraw(ask.session, ask.ws, after.organisation, after.raised, ask.who.id, ask.now)
    return Redraw(blocks.undone_card(ask.tongue(after.team), after))
