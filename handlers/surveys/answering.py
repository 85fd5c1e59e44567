"""People answer by a button or a form; what a company said is taken down."""

from bot.blocks import surveys as blocks
from bot.domain import surveys as rules
from bot.domain.people import Role
from bot.domain.refs import Ref
from bot.domain.surveys import SCALE, Answer, Kind, Survey, Via, Wave
from bot.domain.words import Vocabulary
from bot.refusals import Refusal
from bot.speech.amounts import whole
from bot.speech.surveys import Record
from handlers.asks import Ask, Open, Reply, Say
from handlers.surveys.steps import Carried, carried, current, one_of
from storage import organisations, surveys


def choose(ask: Ask) -> Reply:
    """One click on the card answers a survey of one question."""
    about = carried(ask.words)
    survey = one_of(ask, about.survey)
    wave = current(ask, survey, about.wave)
    chosen = _chosen(survey, about)
    sector, region = _places(ask)
    answer = Answer(
        survey.number, wave.number, (chosen,), ask.today, sector=sector, region=region, person=ask.who.id, via=Via.SLACK
    )
    _, new = surveys.keep(ask.session, ask.ws, survey, wave.number, answer, ask.now)
    only = survey.questions[0]
    name = blocks.mark_name(ask.t, chosen) if only.kind is Kind.SCALE else only.options[chosen]
    return Say(blocks.thanks_card(ask.t, survey, wave, new=new, chosen=name))


def answer(ask: Ask) -> Reply:
    """*Answer*, or `/survey answer S-3`: the form, with what was answered before where that is known."""
    about = _about(ask)
    survey = one_of(ask, about.survey, look=True)
    wave = current(ask, survey, about.wave or survey.wave)
    if survey.anonymous and surveys.has_answered(ask.session, ask.ws, survey, ask.who.id):
        raise Refusal(surveys.AGAIN.message, ref=survey.ref)
    known = None if survey.anonymous else surveys.mine(ask.session, ask.ws, survey.number, wave.number, ask.who.id)
    return Open(blocks.form(ask.t, survey, wave, vocabulary=_vocabulary(ask), known=known))


def save(ask: Ask) -> Reply:
    """The form, filled in."""
    survey, wave = _of_form(ask)
    read = blocks.read(survey.questions, ask.values, ask.workspace.vocabulary)
    sector, region = (read.sector, read.region) if _vocabulary(ask) else _places(ask)
    given = Answer(
        survey.number,
        wave.number,
        read.values,
        ask.today,
        sector=sector,
        region=region,
        person=ask.who.id,
        via=Via.SLACK,
    )
    _, new = surveys.keep(ask.session, ask.ws, survey, wave.number, given, ask.now)
    return Say(blocks.thanks_card(ask.t, survey, wave, new=new))


def record(ask: Ask) -> Reply:
    """`/survey record S-3 ORGANISATION`: the form, for what a company said."""
    wanted: Record = ask.args
    survey = one_of(ask, look=True)
    return _record_form(ask, survey, current(ask, survey, survey.wave), wanted.organisation)


def ask_whose(ask: Ask) -> Reply:
    """*Record for a company*: whose words they are."""
    about = carried(ask.words)
    survey = one_of(ask, about.survey, look=True)
    current(ask, survey, about.wave)
    return Open(blocks.whose_form(ask.t, survey))


def go_on(ask: Ask) -> Reply:
    """Whose they are is known now."""
    survey, wave = _of_form(ask, look=True)
    reply = _record_form(ask, survey, wave, blocks.read_whose(ask.values))
    return Open(reply.form, "update") if isinstance(reply, Open) else reply


def save_record(ask: Ask) -> Reply:
    """What a company said, filled in."""
    survey, wave = _of_form(ask)
    read = blocks.read(survey.questions, ask.values, ask.workspace.vocabulary)
    name = str(ask.state.get("o") or "")
    organisation, _ = organisations.meet(ask.session, ask.ws, name, ask.who.id, ask.now)
    given = Answer(
        survey.number,
        wave.number,
        read.values,
        ask.today,
        sector=read.sector,
        region=read.region,
        organisation=organisation.number,
        organisation_name=organisation.name,
        recorded_by=ask.who.id,
        via=Via.RECORD,
    )
    key, new = surveys.keep(ask.session, ask.ws, survey, wave.number, given, ask.now)
    return Say(blocks.recorded_card(ask.t, survey, wave, organisation.name, key, new=new))


# steps ----------------------------------------------------------------------------------------------------------------


def _about(ask: Ask) -> Carried:
    """A button's survey and wave; typed, the newest wave (0)."""
    return Carried(ask.args.number, 0) if isinstance(ask.args, Ref) else carried(ask.words)


def _of_form(ask: Ask, *, look: bool = False) -> tuple[Survey, Wave]:
    survey = one_of(ask, int(ask.state.get("s") or 0), look=look)
    return survey, current(ask, survey, int(ask.state.get("w") or 0))


def _chosen(survey: Survey, about: Carried) -> int:
    """What the button stands for, if the survey has such a button."""
    number = whole(about.rest)
    only = survey.questions[0]
    allowed = SCALE if only.kind is Kind.SCALE else range(only.columns)
    if not survey.one_click or number is None or number not in allowed:
        raise Refusal("This button is from an earlier version. `/survey list` shows the surveys that are open.")
    return number


def _places(ask: Ask) -> tuple[str | None, str | None]:
    """The sector and the region of somebody's division, where it has one of them."""
    home = ask.directory.home(ask.who.id)
    return (rules.only(home.sectors), rules.only(home.regions)) if home else (None, None)


def _vocabulary(ask: Ask) -> Vocabulary | None:
    """Somebody from outside is asked for sector and region; of our own people the division tells them."""
    return ask.workspace.vocabulary if ask.who.role is Role.GUEST else None


def _record_form(ask: Ask, survey: Survey, wave: Wave, name: str) -> Reply:
    known = organisations.find(ask.session, ask.ws, name)
    before = Answer(survey.number, wave.number, (None,) * len(survey.questions), ask.today)
    if known is not None:
        before = Answer(
            survey.number,
            wave.number,
            before.values,
            ask.today,
            sector=rules.only(known.sectors),
            region=rules.only(known.regions),
        )
        name = known.name
    vocabulary = ask.workspace.vocabulary
    return Open(blocks.form(ask.t, survey, wave, vocabulary=vocabulary, known=before, organisation=name))
