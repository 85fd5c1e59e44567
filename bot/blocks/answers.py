"""Short answers: a refusal, an error with its reference, a confirmation, help."""

from collections.abc import Sequence
from typing import Final

from bot.blocks.kit import Block, Card, Form, actions, bold, button, context, divider, lines, section
from bot.i18n import Md, Translator, escape
from bot.refusals import Refusal

AGAIN = "door:again"  # runs its value as if it had been typed behind /muster
BESIDE = "door:beside"  # the same, and its card stays whatever the answer is
CARRIED: Final = 1900  # characters of a line that a button may carry
MORE = "door:more"  # the same, and the answer takes the place of the card that the button stands on


def refusal(t: Translator, refused: Refusal) -> Card:
    """What was wrong, and what the person typed, so that they can correct it."""
    said = t(refused.message, **refused.values)
    blocks = [section(Md(f":warning: {said}"))]
    if refused.typed:
        blocks.append(context(lines(t("You typed:"), code(refused.typed))))
    return Card(t.plain(refused.message, **refused.values), tuple(blocks))


def beside_field(t: Translator, refused: Refusal) -> str:
    """The sentence of a fault under a form's field, which Slack shows as plain text."""
    return t.plain(refused.message, **refused.values).replace("`", "")[:150]


def apology(t: Translator, reference: str) -> Card:
    """Something broke: no trace, a reference that stands in the log."""
    said = t(
        "Sorry, that did not work, and nothing was saved. Please try again; if it happens again, "
        "tell your administrator this reference: {reference}",
        reference=bold(reference),
    )
    return Card(said, (section(Md(f":warning: {said}")),))


def not_shown(t: Translator, reference: str) -> Card:
    """It was done, and then the answer broke: whoever tried again would do it twice."""
    said = t(
        "The answer could not be shown. What you asked to change is stored, and there is no need to do it again; "
        "please tell your administrator this reference: {reference}",
        reference=bold(reference),
    )
    return Card(said, (section(Md(f":warning: {said}")),))


def said(sentence: Md) -> Card:
    """One sentence."""
    return Card(sentence, (section(sentence),))


def opens_form(t: Translator, command: str, label: str) -> Card:
    """Where Slack lets nobody open a form (mentions, direct messages), a button does."""
    sentence = t("There is a form for this:")
    return Card(sentence, (section(sentence), actions(button(label, AGAIN, command, style="primary"))))


def what_is_it(t: Translator, words: str, shown: str) -> Card:
    """What somebody told us without a command: each button runs it as what it may be.

    `words` are at most CARRIED characters; `shown`: as people read them.
    """
    said = t("What shall I do with this?")
    buttons = [
        button(t.plain("Log it as a visit"), f"{AGAIN}#1", f"visit {words}"),
        button(t.plain("Record it as a difficulty"), f"{AGAIN}#2", f"difficulty {words}"),
        button(t.plain("Find it"), f"{AGAIN}#3", f"find {words}"),
        button(t.plain("Help"), f"{AGAIN}#4", "help"),
    ]
    return Card(said, (section(lines(said, code(shown))), actions(*buttons)))


def window(t: Translator, card: Card) -> Form:
    """A card as a small window, for where there is no channel to answer in."""
    return Form("door:read", t.plain("Muster"), "", t.plain("Close"), card.blocks or (section(Md(card.text)),))


def home(card: Card) -> Block:
    """A card in the place of somebody's App Home."""
    return {"type": "home", "blocks": list(card.blocks)}


def help_card(t: Translator, command: str, about: str, examples: Sequence[str], grammar: str) -> Card:
    """What a command is for, three things to type, and its grammar."""
    name = t.named(f"/{command}")
    shown = "\n".join(f"{name} {example}".rstrip() for example in (t.plain(one) for one in examples))
    blocks = [
        section(lines(bold(t("How to use {command}", command=name)), t(about))),
        section(lines(bold(t("Examples")), code(shown))),
        divider(),
        section(code(t.plain(grammar))),
    ]
    return Card(t.plain(about), tuple(blocks))


def code(text: str) -> Md:
    """Text as it stands, in a box."""
    return Md("```" + escape(text.replace("```", "'''")[:2500]) + "```")
