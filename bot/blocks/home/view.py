"""The App Home: what I owe, my numbers, my teams, a button for each thing I can do, and what I want to hear."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit, status
from bot.blocks.answers import AGAIN
from bot.blocks.home import nouns
from bot.blocks.kit import Block, Element
from bot.domain.directory import Directory
from bot.domain.owing import InHand, Mutable, Owing
from bot.domain.people import Person, Role
from bot.domain.status import State
from bot.i18n import N_, Translator

TEAMS: Final = 6
NAME: Final = 150  # letters

_KINDS = {
    Mutable.DIGEST: N_("Monday: my week"),
    Mutable.NUDGE: N_("Thursday: visits still missing"),
    Mutable.VISITS: N_("Planned visits to confirm"),
    Mutable.DIFFICULTIES: N_("Difficulties past due"),
    Mutable.TASKS: N_("Tasks past due or without an update"),
    Mutable.EVALUATIONS: N_("Tasks to rate"),
    Mutable.PLAN: N_("Inspection plan behind schedule"),
    Mutable.MEETINGS: N_("Meetings to prepare and to record"),
    Mutable.INDICATORS: N_("Indicators off target or without a reading"),
    Mutable.SURVEYS: N_("Surveys that wait for my answer"),
    Mutable.DUTY: N_("Duty: reminders and the hand-over"),
}


def home(
    t: Translator,
    directory: Directory,
    person: Person,
    owed: Owing,
    rest: InHand,
    teams: Sequence[State],
    *,
    more_teams: int = 0,
    setup: bool,
) -> Mapping[str, Any]:
    """The view, as views.publish takes it. A noun and a team take as much room as they ever may: it always fits."""
    blocks: list[Block] = [kit.header(t.plain("Hello, {name}", name=person.name)), _actions(t, person, setup=setup)]
    blocks += [kit.divider(), kit.header(t.plain("What I owe"))]
    blocks += nouns.sections(t, owed, rest, directory.leads_of(person.id))
    if teams:
        blocks += [kit.divider(), kit.header(t.plain("My teams")), *_teams(t, directory, teams[:TEAMS], more_teams)]
    blocks += [kit.divider(), kit.header(t.plain("What I want to hear")), *_choices(t, directory, person)]
    return {"type": "home", "blocks": blocks}


def _teams(t: Translator, directory: Directory, teams: Sequence[State], more: int) -> list[Block]:
    blocks: list[Block] = []
    for state in teams:
        team = directory.team(state.key)
        name = kit.cut(team.name(t.lang) if team else state.key, NAME)
        if state.key in directory.tops:  # people call the whole organisation by the same name
            name = t.plain("{team}, its own people alone", team=name)
        show = kit.button(t.plain("Agenda"), AGAIN, f"agenda team {state.key}")
        blocks += [kit.section(kit.bold(name), show), *status.state_blocks(t, state)]
    if more:
        every = kit.button(t.plain("More"), f"{AGAIN}#more-teams", "team list")
        blocks.append(kit.section(t.many("and {n} more team", "and {n} more teams", more), every))
    return blocks


def switched(muted: frozenset[str], pressed: str) -> frozenset[str]:
    """The kinds that are off, after a button: `digest off`, `digest on`. What is not ours changes nothing."""
    kind, _, wanted = pressed.partition(" ")
    if kind not in {one.value for one in Mutable}:
        return muted
    return muted | {kind} if wanted == "off" else muted - {kind}


def _actions(t: Translator, person: Person, *, setup: bool) -> Block:
    buttons: list[tuple[str, str]] = [
        (t.plain("Log a visit"), "visit"),
        (t.plain("New difficulty"), "difficulty"),
        (t.plain("New task"), "task"),
        (t.plain("My visits"), "visit list me"),
        (t.plain("My difficulties"), "difficulty list mine"),
        (t.plain("My tasks"), "task list mine"),
        (t.plain("Agenda"), "agenda"),
        (t.plain("Rate my tasks"), "evaluate"),
        (t.plain("Indicators"), "indicator"),
        (t.plain("Duty"), "duty"),
        (t.plain("I am away"), "away"),
        (t.plain("Inspection plan"), "plan"),
        (t.plain("Meetings"), "meeting"),
        (t.plain("Surveys"), "survey list"),
        (t.plain("Organisations"), "org list"),
        (t.plain("Teams"), "team list"),
        (t.plain("Help"), "help"),
    ]
    if person.role is Role.ADMIN:
        buttons += [(t.plain("Settings"), "settings"), (t.plain("People"), "people"), (t.plain("Ledger"), "ledger")]
        if setup:
            buttons.append((t.plain("Set up"), "setup"))
    made: list[Element] = [
        kit.button(label, f"{AGAIN}#{at}", command, style="primary" if at == 0 else "")
        for at, (label, command) in enumerate(buttons)
    ]
    return kit.actions(*made)


def _choices(t: Translator, directory: Directory, person: Person) -> list[Block]:
    switches = [
        _switch(t, at, kind, t.plain(label), on=kind.value not in person.muted)
        for at, (kind, label) in enumerate(_KINDS.items())
    ]
    languages = [kit.option("한국어", "ko"), kit.option("English", "en")]
    return [
        kit.section(t("One message a day at most, within working hours. Press what you want to hear, or no longer:")),
        kit.actions(*switches),
        kit.section(
            t("Language"), kit.menu("home:language", t.plain("Choose"), languages, directory.language_of(person))
        ),
    ]


def _switch(t: Translator, at: int, kind: Mutable, label: str, *, on: bool) -> Element:
    """A bell that says what it is now, and carries what it becomes."""
    shown = t.plain("🔔 {kind}", kind=label) if on else t.plain("🔕 {kind}", kind=label)
    return kit.button(shown, f"home:hear#{at}", f"{kind.value} {'off' if on else 'on'}", style="primary" if on else "")
