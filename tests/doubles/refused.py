"""The one error of the doubles' inside: Slack says no."""

from typing import Any


class Refused(Exception):  # noqa: N818 - it is an answer, not a failure
    """`{"ok": false, "error": error, **more}`."""

    def __init__(self, error: str, **more: Any) -> None:
        super().__init__(error)
        self.error, self.more = error, more
