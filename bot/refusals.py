"""The only errors that a person is meant to read.

A message is an English sentence with named placeholders; it is a message id of the catalogues and becomes the
person's language at the door, never here.
"""

from collections.abc import Callable, Mapping
from typing import TypeVar

T = TypeVar("T")


class Refusal(Exception):  # noqa: N818 a refusal is an answer to a person, not an error of the program
    """Something cannot be done; the sentence says what was wrong and what to type instead.

    `typed` is what the person wrote, given back so that it can be corrected; the door shows it unless it is empty.
    """

    def __init__(self, message: str, *, typed: str = "", **values: object) -> None:
        super().__init__(message)
        self.message = message
        self.typed = typed
        self.values = values


class NotSaved(Refusal):
    """The database did not answer in time. Nothing of the request was kept."""

    def __init__(self) -> None:
        super().__init__("Not saved: the database did not answer. Please try again in a moment.")


class Faults(Exception):  # noqa: N818 the same, beside the fields of a form
    """A form was filled in wrongly: field name → what is wrong with it. The form stays open."""

    def __init__(self, fields: Mapping[str, Refusal]) -> None:
        super().__init__(", ".join(fields))
        self.fields = dict(fields)


def beside(field: str, run: Callable[[], T]) -> T:
    """What a rule refuses stands beside the field that it is about."""
    try:
        return run()
    except Refusal as refusal:
        raise Faults({field: refusal}) from refusal
