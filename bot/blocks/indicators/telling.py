"""What an indicator's owner hears unasked, and what stands at once in place of a picture that is still drawn."""

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.indicators.lines import alarms, line, standing
from bot.blocks.kit import Card
from bot.blocks.periods import period_name
from bot.domain.indicators import Course, Indicator, Reading
from bot.domain.refs import Ref
from bot.domain.words import Facet, Vocabulary
from bot.i18n import Md, Translator, escape


def alarm_card(t: Translator, course: Course) -> Card:
    """To the owner, once: it has left its path, or nobody has measured it for a whole cadence."""
    one = course.indicator
    name = one.name(t.lang)
    if course.off:
        said = t("{ref} {name} is off its target path.", ref=one.ref, name=name)
    else:
        said = t("{ref} {name} has had no reading for too long.", ref=one.ref, name=name)
    detail = kit.joined([standing(t, course), *alarms(t, course)])
    buttons = [
        kit.button(t.plain("Record a reading"), "indicators:record", Ref("I", one.number), style="primary"),
        kit.button(t.plain("Show"), AGAIN, f"indicator show {one.ref}"),
    ]
    return Card(said, (kit.section(kit.lines(Md(f"{_sign(course)} {said}"), detail)), kit.actions(*buttons)))


def recorded(t: Translator, one: Indicator, new: Reading, before: Reading | None, vocabulary: Vocabulary) -> Md:
    """What was understood: of which period and part, every digit of it, and what it corrects."""
    places = [
        vocabulary.name(facet, key, t.lang)
        for facet, key in ((Facet.SECTOR, new.sector), (Facet.REGION, new.region))
        if key
    ]
    said = t(
        ":white_check_mark: Recorded for {period}: {value}",
        period=kit.joined([escape(period_name(t, new.period)), *map(escape, places)], ", "),
        value=t.exactly(new.value, one.unit),
    )
    was = t("It corrects {value}, which is kept.", value=t.exactly(before.value, one.unit)) if before else None
    return kit.lines(said, was)


def far_off(t: Translator, one: Indicator, new: Reading, last: Reading) -> Md:
    """The last one was ten times more, or less: rather a slip in the unit."""
    return t(
        ":warning: That is far above the last reading, {value} for {period}. If it is a slip, press *Undo*."
        if abs(new.value) > abs(last.value)
        else ":warning: That is far below the last reading, {value} for {period}. If it is a slip, press *Undo*.",
        value=t.amount(last.value, one.unit),
        period=period_name(t, last.period),
    )


def chart_card(t: Translator, course: Course) -> Card:
    """The numbers at once; the picture follows in a direct message."""
    said = t("The picture comes to our direct messages in a moment.")
    missing = None
    if course.missing:
        names = t.listing([period_name(t, period) for period in course.missing[:6]])
        missing = t("Without a reading: {periods}", periods=names)
    return Card(said, (kit.section(line(t, course)), kit.context(kit.joined([missing, said]))))


def _sign(course: Course) -> str:
    return ":chart_with_downwards_trend:" if course.off else ":hourglass:"
