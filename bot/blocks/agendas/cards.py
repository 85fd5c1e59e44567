"""What one person reads: the draft to confirm, the preview, what was added and decided, the minutes."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

from bot.blocks import kit
from bot.blocks.agendas import detail, lines, posts
from bot.blocks.kit import Block, Card
from bot.domain.agendas import Agenda, Decision, Item, Outcome
from bot.domain.directory import Directory
from bot.domain.teams import Team
from bot.i18n import Md, Translator


def draft(t: Translator, agenda: Agenda, directory: Directory) -> Card:
    """What will be posted, to the lead: with *Confirm*, *Add a note* and *Add an item*."""
    about = {"team": agenda.team.name(t.lang), "moment": agenda.until}
    if agenda.record.confirmed is not None:
        said = (
            t("*{team}*: you have confirmed the agenda of {moment}.", **about)
            if agenda.team.channel
            else t("The agenda of {team} of {moment} is confirmed.", **about)
        )
    elif agenda.team.channel:
        said = t("*{team}*: this is the agenda that will be posted on {moment}. Please confirm it.", **about)
    else:
        said = t("*{team}*: this is the agenda of {moment}. Please confirm it.", **about)
    head = kit.section(kit.lines(said, unposted(t, agenda.team, directory)))
    return _previewed(t, agenda, directory, head, leads=True)


def preview(t: Translator, agenda: Agenda, directory: Directory, *, leads: bool) -> Card:
    """The agenda as it stands, for whoever asks; with buttons for those who may use them."""
    if not agenda.team.channel:
        as_of = t("As of {moment}.", moment=agenda.until)
        head = kit.lines(
            as_of if agenda.record.frozen is not None else t("As it stands now."),
            unposted(t, agenda.team, directory),
        )
    elif agenda.record.frozen is not None:
        head = t("Posted as of {moment}.", moment=agenda.until)
    else:
        head = t("As it stands now. It will be posted on {moment}.", moment=agenda.until)
    return _previewed(t, agenda, directory, kit.context(head), leads=leads)


def unposted(t: Translator, team: Team, directory: Directory) -> Md | None:
    """Where the agenda of a team without a channel is read, and what makes one."""
    if team.channel:
        return None
    if directory.workspace.leadership_channel:
        return t(
            "Without a channel of the team it stands only in the agenda of all teams. "
            "`/team channel {key}` makes a channel.",
            key=team.key,
        )
    return t("Without a channel of the team it is posted nowhere. `/team channel {key}` makes a channel.", key=team.key)


def _previewed(t: Translator, agenda: Agenda, directory: Directory, head: Block, *, leads: bool) -> Card:
    parent = posts.post(t, agenda, directory, threaded=False)
    below: list[Block] = []
    for name, groups, _most in detail.sections(t, agenda, directory):
        rows = [block for one in groups for block in one.blocks(t, 5)]
        below += [kit.divider(), kit.section(Md(f"▎{kit.bold(name)}")), *rows] if rows else []
    buttons = kit.actions(*_buttons(t, agenda, leads))
    return kit.fitted(
        Card(parent.text, (head, *parent.blocks, buttons, *below)),
        kit.context(t("The rest stands in the thread of the post.")),
    )


def _buttons(t: Translator, agenda: Agenda, leads: bool) -> list[kit.Element]:
    about = f"{agenda.team.key} {agenda.record.occurrence}"
    found: list[kit.Element] = []
    if leads and agenda.record.frozen is None:
        if agenda.record.confirmed is None:
            found.append(kit.button(t.plain("Confirm"), "agendas:confirm", about, style="primary"))
        label = t.plain("Change the note") if agenda.record.note else t.plain("Add a note")
        found.append(kit.button(label, "agendas:note", about))
        if agenda.carried:
            found.append(kit.button(t.plain("Decide what was carried over"), "agendas:carried", about))
    return [*found, kit.button(t.plain("Add an item"), "agendas:item", about)]


def added(t: Translator, item: Item, team: Team, directory: Directory, occurrence_day: Md) -> Card:
    """What was put on the agenda, and when it will stand there."""
    said = t("On the agenda of {team} for {day}:", team=team.name(t.lang), day=occurrence_day)
    blocks = [kit.section(kit.lines(said, lines.bullet(lines.item(t, item, directory))))]
    if note := unposted(t, team, directory):
        blocks.append(kit.context(note))
    return Card(said, tuple(blocks))


def noted(t: Translator, team: Team, text: str, day: Md) -> Card:
    said = t("Your note stands in the agenda of {team} for {day}.", team=team.name(t.lang), day=day)
    return Card(said, (kit.section(kit.lines(said, Md(f">{lines.short(text, 600)}"))),))


def confirmed(t: Translator, team: Team, due: dt.datetime, directory: Directory) -> Card:
    about = {"team": team.name(t.lang), "moment": due}
    if team.channel:
        said = t("The agenda of {team} is confirmed. It will be posted on {moment}.", **about)
    else:
        said = t("The agenda of {team} of {moment} is confirmed.", **about)
    return Card(said, (kit.section(kit.lines(Md(f":white_check_mark: {said}"), unposted(t, team, directory))),))


def decided(t: Translator, decision: Decision, team: Team, directory: Directory, notes: Sequence[Md]) -> Card:
    """What was decided, and what became of it; it can be taken back."""
    said = t("Decision of {team}:", team=team.name(t.lang))
    blocks = [kit.section(kit.lines(said, lines.bullet(lines.decision(t, decision, directory))))]
    if notes:
        blocks.append(kit.context(*notes))
    undo = kit.button(t.plain("Undo"), "agendas:undo", f"{decision.number}", style="danger")
    return Card(said, (*blocks, kit.actions(undo)))


def taken_back(t: Translator, decision: Decision, team: Team, directory: Directory, notes: Sequence[Md]) -> Card:
    """A decision that counts no more, and what went or came back with it."""
    said = t("This decision of {team} is taken back:", team=team.name(t.lang))
    row = lines.bullet(lines.decision(t, replace(decision, became=""), directory))
    blocks = [kit.section(kit.lines(Md(f":leftwards_arrow_with_hook: {said}"), row))]
    if notes:
        blocks.append(kit.context(*notes))
    return Card(said, tuple(blocks))


def for_owner(t: Translator, decision: Decision, team: Team, directory: Directory) -> Card:
    """To whoever must carry a decision out."""
    said = t("{team} has decided, and it is for you to do:", team=team.name(t.lang))
    return Card(said, (kit.section(kit.lines(said, lines.bullet(lines.decision(t, decision, directory)))),))


def minutes(
    t: Translator, decisions: Sequence[Decision], team: Team, directory: Directory, week: str, *, tells: bool
) -> Card:
    """The decisions of one agenda; with `tells` a button that posts them to the channel."""
    if not decisions:
        said = t(
            "No decisions of {team} for {week} yet. `/agenda decide TEXT @owner by: fri` records one.",
            team=team.name(t.lang),
            week=week,
        )
        return Card(said, (kit.section(said),))
    said = t("Decisions of {team}, {week}", team=team.name(t.lang), week=week)
    rows = [Md(f"{n}.  {lines.decision(t, one, directory)}") for n, one in enumerate(decisions, 1)]
    blocks = [kit.section(kit.bold(said)), *lines.packed(rows)]
    if tells:
        label = t.plain("Post to the channel")
        blocks.insert(1, kit.actions(kit.button(label, "agendas:tell_minutes", f"{team.key} {decisions[0].agenda}")))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("There are more decisions than fit here.")))


def settled(t: Translator, item: Item, directory: Directory, decision: Decision | None) -> Md:
    """What became of a matter of long standing, in one line."""
    name = kit.named(directory.person(item.settled_by)) if item.settled_by else None
    what = {
        Outcome.DECIDED: t("decided"),
        Outcome.DROPPED: t("dropped"),
        Outcome.SPLIT: t("split into several items"),
        Outcome.ESCALATED: t("escalated"),
        Outcome.RESOLVED: t("resolved"),
        None: t("escalated"),
    }[item.outcome]
    text = lines.short(item.text, 80) if item.text else Md(item.ref)
    return kit.joined([text, what, lines.decision(t, decision, directory) if decision else None, name])
