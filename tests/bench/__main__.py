"""`make bench`: what things cost, as ratios against a floor measured in the same run. Prints; asserts nothing.

    python -m tests.bench [--only WORD] [--on sqlite|postgresql]

PostgreSQL is measured in a cluster of its own, where it is installed. A row takes seconds; a million visits, minutes.
"""

import argparse
import os
import platform
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from bot.settings import Settings
from handlers.console import logs
from tests import postgres
from tests.bench import acks, serving, sizes, spreadsheets
from tests.bench.measuring import Line

Measurement = Callable[[str], Iterator[Line]]
ON_SQLITE, ON_POSTGRESQL = 10, 14  # times the CPU of a no-op listener

MEASUREMENTS: dict[str, Measurement] = {
    "visit": partial(acks.lines, promised=ON_SQLITE),
    "commands": acks.many_commands,
    "tick": sizes.idle_ticks,
    "crowd": sizes.whole_organisation,
    "million": sizes.many_visits,
    "http": serving.serving,
    "sheets": spreadsheets.round_trip,
}
ON_POSTGRESQL_TOO: dict[str, Measurement] = {
    "visit": partial(acks.lines, promised=ON_POSTGRESQL),
    "million": sizes.many_visits,
    "http": serving.serving,
    "sheets": spreadsheets.round_trip,
}


def main() -> None:
    parser = argparse.ArgumentParser("bench", description="What things cost.")
    parser.add_argument("--only", default="", help=f"one of {', '.join(MEASUREMENTS)}")
    parser.add_argument("--on", choices=("sqlite", "postgresql"), help="only this database")
    asked = parser.parse_args()
    _log_to_nowhere()
    console = Console()
    console.print(f"{platform.processor() or platform.machine()}, Python {platform.python_version()}")
    if asked.on != "postgresql":
        _show(console, "SQLite", "", _chosen(MEASUREMENTS, asked.only))
    if asked.on == "sqlite" or not _chosen(ON_POSTGRESQL_TOO, asked.only):
        return
    try:
        with postgres.cluster(durable=True) as server, server.database() as url:
            _show(console, "PostgreSQL", url, _chosen(ON_POSTGRESQL_TOO, asked.only))
    except postgres.Missing as missing:
        console.print(f"Not measured. {missing}")


def _chosen(there: dict[str, Measurement], only: str) -> dict[str, Measurement]:
    return {key: one for key, one in there.items() if only in ("", key)}


def _log_to_nowhere() -> None:
    """The log as machines read it, written and thrown away: a line a request is a part of its cost."""
    stderr = sys.stderr
    sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 as long as the process
    logs.set_up(Settings(log_format="json"))
    sys.stderr = stderr


def _show(console: Console, name: str, url: str, chosen: dict[str, Measurement]) -> None:
    table = Table("what", "measured", "floor", "ratio", "promised", title=f"Muster on {name}: what things cost")
    shown = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*shown, console=Console(stderr=True), transient=True) as progress:
        for key, measure in chosen.items():
            task = progress.add_task(key, total=None)
            for line in measure(url):
                ratio = "" if line.ratio is None else f"{line.ratio:.2f}"
                table.add_row(line.what, line.measured, line.floor, ratio, line.promised)
            progress.remove_task(task)
    console.print(table)


if __name__ == "__main__":
    main()
