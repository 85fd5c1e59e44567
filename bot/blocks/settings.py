"""The workspace's settings: the form, those of grades and of words, their readers, and what was changed."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from bot.blocks import kit, lists
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Block, Card, Form
from bot.blocks.periods import weekly_time
from bot.domain.calendars import is_country
from bot.domain.people import Grade
from bot.domain.timetable import BY_KEY, WEEKDAYS, changed_rule
from bot.domain.words import Facet, Term, Vocabulary
from bot.domain.workspaces import Workspace
from bot.i18n import N_, Md, Translator
from bot.refusals import Faults, Refusal
from bot.speech import settings as speech
from bot.speech.amounts import whole
from bot.speech.text import clean
from bot.speech.times import time_of_day, weekly, zone_name

T = TypeVar("T")

MOST_DAYS: Final = 365
# Posts whose time is in the form: the series, its label, and whether it has a weekday.
TIMES: Final = {
    "agenda-draft": (N_("Draft of the agenda to the leads"), True),
    "agenda": (N_("Agenda to the channels"), True),
    "agenda-leadership": (N_("Agenda of all teams to the leadership"), True),
    "digest": (N_("My week, by direct message"), True),
    "nudge": (N_("Reminder of missing visits"), True),
    "bundle": (N_("Daily message of what is owed"), False),
    "evaluation-open": (N_("Evaluation on the last working day"), False),
    "evaluation-results": (N_("Its results, seven working days later"), False),
}
DUTY_TIMES: Final = {
    "duty_begins": N_("Duty begins"),
    "duty_ends": N_("Duty ends"),
    "duty_asked": N_("On the day before: please confirm"),
    "duty_escalated": N_("On the day before: nobody confirmed"),
}
_FACETS: Final = {
    Facet.KIND: N_("Kinds of visit"),
    Facet.SECTOR: N_("Sectors"),
    Facet.REGION: N_("Regions"),
}


def form(t: Translator, workspace: Workspace) -> Form:
    """The form of everything but grades and words."""
    blocks = [
        kit.field_block(
            "leadership",
            t.plain("Channel of the leadership"),
            kit.channel_input("leadership", workspace.leadership_channel),
            optional=True,
        ),
        kit.field_block(
            "admin",
            t.plain("Channel of the administrators"),
            kit.channel_input("admin", workspace.admin_channel),
            optional=True,
            hint=t.plain("Where I say what could not be posted. Empty: each administrator by direct message."),
        ),
        kit.field_block("language", t.plain("Language"), _languages(t, workspace.language)),
        _text(t.plain("Time zone"), "zone", workspace.zone, hint=t.plain("Such as Asia/Seoul.")),
        _text(
            t.plain("Holidays of"),
            "holidays",
            workspace.holidays,
            optional=True,
            hint=t.plain("A country such as KR, or a part of one such as US-CA. Empty: none."),
        ),
        *_days(
            t, t.plain("More days off"), "extra", workspace.extra_holidays, t.plain("Such as 2026-12-24, a line each.")
        ),
        *_days(t, t.plain("Holidays that are worked"), "worked", workspace.worked_holidays, ""),
        _text(t.plain("Nothing unasked before"), "quiet_until", f"{workspace.quiet_until:%H:%M}"),
        _text(t.plain("Nothing unasked after"), "quiet_from", f"{workspace.quiet_from:%H:%M}"),
        *[_time(t, series, workspace) for series in TIMES],
        *[_duty_time(t, name, workspace) for name in DUTY_TIMES],
        _number(t.plain("Days to answer a difficulty"), "due_days", workspace.due_days),
        _number(t.plain("Days to answer an urgent one"), "urgent_due_days", workspace.urgent_due_days),
        _number(t.plain("Days for a partner to answer"), "referral_days", workspace.referral_days),
        *_counted(t, workspace),
    ]
    return _form(t, "settings:save", t.plain("Settings"), blocks, workspace)


def read(values: Mapping[str, Any], workspace: Workspace, today: dt.date) -> Workspace:
    """The settings that the form holds. Raises Faults, each beside its field."""
    faults: dict[str, Refusal] = {}

    def given(field: str) -> str:
        return clean(str(values.get(field) or ""))

    def checked(field: str, read: Callable[[str], T], otherwise: T) -> T:
        try:
            return read(str(values.get(field) or ""))
        except Refusal as refusal:
            faults[field] = refusal
            return otherwise

    times = {series: at for series, at in workspace.times.items() if series not in TIMES}
    for series, (_, weekday) in TIMES.items():
        read_time: Callable[[str], str] = weekly if weekday else _daily
        if given(series):
            times[series] = checked(series, read_time, "")
    found = replace(
        workspace,
        leadership_channel=values.get("leadership") or None,
        admin_channel=values.get("admin") or None,
        language=str(values.get("language") or workspace.language),
        zone=checked("zone", zone_name, workspace.zone),
        holidays=checked("holidays", _country, workspace.holidays),
        extra_holidays=checked("extra", lambda _: speech.days(lists.typed(values, "extra"), today), frozenset()),
        worked_holidays=checked("worked", lambda _: speech.days(lists.typed(values, "worked"), today), frozenset()),
        quiet_until=checked("quiet_until", time_of_day, workspace.quiet_until),
        quiet_from=checked("quiet_from", time_of_day, workspace.quiet_from),
        due_days=checked("due_days", _count, workspace.due_days),
        urgent_due_days=checked("urgent_due_days", _count, workspace.urgent_due_days),
        referral_days=checked("referral_days", _count, workspace.referral_days),
        counted_kinds=frozenset(values.get("counted") or ()),
        times=times,
        **{name: checked(name, time_of_day, getattr(workspace, name)) for name in DUTY_TIMES if given(name)},
    )
    faults = {**_together(found), **faults}
    if faults:
        raise Faults(faults)
    return found


def grades_form(t: Translator, workspace: Workspace) -> Form:
    """The grades, a line each."""
    hint = t.plain(
        "A line each, the highest first: key, Korean, English, visits a week. Such as: director, 과장, director, 2"
    )
    blocks = lists.fields(t, "grades", t.plain("Grades"), speech.grade_lines(workspace.grades), hint=hint)
    return _form(t, "settings:save_grades", t.plain("Grades and quotas"), blocks, workspace)


def read_grades(values: Mapping[str, Any], used: Mapping[str, int]) -> tuple[Grade, ...]:
    """The grades of the form; `used`: how many people have which. Raises Faults."""
    try:
        found = speech.grades(lists.typed(values, "grades"))
        for key, people in used.items():
            if key not in {grade.key for grade in found}:
                raise Refusal(
                    "The grade `{key}` is that of {n} people. Give them another first, or keep it.", key=key, n=people
                )
    except Refusal as refusal:
        raise Faults({"grades": refusal}) from refusal
    return found


def words_form(t: Translator, workspace: Workspace) -> Form:
    """Kinds, sectors and regions, a word a line."""
    blocks = [
        block
        for facet, label in _FACETS.items()
        for block in lists.fields(
            t,
            facet.value,
            t.plain(label),
            speech.term_lines(workspace.vocabulary.of(facet)),
            optional=facet is not Facet.KIND,
            hint=t.plain("A line each: key, Korean, English, other spellings. Such as: parts, 부품, parts, components"),
        )
    ]
    return _form(t, "settings:save_words", t.plain("Words"), blocks, workspace)


def read_words(values: Mapping[str, Any]) -> Vocabulary:
    """The words of the form. Raises Faults."""
    faults: dict[str, Refusal] = {}
    terms: list[Term] = []
    for facet in _FACETS:
        try:
            terms += speech.terms(lists.typed(values, facet.value), facet)
            speech.check_spellings(terms)
        except Refusal as refusal:
            faults[facet.value] = refusal
    if faults:
        raise Faults(faults)
    return Vocabulary(tuple(terms))


def saved_card(t: Translator, lines: Sequence[Md], notes: Sequence[Md] = ()) -> Card:
    """What was changed, and the way to the rest."""
    said = t("The settings are changed.") if lines else t("Nothing changed.")
    blocks: list[Block] = [kit.section(kit.bold(said))]
    blocks += [kit.section(kit.lines(*lines[at : at + 10])) for at in range(0, len(lines), 10)]
    blocks += [kit.section(note) for note in notes]
    blocks.append(
        kit.actions(
            kit.button(t.plain("Settings"), f"{AGAIN}#1", "settings"),
            kit.button(t.plain("Grades and quotas"), f"{AGAIN}#2", "settings grades"),
            kit.button(t.plain("Words"), f"{AGAIN}#3", "settings words"),
        )
    )
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest: `/muster audit settings`")))


def followed_note(t: Translator, people: int) -> Md:
    """Quotas that changed along with their grades."""
    return t.many("{n} person has another quota now.", "{n} people have another quota now.", people)


# parts ----------------------------------------------------------------------------------------------------------------


def _form(t: Translator, callback: str, title: str, blocks: Sequence[Block], workspace: Workspace) -> Form:
    state = {"version": workspace.version}
    return Form(callback, title, t.plain("Save"), t.plain("Cancel"), tuple(blocks), state=state)


def _text(label: str, name: str, initial: str, *, optional: bool = False, hint: str = "") -> Block:
    return kit.field_block(name, label, kit.text_input(name, initial, limit=64), optional=optional, hint=hint)


def _days(t: Translator, label: str, name: str, days: frozenset[dt.date], hint: str) -> list[Block]:
    return lists.fields(t, name, label, [day.isoformat() for day in sorted(days)], optional=True, hint=hint)


def _number(label: str, name: str, value: int) -> Block:
    return kit.field_block(name, label, kit.number_input(name, str(value), low=1, high=MOST_DAYS))


def _time(t: Translator, series: str, workspace: Workspace) -> Block:
    label, weekday = TIMES[series]
    hints = {
        "agenda-draft": t.plain("Such as fri 15:00. Empty: two hours before the agenda."),
        "agenda-leadership": t.plain("Such as fri 17:00. Empty: together with the agenda."),
    }
    common = N_("Such as fri 17:00. Empty: {usual}") if weekday else N_("Such as 09:00. Empty: {usual}")
    return _text(
        t.plain(label),
        series,
        weekly_time(t, workspace.times.get(series, "")),
        optional=True,
        hint=hints.get(series) or t.plain(common, usual=weekly_time(t, usual(series))),
    )


def _duty_time(t: Translator, name: str, workspace: Workspace) -> Block:
    hints = {
        "duty_ends": t.plain("Of the next day, unless it is later than the beginning."),
        "duty_escalated": t.plain("The secretariat hears who has not confirmed."),
    }
    at = f"{getattr(workspace, name):%H:%M}"
    return _text(t.plain(DUTY_TIMES[name]), name, at, hint=hints.get(name, ""))


def usual(series: str) -> str:
    """The timetable's own time, as it is typed."""
    rule = BY_KEY[series].rule
    weekday = getattr(rule, "weekday", "")
    return f"{weekday} {rule.time:%H:%M}".strip()


def _languages(t: Translator, chosen: str) -> kit.Element:
    return kit.menu("language", t.plain("Choose"), [kit.option("한국어", "ko"), kit.option("English", "en")], chosen)


def _counted(t: Translator, workspace: Workspace) -> list[Block]:
    options = [kit.option(term.name(t.lang), term.key) for term in workspace.vocabulary.of(Facet.KIND)]
    if not options:
        return []
    element = kit.many_menu("counted", t.plain("Choose"), options, workspace.counted_kinds)
    hint = t.plain("Empty: all of them.")
    return [
        kit.field_block(
            "counted", t.plain("Kinds of visit that count for the quota"), element, optional=True, hint=hint
        )
    ]


def _country(given: str) -> str:
    code = clean(given).upper()
    if not is_country(code):
        raise Refusal("I know no holidays of `{given}`. Type a country's two letters, such as KR.", given=code[:20])
    return code


def _count(given: str) -> int:
    days = whole(given, 1, MOST_DAYS)
    if days is None:
        raise Refusal("Type a number of days from 1 to {most}.", most=MOST_DAYS)
    return days


def _daily(given: str) -> str:
    return f"{time_of_day(given):%H:%M}"


def _together(found: Workspace) -> dict[str, Refusal]:
    """What is wrong between settings that are well by themselves."""
    faults = {}
    if found.quiet_from <= found.quiet_until:
        faults["quiet_from"] = Refusal("This must be later than the hour before.")
    if found.duty_escalated <= found.duty_asked:
        faults["duty_escalated"] = Refusal("This must be later than the hour when people are asked to confirm.")
    if found.urgent_due_days > found.due_days:
        faults["urgent_due_days"] = Refusal("An urgent difficulty cannot take longer than the others.")
    draft, agenda = (_in_week(found, series) for series in ("agenda-draft", "agenda"))
    if "agenda-draft" in found.times and draft >= agenda:
        faults["agenda-draft"] = Refusal("The draft must come before the agenda.")
    both = found.extra_holidays & found.worked_holidays
    if both:
        faults["worked"] = Refusal("{day} stands among the days off too. Keep it in one place.", day=min(both))
    return faults


def _in_week(workspace: Workspace, series: str) -> tuple[int, dt.time]:
    """When in the week a weekly post comes."""
    try:
        rule = changed_rule(BY_KEY[series].rule, workspace.times.get(series) or usual(series))
    except ValueError:
        rule = BY_KEY[series].rule
    return WEEKDAYS.index(getattr(rule, "weekday", "mon")), rule.time
