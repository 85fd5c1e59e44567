"""Pieces that every card of the evaluation shares."""

from typing import Final

from bot.blocks import kit
from bot.domain.directory import Directory
from bot.domain.evaluations import BEST, LEAST, Assessment, Deduction, Evaluation, Timeliness, Why
from bot.i18n import N_, Md, Translator, escape

MEANINGS: Final = {
    5: N_("5 · decisive effect"),
    4: N_("4 · clear effect"),
    3: N_("3 · some effect"),
    2: N_("2 · little effect"),
    1: N_("1 · no effect"),
}


def formula(t: Translator, found: Timeliness) -> Md:
    """How a timeliness came about: `5 − 1 (9 days late) − 1 (due date moved) = 3`."""
    if not found.parts:
        return t("{best} (nothing deducted)", best=BEST)
    taken = Md(" ").join([Md(str(BEST)), *(Md(f"− {part.points} ({_reason(t, part)})") for part in found.parts)])
    sum_ = Md(f"{taken} = {found.score}")
    below = sum(part.points for part in found.parts) > BEST - LEAST
    return t("{formula} (at least {least})", formula=sum_, least=LEAST) if below else sum_


def _reason(t: Translator, part: Deduction) -> Md:
    if part.why is Why.LATE:
        return t.many("{n} day late", "{n} days late", int(part.amount))
    if part.why is Why.BEHIND:
        return t("{points} points behind plan", points=f"{part.amount:g}")
    if part.why is Why.MOVED:
        return t("due date moved")
    return t.many("{n} day without an update", "{n} days without an update", int(part.amount))


def title(one: Assessment, limit: int = 60) -> Md:
    """`*T-31* Welders`."""
    return Md(f"{kit.bold(one.ref)} {escape(kit.cut(one.title, limit))}")


def head(t: Translator, month: Evaluation) -> Md:
    return t("Evaluation of {month}", month=t.month(month.month))


def head_plain(t: Translator, month: Evaluation) -> str:
    return t.plain("Evaluation of {month}", month=t.month(month.month))


def change(now: float, before: float | None) -> str:
    """`▲1`, `▼0.3`; nothing without a month before, `=` when it is the same."""
    if before is None:
        return ""
    difference = round(now - before, 1)
    return f" {'▲' if difference > 0 else '▼'}{abs(difference):g}" if difference else " ="


def who(directory: Directory, person: str | None) -> Md:
    return kit.named(directory.person(person))


def team_name(t: Translator, directory: Directory, team: str | None) -> str:
    found = directory.team(team)
    return found.name(t.lang) if found else (team or t.plain("Without a team"))
