"""The log of the whole process, put back after a test that sets it up."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import structlog


@contextmanager
def put_back() -> Iterator[None]:
    """Whatever the block sets up is undone at its end."""
    levels = {name: logging.getLogger(name).level for name in logging.root.manager.loggerDict}
    before, root, handlers = structlog.get_config(), logging.root.level, logging.root.handlers[:]
    try:
        yield
    finally:
        structlog.configure(**before)
        logging.root.setLevel(root)
        logging.root.handlers[:] = handlers
        for name, level in levels.items():
            logger = logging.getLogger(name)
            if logger.level != level:  # to set one empties what all of them remember
                logger.setLevel(level)
