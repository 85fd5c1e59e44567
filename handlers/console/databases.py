"""`muster migrate`, `backup` and `restore`: what is done to the database itself."""

import shlex
import sys
from argparse import ArgumentParser, Namespace
from pathlib import Path
from urllib.parse import urlsplit

from handlers.console.commands import DONE, Command, House, Unusable
from handlers.console.progress import bar
from storage import Database, backups, checkups, ledger, migrating, workspaces


def make_ready(db: Database, *, migrates: bool) -> None:
    """The database at this version: brought there, or found there. Raises Unusable."""
    try:
        with checkups.asked():
            if migrates:
                migrating.migrate(db)
            else:
                migrating.check(db)
    except migrating.Unready as unready:
        raise Unusable(str(unready)) from unready
    except checkups.Silent as silent:
        raise Unusable(f"The database does not answer ({silent}). Check DATABASE_URL, and whether it runs.") from silent


def migrate(house: House, _arguments: Namespace) -> int:
    """The database at this version."""
    make_ready(house.db, migrates=True)
    return DONE


def backup(house: House, arguments: Namespace) -> int:
    """A copy of the database; the bot goes on meanwhile."""
    file = Path(arguments.file)
    if house.db.dialect != "sqlite":
        raise Unusable(
            f"PostgreSQL has its own tool. Type: pg_dump --format=custom --file={_quoted(file)} {_at(house)}"
        )
    if file.exists() and not arguments.force:
        raise Unusable(f"{file} is there already. Choose another name, or --force to replace it.")
    if not file.absolute().parent.is_dir():
        raise Unusable(f"There is no folder {file.absolute().parent}.")
    try:
        with bar("backup") as told:
            size = backups.back_up(house.db, file, told)
    except backups.Unfit as unfit:
        raise Unusable(str(unfit)) from unfit
    except OSError as error:
        raise Unusable(f"{file} cannot be written: {error.strerror}.") from error
    print(f"{file}: {size / 1e6:.1f} MB, whole and checked")
    return DONE


def restore(house: House, arguments: Namespace) -> int:
    """A copy takes the place of the database, which is kept beside it."""
    file, db = Path(arguments.file), house.db
    if db.dialect != "sqlite":
        raise Unusable(
            "PostgreSQL has its own tool. Stop the bot and type: "
            f"pg_restore --clean --if-exists --single-transaction --dbname={_at(house)} {_quoted(file)}"
        )
    target = backups.path_of(db)
    kept = target.with_name(f"{target.name}.replaced-{house.real():%Y%m%dT%H%M%S}")
    try:
        revision = backups.check(file)
        if target.exists() and not arguments.yes:
            _ask(f"{file} (version {revision}) takes the place of {target}, which becomes {kept}.")
        replaced = backups.put_in_place(db, file, kept)
    except backups.Unfit as unfit:
        raise Unusable(str(unfit)) from unfit
    make_ready(db, migrates=True)
    _look_before_saying(house)
    print(f"{target} is {file} now." + (f" What it was is {kept}." if replaced else ""))
    return DONE


def _look_before_saying(house: House) -> None:
    """What was due since the copy was made stands in Slack already, for all we know."""
    house.plan()
    with house.db.begin() as session:
        for workspace in workspaces.all_ids(session):
            ledger.restored(session, workspace, house.clock())


def _ask(sentence: str) -> None:
    if not sys.stdin.isatty():
        raise Unusable(f"{sentence} Say --yes if that is meant.")
    print(sentence, "Type yes: ", end="", flush=True)
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Unusable("Nothing was changed.")


def _at(house: House) -> str:
    """Where the PostgreSQL is, without its password: the tools ask for it, or read ~/.pgpass."""
    parts = urlsplit(house.settings.database_url)
    user = f"{parts.username}@" if parts.username else ""
    port = f":{parts.port}" if parts.port else ""
    return _quoted(f"postgresql://{user}{parts.hostname or ''}{port}{parts.path}")


def _quoted(word: Path | str) -> str:
    return shlex.quote(str(word))


def _backing_up(options: ArgumentParser) -> None:
    options.add_argument("file", help="where the copy goes")
    options.add_argument("--force", action="store_true", help="replace a file that is there")


def _restoring(options: ArgumentParser) -> None:
    options.add_argument("file", help="a copy that `muster backup` made")
    options.add_argument("--yes", action="store_true", help="without asking")


COMMANDS = (
    Command("migrate", "bring the database to this version", migrate, connects=False, opens=False),
    Command("backup", "a copy of the SQLite database, while the bot runs", backup, _backing_up, False, False),
    Command("restore", "a copy in the place of the database", restore, _restoring, False, False),
)
