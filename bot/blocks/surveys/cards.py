"""A survey's cards: the draft, what a channel is asked, how it stands, a list, the page's address."""

from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Block, Card, Element
from bot.blocks.surveys.parts import (
    STATES,
    carried,
    line,
    manner,
    option_name,
    question_row,
    ref,
    shows,
    turnout,
    until,
)
from bot.domain.directory import Directory
from bot.domain.refs import Ref
from bot.domain.surveys import LEAST, MOST_QUESTIONS, SCALE, Kind, Summary, Survey, SurveyState, Waiting, Wave
from bot.i18n import Md, Translator, escape

PAGE: Final = 10
SHOWN: Final = 5  # surveys that a home or a bundle names


def draft_card(t: Translator, survey: Survey, notes: Sequence[Md] = ()) -> Card:
    """A draft: each question with its *Edit*, and the buttons that go on."""
    said = t.plain("{ref} (draft): {title}", ref=survey.ref, title=survey.title)
    blocks = [kit.section(note) for note in notes]
    blocks.append(kit.section(kit.lines(kit.bold(f"{survey.ref}  {survey.title}"), _where(t, survey))))
    for at, question in enumerate(survey.questions):
        edit = kit.button(t.plain("Edit"), f"surveys:reword#{at}", carried(survey, survey.wave, at))
        blocks.append(kit.section(question_row(t, at, question), edit))
    if not survey.questions:
        blocks.append(kit.section(t("It has no question yet.")))
    blocks.append(kit.context(kit.joined([t("draft"), manner(t, survey), t("closes {day}, 18:00", day=survey.closes)])))
    buttons = [kit.button(t.plain("Open it"), "surveys:open", ref(survey), style="primary")] if survey.questions else []
    if len(survey.questions) < MOST_QUESTIONS:
        buttons.append(kit.button(t.plain("Add a question"), "surveys:ask", ref(survey)))
    buttons.append(kit.button(t.plain("Edit"), "surveys:edit", ref(survey)))
    sure = kit.confirm(t, t.plain("The draft and its questions are gone then."), t.plain("Delete"))
    buttons.append(kit.button(t.plain("Delete"), "surveys:delete", ref(survey), style="danger", confirm=sure))
    return Card(said, (*blocks, kit.actions(*buttons)))


def ask_card(t: Translator, survey: Survey, wave: Wave) -> Card:
    """What a channel is asked. Few answers to one question are a button each."""
    said = t.plain("Survey: {title}", title=survey.title)
    blocks: list[Block] = [kit.header(f"🗳️ {survey.title}")]
    if survey.one_click:
        only = survey.questions[0]
        blocks.append(kit.section(escape(only.text)))
        blocks.append(kit.actions(*_choices(t, survey)))
    else:
        number = len(survey.questions)
        blocks.append(kit.section(t.many("{n} question, a minute or two.", "{n} questions, a minute or two.", number)))
        button = kit.button(t.plain("Give an answer"), "surveys:answer", carried(survey, survey.wave), style="primary")
        blocks.append(kit.actions(button))
    round_ = t("wave {n}", n=wave.number) if wave.number > 1 or survey.next_on else None
    names = (
        t("Anonymous: nobody can find out who said what, and fewer than {n} answers are never shown.", n=LEAST)
        if survey.anonymous
        else t("With your name; you can change your answer until it closes.")
    )
    blocks.append(kit.context(kit.joined([survey_ref(survey), round_, until(t, wave)]), names))
    return Card(said, tuple(blocks))


def remind_card(t: Translator, survey: Survey, wave: Wave) -> Card:
    """To everybody in a channel, once: nobody knows who has not answered an anonymous one."""
    said = t.plain("Survey “{title}”: answers until {moment}", title=survey.title, moment=wave.closes)
    text = t(
        "The anonymous survey *{title}* takes answers until {moment}. Whoever has not answered yet still can:",
        title=survey.title,
        moment=wave.closes,
    )
    button = kit.button(t.plain("Give an answer"), "surveys:answer", carried(survey, survey.wave), style="primary")
    return Card(said, (kit.section(text), kit.actions(button)))


def show_card(
    t: Translator,
    survey: Survey,
    waves: Sequence[Wave],
    directory: Directory,
    *,
    runs: bool,
    seen: bool,
    missing: Sequence[str] = (),
    notes: Sequence[Md] = (),
) -> Card:
    """How it stands. `runs`: who looks may close or open it; `seen`: its results may be seen now."""
    newest = waves[-1] if waves else None
    head = kit.lines(kit.bold(f"{survey.ref}  {survey.title}"), _where(t, survey))
    blocks = [*(kit.section(note) for note in notes), kit.section(head)]
    rows = [question_row(t, at, question) for at, question in enumerate(survey.questions)]
    blocks += [kit.section(row) for row in rows]
    blocks.append(kit.context(kit.joined([t(STATES[survey.state]), manner(t, survey), _when(t, survey, newest)])))
    if missing:
        names = t.listing([kit.named(directory.person(id)) for id in missing[:20]])
        blocks.append(
            kit.context(
                t.many("{n} has not answered: {names}", "{n} have not answered: {names}", len(missing), names=names)
            )
        )
    if buttons := _buttons(t, survey, runs=runs, seen=seen):
        blocks.append(kit.actions(*buttons))
    return Card(t.plain("{ref}: {title}", ref=survey.ref, title=survey.title), tuple(blocks))


def list_card(t: Translator, found: Sequence[tuple[Survey, Wave | None]], total: int, words: str, page: int) -> Card:
    """A page of surveys; `words` ask for the next one."""
    new = kit.button(t.plain("New survey"), "surveys:new", style="primary")
    if not found:
        nothing = t("No survey is open. `/survey new` begins one, `/survey list all` shows earlier ones.")
        return Card(nothing, (kit.section(nothing), kit.actions(new)))
    said = t.many("{n} survey", "{n} surveys", total)
    blocks: list[Block] = [kit.section(kit.bold(said))]
    for survey, wave in found:
        row = kit.joined([kit.bold(survey.ref), escape(survey.title), t(STATES[survey.state]), _when(t, survey, wave)])
        blocks.append(kit.section(row, shows(t, AGAIN, survey)))
    more = [kit.button(t.plain("More"), MORE, f"survey {words} page:{page + 1}".replace("  ", " "))]
    blocks.append(kit.actions(new, *(more if total > page * PAGE else [])))
    return Card(said, tuple(blocks))


def undone_card(t: Translator, survey: Survey) -> Card:
    said = t("{ref} “{title}” is taken back.", ref=survey.ref, title=survey.title)
    return Card(said, (kit.section(Md(f":leftwards_arrow_with_hook: {said}")),))


def link_card(t: Translator, survey: Survey, address: str) -> Card:
    """The page's address, said once. Earlier ones no longer work."""
    said = t("The page of {ref} “{title}”", ref=survey.ref, title=survey.title)
    return Card(said, (kit.section(kit.lines(kit.bold(said), address_note(t, survey, address))),))


def address_note(t: Translator, survey: Survey, address: str) -> Md:
    note = t(
        "Whoever has this address can answer, so send it only to those who are asked. It is shown this once; "
        "`/survey link {ref}` makes a new one, and then this one no longer works.",
        ref=survey.ref,
    )
    return kit.lines(Md(f"`{escape(address)}`"), note)  # to be copied; whoever clicks it here would answer


def link_gone_card(t: Translator, survey: Survey) -> Card:
    """What stands in the record of the request in place of the address."""
    said = t("The address of {ref} was shown once. `/survey link {ref}` makes a new one.", ref=survey.ref)
    return Card(said, (kit.section(said),))


def unlinked_card(t: Translator, survey: Survey) -> Card:
    said = t("The page of {ref} has no address any more.", ref=survey.ref)
    return Card(said, (kit.section(said),))


def waiting_line(t: Translator, one: Waiting) -> Md:
    """A survey that waits for somebody, in a bundle or on the App Home."""
    return kit.joined([Md(f"{kit.bold(one.ref)} {escape(kit.cut(one.title, 90))}"), t("until {day}", day=one.until)])


def summary_line(t: Translator, one: Summary) -> Md:
    """A wave that has closed, in an agenda."""
    said = line(t, one.headline)
    return kit.joined([Md(f"{one.ref}  {escape(kit.cut(one.title, 110))}"), turnout(t, one.answered), said])


def survey_ref(survey: Survey) -> Md:
    return escape(survey.ref)


# parts ----------------------------------------------------------------------------------------------------------------


def _choices(t: Translator, survey: Survey) -> list[Element]:
    only = survey.questions[0]
    if only.kind is Kind.SCALE:
        return [
            kit.button(option_name(t, only, (at,)), f"surveys:choose#{at}", carried(survey, survey.wave, mark))
            for at, mark in enumerate(SCALE)
        ]
    return [
        kit.button(option, f"surveys:choose#{at}", carried(survey, survey.wave, at))
        for at, option in enumerate(only.options)
    ]


def _where(t: Translator, survey: Survey) -> Md:
    channels = t.listing([kit.channel(one) for one in survey.channels]) if survey.channels else None
    page = t("a web page") if survey.web else None
    return kit.joined([channels, page])


def _when(t: Translator, survey: Survey, wave: Wave | None) -> Md:
    if wave is None:
        return t("closes {day}, 18:00", day=survey.closes)
    few = survey.anonymous and 0 < wave.answered < LEAST
    count = turnout(t, None if few else wave.answered)
    following = t("next on {day}", day=survey.next_on) if survey.next_on else None
    ends = t("closed on {day}", day=wave.closed.astimezone(t.zone).date()) if wave.closed else until(t, wave)
    number = t("wave {n}", n=wave.number) if wave.number > 1 or survey.next_on else None
    return kit.joined([number, count, ends, following])


def _buttons(t: Translator, survey: Survey, *, runs: bool, seen: bool) -> list[Element]:
    found: list[Element] = []
    at = Ref("S", survey.number)
    if survey.state is SurveyState.OPEN:
        found.append(
            kit.button(t.plain("Give an answer"), "surveys:answer", carried(survey, survey.wave), style="primary")
        )
        found.append(kit.button(t.plain("Record for a company"), "surveys:whose", carried(survey, survey.wave)))
    if seen:
        found.append(kit.button(t.plain("Results"), AGAIN, f"survey results {survey.ref}"))
    if not runs:
        return found
    if survey.wave and not survey.anonymous:
        found.append(kit.button(t.plain("Answers"), f"{AGAIN}#1", f"survey answers {survey.ref}"))
    if survey.web and survey.state in (SurveyState.OPEN, SurveyState.RESTING):
        found.append(kit.button(t.plain("New web address"), "surveys:link", at))
    if survey.state in (SurveyState.OPEN, SurveyState.RESTING):
        sure = kit.confirm(t, t.plain("It takes no more answers then, and its results are posted."), t.plain("Close"))
        found.append(kit.button(t.plain("Close the survey"), "surveys:close", at, confirm=sure))
    if survey.state in (SurveyState.CLOSED, SurveyState.RESTING):
        found.append(kit.button(t.plain("Ask again"), "surveys:open", ref(survey)))
    return found
