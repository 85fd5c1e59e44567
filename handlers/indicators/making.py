"""Indicators are made, changed, taken back and given up."""

from dataclasses import replace

from bot.blocks import indicators as blocks
from bot.blocks.kit import Form
from bot.domain import indicators as rules
from bot.domain.indicators import Indicator, Wanted
from bot.domain.people import Role
from bot.domain.periods import Cadence, containing
from bot.domain.permissions import check
from bot.refusals import Faults, Refusal, beside
from bot.speech import indicators as speech
from bot.speech.indicators import NewLine
from handlers.asks import Ask, Open, Redraw, Reply, Say
from handlers.indicators.recording import undo_reading
from handlers.indicators.steps import about, allowed, card_of, held, meant
from storage import indicators


def new(ask: Ask) -> Reply:
    """The form; a key and names that were typed stand in it already."""
    line: NewLine = ask.args if isinstance(ask.args, NewLine) else NewLine("")
    return Open(_form(ask, None, (line.key, line.ko, line.en)))


def save(ask: Ask) -> Reply:
    """The form of a new one, filled in."""
    key, wanted = blocks.read(ask.values, ask.today)
    every = indicators.all_of(ask.session, ask.ws)
    beside("key", lambda: rules.check_key(key, [one.key for one in every], speech.WORDS))
    draft = rules.draft(key, _checked(ask, wanted), who=ask.who.id, now=ask.now)
    beside("ko", lambda: rules.check_names(draft, every))
    made = indicators.add(ask.session, ask.ws, draft, ask.who.id, ask.now)
    return Say(card_of(ask, made, ask.t(":new: {ref} is watched from now on.", ref=made.ref)))


def edit(ask: Ask) -> Reply:
    """*Edit*, or `/indicator edit exports`."""
    return Open(_form(ask, allowed(ask, "indicators.change")))


def change(ask: Ask) -> Reply:
    """The form of *Edit*, filled in. Somebody else's newer edit is not overwritten."""
    before = held(ask, allowed(ask, "indicators.change"))
    if ask.ref and ask.ref.version and ask.ref.version != before.version:
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.", ref=before.ref
        )
    _, wanted = blocks.read(ask.values, ask.today)
    read = bool(indicators.readings(ask.session, ask.ws, before.number))
    beside("cadence", lambda: rules.check_cadence(before, wanted.cadence, has_readings=read))
    after = rules.edit(before, _checked(ask, wanted))
    beside("ko", lambda: rules.check_names(after, indicators.all_of(ask.session, ask.ws)))
    if after == before:
        return Redraw(card_of(ask, before, ask.t("Nothing changed.")))
    return Redraw(card_of(ask, indicators.save(ask.session, ask.ws, after, ask.who.id, ask.now)))


def undo(ask: Ask) -> Reply:
    """The last reading is taken back; without any, what was just made."""
    one = meant(ask)
    latest = indicators.latest(ask.session, ask.ws, one.number)
    if latest is not None or indicators.readings(ask.session, ask.ws, one.number):
        return undo_reading(ask, one, latest)
    check(ask.actor, "indicators.undo", about(one))
    one = held(ask, one)
    if one.version > 1 or ask.now - one.created > ask.rules.undo:
        raise Refusal(
            "{ref} can no longer be taken back. `/indicator delete {ref}` ends it, and its record is kept.", ref=one.ref
        )
    indicators.remove(ask.session, ask.ws, one, ask.who.id, ask.now)
    return Redraw(blocks.undone_card(ask.t, one))


def delete(ask: Ask) -> Reply:
    """It is watched no more; its key may be given to another."""
    one = held(ask, allowed(ask, "indicators.change"))
    indicators.save(ask.session, ask.ws, replace(one, deleted=ask.now), ask.who.id, ask.now, "delete")
    return Redraw(blocks.deleted_card(ask.t, one))


# steps ----------------------------------------------------------------------------------------------------------------


def _form(ask: Ask, known: Indicator | None, names: tuple[str, str, str] = ("", "", "")) -> Form:
    year = containing(Cadence.YEARLY, ask.today)
    return blocks.form(ask.t, ask.directory, ask.who.id, year, known, names)


def _checked(ask: Ask, wanted: Wanted) -> Wanted:
    """What a form says, with a team and an owner that there are."""
    if wanted.team:
        beside("team", lambda: ask.directory.pick_team(wanted.team or ""))
    if wanted.owner:
        person = beside("owner", lambda: ask.directory.pick(wanted.owner, ""))
        if person.role is Role.GUEST:
            raise Faults(
                {
                    "owner": Refusal(
                        "{name} is a guest and cannot own this. Choose somebody who works here.", name=person.name
                    )
                }
            )
    return wanted
