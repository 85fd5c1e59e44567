"""What was measured: recorded in one line or by a form, corrected by another reading, taken back."""

from decimal import Decimal

from bot.blocks import indicators as blocks
from bot.blocks import kit
from bot.blocks.kit import Card
from bot.domain import indicators as rules
from bot.domain.indicators import Indicator, Reading
from bot.domain.periods import Period
from bot.domain.permissions import check, may
from bot.domain.words import Facet
from bot.refusals import Refusal, beside
from bot.speech.amounts import whole
from bot.speech.indicators import RecordLine
from bot.speech.text import brief
from handlers.asks import Ask, Open, Redraw, Reply, Say
from handlers.indicators.steps import about, allowed, card_of, held, meant, named, numbered
from storage import indicators


def record(ask: Ask) -> Reply:
    """`record exports 14.2bn`; without a number the form of that one, without anything the form of all."""
    line: RecordLine | None = ask.args
    if line is None:
        return _any_form(ask)
    one = _named(ask, line)
    check(ask.actor, "indicators.record", about(one))
    if line.value is None:
        return Open(blocks.record_form(ask.t, ask.directory, [one], one, line.period))
    rules.check_unit(one, line.unit)
    vocabulary = ask.workspace.vocabulary
    sector = rules.term_of(one, vocabulary, Facet.SECTOR, line.sector).key if line.sector else ""
    region = rules.term_of(one, vocabulary, Facet.REGION, line.region).key if line.region else ""
    period = rules.period_of(one, line.period, ask.today)
    return Say(_kept(ask, one, rules.check_amount(line.value), period, sector, region))


def open_form(ask: Ask) -> Reply:
    """*Record a reading*."""
    one = allowed(ask, "indicators.record")
    return Open(blocks.record_form(ask.t, ask.directory, [one], one))


def recorded(ask: Ask) -> Reply:
    """The form, filled in."""
    said = blocks.read_record(ask.values, ask.today)
    one = beside("indicator", lambda: numbered(ask, said.indicator)) if said.indicator else meant(ask)
    check(ask.actor, "indicators.record", about(one))
    vocabulary = ask.workspace.vocabulary
    beside("value", lambda: rules.check_unit(one, said.unit))
    sector, region = said.sector or "", said.region or ""
    if sector:
        sector = beside("sector", lambda: rules.term_of(one, vocabulary, Facet.SECTOR, sector).key)
    if region:
        region = beside("region", lambda: rules.term_of(one, vocabulary, Facet.REGION, region).key)
    period = beside("period", lambda: rules.period_of(one, said.period, ask.today))
    return Say(_kept(ask, one, said.value, period, sector, region))


def take_back(ask: Ask) -> Reply:
    """*Undo* on the card of a reading."""
    reading = indicators.reading(ask.session, ask.ws, whole(ask.words) or 0)
    if reading is None:
        raise Refusal("This reading is not there any more. `/indicator list` shows what is watched.")
    return undo_reading(ask, numbered(ask, reading.indicator), reading)


def undo_reading(ask: Ask, one: Indicator, reading: Reading | None) -> Reply:
    """The reading counts no more; what it had corrected counts again."""
    one = held(ask, one)
    taken = rules.check_undo(reading, ask.now, ask.rules.undo)
    check(ask.actor, "indicators.undo", about(one, taken))
    indicators.take_back(ask.session, ask.ws, taken, ask.who.id, ask.now)
    value = ask.t.amount(taken.value, one.unit)
    return Redraw(card_of(ask, one, ask.t("The reading {value} was taken back.", value=value)))


# steps ----------------------------------------------------------------------------------------------------------------


def _named(ask: Ask, line: RecordLine) -> Indicator:
    """Where only the words behind a known name are no number, that is what is said."""
    try:
        return named(ask, line.name)
    except Refusal:
        first, _, rest = line.name.rpartition(" ")
        known = {spelling for one in indicators.all_of(ask.session, ask.ws) for spelling in (one.key, one.ko, one.en)}
        if first not in known:
            raise
        raise Refusal(
            "I cannot read a number in `{given}`. Type one such as `record exports 14.2bn`, `142억` or `3.5%`.",
            typed=line.typed,
            given=brief(rest),
        ) from None


def _any_form(ask: Ask) -> Reply:
    mine = [one for one in indicators.all_of(ask.session, ask.ws) if may(ask.actor, "indicators.record", about(one))]
    if not mine:
        raise Refusal("There is no indicator of which you may record readings. `/indicator list` shows all of them.")
    return Open(blocks.record_form(ask.t, ask.directory, mine, mine[0] if len(mine) == 1 else None))


def _kept(ask: Ask, one: Indicator, value: Decimal, period: Period, sector: str, region: str) -> Card:
    """Store it, unless it is there already, and say what was understood."""
    one = held(ask, one)
    new = Reading(one.number, period, value, ask.who.id, ask.now, sector, region)
    there = {now.place: now for now in rules.current(indicators.readings(ask.session, ask.ws, one.number))}
    before = there.get(new.place)
    if before is not None and before.value == value:
        return card_of(ask, one, ask.t(":information_source: That is recorded already."))
    made = indicators.record(ask.session, ask.ws, new)
    last = rules.far_off(made, there.values())
    said = blocks.recorded(ask.t, one, made, before, ask.workspace.vocabulary)
    return card_of(ask, one, kit.lines(said, blocks.far_off(ask.t, one, made, last) if last else None), made)
