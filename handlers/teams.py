"""Teams: who belongs together, who leads, and where they are spoken to."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from bot.blocks import forces as forces_blocks
from bot.blocks import teams as blocks
from bot.blocks.forces import Room
from bot.blocks.kit import Card
from bot.domain.directory import Directory
from bot.domain.people import Person, Role
from bot.domain.permissions import check, may, subject
from bot.domain.quotas import week_of
from bot.domain.teams import Team, TeamKind, check_key, check_names, check_parent, moved
from bot.i18n import N_, Md
from bot.refusals import Refusal, beside
from bot.speech import teams as speech
from bot.values import in_order
from handlers.asks import Ask, Binding, Feature, Noun, Open, Redraw, Reply, Say
from handlers.forces import charters, rooms, winding
from handlers.settings import channel_id
from storage import connections, directories, people, teams
from storage.homes import tallied


def list_(ask: Ask) -> Reply:
    """Every living team."""
    living = sorted((team for team in ask.directory.teams.values() if team.active), key=lambda team: team.key)
    return Say(blocks.list_card(ask.t, living, ask.directory, ask.page, may_add=may(ask.actor, "teams.create")))


def show(ask: Ask) -> Reply:
    """One team, closed ones too."""
    team = ask.directory.find_team(ask.args) or ask.directory.pick_team(ask.args)
    return Say(_card(ask, ask.directory, team))


def open_form(ask: Ask) -> Reply:
    """`/team create` alone."""
    return Open(blocks.form(ask.t, ask.directory))


def create(ask: Ask) -> Reply:
    """A team in one line; without a line, its form."""
    line: speech.TeamLine | None = ask.args
    if line is not None:
        _check_meant(ask, line)
    check(ask.actor, "teams.create")
    if line is None:
        return open_form(ask)
    lead = ask.directory.pick(line.lead.id, line.lead.name).id if line.lead else None
    korean = any("가" <= letter <= "힣" for letter in line.name)
    team = Team(
        line.key,
        ko=line.name if korean else "",
        en="" if korean else line.name,
        kind=TeamKind.TASK_FORCE if line.ends else TeamKind.DIVISION,
        lead=lead,
        channel=channel_id(ask, line.channel) if line.channel else None,
        members=frozenset({lead} if lead else ()),
    )
    _check_new(ask, team)
    charters.keep(ask, charters.drafted(ask, team, line.ends) if line.ends else None)
    return Say(_save(ask, team, "add", ask.t("The team is there.")))


def save(ask: Ask) -> Reply:
    """The form of a new team, filled in."""
    team = _with_lead(blocks.read(ask.values))
    beside("key", lambda: _check_key(ask, team))
    _check_form(ask, team)
    charter, room = charters.read(ask, team), forces_blocks.read_room(ask.values, team)
    charters.keep(ask, charter)
    card = _save(ask, team, "add", ask.t("The team is there."))
    return Say(_roomed(ask, team, room) if room else card)


def edit(ask: Ask) -> Reply:
    """`/team edit KEY`, or the button."""
    team = ask.directory.pick_team(ask.args)
    check(ask.actor, "teams.change", subject(teams=[team.key]))
    return Open(blocks.form(ask.t, ask.directory, team, charters.known(ask, team)))


def change(ask: Ask) -> Reply:
    """The form of a team, changed. Somebody else's newer edit is not overwritten."""
    known = ask.directory.pick_team(str(ask.state.get("key", "")))
    check(ask.actor, "teams.change", subject(teams=[known.key]))
    if ask.state.get("version") != known.version:
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.",
            ref=known.name(ask.lang),
        )
    team = in_order(known, _with_lead(blocks.read(ask.values, known)))
    _check_form(ask, team, known)
    charter, room = charters.read(ask, team), forces_blocks.read_room(ask.values, team)
    if (team, charter, room) == (known, charters.known(ask, team), None):
        return Redraw(_card(ask, ask.directory, known, [ask.t("Nothing changed.")]))
    charters.keep(ask, charter)
    card = _save(ask, team, "edit", ask.t("The team is changed."))
    return Redraw(_roomed(ask, team, room) if room else card)


def add(ask: Ask) -> Reply:
    """`/team add KEY @people`."""
    team, named = _team_and_people(ask)
    check(ask.actor, "teams.change", subject(teams=[team.key]))
    return Say(_take_in(ask, team, named))


def join(ask: Ask) -> Reply:
    """`/team join KEY`: who asks."""
    team = ask.directory.pick_team(ask.args)
    if ask.who in ask.directory.members(team.key):
        raise Refusal("You are in the team {team} already.", team=team.name(ask.lang))
    return Say(_take_in(ask, team, [ask.who]))


def remove(ask: Ask) -> Reply:
    """`/team remove KEY @people`; anybody may leave by themselves."""
    team, named = _team_and_people(ask)
    if any(person.id != ask.who.id for person in named):
        check(ask.actor, "teams.change", subject(teams=[team.key]))
    if any(person.id == team.lead for person in named):
        raise Refusal(
            "{person} leads this team. Name another lead first: `/team lead {key} @kim`.",
            person=ask.directory.people[team.lead or ""].name,
            key=team.key,
        )
    gone = {person.id for person in named}
    rest = {person.id for person in ask.directory.members(team.key)} - gone
    names = ask.t.listing([person.name for person in named])
    return Say(
        _save(
            ask, replace(team, members=frozenset(rest)), "remove", ask.t("No longer in the team: {names}", names=names)
        )
    )


def lead(ask: Ask) -> Reply:
    """`/team lead KEY @person`."""
    team, named = _team_and_people(ask)
    check(ask.actor, "teams.change", subject(teams=[team.key]))
    person = named[0]
    members = {one.id for one in ask.directory.members(team.key)} | {person.id}
    note = ask.t("{person} leads the team now.", person=person.name)
    return Say(_save(ask, replace(team, lead=person.id, members=frozenset(members)), "lead", note))


def make_channel(ask: Ask) -> Reply:
    """`/team channel KEY [private]`, or the button."""
    line: speech.RoomLine = ask.args
    team = ask.directory.pick_team(line.team)
    return Say(
        _card(ask, ask.directory, team, [rooms.ordered(ask, team, Room.PRIVATE if line.private else Room.PUBLIC)])
    )


def close(ask: Ask) -> Reply:
    """`/team close KEY`: a question first, with all that would be without a team."""
    team = ask.directory.pick_team(ask.args)
    check(ask.actor, "teams.create")
    left = winding.check_closable(ask, team)
    homes = sum(person.team == team.key for person in ask.directory.members(team.key))
    return Say(blocks.closing_card(ask.t, team, homes, left))


def close_now(ask: Ask) -> Reply:
    """*Close the team*."""
    team = ask.directory.team(ask.words)
    check(ask.actor, "teams.create")
    if team is None or not team.active:
        raise Refusal("This team is closed already.")
    winding.check_closable(ask, team)
    closed = teams.change(ask.session, ask.ws, replace(team, active=False), ask.who.id, ask.now, "close")
    note = ask.t("The team {name} is closed.", name=closed.name(ask.lang))
    return Redraw(blocks.show_card(ask.t, closed, _fresh(ask), notes=[note], who=ask.who.id))


# steps ----------------------------------------------------------------------------------------------------------------


def _team_and_people(ask: Ask) -> tuple[Team, list[Person]]:
    line: speech.TeamPeople = ask.args
    team = ask.directory.pick_team(line.team)
    named = [ask.directory.pick(one.id, one.name) for one in line.people]
    return team, list(dict.fromkeys(named))


def _check_meant(ask: Ask, line: speech.TeamLine) -> None:
    """`create export @kim` is meant as `add export @kim` where that team is there: in Korean one word may be both."""
    known = ask.directory.find_team(line.added.team) if line.added else None
    if line.added is None or known is None or not known.active:
        return
    people = [ask.directory.person(one.id) for one in line.added.people]
    handles = [
        (there.handle or there.name) if there else one.name
        for there, one in zip(people, line.added.people, strict=True)
    ]
    raise Refusal(
        "The team `{key}` is there already. `/team add {key} {people}` takes people into it.",
        typed=line.typed,
        key=known.key,
        people=" ".join(f'@"{one}"' if " " in one else f"@{one}" for one in handles),
    )


def _take_in(ask: Ask, team: Team, new: Sequence[Person]) -> Card:
    guests = [person.name for person in new if person.role is Role.GUEST]
    if guests:
        raise Refusal(
            "{names} are guests of this workspace and belong to no team. An administrator can make them members.",
            names=", ".join(guests),
        )
    members = {person.id for person in ask.directory.members(team.key)} | {person.id for person in new}
    names = ask.t.listing([person.name for person in new])
    notes = [ask.t("In the team now: {names}", names=names)]
    if team.kind is TeamKind.DIVISION:
        notes += [_elsewhere(ask, person, team) for person in new if person.team not in (None, team.key)]
    return _save(ask, replace(team, members=frozenset(members)), "add_people", *notes)


def _elsewhere(ask: Ask, person: Person, team: Team) -> Md:
    home = ask.directory.home(person.id)
    return ask.t(
        "The visits of {person} still count in {home}. An administrator moves them: "
        "`/muster people @{handle} team: {key}`",
        person=person.name,
        home=home.name(ask.lang) if home else person.team or "",
        handle=person.handle or person.id,
        key=team.key,
    )


def _save(ask: Ask, team: Team, action: str, *notes: Md) -> Card:
    """Store it, move whose home it becomes, and show it as it is now."""
    before = ask.directory.members(team.key)
    for person in moved(team, before, team.members, ask.directory.people):
        people.change(ask.session, ask.ws, person, ask.who.id, ask.now, "team")
    kept = teams.change(ask.session, ask.ws, team, ask.who.id, ask.now, action)
    return _card(ask, _fresh(ask), kept, notes)


def _card(ask: Ask, directory: Directory, team: Team, notes: Iterable[Md] = ()) -> Card:
    said = list(notes)
    if team.channel and not connections.get(ask.session, ask.ws).hears(team.channel):
        said.append(blocks.invite_note(ask.t, team.channel))
    return blocks.show_card(
        ask.t,
        team,
        directory,
        tallied(ask.session, directory, team.key, *week_of(ask.today)),
        said,
        charters.lines(ask, team),
        ask.who.id,
    )


def _roomed(ask: Ask, team: Team, room: Room) -> Card:
    """The team's card, and what is done about its channel. The one who made the team may have one made for it."""
    fresh = _fresh(ask)
    asked = replace(ask, directory=fresh, actor=fresh.actor(ask.who))
    kept = fresh.teams[team.key]
    return _card(asked, fresh, kept, [rooms.ordered(asked, kept, room)])


def _fresh(ask: Ask) -> Directory:
    found = directories.directory(ask.session, ask.ws, ask.now)
    assert found is not None
    return found


def _with_lead(team: Team) -> Team:
    """The lead is one of the members."""
    return replace(team, members=team.members | {team.lead}) if team.lead else team


def _check_new(ask: Ask, team: Team) -> None:
    _check_key(ask, team)
    check_names(team, ask.directory.teams.values())
    _check_people(ask, team)


def _check_key(ask: Ask, team: Team) -> None:
    words = (name for sub in speech.subcommands(ask.today) for name in sub.names)
    check_key(team.key, ask.directory.teams, words)


def _check_form(ask: Ask, team: Team, before: Team | None = None) -> None:
    """A parent that stays is not asked about: who corrects a name cannot help who stands where."""
    beside("ko", lambda: check_names(team, ask.directory.teams.values()))
    if before is None or team.parent != before.parent:
        beside("parent", lambda: check_parent(team, ask.directory.teams))
    beside("members", lambda: _check_people(ask, team))


def _check_people(ask: Ask, team: Team) -> None:
    for id in sorted(team.members):
        person = ask.directory.pick(id, "")
        if person.role is Role.GUEST:
            raise Refusal("{name} is a guest of this workspace. Guests belong to no team.", name=person.name)


NOUN = Noun(
    word="team",
    about=N_("Divisions, response teams and task forces: who belongs to them, who leads, and their channel."),
    examples=(
        N_("create export Export Division lead: @kim channel: #export"),
        N_("create us-trade Trade with the United States lead: @kim due: 3/30"),
        N_("add export @lee @park"),
        N_("wind-up us-trade"),
    ),
    grammar=N_(
        "/team list\n"
        "/team show|edit|join|close|reopen KEY\n"
        "/team create KEY NAME [lead: @person] [channel: #channel] [due: DATE]   (or `create` alone: the form)\n"
        "    with `due:` it is a task force, which ends that day\n"
        "/team add|remove KEY @person…\n"
        "/team lead KEY @person\n"
        "/team channel KEY [private]   (makes its channel and invites the members)\n"
        "/team wind-up KEY   (all that it has goes to somebody; then it is closed)"
    ),
    subcommands=speech.subcommands,
    verbs={
        "list": Binding(list_, writes=False),
        "show": Binding(show, writes=False),
        "create": Binding(create),
        "lead": Binding(lead),
        "add": Binding(add),
        "remove": Binding(remove),
        "join": Binding(join),
        "edit": Binding(edit, writes=False),
        "channel": Binding(make_channel),
        "wind-up": Binding(winding.open_walk, writes=False),
        "close": Binding(close, writes=False),
        "reopen": Binding(winding.reopen),
    },
    empty=Binding(list_, writes=False),
    line=speech.line,
    free=Binding(show, writes=False),
    prose=False,
)

FEATURE = Feature(
    noun=NOUN,
    buttons={"teams:close": Binding(close_now)},
    forms={"teams:save": Binding(save, may="teams.create"), "teams:change": Binding(change)},
)
