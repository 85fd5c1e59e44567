"""The wrapper of every job."""

import secrets
from collections.abc import Callable
from functools import partial

import structlog

from bot.refusals import NotSaved

log = structlog.get_logger(__name__)


class JobFailed(Exception):  # noqa: N818 it says what happened
    """Something that a job does failed, and the log has it already, with a reference."""


def job(name: str, run: Callable[[], object], ended: Callable[[str], object] | None = None) -> bool:
    """Run a job; a failure is a line in the log with a reference, and the next round comes all the same.

    False when it failed, or found no time in the database. What would fail again each round is `ended`, which gets the
    reference; what was merely postponed is not.
    """
    try:
        run()
    except NotSaved:  # somebody else wrote for longer than we wait: no fault, and the next round comes soon
        log.warning("job_postponed", job=name)
        return False
    except JobFailed:
        return False
    except Exception:  # the one place: a job that fails must not stop the clock
        reference = secrets.token_hex(4)
        log.exception("job_failed", job=name, reference=reference)
        if ended is not None:
            job(name, partial(ended, reference))
        return False
    return True
