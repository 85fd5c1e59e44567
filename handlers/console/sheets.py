"""`muster import` and `muster export`: nouns as a spreadsheet, by whoever runs the machine."""

import sys
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from bot.blocks import exports as everything
from bot.blocks import sheets as blocks
from bot.domain.directory import Directory
from bot.domain.sheets import KEPT, OPERATOR, SHEETS, Import, Looked, book, check_undo
from bot.files import sheets as files
from bot.files.sheets import Row
from bot.i18n import Translator, speaking
from bot.refusals import NotSaved, Refusal
from handlers.console.commands import DONE, FAILED, WRONG, Command, House, Unusable
from storage import Session, directories, exports, organisations, sheets, workspaces

TASKS: Final = "tasks"  # what is meant when no noun is named


def importing(house: House, arguments: Namespace) -> int:
    """Shows what a file would change, and applies it, all of it or nothing."""
    directory, t = _workspace(house, arguments.workspace)
    if arguments.undo:
        return _undo(house, directory, t, arguments.noun or TASKS)
    path = _path(arguments.file)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise Unusable(f"Cannot read {path}: {error.strerror}.") from error
    with _words(t):
        found = files.found_in(path.name, content, _nouns(path, arguments), t.lang)
        with _progress("reading", sum(len(one.table.rows) for one in found)) as row, house.db.read() as session:
            looked = _looked(session, directory, house, found, row, locks=False)
        _show(t, looked)
        changes = sum(len(one.plan.entries) for one in looked)
        left = sum(len(one.plan.faults) + len(one.plan.clashes) for one in looked)
        if left and not arguments.skip:
            print(_left_out(t, left), file=sys.stderr)
            return FAILED
        if not changes or arguments.dry_run:
            return DONE
        return _apply(house, directory, t, path.name, found)


def _apply(house: House, directory: Directory, t: Translator, name: str, found: Sequence[files.Found]) -> int:
    """In one transaction, in which nobody else changes what the file is about."""
    now = house.clock()
    with house.db.begin() as session:
        looked = _looked(session, directory, house, found, lambda: None, locks=True)
        new = Import(0, OPERATOR, tuple(one.sheet.key for one in found), name[:255], now)
        kept = sheets.keep(session, directory.workspace.id, new, None)
        sheets.apply(session, directory, kept, [one.plan for one in looked], now)
    count = sum(len(one.plan.entries) for one in looked)
    print(t.many_plain("{n} row of {file} was applied.", "{n} rows of {file} were applied.", count, file=name))
    return DONE


def _undo(house: House, directory: Directory, t: Translator, noun: str) -> int:
    """Takes back what was last applied here, but for what somebody touched since."""
    with _words(t), house.db.begin() as session:
        workspace = directory.workspace.id
        one = sheets.latest(session, workspace, OPERATOR, noun)
        if one is None:
            raise Refusal("You have imported nothing that could be taken back.")
        check_undo(one, house.clock(), KEPT)
        undone = sheets.undo(session, directory, one, OPERATOR, house.clock())
    print(t.many_plain("{n} thing is as it was.", "{n} things are as they were.", len(undone.back)))
    if undone.stays:
        said = t.plain(
            "These stay, because somebody has changed or used them since: {refs}", refs=", ".join(undone.stays)
        )
        print(said)
    return DONE


def exporting(house: House, arguments: Namespace) -> int:
    """Writes nouns into a file: XLSX with a worksheet each, or a CSV of one."""
    directory, t = _workspace(house, arguments.workspace)
    path = _path(arguments.file)
    if arguments.everything:
        return _everything(house, directory, t, path)
    nouns = _nouns(path, arguments)
    with house.db.read() as session:
        around = {key: sheets.around(session, directory, None, house.clock(), key) for key in nouns}
    parts = [files.Part(SHEETS[key], known) for key, known in around.items()]
    count = sum(len(known.things) for known in around.values())
    with _progress("writing", count) as row:
        content = files.exported(path.name, parts, t.lang, row)
    return _write(t, path, content, count)


def _everything(house: House, directory: Directory, t: Translator, path: Path) -> int:
    """All nouns in one workbook, to read: it does not come back."""
    if path.suffix.casefold() != ".xlsx":
        raise Unusable(f"{path.name} is no XLSX: everything is a workbook.")
    with house.db.read() as session:
        workspace = directory.workspace.id
        names = {one.number: one.name for one in organisations.everything(session, workspace)}
        count = exports.count(session, workspace)
        with _progress("writing", count) as row:
            known = everything.Reader(t, directory, names)
            content = files.workbook(everything.sheets(known, exports.tables(session, workspace)), row)
    return _write(t, path, content, count)


def _write(t: Translator, path: Path, content: bytes, count: int) -> int:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise Unusable(f"Cannot write {path}: {error.strerror}.") from error
    print(t.many_plain("{file}: {n} row", "{file}: {n} rows", count, file=path.name))
    return DONE


# steps ----------------------------------------------------------------------------------------------------------------


def _workspace(house: House, named: str | None) -> tuple[Directory, Translator]:
    """The workspace that is named, or the only one, and its language."""
    with house.db.read() as session:
        ids = workspaces.all_ids(session)
        if named is None and len(ids) > 1:
            raise Unusable(f"Several workspaces are in this database: {', '.join(ids)}. Name one: --workspace {ids[0]}")
        id = named if named is not None else next(iter(ids), "")
        directory = directories.directory(session, id, house.clock())
    if directory is None:
        raise Unusable(
            f"There is no workspace {id} in this database." if id else "There is no workspace yet: run it once."
        )
    today = house.clock().date()
    return directory, speaking(directory.voice_of_team(None), today)


def _looked(
    session: Session, directory: Directory, house: House, found: Sequence[files.Found], row: Row, *, locks: bool
) -> Sequence[Looked]:
    now = house.clock()
    return files.planned(
        found, lambda key, refs: sheets.around(session, directory, None, now, key, refs if locks else None), row
    )


def _show(t: Translator, looked: Sequence[Looked]) -> None:
    """The difference, all of it but faults, of which the first are enough."""
    from rich.console import Console  # only who shows something waits for it

    out = Console(highlight=False, markup=False, soft_wrap=True)
    for one in looked:
        out.print(f"{SHEETS[one.plan.sheet].name(t.lang)}: {blocks.summary(t, [one])}", style="bold")
        for group in blocks.groups(t, one):
            out.print(group.heading, style="yellow" if group.warns else "green")
            for said in group.rows[: group.most]:
                out.print(f"  {said}")
            if len(group.rows) > group.most:
                out.print("  " + t.many_plain("and {n} more", "and {n} more", len(group.rows) - group.most))
        for note in blocks.notes(t, one.plan):
            out.print(note, style="dim")


def _left_out(t: Translator, count: int) -> str:
    return "muster: " + t.many_plain(
        "{n} row cannot be taken, so nothing was applied. Correct it, or leave it out with --skip.",
        "{n} rows cannot be taken, so nothing was applied. Correct them, or leave them out with --skip.",
        count,
    )


@contextmanager
def _words(t: Translator) -> Iterator[None]:
    """What is refused is said in the workspace's language."""
    try:
        yield
    except NotSaved as lost:
        raise Unusable(t.plain(lost.message)) from lost
    except Refusal as refused:
        raise Unusable(t.plain(refused.message, **refused.values)) from refused


@contextmanager
def _progress(what: str, total: int) -> Iterator[Row]:
    """A bar on stderr; called for each row that is done."""
    from rich.console import Console  # the same
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=total)
        yield lambda: bar.advance(task)


def _path(typed: str | None) -> Path:
    if not typed:
        raise Unusable("Name the file: `muster import tasks.xlsx`.", WRONG)
    path = Path(typed)
    if path.suffix.casefold() not in (".xlsx", ".csv"):
        raise Unusable(f"{path.name} is neither XLSX nor CSV.")
    return path


def _nouns(path: Path, arguments: Namespace) -> list[str]:
    """Of a CSV one noun; of a workbook the one that is named with what belongs to it, else all."""
    if path.suffix.casefold() == ".csv":
        return [arguments.noun or TASKS]
    return list(book(arguments.noun) if arguments.noun else SHEETS)


def _common(options: ArgumentParser) -> None:
    options.add_argument("--noun", choices=list(SHEETS), help="of a CSV, or of one worksheet; tasks by default")
    options.add_argument("--workspace", help="which, where the database has several")


def _import_options(options: ArgumentParser) -> None:
    options.add_argument("file", nargs="?", help="XLSX or CSV")
    _common(options)
    options.add_argument("--dry-run", action="store_true", help="only show what would change")
    options.add_argument("--skip", action="store_true", help="leave out rows that cannot be taken")
    options.add_argument("--undo", action="store_true", help="take back what was last applied by this command")


def _export_options(options: ArgumentParser) -> None:
    options.add_argument("file", help="XLSX (a worksheet a noun) or CSV")
    _common(options)
    options.add_argument("--everything", action="store_true", help="every noun, to read and not to come back")


COMMANDS = (
    Command("import", "a spreadsheet: shown as a difference, then applied", importing, _import_options, connects=False),
    Command("export", "a spreadsheet of everything, or of one noun", exporting, _export_options, connects=False),
)
