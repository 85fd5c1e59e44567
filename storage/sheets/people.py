"""People as an import stores them, with the teams that they belong to and lead."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.sheets import Entry, Known, Member, Undone, teams_after
from storage import people, teams
from storage.sheets.fields import changed, restored, stands
from storage.sheets.keeping import Keeper, Line, Moment


def known(_session: Session, around: Known) -> None:
    """Everybody, departed ones too, with what they lead."""
    directory = around.directory
    leads: dict[str, set[str]] = {}
    for team in directory.teams.values():
        if team.active and team.lead:
            leads.setdefault(team.lead, set()).add(team.key)
    around.things |= {one.id: Member(one, frozenset(leads.get(one.id, ()))) for one in directory.people.values()}


def lock(_session: Session, _workspace: str, _refs: Iterable[str]) -> None:
    """The Directory is confirmed by each request: nobody else changes it meanwhile."""


def apply(moment: Moment, entries: Sequence[Entry]) -> list[Line]:
    """People first, then the teams that they leave, join and lead."""
    session, workspace, before = moment.session, moment.workspace, moment.directory.teams
    pairs: list[tuple[Member, Member]] = [(entry.before, entry.after) for entry in entries]
    moved = [(old.person, new.person) for old, new in pairs if old.person != new.person]
    people.change_many(session, workspace, moved, moment.who, moment.at, "import")
    after = teams_after(pairs, before)
    for team in after:
        teams.change(session, workspace, team, moment.who, moment.at, "import")
    lines = [Line(new.id, *changed(old, new)) for old, new in moved]
    return [*lines, *(Line(teams.named(team.key), *changed(before[team.key], team)) for team in after)]


def take_back(moment: Moment, lines: Sequence[Line], now: dt.datetime) -> Undone:
    """Each person and each team is as before, if what the import made of it still stands."""
    session, workspace, back = moment.session, moment.workspace, list[str]()
    pairs = []
    for line in lines:
        person, team = moment.directory.people.get(line.ref), moment.directory.teams.get(line.ref.partition(":")[2])
        if person is not None and stands(person, line.after):
            pairs.append((person, restored(person, line.before)))
            back.append(line.ref)
        if team is not None and stands(team, line.after):
            teams.change(session, workspace, restored(team, line.before), moment.who, now, "undo")
            back.append(line.ref)
    people.change_many(session, workspace, pairs, moment.who, now, "undo")
    return Undone(tuple(back), tuple(line.ref for line in lines if line.ref not in back))


PEOPLE: Final = Keeper(known, lock, apply, take_back)
