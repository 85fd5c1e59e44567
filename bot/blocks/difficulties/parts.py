"""What all cards and lines of difficulties share: states, days, and the buttons of the next steps."""

import datetime as dt
from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Element
from bot.domain.difficulties import Difficulty, DifficultyState, Step, may
from bot.domain.directory import Directory
from bot.domain.refs import Ref
from bot.i18n import N_, Md, Translator

STATES: Final = {
    DifficultyState.OPEN: N_("received"),
    DifficultyState.ASSIGNED: N_("assigned"),
    DifficultyState.ACTING: N_("being worked on"),
    DifficultyState.ANSWERED: N_("answered"),
    DifficultyState.CLOSED: N_("closed"),
    DifficultyState.REFERRED: N_("referred"),
    DifficultyState.DECLINED: N_("declined"),
    DifficultyState.MERGED: N_("merged"),
    DifficultyState.UNDONE: N_("taken back"),
}
URGENT: Final = ":rotating_light: "
MARKS: Final = {
    DifficultyState.OPEN: ":small_orange_diamond:",
    DifficultyState.ASSIGNED: ":bust_in_silhouette:",
    DifficultyState.ACTING: ":hammer_and_wrench:",
    DifficultyState.ANSWERED: ":speech_balloon:",
    DifficultyState.CLOSED: ":white_check_mark:",
    DifficultyState.REFERRED: ":arrow_right:",
    DifficultyState.DECLINED: ":no_entry_sign:",
    DifficultyState.MERGED: ":twisted_rightwards_arrows:",
    DifficultyState.UNDONE: ":leftwards_arrow_with_hook:",
}


def state_name(t: Translator, state: DifficultyState) -> str:
    """The word for a state, as plain text."""
    return t.plain(STATES[state])


def category_name(t: Translator, directory: Directory, key: str) -> str:
    """The word for a category; one that the vocabulary does not have shows as it was typed."""
    term = directory.workspace.vocabulary.meaning(key)
    return term.name(t.lang) if term else key


def spoken_of(t: Translator, one: Difficulty) -> str:
    return t.plain("{ref} ({state}): {text}", ref=one.ref, state=state_name(t, one.state), text=short(one, 150))


def short(one: Difficulty, limit: int) -> str:
    return kit.cut(" ".join(one.text.split()), limit)


def urgent(one: Difficulty) -> str:
    return URGENT if one.urgent else ""


def due(t: Translator, one: Difficulty, today: dt.date) -> Md | None:
    if one.settled:
        return t(STATES[one.state])
    late = (today - one.clock).days
    if one.referred:
        return _with_partner(t, one, late)
    if late > 0:
        return t.many(":red_circle: {n} day late", ":red_circle: {n} days late", late)
    return t("due {day}", day=one.due)


def _with_partner(t: Translator, one: Difficulty, late: int) -> Md:
    name = kit.cut(one.referred_name, 40)
    if late > 0:
        return t.many(
            ":red_circle: {name} is {n} day late with its answer",
            ":red_circle: {name} is {n} days late with its answer",
            late,
            name=name,
        )
    return t("with {name} until {day}", name=name, day=one.clock)


def steps(t: Translator, one: Difficulty, barred: frozenset[Step] = frozenset()) -> list[Element]:
    """The next steps of its life, the one that is expected in green; without those that are `barred` to its reader."""
    ref = Ref("D", one.number, one.version)
    labels = {
        Step.ASSIGN: t.plain("Assign"),
        Step.START: t.plain("Start"),
        Step.ANSWER: _answers(t, one),
        Step.REFER: t.plain("Refer elsewhere") if one.referred else t.plain("Refer"),
        Step.WITHDRAW: t.plain("Take it back"),
        Step.CLOSE: t.plain("Close the difficulty"),
        Step.REOPEN: t.plain("Reopen"),
    }
    expected = {
        DifficultyState.OPEN: Step.ASSIGN,
        DifficultyState.ASSIGNED: Step.START,
        DifficultyState.ACTING: Step.ANSWER,
        DifficultyState.REFERRED: Step.ANSWER,
        DifficultyState.ANSWERED: Step.CLOSE,
    }.get(one.state)
    hidden = barred | ({Step.START} if one.referred else set())  # *Take it back* says the same
    return [
        kit.button(label, f"difficulties:{step.value}", ref, style="primary" if step is expected else "")
        for step, label in sorted(labels.items(), key=lambda pair: pair[0] is not expected)
        if may(one, step) and step not in hidden
    ]


def _answers(t: Translator, one: Difficulty) -> str:
    if one.referred:
        return t.plain("Partner answered")
    return t.plain("Correct the answer") if one.settled else t.plain("Answer")


def shows(t: Translator, one: Difficulty) -> Element:
    return kit.button(t.plain("Show"), AGAIN, f"difficulty show {one.ref}")
