"""A PostgreSQL of the tests' own: a cluster in a temporary folder, without a port, gone at the end.

    with cluster() as server:               starts it; Missing when PostgreSQL is not installed
        with server.database() as url:      an empty database

`MUSTER_TEST_POSTGRES` names the address of a running one, for test processes that share it.
"""

import contextlib
import functools
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import psycopg
from psycopg import sql

ADDRESS: Final = "MUSTER_TEST_POSTGRES"
PLACES: Final = ("/usr/lib/postgresql/*/bin", "/usr/local/pgsql/bin", "/opt/homebrew/opt/postgresql*/bin")
SETTINGS: Final = {
    "listen_addresses": "",
    "max_connections": "200",
    "jit": "off",
    "max_wal_size": "2GB",
    "timezone": "America/New_York",  # a server may stand anywhere
}


# What a crash would lose does not matter to a test, and nobody needs a plan for the many rows that it does not have
CARELESS: Final = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}
# After its first minute an installation knows how its rows are spread. A measurement has no minute
DURABLE: Final = {"autovacuum_naptime": "1s"}


class Missing(Exception):  # noqa: N818 it says what is missing, and what to type
    """PostgreSQL is not installed."""


@dataclass
class Server:
    """A running cluster. `folder` holds its socket."""

    folder: str
    _numbers: "itertools.count[int]" = field(default_factory=itertools.count)

    def url(self, name: str) -> str:
        return f"postgresql://muster@/{name}?host={self.folder}"

    @contextmanager
    def database(self, template: str = "template0") -> Iterator[str]:
        """A database of this process's own, as the template is; dropped at the end."""
        name = f"t_{os.getpid()}_{next(self._numbers)}"
        self.make(name, template)
        try:
            yield self.url(name)
        finally:
            self.drop(name)

    @contextmanager
    def frozen(self) -> Iterator[None]:
        """Every process of the server stands still: its sockets take what is sent, and nothing answers."""
        parent = int(Path(self.folder, "data", "postmaster.pid").read_text().split()[0])
        everybody = [parent, *_children(parent)]
        for process in everybody:
            os.kill(process, signal.SIGSTOP)
        try:
            yield
        finally:
            for process in everybody:
                os.kill(process, signal.SIGCONT)

    def make(self, name: str, template: str = "template0") -> None:
        self._do(sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY FILE_COPY"), name, template)

    def drop(self, name: str) -> None:
        self._do(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)"), name)

    def _do(self, statement: sql.SQL, *names: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as there:
            there.execute(statement.format(*map(sql.Identifier, names)))


def _children(parent: int) -> Iterator[int]:
    """From the kernel: a bare Debian has no program that tells."""
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):  # it has ended meanwhile
            fields = stat.read_text().rpartition(")")[2].split()  # behind the name, which may be anything
            if int(fields[1]) == parent:
                yield int(stat.parent.name)


@contextmanager
def cluster(*, durable: bool = False) -> Iterator[Server]:
    """A new cluster, running; `durable`: on a disk, and as careful as where it counts. Raises Missing."""
    programs = _programs()
    folder = tempfile.mkdtemp(prefix="muster-pg-", dir=None if durable else _memory())
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    data = f"{folder}/data"
    given = {**SETTINGS, **(DURABLE if durable else CARELESS), "unix_socket_directories": folder}
    options = " ".join(f"-c {name}='{value}'" for name, value in given.items())
    _run([f"{programs}/initdb", "-D", data, "-U", "muster", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"])
    _run([f"{programs}/pg_ctl", "-D", data, "-w", "-l", f"{folder}/log", "-o", options, "start"])
    try:
        yield Server(folder)
    finally:
        _run([f"{programs}/pg_ctl", "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


@functools.cache
def running() -> Server:
    """The one that the process of all tests has started; one value in each process, which counts its databases."""
    return Server(os.environ[ADDRESS])


def _memory() -> str | None:
    """A folder that is no disk, where there is one."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def _programs() -> str:
    found = shutil.which("initdb")
    if found:
        return str(Path(found).parent)
    for pattern in PLACES:
        for folder in sorted(Path("/").glob(pattern.lstrip("/")), reverse=True):
            if (folder / "initdb").exists():
                return str(folder)
    raise Missing("PostgreSQL is needed to test with it: apt install postgresql")


def _run(command: Sequence[str]) -> None:
    """As the user `postgres` when we are root, whom PostgreSQL refuses."""
    as_postgres = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    with contextlib.chdir("/"):
        subprocess.run([*as_postgres, *command], check=True, stdout=subprocess.DEVNULL)
