"""The charter's fields in a team's form, and the walk through what a team leaves, with their readers."""

import dataclasses
import datetime as dt
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.kit import Block, Form
from bot.domain.forces import Charter, Choice, Kind, Loose, check_end
from bot.domain.teams import Team, TeamKind
from bot.i18n import N_, Md, Translator, escape
from bot.refusals import Faults, Refusal
from bot.speech.text import TEXT, TITLE, clean, limited

PAGE: Final = 6  # things on one page of the walk
_TO: Final = "to:"
_DROP: Final = "drop"
_ARCHIVE: Final = "archive"
KINDS: Final = {
    Kind.TASK: N_("task"),
    Kind.DIFFICULTY: N_("difficulty"),
    Kind.ANSWERED: N_("answered difficulty"),
    Kind.ESCALATED: N_("difficulty that was escalated to this team"),
    Kind.VISIT: N_("planned visit"),
    Kind.ITEM: N_("agenda item"),
    Kind.INDICATOR: N_("indicator"),
    Kind.PLAN: N_("item of the inspection plan"),
    Kind.SURVEY: N_("survey"),
    Kind.MEETING: N_("meeting that comes again"),
    Kind.TEAM: N_("team below it"),
}
DROPS: Final = {
    Kind.TASK: N_("Drop it, with a reason"),
    Kind.DIFFICULTY: N_("Decline it: the company was told why"),
    Kind.ANSWERED: N_("Close it: the company was told"),
    Kind.ESCALATED: N_("Take the escalation back, with a reason"),
    Kind.VISIT: N_("Cancel it, with a reason"),
    Kind.ITEM: N_("Drop it, with a reason"),
    Kind.INDICATOR: N_("Stop watching it, with a reason"),
    Kind.PLAN: N_("Take it off the plan, with a reason"),
    Kind.SURVEY: N_("End it, with a reason"),
    Kind.MEETING: N_("Let it come no more, with a reason"),
    Kind.TEAM: N_("Let it stand alone"),
}


class Room(StrEnum):
    """A channel to be made for a team."""

    PUBLIC = "public"
    PRIVATE = "private"


def charter_fields(t: Translator, charter: Charter | None) -> list[Block]:
    """What a task force has beside its mandate."""
    known = charter or Charter("")
    return [
        kit.field_block(
            "deliverables",
            t.plain("Deliverables of a task force"),
            kit.text_input("deliverables", known.deliverables, limit=TEXT.length, long=True),
            optional=True,
            hint=t.plain("What is there when it ends, a line each."),
        ),
        kit.field_block(
            "ends",
            t.plain("Last day of a task force"),
            kit.day_input("ends", known.ends.isoformat() if known.ends else None),
            optional=True,
            hint=t.plain("Its lead and its channel hear of it 14 and 7 days before."),
        ),
    ]


def read_charter(values: Mapping[str, Any], team: Team, known: Charter | None, today: dt.date) -> Charter | None:
    """The charter that the team's form holds; None for a team that needs none. Raises Faults beside its fields."""
    charter = known or Charter(team.key)
    faults: dict[str, Refusal] = {}
    given = values.get("ends")
    ends = dt.date.fromisoformat(given) if given else None
    try:
        check_end(team, ends, today, charter.ends)
    except Refusal as refusal:
        faults["ends"] = refusal
    deliverables = ""
    try:
        deliverables = limited(clean(values.get("deliverables") or "", lines=True), TEXT)
    except Refusal as refusal:
        faults["deliverables"] = refusal
    if team.kind is TeamKind.TASK_FORCE:
        if not team.mandate:
            faults["mandate"] = Refusal("What is the task force to bring about? Type its mandate.")
        if not deliverables:
            faults.setdefault(
                "deliverables", Refusal("What is there when it ends? Type its deliverables, a line each.")
            )
    if faults:
        raise Faults(faults)
    if known is None and team.kind is not TeamKind.TASK_FORCE:
        return None
    since = charter.since if ends == charter.ends else today
    return dataclasses.replace(charter, ends=ends, deliverables=deliverables, since=since)


def room_field(t: Translator) -> Block:
    options = [
        kit.option(t.plain("Make a public channel and invite the members"), Room.PUBLIC.value),
        kit.option(t.plain("Make a private channel and invite the members"), Room.PRIVATE.value),
    ]
    element = kit.menu("room", t.plain("Choose"), options)
    return kit.field_block("room", t.plain("New channel"), element, optional=True)


def read_room(values: Mapping[str, Any], team: Team) -> Room | None:
    """Whether to make a channel. Raises Faults when one was chosen as well."""
    given = values.get("room")
    if given and team.channel:
        raise Faults({"room": Refusal("You have chosen a channel already. Empty one of the two fields.")})
    return Room(given) if given in set(Room) else None


# the walk -------------------------------------------------------------------------------------------------------------


def walk_form(t: Translator, team: Team, loose: Sequence[Loose], teams: Sequence[Team], settled: int) -> Form:
    """A page of things that need somebody, after `settled` others. `teams`: where they can go, the likeliest first."""
    page = loose[:PAGE]
    head = kit.lines(
        t(
            "{done} settled, {left} to go. Each goes to a team and an owner, or is dropped.",
            done=settled,
            left=len(loose),
        ),
        t("Without an owner it stays with who has it, else it is for the lead of the team."),
    )
    blocks: list[Block] = [kit.section(head)]
    for at, one in enumerate(page):
        blocks += [kit.divider(), kit.section(_what(t, one)), *_fields(t, at, one, teams, team.parent)]
    return Form(
        "forces:walk",
        t.plain("Wind up {key}", key=kit.cut(team.key, 12)),
        t.plain("Next"),
        t.plain("Later"),
        tuple(blocks),
        state={"key": team.key, "page": [one.value for one in page]},
    )


def read_walk(values: Mapping[str, Any], page: Sequence[Loose]) -> list[Choice]:
    """What was decided about each thing of the page. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}
    found = []
    for at, one in enumerate(page):
        fate = values.get(f"fate{at}") or ""
        reason = _reason(values, at, faults)
        if fate == _DROP:
            found.append(Choice(reason=reason))
        elif fate.startswith(_TO):
            found.append(Choice(fate.removeprefix(_TO), values.get(f"owner{at}") or None, reason))
        else:
            faults[f"fate{at}"] = Refusal("Where does {ref} go? Choose a team, or drop it.", ref=one.key)
    if faults:
        raise Faults(faults)
    return found


def finish_form(t: Translator, team: Team, settled: int, *, archives: bool) -> Form:
    """Nothing is left: what came of it, and what becomes of the channel."""
    said = t.many(
        "Nothing is left without an owner. {n} thing was settled.",
        "Nothing is left without an owner. {n} things were settled.",
        settled,
    )
    told = t("The result is posted to the team's channel, to the team above and to the leadership.")
    blocks: list[Block] = [
        kit.section(kit.lines(Md(f":white_check_mark: {said}"), told)),
        kit.field_block("result", t.plain("Result"), kit.text_input("result", limit=TEXT.length, long=True)),
    ]
    if archives:
        options = [kit.option(t.plain("Archive the channel afterwards"), _ARCHIVE)]
        element = kit.checkboxes("channel", options, [_ARCHIVE])
        blocks.append(kit.field_block("channel", t.plain("Channel"), element, optional=True))
    return Form(
        "forces:finish",
        t.plain("Wind up {key}", key=kit.cut(team.key, 12)),
        t.plain("Wind up"),
        t.plain("Later"),
        tuple(blocks),
        state={"key": team.key},
    )


def read_finish(values: Mapping[str, Any]) -> tuple[str, bool]:
    """The result, and whether to archive the channel."""
    try:
        result = limited(clean(values.get("result") or "", lines=True), TEXT)
    except Refusal as refusal:
        raise Faults({"result": refusal}) from refusal
    if not result:
        raise Faults({"result": Refusal("What came of it? Type the result.")})
    return result, _ARCHIVE in (values.get("channel") or ())


def left_row(t: Translator, one: Loose) -> Md:
    """One thing of a team in a list of them: its key, its title and what it is."""
    return kit.joined([Md(f"{kit.bold(one.key)} {escape(kit.cut(one.title, 70))}"), t(KINDS[one.kind])])


def _what(t: Translator, one: Loose) -> Md:
    due = t("due {day}", day=one.due) if one.due else None
    return kit.lines(
        Md(f"{kit.bold(one.key)} {escape(kit.cut(one.title, 200))}"),
        kit.joined([t(KINDS[one.kind]), due, kit.mention(one.owner) if one.owner else t("nobody has it")]),
    )


def _fields(t: Translator, at: int, one: Loose, teams: Sequence[Team], above: str | None) -> list[Block]:
    """`above`: the key of the team above. A team below goes there or nowhere: its neighbours may go as well."""
    options = [kit.option(team.name(t.lang), f"{_TO}{team.key}") for team in teams[:99] if team.key != one.key]
    places = [option["value"] for option in options if one.kind is not Kind.TEAM or option["value"] == f"{_TO}{above}"]
    options.append(kit.option(t.plain(DROPS[one.kind]), _DROP))
    likeliest = places[0] if places else _DROP if one.kind is Kind.TEAM else None
    goes = kit.menu(f"fate{at}", t.plain("Choose"), options, likeliest)
    reason = kit.text_input(f"reason{at}", limit=TITLE.length)
    return [
        kit.field_block(f"fate{at}", t.plain("Goes to"), goes),
        kit.field_block(f"owner{at}", t.plain("Owner from now on"), kit.person_input(f"owner{at}"), optional=True),
        kit.field_block(f"reason{at}", t.plain("Reason, if it is dropped"), reason, optional=True),
    ]


def _reason(values: Mapping[str, Any], at: int, faults: dict[str, Refusal]) -> str:
    try:
        return limited(clean(values.get(f"reason{at}") or ""), TITLE)
    except Refusal as refusal:
        faults[f"reason{at}"] = refusal
        return ""
