"""The steps of a new survey: how it is asked, then each question; each form with its reader."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Element, Form
from bot.blocks.surveys.parts import KINDS, REPEATS, ref
from bot.domain.directory import Directory
from bot.domain.surveys import (
    MOST_OPTIONS,
    MOST_QUESTIONS,
    Kind,
    Question,
    Repeat,
    Survey,
    check_anonymity,
    check_days,
    check_question,
)
from bot.i18n import N_, Translator
from bot.refusals import Faults, Refusal
from bot.speech.text import TITLE, Limit, clean, limited
from bot.values import frozen

QUESTION: Final = Limit(300, N_("A question takes up to {limit} characters; this one has {length}. Shorten it."))
MORE, DONE = "more", "done"
_NAMED, _ANONYMOUS, _LIVE, _AFTER = "named", "anonymous", "live", "after"


@frozen
class Step:
    """A question as the form has it, whether another one follows, and whether it is to be removed."""

    question: Question
    more: bool
    removed: bool = False


def settings_form(
    t: Translator, directory: Directory, person: str, today: dt.date, known: Survey | None = None
) -> Form:
    """The first step: how and where it is asked. `known` is a draft that is changed."""
    home = directory.home(person)
    channels = known.channels if known else ((home.channel,) if home and home.channel else ())
    closes = known.closes if known else today + dt.timedelta(days=7)
    blocks = [
        kit.field_block(
            "title",
            t.plain("Title of the survey"),
            kit.text_input("title", known.title if known else "", limit=TITLE.length),
        ),
        *_channels(t, directory, channels),
        kit.field_block("web", t.plain("Companies outside Slack"), _web(t, known), optional=True),
        kit.field_block("names", t.plain("Names"), _names(t, known)),
        kit.field_block(
            "closes",
            t.plain("Last day for answers"),
            kit.day_input("closes", closes.isoformat()),
            hint=t.plain("Answers are taken until 18:00 of that day."),
        ),
        kit.field_block("results", t.plain("Results"), _results(t, known)),
        kit.field_block("repeat", t.plain("Repeats"), _repeats(t, known)),
        *_team(t, directory, known.team if known else (home.key if home else None)),
    ]
    return Form(
        "surveys:change" if known else "surveys:save",
        t.plain("Edit {ref}", ref=known.ref) if known else t.plain("New survey"),
        t.plain("Save") if known else t.plain("Next: questions"),
        t.plain("Cancel"),
        tuple(blocks),
        ref=ref(known) if known else None,
    )


def read_settings(values: Mapping[str, Any], draft: Survey, today: dt.date, now: dt.datetime, zone: str) -> Survey:
    """The draft with what the first step says. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    found = dataclasses.replace(
        draft,
        title=_text(values, "title", TITLE, faults, Refusal("Type a title, such as “Order books in November”.")),
        channels=tuple(dict.fromkeys([*(values.get("teams") or ()), *(values.get("channels") or ())])),
        web="web" in (values.get("web") or ()),
        anonymous=values.get("names") != _NAMED,
        closes=dt.date.fromisoformat(values.get("closes") or today.isoformat()),
        live=values.get("results") == _LIVE,
        repeat=Repeat(values.get("repeat") or Repeat.NONE.value),
        team=values.get("team") or None,
    )
    if not found.channels and not found.web:
        faults["web"] = Refusal("Choose at least one channel, or the web page: somebody must be asked.")
    _checked(faults, "closes", lambda: check_days(found.closes, found.repeat, today, now, zone))
    _checked(faults, "results", lambda: check_anonymity(found.anonymous, found.live))
    if faults:
        raise Faults(faults)
    return found


def question_form(t: Translator, survey: Survey, at: int | None = None) -> Form:
    """A further question (`at` None), or one that is changed."""
    known = survey.questions[at] if at is not None else Question("", Kind.SINGLE)
    number = (at if at is not None else len(survey.questions)) + 1
    options = [kit.option(t.plain(name), kind.value) for kind, name in KINDS.items()]
    lines = kit.text_input("options", "\n".join(known.options), limit=1500, long=True)
    blocks = [
        kit.field_block("question", t.plain("Question"), kit.text_input("question", known.text, limit=QUESTION.length)),
        kit.field_block(
            "kind", t.plain("How it is answered"), kit.menu("kind", t.plain("Choose"), options, known.kind.value)
        ),
        kit.field_block(
            "options",
            t.plain("Options, a line each"),
            lines,
            optional=True,
            hint=t.plain("For one or any of several: 2 to {most} lines of up to 75 characters.", most=MOST_OPTIONS),
        ),
        _then(t, number) if at is None else _remove(t),
    ]
    return Form(
        "surveys:question",
        t.plain("Question {n}", n=number),
        t.plain("Save"),
        t.plain("Cancel"),
        tuple(blocks),
        ref=ref(survey),
        state={} if at is None else {"at": at},
    )


def read_question(values: Mapping[str, Any]) -> Step:
    """A question. Raises Faults, each beside its field."""
    removed = "remove" in (values.get("remove") or ())
    faults: dict[str, Refusal] = {}
    text = _text(values, "question", QUESTION, faults, Refusal("Type the question."))
    kind = Kind(values.get("kind") or Kind.SINGLE.value)
    rows = clean(values.get("options") or "", lines=True).split("\n")
    options = tuple(row for row in rows if any(letter.isalnum() for letter in row))
    question = Question(text, kind, options if kind in (Kind.SINGLE, Kind.MULTIPLE) else ())
    _checked(faults, "options", lambda: check_question(question))
    if faults and not removed:
        raise Faults(faults)
    return Step(question, values.get("then") == MORE, removed)


# fields ---------------------------------------------------------------------------------------------------------------


def _channels(t: Translator, directory: Directory, chosen: tuple[str, ...]) -> list[Block]:
    """The teams' channels by the teams' names, and any others that this person can see."""
    teams = {team.channel: team.name(t.lang) for team in directory.teams.values() if team.active and team.channel}
    options = [kit.option(name, channel or "") for channel, name in teams.items()]
    element = (
        kit.checkboxes("teams", options, chosen)
        if len(options) <= 10
        else kit.many_menu("teams", t.plain("Choose"), options, chosen)
    )
    others = kit.channels_input("channels", [one for one in chosen if one not in teams])
    blocks = [kit.field_block("teams", t.plain("Channels of teams"), element, optional=True)] if options else []
    hint = t.plain("Shared channels too; invite me there first with /invite @muster.")
    return [*blocks, kit.field_block("channels", t.plain("Other channels"), others, optional=True, hint=hint)]


def _web(t: Translator, known: Survey | None) -> Element:
    options = [kit.option(t.plain("A web page at a secret address"), "web")]
    return kit.checkboxes("web", options, ["web"] if known and known.web else [])


def _names(t: Translator, known: Survey | None) -> Element:
    options = [
        kit.option(t.plain("Anonymous: nobody can find out who said what"), _ANONYMOUS),
        kit.option(t.plain("With names: answers can be changed and followed up"), _NAMED),
    ]
    return kit.radio("names", options, _NAMED if known and not known.anonymous else _ANONYMOUS)


def _results(t: Translator, known: Survey | None) -> Element:
    options = [
        kit.option(t.plain("After closing"), _AFTER),
        kit.option(t.plain("At any time (only with names)"), _LIVE),
    ]
    return kit.radio("results", options, _LIVE if known and known.live else _AFTER)


def _repeats(t: Translator, known: Survey | None) -> Element:
    options = [kit.option(t.plain(name), repeat.value) for repeat, name in REPEATS.items()]
    return kit.menu("repeat", t.plain("Choose"), options, (known.repeat if known else Repeat.NONE).value)


def _team(t: Translator, directory: Directory, chosen: str | None) -> list[Block]:
    """A menu takes 100 options: the chosen team is always among them."""
    teams = sorted((team for team in directory.teams.values() if team.active), key=lambda team: team.key != chosen)
    options = [kit.option(team.name(t.lang), team.key) for team in teams]
    if not options:
        return []
    menu = kit.menu("team", t.plain("Choose"), options, chosen)
    hint = t.plain("Its channel and its agenda hear the results.")
    return [kit.field_block("team", t.plain("Team in charge"), menu, optional=True, hint=hint)]


def _then(t: Translator, number: int) -> Block:
    options = [kit.option(t.plain("That was the last question"), DONE)]
    if number < MOST_QUESTIONS:
        options.append(kit.option(t.plain("Another question follows"), MORE))
    return kit.field_block("then", t.plain("Then"), kit.radio("then", options, DONE))


def _remove(t: Translator) -> Block:
    options = [kit.option(t.plain("Remove this question"), "remove")]
    return kit.field_block("remove", t.plain("Remove"), kit.checkboxes("remove", options), optional=True)


def _checked(faults: dict[str, Refusal], field: str, check: Any) -> None:
    try:
        check()
    except Refusal as refusal:
        faults.setdefault(field, refusal)


def _text(values: Mapping[str, Any], field: str, limit: Limit, faults: dict[str, Refusal], missing: Refusal) -> str:
    try:
        text = limited(clean(values.get(field) or ""), limit)
    except Refusal as refusal:
        faults[field] = refusal
        return ""
    if not any(letter.isalnum() for letter in text):
        faults[field] = missing
    return text
