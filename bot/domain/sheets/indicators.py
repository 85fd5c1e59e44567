"""Indicators as two sheets: what is watched with its target and path, and what was measured."""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import Final

from bot.domain import indicators as rules
from bot.domain.indicators import (
    PERCENT,
    READ_EVERY,
    TOLERANCE,
    Counting,
    Direction,
    Indicator,
    Point,
    Shape,
)
from bot.domain.periods import Cadence
from bot.domain.permissions import subject
from bot.domain.sheets.called import Called
from bot.domain.sheets.cells import amount_of, of_period, period_of, yes
from bot.domain.sheets.values import Column, Given, Kind, Known, Names, Outcome, Sheet, Wrong
from bot.domain.sheets.wanted import beside, owner_of
from bot.refusals import Refusal

MOST_TOLERANCE: Final = 50
_DIRECTIONS: Final[Mapping[str, Names]] = {
    Direction.UP.value: ("more is better", "높을수록 좋음", "up", "상승", "증가"),
    Direction.DOWN.value: ("less is better", "낮을수록 좋음", "down", "하락", "감소"),
}
_COUNTINGS: Final[Mapping[str, Names]] = {
    Counting.SUM.value: ("sum", "합계", "누계", "added up"),
    Counting.LATEST.value: ("latest", "최근값", "stands alone", "개별"),
}
_SHAPES: Final[Mapping[str, Names]] = {
    Shape.LINEAR.value: ("straight line", "직선", "linear"),
    Shape.LEVEL.value: ("level", "일정", "수평"),
    Shape.POINTS.value: ("points", "지점", "단계별"),
}
_CADENCES: Final[Mapping[str, Names]] = {
    Cadence.WEEKLY.value: ("weekly", "매주", "every week", "주간"),
    Cadence.MONTHLY.value: ("monthly", "매월", "every month", "월간"),
    Cadence.QUARTERLY.value: ("quarterly", "매분기", "every quarter", "분기"),
}
assert list(_CADENCES) == list(READ_EVERY)

COLUMNS: Final = (
    Column("number", "Number", "번호", Kind.REF, ("no", "id", "지표번호"), letter="I", taken=False, width=9),
    Column("key", "Key", "키", words=("code", "코드"), limit=30, keeps=True, width=16),
    Column("ko", "Korean name", "한글 이름", words=("지표", "지표명", "이름", "명칭"), width=28),
    Column("en", "English name", "영문 이름", words=("indicator", "name"), width=28),
    Column("unit", "Unit", "단위", limit=20, width=9),
    Column("target", "Target", "목표", Kind.AMOUNT, ("목표값", "목표치"), keeps=True, width=18),
    Column("period", "Period", "기간", Kind.PERIOD, ("목표 기간", "target period"), keeps=True, width=22),
    Column(
        "direction",
        "Direction",
        "방향",
        Kind.CHOICE,
        choices=lambda _: _DIRECTIONS,
        keeps=True,
        width=15,
    ),
    Column(
        "counting",
        "Readings are",
        "측정값 집계",
        Kind.CHOICE,
        ("counting", "집계"),
        choices=lambda _: _COUNTINGS,
        keeps=True,
        width=13,
    ),
    Column("shape", "Path", "경로", Kind.CHOICE, ("shape",), choices=lambda _: _SHAPES, keeps=True, width=13),
    Column("start", "Starts at", "시작값", Kind.AMOUNT, ("start",), width=14),
    Column("points", "Points on the way", "경로 지점", Kind.PATH, ("points",), limit=2000, width=26),
    Column(
        "cadence",
        "Read",
        "측정 주기",
        Kind.CHOICE,
        ("cadence", "how often", "주기"),
        choices=lambda _: _CADENCES,
        keeps=True,
        width=11,
    ),
    Column("by_sector", "By sector", "업종별", Kind.YES, width=10),
    Column("by_region", "By region", "지역별", Kind.YES, width=10),
    Column("tolerance", "Tolerance (%)", "허용 오차(%)", Kind.WHOLE, ("tolerance", "허용오차"), keeps=True, width=12),
    Column("team", "Team", "부서", Kind.TEAM, ("division", "담당부서", "담당 부서", "팀"), width=20),
    Column("owner", "Owner", "담당자", Kind.PERSON, ("who", "담당", "책임자"), width=16),
)


def cells(one: Indicator, _known: Known) -> dict[str, str]:
    return {
        "number": one.ref,
        "key": one.key,
        "ko": one.ko,
        "en": one.en,
        "unit": one.unit,
        "target": written(one.target, one.unit),
        "period": of_period(one.period),
        "direction": one.direction.value,
        "counting": one.counting.value,
        "shape": one.shape.value,
        "start": written(one.start, one.unit) if one.start else "",
        "points": "\n".join(f"{point.day} {written(point.value, '')}" for point in one.points),
        "cadence": one.cadence.value,
        "by_sector": yes(one.by_sector),
        "by_region": yes(one.by_region),
        "tolerance": str(one.tolerance),
        "team": one.team or "",
        "owner": one.owner or "",
    }


def written(value: Decimal, unit: str) -> str:
    """A plain cell of this number."""
    return f"{value.normalize():f}{PERCENT if unit == PERCENT else ''}"


def find(row: Given, known: Known) -> Indicator | None:
    """By its number, else by its key; else it is a new one."""
    ref, key = row.cells.get("number", ""), row.cells.get("key", "")
    found = known.things.get(ref) if ref else by_key(known, known.things.values()).get(key.casefold())
    if ref and found is None:
        raise Wrong("number", Refusal("There is no indicator {ref}. For a new one leave the number empty.", ref=ref))
    return found if isinstance(found, Indicator) else None


def by_key(known: Known, every: Iterable[Indicator]) -> Mapping[str, Indicator]:
    """Key → indicator, as they are before the rows change them."""
    return known.once("indicators by key", lambda: {one.key.casefold(): one for one in every})


def change(before: Indicator | None, wanted: Mapping[str, str], known: Known) -> Outcome:
    if before is None:
        known.check("indicators.create")
    else:
        known.check("indicators.change", subject(author=before.created_by, owner=before.owner, teams=before.teams))
        if "key" in wanted:
            raise Wrong("key", Refusal("A key stays as it is. Leave the cell as it was, or make a new indicator."))
    one = before or _drafted(wanted, known)
    after = replace(
        one,
        ko=wanted.get("ko", one.ko),
        en=wanted.get("en", one.en),
        unit=wanted.get("unit", one.unit).replace("％", PERCENT),
        target=amount_of(wanted.get("target", str(one.target))),
        direction=Direction(wanted.get("direction", one.direction)),
        counting=Counting(wanted.get("counting", one.counting)),
        shape=Shape(wanted.get("shape", one.shape)),
        start=amount_of(wanted.get("start", str(one.start)) or "0"),
        cadence=Cadence(wanted.get("cadence", one.cadence)),
        by_sector=bool(wanted.get("by_sector", yes(one.by_sector))),
        by_region=bool(wanted.get("by_region", yes(one.by_region))),
        tolerance=int(wanted.get("tolerance", one.tolerance)),
        team=wanted.get("team", one.team or "") or None,
        owner=owner_of(wanted, one.owner, known),
    )
    if "period" in wanted:
        period = period_of(wanted["period"])
        after = replace(after, first=period.first, last=period.last)
    after = replace(after, points=_points(wanted, after))
    _check(one, after, known)
    return Outcome(after)


def _drafted(wanted: Mapping[str, str], known: Known) -> Indicator:
    """A new one before it has a number: of the home of whoever imports."""
    key = wanted.get("key", "")
    beside("key", lambda: rules.check_key(key, (), known.words))
    if not wanted.get("target"):
        raise Wrong("target", Refusal("What is the target? Write a number such as 191bn or 3.5%."))
    if not wanted.get("period"):
        raise Wrong("period", Refusal("A new indicator needs the period of its target, such as 2026."))
    period, home = period_of(wanted["period"]), known.directory.home(known.who)
    team = home.key if home else None
    return Indicator(
        0,
        key,
        "",
        "",
        "",
        Decimal(0),
        period.first,
        period.last,
        known.now,
        known.who,
        tolerance=TOLERANCE,
        team=team,
    )


def _points(wanted: Mapping[str, str], after: Indicator) -> tuple[Point, ...]:
    if after.shape is not Shape.POINTS:
        return ()
    points = after.points
    if "points" in wanted:
        pairs = [line.split(" ") for line in wanted["points"].split("\n") if line]
        points = tuple(Point(dt.date.fromisoformat(day), amount_of(value)) for day, value in pairs)
    if not points:
        raise Wrong("points", Refusal("Type the points, a line each, such as `2026-06 95bn`."))
    return beside("points", lambda: rules.check_points(points, after.period))


def _check(one: Indicator, after: Indicator, known: Known) -> None:
    if not any(letter.isalnum() for letter in after.ko + after.en):
        raise Wrong("ko", Refusal("Type a name in Korean, in English or in both."))
    if after.tolerance > MOST_TOLERANCE:
        raise Wrong("tolerance", Refusal("Type a whole number from 0 to {most}.", most=MOST_TOLERANCE))
    beside("shape", lambda: rules.check_path(after.shape, after.counting))
    read = one.ref in known.others.get("read", {})
    beside("cadence", lambda: rules.check_cadence(one, after.cadence, has_readings=read))
    called = Called(known, lambda: ((each.ref, each.spellings()) for each in known.things.values()))
    if other := called.other(after.spellings(), after.ref if after.number else ""):
        raise Wrong("ko" if after.number else "key", Refusal("{ref} is called that already.", ref=other))
    called.rename(one.spellings() if one.number else (), after.spellings(), after.ref if after.number else after.key)


INDICATORS: Final = Sheet(
    "indicators",
    "Indicators",
    "지표",
    COLUMNS,
    cells,
    find,
    change,
    ref=lambda one: one.ref,
    label=lambda one: one.key,
    found_by="key",
)
