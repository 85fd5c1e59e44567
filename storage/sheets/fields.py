"""Fields of a value as JSON and back, for what must be put back as it was."""

import dataclasses
import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints


def changed(before: Any, after: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """The fields in which two values of a kind differ, before and after; before is empty for a new one."""
    names = [item.name for item in dataclasses.fields(after)]
    differing = [name for name in names if before is None or getattr(before, name) != getattr(after, name)]
    old = {} if before is None else {name: _plain(getattr(before, name)) for name in differing}
    return old, {name: _plain(getattr(after, name)) for name in differing}


def stands(value: Any, after: Mapping[str, Any]) -> bool:
    """Whether these fields still are what they were made."""
    return all(_plain(getattr(value, name)) == was for name, was in after.items())


def restored(value: Any, before: Mapping[str, Any]) -> Any:
    """The value with these fields as they were."""
    kind: type = type(value)
    types = _types(kind)
    return dataclasses.replace(value, **{name: _typed(types[name], was) for name, was in before.items()})


def _plain(value: Any) -> Any:
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    if dataclasses.is_dataclass(value):
        return {item.name: _plain(getattr(value, item.name)) for item in dataclasses.fields(value)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


@cache
def _types(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(kind: Any, plain: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        if plain is None:
            return None
        kind = next(one for one in get_args(kind) if one is not type(None))
    origin = get_origin(kind) or kind
    if origin in (dt.date, dt.datetime):
        return origin.fromisoformat(plain)
    if origin is tuple:  # of any length, all of one kind
        return tuple(_typed(get_args(kind)[0], one) for one in plain)
    if dataclasses.is_dataclass(origin):
        types = _types(kind)
        return kind(**{name: _typed(types[name], one) for name, one in plain.items()})
    if origin in (frozenset, Decimal) or (isinstance(origin, type) and issubclass(origin, Enum)):
        return origin(plain)
    return plain
