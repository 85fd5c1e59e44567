"""Somebody is forgotten: their name, handle and mentions go, their numbers and what they did stay.

A stable placeholder takes the place of their id, so that everything that was counted is still counted.
"""

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final

from bot.domain.people import Person, Role, folded_name
from bot.refusals import Refusal
from bot.values import frozen

PLACEHOLDER: Final = "UGONE"  # and a number: too short for an id of Slack's
CALLED: Final = {"ko": "퇴직자", "en": "Somebody who left"}
LISTED: Final = 200  # texts of others that are listed for a person to judge


def placeholder(number: int) -> str:
    return f"{PLACEHOLDER}{number}"


def is_placeholder(id: str) -> bool:
    return id.startswith(PLACEHOLDER)


def called(number: int, language: str) -> str:
    """What stands where their name was."""
    name = CALLED.get(language, CALLED["en"])
    return name if number == 1 else f"{name} {number}"


def fingerprint(workspace: str, id: str) -> str:
    """What is kept of the id, so that Slack's list of people does not bring its owner back."""
    return hashlib.sha256(f"{workspace} {id}".encode()).hexdigest()


def blank(person: Person, id: str, name: str) -> Person:
    """What stays of a person: where they stood, which the numbers of their team need."""
    return Person(id, name, grade=person.grade, quota=0, team=person.team, zone=person.zone, active=False)


def check(person: Person, who: str, everybody: Iterable[Person]) -> None:
    if is_placeholder(person.id):
        raise Refusal("{name} is forgotten already.", name=person.name)
    if person.id == who:
        raise Refusal("Nobody forgets themselves: ask another administrator.")
    admins = [one for one in everybody if one.role is Role.ADMIN and one.active and one.id != person.id]
    if person.role is Role.ADMIN and not admins:
        raise Refusal("{person} is the only administrator. Make somebody else one first.", person=person.name)


@frozen
class Found:
    """A text of somebody else in which the name stands: only a person can say whom it means."""

    ref: str
    text: str


@frozen
class Forgetting:
    """Who is forgotten, and what stands in their place. `shared`: somebody else has the same name."""

    person: Person
    id: str
    name: str
    shared: bool = False

    @cached_property
    def needles(self) -> tuple[str, ...]:
        """One of these stands in every text that holds anything of theirs."""
        known = (self.person.id, self.person.name, self.person.handle, self.person.email, self.person.dm or "")
        return tuple(dict.fromkeys(one for one in known if one))

    @cached_property
    def json_needles(self) -> tuple[str, ...]:
        """The same as JSON writes it, with UTF-8 or, as it was written before, with escapes."""
        written = (json.dumps(one, ensure_ascii=ascii_)[1:-1] for one in self.needles for ascii_ in (False, True))
        return tuple(dict.fromkeys(written))

    def ids(self, text: str) -> str:
        """Without their id, alone or in a mention."""
        if self.person.id not in text:
            return text
        return self._id.sub(self.id, self._mention.sub(self.name, text))

    def mentions(self, text: str) -> str:
        """The same, and without `@name` and `@handle`: whoever wrote it meant them."""
        return self._at.sub(self.name, self.ids(text)) if "@" in text else self.ids(text)

    def all(self, text: str) -> str:
        """The same, and without their name, handle or address: in what the bot wrote, and in their own texts."""
        left = self.mentions(text)
        if self.person.email:
            left = left.replace(self.person.email, "")
        return left if self.shared else self._name.sub(self.name, left)

    def names(self, text: str) -> bool:
        """Whether the name stands in a text of somebody else, after `mentions`."""
        return bool(self._name.search(text))

    @cached_property
    def _mention(self) -> re.Pattern[str]:
        return re.compile(rf"<@{self.person.id}(?:\|[^<>]*)?>")

    @cached_property
    def _id(self) -> re.Pattern[str]:
        return re.compile(rf"(?<![A-Za-z0-9]){self.person.id}(?![A-Za-z0-9])")

    @cached_property
    def _at(self) -> re.Pattern[str]:
        spelled = {self.person.handle, self.person.name, self.person.name.replace(" ", "")} - {""}
        every = "|".join(re.escape(one) for one in sorted(spelled, key=len, reverse=True))
        return re.compile(rf'[@＠]["“”]?(?:{every})["“”]?(?![A-Za-z0-9])', re.IGNORECASE)

    @cached_property
    def _name(self) -> re.Pattern[str]:
        """A name begins a word. A particle may follow Hangul, but for a name of one syllable, which many words have."""
        name = self.person.name
        ends = r"(?!\w)" if name[-1:].isascii() or len(name) == 1 else ""
        return re.compile(rf"(?<!\w){re.escape(name)}{ends}", re.IGNORECASE)


def forgetting(person: Person, number: int, language: str, everybody: Iterable[Person]) -> Forgetting:
    same = any(folded_name(one.name) == folded_name(person.name) for one in everybody if one.id != person.id)
    return Forgetting(person, placeholder(number), called(number, language), same)


def scrubbed(value: Any, clean: Any) -> Any:
    """JSON with every text of it cleaned, keys too."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, Mapping):
        return {clean(key): scrubbed(one, clean) for key, one in value.items()}
    if isinstance(value, list):
        return [scrubbed(one, clean) for one in value]
    return value


def without(value: Any, id: str) -> Any:
    """Settings without somebody: lists of people lose them."""
    if isinstance(value, Mapping):
        return {key: without(one, id) for key, one in value.items()}
    if isinstance(value, list):
        return [without(one, id) for one in value if one != id]
    return None if value == id else value
