"""The inspection plan as an import stores it: its fields, then its items."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.sheets import Entry, Known, Undone, field_ref
from storage import plans
from storage.sheets.fields import changed, restored, stands
from storage.sheets.keeping import Keeper, Line, Moment, as_before, numbers, stored, undone, untouched

# fields ---------------------------------------------------------------------------------------------------------------


def known_fields(session: Session, around: Known) -> None:
    """All of them, in the order in which they were recorded."""
    around.things |= {field_ref(one): one for one in plans.fields(session, around.directory.workspace.id)}


def lock_fields(_session: Session, _workspace: str, _refs: Iterable[str]) -> None:
    """They have no version: what was made of one still stands, or it stays as it is."""


def apply_fields(moment: Moment, entries: Sequence[Entry]) -> list[Line]:
    pairs = [(entry.before, entry.after) for entry in entries]
    plans.save_fields(moment.session, moment.workspace, pairs, moment.who, moment.at, "import")
    return [Line(field_ref(after), *changed(before, after)) for before, after in pairs]


def take_back_fields(moment: Moment, lines: Sequence[Line], now: dt.datetime) -> Undone:
    """Names are as they were; new ones go, unless an item is in them."""
    session, workspace, back = moment.session, moment.workspace, list[str]()
    here = {field_ref(one): one for one in plans.fields(session, workspace)}
    for line in lines:
        one = here.get(line.ref)
        if one is None or not stands(one, line.after):
            continue
        if line.before:
            plans.save_fields(session, workspace, [(one, restored(one, line.before))], moment.who, now, "undo")
        elif not plans.remove_field(session, workspace, one, moment.who, now):
            continue
        back.append(line.ref)
    return undone(lines, back)


# items ----------------------------------------------------------------------------------------------------------------


def known(session: Session, around: Known) -> None:
    """All that are in the plan, with the fields that there are."""
    workspace = around.directory.workspace.id
    around.things |= {one.ref: one for one in plans.all_of(session, workspace)}
    around.others["fields"] = {field_ref(one): one for one in plans.fields(session, workspace)}


def lock(session: Session, workspace: str, refs: Iterable[str]) -> None:
    plans.lock_many(session, workspace, numbers(refs))


def apply(moment: Moment, entries: Sequence[Entry]) -> list[Line]:
    return stored(moment, entries, plans.add_many, plans.save_many, created=moment.at, created_by=moment.who)


def take_back(moment: Moment, lines: Sequence[Line], now: dt.datetime) -> Undone:
    """Changed ones are as they were; new ones go, unless somebody counted something for them by hand."""
    session, workspace = moment.session, moment.workspace
    lock(session, workspace, [line.ref for line in lines])
    here = {one.ref: one for one in plans.all_of(session, workspace)}
    kept = untouched(lines, here)
    pairs = [(here[line.ref], as_before(here[line.ref], line)) for line in kept if line.before]
    plans.save_many(session, workspace, pairs, moment.who, now, "undo")
    new = [here[line.ref] for line in kept if not line.before]
    counted = {word.item for word in plans.words_of(session, workspace, [one.number for one in new])}
    for one in new:
        if one.number not in counted:
            plans.remove(session, workspace, one, moment.who, now)
    back = {line.ref for line in kept} - {f"P-{number}" for number in counted}
    return undone(lines, back)


FIELDS: Final = Keeper(known_fields, lock_fields, apply_fields, take_back_fields)
PLAN: Final = Keeper(known, lock, apply, take_back)
