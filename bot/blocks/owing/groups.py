"""What one person owes, in groups: things of one noun that wait for the same reason, the most pressing groups first."""

import datetime as dt
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, Final, TypeVar

from bot.blocks import kit
from bot.blocks.answers import BESIDE
from bot.blocks.duty import duty_line
from bot.blocks.forces import ending_line
from bot.blocks.indicators import line as indicator_line
from bot.blocks.kit import Element
from bot.blocks.plans import line as plan_line
from bot.blocks.sittings import prepare_line, record_line
from bot.blocks.sittings import row as sitting_row
from bot.blocks.surveys import waiting_line
from bot.blocks.tasks import MARKS
from bot.blocks.visits import reminder_line
from bot.domain.difficulties import Difficulty
from bot.domain.duty import Swap
from bot.domain.forces import Ending
from bot.domain.owing import Owing
from bot.domain.surveys import Waiting
from bot.domain.tasks import Health, Task, TaskState
from bot.domain.visits import Visit
from bot.i18n import Md, Translator, escape
from bot.values import frozen

T = TypeVar("T")
ROW: Final = 300  # letters: a section holds a title and a handful of rows, whatever people typed


@frozen
class Group:
    """A title, and what is under it; a line is made only of what is shown. `button`: what settles one at once."""

    title: Md
    things: Sequence[Any]
    line: Callable[[Any], Md]
    button: Callable[[Any], Element] | None = None

    @property
    def count(self) -> int:
        return len(self.things)

    def rows(self, most: int) -> list[Md]:
        return [kit.cut_md(Md(f"• {self.line(one)}"), ROW) for one in self.things[:most]]


def grouped(
    title: Md, things: Sequence[T], line: Callable[[T], Md], button: Callable[[T], Element] | None = None
) -> list[Group]:
    """None where there is nothing."""
    return [Group(title, things, line, button)] if things else []


def groups(t: Translator, owing: Owing, *, pressing: bool) -> list[Group]:
    """All of them; with `pressing`, only what cannot wait.

    Who has not answered an anonymous survey is nobody's business, not even of who looks at somebody else's.
    """
    return [
        *visits(t, owing),
        *difficulties(t, owing, pressing=pressing),
        *tasks(t, owing, pressing=pressing),
        *(() if pressing else plan(t, owing)),
        *meetings(t, owing, pressing=pressing),
        *(() if pressing else indicators(t, owing)),
        *duty(t, owing, pressing=pressing),
        *surveys(t, owing.surveys_with_names),
        *ratings(t, owing),
        *led(t, owing),
        *forces(t, [*owing.forces_over, *(() if pressing else owing.forces_ending)]),
    ]


def visits(t: Translator, owing: Owing) -> list[Group]:
    def done(one: Visit) -> Element:
        return kit.button(t.plain("Done"), BESIDE, f"visit done {one.ref}")

    return grouped(t("*Planned visits to confirm*"), owing.visits_to_confirm, partial(reminder_line, t), done)


def difficulties(t: Translator, owing: Owing, *, pressing: bool) -> list[Group]:
    line = partial(difficulty_line, t)
    due = () if pressing else owing.difficulties_due
    return [
        *grouped(t("*Difficulties past due*"), owing.difficulties_late, line),
        *grouped(t("*Partners' answers past due*"), owing.referrals_late, line),
        *grouped(t("*Difficulties due this week*"), due, line),
    ]


def led(t: Translator, owing: Owing) -> list[Group]:
    """Other people's, of teams that this person leads."""
    line = partial(difficulty_line, t)

    def assign(one: Difficulty) -> Element:
        return kit.button(t.plain("Assign"), BESIDE, f"difficulty assign {one.ref}")

    return [
        *grouped(t("*Your team's difficulties past due*"), owing.led_late, line),
        *grouped(t("*Your team's difficulties that nobody has*"), owing.led_unassigned, line, assign),
    ]


def tasks(t: Translator, owing: Owing, *, pressing: bool) -> list[Group]:
    line = partial(task_line, t)
    return [
        *grouped(t("*Tasks past due*"), owing.tasks_late, line),
        *grouped(t("*Tasks due this week*"), () if pressing else owing.tasks_due, line),
        *grouped(t("*Tasks without an update for two weeks*"), owing.tasks_stale, line),
    ]


def plan(t: Translator, owing: Owing) -> list[Group]:
    return grouped(t("*Inspection plan behind*"), owing.plan, partial(plan_line, t))


def meetings(t: Translator, owing: Owing, *, pressing: bool) -> list[Group]:
    """What to prepare, what to record, and (not `pressing`) what comes."""
    to_come = [] if pressing else [one for one in owing.sittings_to_come if one not in owing.sittings_to_prepare]
    return [
        *grouped(
            t("*Meetings to prepare: nothing is on the agenda*"), owing.sittings_to_prepare, partial(prepare_line, t)
        ),
        *grouped(t("*Meetings that passed: who was there?*"), owing.sittings_to_record, partial(record_line, t)),
        *grouped(t("*My meetings*"), to_come, partial(sitting_row, t)),
    ]


def indicators(t: Translator, owing: Owing) -> list[Group]:
    title = t("*Indicators off target or without a reading*")
    return grouped(title, owing.indicators, partial(indicator_line, t))


def duty(t: Translator, owing: Owing, *, pressing: bool) -> list[Group]:
    """Who asks me to take a day, and with all the rest my own days."""

    def asked(one: Swap) -> Md:
        day = kit.joined([escape(t.day(one.day)), escape(t.day(one.back)) if one.back else None], " ↔ ")
        return t("{day} · `/duty accept {date}` · `/duty decline {date}`", day=day, date=one.day.isoformat())

    return [
        *grouped(t("*Asked to take a day of duty*"), owing.swaps, asked),
        *grouped(t("*My days of duty*"), () if pressing else owing.duties, partial(duty_line, t)),
    ]


def surveys(t: Translator, waiting: Sequence[Waiting]) -> list[Group]:
    """Surveys that wait for this person's answer."""
    said = t.many("*{n} survey waits for your answer*", "*{n} surveys wait for your answer*", len(waiting))
    return grouped(said, waiting, partial(waiting_line, t))


def ratings(t: Translator, owing: Owing) -> list[Group]:
    """Sentences: what is to be rated is asked one task after the other."""
    found: list[Group] = []
    if owing.to_rate:
        rating = t.many("*{n} task to rate*", "*{n} tasks to rate*", owing.to_rate)
        found.append(_sentence(kit.joined([rating, _rate_by(t, owing.to_rate_until)])))
    if owing.led_missing_ratings:
        said = t.many(
            "*{n} rating of your team is missing* · `/evaluate status`",
            "*{n} ratings of your team are missing* · `/evaluate status`",
            owing.led_missing_ratings,
        )
        found.append(_sentence(said))
    return found


def forces(t: Translator, ending: Sequence[Ending]) -> list[Group]:
    def line(one: Ending) -> Md:
        return kit.joined([ending_line(t, one), t("`/team wind-up {key}`", key=one.team.key)])

    return grouped(t("*Task forces that end*"), ending, line)


def difficulty_line(t: Translator, one: Difficulty) -> Md:
    return t(
        "{ref} {text} · {organisation} · {day}",
        ref=kit.bold(one.ref),
        text=kit.cut(one.text, 90),
        organisation=(one.referred_name if one.referred else one.organisation_name) or "–",
        day=one.clock,
    )


def task_line(t: Translator, one: Task) -> Md:
    mark = f"{MARKS[Health.BLOCKED]} " if one.state is TaskState.BLOCKED else ""
    return kit.joined(
        [
            Md(f"{mark}{kit.bold(one.ref)} {escape(kit.cut(one.title, 90))}"),
            Md(f"{one.percent}%"),
            escape(t.day(one.due)) if one.due else None,
        ]
    )


def _rate_by(t: Translator, day: dt.date | None) -> Md:
    """Until when; a day that is over is said as one, as answers are taken for a while yet."""
    if day is None:
        return t.typed("evaluate")
    if t.today is not None and day < t.today:
        return t("was due {day}, late: `/evaluate`", day=day)
    return t("until {day}: `/evaluate`", day=day)


def _sentence(said: Md) -> Group:
    return Group(said, (), escape)
