"""What people fill in about an indicator: each form with its reader."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeVar

from bot.blocks import kit
from bot.blocks.kit import Block, Form
from bot.blocks.periods import CADENCES
from bot.domain.directory import Directory
from bot.domain.indicators import (
    PERCENT,
    READ_EVERY,
    TOLERANCE,
    Counting,
    Direction,
    Indicator,
    Point,
    Shape,
    Wanted,
    check_path,
    check_points,
)
from bot.domain.periods import Cadence, Period
from bot.domain.refs import Ref
from bot.domain.words import Facet
from bot.i18n import Translator
from bot.refusals import Faults, Refusal
from bot.speech import periods
from bot.speech.amounts import unit, whole
from bot.speech.measures import number
from bot.speech.measures import points as points_of
from bot.speech.text import TEXT, TITLE, clean
from bot.values import frozen

UNIT: Final = 20
MOST_TOLERANCE: Final = 50
T = TypeVar("T")


@frozen
class Recorded:
    """What the form of a reading says. `indicator` is the number of the chosen one, 0 where the form is about one."""

    indicator: int
    value: Decimal
    unit: str
    period: Period | None
    sector: str | None
    region: str | None


# an indicator ---------------------------------------------------------------------------------------------------------


def form(
    t: Translator,
    directory: Directory,
    person: str,
    year: Period,
    known: Indicator | None = None,
    names: tuple[str, str, str] = ("", "", ""),
) -> Form:
    """The form that makes an indicator, or changes one. `names`: key, Korean and English name typed already."""
    key, ko, en = names
    home = directory.home(person)
    blocks = [
        *([] if known else [_key(t, key)]),
        _text("ko", t.plain("Korean name"), known.ko if known else ko, TITLE.length),
        _text("en", t.plain("English name"), known.en if known else en, TITLE.length),
        _text("unit", t.plain("Unit"), known.unit if known else "", UNIT, hint=t.plain("Such as USD, %, 건 or sites.")),
        _text(
            "target",
            t.plain("Target"),
            _plain(known.target) if known else "",
            40,
            optional=False,
            hint=t.plain("Such as 191bn, 1,910억 or 3.5%."),
        ),
        _text(
            "period",
            t.plain("Period of the target"),
            (known.period if known else year).key,
            40,
            optional=False,
            hint=t.plain("Such as 2026, 2026-H1, 2026-Q3 or 2026-03-01~2026-12-31."),
        ),
        *_choices(t, known),
        _who(t, known.owner if known else person),
        *_teams(t, directory, known.team if known else (home.key if home else None)),
    ]
    return Form(
        "indicators:change" if known else "indicators:save",
        t.plain("Edit {ref}", ref=known.ref) if known else t.plain("New indicator"),
        t.plain("Save"),
        t.plain("Cancel"),
        tuple(blocks),
        ref=Ref("I", known.number, known.version) if known else None,
    )


def read(values: Mapping[str, Any], today: dt.date) -> tuple[str, Wanted]:
    """The key (empty where the form has none) and what else it says. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    reads = _Fields(values, faults)
    target, _ = reads.number("target", Decimal(0))
    period = reads.one("period", lambda typed: periods.demand(typed, today), Period(today, today))
    shape = Shape(values.get("shape") or Shape.LINEAR.value)
    counting = Counting(values.get("counting") or Counting.SUM.value)
    nowhere: tuple[Point, ...] = ()
    points = reads.one("points", lambda typed: check_points(points_of(typed, today), period), nowhere)
    ko, en = reads.text("ko", TITLE.length), reads.text("en", TITLE.length)
    if not any(letter.isalnum() for letter in ko + en):
        faults.setdefault("ko", Refusal("Type a name in Korean, in English or in both."))
    if shape is Shape.POINTS and not points:
        faults.setdefault("points", Refusal("Type the points, a line each, such as `2026-06 95bn`."))
    reads.one("shape", lambda _typed: check_path(shape, counting), None)
    splits = values.get("splits") or ()
    wanted = Wanted(
        ko=ko,
        en=en,
        unit=reads.text("unit", UNIT).replace("％", PERCENT),
        target=target,
        period=period,
        direction=Direction(values.get("direction") or Direction.UP.value),
        shape=shape,
        counting=counting,
        cadence=_cadence(values.get("cadence")),
        start=reads.number("start", Decimal(0))[0] if values.get("start") else Decimal(0),
        points=points,
        by_sector=Facet.SECTOR.value in splits,
        by_region=Facet.REGION.value in splits,
        tolerance=reads.one("tolerance", _read_tolerance, TOLERANCE),
        owner=values.get("owner") or None,
        team=values.get("team") or None,
    )
    if faults:
        raise Faults(faults)
    return clean(values.get("key") or ""), wanted


# a reading ------------------------------------------------------------------------------------------------------------


def record_form(
    t: Translator,
    directory: Directory,
    indicators: Sequence[Indicator],
    about: Indicator | None = None,
    period: Period | None = None,
) -> Form:
    """The form of a reading: about one indicator, or with a menu of those that this person may record."""
    blocks: list[Block] = []
    if about is None:
        options = [kit.option(f"{one.ref} {one.name(t.lang)}", str(one.number)) for one in indicators]
        menu = kit.menu("indicator", t.plain("Choose"), options)
        blocks.append(kit.field_block("indicator", t.plain("Indicator"), menu))
    asked = [about] if about else list(indicators)
    label = t.plain("Reading ({unit})", unit=about.unit) if about and about.unit else t.plain("Reading")
    blocks.append(_text("value", label, "", 40, optional=False, hint=t.plain("Such as 14.2bn, 142억, 3.5% or 1,234.")))
    hint = t.plain("Such as 2026-10, 2026-Q3 or 2026-W48; empty for the last one that has ended.")
    blocks.append(_text("period", t.plain("Of which period"), period.key if period else "", 40, hint=hint))
    for facet, label, wanted in (
        (Facet.SECTOR, t.plain("Sector"), any(one.by_sector for one in asked)),
        (Facet.REGION, t.plain("Region"), any(one.by_region for one in asked)),
    ):
        terms = [kit.option(term.name(t.lang), term.key) for term in directory.workspace.vocabulary.of(facet)]
        if wanted and terms:
            menu = kit.menu(facet.value, t.plain("Of the whole"), terms)
            blocks.append(kit.field_block(facet.value, label, menu, optional=True))
    return Form(
        "indicators:recorded",
        t.plain("Record {ref}", ref=about.ref) if about else t.plain("Record a reading"),
        t.plain("Save"),
        t.plain("Cancel"),
        tuple(blocks),
        ref=Ref("I", about.number) if about else None,
    )


def read_record(values: Mapping[str, Any], today: dt.date) -> Recorded:
    """What the form says. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    reads = _Fields(values, faults)
    value, _ = reads.number("value", Decimal(0))
    period = reads.one("period", lambda typed: periods.demand(typed, today) if typed else None, None)
    if faults:
        raise Faults(faults)
    chosen = str(values.get("indicator") or "")
    return Recorded(
        whole(chosen) or 0,
        value,
        unit(clean(str(values.get("value") or ""))),
        period,
        values.get(Facet.SECTOR.value) or None,
        values.get(Facet.REGION.value) or None,
    )


# parts ----------------------------------------------------------------------------------------------------------------


@frozen
class _Fields:
    """The typed fields of a form: what cannot be read goes to the faults, and the given value stands for it."""

    values: Mapping[str, Any]
    faults: dict[str, Refusal]

    def one(self, field: str, read: Callable[[str], T], instead: T) -> T:
        try:
            return read(clean(str(self.values.get(field) or ""), lines=field == "points"))
        except Refusal as refusal:
            self.faults.setdefault(field, refusal)
            return instead

    def text(self, field: str, length: int) -> str:
        def short(typed: str) -> str:
            if len(typed) > length:
                raise Refusal("This takes up to {limit} characters.", limit=length)
            return typed

        return self.one(field, short, "")

    def number(self, field: str, instead: Decimal) -> tuple[Decimal, bool]:
        """The number, and whether it was typed as a percentage."""
        return self.one(field, number, (instead, False))


def _read_tolerance(typed: str) -> int:
    if not typed:
        return TOLERANCE
    tolerance = whole(typed, 0, MOST_TOLERANCE)
    if tolerance is None:
        raise Refusal("Type a whole number from 0 to {most}.", most=MOST_TOLERANCE)
    return tolerance


def _cadence(chosen: Any) -> Cadence:
    found = next((cadence for cadence in READ_EVERY if cadence.value == chosen), None)
    return found or Cadence.MONTHLY


def _choices(t: Translator, known: Indicator | None) -> list[Block]:
    """Direction, way of counting, path, cadence, splits and tolerance."""
    one = known
    direction = [
        kit.option(t.plain("The more the better"), Direction.UP.value),
        kit.option(t.plain("The less the better"), Direction.DOWN.value),
    ]
    counting = [
        kit.option(t.plain("Readings are added up over the period"), Counting.SUM.value),
        kit.option(t.plain("Each reading stands alone, as a rate does"), Counting.LATEST.value),
    ]
    shape = [
        kit.option(t.plain("A straight line to the target"), Shape.LINEAR.value),
        kit.option(t.plain("Level: the target at every moment"), Shape.LEVEL.value),
        kit.option(t.plain("Points of its own"), Shape.POINTS.value),
    ]
    cadence = [kit.option(t.plain(CADENCES[every]), every.value) for every in READ_EVERY]
    splits = [kit.option(t.plain("Sector"), Facet.SECTOR.value), kit.option(t.plain("Region"), Facet.REGION.value)]
    split_by = [
        facet.value
        for facet, on in ((Facet.SECTOR, one and one.by_sector), (Facet.REGION, one and one.by_region))
        if on
    ]
    points = "\n".join(f"{point.day} {_plain(point.value)}" for point in one.points) if one else ""
    return [
        _radio("direction", t.plain("Direction"), direction, one.direction.value if one else Direction.UP.value),
        _radio("counting", t.plain("What a reading is"), counting, one.counting.value if one else Counting.SUM.value),
        _radio("shape", t.plain("Path to the target"), shape, one.shape.value if one else Shape.LINEAR.value),
        _text(
            "start",
            t.plain("Where the line begins"),
            _plain(one.start) if one and one.start else "",
            40,
            hint=t.plain("Of what stands alone, such as a rate: its value before the period. Empty for 0."),
        ),
        kit.field_block(
            "points",
            t.plain("Points on the way"),
            kit.text_input("points", points, limit=TEXT.length, long=True, placeholder="2026-03 45bn\n2026-06 95bn"),
            optional=True,
            hint=t.plain("A line each: a month or a day, and what shall be reached by its end."),
        ),
        kit.field_block(
            "cadence",
            t.plain("Read how often"),
            kit.menu("cadence", t.plain("Choose"), cadence, (one.cadence if one else Cadence.MONTHLY).value),
        ),
        kit.field_block("splits", t.plain("Also read by"), kit.checkboxes("splits", splits, split_by), optional=True),
        kit.field_block(
            "tolerance",
            t.plain("Tolerance in percent"),
            kit.number_input("tolerance", str(one.tolerance if one else TOLERANCE), low=0, high=MOST_TOLERANCE),
            hint=t.plain("So far off the path nobody is alarmed."),
        ),
    ]


def _key(t: Translator, known: str) -> Block:
    hint = t.plain("One short word, such as exports.")
    return _text("key", t.plain("Key"), known[:30], 30, optional=False, hint=hint)


def _text(name: str, label: str, known: str, limit: int, *, optional: bool = True, hint: str = "") -> Block:
    return kit.field_block(name, label, kit.text_input(name, known, limit=limit), optional=optional, hint=hint)


def _radio(name: str, label: str, options: Sequence[kit.Element], chosen: str) -> Block:
    return kit.field_block(name, label, kit.radio(name, options, chosen))


def _who(t: Translator, owner: str | None) -> Block:
    return kit.field_block("owner", t.plain("Owner"), kit.person_input("owner", owner), optional=True)


def _teams(t: Translator, directory: Directory, chosen: str | None) -> list[Block]:
    """A menu takes 100 options: the chosen team is always among them."""
    teams = sorted((team for team in directory.teams.values() if team.active), key=lambda team: team.key != chosen)
    options = [kit.option(team.name(t.lang), team.key) for team in teams]
    if not options:
        return []
    menu = kit.menu("team", t.plain("Choose"), options, chosen)
    return [kit.field_block("team", t.plain("Team in charge"), menu, optional=True)]


def _plain(value: Decimal) -> str:
    return format(value, ",f")
