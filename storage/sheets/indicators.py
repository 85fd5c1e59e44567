"""Indicators and their readings as an import stores them. Readings are only added: another number corrects."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy.orm import Session

from bot.domain.indicators import Indicator, Reading, current
from bot.domain.sheets import Entry, Known, Measured, Undone
from storage import indicators
from storage.sheets.keeping import Keeper, Line, Moment, as_before, numbers, stored, undone, untouched

# indicators -----------------------------------------------------------------------------------------------------------


def known(session: Session, around: Known) -> None:
    """All that are watched, and which of them have been read."""
    workspace = around.directory.workspace.id
    around.things |= _watched(session, workspace)
    around.others["read"] = {f"I-{number}": True for number in indicators.ever_read(session, workspace)}


def lock(session: Session, workspace: str, refs: Iterable[str]) -> None:
    indicators.lock_many(session, workspace, numbers(refs))


def apply(moment: Moment, entries: Sequence[Entry]) -> list[Line]:
    return stored(moment, entries, indicators.add_many, indicators.save_many, created=moment.at, created_by=moment.who)


def take_back(moment: Moment, lines: Sequence[Line], now: dt.datetime) -> Undone:
    """Changed ones are as they were. New ones go; with readings that were taken back they are watched no more."""
    session, workspace = moment.session, moment.workspace
    lock(session, workspace, [line.ref for line in lines])
    here = _watched(session, workspace)
    kept = untouched(lines, here)
    pairs = [(here[line.ref], as_before(here[line.ref], line)) for line in kept if line.before]
    new = [here[line.ref] for line in kept if not line.before]
    ever, still = indicators.ever_read(session, workspace), indicators.everything_read(session, workspace)
    pairs += [(one, replace(one, deleted=now)) for one in new if one.number in ever and one.number not in still]
    indicators.save_many(session, workspace, pairs, moment.who, now, "undo")
    for one in new:
        if one.number not in ever:
            indicators.remove(session, workspace, one, moment.who, now)
    back = {line.ref for line in kept} - {one.ref for one in new if one.number in still}
    return undone(lines, back)


def _watched(session: Session, workspace: str) -> dict[str, Indicator]:
    return {one.ref: one for one in indicators.all_of(session, workspace)}


# readings -------------------------------------------------------------------------------------------------------------


def known_readings(session: Session, around: Known) -> None:
    """Those that count, of all that is watched."""
    workspace = around.directory.workspace.id
    every = _watched(session, workspace)
    around.others["indicators"] = every
    read = indicators.everything_read(session, workspace)
    found = (Measured(one, each) for each in every.values() for one in current(read.get(each.number, ())))
    around.things |= {one.ref: one for one in found}


def lock_readings(session: Session, workspace: str, _refs: Iterable[str]) -> None:
    """As long as an indicator is held nobody records a reading of it."""
    indicators.lock_many(session, workspace, [one.number for one in indicators.all_of(session, workspace)])


def apply_readings(moment: Moment, entries: Sequence[Entry]) -> list[Line]:
    """Added, never changed; those of indicators that the same import made find these by their key."""
    session, workspace = moment.session, moment.workspace
    by_key = {one.key: one.number for one in indicators.all_of(session, workspace)}
    new = [
        (
            replace(entry.after.reading, indicator=by_key[entry.after.indicator.key], person=moment.who, at=moment.at),
            entry.reason,
        )
        for entry in entries
    ]
    made = indicators.record_many(session, workspace, new, moment.who, moment.at)
    return [Line(_called(one), {}, {"number": one.number, "indicator": one.indicator}) for one in made]


def take_back_readings(moment: Moment, lines: Sequence[Line], now: dt.datetime) -> Undone:
    """Those that still count do so no more, and what they had corrected counts again."""
    session, workspace = moment.session, moment.workspace
    lock_readings(session, workspace, ())
    read = indicators.everything_read(session, workspace)
    here = {one.number: one for each in read.values() for one in current(each)}
    found = [(line, here.get(int(line.after["number"]))) for line in lines]
    indicators.take_back_many(session, workspace, [one for _, one in found if one], moment.who, now)
    return Undone(tuple(line.ref for line, one in found if one), tuple(line.ref for line, one in found if one is None))


def _called(one: Reading) -> str:
    parts = (f"I-{one.indicator}", one.period.key, one.sector, one.region)
    return " ".join(part for part in parts if part)[:80]


INDICATORS: Final = Keeper(known, lock, apply, take_back)
READINGS: Final = Keeper(known_readings, lock_readings, apply_readings, take_back_readings)
