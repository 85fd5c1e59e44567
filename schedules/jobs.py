"""The wrapper of every job."""

import secrets
from collections.abc import Callable

import structlog

from bot.refusals import NotSaved

log = structlog.get_logger(__name__)


class JobFailed(Exception):  # noqa: N818 it says what happened
    """Something that a job does failed, and the log has it already, with a reference."""


def job(name: str, run: Callable[[], object]) -> bool:
    """Run a job; a failure is a line in the log with a reference, and the next round comes all the same.

    False when it failed, or found no time in the database.
    """
    try:
        run()
    except NotSaved:  # somebody else wrote for longer than we wait: no fault, and the next round comes soon
        log.warning("job_postponed", job=name)
        return False
    except JobFailed:
        return False
    except Exception:  # the one place: a job that fails must not stop the clock
        log.exception("job_failed", job=name, reference=secrets.token_hex(4))
        return False
    return True
