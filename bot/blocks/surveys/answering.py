"""The form that answers, and its reader; the page outside Slack has the same fields and the same reader."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Card, Element, Form
from bot.blocks.surveys.parts import carried, until
from bot.domain.surveys import SCALE, Answer, Kind, Question, Survey, Value, Wave
from bot.domain.words import Facet, Vocabulary
from bot.i18n import Md, Translator, escape
from bot.refusals import Faults, Refusal
from bot.speech.amounts import whole
from bot.speech.text import ORGANISATION, TEXT, clean, limited
from bot.values import frozen

FACETS: Final = (Facet.SECTOR, Facet.REGION)


@frozen
class Read:
    """What was answered, and where somebody from outside works."""

    values: tuple[Value, ...]
    sector: str | None = None
    region: str | None = None


def field(at: int) -> str:
    """The name of a question's field."""
    return f"q{at}"


def form(
    t: Translator,
    survey: Survey,
    wave: Wave,
    *,
    vocabulary: Vocabulary | None = None,
    known: Answer | None = None,
    organisation: str = "",
) -> Form:
    """All questions. A `vocabulary` asks for sector and region; an `organisation` is whose words are taken down."""
    title = t.plain("Record an answer") if organisation else t.plain("Answer {ref}", ref=survey.ref)
    said = known.values if known else (None,) * len(survey.questions)
    blocks: list[Block] = [kit.section(kit.bold(survey.title)), kit.context(_about(t, survey, wave, organisation))]
    blocks += [_field(t, at, question, said[at]) for at, question in enumerate(survey.questions)]
    if vocabulary is not None:
        blocks += _places(t, vocabulary, known)
    return Form(
        "surveys:recorded" if organisation else "surveys:answered",
        title,
        t.plain("Send"),
        t.plain("Cancel"),
        tuple(blocks),
        state={"s": survey.number, "w": wave.number, **({"o": organisation} if organisation else {})},
    )


def read(questions: Sequence[Question], values: Mapping[str, Any], vocabulary: Vocabulary) -> Read:
    """The answers, checked against the questions. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    found = []
    for at, question in enumerate(questions):
        try:
            found.append(_value(question, values.get(field(at))))
        except Refusal as refusal:
            faults[field(at)] = refusal
    if faults:
        raise Faults(faults)
    places = [str(values.get(facet.value) or "") for facet in FACETS]
    known = [key if vocabulary.term(facet, key) else None for facet, key in zip(FACETS, places, strict=True)]
    return Read(tuple(found), known[0], known[1])


def thanks_card(t: Translator, survey: Survey, wave: Wave, *, new: bool, chosen: str = "") -> Card:
    """To who has answered, and to nobody else. Of an anonymous one it does not repeat what was said."""
    if survey.anonymous:
        said = t(
            "Thank you. Your answer to {ref} is counted, and nobody can find out that it is yours.", ref=survey.ref
        )
    elif new:
        said = t("Thank you. Your answer to {ref} is kept.", ref=survey.ref)
    else:
        said = t("Your answer to {ref} is changed.", ref=survey.ref)
    more = None
    if not survey.anonymous:
        again = t("Until {moment} you can change it: answer again.", moment=wave.closes)
        more = kit.lines(t("You said: “{option}”", option=chosen) if chosen else None, again)
    return Card(said, (kit.section(kit.lines(Md(f":white_check_mark: {said}"), more)),))


def whose_form(t: Translator, survey: Survey) -> Form:
    """Whose words are to be taken down."""
    name = kit.text_input("organisation", limit=ORGANISATION.length)
    blocks = (kit.field_block("organisation", t.plain("Organisation"), name),)
    state = {"s": survey.number, "w": survey.wave}
    return Form("surveys:named", t.plain("Record an answer"), t.plain("Next"), t.plain("Cancel"), blocks, state=state)


def read_whose(values: Mapping[str, Any]) -> str:
    """The name of an organisation. Raises Faults."""
    try:
        name = limited(clean(values.get("organisation") or ""), ORGANISATION)
    except Refusal as refusal:
        raise Faults({"organisation": refusal}) from refusal
    if not any(letter.isalnum() for letter in name):
        raise Faults({"organisation": Refusal("Type the name of the organisation.")})
    return name


def recorded_card(t: Translator, survey: Survey, wave: Wave, organisation: str, key: str, *, new: bool) -> Card:
    """To who took an answer down; one with a name can become a difficulty at once."""
    said = (
        t("What {organisation} said to {ref} is recorded.", organisation=organisation, ref=survey.ref)
        if new
        else t("What {organisation} said to {ref} is changed.", organisation=organisation, ref=survey.ref)
    )
    note = t("It cannot be changed: nobody can find out which answer it is.") if survey.anonymous else None
    section = kit.section(kit.lines(Md(f":white_check_mark: {said}"), note))
    if not key:
        return Card(said, (section,))
    button = kit.button(t.plain("Make a difficulty"), "surveys:difficulty", carried(survey, wave.number, key))
    return Card(said, (section, kit.actions(button)))


def _about(t: Translator, survey: Survey, wave: Wave, organisation: str) -> Md:
    who = t("for {organisation}", organisation=organisation) if organisation else None
    names = t("anonymous: it cannot be changed once it is sent") if survey.anonymous else t("with your name")
    if organisation and not survey.anonymous:
        names = t("with the organisation's name")
    return kit.joined([who, names, until(t, wave)])


def _field(t: Translator, at: int, question: Question, said: Value) -> Block:
    options = [kit.option(option, str(number)) for number, option in enumerate(question.options)]
    match question.kind:
        case Kind.SINGLE:
            element: Element = kit.radio("a", options, str(said) if isinstance(said, int) else None)
        case Kind.MULTIPLE:
            chosen = [str(one) for one in said] if isinstance(said, tuple) else []
            element = kit.checkboxes("a", options, chosen)
        case Kind.SCALE:
            marks = [kit.option(mark_name(t, mark), str(mark)) for mark in reversed(SCALE)]
            element = kit.radio("a", marks, str(said) if isinstance(said, int) else None)
        case Kind.TEXT:
            element = kit.text_input("a", said if isinstance(said, str) else "", limit=TEXT.length, long=True)
    optional = question.kind in (Kind.MULTIPLE, Kind.TEXT)
    return kit.field_block(field(at), question.text, element, optional=optional)


def mark_name(t: Translator, mark: int) -> str:
    """A mark of the scale; its ends say what they mean."""
    if mark == SCALE[-1]:
        return t.plain("5 · very good")
    return t.plain("1 · very bad") if mark == SCALE[0] else str(mark)


def _places(t: Translator, vocabulary: Vocabulary, known: Answer | None) -> list[Block]:
    fields = []
    chosen = {Facet.SECTOR: known.sector if known else None, Facet.REGION: known.region if known else None}
    for facet, label in ((Facet.SECTOR, t.plain("Sector")), (Facet.REGION, t.plain("Region"))):
        options = [kit.option(term.name(t.lang), term.key) for term in vocabulary.of(facet)]
        if options:
            menu = kit.menu("a", t.plain("Choose"), options, chosen[facet])
            fields.append(kit.field_block(facet.value, label, menu, optional=True))
    return fields


def _value(question: Question, given: Any) -> Value:
    match question.kind:
        case Kind.TEXT:
            text = limited(clean(given if isinstance(given, str) else "", lines=True), TEXT)
            return text if any(letter.isalnum() for letter in text) else None
        case Kind.MULTIPLE:
            chosen = given if isinstance(given, list) else [given] if given else []
            return tuple(sorted({_index(one, question.columns) for one in chosen}))
        case Kind.SCALE:
            return _index(given, len(SCALE) + 1, least=SCALE[0])
    return _index(given, question.columns)


def _index(given: Any, below: int, *, least: int = 0) -> int:
    """One of the numbers that the form offered."""
    number = whole(given, least, below - 1) if isinstance(given, str) else None
    if number is None:
        raise Refusal("Choose an answer here.")
    return number


def plain_answer(t: Translator, question: Question, value: Value) -> str:
    """The same as plain text, whole; "" for nothing."""
    if isinstance(value, tuple):
        return ", ".join(question.options[one] for one in value)
    if isinstance(value, int):
        return mark_name(t, value) if question.kind is Kind.SCALE else question.options[value]
    return value or ""


def said_in_words(t: Translator, question: Question, value: Value) -> Md:
    """One answer to one question, on a line."""
    return escape(kit.cut(" ".join(plain_answer(t, question, value).split()), 300) or "–")
