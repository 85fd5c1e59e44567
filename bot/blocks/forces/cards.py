"""What is said of a task force's charter, its end and its channel."""

import datetime as dt
from collections.abc import Iterable, Sequence
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Block, Card
from bot.domain.directory import Directory
from bot.domain.forces import Charter, Ending, Fate
from bot.domain.ledger import Act
from bot.domain.people import Person
from bot.domain.teams import Team, TeamKind
from bot.i18n import Md, Translator, escape

SHOWN: Final = 40  # things by name in the result; the others are counted
PROSE: Final = 1500  # characters of the result that a card shows


def charter_lines(t: Translator, team: Team, charter: Charter | None, today: dt.date) -> list[Md]:
    """For the card of the team: its end, its deliverables, its result; what a task force still lacks."""
    if charter is not None and charter.ended is not None:
        return [kit.lines(t("*Result*"), escape(kit.cut(charter.result, PROSE)))] if charter.result else []
    if team.kind is not TeamKind.TASK_FORCE:
        return []
    found: list[Md] = []
    if charter is not None and charter.deliverables:
        found.append(kit.lines(t("*Deliverables*"), escape(kit.cut(charter.deliverables, PROSE))))
    if charter is not None and charter.ends is not None:
        found.append(Md(f":hourglass_flowing_sand: {_end(t, charter.ends, charter.left(today))}"))
    if not (team.mandate and charter and charter.deliverables and charter.ends):
        found.append(
            t(
                ":warning: A task force has a mandate, deliverables and a last day. "
                "`/team edit {key}` writes them down.",
                key=team.key,
            )
        )
    return found


def ending_line(t: Translator, one: Ending) -> Md:
    """`*TF name* · ends on 24 December, in 12 days`."""
    return kit.joined([kit.bold(one.team.name(t.lang)), _end(t, one.ends, one.left)])


def agenda_line(t: Translator, charter: Charter, today: dt.date) -> Md:
    """The same in the team's own agenda."""
    return t("*Task force*  {end}", end=_end(t, charter.ends, charter.left(today)))


def welcome_card(t: Translator, team: Team, charter: Charter | None, directory: Directory, today: dt.date) -> Card:
    """The first words in a channel that was made: what this team is for, until when, and who leads it."""
    said = t.plain("The channel of {team}", team=team.name(t.lang))
    lead = directory.person(team.lead)
    facts = [
        escape(kit.cut(team.mandate, PROSE)) if team.mandate else None,
        *charter_lines(t, team, charter, today),
        t("*Lead*  {person}", person=lead.name) if lead else None,
    ]
    blocks = [kit.header(said), *(kit.section(fact) for fact in facts if fact)]
    blocks.append(kit.actions(kit.button(t.plain("Show the team"), AGAIN, f"team show {team.key}")))
    return Card(said, tuple(blocks))


def notice_card(t: Translator, team: Team, charter: Charter, loose: int, today: dt.date) -> Card:
    """14 and 7 days before the end."""
    left = charter.left(today) or 0
    said = t.many("{team} ends in {n} day", "{team} ends in {n} days", left, team=kit.bold(team.name(t.lang)))
    open_ = t.many(
        "{n} thing is open. The winding up walks through each: to a team and an owner, or dropped with a reason.",
        "{n} things are open. The winding up walks through each: to a team and an owner, or dropped with a reason.",
        loose,
    )
    blocks: list[Block] = [
        kit.section(kit.lines(Md(f":hourglass_flowing_sand: {said}"), _end(t, charter.ends, charter.left(today)))),
        *([kit.section(kit.lines(t("*Deliverables*"), _prose(charter.deliverables)))] if charter.deliverables else []),
        kit.section(open_ if loose else t("Nothing is open.")),
        kit.actions(
            kit.button(t.plain("Wind up"), f"{AGAIN}#1", f"team wind-up {team.key}"),
            kit.button(t.plain("Change the last day"), f"{AGAIN}#2", f"team edit {team.key}"),
        ),
    ]
    return Card(said, tuple(blocks))


def result_card(t: Translator, team: Team, charter: Charter, directory: Directory) -> Card:
    """What came of it, and where everything that it had is now."""
    said = t.plain("{team} has ended", team=team.name(t.lang))
    handed = [fate for fate in charter.fates if not fate.dropped or _alone(fate, directory)]
    dropped = [fate for fate in charter.fates if fate not in handed]
    by = directory.person(charter.ended_by)
    head = kit.lines(
        escape(kit.cut(team.mandate, 300)) if team.mandate else None,
        kit.lines(t("*Deliverables*"), _prose(charter.deliverables)) if charter.deliverables else None,
        kit.lines(t("*Result*"), _prose(charter.result)),
    )
    blocks: list[Block] = [kit.header(said), kit.section(head)]
    blocks += _listed(t, t("*Handed over ({n})*", n=len(handed)), [_handed(t, fate, directory) for fate in handed])
    blocks += _listed(t, t("*Dropped ({n})*", n=len(dropped)), [_dropped(fate) for fate in dropped])
    foot = kit.context(t("Wound up by {person}", person=by.name if by else "–"))
    return kit.fitted(Card(said, (*blocks, foot)), kit.context(t("The audit has the rest: `/muster audit`")))


def reopened_notes(t: Translator, team: Team, before: Charter | None, today: dt.date) -> list[Md]:
    """What is again, and what is not. `before`: the charter with which it was wound up, if it was."""
    notes = [t(":leftwards_arrow_with_hook: {team} is open again.", team=team.name(t.lang))]
    if before is None:
        return notes
    notes.append(
        t("What it handed over or dropped stays so, like the homes of its people. Its result is no longer written.")
    )
    if team.channel:
        notes.append(
            t("If {channel} was archived, somebody opens it again in Slack.", channel=kit.channel(team.channel))
        )
    left = before.left(today)
    if left is not None and left < 0:
        notes.append(t("Its last day has passed: `/team edit {key}` sets another one.", key=team.key))
    return notes


def refused_card(
    t: Translator, act: Act, team: Team, directory: Directory, name: str, code: str, people: Iterable[str] = ()
) -> Card:
    """What Slack did not let the bot do, and what to type instead."""
    said = Md(f":warning: {_instead(t, act, team, directory, name, code, people)}")
    return Card(said, (kit.section(said),))


def scope_note(t: Translator, team: Team, name: str, people: Sequence[Person]) -> Md:
    """The bot may make no channels here: what to type instead."""
    return t(
        ":warning: This app may not make channels here. Make #{name} yourself, type there `/invite @muster {people}`, "
        "and choose it with `/team edit {key}`.",
        name=name,
        people=_handles(people),
        key=team.key,
    )


def room_note(t: Translator, name: str) -> Md:
    return t(":hourglass_flowing_sand: I am making the channel #{name} and inviting the members.", name=name)


def stays_note(t: Translator, team: Team) -> Md:
    """Nothing was made: there is one."""
    return t("{team} has a channel: {channel}", team=team.name(t.lang), channel=kit.channel(team.channel or ""))


def _instead(
    t: Translator, act: Act, team: Team, directory: Directory, name: str, code: str, people: Iterable[str]
) -> Md:
    who = [found for id in people if (found := directory.person(id)) is not None]
    if act is Act.ARCHIVE:
        return t("I may not archive {channel}. Type this there: `/archive`", channel=kit.channel(team.channel or ""))
    if act is Act.FILL:
        channel = kit.channel(team.channel or "")
        return t(
            "I could not invite everybody into {channel}. Type this there: `/invite {people}`",
            channel=channel,
            people=_handles(who),
        )
    if code == "name_taken":
        return t(
            "There is a channel #{name} already, and I did not make it. If it is meant, type there `/invite @muster` "
            "and choose it with `/team edit {key}`.",
            name=name,
            key=team.key,
        )
    return t(
        "Slack does not let me make the channel #{name} ({code}). Make it yourself, type there "
        "`/invite @muster {people}`, and choose it with `/team edit {key}`.",
        name=name,
        code=code,
        people=_handles(who),
        key=team.key,
    )


def _handles(people: Iterable[Person]) -> str:
    return " ".join(f"@{person.handle or person.name}" for person in people)


def _end(t: Translator, ends: dt.date | None, left: int | None) -> Md:
    if ends is None or left is None:
        return t("no last day yet")
    if left < 0:
        return t.many("ended on {day}, {n} day ago", "ended on {day}, {n} days ago", -left, day=ends)
    if left == 0:
        return t("ends today")
    return t.many("ends on {day}, in {n} day", "ends on {day}, in {n} days", left, day=ends)


def _prose(text: str) -> Md:
    return escape(kit.cut(text, PROSE))


def _listed(t: Translator, title: Md, rows: Sequence[Md]) -> list[Block]:
    if not rows:
        return []
    more = t.many("and {n} more", "and {n} more", len(rows) - SHOWN) if len(rows) > SHOWN else None
    held = [title, *(Md(f"•  {row}") for row in rows[:SHOWN]), *([more] if more else [])]
    return [kit.section(kit.lines(*held[first : first + 12])) for first in range(0, len(held), 12)]


def _handed(t: Translator, fate: Fate, directory: Directory) -> Md:
    team, owner = directory.team(fate.team), directory.person(fate.owner)
    return kit.joined(
        [
            Md(f"{kit.bold(fate.ref)} {escape(kit.cut(fate.title, 70))}"),
            escape(team.name(t.lang)) if team else t("has no team above it") if not owner else None,
            kit.named(owner) if owner else None,
        ]
    )


def _alone(fate: Fate, directory: Directory) -> bool:
    """A team that has none above it any more; answered difficulties go nowhere without a reason, too."""
    return fate.dropped and not fate.reason and fate.ref in directory.teams


def _dropped(fate: Fate) -> Md:
    return kit.joined(
        [
            Md(f"{kit.bold(fate.ref)} {escape(kit.cut(fate.title, 70))}"),
            escape(kit.cut(fate.reason, 90)) if fate.reason else None,
        ]
    )
