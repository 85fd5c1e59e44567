"""Import and export of any noun that is a sheet: a file is looked at, applied, taken back; another is sent.

`/task import`, `/plan import` and `/muster people import` are this, each with its noun.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import sheets as blocks
from bot.blocks.kit import Card
from bot.domain.ledger import NOTICE_EXPIRES
from bot.domain.permissions import check
from bot.domain.sheets import (
    KEPT,
    SHEETS,
    Import,
    ImportState,
    Looked,
    Sheet,
    TooLate,
    book,
    check_undo,
    check_waiting,
    digest,
)
from bot.files import sheets as files
from bot.refusals import Faults, Refusal
from bot.speech.amounts import whole
from bot.speech.sheets import ImportWord
from handlers.asks import Ask, Binding, Feature, Listener, Open, Redraw, Reply, Say
from storage import ledger, sheets

EXPORT: Final = "export"  # direct messages with a file; their maker is in schedules/sheets.py
LOOK: Final = "import-look"
QUICK_BYTES: Final = 48 * 1024  # a file up to this (some 500 rows) is looked at and applied while the person waits
PERMISSIONS: Final[Mapping[str, str]] = dict.fromkeys(SHEETS, "members") | {"people": "admin"}
"""Who may import a noun at all. What a row changes is asked for as a command would ask."""


def importing(sheet: str) -> Binding:
    """`import`: the form that takes the file; `import undo` takes back what the person applied last."""

    def run(ask: Ask) -> Reply:
        if ask.args is ImportWord.UNDO:
            return _undo_latest(ask, sheet)
        return Open(blocks.file_form(ask.t, SHEETS[sheet]))

    return Binding(run, may=PERMISSIONS[sheet])


def export(ask: Ask, sheet: str, chosen: Mapping[str, Any] | None = None) -> Reply:
    """The file is made beside the request and comes by direct message. `chosen`: which of the things, for the maker."""
    args = {"sheet": sheet, "chosen": dict(chosen or {})}
    _plan(ask, EXPORT, f"{ask.key}.file", args)
    return Say(blocks.exporting_card(ask.t, SHEETS[sheet]))


def exporting(sheet: str) -> Binding:
    """`export`: all of it."""
    return Binding(_exporting(sheet), may=PERMISSIONS[sheet])


def _exporting(sheet: str) -> Listener:
    return lambda ask: export(ask, sheet)


def look(ask: Ask) -> Reply:
    """The file of an import: what it would change. Nothing does yet."""
    sheet = _sheet(ask)
    if not ask.files:
        raise Faults({blocks.FILE: Refusal("There is no file. Choose a spreadsheet and try again.")})
    file = ask.files[0]
    new = Import(0, ask.who.id, book(sheet.key), file.name[:255], ask.now)
    if len(file.content) > QUICK_BYTES:
        one = sheets.keep(ask.session, ask.ws, new, file.content)
        _plan(ask, LOOK, str(one.number), {"import": one.number})
        return Say(blocks.waiting_card(ask.t, one))
    try:
        looked = _looked(ask, new, file.content)
    except Refusal as refusal:
        raise Faults({blocks.FILE: refusal}) from refusal
    one = sheets.keep(ask.session, ask.ws, new, file.content)
    return Say(blocks.plan_card(ask.t, one, looked))


def apply(ask: Ask) -> Reply:
    """*Apply*: what was shown, all of it or nothing; if it would be something else by now, that is shown first."""
    one = _mine(ask)
    check_waiting(one)
    agreed, content = ask.words.partition(" ")[2], sheets.content(ask.session, ask.ws, one.number)
    if len(content) > QUICK_BYTES:
        sheets.begin(ask.session, ask.ws, one.number, agreed)
        return Redraw(blocks.applying_card(ask.t, one))
    looked = _looked(ask, one, content)
    if digest(looked) != agreed:
        return Redraw(blocks.plan_card(ask.t, one, looked, again=True))
    done = sheets.apply(ask.session, ask.directory, one, [each.plan for each in looked], ask.now)
    return Redraw(blocks.applied_card(ask.t, done, looked))


def cancel(ask: Ask) -> Reply:
    """*Cancel*: the file goes, nothing changed."""
    one = _mine(ask)
    check_waiting(one)
    sheets.end(ask.session, ask.ws, one.number, ImportState.CANCELLED)
    return Redraw(blocks.cancelled_card(ask.t, one))


def undo(ask: Ask) -> Reply:
    """*Undo* on the card."""
    one = _mine(ask)
    try:
        check_undo(one, ask.now, ask.rules.undo)
    except TooLate as late:
        raise Refusal(
            "The time of this button is over. For a day `{command}` does the same.",
            command=blocks.undo_command(ask.t, one),
        ) from late
    return Redraw(_undone(ask, one))


# steps ----------------------------------------------------------------------------------------------------------------


def _undo_latest(ask: Ask, sheet: str) -> Reply:
    found = sheets.latest(ask.session, ask.ws, ask.who.id, sheet)
    if found is None:
        raise Refusal("You have imported nothing that could be taken back.")
    one = sheets.locked(ask.session, ask.ws, found.number) or found
    check_undo(one, ask.now, KEPT)
    return Say(_undone(ask, one))


def _undone(ask: Ask, one: Import) -> Card:
    undone = sheets.undo(ask.session, ask.directory, one, ask.who.id, ask.now)
    return blocks.undone_card(ask.t, one, undone, ask.directory)


def _sheet(ask: Ask) -> Sheet:
    """The noun that a form is about, if the person may import it."""
    found = SHEETS.get(str(ask.state.get("sheet", "")))
    if found is None:
        raise Refusal("This button or form is from an earlier version. `/muster` shows the present state.")
    _check(ask, found.key)
    return found


def _check(ask: Ask, sheet: str) -> None:
    check(ask.actor, PERMISSIONS[sheet])


def _mine(ask: Ask) -> Import:
    """The import that a button is about: only who sent the file decides about it."""
    number = whole(ask.words.partition(" ")[0])
    one = sheets.locked(ask.session, ask.ws, number) if number else None
    if one is None or one.person != ask.who.id:
        raise Refusal("This import is not yours, or is no longer there. Send the file again.")
    for sheet in one.sheets:
        _check(ask, sheet)
    return one


def _looked(ask: Ask, one: Import, content: bytes) -> Sequence[Looked]:
    """What the file would change as things are, which nobody else changes before this request is done."""
    return files.looked_at(
        one.filename,
        content,
        one.sheets,
        lambda sheet, refs: sheets.around(ask.session, ask.directory, ask.actor, ask.now, sheet, refs),
        ask.lang,
    )


def _plan(ask: Ask, series: str, occurrence: str, args: Mapping[str, Any]) -> None:
    ledger.plan(
        ask.session,
        ask.ws,
        series=series,
        occurrence=occurrence,
        person=ask.who.id,
        due=ask.now,
        expires=ask.now + NOTICE_EXPIRES,
        maker=series,
        args=args,
        now=ask.now,
    )


FEATURE = Feature(
    buttons={
        "sheets:apply": Binding(apply),
        "sheets:cancel": Binding(cancel),
        "sheets:undo": Binding(undo),
    },
    forms={"sheets:look": Binding(look, files=blocks.FILE)},
)
