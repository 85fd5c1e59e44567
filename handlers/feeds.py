"""`GET /feeds/SECRET.ics`: the sittings of a series, a team or a person, for whoever has the address.

A forged address costs a signature and no database; the answer to a right one changes when a sitting does and once a
day, so that calendars which ask again mostly hear "not modified".
"""

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import field
from email.utils import format_datetime, parsedate_to_datetime
from typing import Any, Final

from bot.blocks.sittings import state as state_words
from bot.domain import feeds as rules
from bot.domain import meetings as meeting_rules
from bot.domain.directory import Directory
from bot.domain.feeds import Feed, Scope
from bot.domain.meetings import Item, Meeting, MeetingState, Series
from bot.files import calendars
from bot.files.calendars import Entry
from bot.i18n import Translator, speaking
from bot.refusals import NotSaved
from bot.settings import Rules
from bot.values import frozen
from handlers.limiting import Limiter, who_asks
from storage import Database, Session, feeds, meetings
from storage.directories import directory

Respond = tuple[str, dict[str, str], str]
BEFORE: Final = dt.timedelta(days=92)  # what was stays in the calendar for a quarter
AHEAD: Final = dt.timedelta(days=184)  # so far ahead a series is shown that has no numbers there yet
MOST_AHEAD: Final = 27  # of one series: half a year of weeks
MINUTES: Final = 15  # a calendar need not ask again before
MINUTE: Final = dt.timedelta(minutes=1)
ASKS: Final = 300  # within a minute
_SUFFIX: Final = ".ics"
_PLAIN: Final = {"Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store"}
_BUSY: Final = "429 Too Many Requests", {**_PLAIN, "Retry-After": "60"}, "Please ask again in a minute.\n"
_NOT_FOUND: Final = "404 Not Found", _PLAIN, "There is nothing here.\n"
_KEPT: Final = {
    "Cache-Control": f"private, max-age={MINUTES * 60}",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
}


@frozen
class CalendarFeeds:
    """The room of `/feeds/…`."""

    db: Database
    clock: Callable[[], dt.datetime]
    rules: Rules
    asks: Limiter = field(default_factory=lambda: Limiter(ASKS, MINUTE))  # of one address; many have one in common

    def __call__(self, environ: Mapping[str, Any]) -> Respond:
        """Nothing of a request is logged: its path is the secret."""
        if environ["REQUEST_METHOD"] not in ("GET", "HEAD"):
            return "405 Method Not Allowed", {**_PLAIN, "Allow": "GET, HEAD"}, "Only to be read.\n"
        if not self.asks.allows(who_asks(environ), self.clock()):
            return _BUSY
        name = str(environ.get("PATH_INFO", "")).removeprefix("/feeds/")
        id = rules.opened(name.removesuffix(_SUFFIX), self.rules.feed_key) if name.endswith(_SUFFIX) else None
        if id is None:
            return _NOT_FOUND
        try:
            with self.db.read() as session:
                made = _made(session, id, self.clock())
        except NotSaved:
            return "503 Service Unavailable", {**_PLAIN, "Retry-After": "60"}, "Please ask again in a minute.\n"
        if made is None:
            return _NOT_FOUND
        return _answer(environ, *made)


def _answer(environ: Mapping[str, Any], body: str, modified: dt.datetime) -> Respond:
    tag = f'"{hashlib.sha256(body.encode()).hexdigest()[:32]}"'
    headers = {**_KEPT, "ETag": tag, "Last-Modified": format_datetime(modified, usegmt=True)}
    if _has(environ, tag, modified):
        return "304 Not Modified", headers, ""
    headers |= {"Content-Type": calendars.TYPE, "Content-Disposition": 'inline; filename="meetings.ics"'}
    return "200 OK", headers, "" if environ["REQUEST_METHOD"] == "HEAD" else body


def _has(environ: Mapping[str, Any], tag: str, modified: dt.datetime) -> bool:
    """Whether who asks has it already: by the tag if they sent one, else by the moment (RFC 9110, 13.2.2)."""
    if asked := environ.get("HTTP_IF_NONE_MATCH"):
        return asked.strip() == "*" or tag in {one.strip().removeprefix("W/") for one in asked.split(",")}
    try:
        since = parsedate_to_datetime(environ.get("HTTP_IF_MODIFIED_SINCE") or "")
    except ValueError:
        return False
    return since.tzinfo is not None and modified.replace(microsecond=0) <= since


# what stands in it ----------------------------------------------------------------------------------------------------


def _made(session: Session, id: str, now: dt.datetime) -> tuple[str, dt.datetime] | None:
    """The file and when it changed last; None for a feed that leads nowhere (any more)."""
    found = feeds.at(session, id)
    people = directory(session, found[0], now) if found else None
    if found is None or people is None:
        return None
    _, feed = found
    chosen = _chosen(session, people, feed)
    if chosen is None:
        return None
    series, t, name = chosen
    day = now.astimezone(dt.UTC).replace(hour=0, minute=0, second=0, microsecond=0)  # what is shown moves on daily
    there = meetings.since(session, people.workspace.id, [one.key for one in series], day - BEFORE)
    numbers = [one.number for sittings in there.values() for one in sittings]
    items = meetings.items_of(session, people.workspace.id, numbers)
    entries = [entry for one in series for entry in _entries(people, one, there.get(one.key, ()), items, t, day)]
    entries.sort(key=lambda entry: (entry.starts, entry.uid))
    changed = max((entry.changed for entry in entries), default=day)
    return calendars.calendar(name, entries).decode(), max(changed, day)


def _chosen(session: Session, people: Directory, feed: Feed) -> tuple[list[Series], Translator, str] | None:
    """The series of a feed, the language of who reads it, and what the calendar is called."""
    workspace = people.workspace
    match feed.scope:
        case Scope.SERIES:
            one = meetings.get_series(session, workspace.id, feed.about)
            if one is None:
                return None
            t = speaking(people.voice_of_team(people.team(one.team)))
            return [one], t, one.name(t.lang)
        case Scope.TEAM:
            team = people.team(feed.about)
            if team is None or not team.active:
                return None
            t = speaking(people.voice_of_team(people.team(team.key)))
            of_team = meetings.everything(session, workspace.id, team=team.key)
            return of_team, t, t.plain("{team}: meetings", team=team.name(t.lang))
    person = people.person(feed.about)
    if person is None or not person.works_here:
        return None
    t = speaking(people.voice_of(person))
    teams = people.teams_of(person.id)
    mine = [one for one in meetings.everything(session, workspace.id) if meeting_rules.concerns(one, person.id, teams)]
    return mine, t, t.plain("Meetings of {person}", person=person.name)


def _entries(
    people: Directory,
    series: Series,
    there: Sequence[Meeting],
    items: Mapping[int, Sequence[Item]],
    t: Translator,
    day: dt.datetime,
) -> list[Entry]:
    """The sittings of a series that have numbers, and after the last of them those that are yet to get one."""
    workspace = people.workspace.id
    entries = [_numbered(workspace, one, series, items.get(one.number, ()), t) for one in there]
    return entries + _ahead(people, series, there, t, day)


def _numbered(workspace: str, one: Meeting, series: Series, items: Sequence[Item], t: Translator) -> Entry:
    said = state_words(t, one)
    lines = [one.ref, *([f"{said}: {one.reason}" if one.reason else said] if said else [])]
    lines += [f"{n}. {item.text}" for n, item in enumerate(items, 1)]
    changed = max([one.changed, *(item.added for item in items)])
    return Entry(
        calendars.uid(workspace, series.key, one.occurrence),
        one.starts,
        one.ends,
        series.name(t.lang),
        changed,
        one.place,
        "\n".join(lines),
        one.sequence,
        cancelled=one.state is MeetingState.CANCELLED,
    )


def _ahead(people: Directory, series: Series, there: Sequence[Meeting], t: Translator, day: dt.datetime) -> list[Entry]:
    if not series.active:
        return []
    workspace, calendar = people.workspace.id, people.workspace.calendar
    zone = people.zone_of_team(people.team(series.team))
    taken = {one.occurrence for one in there}
    after = max([series.created, *(one.starts for one in there)])
    days = meeting_rules.days(series.cadence, calendar, max(after, day).date(), (day + AHEAD).date())
    made: list[Entry] = []
    for one in days:
        starts = meeting_rules.starts_on(series, one.day, zone)
        if one.key in taken or starts <= after or len(made) == MOST_AHEAD:
            continue
        made.append(
            Entry(
                calendars.uid(workspace, series.key, one.key),
                starts,
                starts + dt.timedelta(minutes=series.minutes),
                series.name(t.lang),
                series.changed,
                series.place,
                tentative=True,
            )
        )
    return made
