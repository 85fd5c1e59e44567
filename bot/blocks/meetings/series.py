"""A series on screen: its card, the list of series, the sittings that come next."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.kit import Block, Card, Element
from bot.blocks.meetings.parts import cadence, kind_name, seat_name
from bot.blocks.organisations import KINDS as GROUPS
from bot.blocks.sittings import counts, row, when
from bot.domain.directory import Directory
from bot.domain.meetings import Audience, Meeting, Series, Sitting
from bot.domain.words import Facet, Vocabulary
from bot.i18n import Md, Translator, escape
from bot.values import frozen

PAGE: Final = 10
SEATS: Final = 40  # named on the card; the rest are counted


@frozen
class Known:
    """What a card tells beside the series itself: its next sitting, its latest, and how many the audience are."""

    next: Meeting | None = None
    latest: tuple[Sitting, ...] = ()
    audience: int = 0
    manages: bool = False


def series_card(
    t: Translator, series: Series, known: Known, directory: Directory, now: dt.datetime, notes: Sequence[Md] = ()
) -> Card:
    """All about one series. `notes` say what was just done, and what was understood."""
    blocks = [kit.section(Md(f":information_source: {note}")) for note in notes]
    blocks.append(kit.section(_heading(t, series)))
    blocks.append(kit.fields(*_cells(t, series, directory)))
    blocks += _seats(t, series, directory)
    audience = audience_line(t, series.audience, directory.workspace.vocabulary)
    if audience:
        size = t.many("{n} organisation of the directory", "{n} organisations of the directory", known.audience)
        blocks.append(kit.section(kit.lines(t("*Audience*"), kit.joined([audience, size]))))
    blocks += _sittings(t, known, now)
    blocks.append(kit.actions(*_buttons(t, series, known)))
    spoken = t.plain("{name}: {cadence}", name=series.name(t.lang), cadence=cadence(t, series.cadence))
    return kit.fitted(Card(spoken, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def list_card(
    t: Translator,
    found: Sequence[Series],
    following: dict[str, Meeting],
    directory: Directory,
    words: str,
    page: int,
    title: str = "",
    *,
    may_add: bool,
) -> Card:
    """A page of series, each with its next sitting. `words` ask for the next page."""
    if not found:
        nothing = (
            t("No regular meetings here yet. `/meeting new` opens a form for the first one.")
            if may_add
            else t("No regular meetings here yet. Leads and the secretariat set them up.")
        )
        return Card(nothing, (kit.section(nothing),))
    said = t.many("{n} regular meeting", "{n} regular meetings", len(found))
    blocks: list[Block] = [kit.section(kit.joined([kit.bold(said), escape(title) or None]))]
    for series in found[(page - 1) * PAGE : page * PAGE]:
        show = kit.button(t.plain("Show"), AGAIN, f"meeting show {series.key}")
        blocks.append(kit.section(_row(t, series, following.get(series.key), directory), show))
    if len(found) > page * PAGE:
        value = f"meeting list {words} page:{page + 1}".replace("  ", " ")
        blocks.append(kit.actions(kit.button(t.plain("More"), MORE, value)))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def next_card(t: Translator, found: Sequence[Sitting], words: str, page: int, title: str = "") -> Card:
    """A page of the sittings that come next, the soonest first."""
    if not found:
        nothing = t("No sitting is planned here. `/meeting list` shows the regular meetings.")
        return Card(nothing, (kit.section(nothing),))
    said = t.many("{n} sitting to come", "{n} sittings to come", len(found))
    blocks: list[Block] = [kit.section(kit.joined([kit.bold(said), escape(title) or None]))]
    for one in found[(page - 1) * PAGE : page * PAGE]:
        show = kit.button(t.plain("Show"), AGAIN, f"meeting show {one.meeting.ref}")
        blocks.append(kit.section(row(t, one), show))
    if len(found) > page * PAGE:
        value = f"meeting next {words} page:{page + 1}".replace("  ", " ")
        blocks.append(kit.actions(kit.button(t.plain("More"), MORE, value)))
    return Card(said, tuple(blocks))


def audience_line(t: Translator, audience: Audience, vocabulary: Vocabulary) -> Md | None:
    """`parts, Busan, industry association`; None when nobody is meant in particular."""
    names = [
        *(vocabulary.name(Facet.SECTOR, key, t.lang) for key in audience.sectors),
        *(vocabulary.name(Facet.REGION, key, t.lang) for key in audience.regions),
        *(t(GROUPS[kind]) for kind in audience.kinds),
    ]
    return t.listing(names) if names else None


# parts ----------------------------------------------------------------------------------------------------------------


def _heading(t: Translator, series: Series) -> Md:
    other = series.en if t.lang == "ko" else series.ko
    name = kit.bold(series.name(t.lang))
    shown = kit.joined([name, escape(other) if other and other != series.name(t.lang) else None])
    ended = None if series.active else t("has ended")
    return kit.lines(shown, kit.joined([Md(f"`{escape(series.key)}`"), kind_name(t, series.kind), ended]))


def _cells(t: Translator, series: Series, directory: Directory) -> list[Md]:
    team = directory.team(series.team)
    secretary = directory.person(series.secretary)
    length = t.many("{n} minute", "{n} minutes", series.minutes)
    cells = [
        kit.lines(t("*When*"), escape(cadence(t, series.cadence)), kit.joined([Md(f"{series.time:%H:%M}"), length])),
        kit.lines(t("*Team in charge*"), escape(team.name(t.lang) if team else series.team)),
        kit.lines(t("*Secretary*"), kit.named(secretary) if secretary else t("the lead of the team")),
    ]
    if series.place:
        cells.append(kit.lines(t("*Place*"), escape(series.place)))
    return cells


def _seats(t: Translator, series: Series, directory: Directory) -> list[Block]:
    chairs = [seat_name(seat, directory) for seat in series.chairs]
    others = [seat_name(seat, directory) for seat in series.seats if not seat.chair]
    rows = []
    if chairs:
        said = t.many("{n} chair", "{n} co-chairs", len(chairs))
        rows.append(kit.joined([kit.bold(said), t.listing(chairs)]))
    if others:
        said = t.many("{n} seat", "{n} seats", len(others))
        shown = t.listing(others[:SEATS])
        if len(others) > SEATS:
            shown = t("{names} and {n} more", names=shown, n=len(others) - SEATS)
        rows.append(kit.joined([kit.bold(said), shown]))
    return [kit.section(kit.lines(*rows))] if rows else []


def _sittings(t: Translator, known: Known, now: dt.datetime) -> list[Block]:
    rows = []
    if known.next is not None:
        rows.append(kit.joined([t("*Next sitting*"), Md(known.next.ref), escape(when(t, known.next))]))
    if known.latest:
        rows.append(t("*Latest sittings*"))
    for one in known.latest:
        there = counts(t, one.organisations, one.people, one.meeting.heads)
        waits = t("nobody has said yet who was there") if one.meeting.waits(now) else None
        rows.append(Md(f"•  {kit.joined([row(t, one, 0), there, waits])}"))
    return [kit.section(kit.lines(*rows))] if rows else []


def _buttons(t: Translator, series: Series, known: Known) -> list[Element]:
    buttons = []
    if known.next is not None:
        show = kit.button(t.plain("Next sitting"), f"{AGAIN}#1", f"meeting show {known.next.ref}", style="primary")
        buttons.append(show)
    if known.manages and series.active:
        sure = t.plain("No more sittings are planned, and the next one is cancelled. What was stays.")
        buttons += [
            kit.button(t.plain("Edit"), f"{AGAIN}#2", f"meeting edit {series.key}"),
            kit.button(
                t.plain("End the series"),
                "meetings:close",
                series.key,
                style="danger",
                confirm=kit.confirm(t, sure, t.plain("End the series")),
            ),
        ]
    if known.manages and not series.active:
        buttons.append(kit.button(t.plain("Take it up again"), f"{AGAIN}#3", f"meeting reopen {series.key}"))
    return [*buttons, kit.button(t.plain("All meetings"), f"{AGAIN}#4", "meeting list")]


def _row(t: Translator, series: Series, following: Meeting | None, directory: Directory) -> Md:
    team = directory.team(series.team)
    facts = [
        Md(f"`{escape(series.key)}`"),
        kind_name(t, series.kind),
        escape(cadence(t, series.cadence)),
        escape(team.name(t.lang)) if team else None,
    ]
    next_ = t("next {ref}, {when}", ref=following.ref, when=when(t, following)) if following else t("nothing planned")
    return kit.lines(kit.bold(series.name(t.lang)), kit.joined(facts), next_ if series.active else t("has ended"))
