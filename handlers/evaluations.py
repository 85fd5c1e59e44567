"""The monthly evaluation: one's own form, who is missing, what came of it; opened and closed by the secretariat."""

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from bot.blocks import evaluations as blocks
from bot.domain.evaluations import (
    Asked,
    Assessment,
    Evaluation,
    Given,
    Part,
    everything_asked,
    late_on,
    may_open,
    missing,
    month_of,
    progress,
)
from bot.domain.permissions import check, may, subject
from bot.i18n import N_
from bot.refusals import Refusal
from bot.speech import evaluations as speech
from bot.speech.evaluations import MonthAndTeam
from handlers import documents
from handlers.asks import Ask, Binding, Feature, Noun, Open, Reply, Say
from storage import evaluations

ALL: Final = ""  # no team: the secretariat sees them all
EVALUATION_FILE: Final = "evaluation-file"  # its maker is in schedules/documents.py
_NOTHING: Final = N_("No evaluation takes answers now. A month opens on its last working day.")
_CLOSED: Final = N_(
    "The evaluation of {month} is closed; its ratings can no longer be changed. `/evaluate results {month}` shows them."
)
_UNKNOWN: Final = N_("The evaluation of {month} was never opened. `/evaluate results` shows the newest.")


def rate(ask: Ask) -> Reply:
    """`/evaluate` alone, or *Rate my tasks*: what waits for me, else what I may still change."""
    month = _month_for_me(ask)
    return _page(ask, month, {"m": month.key, "all": not missing(_mine(ask, month))})


def save(ask: Ask) -> Reply:
    """A page of the form: kept as a whole, then the next one."""
    month = _month(ask, str(ask.state.get("m", "")))
    if month.closed(ask.now):
        raise Refusal(_CLOSED, month=month.key)
    versions: dict[str, int] = dict(ask.state.get("v") or {})
    asked = _shown(ask, month, versions)
    given = blocks.read(ask.values, asked, versions)
    overtaken = [one for one, said in _paired(asked, given) if one.about.version(one.part) != said.version]
    if overtaken:
        return _again(ask, month, asked, overtaken)
    late = None
    for one, said in _paired(asked, given):
        if not evaluations.save(ask.session, ask.ws, month, one.about, said, ask.who.id, ask.now, ask.today):
            raise Refusal("{task} was rated by somebody else at this moment. Please save again.", task=one.about.ref)
        if late_on(month, one.part, ask.today):
            late = month.owner_by if one.part is Part.OWNER else month.lead_by
    saved = int(ask.state.get("saved", 0)) + len(given)
    state = {
        "m": month.key,
        "all": bool(ask.state.get("all")),
        "c": _position(asked[-1]) if asked else None,
        "n": int(ask.state.get("n", 1)) + 1,
        "saved": saved,
    }
    if _rest(ask, month, state):
        following = _page(ask, month, state)
        return replace(following, how="update") if isinstance(following, Open) else following
    left = len(missing(_mine(ask, month)))
    return Say(blocks.saved_card(ask.t, month, saved, late, left))


def status(ask: Ask) -> Reply:
    """Who has answered; by name only to those who may press them."""
    month = next(iter(evaluations.unlocked(ask.session, ask.ws)), None) or evaluations.latest(ask.session, ask.ws)
    if month is None:
        return Say(blocks.none_card(ask.t))
    if month.closed(ask.now):
        return Say(blocks.closed_card(ask.t, month, when=False))
    frozen = evaluations.assessments(ask.session, ask.ws, month.month)
    office = may(ask.actor, "evaluations.run")
    seen = [one for one in frozen if office or one.team in ask.actor.teams or _concerns(ask, one)]
    open_ = [one for one in everything_asked(month, seen, ask.today) if not one.answered]
    mine = missing(_mine(ask, month))
    led = missing(open_) if office else _missing_to(ask, month, frozen, mine)
    later = sum(not one.ready for one in open_) if led else 0
    return Say(
        blocks.status_card(ask.t, month, progress(seen), led, len(mine), ask.directory, later=later, may_close=office)
    )


def results(ask: Ask) -> Reply:
    """A month: all teams to the secretariat, one's own team to everybody else; before the lock to leads alone."""
    month, key = _looked_at(ask)
    if month is None:
        return Say(blocks.none_card(ask.t))
    found, provisional = evaluations.results(ask.session, ask.ws, month), not month.closed(ask.now)
    if key == ALL:
        return Say(blocks.gathered_card(ask.t, found, ask.directory, provisional=provisional))
    return Say(blocks.team_list(ask.t, found.of_team(key), key, ask.directory, ask.page, provisional=provisional))


def file(ask: Ask) -> Reply:
    """The same as a paper to print."""
    month, key = _looked_at(ask)
    if month is None:
        return Say(blocks.none_card(ask.t))
    return documents.send(ask, EVALUATION_FILE, {"team": key or "", "month": month.key})


def _looked_at(ask: Ask) -> tuple[Evaluation | None, str | None]:
    """The month and the team that somebody may see; ALL for all of them, no month where none was ever opened."""
    wanted: MonthAndTeam = ask.args
    named = ask.directory.pick_team(wanted.team).key if wanted.team else None
    month = evaluations.get(ask.session, ask.ws, wanted.month) if wanted.month else None
    if wanted.month and month is None:
        raise Refusal(_UNKNOWN, month=ask.t.month(wanted.month))
    month = month or evaluations.latest(ask.session, ask.ws)
    if month is None or (named is None and may(ask.actor, "evaluations.run")):
        return month, ALL
    key = named or _my_team(ask, evaluations.results(ask.session, ask.ws, month).teams())
    check(ask.actor, "evaluations.results", subject(teams=[key]))
    if not month.closed(ask.now) and not may(ask.actor, "evaluations.early", subject(teams=[key])):
        raise Refusal(
            "The results of {month} are posted on {day}. `/evaluate status` shows how far it is.",
            month=ask.t.month(month.month),
            day=month.locks_on,
        )
    return month, key


def open_(ask: Ask) -> Reply:
    """A month opened by hand; the clock does not open it again."""
    month = ask.args or ask.today.replace(day=1)
    may_open(month, ask.today)
    before = evaluations.get(ask.session, ask.ws, month)
    if before is not None:
        return Say(blocks.already_card(ask.t, before, ask.directory))
    opened = evaluations.open_month(ask.session, ask.directory, month, ask.now, ask.who.id, ask.now)
    if opened is None:
        raise Refusal(
            "There is nothing to rate in {month}: no task with a due date was recorded by its end "
            "and has started by plan. `/task list` shows what there is.",
            month=ask.t.month(month),
        )
    evaluations.plan_results(ask.session, ask.directory, opened, opened.locks, ask.now)
    frozen = evaluations.assessments(ask.session, ask.ws, month)
    people = {person for one in frozen for person in (one.owner, one.lead) if person}
    return Say(blocks.opened_card(ask.t, opened, len(frozen), len(people)))


def close(ask: Ask) -> Reply:
    """A month closed by hand: its results are told now."""
    month = evaluations.get(ask.session, ask.ws, ask.args) if ask.args else None
    if ask.args and month is None:
        raise Refusal(_UNKNOWN, month=ask.t.month(ask.args))
    month = month or next(iter(evaluations.unlocked(ask.session, ask.ws)), None)
    if month is None:
        raise Refusal("No evaluation is open. `/evaluate open` opens this month.")
    if month.closed(ask.now):
        return Say(blocks.closed_card(ask.t, month, when=False))
    evaluations.close(
        ask.session,
        ask.directory,
        month,
        ask.who.id,
        lambda one: blocks.item_text(ask.channel_tongue(one.team), one),
        ask.now,
    )
    return Say(blocks.closed_card(ask.t, month, when=True))


# steps ----------------------------------------------------------------------------------------------------------------


def _month_for_me(ask: Ask) -> Evaluation:
    """The month of the button, else the newest that waits for me, else the newest that I am asked about."""
    if ask.words:
        month = _month(ask, ask.words)
        if month.closed(ask.now):
            raise Refusal(_CLOSED, month=month.key)
        months = [month]
    else:
        months = evaluations.running(ask.session, ask.ws, ask.now)
    if not months:
        raise Refusal(_NOTHING)
    mine = [(month, _mine(ask, month)) for month in months]
    found = next((month for month, asked in mine if missing(asked)), None)
    found = found or next((month for month, asked in mine if asked), None)
    if found is None:
        raise Refusal(
            "Nothing waits for you in {month}: you neither own nor lead a task of it. "
            "`/evaluate status` shows how far it is.",
            month=ask.t.month(months[0].month),
        )
    return found


def _month(ask: Ask, key: str) -> Evaluation:
    try:
        month = evaluations.get(ask.session, ask.ws, month_of(key))
    except ValueError:
        month = None
    if month is None:
        raise Refusal(_UNKNOWN, month=key[:10] or "–")
    return month


def _mine(ask: Ask, month: Evaluation) -> list[Asked]:
    return evaluations.asked(ask.session, ask.ws, month, ask.who.id, ask.actor.leads, ask.today)


def _page(ask: Ask, month: Evaluation, state: dict[str, Any]) -> Reply:
    rest = _rest(ask, month, state)
    number = int(state.get("n", 1))
    return Open(
        blocks.form(
            ask.t,
            month,
            rest[: blocks.PAGE],
            ask.directory,
            number=number,
            pages=number - 1 + math.ceil(len(rest) / blocks.PAGE),
            state=state,
        )
    )


def _rest(ask: Ask, month: Evaluation, state: dict[str, Any]) -> list[Asked]:
    """What comes behind the pages that were saved: what waits, or everything to whom nothing waits."""
    asked = _mine(ask, month)
    chosen = asked if state["all"] else missing(asked)
    after = state.get("c")
    return [one for one in chosen if after is None or _position(one) > list(after)]


def _position(one: Asked) -> list[int]:
    """Where a question stands: own tasks first, then by number."""
    return [int(one.part is Part.LEAD), one.about.task]


def _shown(ask: Ask, month: Evaluation, versions: dict[str, int]) -> list[Asked]:
    """The questions that the form showed, those that this person may answer."""
    found = []
    for one in evaluations.assessments(ask.session, ask.ws, month.month):
        for part in Part:
            if f"{part.value}-{one.task}" in versions:
                owner, teams = (one.owner, []) if part is Part.OWNER else (one.lead, [one.team])
                check(ask.actor, "evaluations.rate", subject(owner=owner, teams=teams))
                found.append(Asked(one, part))
    return sorted(found, key=_position)


def _paired(asked: Sequence[Asked], given: Sequence[Given]) -> list[tuple[Asked, Given]]:
    by_key = {(said.task, said.part): said for said in given}
    return [(one, by_key[one.about.task, one.part]) for one in asked if (one.about.task, one.part) in by_key]


def _again(ask: Ask, month: Evaluation, asked: Sequence[Asked], overtaken: Sequence[Asked]) -> Reply:
    """The same page with what was typed, and what somebody saved meanwhile: nothing newer is overwritten unseen."""
    state = {name: value for name, value in ask.state.items() if name != "v"}
    number = int(state.get("n", 1))
    behind = _rest(ask, month, state | {"all": bool(state.get("all")), "c": _position(asked[-1])})
    form = blocks.form(
        ask.t,
        month,
        asked,
        ask.directory,
        number=number,
        pages=number + math.ceil(len(behind) / blocks.PAGE),
        state=state,
        typed=ask.values,
        overtaken=overtaken,
    )
    return Open(form, "update")


def _concerns(ask: Ask, one: Assessment) -> bool:
    return ask.who.id in (one.owner, one.lead)


def _missing_to(ask: Ask, month: Evaluation, frozen: list[Assessment], mine: Sequence[Asked]) -> list[Asked]:
    """The answers that a lead may press for, and (`mine`) that they owe themselves; nobody's to who leads nobody."""
    if not ask.actor.leads and not any(one.lead == ask.who.id for one in frozen):
        return []
    led = evaluations.missing_of(ask.directory, month, frozen, ask.who.id, ask.today)
    return list({(one.about.task, one.part): one for one in (*led, *mine)}.values())


def _my_team(ask: Ask, teams: Sequence[str | None]) -> str:
    """A team of mine that tasks were evaluated of, those that I lead first."""
    mine = [*sorted(ask.actor.leads), *ask.directory.teams_of(ask.who.id)]
    found = next((key for key in mine if key in teams), None) or next(iter(mine), None)
    if found is None:
        raise Refusal("You are in no team yet. Name one: `/evaluate results 2026-10 team KEY`.")
    return found


NOUN = Noun(
    word="evaluate",
    about=N_("Rate your tasks once a month, see who is missing, and what the month came to."),
    examples=(N_("status"), N_("results 2026-10 team export"), N_("results last month")),
    grammar=N_(
        "/evaluate   (my tasks to rate, as one form)\n"
        "/evaluate status\n"
        "/evaluate results [MONTH] [team KEY]\n"
        "/evaluate file [MONTH] [team KEY]   (a paper to print)\n"
        "/evaluate open|close [MONTH]   (the secretariat)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "status": Binding(status, writes=False, private=True),
        "results": Binding(results, writes=False, private=True),
        "file": Binding(file, private=True),
        "open": Binding(open_, may="evaluations.run"),
        "close": Binding(close, may="evaluations.run"),
    },
    empty=Binding(rate, writes=False),
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={"evaluations:rate": Binding(rate, writes=False)},
    forms={"evaluations:save": Binding(save)},
)
