"""What goes to stderr: one line an event, ours and the libraries' in one shape."""

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any, Final

import structlog

from bot.settings import Settings

# Slack's tokens, response URLs and the tickets of Socket Mode; what stands between // and @ in an address
SIGNS: Final = ("xox", "xapp-", "://")  # most lines have none of them: looking for these costs less
SECRET: Final = re.compile(
    r"\b(?:xox[a-z](?:\.xox[a-z])?|xapp)-[\w-]+|https://hooks\.slack\.com/[^\s\"']+|wss://[^\s\"']+"
    r"|(?<=://)[^/\s\"'@]+(?=@)"
)


def set_up(settings: Settings) -> None:
    """One line an event, on stderr; never a token, never what people typed."""
    level = getattr(logging, settings.log_level.upper())
    logging.getLogger("apscheduler").setLevel(logging.ERROR)  # a round that still runs is no news
    for chatty in ("slack_bolt", "slack_sdk", "alembic", "websocket", "urllib3"):
        logging.getLogger(chatty).setLevel(max(level, logging.WARNING))
    logging.getLogger("muster.bolt").setLevel(logging.ERROR)  # it warns of the token that our authorize replaces
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(where),
    ]
    shown: Any = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    )
    handler = logging.StreamHandler(sys.stderr)
    last = [structlog.stdlib.ProcessorFormatter.remove_processors_meta, shown, redacted]
    named = [structlog.stdlib.add_logger_name, *before]
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=named, processors=last))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    structlog.configure(
        processors=[*before, shown, redacted],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def redacted(_logger: Any, _name: str, line: Any) -> str:
    """The line without tokens, addresses that are as good as tokens, and passwords: whoever wrote it, and why."""
    text = str(line)
    return SECRET.sub("[redacted]", text) if any(sign in text for sign in SIGNS) else text


def where(exc_info: tuple[type[BaseException], BaseException, TracebackType | None]) -> str:
    """The places of an error and of its causes, with their types; its messages may hold what people typed."""
    lines: list[str] = []
    error: BaseException | None = exc_info[1]
    while error is not None:
        lines += [type(error).__qualname__ + "\n", *traceback.format_tb(error.__traceback__)]
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return "".join(lines).rstrip()
