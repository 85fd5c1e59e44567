"""What changes a series or a sitting. The next sitting of a living series is there at once."""

import dataclasses
import datetime as dt

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from bot.domain import meetings as rules
from bot.domain.directory import Directory
from bot.domain.meetings import Attendance, Day, Item, Meeting, MeetingState, Series
from storage import audit, insert_once, upsert
from storage.meetings.reading import attendance, get, get_series, items, of_series
from storage.meetings.rows import (
    AttendanceRow,
    ItemRow,
    MeetingRow,
    SeatRow,
    SeriesRow,
    cadence_json,
    item_columns,
    meeting_columns,
    series_columns,
)
from storage.numbers import following

CLOCK = "clock"  # who plans sittings unasked


def save_series(session: Session, workspace: str, series: Series, who: str, now: dt.datetime, action: str) -> Series:
    """Store a new or changed series with its seats, and who changed what; gives it back with its new version."""
    before = get_series(session, workspace, series.key)
    kept = dataclasses.replace(series, version=series.version + 1, changed=now)
    columns = series_columns(kept)
    del columns["key"]
    upsert(session, SeriesRow, {"workspace": workspace, "key": kept.key}, **columns)
    session.execute(delete(SeatRow).where(SeatRow.workspace == workspace, SeatRow.series == kept.key))
    rows = [
        {
            "workspace": workspace,
            "series": kept.key,
            "place": place,
            "organisation": seat.organisation,
            "person": seat.person,
            "chair": seat.chair,
        }
        for place, seat in enumerate(kept.seats)
    ]
    if rows:
        session.execute(insert(SeatRow), rows)
    audit.record(session, workspace, who, now, action, named(kept.key), _told(before), _told(kept))
    return kept


def named(key: str) -> str:
    """A series' name in the audit."""
    return f"meeting:{key}"


def ensure_next(session: Session, directory: Directory, series: Series, who: str, now: dt.datetime) -> Meeting | None:
    """The sitting that comes next: the one that is planned, else a new one; None when the series has ended.

    `who` is the person whose act made it necessary, `CLOCK` when nobody's did.
    """
    if not series.active:
        return None
    workspace, zone = directory.workspace.id, directory.zone_of_team(directory.team(series.team))
    there = of_series(session, workspace, series.key)
    planned = [one for one in there if one.coming(now)]
    if planned:
        return min(planned, key=lambda one: one.starts)
    taken = {one.occurrence for one in there}
    day = rules.following(series.cadence, directory.workspace.calendar, series.time, zone, now, taken)
    return None if day is None else _plan(session, workspace, series, day, zone, who, now)


def follow_series(session: Session, directory: Directory, series: Series, who: str, now: dt.datetime) -> Meeting | None:
    """The coming sitting, where the series and the calendar have it now, unless somebody moved it.

    A series that has ended takes its coming sitting with it.
    """
    workspace, zone = directory.workspace.id, directory.zone_of_team(directory.team(series.team))
    there = of_series(session, workspace, series.key)
    ahead = [one for one in there if one.state is MeetingState.PLANNED and one.starts > now]
    if not series.active:
        for one in ahead:
            save(session, workspace, rules.end(one, now), who, now, "cancel")
        return None
    calendar = directory.workspace.calendar
    for one in (one for one in ahead if not one.moved):
        taken = {other.occurrence for other in there if other.number != one.number}
        day = rules.following(series.cadence, calendar, series.time, zone, now, taken)
        if day is not None and (after := rules.re_dated(one, series, day, zone, now)) != one:
            save(session, workspace, after, who, now, "date")
    return ensure_next(session, directory, series, who, now)


def resume_series(session: Session, directory: Directory, series: Series, who: str, now: dt.datetime) -> Meeting | None:
    """What comes next of a series that was taken up again: the sitting that it took along, if that is still ahead."""
    workspace = directory.workspace.id
    for one in rules.resumed(of_series(session, workspace, series.key), now):
        save(session, workspace, one, who, now, "reopen")
    return follow_series(session, directory, series, who, now)


def save(session: Session, workspace: str, changed: Meeting, who: str, now: dt.datetime, action: str) -> Meeting:
    """Store a changed sitting, with its audit if there is anything to tell; gives it back with its new version."""
    before = get(session, workspace, changed.number)
    after = dataclasses.replace(changed, version=changed.version + 1)
    where = (MeetingRow.workspace == workspace, MeetingRow.number == changed.number)
    session.execute(update(MeetingRow).where(*where).values(**meeting_columns(after)))
    if before is None or changed != dataclasses.replace(before, version=changed.version):
        audit.record(session, workspace, who, now, action, after.ref, before, after)
    return after


def attend(session: Session, workspace: str, one: Meeting, there: Attendance, who: str, now: dt.datetime) -> None:
    """From now on these were there, and nobody else."""
    before = attendance(session, workspace, one.number)
    session.execute(
        delete(AttendanceRow).where(AttendanceRow.workspace == workspace, AttendanceRow.meeting == one.number)
    )
    seen = [(number, "") for number in there.organisations] + [(0, person) for person in dict.fromkeys(there.people)]
    if seen:
        session.execute(
            insert(AttendanceRow),
            [
                {"workspace": workspace, "meeting": one.number, "organisation": number, "person": person}
                for number, person in seen
            ],
        )
    audit.record(session, workspace, who, now, "attend", one.ref, _names(before), _names(there))


def add_item(session: Session, workspace: str, draft: Item, ref: str) -> Item:
    """Store a matter of a sitting's agenda (its number is ignored); gives it back numbered."""
    new = dataclasses.replace(draft, number=following(session, workspace, "meeting_item"))
    session.execute(insert(ItemRow), {"workspace": workspace, **item_columns(new)})
    audit.record(session, workspace, new.added_by, new.added, "item", ref, None, {"text": new.text})
    return new


def carry_items(session: Session, workspace: str, one: Meeting, to: Meeting, who: str, now: dt.datetime) -> int:
    """All that stood on the agenda of a sitting stands on another one's from now on; gives how much that is."""
    carried = items(session, workspace, one.number)
    where = (ItemRow.workspace == workspace, ItemRow.meeting == one.number)
    session.execute(update(ItemRow).where(*where).values(meeting=to.number))
    for item in carried:
        for ref in (one.ref, to.ref):
            told = {"meeting": to.ref, "text": item.text}
            audit.record(session, workspace, who, now, "carry", ref, {"meeting": one.ref}, told)
    return len(carried)


def name_presenter(
    session: Session, workspace: str, ref: str, number: int, person: str, who: str, now: dt.datetime, action: str
) -> None:
    """Somebody else presents a matter of the sitting `ref`."""
    where = (ItemRow.workspace == workspace, ItemRow.number == number)
    before = session.execute(select(ItemRow.presenter).where(*where)).scalar_one()
    session.execute(update(ItemRow).where(*where).values(presenter=person))
    audit.record(session, workspace, who, now, action, ref, {"presenter": before}, {"presenter": person})


def _plan(
    session: Session, workspace: str, series: Series, day: Day, zone: str, who: str, now: dt.datetime
) -> Meeting | None:
    new = Meeting(
        following(session, workspace, "M"),
        series.key,
        day.key,
        rules.starts_on(series, day.day, zone),
        series.minutes,
        series.place,
        now,
    )
    if not insert_once(session, MeetingRow, workspace=workspace, **meeting_columns(new)):
        return None  # somebody else was faster by a moment
    audit.record(session, workspace, who, now, "add", new.ref, None, new)
    return new


def _told(series: Series | None) -> dict[str, object] | None:
    """A series as the audit keeps it: flat, and its seats by name."""
    if series is None:
        return None
    flat = {item.name: getattr(series, item.name) for item in dataclasses.fields(series)}
    seats = [seat.name or seat.person or "" for seat in series.seats]
    audience = [*series.audience.sectors, *series.audience.regions, *(kind.value for kind in series.audience.kinds)]
    cadence = {name: value for name, value in cadence_json(series.cadence).items() if value}
    return flat | {"seats": seats, "audience": audience, "cadence": cadence, "changed": None, "created": None}


def _names(there: Attendance) -> dict[str, object]:
    return {"organisations": list(there.organisations.values()), "members": list(there.people)}
