"""How far something is that takes a while, on stderr, where somebody looks."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(label: str) -> Iterator[Callable[[int, int], None]]:
    """A bar that hears how many are done, of how many; it shows nothing where no terminal is."""
    if not sys.stderr.isatty():
        yield _silent
        return
    from rich.console import Console  # only who looks waits for the import
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)


def _silent(_done: int, _total: int) -> None:
    """Nobody looks."""
