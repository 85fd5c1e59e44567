"""Which thing answers to which name, while the rows of a file add and rename things."""

from collections.abc import Callable, Hashable, Iterable

from bot.domain.sheets.values import Known


class Called:
    """Name → what the thing is called in a sentence. To look through all things for each row would take minutes."""

    def __init__(self, known: Known, names: Callable[[], Iterable[tuple[str, Iterable[Hashable]]]]) -> None:
        """`names` gives the ref and the names of each thing; it is asked once and kept for all rows."""
        self._of: dict[Hashable, str] = known.once(
            "who is called what", lambda: {name: ref for ref, each in names() for name in each}
        )

    def other(self, names: Iterable[Hashable], ref: str) -> str:
        """Another thing than this ("" for a new one) that answers to one of these names; "" if none does."""
        return next((self._of[name] for name in names if self._of.get(name, ref) != ref), "")

    def rename(self, before: Iterable[Hashable], after: Iterable[Hashable], ref: str) -> None:
        """From now on it answers to these, and no more to those."""
        for name in before:
            if self._of.get(name) == ref:
                del self._of[name]
        self._of.update(dict.fromkeys(after, ref))
