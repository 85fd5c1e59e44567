"""`make chaos`: the long proof, on real processes that are really killed. Prints a table; exit 1 if anything was lost.

Two ablations must fail, so that the instrument is known to work: with the SDK's own retries, and without settling,
posts must be doubled.
"""

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from storage import Database
from tests import postgres
from tests.delivery.chaos import commands, posts, rates
from tests.delivery.chaos.databases import KINDS, POSTGRESQL, SQLITE, fresh
from tests.delivery.chaos.posts import HASTY, LANDED_RESETS, LATE_LANDINGS, Storm
from tests.delivery.chaos.results import Report, Result
from tests.delivery.replica import Planned

ABLATION: Final = 60  # posts
REPLICAS: Final = 160  # posts
TEAMS, PEOPLE = 500, 300
FIVE_MINUTES: Final = 300.0
FRIDAY, MORNING = "Friday 17:00, a post and its detail", "9:00, a bundle for each"
WIDE: Final = 132  # columns, where it is not a terminal
SHOWN: Final = 20  # faults of a run, at most

Opened = Callable[[str], AbstractContextManager[Database]]  # a new database of this name


@dataclass(frozen=True)
class Trial:
    """A line of the table. `must_fail`: an ablation."""

    name: str
    total: int
    conduct: Callable[[Database, Path, Report], Result]
    must_fail: bool = False


def main(given: Sequence[str] | None = None) -> int:
    asked = _arguments().parse_args(given)
    console = Console(width=None if sys.stdout.isatty() else WIDE)
    columns = (TextColumn("{task.description:<46}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    results: list[Result] = []
    with ExitStack() as running:
        folder = Path(running.enter_context(tempfile.TemporaryDirectory()))
        server = running.enter_context(postgres.cluster(durable=True)) if POSTGRESQL in asked.database else None
        bars = running.enter_context(Progress(*columns, console=console))
        for kind in asked.database:
            opened = partial(fresh, kind, folder, server=server)
            trials = [trial for trial in _trials(asked) if asked.only in trial.name]
            results += [_try(trial, opened, folder, bars) for trial in trials]
    console.print(_table(results))
    for result in results:
        for note in result.notes:
            console.print(f"{result.name}, {result.database}: {note}", highlight=False, markup=False)
    for result in results:
        for wrong in result.faults_found[:SHOWN]:
            console.print(f"{result.name}, {result.database}: {wrong}", highlight=False, markup=False)
    return 0 if all(result.well for result in results) else 1


def _trials(asked: argparse.Namespace) -> Iterator[Trial]:
    for name, storm in {
        "replicas plan and deliver the same": Storm(min(REPLICAS, asked.posts), 0, 0, all_plan=True),
        "posts, killed and faulty": Storm(asked.posts, asked.posts * 3 // 10, asked.posts * 4 // 10),
    }.items():
        yield Trial(name, storm.posts, partial(_storm, name, storm, asked.seed))
    teams, crowd = min(TEAMS, asked.posts // 2), min(PEOPLE, asked.posts // 3)
    yield Trial(FRIDAY, 2 * teams, partial(_rush, FRIDAY, rates.agendas(teams), 0.0))
    yield Trial(MORNING, crowd, partial(_rush, MORNING, rates.bundles(crowd), FIVE_MINUTES))
    yield Trial("commands acknowledged, killed", asked.commands, partial(_commands, asked))
    few = min(ABLATION, asked.posts)
    for name, storm in {
        "ablation: the SDK tries again by itself": Storm(few, 0, few // 3, kinds=LANDED_RESETS, retries=True),
        "ablation: settling takes no time": Storm(few, 0, few // 3, kinds=LATE_LANDINGS, settings=HASTY, late=9.0),
    }.items():
        yield Trial(name, few, partial(_storm, name, storm, asked.seed), must_fail=True)


def _storm(name: str, storm: Storm, seed: int, db: Database, _folder: Path, report: Report) -> Result:
    return posts.Run(db, storm, seed, report).conduct(name)


def _rush(name: str, planned: list[Planned], within: float, db: Database, _folder: Path, report: Report) -> Result:
    return rates.Rush(db, planned, within, report=report).conduct(name)


def _commands(asked: argparse.Namespace, db: Database, folder: Path, report: Report) -> Result:
    run = commands.Run(db, asked.commands, folder, asked.seed, minutes=asked.minutes, report=report)
    return run.conduct("commands acknowledged, killed")


def _try(trial: Trial, opened: Opened, folder: Path, bars: Progress) -> Result:
    bar = bars.add_task(f"{trial.name}", total=trial.total)
    with opened(f"{len(bars.tasks)}") as db:
        result = trial.conduct(db, folder, lambda done, _: bars.update(bar, completed=done))
    result.must_fail = trial.must_fail
    return result


def _table(results: Sequence[Result]) -> Table:
    table = Table("run", "database", "of", "kills", "faults", "lost", "doubled", "seconds", "", title="Muster: chaos")
    for one in results:
        counts = (one.things, one.kills, one.faults, len(one.lost), len(one.doubled), round(one.seconds))
        verdict = "as it must" if one.well else "FAILED"
        table.add_row(one.name, one.database, *map(str, counts), verdict)
    return table


def _arguments() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser("chaos", description=__doc__)
    options.add_argument("--posts", type=int, default=1000)
    options.add_argument("--commands", type=int, default=10_000)
    options.add_argument("--database", nargs="+", choices=KINDS, default=[SQLITE])
    options.add_argument("--only", default="", metavar="WORDS", help="the runs with these words in their names")
    options.add_argument("--seed", type=int, default=20261127)
    options.add_argument("--minutes", type=float, default=30.0, help="the most that typing commands takes")
    return options


if __name__ == "__main__":
    sys.exit(main())
