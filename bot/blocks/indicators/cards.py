"""Indicators on cards: one, several, the readings of one."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.indicators.lines import alarms, line, mark, standing
from bot.blocks.kit import Block, Card, Element
from bot.blocks.periods import CADENCES, period_name
from bot.blocks.tasks import bar
from bot.domain.directory import Directory
from bot.domain.indicators import Counting, Course, Direction, Indicator, Part, Reading, Shape
from bot.domain.periods import Period
from bot.domain.refs import Ref
from bot.domain.words import Facet
from bot.i18n import N_, Md, Translator, escape
from bot.values import frozen

PAGE: Final = 10
READINGS: Final = 20  # of a page
_LATEST: Final = 6  # periods that the card shows
_PARTS: Final = 5  # sectors or regions that it shows
_SHAPES: Final = {
    Shape.LINEAR: N_("a straight line to the target"),
    Shape.LEVEL: N_("the target at every moment"),
    Shape.POINTS: N_("points on the way"),
}


@frozen
class Facts:
    """What a card tells. `corrected`: by number of the reading in force, the value that it took the place of.

    `fresh`: the reading that was just recorded and can be taken back.
    """

    course: Course
    current: tuple[Reading, ...] = ()
    corrected: Mapping[int, Reading] | None = None
    sectors: tuple[Part, ...] = ()
    regions: tuple[Part, ...] = ()
    fresh: Reading | None = None
    may_record: bool = False
    may_change: bool = False

    @property
    def indicator(self) -> Indicator:
        return self.course.indicator


def card(t: Translator, facts: Facts, directory: Directory, said: Md | None = None) -> Card:
    """One indicator: where it stands, its path, its latest readings, its largest parts."""
    one = facts.indicator
    blocks: list[Block] = [kit.section(said)] if said else []
    blocks.append(kit.section(_heading(t, facts.course)))
    blocks.append(kit.fields(*_cells(t, one, directory)))
    if facts.course.steps:
        blocks.append(kit.section(kit.lines(t("*Latest readings*"), *_steps(t, facts))))
    blocks += _parts(t, facts, directory)
    if facts.course.missing:
        names = t.listing([period_name(t, period) for period in facts.course.missing[-_LATEST:]])
        blocks.append(kit.context(t("Without a reading: {periods}", periods=names)))
    blocks.append(kit.actions(*_buttons(t, facts)))
    return Card(t.plain("{ref}: {name}", ref=one.ref, name=one.name(t.lang)), tuple(blocks))


def list_card(
    t: Translator, found: Sequence[Course], total: int, words: str, page: int, directory: Directory, *, may_add: bool
) -> Card:
    """A page of indicators; who may add one finds the button. `words` ask for the next page."""
    said = t.many("{n} indicator", "{n} indicators", total) if total else t("There is no indicator here.")
    blocks: list[Block] = [kit.section(kit.bold(said))]
    blocks += [kit.section(line(t, one, directory), _show(t, one)) for one in found]
    buttons: list[Element] = []
    if total > page * PAGE:
        buttons.append(kit.button(t.plain("More"), MORE, f"indicator {words} page:{page + 1}"))
    if may_add:
        buttons.append(kit.button(t.plain("New indicator"), "indicators:new"))
    if buttons:
        blocks.append(kit.actions(*buttons))
    return Card(said, tuple(blocks))


def readings_card(
    t: Translator, one: Indicator, readings: Sequence[Reading], total: int, page: int, directory: Directory
) -> Card:
    """Every reading, the newest first: who recorded it when, and whether it still counts."""
    said = t("Readings of {ref} {name}", ref=one.ref, name=one.name(t.lang))
    if not readings:
        nothing = t("{ref} {name} has no reading yet.", ref=one.ref, name=one.name(t.lang))
        return Card(nothing, (kit.section(nothing),))
    rows = [_reading(t, one, reading, directory) for reading in readings]
    blocks: list[Block] = [kit.section(kit.bold(said))]
    blocks += [kit.section(kit.lines(*rows[at : at + 10])) for at in range(0, len(rows), 10)]
    if total > page * READINGS:
        more = kit.button(t.plain("More"), MORE, f"indicator readings {one.ref} page:{page + 1}")
        blocks.append(kit.actions(more))
    return Card(said, tuple(blocks))


def undone_card(t: Translator, one: Indicator) -> Card:
    """It was made by mistake."""
    said = t("{ref} {name} was taken back.", ref=one.ref, name=one.name(t.lang))
    return Card(said, (kit.section(said),))


def deleted_card(t: Translator, one: Indicator) -> Card:
    """It is watched no more; what was read stays in the audit."""
    said = t("{ref} {name} is watched no more. Its readings are kept.", ref=one.ref, name=one.name(t.lang))
    return Card(said, (kit.section(said),))


# parts ----------------------------------------------------------------------------------------------------------------


def _heading(t: Translator, course: Course) -> Md:
    one = course.indicator
    name = kit.joined([Md(f"{mark(course)} {kit.bold(f'{one.ref}  {one.name(t.lang)}')}"), Md(f"`{escape(one.key)}`")])
    return kit.lines(name, standing(t, course), _progress(course), *[kit.bold(said) for said in alarms(t, course)])


def _progress(course: Course) -> Md | None:
    """How much of a sum is there."""
    one, latest = course.indicator, course.latest
    if latest is None or one.counting is not Counting.SUM or one.direction is not Direction.UP or one.target <= 0:
        return None
    return bar(max(0, min(100, int(latest.reached * 100 / one.target))))


def _cells(t: Translator, one: Indicator, directory: Directory) -> list[Md]:
    target = t.amount(one.target, one.unit)
    period = period_name(t, Period(one.first, one.last))
    owner, team = directory.person(one.owner), directory.team(one.team)
    wanted = (
        t("*Target*\n{target} for {period}", target=target, period=period)
        if one.direction is Direction.UP
        else t("*Target*\nat most {target} for {period}", target=target, period=period)
    )
    path = t("*Path*\n{shape}, tolerance {n}%", shape=t(_SHAPES[one.shape]), n=one.tolerance)
    counted = t("added up") if one.counting is Counting.SUM else t("each stands alone")
    who = kit.joined([kit.named(owner) if owner else t("nobody yet"), escape(team.name(t.lang)) if team else None])
    return [
        wanted,
        path,
        t("*Readings*\n{cadence}, {counted}", cadence=t(CADENCES[one.cadence]), counted=counted),
        kit.lines(t("*Owner*"), who),
    ]


def _steps(t: Translator, facts: Facts) -> list[Md]:
    one = facts.indicator
    corrected = facts.corrected or {}
    by_period = {reading.period: reading for reading in facts.current if reading.whole}
    rows = []
    for step in reversed(facts.course.steps[-_LATEST:]):
        reading = by_period.get(step.period)
        before = corrected.get(reading.number) if reading else None
        was = t("corrected, was {value}", value=t.amount(before.value, one.unit)) if before else None
        off = t("off target") if step.off else None
        said = t("{period}: {value}", period=period_name(t, step.period), value=t.amount(step.value, one.unit))
        rows.append(kit.joined([Md(f"•  {said}"), was, off]))
    return rows


def _parts(t: Translator, facts: Facts, directory: Directory) -> list[Block]:
    vocabulary, unit = directory.workspace.vocabulary, facts.indicator.unit
    cells = []
    for title, facet, found in (
        (t("*By sector*"), Facet.SECTOR, facts.sectors),
        (t("*By region*"), Facet.REGION, facts.regions),
    ):
        rows = [
            kit.joined([escape(vocabulary.name(facet, part.key, t.lang)), escape(t.amount(part.value, unit))])
            for part in found[:_PARTS]
        ]
        if rows:
            cells.append(kit.lines(title, *rows))
    return [kit.fields(*cells)] if cells else []


def _buttons(t: Translator, facts: Facts) -> list[Element]:
    one = facts.indicator
    ref = Ref("I", one.number, one.version)
    buttons = []
    if facts.may_record:
        buttons.append(kit.button(t.plain("Record a reading"), "indicators:record", ref, style="primary"))
    buttons.append(kit.button(t.plain("Chart"), "indicators:chart", ref))
    if facts.course.newest is not None:
        buttons.append(kit.button(t.plain("All readings"), AGAIN, f"indicator readings {one.ref}"))
    if facts.may_change:
        buttons.append(kit.button(t.plain("Edit"), "indicators:edit", ref))
    if facts.fresh is not None:
        buttons.append(kit.button(t.plain("Undo"), "indicators:take_back", str(facts.fresh.number)))
    return buttons


def _reading(t: Translator, one: Indicator, reading: Reading, directory: Directory) -> Md:
    vocabulary = directory.workspace.vocabulary
    where = [
        escape(vocabulary.name(facet, key, t.lang))
        for facet, key in ((Facet.SECTOR, reading.sector), (Facet.REGION, reading.region))
        if key
    ]
    value = t("{period}: {value}", period=period_name(t, reading.period), value=t.amount(reading.value, one.unit))
    gone = t("taken back") if reading.undone else None
    return kit.joined(
        [Md(f"•  {value}"), *where, kit.named(directory.person(reading.person)), escape(t.moment(reading.at)), gone]
    )


def _show(t: Translator, one: Course) -> Element:
    return kit.button(t.plain("Show"), AGAIN, f"indicator show {one.indicator.ref}")
