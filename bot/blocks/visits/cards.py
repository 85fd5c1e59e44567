"""The visit on screen: its card, lists, a team's week, and the line that a channel hears."""

import datetime as dt
from collections.abc import Sequence

from bot.blocks import kit
from bot.blocks.answers import AGAIN, MORE
from bot.blocks.difficulties.parts import urgent
from bot.blocks.kit import Block, Card
from bot.blocks.organisations import similar_blocks
from bot.blocks.plans import counted_note
from bot.domain.difficulties import Difficulty
from bot.domain.directory import Directory
from bot.domain.refs import Ref
from bot.domain.visits import Logged, Tally, Visit, VisitState
from bot.domain.words import Facet, Tags
from bot.i18n import Md, Translator, escape

PAGE = 10
_LETTERS = (2000, 700, 200, 60)  # of each text, until a card fits
_FACETS = (Facet.KIND, Facet.SECTOR, Facet.REGION)


def logged_card(t: Translator, logged: Logged, directory: Directory) -> Card:
    """What was understood, what there is to know, and what can still be done."""
    visit = logged.visit
    buttons = kit.actions(*_buttons(t, visit, undo=logged.undo_until is not None))
    meant = similar_blocks(t, Ref("V", visit.number), logged.similar)
    return _fitting(t, logged, directory, [*_notes(t, logged, directory), *meant, buttons])


def show_card(t: Translator, logged: Logged, directory: Directory, said: Md | None = None) -> Card:
    """A visit as it stands, for `/visit show`. `said` is a sentence above it about what was asked for."""
    visit = logged.visit
    who = kit.joined([kit.named(directory.person(visit.person)), t("recorded {moment}", moment=visit.recorded)])
    buttons = _buttons(t, visit, undo=False)
    if logged.plan is not None:
        buttons.append(kit.button(t.plain("Inspection plan"), "plans:count", Ref("V", visit.number, visit.version)))
    alive = visit.state is not VisitState.UNDONE
    notes = [counted_note(t, logged.plan)] if logged.plan else []
    notes += [_unknown(t, visit)] if visit.unknown_tags else []
    above = [kit.section(Md(f":information_source: {said}"))] if said else []
    below = [*([kit.context(*notes)] if notes else []), kit.context(who), *([kit.actions(*buttons)] if alive else [])]
    return _fitting(t, logged, directory, below, above)


def again_card(t: Translator, before: Visit, typed: str) -> Card:
    """The same organisation, day and person a moment ago: a question instead of a second visit."""
    said = again(t, before)
    buttons = kit.actions(
        kit.button(t.plain("Log it again"), "visits:again", typed, style="primary"),
        kit.button(t.plain("Show {ref}", ref=before.ref), AGAIN, f"visit show {before.ref}"),
    )
    return Card(said, (kit.section(said), buttons))


def again(t: Translator, before: Visit) -> Md:
    """The question itself."""
    return t(
        "You logged {visit} at {organisation} on {day} a moment ago. Log it again?",
        visit=kit.bold(before.ref),
        organisation=before.organisation_name,
        day=before.day,
    )


def undone_card(t: Translator, visit: Visit, stay: Sequence[Difficulty]) -> Card:
    """What was taken back, and which of its difficulties stay because somebody is at work on them."""
    said = t(
        "{visit} at {organisation} is taken back.", visit=kit.bold(visit.ref), organisation=visit.organisation_name
    )
    blocks = [kit.section(Md(f":leftwards_arrow_with_hook: {said}"))]
    if stay:
        refs = t.listing([one.ref for one in stay])
        blocks.append(kit.context(t("These difficulties stay, because somebody has worked on them: {refs}", refs=refs)))
    return Card(said, tuple(blocks))


def list_card(
    t: Translator,
    visits: Sequence[Visit],
    total: int,
    directory: Directory,
    words: str,
    page: int,
    *,
    narrowed: bool = False,
) -> Card:
    """A page of visits, the latest first. `words` ask for the next page; `narrowed`: not all of one's own are meant."""
    said = t.many("{n} visit", "{n} visits", total)
    if not visits:
        nothing = (
            t("No visits match this. `/visit list` shows all of yours.")
            if narrowed
            else t("No visits here yet. Log one like this: `/visit Hankook Precision: orders recover`")
        )
        return Card(nothing, (kit.section(nothing),))
    more = kit.button(t.plain("More"), MORE, f"visit list {words} page:{page + 1}".replace("  ", " "))
    below = [kit.actions(more)] if total > page * PAGE else []
    for letters in (120, 60, 20):
        rows = [kit.section(_row(t, visit, directory, letters), _row_menu(t, visit)) for visit in visits]
        card = Card(said, (kit.section(kit.bold(said)), *rows, *below))
        if kit.fits(card):
            break
    return card


def quota_card(t: Translator, tallies: Sequence[Tally], directory: Directory, first: dt.date, title: str) -> Card:
    """The week of a team: who has how many visits of how many."""
    met = sum(one.met for one in tallies)
    due = sum(one.due > 0 for one in tallies)
    head = t("{title}, week of {day}: {met} of {people} met their quota", title=title, day=first, met=met, people=due)
    shown = sorted(tallies, key=lambda one: (-one.behind, directory.people[one.person].name))
    rows = [tally_line(t, one, kit.named(directory.person(one.person))) for one in shown if one.due or one.done]
    blocks = [kit.section(kit.bold(head))]
    blocks += [kit.section(kit.lines(*rows[at : at + 20])) for at in range(0, len(rows), 20)]
    if not rows:
        blocks.append(kit.context(t("Nobody here has a quota. Grades and quotas are set in `/muster settings`.")))
    return kit.fitted(Card(head, tuple(blocks)), kit.context(t("The rest: `/visit quota team KEY`")))


def tally_line(t: Translator, tally: Tally, name: Md) -> Md:
    """`●●○ Bom 2/3`: done, missing and planned at a glance."""
    dots = "●" * min(tally.done, 9) + "○" * min(tally.behind, 9)
    due = str(tally.due) if tally.due else "–"
    planned = t("{n} planned", n=tally.planned) if tally.planned else None
    return kit.joined([Md(f"{dots or '–'}  {name}  {tally.done}/{due}"), planned])


def told_card(t: Translator, visit: Visit, difficulties: Sequence[Difficulty], directory: Directory) -> Card:
    """One line for the team's channel."""
    said = t(
        "{people} visited *{organisation}* on {day}.",
        people=t.listing([kit.named(directory.person(one)) for one in visit.people]),
        organisation=visit.organisation_name.replace("*", "∗"),
        day=visit.day,
    )
    parts = [said, escape(kit.cut(visit.summary, 200)) if visit.summary else None]
    raised = [Md(f":small_orange_diamond: {one.ref} {escape(kit.cut(one.text, 150))}") for one in difficulties]
    return Card(t.plain("Visit {ref}", ref=visit.ref), (kit.section(kit.lines(kit.joined(parts, " — "), *raised)),))


def reminder_line(t: Translator, visit: Visit) -> Md:
    """A planned visit whose day has passed, in the bundle of the morning after."""
    return t(
        "{visit}: was the visit to *{organisation}* planned for {day} done? `/visit done {visit}`",
        visit=visit.ref,
        organisation=visit.organisation_name.replace("*", "∗"),
        day=visit.day,
    )


def _fitting(
    t: Translator, logged: Logged, directory: Directory, below: Sequence[Block], above: Sequence[Block] = ()
) -> Card:
    """The visit between what belongs above and below it; long texts are cut until the card is one that Slack takes."""
    visit = logged.visit
    for letters in _LETTERS:
        body = _body(t, visit, logged.difficulties, directory, letters)
        card = Card(_said(t, visit), (*above, kit.section(_heading(t, visit)), *body, *below))
        if kit.fits(card):
            break
    return card


def _heading(t: Translator, visit: Visit) -> Md:
    organisation = kit.bold(f"{visit.ref}  {visit.organisation_name}")
    if visit.state is VisitState.PLANNED:
        return t(":calendar: {visit}\nVisit planned for {day}", visit=organisation, day=visit.day)
    if visit.state is VisitState.UNDONE:
        return t(":leftwards_arrow_with_hook: {visit}\nVisit of {day}, taken back", visit=organisation, day=visit.day)
    return t(":white_check_mark: {visit}\nVisited on {day}", visit=organisation, day=visit.day)


def _said(t: Translator, visit: Visit) -> str:
    if visit.state is VisitState.PLANNED:
        return t.plain("{ref}: visit to {organisation} planned", ref=visit.ref, organisation=visit.organisation_name)
    return t.plain("{ref}: visit to {organisation}", ref=visit.ref, organisation=visit.organisation_name)


def _body(
    t: Translator, visit: Visit, difficulties: Sequence[Difficulty], directory: Directory, letters: int
) -> list[Block]:
    """What was seen and said there, each text at most so many letters long."""
    vocabulary = directory.workspace.vocabulary
    tags = Tags(visit.kinds, visit.sectors, visit.regions)
    named = [t.plain(vocabulary.name(facet, key, t.lang)) for facet in _FACETS for key in tags.keys(facet)]
    facts = [
        t("Whom we met: {met}", met=kit.cut(visit.met, letters)) if visit.met else None,
        t("With {people}", people=t.listing([kit.named(directory.person(one)) for one in visit.companions]))
        if visit.companions
        else None,
        kit.joined([Md(f"`{escape(word.replace('`', ''))}`") for word in named], " ") if named else None,
        t.many("{n} photo", "{n} photos", len(visit.photos)) if visit.photos else None,
        kit.link(visit.permalink, t.plain("the message it came from")) if visit.permalink else None,
    ]
    raised = [_raised(t, one, min(letters, 300)) for one in difficulties]
    blocks: list[Block] = []
    if visit.summary:
        blocks.append(kit.section(escape(kit.cut(visit.summary, letters))))
    if any(facts):
        blocks.append(kit.context(*[fact for fact in facts if fact]))
    if raised:
        blocks.append(kit.section(kit.lines(*raised)))
    return blocks


def _raised(t: Translator, one: Difficulty, letters: int) -> Md:
    said = t(
        ":small_orange_diamond: {ref} {text} · answer due {day}",
        ref=kit.bold(one.ref),
        text=kit.cut(one.text, letters),
        day=one.due,
    )
    return Md(f"{urgent(one)}{said}")


def _notes(t: Translator, logged: Logged, directory: Directory) -> list[Block]:
    visit = logged.visit
    notes = []
    if logged.elsewhere is not None:
        days = (visit.day - logged.elsewhere.day).days
        team = directory.home(logged.elsewhere.person)
        notes.append(
            t.many(
                ":eyes: {team} was there {n} day ago ({ref}).",
                ":eyes: {team} was there {n} days ago ({ref}).",
                days,
                team=team.name(t.lang) if team else kit.named(directory.person(logged.elsewhere.person)),
                ref=logged.elsewhere.ref,
            )
            if days > 0
            else t(
                ":eyes: {team} was there on the same day ({ref}).",
                team=team.name(t.lang) if team else kit.named(directory.person(logged.elsewhere.person)),
                ref=logged.elsewhere.ref,
            )
        )
    if logged.new_organisation:
        notes.append(t(":new: {name} is new in the directory.", name=visit.organisation_name))
    if logged.plan:
        notes.append(counted_note(t, logged.plan))
    if visit.unknown_tags:
        notes.append(_unknown(t, visit))
    if logged.tally is not None and logged.tally.due:
        notes.append(
            t("Your visits this week: {done} (quota {due}) :tada:", done=logged.tally.done, due=logged.tally.due)
            if logged.tally.done == logged.tally.due
            else t("Your visits this week: {done} (quota {due})", done=logged.tally.done, due=logged.tally.due)
        )
    return [kit.context(*notes)] if notes else []


def _unknown(t: Translator, visit: Visit) -> Md:
    tags = t.listing([f"#{tag}" for tag in visit.unknown_tags])
    return t("{tags}: no kind, sector or region that I know; kept as typed.", tags=tags)


def _buttons(t: Translator, visit: Visit, *, undo: bool) -> list[kit.Element]:
    ref = Ref("V", visit.number, visit.version)
    buttons = [
        kit.button(t.plain("Edit"), "visits:edit", ref),
        kit.button(t.plain("Add photos"), "visits:add_photos", ref),
    ]
    if visit.state is VisitState.PLANNED:
        buttons.insert(0, kit.button(t.plain("Done"), "visits:done", ref, style="primary"))
    if undo:
        buttons.append(kit.button(t.plain("Undo"), "visits:undo", ref, style="danger"))
    return buttons


def _row(t: Translator, visit: Visit, directory: Directory, letters: int) -> Md:
    mark = ":calendar:" if visit.state is VisitState.PLANNED else ":white_check_mark:"
    head = kit.joined(
        [
            Md(f"{mark} {kit.bold(visit.ref)} {escape(visit.organisation_name)}"),
            escape(t.day(visit.day)),
            t.listing([kit.named(directory.person(one)) for one in visit.people[:3]]),
        ]
    )
    raised = t.many("{n} difficulty", "{n} difficulties", len(visit.difficulties)) if visit.difficulties else None
    detail = kit.joined([escape(kit.cut(visit.summary, letters)) if visit.summary else None, raised])
    return kit.lines(head, detail)


def _row_menu(t: Translator, visit: Visit) -> kit.Element:
    return kit.button(t.plain("Show"), AGAIN, f"visit show {visit.ref}")
