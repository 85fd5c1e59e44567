"""`@frozen`: a frozen dataclass that is made quickly.

A start makes hundreds of them. `@dataclass(frozen=True)` writes six functions for each and compiles them, which was a
third of the start; here __init__ alone is compiled, and what compares, hashes, shows and refuses reads the fields. To
whoever uses them they are the same: `field`, `replace`, `fields`, `asdict`, FrozenInstanceError are the library's.

What has `slots` or `order`, or can be changed, is made by the library.
"""

import dataclasses
from collections.abc import Callable, Sequence
from dataclasses import MISSING, Field, FrozenInstanceError, field
from operator import attrgetter
from reprlib import recursive_repr
from typing import Any, Never, TypeVar, dataclass_transform

T = TypeVar("T")
Fields = Sequence[Field[Any]]


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T]) -> type[T]:
    """The class, with its fields as arguments; equal to what has equal fields, and never changed."""
    dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    fields = dataclasses.fields(cls)  # type: ignore[arg-type]  # it is one since the line above
    for method in (_init(cls, fields), _eq(fields), _hash(fields), _repr(fields), __setattr__, __delattr__):
        if cls.__dict__.get(method.__name__) is None:  # what a class says itself counts
            setattr(cls, method.__name__, method)
    return cls


def _init(cls: type, fields: Fields) -> Callable[..., None]:
    """What somebody would write by hand, compiled: the fields in their order, then __post_init__."""
    known: dict[str, Any] = {"_keep": object.__setattr__, "_missing": MISSING}
    takes, does = ["self"], []
    for one in fields:
        name, default = one.name, f"_default_{one.name}"
        if one.default_factory is not MISSING:
            known[default] = one.default_factory
            takes += [f"{name}=_missing"] * one.init
            kept = f"{default}() if {name} is _missing else {name}" if one.init else f"{default}()"
        elif one.init:
            known[default] = one.default
            takes.append(name if one.default is MISSING else f"{name}={default}")
            kept = name
        else:
            continue  # __post_init__ sets it
        does.append(f"_keep(self, {name!r}, {kept})")
    if hasattr(cls, "__post_init__"):
        does.append("self.__post_init__()")
    exec(f"def __init__({', '.join(takes)}): {'; '.join(does) or 'pass'}", known)  # noqa: S102 names from our sources
    made: Callable[..., None] = known["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"  # who forgets an argument reads it
    return made


def _eq(fields: Fields) -> Callable[[object, object], bool]:
    counting = _reader(fields)

    def __eq__(self: object, other: object) -> bool:  # noqa: N807 it becomes the method
        return bool(counting(self) == counting(other)) if other.__class__ is self.__class__ else NotImplemented

    return __eq__


def _hash(fields: Fields) -> Callable[[object], int]:
    counting = _reader(fields)

    def __hash__(self: object) -> int:  # noqa: N807 the same
        return hash(counting(self))

    return __hash__


def _reader(fields: Fields) -> Callable[[object], object]:
    """Reads the fields that count from a thing, as quickly as code that names them."""
    names = [one.name for one in fields if one.compare]
    return attrgetter(*names) if names else lambda _: ()


def _repr(fields: Fields) -> Callable[[object], str]:
    names = [one.name for one in fields if one.repr]

    @recursive_repr()
    def __repr__(self: object) -> str:  # noqa: N807 the same
        shown = ", ".join(f"{name}={getattr(self, name)!r}" for name in names)
        return f"{self.__class__.__qualname__}({shown})"

    return __repr__


def __setattr__(self: object, name: str, value: object) -> Never:  # noqa: N807 the same
    del self, value
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def __delattr__(self: object, name: str) -> Never:  # noqa: N807 the same
    del self
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def in_order(before: T, after: T) -> T:
    """`after` (both are dataclasses), with words that are the same in another order, as a form gives them back, as they
    stood before.
    """
    kept: dict[str, Any] = {}
    for one in dataclasses.fields(before):  # type: ignore[arg-type]  # it is one
        old, new = getattr(before, one.name), getattr(after, one.name)
        if isinstance(old, tuple) and old != new and len(old) == len(new) and set(old) == set(new):
            kept[one.name] = old
        elif dataclasses.is_dataclass(old) and not isinstance(old, type) and type(old) is type(new):
            kept[one.name] = in_order(old, new)
    return dataclasses.replace(after, **kept)  # type: ignore[type-var]  # the same
