"""`muster copy`: from the file that was outgrown into PostgreSQL."""

from argparse import ArgumentParser, Namespace

from handlers.console.commands import DONE, Command, House, Unusable
from storage import connect
from storage.copying import Copied, Unfit
from storage.copying import copy as copy_all


def copy(_house: House, arguments: Namespace) -> int:
    """Everything of one database into another, and a report that both hold the same."""
    from rich.console import Console  # only who copies waits for the import
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    shown = (TextColumn("copying"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    source, target = connect(arguments.source), connect(arguments.target)
    try:
        with Progress(*shown, console=Console(stderr=True)) as progress:
            task = progress.add_task("", total=None)
            tables = copy_all(source, target, lambda done, of: progress.update(task, completed=done, total=of))
    except Unfit as unfit:
        raise Unusable(str(unfit)) from unfit
    finally:
        source.close()
        target.close()
    Console().print(_report(tables))
    different = [one.table for one in tables if not one.equal]
    if different:
        raise Unusable(f"Not the same on both sides: {', '.join(different)}. Do not use the second database.")
    return DONE


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
