"""Looking at surveys: one, a list, results, named answers; and what comes of them."""

from typing import Final

from bot.blocks import difficulties as difficulty_blocks
from bot.blocks import surveys as blocks
from bot.blocks import tasks as task_blocks
from bot.blocks.kit import cut
from bot.domain import difficulties, tasks
from bot.domain import surveys as rules
from bot.domain.permissions import check, subject
from bot.domain.surveys import Survey, SurveyState, Wave
from bot.refusals import Refusal
from bot.speech.surveys import WaveOf
from handlers.asks import Ask, Open, Reply, Say
from handlers.surveys.steps import card_of, carried, one_of, wave_of
from storage import surveys
from storage import tasks as task_records

COMPARED: Final = 6  # waves that stand beside each other
_ALIVE: Final = frozenset({SurveyState.OPEN, SurveyState.RESTING, SurveyState.DRAFT})


def list_(ask: Ask) -> Reply:
    """Those that are open, in waves or drafts; with `all` those that are over too."""
    states = _ALIVE | {SurveyState.CLOSED} if ask.args else _ALIVE
    total = surveys.count(ask.session, ask.ws, states)
    found = surveys.listing(ask.session, ask.ws, states, blocks.PAGE, (ask.page - 1) * blocks.PAGE)
    rows = [(one, surveys.wave(ask.session, ask.ws, one.number, one.wave) if one.wave else None) for one in found]
    return Say(blocks.list_card(ask.t, rows, total, "list all" if ask.args else "list", ask.page))


def show(ask: Ask) -> Reply:
    survey = one_of(ask, look=True)
    if survey.state is SurveyState.DRAFT:
        check(ask.actor, "surveys.run", subject(author=survey.author, teams=[survey.team]))
    return Say(card_of(ask, survey))


def results(ask: Ask) -> Reply:
    """A wave's results, the same for everybody; with the waves before it."""
    wanted: WaveOf = ask.args
    survey = one_of(ask, look=True)
    wave = wave_of(ask, survey, wanted.wave)
    earlier = [one for one in surveys.outcomes(ask.session, ask.ws, survey, COMPARED) if one.wave.number < wave.number]
    if not rules.shown_now(survey, wave) and wanted.wave is None and earlier:
        wave = earlier.pop().wave  # the newest that may be seen
    _seen(survey, wave)
    found = surveys.outcome(ask.session, ask.ws, survey, wave)
    return Say(blocks.card(ask.t, found, ask.workspace.vocabulary, earlier))


def answers(ask: Ask) -> Reply:
    """Who said what, where names are kept."""
    wanted: WaveOf = ask.args
    survey = one_of(ask, look=True)
    check(ask.actor, "surveys.answers", subject(author=survey.author, teams=[survey.team]))
    _named(survey)
    wave = wave_of(ask, survey, wanted.wave)
    _seen(survey, wave)
    found = surveys.answers(ask.session, ask.ws, survey.number, wave.number)
    bad = rules.bad_answers(survey.questions, found, rules.BAD)
    order = [*bad, *(one for one in found if one not in bad)]
    first = (ask.page - 1) * blocks.ANSWERS
    page = order[first : first + blocks.ANSWERS]
    return Say(blocks.answers_card(ask.t, survey, wave, page, len(order), ask.directory, ask.page))


def make_difficulty(ask: Ask) -> Reply:
    """*Make a difficulty* of a named answer: the form, with what was said."""
    about = carried(ask.words)
    survey = one_of(ask, about.survey, look=True)
    _named(survey)
    answer = surveys.one(ask.session, ask.ws, survey.number, about.wave, about.rest[:32])
    if answer is None:
        raise Refusal("That answer was changed meanwhile. `/survey answers {ref}` shows the newest.", ref=survey.ref)
    if answer.recorded_by != ask.who.id:
        check(ask.actor, "surveys.answers", subject(author=survey.author, teams=[survey.team]))
    rows = [
        f"{question.text}: {said}"
        for question, value in zip(survey.questions, answer.values, strict=True)
        if (said := blocks.plain_answer(ask.t, question, value))
    ]
    text = cut("\n".join([f"{survey.ref} {survey.title}", *rows]), 2000)
    wanted = difficulties.Wanted(text, answer.organisation_name, team=survey.team)
    return Open(difficulty_blocks.raise_form(ask.t, ask.directory, ask.who.id, wanted))


def make_task(ask: Ask) -> Reply:
    """*Make a task of it*: the form, with the result."""
    survey = one_of(ask, look=True)
    shown = surveys.outcomes(ask.session, ask.ws, survey, 1)
    if not shown:
        raise Refusal(_NOT_YET.message, ref=survey.ref, day=survey.closes)
    said = blocks.headline_text(ask.t, shown[-1])
    wanted = tasks.Wanted(cut(survey.title, 150), owner=ask.who.id, team=survey.team, note=cut(said, 2000))
    programmes = task_records.programmes(ask.session, ask.ws)
    return Open(task_blocks.add_form(ask.t, ask.directory, ask.who.id, programmes, wanted))


# steps ----------------------------------------------------------------------------------------------------------------

_NOT_YET: Final = Refusal("The results of {ref} are shown after it closes on {day}, to everybody at once.")


def _seen(survey: Survey, wave: Wave) -> None:
    """Before closing nobody sees results, whoever they are; only who has made them live shows them earlier."""
    if survey.state is SurveyState.UNDONE:
        raise Refusal("{ref} was taken back; nothing can be done with it any more.", ref=survey.ref)
    if not rules.shown_now(survey, wave):
        raise Refusal(_NOT_YET.message, ref=survey.ref, day=survey.closes)


def _named(survey: Survey) -> None:
    if survey.anonymous:
        raise Refusal("{ref} is anonymous: who said what is stored nowhere.", ref=survey.ref)
