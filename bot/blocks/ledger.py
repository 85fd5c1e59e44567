"""The ledger for people: what was said, what could not be, and what will be."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.blocks.answers import MORE
from bot.blocks.kit import (
    Block,
    Card,
    actions,
    bold,
    button,
    channel,
    context,
    divider,
    fitted,
    header,
    joined,
    lines,
    section,
)
from bot.domain.directory import Directory
from bot.domain.ledger import (
    PERSON_CODES,
    PLACE_CODES,
    RESENDABLE,
    SCOPE_CODES,
    TOKEN_CODES,
    Post,
    State,
)
from bot.i18n import N_, Md, Translator, escape

RESEND: Final = "ledger:resend"
SEEN: Final = "ledger:seen"
PAGE: Final = 15
WITH_BUTTONS: Final = 10

NAMES: Final = {
    "agenda-draft": N_("draft of the agenda"),
    "agenda": N_("weekly agenda"),
    "agenda-leadership": N_("agenda of the whole organisation"),
    "digest": N_("Monday digest"),
    "nudge": N_("reminder of visits"),
    "bundle": N_("daily summary"),
    "evaluation-open": N_("monthly evaluation"),
    "evaluation-results": N_("results of the evaluation"),
    "evaluation-leadership": N_("results of the evaluation"),
    "evaluation-ask": N_("questions of the evaluation"),
    "difficulty-assigned": N_("difficulty assigned"),
    "difficulty-escalated": N_("difficulty escalated"),
    "difficulty-unassigned": N_("difficulty that nobody has"),
    "force-ending": N_("end of a task force"),
    "force-result": N_("result of a task force"),
    "indicator-alarm": N_("indicator off target or silent"),
    "indicator-chart": N_("picture of an indicator"),
    "survey-ask": N_("survey"),
    "survey-remind": N_("reminder of a survey"),
    "survey-results": N_("results of a survey"),
    "survey-chart": N_("chart of a survey"),
    "homepages-broken": N_("homepages of partners that are broken"),
    "plan-alarm": N_("inspection plan behind"),
    "plan-coverage": N_("picture of the coverage"),
    "duty-told": N_("days of duty"),
    "duty-relieved": N_("day of duty given to somebody else"),
    "duty-asked": N_("question about a day of duty"),
    "duty-answered": N_("answer about a day of duty"),
    "duty-eve": N_("confirmation of duty"),
    "duty-escalation": N_("duty that nobody confirmed"),
    "duty-handover": N_("hand-over of duty"),
    "meeting-unsat": N_("meeting that has not sat in its time"),
    "meeting-changed": N_("sitting moved or cancelled"),
    "task-assigned": N_("task assigned"),
    "everything": N_("everything as a workbook"),
    "move-told": N_("personnel move"),
    "move-back": N_("personnel move taken back"),
    "team-archive": N_("archiving a team's channel"),
    "team-fill": N_("invitation into a team's channel"),
    "team-refused": N_("what Slack did not let me do"),
    "team-room": N_("making a team's channel"),
    "team-welcome": N_("first words in a team's channel"),
    "agenda-file": N_("agenda to print"),
    "evaluation-file": N_("evaluation to print"),
    "export": N_("file of an export"),
    "import-look": N_("what an import would change"),
    "import-applied": N_("result of an import"),
    "visit-told": N_("visit logged"),
    "answer": N_("answer"),
    "ledger-alert": N_("notice about posts"),
}
STATES: Final = {
    State.PLANNED: (":hourglass_flowing_sand:", N_("planned")),
    State.SENDING: (":arrow_forward:", N_("being sent")),
    State.UNCERTAIN: (":mag:", N_("unclear, being looked for")),
    State.POSTED: (":white_check_mark:", N_("posted")),
    State.FAILED: (":x:", N_("failed")),
    State.HELD: (":raised_hand:", N_("waits for you")),
    State.MISSED: (":no_entry_sign:", N_("missed")),
    State.CANCELLED: (":heavy_minus_sign:", N_("cancelled")),
    State.SKIPPED: (":white_circle:", N_("nothing to say")),
}
_TOKEN = N_("Slack refuses the bot's token. Install the app again and put the new token into the settings.")
_PLACE = N_("The bot may not post there. Invite it with `/invite`, or choose another channel for this.")
_PERSON = N_("This person cannot be reached any more. Check them with `/muster people`.")
_SCOPE = N_("The app lacks a permission. Compare its scopes with `muster manifest` and install it again.")
_ADVICE: Final = ((TOKEN_CODES, _TOKEN), (PLACE_CODES, _PLACE), (PERSON_CODES, _PERSON), (SCOPE_CODES, _SCOPE))
_HELD = N_("Slack gave no clear answer and the channel cannot be read. Please look whether the post is there.")
_MAKER = N_("The bot could not write this post. The log has more under this reference: {reference}")
_OTHER = N_("Slack refused it: {code}. The log says more.")


def advice(t: Translator, post: Post) -> Md:
    """What an administrator can do about a post that failed or is held."""
    code = post.error
    if post.state is State.HELD:
        return t(_HELD)
    for codes, sentence in _ADVICE:
        if code in codes:
            return t(sentence)
    if code.startswith("maker "):
        return t(_MAKER, reference=code.removeprefix("maker "))
    return t(_OTHER, code=code or "?")


def name_of(t: Translator, series: str) -> str:
    """A series as people call it: `agenda:export` is the weekly agenda."""
    kind = series.partition(":")[0]
    return t.plain(NAMES[kind]) if kind in NAMES else kind


def alert_card(t: Translator, directory: Directory, posts: Sequence[Post]) -> Card:
    """What administrators hear, once: what failed and what to do, what waits for them, what came too late."""
    loud = [post for post in posts if post.state in (State.FAILED, State.HELD)]
    late = [post for post in posts if post.state is State.MISSED]
    title = t.plain("Posts that were not sent")
    blocks: list[Block] = [header(title)]
    for post in loud[:WITH_BUTTONS]:
        blocks += [section(lines(_what(t, directory, post), advice(t, post))), _buttons(t, post)]
    if len(loud) > WITH_BUTTONS:
        blocks.append(context(t.many("and {n} more", "and {n} more", len(loud) - WITH_BUTTONS)))
    if late:
        blocks.append(section(lines(t("These came too late to be sent:"), *_counted(t, late))))
    blocks.append(context(t("`/muster ledger` shows every post and sends one again.")))
    return fitted(Card(title, tuple(blocks)), blocks[-1])


def listing_card(t: Translator, directory: Directory, posts: Sequence[Post], page: int, *, more: bool) -> Card:
    """A page of posts, with *Resend* for what failed, is held or was missed. `more`: there are older ones."""
    title = t.plain("Ledger of posts")
    if not posts:
        return Card(title, (section(t("Nothing has been posted yet.")),))
    blocks: list[Block] = [header(title)]
    for post in posts:
        icon, state = STATES[post.state]
        said = lines(
            joined([Md(icon), _what(t, directory, post)], " "),
            joined([t(state), _moved(t, post), escape(post.error) if post.error else None]),
        )
        blocks.append(section(said))
        if post.state in RESENDABLE:
            blocks.append(_buttons(t, post))
    end = context(t("Newest first. `/muster preview 7d` shows what will come."))
    if more:
        blocks.append(actions(button(t.plain("More"), MORE, f"ledger page:{page + 1}")))
    return fitted(Card(title, (*blocks, end)), end)


def preview_card(t: Translator, rows: Sequence[Mapping[str, Any]], days: int) -> Card:
    """What will be posted, where, to whom: a heading a day, a line a post; posts of one kind to people are counted."""
    title = t.many_plain("What will be posted in {n} day", "What will be posted in {n} days", days)
    if not rows:
        return Card(title, (section(t("Nothing will be posted in this time.")),))
    by_day: dict[dt.date, dict[tuple[dt.datetime, str], list[str]]] = {}
    for row in rows:
        if row["part"] == 0:
            due = dt.datetime.fromisoformat(row["due"])
            day = by_day.setdefault(due.astimezone(t.zone).date(), {})
            day.setdefault((due, row["series"].partition(":")[0]), []).append(row["channel"])
    blocks: list[Block] = [header(title)]
    for date, posts in by_day.items():
        said = [
            joined([escape(f"{due.astimezone(t.zone):%H:%M}"), bold(name_of(t, kind)), _places(t, places)])
            for (due, kind), places in posts.items()
        ]
        blocks += [divider(), section(lines(bold(t.day(date)), *said))]
    end = context(
        t("What answers to what people do until then cannot be foreseen, nor what they take back."),
        t("`muster preview` in a terminal shows every post with its key."),
    )
    return fitted(Card(title, (*blocks, end)), end)


def _what(t: Translator, directory: Directory, post: Post) -> Md:
    person = directory.person(post.person)
    where = channel(post.channel) if post.channel and person is None else escape(person.name if person else "?")
    part = t("{nth} part", nth=t.nth(post.part + 1)) if post.part else None
    return joined([bold(name_of(t, post.series)), where, escape(t.moment(post.due)), part])


def _moved(t: Translator, post: Post) -> Md | None:
    return t("moved from {day}", day=post.shifted_from) if post.shifted_from else None


def _counted(t: Translator, posts: Sequence[Post]) -> list[Md]:
    """`weekly agenda: 4 (Fri 6 Nov to Fri 27 Nov)`, a line each."""
    kinds: dict[str, list[Post]] = {}
    for post in posts:
        kinds.setdefault(name_of(t, post.series), []).append(post)
    return [
        t(
            "• {name}: {n} ({first} to {last})",
            name=name,
            n=len(those),
            first=min(post.due for post in those).astimezone(t.zone).date(),
            last=max(post.due for post in those).astimezone(t.zone).date(),
        )
        for name, those in kinds.items()
    ]


def _buttons(t: Translator, post: Post) -> Block:
    again = button(t.plain("Resend"), RESEND, post.key)
    if post.state is not State.HELD:
        return actions(again)
    return actions(again, button(t.plain("It is there"), SEEN, post.key))


def _places(t: Translator, places: Sequence[str]) -> Md:
    """Channels by name; direct messages counted."""
    said = Counter(place for place in places if place.startswith(("C", "G")))
    people, channels = len(places) - said.total(), list(said)
    named = [Md(f"{channel(place)} ×{said[place]}" if said[place] > 1 else channel(place)) for place in channels[:5]]
    shown = joined(named, ", ")
    if len(channels) > 5:
        shown = t("{names} and {n} more of them", names=shown, n=len(channels) - 5)
    return joined([shown, t.many("{n} person", "{n} people", people) if people else None], ", ")
