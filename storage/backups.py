"""A copy of a SQLite database while it is written to, and a copy put in its place.

    back_up(db, file, told)          consistent: all that was committed when it began, nothing that came later
    check(file) -> revision          what a copy is; Unfit says why it is none
    put_in_place(db, file, kept)     the copy instead of the database, which is kept beside it

PostgreSQL has tools of its own for this.
"""

import os
import shutil
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext
from pathlib import Path
from typing import Final

from sqlalchemy import make_url

from storage import BUSY_SECONDS, Database
from storage.migrating import known

PAGES: Final = 2048  # 8 MB at a time
BESIDE: Final = ("-wal", "-shm")  # what SQLite keeps beside a database that is open, or was not closed
MARK: Final = "planned_post"  # a table that has been in every version

Told = Callable[[int, int], None]


class Unfit(Exception):  # noqa: N818 it says what is unfit, in one sentence
    """The file cannot be used for this; a sentence for who runs the program."""


def path_of(db: Database) -> Path:
    """The file of a SQLite database."""
    return Path(make_url(db.url).database or "")


def back_up(db: Database, file: Path, told: Told, pages: int = PAGES) -> int:
    """Copy the database to `file`, replacing it, and give the bytes. Writers go on meanwhile, and are not waited for.

    The copy is whole before it gets its name. `told` hears of its pages, so many at a time: how many are copied, of how
    many. Raises Unfit.
    """
    source = path_of(db)
    if not source.is_file():
        raise Unfit(f"There is no database at {source}.")
    if file.exists() and source.samefile(file):
        raise Unfit(f"{file} is the database itself.")
    draft = file.with_name(file.name + ".part")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))  # what an organisation knows is not for all
    try:
        _copy(source, draft, told, pages)
        check(draft)
        _flush(draft)
        os.replace(draft, file)
    finally:
        draft.unlink(missing_ok=True)
    _flush(file.parent)
    return file.stat().st_size


def check(file: Path) -> str:
    """The revision of a copy of a Muster database that is whole. Raises Unfit for anything else."""
    if not file.is_file():
        raise Unfit(f"There is no file {file}.")
    try:
        with closing(_open(file, "ro")) as found:
            fault = found.execute("PRAGMA quick_check(1)").fetchone()[0]
            tables = {name for (name,) in found.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
            revision = found.execute("SELECT version_num FROM alembic_version").fetchone() if _ours(tables) else None
    except sqlite3.DatabaseError as error:
        raise Unfit(f"{file} is not a database that can be read: {error}.") from error
    if fault != "ok":
        raise Unfit(f"{file} is damaged: {fault}.")
    if revision is None:
        raise Unfit(f"{file} is not a database of Muster.")
    if revision[0] not in known():
        raise Unfit(f"{file} is of a newer version of Muster ({revision[0]}). Restore it with that version.")
    return str(revision[0])


def put_in_place(db: Database, file: Path, kept: Path) -> bool:
    """Put a copy of `file` where the database is, and what was there at `kept`. False when nothing was there.

    The copy is whole beside it first, and then takes its name in one step. Raises Unfit while anybody has it open.
    """
    target = path_of(db)
    if target.exists() and target.samefile(file):
        raise Unfit(f"{file} is the database itself.")
    draft = target.with_name(target.name + ".restoring")
    draft.unlink(missing_ok=True)
    try:
        _copy(file, draft, _silent, PAGES)
        _flush(draft)
        there = target.exists()
        with _alone(target) if there else nullcontext():
            if there:
                shutil.copymode(target, draft)
                _keep(target, kept)
            os.replace(draft, target)
    finally:
        draft.unlink(missing_ok=True)
    _flush(target.parent)
    return there


def _silent(_done: int, _total: int) -> None:
    """Nobody listens."""


def _copy(source: Path, target: Path, told: Told, pages: int) -> None:
    with closing(_open(source, "rw")) as old, closing(_open(target, "rwc")) as new:
        old.execute("BEGIN")  # a reader's picture of this moment: with it, SQLite never begins the copy anew
        old.execute("SELECT count(*) FROM sqlite_master").fetchone()
        old.backup(new, pages=pages, progress=lambda _status, left, total: told(total - left, total))
        old.execute("ROLLBACK")
        new.execute("PRAGMA journal_mode=DELETE")  # one file


def _open(file: Path, mode: str) -> sqlite3.Connection:
    uri = f"{file.absolute().as_uri()}?mode={mode}"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def _ours(tables: set[str]) -> bool:
    return {"alembic_version", MARK} <= tables


@contextmanager
def _alone(file: Path) -> Iterator[None]:
    """Nobody else has the database open, and nobody can write to it. Raises Unfit."""
    with closing(_open(file, "rw")) as held:
        try:
            if held.execute("PRAGMA journal_mode=DELETE").fetchone()[0] != "delete":  # refused to who is not alone
                raise sqlite3.OperationalError("database is locked")
            held.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as error:
            raise Unfit(f"A bot runs on {file}, or another program has it open. Stop it first.") from error
        except sqlite3.DatabaseError:
            pass  # damaged: nothing can run on it, and it is about to be replaced
        yield


def _keep(file: Path, kept: Path) -> None:
    """A second name for the file, so that its own is never without one; what is beside it goes along."""
    try:
        os.link(file, kept)
    except OSError:  # a file system without second names
        shutil.copy2(file, kept)
    for end in BESIDE:
        beside = file.with_name(file.name + end)
        if beside.exists():
            os.replace(beside, kept.with_name(kept.name + end))


def _flush(path: Path) -> None:
    """On the disk, so that it is there after the machine has lost its power."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
