"""A survey is made in steps, opened, closed, taken back; and its page gets an address."""

import dataclasses
from typing import Final

from bot.blocks import surveys as blocks
from bot.blocks.kit import Card
from bot.domain import surveys as rules
from bot.domain.surveys import MOST_QUESTIONS, Survey, SurveyState
from bot.i18n import Md
from bot.refusals import Faults, Refusal
from bot.speech.amounts import whole
from bot.speech.surveys import Link
from bot.values import in_order
from handlers.asks import Ask, Kind, Open, Redraw, Reply, Say
from handlers.surveys.steps import card_of, carried, newest, run_by
from storage import connections, surveys

PATH: Final = "/s/"  # of the pages that handlers/surveys/page.py serves


def new(ask: Ask) -> Reply:
    """`/survey new`: the first step."""
    return Open(blocks.settings_form(ask.t, ask.directory, ask.who.id, ask.today))


def save(ask: Ask) -> Reply:
    """The first step, filled in: a draft from now on, and its first question."""
    draft = Survey(0, "", ask.who.id, SurveyState.DRAFT, ask.now, ask.today)
    made = surveys.add(ask.session, ask.ws, _read(ask, draft), ask.who.id, ask.now)
    return Open(blocks.question_form(ask.t, made), "update")


def edit(ask: Ask) -> Reply:
    """*Edit*, or `/survey edit S-3`: how a draft is asked; its questions have buttons of their own."""
    survey = run_by(ask, look=True)
    rules.editable(survey)
    if ask.kind is not Kind.BUTTON:
        return Say(card_of(ask, survey))
    return Open(blocks.settings_form(ask.t, ask.directory, ask.who.id, ask.today, survey))


def change(ask: Ask) -> Reply:
    """The form of *Edit*, filled in."""
    survey = newest(ask, run_by(ask))
    rules.editable(survey)
    return Redraw(_kept(ask, survey, in_order(survey, _read(ask, survey))))


def add_question(ask: Ask) -> Reply:
    """*Add a question*."""
    survey = run_by(ask, look=True)
    rules.editable(survey)
    _room(survey)
    return Open(blocks.question_form(ask.t, survey))


def reword(ask: Ask) -> Reply:
    """*Edit* beside a question."""
    about = carried(ask.words)
    survey = run_by(ask, about.survey, look=True)
    rules.editable(survey)
    return Open(blocks.question_form(ask.t, survey, _place(survey, about.rest)))


def save_question(ask: Ask) -> Reply:
    """A question, filled in: a new one, another wording, or one that is removed; then the next one, or the draft."""
    survey = newest(ask, run_by(ask))
    rules.editable(survey)
    step = blocks.read_question(ask.values)
    questions = list(survey.questions)
    if "at" not in ask.state:
        _room(survey)
        questions.append(step.question)
    else:
        at = _place(survey, str(ask.state["at"]))
        questions[at : at + 1] = [] if step.removed else [step.question]
    changed = dataclasses.replace(survey, questions=tuple(questions))
    if step.more and len(questions) < MOST_QUESTIONS:
        return Open(blocks.question_form(ask.t, _saved(ask, survey, changed)), "update")
    return Redraw(_kept(ask, survey, changed))


def open_(ask: Ask) -> Reply:
    """*Open it*, *Ask again*, or `/survey open S-3`: its channels are asked, and its page has an address."""
    survey = newest(ask, run_by(ask))
    after = surveys.open_wave(ask.session, ask.directory, survey, ask.who.id, ask.now, ask.today)
    note = Md(f":ballot_box_with_ballot: {ask.t('{ref} is open.', ref=after.ref)}")
    if not after.web or after.linked or ask.kind in (Kind.MENTION, Kind.MESSAGE):
        hint = ask.t("`/survey link {ref}` gives the address of its page.", ref=after.ref)
        return Redraw(card_of(ask, after, (note, hint) if after.web else (note,)))
    secret = surveys.new_address(ask.session, ask.ws, after, ask.who.id, ask.now)
    page = blocks.address_note(ask.t, after, ask.rules.address + PATH + secret)
    return Redraw(card_of(ask, after, (note, page)), card_of(ask, after, (note,)))


def close(ask: Ask) -> Reply:
    """It ends here; its results are told where it was asked."""
    survey = run_by(ask)
    after = surveys.close_wave(ask.session, ask.directory, survey, ask.who.id, ask.now, ends=True)
    said = ask.t("{ref} is closed. Its results are being posted.", ref=after.ref)
    return Redraw(card_of(ask, after, (Md(f":lock: {said}"),)))


def undo(ask: Ask) -> Reply:
    """Take back what was just made."""
    survey = run_by(ask)
    if ask.now - survey.created > ask.rules.undo:
        raise Refusal(
            "{ref} was made more than {n} minutes ago. `/survey delete {ref}` removes it while nobody has answered.",
            ref=survey.ref,
            n=int(ask.rules.undo.total_seconds() // 60),
        )
    return _take_back(ask, survey, "undo")


def delete(ask: Ask) -> Reply:
    """The same at any time, of a draft or of what nobody has answered."""
    return _take_back(ask, run_by(ask), "delete")


def link(ask: Ask) -> Reply:
    """A new address of the page, told to who asks and to nobody else; or none any more."""
    survey = run_by(ask)
    wanted = ask.args if isinstance(ask.args, Link) else Link(ask.ref) if ask.ref else None
    if not survey.web:
        raise Refusal("{ref} has no web page. Choose it in a draft: `/survey edit {ref}`.", ref=survey.ref)
    if wanted is not None and wanted.off:
        surveys.revoke_address(ask.session, ask.ws, survey, ask.who.id, ask.now)
        return Say(blocks.unlinked_card(ask.t, survey))
    if survey.state in (SurveyState.CLOSED, SurveyState.UNDONE):
        raise Refusal(rules.NOT_OPEN.message, ref=survey.ref)
    if ask.kind in (Kind.MENTION, Kind.MESSAGE):
        raise Refusal("What is said here is kept. Type `/survey link {ref}`: only you see the answer.", ref=survey.ref)
    secret = surveys.new_address(ask.session, ask.ws, survey, ask.who.id, ask.now)
    card = blocks.link_card(ask.t, survey, ask.rules.address + PATH + secret)
    return Say(card, kept=blocks.link_gone_card(ask.t, survey))


# steps ----------------------------------------------------------------------------------------------------------------


def _kept(ask: Ask, before: Survey, changed: Survey) -> Card:
    if changed == before:
        return card_of(ask, before, (ask.t("Nothing changed."),))
    return card_of(ask, _saved(ask, before, changed))


def _saved(ask: Ask, before: Survey, changed: Survey) -> Survey:
    return before if changed == before else surveys.save(ask.session, ask.ws, changed, ask.who.id, ask.now, "edit")


def _read(ask: Ask, draft: Survey) -> Survey:
    """What the first step says; a channel that I am not in is named, because nothing could be posted there."""
    found = blocks.read_settings(ask.values, draft, ask.today, ask.now, ask.workspace.zone)
    connection = connections.get(ask.session, ask.ws)
    deaf = [channel for channel in found.channels if not connection.hears(channel)]
    if deaf:
        field = "channels" if set(deaf) & set(ask.values.get("channels") or ()) else "teams"
        known = [team.name(ask.lang) for team in ask.directory.teams.values() if team.channel in deaf]
        names = ", ".join(known) or ", ".join(deaf)
        raise Faults({field: Refusal("I am not in the channel of {names}. Type `/invite @muster` there.", names=names)})
    if found.team and (team := ask.directory.team(found.team)) is not None and not team.active:
        raise Faults({"team": Refusal("That team is closed. Choose another one.")})
    return found


def _room(survey: Survey) -> None:
    if len(survey.questions) >= MOST_QUESTIONS:
        raise Refusal("{ref} has {n} questions already, and more nobody answers.", ref=survey.ref, n=MOST_QUESTIONS)


def _place(survey: Survey, typed: str) -> int:
    at = whole(typed, 0, len(survey.questions) - 1)
    if at is None:
        raise Refusal("{ref} has no such question any more. `/survey show {ref}` shows it as it is.", ref=survey.ref)
    return at


def _take_back(ask: Ask, survey: Survey, action: str) -> Reply:
    after = surveys.take_back(ask.session, ask.directory, survey, ask.who.id, ask.now, action)
    return Redraw(blocks.undone_card(ask.t, after))
