"""What every listener of surveys does: find the one and its wave, ask whether it may be, show how it stands."""

from typing import Final

from bot.blocks import surveys as blocks
from bot.blocks.kit import Card
from bot.domain import surveys as rules
from bot.domain.permissions import check, may, subject
from bot.domain.refs import Ref
from bot.domain.surveys import Survey, SurveyState, Wave
from bot.i18n import Md
from bot.refusals import Refusal
from bot.speech.amounts import whole
from bot.values import frozen
from handlers.asks import Ask
from storage import surveys

_GONE: Final = Refusal("There is no survey {ref}. `/survey list` shows those that are open.")
_OLD: Final = Refusal("{ref} was changed meanwhile. Close this form and open it again to see the newest.")


@frozen
class Carried:
    """What a button of a wave's card carries: `S-3:2`, with what is chosen or which answer it is about behind it."""

    survey: int
    wave: int
    rest: str = ""


def carried(words: str) -> Carried:
    """A Refusal when a button carries something else."""
    ref, _, more = words.partition(":")
    wave, _, rest = more.partition(":")
    number, of = whole(ref.removeprefix("S-")), whole(wave)
    if number is None or of is None:
        raise Refusal("This button is from an earlier version. `/survey list` shows the surveys that are open.")
    return Carried(number, of, rest)


def one_of(ask: Ask, number: int = 0, *, look: bool = False) -> Survey:
    """The survey that a button, a form or the words are about.

    Nobody else changes it until the request is done, unless this is only a `look`, in a read-only transaction.
    """
    meant = ask.args if isinstance(ask.args, Ref) else getattr(ask.args, "ref", None) or ask.ref
    number = number or (meant.number if meant is not None and meant.prefix == "S" else 0)
    found = (surveys.get if look else surveys.locked)(ask.session, ask.ws, number)
    if found is None:
        raise Refusal(_GONE.message, ref=f"S-{number}")
    return found


def runs(ask: Ask, survey: Survey) -> bool:
    return may(ask.actor, "surveys.run", subject(author=survey.author, teams=[survey.team]))


def run_by(ask: Ask, number: int = 0, *, look: bool = False) -> Survey:
    """The survey, when this person may change, open or close it."""
    found = one_of(ask, number, look=look)
    check(ask.actor, "surveys.run", subject(author=found.author, teams=[found.team]))
    return found


def newest(ask: Ask, survey: Survey) -> Survey:
    """A form that was drawn before somebody else's change overwrites nothing."""
    if ask.ref and ask.ref.version and ask.ref.version != survey.version:
        raise Refusal(_OLD.message, ref=survey.ref)
    return survey


def current(ask: Ask, survey: Survey, number: int) -> Wave:
    """The wave of this number, if it takes answers now."""
    wave = surveys.wave(ask.session, ask.ws, survey.number, number)
    if number != survey.wave:
        wave = None
    return rules.check_open(survey, wave, ask.now)


def wave_of(ask: Ask, survey: Survey, number: int | None) -> Wave:
    """A wave by its number, the newest without one."""
    found = surveys.wave(ask.session, ask.ws, survey.number, number or survey.wave)
    if found is None and number:
        raise Refusal("{ref} has no wave {n}. `/survey show {ref}` says how it stands.", ref=survey.ref, n=number)
    if found is None:
        raise Refusal("{ref} was never opened. `/survey open {ref}` opens it.", ref=survey.ref)
    return found


def card_of(ask: Ask, survey: Survey, notes: tuple[Md, ...] = ()) -> Card:
    """How it stands: a draft to work on, else its waves."""
    if survey.state is SurveyState.DRAFT:
        return blocks.draft_card(ask.t, survey, notes)
    waves = surveys.waves(ask.session, ask.ws, survey.number)
    seen = any(rules.shown_now(survey, wave) for wave in waves)
    run = runs(ask, survey)
    asked = run and not survey.anonymous and survey.state is SurveyState.OPEN
    missing = surveys.missing(ask.session, ask.directory, survey) if asked else []
    return blocks.show_card(ask.t, survey, waves, ask.directory, runs=run, seen=seen, missing=missing, notes=notes)
