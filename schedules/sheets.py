"""Files that take a while: an export is made, a large import looked at and applied, beside the request that asked.

Each comes as a direct message to the person who asked, and to nobody else.
"""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import PurePath
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot.blocks import sheets as blocks
from bot.blocks.answers import refusal
from bot.blocks.kit import Card
from bot.domain.directory import Directory
from bot.domain.ledger import NOTICE_EXPIRES, File, Message, Payload, Post
from bot.domain.people import Person
from bot.domain.sheets import KEPT, SHEETS, Import, ImportState, Known, book, digest
from bot.files import sheets as files
from bot.i18n import Translator, speaking
from bot.refusals import Refusal
from schedules.jobs import JobFailed, job
from storage import Database, Session, ledger, sheets, tasks, workspaces
from storage.directories import directory

APPLIED: Final = "import-applied"  # says what was put together when it was applied
ROUND: Final = dt.timedelta(hours=1)


def export(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """A spreadsheet of one noun, with the sheets that belong to it. Nothing for who may no longer have it."""
    found = _reader(session, post, now)
    if found is None:
        return None
    people, reader, t = found
    key = str(post.args["sheet"])
    around = _around(session, people, reader, now)
    parts = [files.Part(SHEETS[one], around(one, ())) for one in book(key)]
    parts[0] = files.Part(SHEETS[key], parts[0].known, _chosen(session, post, key, parts[0].known))
    name = SHEETS[key].name(t.lang)
    filename = str(PurePath(f"{key}-{now.astimezone(ZoneInfo(people.workspace.zone)):%Y%m%d-%H%M}.xlsx"))
    rows = parts[0].count
    comment = t.many_plain(
        "{sheet}: {n} row. Change it and send it back: `{command}`.",
        "{sheet}: {n} rows. Change them and send them back: `{command}`.",
        rows,
        sheet=name,
        command=blocks.import_command(t, key),
    )
    return File(filename, name, "", files.exported(filename, parts, t.lang), comment)


def _chosen(session: Session, post: Post, key: str, known: Known) -> list[Any] | None:
    """Which things: of the tasks those of a choice, of the others all."""
    given: Mapping[str, Any] = post.args.get("chosen") or {}
    if key != "tasks" or not given:
        return None
    found = tasks.find_chosen(session, post.workspace, tasks.Choice.from_json(given), len(known.things))
    return sorted(found, key=lambda task: task.number)


def look(session: Session, post: Post, now: dt.datetime) -> Payload | None:
    """What a large file would change, or why it cannot be read."""
    found, one = _reader(session, post, now), sheets.get(session, post.workspace, int(post.args["import"]))
    if found is None or one is None or one.state is not ImportState.LOOKED:
        return None
    people, reader, t = found
    content = sheets.content(session, post.workspace, one.number)
    try:
        looked = files.looked_at(one.filename, content, one.sheets, _around(session, people, reader, now), t.lang)
    except Refusal as refused:
        return _message(refusal(t, refused))
    return _message(blocks.plan_card(t, one, looked))


def round_(db: Database, clock: Callable[[], dt.datetime]) -> int:
    """Apply the large imports that somebody said yes to. Gives how many.

    One that fails keeps no other back, and ends; the round raises JobFailed then.
    """
    with db.read() as session:
        waiting = [(id, one) for id in workspaces.all_ids(session) for one in sheets.begun(session, id)]
    well = [
        job("imports", partial(_take, db, workspace, one, clock), partial(_fail, db, workspace, one, clock))
        for workspace, one in waiting
    ]
    if not all(well):
        raise JobFailed
    return len(waiting)


def _take(db: Database, workspace: str, one: Import, clock: Callable[[], dt.datetime]) -> None:
    """The file is read before the transaction begins: nobody waits for that."""
    with db.read() as session:
        content = sheets.content(session, workspace, one.number)
    found = files.found_in(one.filename, content, one.sheets, "en") if content else []  # it was read before
    with db.begin() as session:
        _apply(session, workspace, one, found, clock())


def _fail(db: Database, workspace: str, begun: Import, clock: Callable[[], dt.datetime], reference: str) -> None:
    """It would fail each round: it ends, and whoever sent it hears so."""
    with db.begin() as session:
        one, people = sheets.locked(session, workspace, begun.number), directory(session, workspace, clock())
        if one is None or one.state is not ImportState.APPLYING or people is None:
            return
        sheets.end(session, workspace, one.number, ImportState.FAILED)
        reader = people.person(one.person)
        if reader is not None and reader.active:
            card = blocks.failed_card(speaking(people.voice_of(reader), clock()), one, reference)
            _answer(session, workspace, one, card, clock())


def _apply(session: Session, workspace: str, begun: Import, found: Sequence[files.Found], now: dt.datetime) -> None:
    """All of it or nothing; what would be something else by now is shown again. The answer comes as a message."""
    one = sheets.locked(session, workspace, begun.number)
    people = directory(session, workspace, now)
    reader = people.person(begun.person) if people else None
    if one is None or one.state is not ImportState.APPLYING or people is None:
        return  # another process was faster
    if reader is None or not reader.active:
        sheets.end(session, workspace, one.number, ImportState.CANCELLED)
        return
    t = speaking(people.voice_of(reader), now)
    looked = files.planned(found, _around(session, people, reader, now, locks=True))
    if digest(looked) == one.digest:
        done = sheets.apply(session, people, one, [each.plan for each in looked], now)
        card = blocks.applied_card(t, done, looked)
    else:
        sheets.wait(session, workspace, one.number)
        card = blocks.plan_card(t, one, looked, again=True)
    _answer(session, workspace, one, card, now)


def _answer(session: Session, workspace: str, one: Import, card: Card, now: dt.datetime) -> None:
    ledger.plan(
        session,
        workspace,
        series=APPLIED,
        occurrence=f"{one.number} {now.isoformat()}",
        person=one.person,
        due=now,
        expires=now + NOTICE_EXPIRES,
        maker=APPLIED,
        args={"message": card.message()},
        now=now,
    )


def sweep(session: Session, workspace: str, now: dt.datetime) -> int:
    """Files that nobody said yes to within a day go, and what can no longer be undone is forgotten."""
    return sheets.forget(session, workspace, now - KEPT)


# steps ----------------------------------------------------------------------------------------------------------------


def _reader(session: Session, post: Post, now: dt.datetime) -> tuple[Directory, Person, Translator] | None:
    people = directory(session, post.workspace, now)
    reader = people.person(post.person) if people else None
    if people is None or reader is None or not reader.works_here:
        return None
    return people, reader, speaking(people.voice_of(reader), now)


def _around(
    session: Session, people: Directory, reader: Person, now: dt.datetime, *, locks: bool = False
) -> Callable[[str, Sequence[str]], Known]:
    actor = people.actor(reader)
    return lambda key, refs: sheets.around(session, people, actor, now, key, refs if locks else None)


def _message(card: Card) -> Message:
    return Message(card.text, card.blocks)
