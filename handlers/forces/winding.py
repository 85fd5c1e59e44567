"""A team is wound up: each thing that it has goes to somebody or is dropped, page by page; then the result is told."""

from collections.abc import Sequence
from dataclasses import replace

from bot.blocks import forces as blocks
from bot.blocks import teams as team_blocks
from bot.blocks.kit import Form
from bot.domain.directory import Directory
from bot.domain.forces import Charter, Choice, Fate, Kind, Loose, destinations, hinders, hung
from bot.domain.permissions import check, subject
from bot.domain.teams import Team, check_parent
from bot.refusals import Faults, Refusal
from handlers.asks import Ask, Open, Redraw, Reply, Say
from storage import charters, directories, forces
from storage.forces.settling import Winding


def open_walk(ask: Ask) -> Reply:
    """`/team wind-up KEY`, or the button: the first page, or the end when nothing is open."""
    team = ask.directory.pick_team(ask.args)
    check(ask.actor, "teams.change", subject(teams=[team.key]))
    return Open(_next(ask, team, charters.get(ask.session, ask.ws, team.key)))


def walk(ask: Ask) -> Reply:
    """A page, filled in: all of it is done, or nothing."""
    team, charter = _meant(ask)
    page = _page(ask, team)
    choices = blocks.read_walk(ask.values, page)
    fates = _settled(ask, team, page, choices)
    kept = charters.written(
        ask.session, ask.ws, replace(charter, fates=(*charter.fates, *fates)), ask.who.id, ask.now, "edit"
    )
    return Open(_next(ask, team, kept), "update")


def finish(ask: Ask) -> Reply:
    """*Wind up*: the team is closed, if nothing of it came up meanwhile."""
    team, charter = _meant(ask)
    result, archive = blocks.read_finish(ask.values)
    left = forces.loose(ask.session, ask.directory, team, ask.today)
    if left:
        refusal = Refusal(
            "This came up meanwhile: {refs}. Copy your text, and type /team wind-up {key} again.",
            refs=_refs(left),
            key=team.key,
        )
        raise Faults({"result": refusal})
    ended = forces.finish(_winding(ask, team), charter, result, archive=archive)
    return Redraw(blocks.result_card(ask.t, team, ended, ask.directory))


def reopen(ask: Ask) -> Reply:
    """`/team reopen KEY`: one that was closed, or wound up, by mistake."""
    team = ask.directory.find_team(ask.args) or ask.directory.pick_team(ask.args)
    check(ask.actor, "teams.create")
    if team.active:
        raise Refusal("{team} is not closed.", team=team.name(ask.lang))
    charter = charters.locked(ask.session, ask.ws, team.key)
    ended = charter is not None and charter.ended is not None
    there = forces.reopen(_winding(ask, team), charter)
    notes = blocks.reopened_notes(ask.t, there, charter if ended else None, ask.today)
    return Say(team_blocks.show_card(ask.t, there, _fresh(ask), notes=notes, who=ask.who.id))


def check_closable(ask: Ask, team: Team) -> Sequence[Loose]:
    """A team is not closed over what must not be left to nobody. Gives the rest, which only has no team then."""
    left = forces.loose(ask.session, ask.directory, team, ask.today)
    if hinders(team, left):
        raise Refusal(
            "{team} still has {refs}. `/team wind-up {key}` walks through all it has and closes it.",
            team=team.name(ask.lang),
            refs=_refs(left),
            key=team.key,
        )
    return left


# steps ----------------------------------------------------------------------------------------------------------------


def _meant(ask: Ask) -> tuple[Team, Charter]:
    """The team of the form and its charter, locked: two people who walk at once settle nothing twice."""
    team = ask.directory.pick_team(str(ask.state.get("key", "")))
    check(ask.actor, "teams.change", subject(teams=[team.key]))
    return team, charters.locked(ask.session, ask.ws, team.key) or Charter(team.key)


def _page(ask: Ask, team: Team) -> Sequence[Loose]:
    """What the form asked about. A Refusal when some of it has been settled elsewhere since: the places would shift."""
    shown = [str(one) for one in ask.state.get("page", ())]
    there = {one.value: one for one in forces.loose(ask.session, ask.directory, team, ask.today)}
    if not all(value in there for value in shown):
        raise Refusal(
            "Some of this was settled meanwhile. Close this form and type `/team wind-up {key}` again.", key=team.key
        )
    return [there[value] for value in shown]


def _settled(ask: Ask, team: Team, page: Sequence[Loose], choices: Sequence[Choice]) -> list[Fate]:
    winding, fates = _winding(ask, team), []
    faults = _circles(ask, page, choices)
    for at, (loose, choice) in enumerate(zip(page, choices, strict=True)):
        try:
            fates.append(forces.settle(winding, loose, choice))
        except Refusal as refusal:
            faults.setdefault(f"reason{at}" if choice.team is None else f"owner{at}", refusal)
    if faults:  # the door rolls back what the others did
        raise Faults(faults)
    return fates


def _circles(ask: Ask, page: Sequence[Loose], choices: Sequence[Choice]) -> dict[str, Refusal]:
    """Teams that would stand above themselves where all of the page go where they were chosen to."""
    after = hung(zip(page, choices, strict=True), ask.directory.teams)
    faults: dict[str, Refusal] = {}
    for at, loose in enumerate(page):
        if loose.kind is Kind.TEAM:
            try:
                check_parent(after[loose.key], after)
            except Refusal as refusal:
                faults[f"fate{at}"] = refusal
    return faults


def _next(ask: Ask, team: Team, charter: Charter | None) -> Form:
    """The next page, or the end."""
    known = _fresh(ask)
    left = forces.loose(ask.session, known, known.teams[team.key], ask.today)
    done = len(charter.fates) if charter else 0
    if not left:
        return blocks.finish_form(ask.t, team, done, archives=bool(team.channel))
    return blocks.walk_form(ask.t, team, left, destinations(team, known), done)


def _refs(left: Sequence[Loose]) -> str:
    return ", ".join(one.key for one in left[:8]) + ("…" if len(left) > 8 else "")


def _winding(ask: Ask, team: Team) -> Winding:
    return Winding(ask.session, ask.directory, team, ask.who.id, ask.now, ask.today)


def _fresh(ask: Ask) -> Directory:
    found = directories.directory(ask.session, ask.ws, ask.now)
    assert found is not None
    return found
