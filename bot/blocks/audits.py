"""Who changed what: each change with its moment, who did it, and the fields before and after."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.answers import MORE
from bot.blocks.kit import Block, Card
from bot.domain.audits import Change
from bot.domain.directory import Directory
from bot.domain.words import Facet
from bot.i18n import N_, Md, Translator, escape

PAGE: Final = 8
SHOWN: Final = 200  # characters of a value

ACTIONS: Final = {
    "add": N_("recorded it"),
    "edit": N_("changed it"),
    "undo": N_("undid it"),
    "delete": N_("deleted it"),
    "done": N_("marked it as done"),
    "add_photos": N_("added photos"),
    "assign": N_("assigned it"),
    "start": N_("started on it"),
    "note": N_("wrote a note"),
    "task": N_("made a task of it"),
    "answer": N_("recorded an answer"),
    "close": N_("closed it"),
    "decline": N_("declined it"),
    "reopen": N_("opened it again"),
    "merge": N_("merged it"),
    "escalate": N_("escalated it"),
    "refer": N_("referred it"),
    "reply": N_("recorded the partner's answer"),
    "withdraw": N_("took it back from the partner"),
    "update": N_("updated it"),
    "block": N_("blocked it"),
    "move": N_("moved its due date"),
    "confirm": N_("confirmed it"),
    "decide": N_("recorded a decision"),
    "rate": N_("rated it"),
    "object": N_("objected"),
    "open": N_("opened it"),
    "lead": N_("named a lead"),
    "team": N_("changed the division"),
    "add_people": N_("took people in"),
    "remove": N_("took people out"),
    "away": N_("recorded a leave"),
    "back": N_("took a leave back"),
    "import": N_("imported a file"),
    "slack": N_("as Slack has it"),
    "record": N_("recorded a reading"),
    "count": N_("counted something by hand"),
    "uncount": N_("excluded something by hand"),
    "generate": N_("shared out duty"),
    "swap": N_("took over the duty"),
    "volunteer": N_("volunteered"),
    "log": N_("wrote in the log"),
}
FIELDS: Final = {
    "number": N_("number"),
    "person": N_("who"),
    "organisation": N_("organisation"),
    "organisation_name": N_("organisation's name"),
    "day": N_("day"),
    "state": N_("state"),
    "summary": N_("summary"),
    "met": N_("whom we met"),
    "kinds": N_("kinds"),
    "sectors": N_("sectors"),
    "regions": N_("regions"),
    "unknown_tags": N_("unknown tags"),
    "companions": N_("co-visitors"),
    "difficulties": N_("difficulties"),
    "photos": N_("photos"),
    "permalink": N_("message"),
    "text": N_("text"),
    "due": N_("due"),
    "raised": N_("raised on"),
    "raised_by": N_("raised by"),
    "visit": N_("visit"),
    "categories": N_("categories"),
    "urgent": N_("urgent"),
    "team": N_("team"),
    "owner": N_("owner"),
    "task": N_("task"),
    "answer": N_("answer"),
    "answered_by": N_("answered by"),
    "answered": N_("answered on"),
    "told": N_("who was told"),
    "merged_into": N_("merged into"),
    "escalated_to": N_("escalated to"),
    "referred_to": N_("referred to"),
    "referred_name": N_("partner's name"),
    "referred_until": N_("partner answers by"),
    "request": N_("request"),
    "partner_answer": N_("partner's answer"),
    "note": N_("note"),
    "title": N_("title"),
    "created": N_("created on"),
    "created_by": N_("created by"),
    "start": N_("start"),
    "baseline": N_("baseline"),
    "percent": N_("progress in %"),
    "at_risk": N_("at risk"),
    "blocked_reason": N_("reason for the block"),
    "programme": N_("programme"),
    "parent": N_("above it"),
    "children": N_("below it"),
    "next_step": N_("next step"),
    "last_note": N_("latest update"),
    "updated": N_("updated on"),
    "finished": N_("finished on"),
    "difficulty": N_("difficulty"),
    "name": N_("name"),
    "kind": N_("kind"),
    "partner": N_("partner"),
    "homepage": N_("homepage"),
    "contacts": N_("contacts"),
    "key": N_("key"),
    "ko": N_("Korean name"),
    "en": N_("English name"),
    "lead": N_("lead"),
    "channel": N_("channel"),
    "language": N_("language"),
    "zone": N_("time zone"),
    "tells_visits": N_("tells of visits"),
    "mandate": N_("mandate"),
    "times": N_("times"),
    "members": N_("members"),
    "active": N_("active"),
    "handle": N_("handle"),
    "email": N_("email"),
    "role": N_("role"),
    "grade": N_("grade"),
    "quota": N_("visits a week"),
    "locale": N_("Slack's language"),
    "dm": N_("direct messages"),
    "outside": N_("from outside"),
    "muted": N_("switched off"),
    "away": N_("away"),
    "half": N_("half a day"),
    "deputy": N_("deputy"),
    "domain": N_("Slack's address"),
    "holidays": N_("holidays of"),
    "extra_holidays": N_("more days off"),
    "worked_holidays": N_("holidays that are worked"),
    "leadership_channel": N_("leadership channel"),
    "admin_channel": N_("admin channel"),
    "quiet_until": N_("nothing unasked before"),
    "quiet_from": N_("nothing unasked after"),
    "due_days": N_("days to answer"),
    "urgent_due_days": N_("days to answer, urgent"),
    "referral_days": N_("days for a partner to answer"),
    "checks_homepages": N_("homepages are checked"),
    "counted_kinds": N_("kinds that count"),
    "grades": N_("grades"),
    "vocabulary": N_("words"),
    "setup_done": N_("set up"),
    "effectiveness": N_("effectiveness"),
    "timeliness": N_("timeliness"),
    "evidence": N_("evidence"),
    "reason": N_("reason"),
    "unit": N_("unit"),
    "target": N_("target"),
    "first": N_("from"),
    "last": N_("to"),
    "direction": N_("direction"),
    "shape": N_("path"),
    "counting": N_("what a reading is"),
    "cadence": N_("how often"),
    "points": N_("points on the way"),
    "by_sector": N_("by sector"),
    "by_region": N_("by region"),
    "tolerance": N_("tolerance in %"),
    "deleted": N_("given up"),
    "period": N_("period"),
    "sector": N_("sector"),
    "region": N_("region"),
    "value": N_("reading"),
    "field": N_("field"),
    "source": N_("what it counts"),
    "series": N_("series"),
    "counted": N_("counted"),
    "seat": N_("seat"),
    "why": N_("why"),
    "refs": N_("about"),
    "confirmed": N_("confirmed on"),
    "duty_weekends": N_("weekends are staffed"),
    "duty_seats": N_("on duty at once"),
    "duty_teams": N_("teams on duty by turns"),
    "duty_people": N_("people on duty by turns"),
    "duty_channel": N_("channel of the hand-over"),
}
VALUES: Final = {
    "planned": N_("visit planned"),
    "done": N_("done"),
    "undone": N_("taken back"),
    "open": N_("received"),
    "assigned": N_("assigned"),
    "acting": N_("being worked on"),
    "answered": N_("answered"),
    "closed": N_("closed"),
    "referred": N_("referred"),
    "declined": N_("declined"),
    "merged": N_("merged"),
    "active": N_("under way"),
    "blocked": N_("blocked"),
    "dropped": N_("dropped"),
    "admin": N_("administrator"),
    "secretariat": N_("secretariat"),
    "member": N_("team member"),
    "guest": N_("guest"),
    "company": N_("company"),
    "economic": N_("economic organisation"),
    "association": N_("industry association"),
    "institute": N_("research institute"),
    "agency": N_("affiliated agency"),
    "local": N_("local government"),
    "division": N_("division"),
    "response": N_("response team"),
    "task-force": N_("task force"),
    "am": N_("morning"),
    "pm": N_("afternoon"),
    "up": N_("the more the better"),
    "down": N_("the less the better"),
    "linear": N_("a straight line"),
    "level": N_("level"),
    "points": N_("points"),
    "sum": N_("added up"),
    "latest": N_("stands alone"),
    "weekly": N_("every week"),
    "monthly": N_("every month"),
    "quarterly": N_("every quarter"),
    "visits": N_("visits"),
    "meetings": N_("meetings"),
    "surveys": N_("surveys"),
    "concerned": N_("concerned"),
    "rotation": N_("by turns"),
    "volunteer": N_("volunteer"),
    "swap": N_("swapped"),
    "named": N_("named"),
}
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
    t: Translator, before: Mapping[str, Any], after: Mapping[str, Any], directory: Directory
) -> tuple[Md, ...]:
    """A line for each field that differs: its name, before → after."""
    names = [name for name in dict.fromkeys((*before, *after)) if name not in _HIDDEN]
    return tuple(_difference(t, name, before.get(name), after.get(name), directory) for name in names)


def _change(t: Translator, change: Change, directory: Directory) -> Md:
    who = kit.named(directory.person(change.person)) if change.person else escape("Slack")
    did = t(ACTIONS[change.action]) if change.action in ACTIONS else escape(change.action)
    head = kit.joined([escape(t.moment(change.at)), kit.bold(who), did])
    return kit.cut_md(kit.lines(head, *differences(t, change.before, change.after, directory)), 2500)


def _difference(t: Translator, name: str, before: Any, after: Any, directory: Directory) -> Md:
    label = t(FIELDS[name]) if name in FIELDS else escape(name)
    if _entries(before) or _entries(after):
        return t("• {field}: {what}", field=label, what=_entry_changes(t, before or [], after or []))
    old, new = (_shown(t, name, value, directory) for value in (before, after))
    if before is None:
        return t("• {field}: {after}", field=label, after=new)
    return t("• {field}: {before} → {after}", field=label, before=old, after=new)


def _shown(t: Translator, name: str, value: Any, directory: Directory) -> Md:
    """One value as people read it."""
    if isinstance(value, bool):
        return t("yes") if value else t("no")
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


def _word(t: Translator, name: str, value: str, directory: Directory) -> Md | None:
    """A word of ours or of the workspace, in the reader's language."""
    if name in _WORDED and value in VALUES:
        return t(VALUES[value])
    if name in _FACETS:
        return escape(directory.workspace.vocabulary.name(_FACETS[name], value, t.lang))
    if name == "grade" and (grade := directory.workspace.grade(value)):
        return escape(grade.name(t.lang))
    team = directory.team(value) if name in _TEAMS else None
    return escape(team.name(t.lang)) if team else None


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
