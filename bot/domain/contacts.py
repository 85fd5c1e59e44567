"""Whom to call at an organisation: a line each, `name, role, phone, e-mail`, in any order and with any of them missing.

The lines are what is stored, shown in a spreadsheet and typed; what they mean is read from them, so nothing that
somebody wrote before is lost.
"""

import re
from typing import Final

from bot.refusals import Refusal
from bot.values import frozen

MOST: Final = 20
_APART = re.compile(r"\s*[,;/|·]\s+|\s*[,;|·]\s*|\t+")
_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]+")
_PHONE = re.compile(
    r"(?:[^\d+(]{0,12}[:.]\s*|☎\s*)?(\+?[\d(][\d\s().~-]{5,}\d(?:\s*(?:\(?내선|ext\.?|x)\s*\d+\)?)?)", re.I
)


@frozen
class Contact:
    """Somebody there; all that nobody wrote is empty."""

    name: str = ""
    role: str = ""
    phone: str = ""
    mail: str = ""


def contacts_of(text: str) -> tuple[Contact, ...]:
    """Those that the lines name. A line that says it otherwise is a name as a whole."""
    return tuple(_contact(line) for line in text.splitlines() if line.strip())


def checked(text: str) -> str:
    """The lines, if each of them can be a contact: refuses too many, and an e-mail address that is none."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) > MOST:
        raise Refusal("That is more than {n} contacts. Keep those that you call.", n=MOST)
    for part in (part for line in lines for part in _APART.split(line)):
        if "@" in part and " " not in part.strip() and not _MAIL.fullmatch(part.strip()):
            raise Refusal(
                "`{given}` is no e-mail address. Type one such as `kim@example.org`.", given=part.strip()[:60]
            )
    return text


def _contact(line: str) -> Contact:
    mail, phone, others = "", "", []
    for part in filter(None, (part.strip() for part in _APART.split(line.strip()))):
        called = _PHONE.fullmatch(part)
        if not mail and _MAIL.fullmatch(part):
            mail = part
        elif not phone and called:
            phone = called[1]
        else:
            others.append(part)
    return Contact(others[0] if others else "", ", ".join(others[1:]), phone, mail)
