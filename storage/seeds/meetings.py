"""The regular meetings of the demo's organisation: founded before the quarter, and sat through with it."""

import dataclasses
import datetime as dt
import random
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy.orm import Session

from bot.domain import meetings as rules
from bot.domain import tasks as task_rules
from bot.domain.agendas import Decision
from bot.domain.calendars import DAY
from bot.domain.events import EventKind
from bot.domain.meetings import Attendance, Audience, Cadence, Every, Item, Meeting, Seat, Series, SeriesKind
from bot.domain.organisations import OrganisationKind
from bot.domain.tasks import Wanted
from bot.domain.teams import TeamKind
from storage import agendas, events, meetings, organisations, tasks
from storage.seeds import read
from storage.seeds.quarter import SEED, Act, Quarter

LENGTH: Final = 60  # minutes
OWN: Final = (
    "확대간부회의",
    "100대 과제 평가회의",
)  # the weekly agenda and the monthly evaluation are nouns of their own
LISTENING: Final = (SeriesKind.BRIEFING, SeriesKind.ROUND_TABLE)  # they decide nothing
KINDS: Final = {"vision": SeriesKind.VISION}
Row = Mapping[str, Any]


def found(quarter: Quarter, session: Session) -> None:
    """Who has a seat, and every series with its first sitting; what comes of it is put on the list."""
    content = read("ministry_meetings")
    named = {one["name"]["ko"]: one for one in read("ministry")["series"] if one["name"]["ko"] not in OWN}
    seats = _seats(quarter, session, content)
    rng = random.Random(SEED)  # noqa: S311 content, not a secret
    for row in content["series"]:
        about = named[row["name"]] if isinstance(row["name"], str) else row
        for number, draft in enumerate(_drafts(quarter, about, row, seats)):
            series = meetings.save_series(
                session, quarter.workspace, draft, _secretary(quarter, draft), draft.created, "add"
            )
            _go_on(quarter, session, series, draft.created, row, random.Random(rng.random() + number))  # noqa: S311 the same


def _drafts(quarter: Quarter, about: Row, row: Row, seats: Mapping[str, Seat]) -> list[Series]:
    """One series; of the vision forum one for each response team."""
    if "per_team" not in about:
        return [_draft(quarter, about, row, row["team"], seats)]
    kind = TeamKind(about["per_team"])
    teams = [team for team in quarter.directory.teams.values() if team.active and team.kind is kind]
    return [_draft(quarter, about, row, team.key, seats) for team in teams]


def _draft(quarter: Quarter, about: Row, row: Row, key: str, seats: Mapping[str, Seat]) -> Series:
    team = quarter.directory.teams[key]
    each = "per_team" in about
    suffix = row.get("suffix") or ([team.ko, team.en] if each else ["", ""])
    created = quarter.at(quarter.first - row.get("since", 0) * DAY, 9)
    when = {name: value for name, value in row["when"].items() if name not in ("time", "after")}
    if "after" in row["when"]:
        when["dates"] = tuple(quarter.first + days * DAY for days in row["when"]["after"])
    every = Every(row.get("cadence") or about["cadence"])
    groups = tuple(OrganisationKind(kind) for kind in row.get("groups", ()))
    return Series(
        key=f"{row['key']}-{key}" if each else row["key"],
        ko=_joined(about["name"]["ko"], suffix[0]),
        en=_joined(about["name"]["en"][:1].upper() + about["name"]["en"][1:], suffix[1]),
        kind=KINDS.get(row["key"], SeriesKind(about["kind"])),
        cadence=Cadence(every, **when),
        time=row["when"]["time"],
        team=key,
        created=created,
        changed=created,
        minutes=row.get("minutes", LENGTH),
        place=row["place"][quarter.language] if "place" in row else "",
        secretary=_person(quarter, row["secretary"]) if "secretary" in row else team.lead,
        seats=_taken(quarter, row, seats, key if each else ""),
        audience=Audience(
            tuple(row.get("sectors", team.sectors if each else ())), tuple(row.get("regions", ())), groups
        ),
    )


def _joined(name: str, suffix: str) -> str:
    return f"{name} ({suffix})" if suffix else name


def _taken(quarter: Quarter, row: Row, seats: Mapping[str, Seat], team: str) -> tuple[Seat, ...]:
    """Co-chairs first; a vision forum seats the people of its team."""
    content = read("ministry_meetings")
    chairs = [Seat(person=_person(quarter, handle), chair=True) for handle in row.get("chairs", ())]
    chairs += [dataclasses.replace(seats[name], chair=True) for name in content["economic"][: row.get("chairing", 0)]]
    others = [seats[name] for name in content[row["seats"]]] if "seats" in row else []
    others += [Seat(person=one.id) for one in quarter.members(team)] if team else []
    return (*chairs, *others)


def _seats(quarter: Quarter, session: Session, content: Row) -> Mapping[str, Seat]:
    """Korean name → the seat of that organisation; those that were not in the directory are by now."""
    moment, who = quarter.at(quarter.first, 9), quarter.people[0].id
    seats = {
        row[0]: Seat(quarter.places[quarter.say(row, 0)], name=quarter.say(row, 0))
        for row in quarter.content["organisations"]
    }
    for row in content["organisations"]:
        kind, sector, region = OrganisationKind(row[2]), row[3], row[4]
        met, _ = organisations.meet(session, quarter.workspace, quarter.say(row, 0), who, moment, kind)
        sectors, regions = ((sector,) if sector else ()), ((region,) if region else ())
        known = dataclasses.replace(met, partner=True, sectors=sectors, regions=regions)
        organisations.save(session, quarter.workspace, known, who, moment)
        seats[row[0]] = Seat(met.number, name=met.name)
    return seats


def _person(quarter: Quarter, handle: str) -> str:
    return next(person.id for person in quarter.people if person.handle == handle)


def _secretary(quarter: Quarter, series: Series) -> str:
    return series.secretary or quarter.people[0].id


# what becomes of each sitting -----------------------------------------------------------------------------------------


def _go_on(
    quarter: Quarter, session: Session, series: Series, moment: dt.datetime, row: Row, rng: random.Random
) -> None:
    """The next sitting is there; in its week it gets an agenda, and when it is over somebody says who was there."""
    who = _secretary(quarter, series)
    coming = meetings.ensure_next(session, quarter.directory, series, who, moment)
    if coming is None:
        return
    for number in range(rng.randrange(1, 3)):
        text = quarter.say(rng.choice(read("ministry_meetings")["content"]["items"]), 0)
        quarter.put(coming.starts - (5 - number) * DAY, _item(quarter, coming, who, text))
    quarter.put(coming.ends + dt.timedelta(minutes=40), _held(quarter, coming.number, series, row, rng))


def _item(quarter: Quarter, sitting: Meeting, who: str, text: str) -> Act:
    def act(session: Session, moment: dt.datetime) -> None:
        if text not in {item.text for item in meetings.items(session, quarter.workspace, sitting.number)}:
            draft = Item(0, sitting.number, text, moment, who, who)
            meetings.add_item(session, quarter.workspace, draft, sitting.ref)

    return act


def _held(quarter: Quarter, number: int, series: Series, row: Row, rng: random.Random) -> Act:
    """As its listeners would store it."""

    def act(session: Session, moment: dt.datetime) -> None:
        who = _secretary(quarter, series)
        one = meetings.get(session, quarter.workspace, number)
        assert one is not None
        heads = round(row["heads"] * rng.uniform(0.7, 1.1)) if "heads" in row else 0
        notes = quarter.say(rng.choice(read("ministry_meetings")["content"]["notes"]), 0)
        held = dataclasses.replace(rules.hold(one, moment), heads=heads, notes=notes)
        meetings.save(session, quarter.workspace, held, who, moment, "hold")
        meetings.attend(session, quarter.workspace, one, _came(series, rng), who, moment)
        events.tell(session, quarter.workspace, EventKind.MEETING_HELD, [one.ref], [series.team], moment)
        for _ in range(rng.choice((1, 1, 2)) if series.kind not in LISTENING else 0):
            _decide(quarter, session, one, series, rng, moment)
        _go_on(quarter, session, series, moment, row, rng)

    return act


def _came(series: Series, rng: random.Random) -> Attendance:
    """Most of those who have a seat."""
    there = [seat for seat in series.seats if seat.chair or rng.random() < 0.82]
    return Attendance(
        {seat.organisation: seat.name for seat in there if seat.organisation},
        tuple(seat.person for seat in there if seat.person),
    )


def _decide(
    quarter: Quarter, session: Session, one: Meeting, series: Series, rng: random.Random, moment: dt.datetime
) -> None:
    """A decision; one in three is somebody's task."""
    who = _secretary(quarter, series)
    text = quarter.say(rng.choice(read("ministry_meetings")["content"]["decisions"]), 0)
    owner, due, became = None, None, ""
    if rng.random() < 0.34:
        owner = rng.choice(quarter.members(series.team)).id
        due = quarter.calendar.add_working(moment.astimezone(quarter.zone).date(), rng.randrange(8, 30))
        start = moment.astimezone(quarter.zone).date()
        draft = task_rules.draft(Wanted(text, owner, series.team, start, due), who=who, now=moment)
        task = tasks.add(session, quarter.workspace, draft, who, moment)
        events.tell(session, quarter.workspace, EventKind.TASK_ADDED, [task.ref], task.teams, moment)
        became = task.ref
    decision = Decision(0, series.team, one.ref, text, who, moment, owner=owner, due=due, became=became)
    agendas.decide(session, quarter.workspace, decision)
