"""What a measurement is, and how time is taken: by turns with the floor, so that what disturbs does so to both."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median


@dataclass(frozen=True)
class Line:
    """One row of the table. `measured` and `floor` in the same unit; the ratio of the two is what is promised."""

    what: str
    measured: str
    floor: str = ""
    ratio: float | None = None
    promised: str = ""


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.2f} ms"


def against(what: str, pair: tuple[float, float], promised: float) -> Line:
    """Seconds of ours and of the floor, as a row."""
    ours, floor = pair
    return Line(what, milliseconds(ours), milliseconds(floor), ours / floor, f"≤ {promised:g}")


def cpu_pair(ours: Callable[[], object], floor: Callable[[], object], times: int = 800) -> tuple[float, float]:
    """CPU seconds of one call of each, the median of so many that take turns one by one.

    So both find the processor's caches as the other has left them, and the ratio stays the same on a busy machine.
    Sixty no-ops in a row run out of the innermost cache, as no request of a bot's does, at half of their cost.
    """
    for _ in range(times // 8):
        ours()
        floor()
    pairs = [(cpu(ours, 1), cpu(floor, 1)) for _ in range(times)]
    return median(one for one, _ in pairs), median(one for _, one in pairs)


def cpu(run: Callable[[], object], times: int) -> float:
    """CPU seconds of this process for one call, over so many."""
    began = time.process_time()
    for _ in range(times):
        run()
    return (time.process_time() - began) / times


def wall(run: Callable[[], object], times: int) -> list[float]:
    """Seconds of each of so many calls, sorted."""
    took = []
    for _ in range(times):
        began = time.perf_counter()
        run()
        took.append(time.perf_counter() - began)
    return sorted(took)


def resident(process: int) -> float:
    """Megabytes that a process holds in memory."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6
