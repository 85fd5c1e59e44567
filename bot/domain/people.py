"""Who works here: people, their grades, roles and weekly quota."""

from collections.abc import Iterable, Mapping
from dataclasses import field, replace
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.values import frozen


class Role(StrEnum):
    """What somebody may do in general; leading a team is not a role but a fact about the team."""

    ADMIN = "admin"
    SECRETARIAT = "secretariat"
    MEMBER = "member"
    GUEST = "guest"


@frozen
class Grade:
    """A rank. `quota` is the number of visits that are expected in a whole week, 0 for none."""

    key: str
    ko: str
    en: str
    quota: int = 0

    def name(self, lang: str) -> str:
        return self.ko if lang == "ko" else self.en


# Highest first. Source: the plan's 과장 and above, twice a week.
DEFAULT_GRADES = (
    Grade("minister", "장·차관", "minister", 2),
    Grade("grade1", "실장급(1급)", "grade 1 official", 2),
    Grade("director-general", "국장", "director-general", 2),
    Grade("director", "과장", "director", 2),
    Grade("section-chief", "서기관", "section chief"),
    Grade("deputy-director", "사무관", "deputy director"),
    Grade("officer", "주무관", "officer"),
)


@frozen
class Person:
    """A Slack user as we know them. `id` is Slack's; `team` is the key of their home division, if any."""

    id: str
    name: str
    handle: str = ""
    email: str = ""
    role: Role = Role.MEMBER
    grade: str | None = None
    quota: int = 0
    team: str | None = None
    language: str | None = None  # chosen by the person in the App Home
    locale: str | None = None  # Slack's, such as ko-KR
    zone: str = "Asia/Seoul"
    active: bool = True
    dm: str | None = None
    outside: bool = False  # a Slack guest, or somebody of another workspace; the role follows until somebody decides
    muted: frozenset[str] = field(default_factory=frozenset)  # kinds of unasked messages that are switched off

    @property
    def works_here(self) -> bool:
        """Neither gone nor a guest: asked for what they have, and told of it. A guest only answers surveys."""
        return self.active and self.role is not Role.GUEST


def graded(person: Person, grade: Grade | None) -> Person:
    """The same person with this grade, and the weekly quota that goes with it."""
    return replace(person, grade=grade.key if grade else None, quota=grade.quota if grade else 0)


def alike(people: Iterable[Person], typed: str, *, departed: bool = False) -> list[Person]:
    """Those whom `typed` may mean: an exact name or handle wins over a part of one. Titles after a name are ignored.

    `김 과장` finds 김서준 when the grade is written behind the family name: the first word is enough.
    Those who work here are meant, with `departed` those who have left.
    """
    wanted = folded_name(typed)
    if not wanted:
        return []
    meant = [person for person in people if person.active is not departed]
    exact = [
        person
        for person in meant
        if wanted in (folded_name(person.name), folded_name(person.handle), person.id.casefold())
    ]
    if exact:
        return exact
    first = folded_name(typed.split()[0])
    parts = [person for person in meant if wanted in folded_name(person.name)]
    if parts or len(typed.split()) == 1:
        return parts
    return [person for person in meant if folded_name(person.name).startswith(first)]


def folded_name(text: str) -> str:
    """A name as it is compared: without case, spaces and the @ in front."""
    return text.casefold().replace(" ", "").lstrip("@")


def met(
    user: Mapping[str, Any], known: Person | None, *, workspace: str, admins: Iterable[str], zone: str
) -> Person | None:
    """The person behind a Slack user object, with all that we knew of them; None for bots, which are left out.

    Slack guests and people of other workspaces are guests here. Without named `admins` the workspace's own are.
    """
    id = str(user["id"])
    if user.get("is_bot") or id == "USLACKBOT" or user.get("is_workflow_bot"):
        return None
    profile = user.get("profile") or {}
    before = known or Person(id=id, name=id, zone=zone)
    outside = _outside(user, workspace)
    return replace(
        before,
        name=_cleaned(
            profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name") or id
        )[:200]
        or id,
        handle=_cleaned(profile.get("display_name") or user.get("name") or "")[:100],
        email=str(profile.get("email") or before.email)[:254],
        role=_role(user, known, tuple(admins), outside=outside),
        locale=str(user["locale"])[:20] if user.get("locale") else before.locale,
        zone=_zone(user.get("tz"), before.zone),
        active=not user.get("deleted", False),
        outside=outside,
    )


def _outside(user: Mapping[str, Any], workspace: str) -> bool:
    guest = user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger")
    return bool(guest) or user.get("team_id", workspace) != workspace


def _role(user: Mapping[str, Any], known: Person | None, admins: tuple[str, ...], *, outside: bool) -> Role:
    """What an administrator decided stays; where Slack begins or ends to call somebody a guest, Slack is followed."""
    if user["id"] in admins:
        return Role.ADMIN
    if known is not None and known.outside is outside:
        return known.role
    if outside:
        return Role.GUEST
    of_workspace = not admins and known is None and (user.get("is_admin") or user.get("is_owner"))
    return Role.ADMIN if of_workspace else Role.MEMBER


def _zone(given: object, otherwise: str) -> str:
    """Slack's zone, if this machine knows it."""
    try:
        return ZoneInfo(str(given)).key if given else otherwise
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return otherwise


def _cleaned(name: object) -> str:
    """A name on one line, without letters that cannot be seen."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in str(name)).split())
