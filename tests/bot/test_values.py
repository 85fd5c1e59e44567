"""A frozen class is to everybody what the library's is."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, dataclass, field
from typing import Any

import pytest

from bot.values import frozen


def _made(how: Any) -> Any:
    """The same class, made by either: a field of every kind that is used."""

    class Thing:
        """Something."""

        number: int
        name: str = ""
        tags: tuple[str, ...] = ()
        seen: list[int] = field(default_factory=list)
        secret: str = field(default="s", repr=False)
        noted: int = field(default=0, compare=False)
        length: int = field(init=False, repr=False, compare=False)
        counted: dict[str, int] = field(init=False, default_factory=dict, compare=False)

        def __post_init__(self) -> None:
            object.__setattr__(self, "length", len(self.name))

        @property
        def ref(self) -> str:
            return f"T-{self.number}"

    return how(Thing)


OURS, LIBRARY = _made(frozen), _made(dataclass(frozen=True))
GIVEN: Any = [
    ((1,), {}),
    ((1, "a"), {}),
    ((1,), {"name": "a", "tags": ("x",), "seen": [3]}),
    ((1, "a", ("x",), [3], "other", 7), {}),
    ((2,), {"noted": 5}),
    ((), {}),
    ((1,), {"nobody": 1}),
    ((1, "a", (), [], "", 0, 9), {}),
]


def outcome(make: Any) -> Any:
    try:
        return make()
    except Exception as error:  # noqa: BLE001 whatever the library raises, ours raises too
        return type(error), str(error)


@pytest.mark.parametrize(("arguments", "named"), GIVEN)
def test_it_takes_shows_and_keeps_the_same(arguments: Any, named: Any) -> None:
    ours, library = (outcome(lambda cls=cls: cls(*arguments, **named)) for cls in (OURS, LIBRARY))
    if isinstance(library, tuple):
        assert ours == library
        return
    assert repr(ours) == repr(library)
    assert vars(ours) == vars(library)
    assert dataclasses.asdict(ours) == dataclasses.asdict(library)
    assert ours.ref == library.ref


def test_who_is_equal_is_the_same() -> None:
    pairs: Any = [((1, "a"), (1, "a")), ((1, "a"), (1, "b")), ((1, "", (), [], "s", 4), (1, "", (), [], "s", 5))]
    for one, other in pairs:
        assert (OURS(*one) == OURS(*other)) is (LIBRARY(*one) == LIBRARY(*other))
    assert OURS(1) != LIBRARY(1)
    assert OURS(1) != 1


def test_a_hash_is_of_what_counts() -> None:
    @frozen
    class Seat:
        room: str
        number: int
        note: str = field(default="", compare=False)

    assert len({Seat("a", 1), Seat("a", 1, "by the window"), Seat("a", 2)}) == 2


@pytest.mark.parametrize("name", ["number", "length", "nobody"])
def test_it_is_not_changed(name: str) -> None:
    for cls in (OURS, LIBRARY):
        with pytest.raises(FrozenInstanceError, match=f"cannot assign to field '{name}'"):
            setattr(cls(1), name, 2)
        with pytest.raises(FrozenInstanceError, match=f"cannot delete field '{name}'"):
            delattr(cls(1), name)


def test_another_is_made_of_it() -> None:
    assert dataclasses.replace(OURS(1, "a"), number=2) == OURS(2, "a")
    assert copy.deepcopy(OURS(1, "a", seen=[1])) == OURS(1, "a", seen=[1])
    assert [one.name for one in dataclasses.fields(OURS)] == [one.name for one in dataclasses.fields(LIBRARY)]
    assert OURS.__match_args__ == LIBRARY.__match_args__


@frozen
class Kept:
    """One that a pickle finds by its name."""

    number: int


@frozen
class Alone:  # noqa: PLW1641 the decorator brings the hash
    """Nothing but itself, with an equality and a text of its own."""

    def __repr__(self) -> str:
        return "alone"

    def __eq__(self, other: object) -> bool:
        return True


def test_it_travels() -> None:
    assert pickle.loads(pickle.dumps(Kept(3))) == Kept(3)


def test_what_a_class_says_itself_counts() -> None:
    assert repr(Alone()) == "alone"
    assert Alone() == 1
    assert hash(Alone()) == hash(Alone())
