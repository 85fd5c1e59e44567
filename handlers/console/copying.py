"""`muster copy`: from the file that was outgrown into PostgreSQL."""

import re
from argparse import ArgumentParser, Namespace

from bot.settings import database
from handlers.console.commands import DONE, WRONG, Command, House, Unusable
from storage import Database, backups, checkups, connect
from storage.copying import Copied, Unfit
from storage.copying import copy as copy_all


def copy(_house: House, arguments: Namespace) -> int:
    """Everything of one database into another, and a report that both hold the same."""
    from rich.console import Console  # only who copies waits for the import
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (TextColumn("copying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    source, target = _connected(arguments.source), _connected(arguments.target)
    try:
        with checkups.asked(), Progress(*shown, console=Console(stderr=True)) as progress:
            task = progress.add_task("", total=None)
            tables = copy_all(source, target, lambda done, of: progress.update(task, completed=done, total=of))
    except Unfit as unfit:
        raise Unusable(str(unfit)) from unfit
    except checkups.Silent as silent:
        raise Unusable(f"One of the two databases does not answer ({silent}). Look whether it runs.") from silent
    finally:
        source.close()
        target.close()
    Console().print(_report(tables))
    different = [one.table for one in tables if not one.equal]
    if different:
        raise Unusable(f"Not the same on both sides: {', '.join(different)}. Do not use the second database.")
    return DONE


def _connected(url: str) -> Database:
    """A database that is there. Raises Unusable."""
    try:
        db = connect(database(url))
    except ValueError as wrong:
        raise Unusable(f"{_shown(url)} is no address of a database: it {wrong}.", WRONG) from wrong
    if db.dialect == "sqlite" and not backups.path_of(db).exists():
        raise Unusable(f"There is no database at {backups.path_of(db)}. `muster migrate` makes one.")
    return db


def _shown(url: str) -> str:
    """Without its password."""
    return re.sub(r"(?<=://)[^/]*@", "…@", url)


def _report(tables: list[Copied]) -> object:
    from rich.table import Table

    report = Table("table", "rows", "rows there", "checksum", "checksum there", "")
    for one in tables:
        report.add_row(one.table, *map(str, one.rows), *one.checksums, "same" if one.equal else "DIFFERENT")
    return report


def _options(options: ArgumentParser) -> None:
    options.add_argument("source", help="such as sqlite:///muster.db")
    options.add_argument("target", help="such as postgresql://muster@db/muster, migrated and empty")


COMMANDS = (
    Command(
        "copy",
        "everything into another, empty database, checked row by row",
        copy,
        _options,
        connects=False,
        opens=False,
    ),
)
