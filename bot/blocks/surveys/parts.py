"""What all cards of surveys share: words for kinds and states, and what their buttons carry."""

from typing import Final

from bot.blocks import kit
from bot.blocks.kit import Element
from bot.domain.refs import Ref
from bot.domain.surveys import Headline, Kind, Question, Repeat, Survey, SurveyState, Wave, labels
from bot.i18n import N_, Md, Translator, escape

KINDS: Final = {
    Kind.SINGLE: N_("one of several"),
    Kind.MULTIPLE: N_("any of several"),
    Kind.SCALE: N_("a mark from 1 to 5"),
    Kind.TEXT: N_("in words"),
}
STATES: Final = {
    SurveyState.DRAFT: N_("draft"),
    SurveyState.OPEN: N_("open for answers"),
    SurveyState.RESTING: N_("between two waves"),
    SurveyState.CLOSED: N_("closed for answers"),
    SurveyState.UNDONE: N_("taken back"),
}
REPEATS: Final = {
    Repeat.NONE: N_("asked once"),
    Repeat.WEEKLY: N_("every week"),
    Repeat.MONTHLY: N_("every month"),
    Repeat.QUARTERLY: N_("every quarter"),
}


def carried(survey: Survey, wave: int, *more: object) -> str:
    """What a button of a wave's card carries: survey, wave, and what is chosen or which answer it is about."""
    return ":".join(map(str, (survey.ref, wave, *more)))


def ref(survey: Survey) -> Ref:
    return Ref("S", survey.number, survey.version)


def manner(t: Translator, survey: Survey) -> Md:
    """Whether names are kept, and when results are seen."""
    names = t("anonymous") if survey.anonymous else t("with names")
    when = t("results at any time") if survey.live else t("results after closing")
    return kit.joined([names, when, t(REPEATS[survey.repeat])])


def until(t: Translator, wave: Wave) -> Md:
    return t("until {moment}", moment=wave.closes)


def turnout(t: Translator, answered: int | None) -> Md:
    """How many have answered; of few anonymous ones not how many."""
    if answered is None:
        return t("fewer than five answers")
    return t.many("{n} answer", "{n} answers", answered) if answered else t("no answer yet")


def question_row(t: Translator, at: int, question: Question) -> Md:
    """`1. How is business? · one of several: good / same / bad`"""
    kind = t(KINDS[question.kind])
    options = escape(" / ".join(question.options)) if question.options else None
    return kit.lines(Md(f"{kit.bold(f'{at + 1}.')} {escape(question.text)}"), kit.joined([kind, options], ": "))


def option_name(t: Translator, question: Question, column: tuple[int, ...]) -> str:
    """What a column of results counts; several small ones are shown together."""
    if len(column) != 1:
        return t.plain("the others together")
    name = labels(question)[column[0]]
    return t.plain("mark {n}", n=name) if question.kind is Kind.SCALE else name


def line(t: Translator, found: Headline) -> Md | None:
    """A wave's result in a few words; None when nothing may be said."""
    if found.mean is not None:
        return t("{question} – {mean} of 5 on average", question=kit.cut(found.question, 80), mean=round(found.mean, 1))
    if found.option:
        return t(
            "{question} – {percent}% “{option}”",
            question=kit.cut(found.question, 80),
            percent=found.share,
            option=kit.cut(found.option, 60),
        )
    return None


def shows(t: Translator, action: str, survey: Survey) -> Element:
    return kit.button(t.plain("Show"), action, f"survey show {survey.ref}")
