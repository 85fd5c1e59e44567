"""Calendar feeds: which there are, and their secret addresses.

An address is an id, which the database keeps, and a signature of it, which nobody keeps: it is computed anew each time,
with a key that only the settings have. So whoever gets a copy of the database opens no calendar, whoever belongs there
can be shown the address again, and a forged one is refused before the database is asked. A new id revokes the old one.
"""

import base64
import datetime as dt
import hashlib
import hmac
import secrets
from enum import StrEnum
from typing import Final

from bot.values import frozen

ID_BYTES: Final = 12  # 96 random bits: nobody finds another one by trying, and no two are alike
SIGNED_BYTES: Final = 24  # 192 bits of HMAC-SHA256
_PURPOSE: Final = b"muster feed "


class Scope(StrEnum):
    """Whose sittings it has."""

    SERIES = "series"
    TEAM = "team"
    PERSON = "person"


@frozen
class Feed:
    """`about` is the key of a series or team, or a person's id; `id` is the part of its address that is stored."""

    scope: Scope
    about: str
    id: str
    made: dt.datetime
    made_by: str


def new_id() -> str:
    return secrets.token_urlsafe(ID_BYTES)


def secret_of(id: str, key: bytes) -> str:
    """The secret part of an address."""
    return id + _signed(id, key)


def opened(secret: str, key: bytes) -> str | None:
    """The id of an address that we made, None of any other. Takes as long for a wrong signature as for a right one."""
    length = len(base64.urlsafe_b64encode(bytes(ID_BYTES)))
    id, signature = secret[:length], secret[length:]
    fits = hmac.compare_digest(signature.encode("utf-8", "replace"), _signed(id, key).encode())
    return id if fits else None


def _signed(id: str, key: bytes) -> str:
    made = hmac.new(key, _PURPOSE + id.encode("utf-8", "replace"), hashlib.sha256).digest()[:SIGNED_BYTES]
    return base64.urlsafe_b64encode(made).decode()
