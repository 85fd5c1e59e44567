"""One indicator in a line: what others show of it too."""

from bot.blocks import kit
from bot.blocks.periods import period_name
from bot.domain.directory import Directory
from bot.domain.indicators import Course, Direction
from bot.i18n import Md, Translator, escape


def mark(course: Course) -> str:
    """A sign before its name: off the path, silent, nothing read yet, on the path."""
    if course.off:
        return ":red_circle:"
    if course.stale:
        return ":hourglass:"
    return ":large_green_circle:" if course.latest else ":white_circle:"


def standing(t: Translator, course: Course) -> Md:
    """What has been reached, when, and what the path asks for by then."""
    one, latest = course.indicator, course.latest
    if latest is None:
        return t("no reading yet")
    values = {
        "reached": t.amount(latest.reached, one.unit),
        "period": period_name(t, latest.period),
        "expected": t.amount(latest.expected, one.unit),
    }
    if one.direction is Direction.UP:
        return t("{reached} by {period}, expected {expected}", **values)
    return t("{reached} by {period}, at most {expected} expected", **values)


def alarms(t: Translator, course: Course) -> list[Md]:
    """Why it is worth a word: off the path since when, silent since when."""
    found = []
    if course.off_since is not None:
        found.append(t("off target since {period}", period=period_name(t, course.off_since)))
    if course.due is not None:
        found.append(t("no reading of {period}", period=period_name(t, course.due)))
    return found


def line(t: Translator, course: Course, directory: Directory | None = None) -> Md:
    """`● I-1 exports · USD 158bn by October, expected 159bn · off target since August · owner`."""
    one = course.indicator
    owner = directory.person(one.owner) if directory and one.owner else None
    name = Md(f"{mark(course)} {kit.bold(one.ref)} {escape(kit.cut(one.name(t.lang), 80))}")
    return kit.joined([name, standing(t, course), *alarms(t, course), kit.named(owner) if owner else None])
