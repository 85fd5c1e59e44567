"""Many processes on one database: every wait has an end, and a commit wakes the others.

The server ends a statement after 1.5 s and a wait for a lock after 1 s. A server that is frozen, or a network that
swallows, ends nothing: so each wait of the client ends too, and a transaction that waited in vain tries no other
connection. A server that goes on later finds what it was sent meanwhile: so a commit is sent with the condition that
it is still wanted, and "not saved" stays true.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import BigInteger, Connection, Engine, Integer, Table, create_engine, event, func, select, text
from sqlalchemy.engine import make_url

from storage.encoding import read, write

# query_canceled, lock_not_available, deadlock, serialization; the server shuts down or starts; the connection broke
BUSY: Final = ("57014", "55P03", "40P01", "40001", "57P", "08", "53300")
CHANNEL: Final = "muster"
NOTIFY: Final = text(f"NOTIFY {CHANNEL}")
LISTEN_SECONDS: Final = 5.0  # how often a listener looks whether it should stop, and whether its connection lives
LONGEST_PAUSE: Final = 30.0
MARGIN: Final = 0.2  # seconds by which the client waits longer than the server lets a statement run


@dataclass
class _Patience:
    """What this thread's transaction has seen: a server that did not answer once is not asked again."""

    ended: bool = False


_patience: ContextVar[_Patience | None] = ContextVar("patience", default=None)


@contextmanager
def one_try() -> Iterator[None]:
    """Meanwhile one wait in vain is enough: the next connection is not tried, so that an answer comes in time."""
    token = _patience.set(_Patience())
    try:
        yield
    finally:
        _patience.reset(token)


def engine(url: str, seconds: float, *, read_only: bool) -> Engine:
    """A pool of connections whose statements end by then. Raises ModuleNotFoundError when psycopg is not installed."""
    limits = f"-c statement_timeout={int(seconds * 1000)} -c lock_timeout=1000 -c TimeZone=UTC"
    if read_only:  # and a steady picture: each statement of a transaction sees the same
        limits += r" -c default_transaction_read_only=on -c default_transaction_isolation=repeatable\ read"
    patient = _patient(seconds + MARGIN)
    made = create_engine(
        make_url(url).set(drivername="postgresql+psycopg"),
        connect_args={"options": limits, "connect_timeout": 2, "application_name": "muster"},
        pool_size=8,
        max_overflow=8,
        pool_timeout=0.5,
        pool_pre_ping=True,  # after a restart of the server nobody meets its dead connections
        hide_parameters=True,  # an error must not carry what people typed into the log
        json_serializer=write,
        json_deserializer=read,
    )

    def connect(_dialect: Any, _record: Any, arguments: Any, named: Any) -> Any:
        patience = _patience.get()
        if patience is not None and patience.ended:
            raise patient.gave_up
        return patient.connect(*arguments, **named)

    event.listen(made, "do_connect", connect)
    return made


def listen(url: str, heard: Callable[[], None], stopping: threading.Event) -> threading.Thread:
    """A thread that calls `heard` whenever a process has committed a post that may go now, until `stopping` is set.

    A connection that is lost is opened again, later each time; meanwhile the rounds of delivery find what is due.
    """
    thread = threading.Thread(target=_listen, args=(url, heard, stopping), name="listen", daemon=True)
    thread.start()
    return thread


def _listen(url: str, heard: Callable[[], None], stopping: threading.Event) -> None:
    import psycopg

    address = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
    pause = 1.0
    while not stopping.is_set():
        try:
            with psycopg.connect(address, autocommit=True, connect_timeout=5, application_name="muster") as there:
                there.execute(f"LISTEN {CHANNEL}")
                pause = 1.0
                heard()  # what was committed while nobody listened
                while not stopping.is_set():
                    for _notice in there.notifies(timeout=LISTEN_SECONDS, stop_after=1):
                        heard()
        except psycopg.Error:
            stopping.wait(pause)
            pause = min(pause * 2, LONGEST_PAUSE)


def _patient(seconds: float) -> Any:
    """psycopg's connection class, with an end to every wait."""
    import psycopg
    from psycopg import generators
    from psycopg.abc import RV, PQGen
    from psycopg.pq import ExecStatus, TransactionStatus

    class Patient(psycopg.Connection):
        gave_up = psycopg.OperationalError("the server does not answer")
        begun = 0.0  # on our stopwatch: by then the server had begun the transaction

        def wait(self, gen: PQGen[RV], interval: float = 0.1, timeout: float | None = None) -> RV:
            patience = _patience.get()
            if patience is None:  # a migration, a copy: as long as it takes
                return super().wait(gen, interval, timeout)
            began, begins = time.monotonic(), self.pgconn.transaction_status == TransactionStatus.IDLE
            try:
                return super().wait(gen, interval, seconds)
            except psycopg.OperationalError:
                if time.monotonic() - began >= seconds:
                    patience.ended = True
                    self.pgconn.finish()  # it hears nothing more from us
                raise
            finally:
                if begins:
                    self.begun = time.monotonic()

        def commit(self) -> None:
            """Not by a server that comes to it when we have given up.

            Both sides measure from the beginning: the server from its own, which was before ours, so it stops before
            we do, whatever its clock says.
            """
            if _patience.get() is None or self.pgconn.transaction_status != TransactionStatus.INTRANS:
                super().commit()
                return
            most = time.monotonic() - self.begun + seconds - MARGIN
            in_time = f"SELECT 1 / (clock_timestamp() - now() < interval '{most:.3f} s')::int; COMMIT"
            with self.lock:
                self.wait(self._asked(in_time.encode()))

        def _asked(self, words: bytes) -> PQGen[None]:
            self.pgconn.send_query(words)  # as psycopg's own commit does: a cursor would cost several times as much
            result = (yield from generators.execute(self.pgconn))[-1]
            if result.status != ExecStatus.COMMAND_OK:
                failed = psycopg.errors.error_from_result(result)
                if isinstance(failed, psycopg.errors.DivisionByZero):
                    raise psycopg.errors.QueryCanceled("the commit came too late") from failed
                raise failed

    return Patient


def unhurried(connection: Connection) -> None:
    """This transaction may take as long as it needs."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))


def yielding(connection: Connection) -> None:
    """From here on this transaction waits for locks so briefly that whoever waits for its own notices little.

    It also ends before PostgreSQL would look for a deadlock, so people never pay for one with posts.
    """
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL lock_timeout = 300"))


def get_to_know(connection: Connection) -> None:
    """How the rows are spread, in a transaction that put in very many: nobody waits for it with bad plans meanwhile."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("ANALYZE"))


def go_on_counting(connection: Connection, table: Table) -> None:
    """Numbers that the database gives go on behind those that were copied."""
    if connection.dialect.name != "postgresql" or table.autoincrement_column is None:
        return
    column = table.autoincrement_column
    last = connection.execute(select(func.max(column))).scalar_one()
    if last is not None and isinstance(column.type, (BigInteger, Integer)):
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, last)))
