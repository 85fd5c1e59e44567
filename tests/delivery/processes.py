"""Real processes that are quick to start: forked from one that has imported the bot already, and killed for real."""

import multiprocessing
import os
import signal
import socket
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess
from typing import Any, Final

_FORKS: Final = multiprocessing.get_context("forkserver")
_FORKS.set_forkserver_preload(["tests.delivery.preloaded"])


def start(live: Callable[..., None], *arguments: Any) -> ForkServerProcess:
    """Runs a function of a module in a process of its own, which ends with this one at the latest."""
    process = _FORKS.Process(target=live, args=arguments, daemon=True)
    process.start()
    return process


def kill(process: ForkServerProcess) -> bool:
    """kill -9, and wait until it is gone. False when it had ended already."""
    lived = process.is_alive()
    process.kill()
    process.join()
    return lived and process.exitcode == -signal.SIGKILL


def die() -> None:
    """kill -9 of this very process: nothing is finished, nothing is flushed."""
    os.kill(os.getpid(), signal.SIGKILL)


def free_port() -> int:
    with socket.socket() as there:
        there.bind(("127.0.0.1", 0))
        port: int = there.getsockname()[1]
        return port
