"""How somebody is spoken to."""

from bot.values import frozen


@frozen
class Voice:
    """A language of ours, an IANA zone, and what stands before the name of each command in this installation."""

    language: str
    zone: str
    prefix: str = ""
