"""What every listener of the agenda does: which team, which week, what may be done."""

import datetime as dt
from collections.abc import Iterable
from typing import Final

from bot.blocks.agendas import cards
from bot.blocks.kit import Card
from bot.domain import agendas as rules
from bot.domain.agendas import Agenda, Item, Record, Remark, weeks
from bot.domain.difficulties import Difficulty
from bot.domain.ledger import ANSWER_SERIES, NOTICE_EXPIRES
from bot.domain.people import Person, Role
from bot.domain.permissions import Subject, check, may, subject
from bot.domain.refs import named_in
from bot.domain.teams import Team
from bot.domain.timetable import Occurrence
from bot.i18n import Md, Translator, speaking
from bot.refusals import Refusal
from handlers.asks import Ask
from storage import agendas, difficulties, ledger, tasks

OWNER_HEARS: Final = "decision-owner"  # the series of direct messages to who must carry a decision out
MEETS_WITHIN: Final = dt.timedelta(days=4)  # the meeting about Friday's agenda is on Monday or Tuesday


def no_team() -> Refusal:
    return Refusal("You are in no team yet. Name one: `/agenda team KEY`.")


def own_team(ask: Ask) -> Team | None:
    """The team that somebody means without naming one: which they lead, else their home, else one they belong to."""
    led = ask.directory.leads_of(ask.who.id)
    home = ask.directory.home(ask.who.id)
    keys = [*led, *([home.key] if home else []), *ask.directory.teams_of(ask.who.id)]
    return next((team for key in keys if (team := ask.directory.team(key)) is not None and team.active), None)


def team_of(ask: Ask, typed: str | None) -> Team:
    """The team that is named, else the person's own."""
    found = ask.directory.pick_team(typed) if typed else own_team(ask)
    if found is None:
        raise no_team()
    return found


def pressed(ask: Ask) -> tuple[Team, str]:
    """The team and the week that a button carries: `export 2026-W48`."""
    key, _, occurrence = ask.words.partition(" ")
    return ask.directory.pick_team(key), occurrence


def kept(ask: Ask) -> Team:
    """The team that a form is about."""
    return ask.directory.pick_team(str(ask.state.get("team", "")))


def leads(ask: Ask, team: Team) -> bool:
    return may(ask.actor, "agendas.lead", subject(teams=[team.key]))


def check_lead(ask: Ask, team: Team) -> None:
    check(ask.actor, "agendas.lead", subject(teams=[team.key]))


def check_decides(ask: Ask, team: Team) -> None:
    check(ask.actor, "agendas.decide", subject(teams=[team.key]))


def coming(ask: Ask, team: Team) -> Occurrence:
    """The agenda on which stands what is added now."""
    ahead = weeks.weeks_ahead(ask.directory, team, ask.now)
    frozen = agendas.frozen_among(ask.session, ask.ws, team.key, [one.key for one in ahead])
    return weeks.coming(ask.directory, team, ask.now, frozen)


def discussed(ask: Ask, team: Team) -> str:
    """The agenda that a meeting talks about: the one posted last, else the coming one."""
    latest = agendas.latest(ask.session, ask.ws, team.key)
    return latest.occurrence if latest else coming(ask, team).key


def to_print(ask: Ask, team: Team | None) -> Occurrence:
    """The agenda that a meeting has before it: the one posted in the last days, else the coming one."""
    if team is not None and (latest := agendas.latest(ask.session, ask.ws, team.key)) is not None:
        posted = weeks.named(ask.directory, team, latest.occurrence)
        if posted is not None and latest.frozen is not None and ask.now - latest.frozen < MEETS_WITHIN:
            return posted
    if team is None:
        past = [one for one in weeks.weeks_ahead(ask.directory, None, ask.now - MEETS_WITHIN) if one.due <= ask.now]
        return past[-1] if past else weeks.coming(ask.directory, None, ask.now)
    return coming(ask, team)


def composed(ask: Ask, team: Team, due: Occurrence) -> Agenda:
    """As it stands now, or as it was posted."""
    return rules.compose(agendas.gather(ask.session, ask.directory, team, due.key, due.due, ask.now))


def drawn(ask: Ask, team: Team, due: Occurrence) -> Card:
    """The card that *Confirm* and *Add a note* stand on: in a direct message the draft, else the preview."""
    agenda = composed(ask, team, due)
    if ask.origin.message and not ask.origin.ephemeral and agenda.record.frozen is None:
        return cards.draft(ask.t, agenda, ask.directory)
    return cards.preview(ask.t, agenda, ask.directory, leads=leads(ask, team))


def day_of(ask: Ask, team: Team, due: Occurrence) -> Md:
    """The day on which an agenda is posted, where its team is."""
    return Md(ask.t.day(weeks.today(ask.directory, team, due.due)))


def week_name(ask: Ask, team: Team, occurrence: str) -> str:
    """`Fri 27 Nov` for 2026-W48."""
    due = weeks.named(ask.directory, team, occurrence)
    return ask.t.day(weeks.today(ask.directory, team, due.due)) if due else occurrence


def week(ask: Ask, team: Team, occurrence: str) -> Occurrence | None:
    return weeks.named(ask.directory, team, occurrence)


def of_person(ask: Ask, person: Person) -> Translator:
    """Somebody else's language."""
    return speaking(ask.directory.voice_of(person), ask.today)


def item_of(ask: Ask, number: int) -> Item:
    """An item that is still open; whoever decided it before is named."""
    found = agendas.item(ask.session, ask.ws, number)
    if found is None:
        raise Refusal("This item is no longer there. `/agenda` shows the present ones.")
    if found.outcome is not None:
        who = ask.directory.person(found.settled_by)
        if who is None:
            raise Refusal("This has been dealt with already. `/agenda` shows what is open.")
        raise Refusal("{name} has dealt with this already. `/agenda` shows what is open.", name=who.name)
    return found


def record_of(ask: Ask, item: Item, *, lock: bool = False) -> Record | None:
    """What stands behind an item. With `lock` nobody else changes its task: only who writes may ask for that."""
    if not item.ref:
        return None
    number = int(item.ref[2:])
    if item.ref.startswith("D"):
        return difficulties.get(ask.session, ask.ws, number)
    return (tasks.locked if lock else tasks.get)(ask.session, ask.ws, number)


def matter(item: Item, record: Record | None) -> str:
    """What it is about, in one line: `record` is what stands behind it."""
    if record is None:
        return item.text or item.ref
    return f"{record.ref} {record.text if isinstance(record, Difficulty) else record.title}"


def remarks(ask: Ask, item: Item, among: Iterable[Item]) -> list[Remark]:
    """What else the agenda says about the task of this item; a new item is not in its line yet."""
    named = named_in(item.ref or item.text.partition(" ")[0])
    task = tasks.get(ask.session, ask.ws, named[0].number) if named and named[0].prefix == "T" else None
    if task is None or not (item.ref or rules.remark(item, task)):
        return []
    others = [one for one in among if one.number != item.number and not one.fresh]
    return [said for one in others if (said := rules.remark(one, task)) is not None]


def employee(ask: Ask, id: str | None, name: str) -> str:
    """Somebody who works here, by mention or name."""
    found = ask.directory.pick(id, name)
    if found.role is Role.GUEST:
        raise Refusal("{name} is a guest. Name somebody who works here.", name=found.name)
    return found.id


def about(team: Team) -> Subject:
    return subject(teams=[team.key])


def say(
    ask: Ask, series: str, occurrence: str, card: Card, *, channel: str | None = None, person: str | None = None
) -> bool:
    """Plan a card for a channel, or for a person within their hours, once. False when it was planned before."""
    args = {"message": card.message()}
    if person:
        return ledger.tell(
            ask.session,
            ask.directory,
            series=series,
            occurrence=occurrence,
            person=person,
            args=args,
            now=ask.now,
            maker=ANSWER_SERIES,
        )
    return ledger.plan(
        ask.session,
        ask.ws,
        series=series,
        occurrence=occurrence,
        channel=channel,
        due=ask.now,
        expires=ask.now + NOTICE_EXPIRES,
        maker=ANSWER_SERIES,
        args=args,
        now=ask.now,
    )
