"""The team: its card, the list, and the form with its reader."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.forces import charter_fields, left_row, room_field
from bot.blocks.kit import Block, Card, Element, Form
from bot.blocks.periods import weekly_time
from bot.domain.directory import Directory
from bot.domain.forces import Charter, Loose
from bot.domain.teams import KEY, Team, TeamKind
from bot.domain.visits import Tally
from bot.domain.words import Facet
from bot.i18n import N_, Md, Translator, escape
from bot.refusals import Faults, Refusal
from bot.speech.text import ORGANISATION, TEXT, clean, limited
from bot.speech.times import weekly, zone_name

PAGE: Final = 10
SHOWN: Final = 30  # members by name; the rest are counted
LEFT: Final = 15  # things of a team that is closed, by name
AGENDA: Final = "agenda"
KINDS: Final = {
    TeamKind.DIVISION: N_("division"),
    TeamKind.RESPONSE: N_("response team"),
    TeamKind.TASK_FORCE: N_("task force"),
}


def list_card(t: Translator, teams: Sequence[Team], directory: Directory, page: int, *, may_add: bool) -> Card:
    """The living teams, in the order of their keys."""
    said = t.many("{n} team", "{n} teams", len(teams))
    if not teams:
        nothing = (
            t("There are no teams yet. `/team create` opens a form for the first one.")
            if may_add
            else t("There are no teams yet. The secretariat and administrators create them.")
        )
        return Card(nothing, (kit.section(nothing),))
    blocks: list[Block] = [kit.section(kit.bold(said))]
    for team in teams[(page - 1) * PAGE : page * PAGE]:
        blocks.append(
            kit.section(_row(t, team, directory), kit.button(t.plain("Show"), AGAIN, f"team show {team.key}"))
        )
    if len(teams) > page * PAGE:
        blocks.append(kit.actions(kit.button(t.plain("More"), MORE, f"team list page:{page + 1}")))
    return Card(said, tuple(blocks))


def show_card(
    t: Translator,
    team: Team,
    directory: Directory,
    tallies: Sequence[Tally] = (),
    notes: Sequence[Md] = (),
    charter: Sequence[Md] = (),
    who: str = "",
) -> Card:
    """All about one team, for `who`.

    `notes` say what was just done, and what is left to do; `charter` is a task force's.
    """
    blocks = [kit.section(note) for note in notes]
    blocks.append(kit.section(_heading(t, team, directory)))
    blocks.append(kit.fields(*_facts(t, team, directory)))
    blocks += [kit.section(fact) for fact in charter]
    members = [kit.named(person) for person in directory.members(team.key)]
    if members:
        blocks.append(kit.section(kit.lines(t.many("{n} member", "{n} members", len(members)), _some(t, members))))
    due = [one for one in tallies if one.due]
    if due:
        met = sum(one.met for one in due)
        blocks.append(kit.context(t("This week {met} of {people} met their quota.", met=met, people=len(due))))
    if team.active:
        blocks.append(kit.actions(*_buttons(t, team, joined=team.key in directory.teams_of(who))))
    return Card(t.plain("Team {name}", name=team.name(t.lang)), tuple(blocks))


def invite_note(t: Translator, channel: str) -> Md:
    """The bot posts only where it is a member."""
    return t(
        ":warning: I am not in {channel} yet. Type this there, so that I can post: `/invite @muster`",
        channel=kit.channel(channel),
    )


def closing_card(t: Translator, team: Team, homes: int, left: Sequence[Loose]) -> Card:
    """Closing is asked about, with what it leaves behind by name, and the command that hands it over."""
    said = t("Close the team {name}?", name=kit.bold(team.name(t.lang)))
    facts = kit.lines(
        t.many("{n} person has it as their home.", "{n} people have it as their home.", homes) if homes else None,
        t("Nothing of it is deleted; it only stops: no agenda, no prompts, no quota."),
    )
    blocks = [kit.section(kit.lines(said, facts)), *_left(t, team, left)]
    buttons = [kit.button(t.plain("Close the team"), "teams:close", team.key, style="danger")]
    if left:
        buttons.insert(0, kit.button(t.plain("Wind up"), AGAIN, f"team wind-up {team.key}"))
    return Card(said, (*blocks, kit.actions(*buttons)))


def _left(t: Translator, team: Team, left: Sequence[Loose]) -> list[Block]:
    """What would be without a team, by name, and what hands it over."""
    if not left:
        return []
    more = t.many("and {n} more", "and {n} more", len(left) - LEFT) if len(left) > LEFT else None
    said = t.many(
        "{n} thing would be without a team. `/team wind-up {key}` hands each over before it closes:",
        "{n} things would be without a team. `/team wind-up {key}` hands each over before it closes:",
        len(left),
        key=team.key,
    )
    return [kit.section(kit.lines(said, *(Md(f"•  {left_row(t, one)}") for one in left[:LEFT]), more))]


# the form -------------------------------------------------------------------------------------------------------------


def form(t: Translator, directory: Directory, team: Team | None = None, charter: Charter | None = None) -> Form:
    """The form that makes a team, or changes one."""
    known = team or Team("", "", "")
    members = [person.id for person in directory.members(team.key)] if team else []
    blocks = [] if team else [_text(t.plain("Key"), "key", "", 30, hint=t.plain("One short word, such as export."))]
    blocks += [
        _text(t.plain("Name in Korean"), "ko", known.ko, ORGANISATION.length, optional=True),
        _text(t.plain("Name in English"), "en", known.en, ORGANISATION.length, optional=True),
        kit.field_block("kind", t.plain("Kind of team"), _kinds(t, known.kind)),
        *_parent(t, directory, known),
        kit.field_block("lead", t.plain("Team lead"), kit.person_input("lead", known.lead), optional=True),
        kit.field_block("members", t.plain("Members"), kit.people_input("members", members), optional=True),
        kit.field_block("channel", t.plain("Channel"), kit.channel_input("channel", known.channel), optional=True),
        *([] if known.channel else [room_field(t)]),
        *_tags(t, directory, known),
        kit.field_block("tells", t.plain("In the channel"), _tells(t, known), optional=True),
        _text(
            t.plain("Time of the agenda"),
            "agenda",
            weekly_time(t, known.times.get(AGENDA, "")),
            20,
            optional=True,
            hint=t.plain("Such as fri 17:00. Empty: as in the workspace."),
        ),
        kit.field_block("language", t.plain("Language of the channel"), _languages(t, known.language), optional=True),
        _text(t.plain("Time zone"), "zone", known.zone or "", 64, optional=True, hint=t.plain("Such as Asia/Seoul.")),
        _text(t.plain("Mandate"), "mandate", known.mandate, TEXT.length, optional=True, long=True),
        *charter_fields(t, charter),
    ]
    return Form(
        "teams:change" if team else "teams:save",
        t.plain("Edit the team") if team else t.plain("New team"),
        t.plain("Save"),
        t.plain("Cancel"),
        tuple(blocks),
        state={"key": known.key, "version": known.version} if team else {},
    )


def read(values: Mapping[str, Any], team: Team | None = None) -> Team:
    """The team that the form holds, with its members as chosen. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}

    def given(field: str, limit: Any = ORGANISATION) -> str:
        try:
            return limited(clean(values.get(field) or "", lines=limit is TEXT), limit)
        except Refusal as refusal:
            faults[field] = refusal
            return ""

    key, ko, en = (team.key if team else given("key")), given("ko"), given("en")
    if not KEY.fullmatch(key) and "key" not in faults:
        faults["key"] = Refusal("A key is one short word of letters, digits and hyphens, such as `export`.")
    if not (ko or en):
        faults.setdefault("ko", Refusal("Type the team's name in Korean, in English or in both."))
    times = dict(team.times) if team else {}
    times.pop(AGENDA, None)
    if at := given("agenda"):
        times |= _checked(faults, "agenda", lambda: {AGENDA: weekly(at)}) or {}
    zone = given("zone")
    found = replace(
        team or Team(key, "", ""),
        ko=ko,
        en=en,
        kind=TeamKind(values.get("kind") or TeamKind.DIVISION.value),
        parent=values.get("parent") or None,
        lead=values.get("lead") or None,
        members=frozenset(values.get("members") or ()),
        channel=values.get("channel") or None,
        sectors=tuple(values.get("sector") or ()),
        regions=tuple(values.get("region") or ()),
        tells_visits="visits" in (values.get("tells") or ()),
        times=times,
        language=values.get("language") or None,
        zone=_checked(faults, "zone", lambda: zone_name(zone)) if zone else None,
        mandate=given("mandate", TEXT),
    )
    if faults:
        raise Faults(faults)
    return found


def _checked(faults: dict[str, Refusal], field: str, read: Any) -> Any:
    try:
        return read()
    except Refusal as refusal:
        faults[field] = refusal
        return None


def _text(
    label: str, name: str, initial: str, limit: int, *, optional: bool = False, hint: str = "", long: bool = False
) -> Block:
    element = kit.text_input(name, initial, limit=limit, long=long)
    return kit.field_block(name, label, element, optional=optional, hint=hint)


def _kinds(t: Translator, chosen: TeamKind) -> Element:
    options = [kit.option(t.plain(label), kind.value) for kind, label in KINDS.items()]
    return kit.menu("kind", t.plain("Choose"), options, chosen.value)


def _parent(t: Translator, directory: Directory, team: Team) -> list[Block]:
    others = [one for one in directory.teams.values() if one.active and one.key != team.key]
    if not others:
        return []
    options = [kit.option(one.name(t.lang), one.key) for one in others]
    element = kit.menu("parent", t.plain("Choose"), options, team.parent)
    return [kit.field_block("parent", t.plain("Part of"), element, optional=True)]


def _tags(t: Translator, directory: Directory, team: Team) -> list[Block]:
    wanted = ((Facet.SECTOR, t.plain("Sector"), team.sectors), (Facet.REGION, t.plain("Region"), team.regions))
    fields = []
    for facet, label, chosen in wanted:
        options = [kit.option(term.name(t.lang), term.key) for term in directory.workspace.vocabulary.of(facet)]
        if options:
            element = kit.many_menu(facet.value, t.plain("Choose"), options, chosen)
            fields.append(kit.field_block(facet.value, label, element, optional=True))
    return fields


def _tells(t: Translator, team: Team) -> Element:
    options = [kit.option(t.plain("Tell of each visit in one line"), "visits")]
    return kit.checkboxes("tells", options, ["visits"] if team.tells_visits else [])


def _languages(t: Translator, chosen: str | None) -> Element:
    return kit.menu("language", t.plain("Choose"), [kit.option("한국어", "ko"), kit.option("English", "en")], chosen)


# parts ----------------------------------------------------------------------------------------------------------------


def _row(t: Translator, team: Team, directory: Directory) -> Md:
    size = len(directory.members(team.key))
    facts = [
        Md(f"`{escape(team.key)}`"),
        t("lead {person}", person=kit.named(directory.person(team.lead))) if team.lead else t("no lead yet"),
        kit.channel(team.channel) if team.channel else t("no channel yet"),
        t.many("{n} member", "{n} members", size),
    ]
    return kit.lines(kit.bold(team.name(t.lang)), kit.joined(facts))


def _heading(t: Translator, team: Team, directory: Directory) -> Md:
    other = team.en if t.lang == "ko" else team.ko
    parent = directory.team(team.parent)
    closed = None if team.active else t("closed team")
    facts = [Md(f"`{escape(team.key)}`"), t(KINDS[team.kind]), closed]
    if parent:
        facts.append(t("part of {team}", team=parent.name(t.lang)))
    name = kit.bold(team.name(t.lang))
    shown = kit.joined([name, escape(other) if other and other != team.name(t.lang) else None])
    return kit.lines(shown, kit.joined(facts), escape(kit.cut(team.mandate, 500)) if team.mandate else None)


def _facts(t: Translator, team: Team, directory: Directory) -> list[Md]:
    vocabulary = directory.workspace.vocabulary
    lead = kit.named(directory.person(team.lead)) if team.lead else t("not named yet")
    cells = [
        kit.lines(t("*Lead*"), lead),
        kit.lines(t("*Channel*"), kit.channel(team.channel) if team.channel else t("none yet")),
    ]
    for facet, label, keys in (
        (Facet.SECTOR, t("*Sectors*"), team.sectors),
        (Facet.REGION, t("*Regions*"), team.regions),
    ):
        if keys:
            cells.append(kit.lines(label, t.listing([vocabulary.name(facet, key, t.lang) for key in keys])))
    if AGENDA in team.times:
        cells.append(kit.lines(t("*Agenda*"), escape(weekly_time(t, team.times[AGENDA]))))
    if team.zone and team.zone != directory.workspace.zone:
        cells.append(kit.lines(t("*Time zone*"), escape(team.zone)))
    return cells


def _some(t: Translator, names: Sequence[Md]) -> Md:
    shown = t.listing(names[:SHOWN])
    return t("{names} and {n} more", names=shown, n=len(names) - SHOWN) if len(names) > SHOWN else shown


def _buttons(t: Translator, team: Team, *, joined: bool) -> list[Element]:
    found = [
        kit.button(t.plain("Edit"), AGAIN + "#1", f"team edit {team.key}"),
        kit.button(t.plain("Visits and quota"), AGAIN + "#2", f"visit quota team {team.key}"),
        kit.button(t.plain("Agenda"), AGAIN + "#3", f"agenda team {team.key}"),
    ]
    if not joined:
        found.append(kit.button(t.plain("Join"), AGAIN + "#4", f"team join {team.key}"))
    if not team.channel:
        found.append(kit.button(t.plain("Make its channel"), AGAIN + "#5", f"team channel {team.key}"))
    if team.kind is TeamKind.TASK_FORCE:
        found.append(kit.button(t.plain("Wind up"), AGAIN + "#6", f"team wind-up {team.key}"))
    return found
