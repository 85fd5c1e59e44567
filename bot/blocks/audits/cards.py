"""Who changed what: each change with its moment, who did it, and the fields before and after."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.answers import MORE
from bot.blocks.audits.words import ACTIONS, FIELDS, STATES, VALUES
from bot.blocks.kit import Block, Card
from bot.blocks.meetings import cadence
from bot.domain.audits import Change
from bot.domain.directory import Directory
from bot.domain.meetings import Cadence, Every
from bot.domain.words import Facet
from bot.i18n import Md, Translator, escape

PAGE: Final = 8
SHOWN: Final = 200  # characters of a value

_WORDED: Final = frozenset(
    {"state", "role", "kind", "half", "direction", "shape", "counting", "cadence", "source", "why"}
)  # fields whose values are words of VALUES
_NUMBERED: Final = {
    "organisation": "O", "visit": "V", "difficulty": "D", "difficulties": "D", "task": "T", "merged_into": "D",
    "referred_to": "O",
}  # fmt: skip
_TEAMS: Final = frozenset({"team", "escalated_to", "parent", "duty_teams"})
_HIDDEN: Final = frozenset(
    {"number", "organisation", "referred_to"}
)  # the card is about that number; the name stands beside
NOTHING: Final = Md("–")
_FACETS: Final = {
    "kinds": Facet.KIND,
    "counted_kinds": Facet.KIND,
    "sectors": Facet.SECTOR,
    "regions": Facet.REGION,
    "sector": Facet.SECTOR,
    "region": Facet.REGION,
}
_ID = re.compile(r"[UW][A-Z0-9]{2,}")
_CHANNEL = re.compile(r"[CG][A-Z0-9]{2,}")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+(?:\+00:00|Z)")


def changes_card(
    t: Translator, title: str, changes: Sequence[Change], directory: Directory, words: str, page: int, *, more: bool
) -> Card:
    """A page of the changes of one thing, the newest first. `words` ask for the next one."""
    said = t("Changes of {name}", name=title)
    if not changes:
        nothing = t("No change of {name} is recorded.", name=title)
        return Card(nothing, (kit.section(nothing),))
    blocks: list[Block] = [kit.section(kit.bold(said))]
    blocks += [kit.section(_change(t, change, directory)) for change in changes]
    if more:
        blocks.append(kit.actions(kit.button(t.plain("More"), MORE, f"audit {words} page:{page + 1}")))
    rest = kit.context(t("The rest: `/muster audit {words}`", words=words))
    return kit.fitted(Card(said, tuple(blocks)), rest)


def differences(
    t: Translator, before: Mapping[str, Any], after: Mapping[str, Any], directory: Directory, ref: str = ""
) -> tuple[Md, ...]:
    """A line for each field that differs: its name, before → after. `ref`: what they are fields of."""
    names = [name for name in dict.fromkeys((*before, *after)) if name not in _HIDDEN]
    pairs = ((name, *(_state(t, name, one.get(name), ref) for one in (before, after))) for name in names)
    return tuple(_difference(t, name, old, new, directory) for name, old, new in pairs)


def _change(t: Translator, change: Change, directory: Directory) -> Md:
    who = kit.named(directory.person(change.person)) if change.person else escape("Slack")
    did = t(ACTIONS[change.action]) if change.action in ACTIONS else escape(change.action)
    head = kit.joined([escape(t.moment(change.at)), kit.bold(who), did])
    return kit.cut_md(kit.lines(head, *differences(t, change.before, change.after, directory, change.ref)), 2500)


def _difference(t: Translator, name: str, before: Any, after: Any, directory: Directory) -> Md:
    label = t(FIELDS[name]) if name in FIELDS else escape(name)
    if _entries(before) or _entries(after):
        return t("• {field}: {what}", field=label, what=_entry_changes(t, before or [], after or []))
    old, new = (value if isinstance(value, Md) else _shown(t, name, value, directory) for value in (before, after))
    if before is None:
        return t("• {field}: {after}", field=label, after=new)
    return t("• {field}: {before} → {after}", field=label, before=old, after=new)


def _state(t: Translator, name: str, value: Any, ref: str) -> Any:
    """A state that this kind of thing calls otherwise, in words; any other value as it is."""
    said = STATES.get((ref[:1], value)) if name == "state" else None
    return t(said) if said else value


def _shown(t: Translator, name: str, value: Any, directory: Directory) -> Md:
    """One value as people read it."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
    if name == "cadence" and isinstance(value, Mapping):
        return _cadence(t, value)
    if isinstance(value, Mapping):
        return t.listing([f"{key} {content}" for key, content in value.items()]) or NOTHING
    if isinstance(value, list):
        shown = [_shown(t, name, one, directory) for one in value[:20]]
        return t.listing([*shown, *([f"+{len(value) - 20}"] if len(value) > 20 else [])]) or NOTHING
    if isinstance(value, str):
        known = _word(t, name, value, directory) or _thing(name, value, directory) or _time(t, value)
        return known or escape(kit.cut(value, SHOWN))
    numbered = Md(f"{_NUMBERED[name]}-{value}") if name in _NUMBERED else escape(t.show(value))
    return NOTHING if value is None else numbered


def _cadence(t: Translator, value: Mapping[str, Any]) -> Md:
    """How often a meeting comes, of what is kept of it."""
    dates = tuple(map(dt.date.fromisoformat, value.get("dates", ())))
    return escape(cadence(t, Cadence(**{**value, "every": Every(value["every"]), "dates": dates})))


def _word(t: Translator, name: str, value: str, directory: Directory) -> Md | None:
    """A word of ours or of the workspace, in the reader's language."""
    if name in _WORDED and value in VALUES:
        return t(VALUES[value])
    if name in _FACETS:
        return escape(directory.workspace.vocabulary.name(_FACETS[name], value, t.lang))
    if name == "audience":
        return _audience(t, value, directory)
    if name == "grade" and (grade := directory.workspace.grade(value)):
        return escape(grade.name(t.lang))
    team = directory.team(value) if name in _TEAMS else None
    return escape(team.name(t.lang)) if team else None


def _audience(t: Translator, value: str, directory: Directory) -> Md:
    """An industry, a region or a group of organisations."""
    for facet in (Facet.SECTOR, Facet.REGION):
        if (name := directory.workspace.vocabulary.name(facet, value, t.lang)) != value:
            return escape(name)
    return t(VALUES[value]) if value in VALUES else escape(value)


def _thing(name: str, value: str, directory: Directory) -> Md | None:
    """A person or a channel, by its Slack id."""
    if _ID.fullmatch(value) and (person := directory.person(value)):
        return kit.named(person)
    return kit.channel(value) if name.endswith("channel") and _CHANNEL.fullmatch(value) else None


def _time(t: Translator, value: str) -> Md | None:
    if _DAY.fullmatch(value):
        return escape(t.day(dt.date.fromisoformat(value)))
    return escape(t.moment(dt.datetime.fromisoformat(value))) if _MOMENT.fullmatch(value) else None


def _entries(value: Any) -> bool:
    """Whether it is a list of things with keys (grades, words)."""
    return isinstance(value, list) and bool(value) and all(isinstance(one, Mapping) and "key" in one for one in value)


def _entry_changes(t: Translator, before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]]) -> Md:
    """Which of them came, went and changed."""
    old = {(one.get("facet"), one["key"]): one for one in before}
    new = {(one.get("facet"), one["key"]): one for one in after}
    came = [_entry(t, new[key]) for key in new if key not in old]
    went = [_entry(t, old[key]) for key in old if key not in new]
    other = [_entry(t, new[key]) for key in new if key in old and new[key] != old[key]]
    parts = [
        t("added {names}", names=t.listing(came[:20])) if came else None,
        t("removed {names}", names=t.listing(went[:20])) if went else None,
        t("changed {names}", names=t.listing(other[:20])) if other else None,
    ]
    return kit.joined(parts) or t("another order")


def _entry(t: Translator, one: Mapping[str, Any]) -> str:
    name = str(one.get(t.lang) or one["key"])
    return f"{name} {one['quota']}" if "quota" in one else name
