"""A personnel move on screen: what would go over and what stays, what did, and what came back."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Card, Form
from bot.domain.directory import Directory
from bot.domain.moves import Held, History, Holding, Move, Staying, Why
from bot.domain.people import Person
from bot.i18n import Md, Translator, escape
from bot.refusals import Faults, Refusal

FIRST: Final = 3  # things of a noun that are named; the others are counted
LETTERS: Final = 60  # of a title
_NUMBERED: Final = frozenset(
    {
        Holding.TASK,
        Holding.DIFFICULTY,
        Holding.VISIT,
        Holding.INDICATOR,
        Holding.PLAN,
        Holding.SURVEY,
    }
)


def preview_card(
    t: Translator,
    giver: Person,
    receiver: Person,
    going: Sequence[Held],
    staying: Sequence[Staying],
    history: History,
    agreed: str,
    *,
    again: bool = False,
) -> Card:
    """What would go over, what stays, and the button that does it."""
    said = t("Personnel move: {giver} → {receiver}", giver=giver.name, receiver=receiver.name)
    blocks: list[Block] = [
        kit.header(t.plain("Personnel move: {giver} → {receiver}", giver=giver.name, receiver=receiver.name))
    ]
    if again:
        blocks.append(kit.section(t(":warning: Something changed meanwhile. This is what would go over now:")))
    if not giver.active:
        blocks.append(kit.context(t("{name} has left this workspace.", name=giver.name)))
    if going:
        count = t.many("{n} thing goes over:", "{n} things go over:", len(going))
        blocks.append(kit.section(kit.lines(kit.bold(count), *_groups(t, going))))
    else:
        blocks.append(kit.section(t("Nothing can go over.")))
    blocks += _stays(t, giver, staying, history)
    if going:
        words = f"{giver.id} {receiver.id} {agreed}"
        blocks.append(
            kit.actions(
                kit.button(t.plain("Hand over"), "moves:hand", words, style="primary"),
                kit.button(t.plain("Cancel"), "moves:cancel"),
            )
        )
    return Card(said, tuple(blocks))


def done_card(t: Translator, move: Move, directory: Directory) -> Card:
    """What went over, and how to take it back."""
    said = _sentence(t, move, directory)
    blocks = (
        kit.section(kit.lines(Md(f":white_check_mark: {kit.bold(said)}"), *_groups(t, move.held))),
        kit.actions(kit.button(t.plain("Undo"), "moves:undo", str(move.number), style="danger")),
        kit.context(t("For a day *Undo* gives back what is still in their hands.")),
    )
    return Card(said, blocks)


def undone_card(t: Translator, move: Move, back: Sequence[Held], stays: Sequence[Held], directory: Directory) -> Card:
    """What came back, and what somebody has settled or given on since."""
    said = t.many(
        "{n} thing is with {giver} again.",
        "{n} things are with {giver} again.",
        len(back),
        giver=_name(directory, move.giver),
    )
    parts = [kit.bold(said), *_groups(t, back)]
    if stays:
        parts.append(t(":warning: Not given back, because it has gone elsewhere or has ended since:"))
        parts += _groups(t, stays)
    return Card(said, (kit.section(kit.lines(*parts)),))


def told_card(t: Translator, move: Move, by: str, directory: Directory) -> Card:
    """To who has it now."""
    giver, who = _name(directory, move.giver), _name(directory, by)
    said = t("What {giver} held is yours now", giver=giver)
    blocks = (
        kit.header(t.plain("What {giver} held is yours now", giver=giver)),
        kit.section(kit.lines(t("{person} handed it over to you:", person=who), *_groups(t, move.held))),
        kit.context(
            t("`/muster` shows what waits for you. Ask {giver} or {person} about it.", giver=giver, person=who)
        ),
    )
    return Card(said, blocks)


def back_card(t: Translator, move: Move, by: str, directory: Directory) -> Card:
    """To who had it for a while."""
    said = t(
        "{person} took the move back: what you had from {giver} is with them again.",
        person=_name(directory, by),
        giver=_name(directory, move.giver),
    )
    return Card(said, (kit.section(said), kit.context(t("`/muster` shows what waits for you."))))


def cancelled_card(t: Translator) -> Card:
    said = t("Nothing was handed over.")
    return Card(said, (kit.section(said),))


def form(t: Translator) -> Form:
    """Who hands over, and who takes over. Slack's lists have only people who are here."""
    return Form(
        "moves:look",
        t.plain("Personnel move"),
        t.plain("Look at it"),
        t.plain("Cancel"),
        (
            kit.field_block("giver", t.plain("Who hands over"), kit.person_input("giver")),
            kit.field_block("receiver", t.plain("Who takes over"), kit.person_input("receiver")),
            kit.context(t("Somebody who has left is named by typing: `/muster transfer @kim @lee`.")),
        ),
    )


def read(values: Mapping[str, Any]) -> tuple[str, str]:
    """The two people, as Slack ids. Raises Faults."""
    given = {name: str(values.get(name) or "") for name in ("giver", "receiver")}
    faults = {name: Refusal("Choose a person.") for name, id in given.items() if not id}
    if faults:
        raise Faults(faults)
    return given["giver"], given["receiver"]


# steps ----------------------------------------------------------------------------------------------------------------


def _sentence(t: Translator, move: Move, directory: Directory) -> Md:
    return t.many(
        "{n} thing went from {giver} to {receiver}.",
        "{n} things went from {giver} to {receiver}.",
        len(move.held),
        giver=_name(directory, move.giver),
        receiver=_name(directory, move.receiver),
    )


def _name(directory: Directory, id: str) -> str:
    person = directory.person(id)
    return person.name if person else "?"


def _groups(t: Translator, things: Iterable[Held]) -> list[Md]:
    """A line a noun: how many, and the first few by name."""
    by_kind: dict[Holding, list[Held]] = {}
    for one in things:
        by_kind.setdefault(one.kind, []).append(one)
    return [Md(f"• {_group(t, kind, by_kind[kind])}") for kind in Holding if kind in by_kind]


def _group(t: Translator, kind: Holding, things: Sequence[Held]) -> Md:
    named = t.listing([_named(t, one) for one in things[:FIRST]])
    if len(things) > FIRST:
        named = t("{refs} and {n} more", refs=named, n=len(things) - FIRST)
    return Md(f"{kit.bold(_COUNTS[kind](t, len(things)))}: {named}")


def _named(t: Translator, one: Held) -> Md:
    title = escape(kit.cut(" ".join(one.title.split()), LETTERS))
    if one.kind is Holding.DUTY:
        return escape(t.day(dt.date.fromisoformat(one.title)))
    return Md(f"{one.key} {title}") if one.kind in _NUMBERED else title


def _stays(t: Translator, giver: Person, staying: Sequence[Staying], history: History) -> list[Block]:
    parts: list[Md | None] = []
    other = [one.held for one in staying if one.why is Why.OTHER_TEAM]
    barred = [one.held for one in staying if one.why is Why.NO_ROOM]
    if other:
        parts += [t("Of other teams, for their leads or the secretariat to hand over:"), *_groups(t, other)]
    if barred:
        parts += [t("What the other cannot take, such as a second duty on one day:"), *_groups(t, barred)]
    found: list[Block] = [kit.section(kit.lines(t("*Stays with {name}*", name=giver.name), *parts))] if parts else []
    did = [
        t.many("{n} visit", "{n} visits", history.visits) if history.visits else None,
        t.many("{n} finished task", "{n} finished tasks", history.tasks) if history.tasks else None,
        t.many("{n} settled difficulty", "{n} settled difficulties", history.difficulties)
        if history.difficulties
        else None,
        t.many("{n} rating given", "{n} ratings given", history.ratings) if history.ratings else None,
        t.many("{n} past duty", "{n} past duties", history.duties) if history.duties else None,
    ]
    what = kit.joined(did) or t("nothing yet")
    found.append(kit.context(t("What {name} did stays theirs: {what}", name=giver.name, what=what)))
    return found


_COUNTS: Final[dict[Holding, Callable[[Translator, int], Md]]] = {
    Holding.TASK: lambda t, n: t.many("{n} task", "{n} tasks", n),
    Holding.DIFFICULTY: lambda t, n: t.many("{n} difficulty", "{n} difficulties", n),
    Holding.VISIT: lambda t, n: t.many("{n} planned visit", "{n} planned visits", n),
    Holding.DUTY: lambda t, n: t.many("{n} day of duty", "{n} days of duty", n),
    Holding.SERIES: lambda t, n: t.many("prepares {n} meeting", "prepares {n} meetings", n),
    Holding.SEAT: lambda t, n: t.many("{n} seat", "{n} seats", n),
    Holding.MATTER: lambda t, n: t.many("presents {n} matter", "presents {n} matters", n),
    Holding.ITEM: lambda t, n: t.many("{n} agenda item", "{n} agenda items", n),
    Holding.LEAD: lambda t, n: t.many("leads {n} team", "leads {n} teams", n),
    Holding.MEMBER: lambda t, n: t.many("belongs to {n} team", "belongs to {n} teams", n),
    Holding.INDICATOR: lambda t, n: t.many("{n} indicator", "{n} indicators", n),
    Holding.PLAN: lambda t, n: t.many("{n} item of the plan", "{n} items of the plan", n),
    Holding.SURVEY: lambda t, n: t.many("{n} survey", "{n} surveys", n),
    Holding.RATING: lambda t, n: t.many("{n} rating to give", "{n} ratings to give", n),
    Holding.DEPUTY: lambda t, n: t.many("deputy of {n} person", "deputy of {n} people", n),
}
