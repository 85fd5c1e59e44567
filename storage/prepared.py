"""Statements that are compiled once and then handed to the database's driver, for what every request asks.

SQLAlchemy's execution costs 50 to 80 µs a statement around the 5 µs that SQLite itself needs. A request that logs a
visit has fifteen of them; prepared, each costs about 10 µs. The statements stay SQLAlchemy's, so they are compiled for
the database at hand, and values go through the same types in both directions.
"""

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import lru_cache
from operator import itemgetter
from typing import Any, Final, cast

from sqlalchemy import (
    Connection,
    Dialect,
    Executable,
    FromClause,
    Insert,
    Select,
    Update,
    UpdateBase,
    bindparam,
    update,
)
from sqlalchemy.exc import DBAPIError
from sqlalchemy.sql.compiler import SQLCompiler

Values = Mapping[str, Any]
_Process = Callable[[Any], Any] | None
_ONE = (dict, Mapping)  # the first is found at once
Row = Any  # a named tuple with the statement's columns


class Rows:
    """What a statement gave: rows, and how many it touched."""

    def __init__(self, rows: Sequence[Row], rowcount: int) -> None:
        self._rows: Final = rows
        self.rowcount: Final = rowcount

    def __iter__(self) -> Iterator[Row]:
        return iter(self._rows)

    def one_or_none(self) -> Row | None:
        """The only row; None without one. More than one is a mistake."""
        if not self._rows:
            return None
        [row] = self._rows
        return row

    def scalar_one_or_none(self) -> Any:
        """The first column of the only row; None without one."""
        row = self.one_or_none()
        return None if row is None else row[0]

    def scalar_one(self) -> Any:
        """The first column of the only row. ValueError without one."""
        [row] = self._rows
        return row[0]


class Prepared:
    """A statement in one database's words. `keys` are the names of the values that it is given.

    Raises TypeError for what is only known when SQLAlchemy executes it: the length of a list, a default.
    """

    def __init__(self, statement: Executable, dialect: Dialect, keys: tuple[str, ...]) -> None:
        if isinstance(statement, Insert):
            statement = statement.inline()  # no number is fetched back unless the statement says so
        compiled = statement.compile(dialect=dialect, column_keys=keys)  # type: ignore[attr-defined]  # a ClauseElement
        assert isinstance(compiled, SQLCompiler)
        if compiled.post_compile_params or compiled.insert_prefetch or compiled.update_prefetch:
            raise TypeError(f"only SQLAlchemy itself can execute a list in IN, or a default of Python's: {compiled}")
        self._dialect: Final = dialect
        self._sql: Final = str(compiled)
        self._fixed: Final = {name: one.effective_value for name, one in compiled.binds.items() if not one.required}
        self._positional: Final = compiled.positional
        named = {name: one.type.dialect_impl(dialect).bind_processor(dialect) for name, one in compiled.binds.items()}
        self._names: Final = tuple((compiled.positiontup if compiled.positional else None) or named)
        self._pick: Final = _picking(self._names)
        self._binders: Final = [(at, bind) for at, name in enumerate(self._names) if (bind := named[name])]
        given = _given(statement)
        self._types: Final = [one["type"].dialect_impl(dialect) for one in given]
        self._row: Final[Any] = _shape(tuple(one["name"] or "" for one in given))
        self._readers: list[_Process] | None = None

    def run(self, connection: Connection, values: Values | Sequence[Values]) -> Rows:
        """Execute it on a connection of the same database. Raises SQLAlchemy's errors."""
        driver = connection.connection
        cursor = driver.cursor()
        try:
            if isinstance(values, _ONE):
                cursor.execute(self._sql, self._bound(values))
            elif len(values) == 1:  # PostgreSQL's driver takes twice as long to begin with several
                cursor.execute(self._sql, self._bound(values[0]))
            else:
                cursor.executemany(self._sql, [self._bound(one) for one in values])
            rows = [] if cursor.description is None or not self._types else self._read(cursor)
            return Rows(rows, cursor.rowcount)
        except self._dialect.loaded_dbapi.Error as error:
            raise self._wrapped(connection, cursor, error) from error
        finally:
            cursor.close()

    def _bound(self, values: Values) -> Any:
        row = list(self._pick({**self._fixed, **values} if self._fixed else values))
        for at, bind in self._binders:
            row[at] = bind(row[at])
        return row if self._positional else dict(zip(self._names, row, strict=True))

    def _read(self, cursor: Any) -> list[Row]:
        if self._readers is None:
            codes = [column[1] for column in cursor.description]
            self._readers = [
                kind.result_processor(self._dialect, code) for kind, code in zip(self._types, codes, strict=True)
            ]
        make, readers = self._row._make, self._readers
        if not any(readers):
            return [make(row) for row in cursor.fetchall()]
        return [
            make([read(one) if read else one for read, one in zip(readers, row, strict=True)])
            for row in cursor.fetchall()
        ]

    def _wrapped(self, connection: Connection, cursor: Any, error: Any) -> BaseException:
        gone = self._dialect.is_disconnect(error, connection.connection.dbapi_connection, cursor)
        wrapped = DBAPIError.instance(
            self._sql,
            None,
            error,
            self._dialect.loaded_dbapi.Error,
            hide_parameters=True,  # an error must not carry what people typed into the log
            connection_invalidated=gone,
            dialect=self._dialect,
        )
        if gone:
            connection.invalidate(error)
        return cast("BaseException", wrapped)


def saving(table: FromClause) -> Update:
    """What stores all of a row anew. It takes what `new_row` gives."""
    key = [column == bindparam(f"of_{column.name}") for column in table.primary_key]
    values: dict[str, Any] = {
        column.name: bindparam(f"new_{column.name}") for column in table.c if not column.primary_key
    }
    return update(table).where(*key).values(values)  # type: ignore[arg-type]  # a Table, declared as FromClause


def new_row(values: Values, **key: Any) -> dict[str, Any]:
    """The values for `saving`: `key` finds the row. A bare column's name would be taken for its new value."""
    new = {f"new_{name}": value for name, value in values.items() if name not in key}
    return new | {f"of_{name}": value for name, value in key.items()}


def prepared(statement: Executable, dialect: Dialect, values: Values | Sequence[Values]) -> Prepared:
    """The statement, compiled the first time. It must be built once (a constant of its module), or this only grows."""
    first = values if isinstance(values, _ONE) else values[0]
    return _prepared(statement, dialect, tuple(first))


@lru_cache(maxsize=1024)
def _prepared(statement: Executable, dialect: Dialect, keys: tuple[str, ...]) -> Prepared:
    return Prepared(statement, dialect, keys)


def _picking(names: Sequence[str]) -> Callable[[Values], tuple[Any, ...]]:
    """Takes the values of these names, in this order. KeyError without one of them."""
    return itemgetter(*names) if len(names) > 1 else lambda values: tuple(values[name] for name in names)


def _shape(names: tuple[str, ...]) -> Any:
    return namedtuple("Row", names, rename=True)


def _given(statement: Executable) -> Sequence[Mapping[str, Any]]:
    """Name and type of each column that a select, or a `returning`, gives."""
    if isinstance(statement, Select):
        return cast("Sequence[Mapping[str, Any]]", statement.column_descriptions)
    return statement.returning_column_descriptions if isinstance(statement, UpdateBase) else []
