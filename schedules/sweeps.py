"""Jobs that look for what is due and plan posts for it.

A sweep asks "what is due?" and plans with an occurrence of its own, so that running it twice changes nothing.
"""

import datetime as dt
from collections.abc import Callable, Collection
from functools import partial

from bot.values import frozen
from schedules.jobs import JobFailed, job
from storage import Database, Session, ledger, workspaces


@frozen
class Sweep:
    """One job. `run(session, workspace, now)` writes in one transaction a workspace, which should be short."""

    name: str
    every: dt.timedelta
    run: Callable[[Session, str, dt.datetime], object]


def sweep_round(db: Database, sweeps: Collection[Sweep], clock: Callable[[], dt.datetime]) -> int:
    """Run each sweep that is due in each workspace; of many processes one does it. Gives how many were due.

    A sweep that fails keeps no other back; the round raises JobFailed at the end.
    """
    if not sweeps:
        return 0
    with db.read() as session:
        ids = workspaces.all_ids(session)
        now = clock()
        due = [
            (workspace, sweep)
            for workspace in ids
            for sweep in sweeps
            if ledger.sweep_due(session, workspace, sweep.name, now, sweep.every)
        ]
    well = [job(sweep.name, partial(_sweep, db, workspace, sweep, clock)) for workspace, sweep in due]
    if not all(well):
        raise JobFailed
    return len(due)


def ours(db: Database, workspace: str, name: str, now: dt.datetime, every: dt.timedelta) -> bool:
    """This job is due, and of all processes this one does it. For what asks others, and so holds no transaction."""
    with db.read() as session:
        due = ledger.sweep_due(session, workspace, name, now, every)
    if not due:
        return False
    with db.begin() as session:
        return ledger.take_sweep(session, workspace, name, now, every)


def _sweep(db: Database, workspace: str, sweep: Sweep, clock: Callable[[], dt.datetime]) -> None:
    with db.begin() as session:
        workspaces.lock(session, workspace)
        now = clock()
        if ledger.take_sweep(session, workspace, sweep.name, now, sweep.every):
            sweep.run(session, workspace, now)
