"""Who is away: the list, the form with its reader, and what is said when somebody is."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.answers import MORE
from bot.blocks.kit import Block, Card, Element, Form
from bot.domain.directory import Directory
from bot.domain.leaves import Leave
from bot.domain.people import Person
from bot.i18n import N_, Md, Translator, escape
from bot.refusals import Faults, Refusal
from bot.values import frozen

PAGE: Final = 10
MOST: Final = 20  # days of duty that are named
HALVES: Final = {"am": N_("morning"), "pm": N_("afternoon")}


@frozen
class OnDuty:
    """Days of a leave on which its person is on duty: those that have begun, and those that somebody else may take."""

    begun: Sequence[dt.date] = ()
    ahead: Sequence[dt.date] = ()


def away_card(t: Translator, leave: Leave, directory: Directory, duty: OnDuty, *, own: bool) -> Card:
    """What was understood, and what stands against it. `own`: it is told to who will be away."""
    person = kit.named(directory.person(leave.person))
    said = t(":palm_tree: {person} is away: {days}", person=person, days=days(t, leave))
    deputy = directory.person(leave.deputy)
    blocks = [kit.section(said)]
    blocks += [kit.section(Md(f":warning: {one}")) for one in _still_on_duty(t, person, duty, own)]
    facts = [t("The visits expected in these weeks are fewer by as much.")]
    if deputy:
        facts.insert(0, t("{deputy} acts as deputy.", deputy=deputy.name))
    blocks.append(kit.context(*facts))
    swap = [kit.button(t.plain("Swap"), "duty:open_swap", duty.ahead[0].isoformat())] if own and duty.ahead else []
    blocks.append(kit.actions(*swap, _cancel(t, leave)))
    return Card(said, tuple(blocks))


def _still_on_duty(t: Translator, person: str, duty: OnDuty, own: bool) -> list[Md]:
    """A leave takes nobody off the roster: who can do something about it."""
    said = [t("The duty of {day} has begun. Ask the secretariat to name somebody else.", day=day) for day in duty.begun]
    if not duty.ahead:
        return said
    named, date = t.listing([t.day(day) for day in duty.ahead[:MOST]]), duty.ahead[0].isoformat()
    if own:
        hint = t(
            "You are on duty meanwhile: {days}. `/duty swap {date} @kim` asks somebody to take a day.",
            days=named,
            date=date,
        )
    else:
        hint = t(
            "{person} is on duty meanwhile: {days}. They ask somebody to take a day with `/duty swap {date} @kim`; "
            "the secretariat names somebody else with `/duty assign {date} @kim`.",
            person=person,
            days=named,
            date=date,
        )
    return [*said, hint]


def list_card(
    t: Translator,
    leaves: Sequence[Leave],
    directory: Directory,
    mine: frozenset[str],
    page: int,
    done: Md | None = None,
) -> Card:
    """Who is away now and later, the nearest first. `mine`: people whose leave the reader may take back.

    `done` says what has just become of one.
    """
    said = t.many("{n} leave from today on", "{n} leaves from today on", len(leaves))
    blocks: list[Block] = [kit.section(done)] if done else []
    if not leaves:
        nothing = t("Nobody is away. `/muster away @kim 12/24~12/26` says that somebody will be.")
        return Card(nothing, (*blocks, kit.section(nothing)))
    blocks.append(kit.section(kit.bold(said)))
    for number, leave in enumerate(leaves[(page - 1) * PAGE : page * PAGE]):
        button = _cancel(t, leave, number) if leave.person in mine else None
        blocks.append(kit.section(row(t, leave, directory), button))
    if len(leaves) > page * PAGE:
        blocks.append(kit.actions(kit.button(t.plain("More"), MORE, f"away list page:{page + 1}")))
    return Card(said, tuple(blocks))


def row(t: Translator, leave: Leave, directory: Directory) -> Md:
    """`Kim · Thu 24 Dec – Sat 26 Dec · deputy Lee`."""
    deputy = directory.person(leave.deputy)
    return kit.joined(
        [
            kit.bold(directory.people[leave.person].name if leave.person in directory.people else "?"),
            days(t, leave),
            t("deputy {person}", person=deputy.name) if deputy else None,
        ]
    )


def days(t: Translator, leave: Leave) -> Md:
    """The days of a leave, with the half of the day."""
    if leave.first != leave.last:
        return t("{first} to {last}", first=leave.first, last=leave.last)
    if leave.half:
        return t("{day}, {half}", day=leave.first, half=t(HALVES[leave.half]))
    return escape(t.day(leave.first))


def form(t: Translator, person: Person, today: dt.date) -> Form:
    """The form that says who is away, and when."""
    halves = [kit.option(t.plain("the whole day"), "all"), *(kit.option(t.plain(h), key) for key, h in HALVES.items())]
    return Form(
        "leaves:save",
        t.plain("Away"),
        t.plain("Save"),
        t.plain("Cancel"),
        (
            kit.field_block("person", t.plain("Who is away"), kit.person_input("person", person.id)),
            kit.field_block("first", t.plain("First day"), kit.day_input("first", today.isoformat())),
            kit.field_block("last", t.plain("Last day"), kit.day_input("last", today.isoformat())),
            kit.field_block("half", t.plain("Of a single day"), kit.menu("half", t.plain("Choose"), halves, "all")),
            kit.field_block("deputy", t.plain("Deputy"), kit.person_input("deputy"), optional=True),
        ),
    )


def read(values: Mapping[str, Any], today: dt.date) -> Leave:
    """The leave that the form holds; people are Slack ids, not looked up yet. Raises Faults."""
    first = dt.date.fromisoformat(values.get("first") or today.isoformat())
    last = dt.date.fromisoformat(values.get("last") or first.isoformat())
    half = str(values.get("half") or "all")
    if last < first:
        raise Faults({"last": Refusal("The last day is before the first.")})
    if half in HALVES and first != last:
        raise Faults({"half": Refusal("Half a day is of a single day. Choose the same first and last day.")})
    return Leave(
        str(values.get("person") or ""), first, last, half if half in HALVES else "", values.get("deputy") or None
    )


def _cancel(t: Translator, leave: Leave, number: int = 0) -> Element:
    return kit.button(t.plain("Take back"), f"leaves:cancel#{number}", f"{leave.person}:{leave.first.isoformat()}")
