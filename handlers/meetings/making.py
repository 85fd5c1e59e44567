"""A series is founded by a form in two steps, changed by the same, ended, and taken up again."""

import dataclasses
from collections.abc import Iterable, Sequence

from bot.blocks import meetings as blocks
from bot.domain import meetings as rules
from bot.domain.meetings import Seat, Series
from bot.domain.organisations import Organisation
from bot.domain.permissions import check, subject
from bot.domain.refs import Ref
from bot.i18n import Md
from bot.refusals import Refusal, beside
from bot.speech import meetings as speech
from bot.values import in_order
from handlers.agendas.steps import employee, own_team
from handlers.asks import Ask, Open, Redraw, Reply, Say
from handlers.meetings import steps
from storage import meetings, organisations


def new(ask: Ask) -> Reply:
    """`/meeting new [NAME]`: the first step."""
    team = own_team(ask)
    name = ask.args if isinstance(ask.args, str) else ""
    return Open(blocks.describe_form(ask.t, ask.directory, team.key if team else None, ask.who.id, name=name))


def edit_series(ask: Ask, series: Series) -> Reply:
    """`/meeting edit KEY`: the first step, filled in."""
    check(ask.actor, "meetings.run", steps.about(series))
    return Open(blocks.describe_form(ask.t, ask.directory, series.team, ask.who.id, series))


def describe(ask: Ask) -> Reply:
    """The first step, filled in: the second takes its place."""
    described = blocks.read_described(ask.values, ask.state)
    before = _before(ask, described)
    _check(ask, described, before)
    return Open(blocks.plan_form(ask.t, ask.directory, described, before), "update")


def save(ask: Ask) -> Reply:
    """The second step of a new series: it is there, and so is its first sitting."""
    described, planned = _read(ask)
    _check(ask, described, None)
    seats, notes = _seats(ask, planned)
    draft = Series(
        described.key,
        described.ko,
        described.en,
        described.kind,
        planned.cadence,
        planned.time,
        described.team,
        created=ask.now,
        changed=ask.now,
        minutes=planned.minutes,
        place=planned.place,
        secretary=described.secretary,
        seats=seats,
        audience=planned.audience,
    )
    series = meetings.save_series(ask.session, ask.ws, draft, ask.who.id, ask.now, "add")
    coming = meetings.ensure_next(ask.session, ask.directory, series, ask.who.id, ask.now)
    said = ask.t("The meeting is set up. Its next sitting is {ref}.", ref=coming.ref) if coming else None
    late = None if coming else ask.t("The meeting is set up. None of its dates is still to come.")
    return Say(steps.series_card(ask, series, [note for note in (said, late, *notes) if note]))


def change(ask: Ask) -> Reply:
    """The second step of a series that was there. Its coming sitting follows, unless somebody moved it."""
    described, planned = _read(ask)
    before = _before(ask, described)
    if before is None or before.version != described.version:
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.", ref=described.key
        )
    _check(ask, described, before)
    seats, notes = _seats(ask, planned)
    wanted = dataclasses.replace(
        before,
        ko=described.ko,
        en=described.en,
        kind=described.kind,
        cadence=planned.cadence,
        time=planned.time,
        team=described.team,
        minutes=planned.minutes,
        place=planned.place,
        secretary=described.secretary,
        seats=seats,
        audience=planned.audience,
    )
    changed = in_order(before, wanted)
    if changed == before:
        return Redraw(steps.series_card(ask, before, [ask.t("Nothing changed.")]))
    series = meetings.save_series(ask.session, ask.ws, changed, ask.who.id, ask.now, "edit")
    meetings.follow_series(ask.session, ask.directory, series, ask.who.id, ask.now)
    return Redraw(steps.series_card(ask, series, [ask.t("The meeting is changed."), *notes]))


def close(ask: Ask) -> Reply:
    """`/meeting close KEY`, or the button: no more sittings; the coming one is cancelled."""
    series = _meant(ask)
    check(ask.actor, "meetings.run", steps.about(series))
    if not series.active:
        raise Refusal("“{name}” has ended already.", name=series.name(ask.lang))
    ended = dataclasses.replace(series, active=False)
    kept = meetings.save_series(ask.session, ask.ws, ended, ask.who.id, ask.now, "close")
    meetings.follow_series(ask.session, ask.directory, kept, ask.who.id, ask.now)
    return Redraw(steps.series_card(ask, kept, [ask.t("The series has ended. What was stays.")]))


def reopen(ask: Ask) -> Reply:
    """`/meeting reopen KEY`: it comes again, with the sitting that was cancelled when it ended, if that is ahead."""
    series = _meant(ask)
    check(ask.actor, "meetings.run", steps.about(series))
    if series.active:
        raise Refusal("“{name}” goes on as it is.", name=series.name(ask.lang))
    rules.check_names(series, meetings.everything(ask.session, ask.ws))
    living = dataclasses.replace(series, active=True)
    kept = meetings.save_series(ask.session, ask.ws, living, ask.who.id, ask.now, "reopen")
    meetings.resume_series(ask.session, ask.directory, kept, ask.who.id, ask.now)
    return Redraw(steps.series_card(ask, kept, [ask.t("The meeting comes again.")]))


# steps ----------------------------------------------------------------------------------------------------------------


def _meant(ask: Ask) -> Series:
    """The series of a key or name, or that of a sitting."""
    if isinstance(ask.args, Ref):
        return steps.sitting_of(ask, look=True)[1]
    return steps.series_named(ask, ask.args if isinstance(ask.args, str) else ask.words)


def _before(ask: Ask, described: blocks.Described) -> Series | None:
    return meetings.get_series(ask.session, ask.ws, described.key) if described.version else None


def _read(ask: Ask) -> tuple[blocks.Described, blocks.Planned]:
    try:
        described = blocks.Described.of(ask.state)
    except (KeyError, ValueError):
        raise Refusal("This form is from an earlier version. `/meeting new` opens the present one.") from None
    return described, blocks.read_plan(ask.values, described.every, ask.today)


def _check(ask: Ask, described: blocks.Described, before: Series | None) -> None:
    """A key and names of its own, a team that they may speak for, somebody of ours as secretary."""
    known = meetings.everything(ask.session, ask.ws)
    if before is None:
        words = [name for sub in speech.subcommands(ask.today) for name in sub.names] + ["team", "mine", "all"]
        beside("key", lambda: rules.check_key(described.key, [one.key for one in known], words))
    else:
        check(ask.actor, "meetings.run", steps.about(before))
    team = beside("team", lambda: ask.directory.pick_team(described.team))
    beside("team", lambda: check(ask.actor, "meetings.run", subject(owner=_owner(before), teams=[team.key])))
    draft = dataclasses.replace(before, ko=described.ko, en=described.en) if before else _draft(ask, described)
    beside("ko", lambda: rules.check_names(draft, known))
    if described.secretary:
        beside("secretary", lambda: employee(ask, described.secretary, ""))


def _owner(before: Series | None) -> str | None:
    """Whoever prepared it until now may give it to another team."""
    return before.secretary if before else None


def _draft(ask: Ask, described: blocks.Described) -> Series:
    cadence, midnight = rules.Cadence(described.every), ask.now.time()
    names = (described.key, described.ko, described.en)
    return Series(*names, described.kind, cadence, midnight, described.team, ask.now, ask.now)


def _seats(ask: Ask, planned: blocks.Planned) -> tuple[tuple[Seat, ...], list[Md]]:
    """The seats, co-chairs first, each once; organisations that are new in the directory are pointed out."""
    new: list[Organisation] = []
    seats = [
        *_ours(ask, "chair_people", planned.chair_people, chair=True),
        *_theirs(ask, planned.chairs, new, chair=True),
        *_theirs(ask, planned.seats, new, chair=False),
        *_ours(ask, "people", planned.people, chair=False),
    ]
    once = {(seat.organisation, seat.person): seat for seat in reversed(seats)}
    note = steps.new_note(ask, new)
    return tuple(reversed(once.values())), [note] if note else []


def _ours(ask: Ask, field: str, people: Iterable[str], *, chair: bool) -> list[Seat]:
    return beside(field, lambda: [Seat(person=employee(ask, id, ""), chair=chair) for id in people])


def _theirs(ask: Ask, names: Sequence[str], new: list[Organisation], *, chair: bool) -> list[Seat]:
    seats = []
    for name in names:
        found, is_new = organisations.meet(ask.session, ask.ws, name, ask.who.id, ask.now)
        if is_new:
            new.append(found)
        seats.append(Seat(organisation=found.number, chair=chair, name=found.name))
    return seats
