"""Bolt, in one place: one listener for each kind of payload, all of them the same door."""

import logging
import re
from collections.abc import Callable, Mapping
from typing import Any, Final

import structlog
from slack_bolt import Ack, App, BoltRequest, BoltResponse
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError

from handlers import payloads
from handlers.door import Door
from handlers.payloads import Heard

log = structlog.get_logger(__name__)
_ANY = re.compile(".*")
Body = Mapping[str, Any]


UNREADABLE: Final = (LookupError, AttributeError, TypeError, ValueError)  # what Bolt raises about a payload


class Lenient(App):
    """Bolt looks into a payload for what belongs there and breaks when it is missing: such a payload gets 200 too."""

    def dispatch(self, req: BoltRequest) -> BoltResponse:
        try:
            return super().dispatch(req)
        except UNREADABLE as error:
            log.warning("unreadable", mode=req.mode, error=type(error).__name__)
            return BoltResponse(status=200, body="")


def app(door: Door, authorize: Callable[..., AuthorizeResult]) -> App:
    """A Bolt app that hands everything to the door. Whether Slack signed it, the routes have seen (handlers/web.py)."""
    # The answer is in the ack, so the listener runs first (process_before_response); Bolt's default polls every 10 ms.
    made = Lenient(
        name="bolt",  # else it looks through every module for the file that calls it, which takes 0.1 s
        logger=logging.getLogger("muster.bolt"),
        authorize=authorize,
        process_before_response=True,
        raise_error_for_unhandled_request=True,
        request_verification_enabled=False,
        url_verification_enabled=True,
        ssl_check_enabled=True,
    )
    made.command(_ANY)(_listener(door, payloads.command))
    made.action(_ANY)(_listener(door, payloads.button))
    made.view_submission(_ANY)(_listener(door, payloads.form))
    made.view_closed(_ANY)(_ignore)
    made.options(_ANY)(_listener(door, payloads.suggestion))
    made.shortcut(_ANY)(_listener(door, payloads.shortcut))
    made.event(_ANY)(_event_listener(door))
    made.error(_unhandled)
    return made


def _listener(door: Door, understand: Callable[[Body], Heard]) -> Callable[..., None]:
    def listen(body: Body, ack: Ack) -> None:
        ack(**door.hear(understand(body)))

    return listen


def _event_listener(door: Door) -> Callable[..., None]:
    def listen(body: Body, ack: Ack) -> None:
        heard = payloads.event(body)
        if heard is not None:
            door.hear(heard)
        else:
            door.notice(body)
        ack()

    return listen


def _ignore(ack: Ack) -> None:
    ack()


def _unhandled(error: Exception, request: BoltRequest) -> BoltResponse:
    """Payloads of kinds that we do not know get 200 and nothing; the door itself never raises."""
    if isinstance(error, BoltUnhandledRequestError):
        log.debug("unhandled", mode=request.mode)
    else:
        log.error("door_broken", error=type(error).__name__, exc_info=error)
    return BoltResponse(status=200, body="")
