"""Everything of one database into another, empty one: for an organisation that has outgrown its file.

    copy(source, target, told)  →  a Copied for each table, with what both sides hold

One transaction on each side: what is written to the source meanwhile is not taken; a copy that fails leaves nothing.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Iterator
from typing import Any, Final

from sqlalchemy import Connection, Table, func, insert, select
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from bot.values import frozen
from storage import Database, postgresql
from storage.migrating import revision
from storage.schema import metadata

BATCH: Final = 1000
Told = Callable[[int, int], None]  # rows done, of how many


class Unfit(Exception):  # noqa: N818 it says what is unfit, and what to type
    """These two cannot be copied; the sentence says why."""


@frozen
class Copied:
    """A table: how many rows each side holds, and a checksum of all their values."""

    table: str
    rows: tuple[int, int]
    checksums: tuple[str, str]

    @property
    def equal(self) -> bool:
        return self.rows[0] == self.rows[1] and self.checksums[0] == self.checksums[1]


def copy(source: Database, target: Database, told: Told) -> list[Copied]:
    """Copy every table, and read both sides again. Raises Unfit."""
    versions = revision(source), revision(target)
    if versions[0] is None:
        raise Unfit("The first database is empty: there is nothing to copy.")
    if versions[0] != versions[1]:
        raise Unfit("The two databases are of different versions. Run `muster migrate` for each of them first.")
    tables = metadata.sorted_tables
    with source.reader.begin() as here, target.writer.begin() as there:
        postgresql.unhurried(here)
        postgresql.unhurried(there)
        full = [table.name for table in tables if _count(there, table)]
        if full:
            raise Unfit(f"The second database is not empty (`{full[0]}` has rows). Nothing was changed.")
        total = sum(_count(here, table) for table in tables)
        done = 0
        for table in tables:
            for rows in _batches(here, table):
                _write(there, table, rows)
                done += len(rows)
                told(done, total)
            postgresql.go_on_counting(there, table)
        postgresql.get_to_know(there)
        return [_compared(here, there, table) for table in tables]


def _write(there: Connection, table: Table, rows: list[dict[str, Any]]) -> None:
    try:
        there.execute(insert(table), rows)
    except (
        DataError,
        IntegrityError,
    ) as error:  # SQLite takes what PostgreSQL does not, such as a text that is too long
        raise Unfit(
            f"`{table.name}` holds what the second database does not take: {_why(error)} Nothing was copied."
        ) from error


def _why(error: DBAPIError) -> str:
    """The database's own words, without the values."""
    return str(error.orig).partition("\n")[0].rstrip(".") + "."


def _compared(here: Connection, there: Connection, table: Table) -> Copied:
    first, second = _checked(here, table), _checked(there, table)
    return Copied(table.name, (first[0], second[0]), (first[1], second[1]))


def _checked(connection: Connection, table: Table) -> tuple[int, str]:
    """How many rows, and a checksum that does not depend on their order: a database sorts text its own way."""
    count, total = 0, 0
    for rows in _batches(connection, table):
        for row in rows:
            count += 1
            written = json.dumps([row[name] for name in sorted(row)], default=_plain, sort_keys=True)
            total += int.from_bytes(hashlib.sha256(written.encode()).digest()[:16])
    return count, f"{total % 2**64:016x}"


def _batches(connection: Connection, table: Table) -> Iterator[list[dict[str, Any]]]:
    found = connection.execution_options(yield_per=BATCH).execute(select(table))
    for rows in found.mappings().partitions(BATCH):
        yield [dict(row) for row in rows]


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())


def _plain(value: Any) -> str:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return str(value)
