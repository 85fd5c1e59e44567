"""The checklist of a new workspace: what is left, with a button for each step."""

from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Block, Card
from bot.domain.setup import Setup, State, Step
from bot.i18n import N_, Md, Translator, escape

DONE: Final = {
    Step.SCOPES: N_("Slack lets me do what I must."),
    Step.PEOPLE: N_("I know the people of this workspace."),
    Step.LEADERSHIP: N_("The leadership has a channel."),
    Step.TEAM: N_("There is a team with a channel and a lead."),
    Step.CHANNELS: N_("I am in all the channels that I post to."),
    Step.GRADES: N_("People have grades, and with them their quota of visits."),
    Step.SECRETARIAT: N_("Somebody is the secretariat."),
}
LEFT: Final = {
    Step.SCOPES: N_(
        "Slack does not let me do all that I must. Add these to the app under OAuth & Permissions: {names}"
    ),
    Step.PEOPLE: N_("I do not know the people of this workspace yet. They are read within a minute of the start."),
    Step.LEADERSHIP: N_("Name the channel of the leadership: the gathered agenda goes there."),
    Step.TEAM: N_("Make a team with a channel and a lead."),
    Step.CHANNELS: N_("I am not in {names}. Type this in each of them: `/invite @muster`"),
    Step.GRADES: N_(
        "Give people their grades, from a file or one by one: a grade decides how many visits are expected."
    ),
    Step.SECRETARIAT: N_("Name the secretariat, who opens evaluations and may change all records."),
}
# step → the label of its button, and the words that it types; steps that are done in Slack have none
BUTTONS: Final = {
    Step.LEADERSHIP: (N_("Settings"), "settings"),
    Step.TEAM: (N_("New team"), "team create"),
    Step.GRADES: (N_("Import people"), "people import"),
    Step.SECRETARIAT: (N_("People"), "people"),
}
# What a workspace gives up without an optional permission. Source: the list of scopes in the documentation.
OPTIONAL: Final = {
    "channels:history": N_("to look whether a post arrived when Slack did not say (public channels)"),
    "groups:history": N_("to look whether a post arrived when Slack did not say (private channels)"),
    "channels:manage": N_("to make a team's channel and invite its people"),
    "groups:write": N_("to do the same with private channels"),
    "users:read.email": N_("to match people in an import by their e-mail address"),
}


def setup_card(t: Translator, setup: Setup) -> Card:
    """What is left first, each with its button; what is done in small letters."""
    said = t("Everything is set up.") if setup.done else t("Setting up Muster")
    blocks: list[Block] = [kit.section(kit.bold(said))]
    blocks += [_left(t, state) for state in setup.states if not state.done]
    done = [kit.joined([Md(":white_check_mark:"), t(DONE[state.step])], " ") for state in setup.states if state.done]
    if done:
        blocks.append(kit.context(kit.lines(*done)))
    if setup.fault:
        blocks.append(kit.context(t(":warning: Slack answered my last look with `{fault}`.", fault=setup.fault)))
    if setup.optional:
        rows = [kit.joined([Md(f"`{scope}`"), t(OPTIONAL[scope])], " ") for scope in setup.optional]
        blocks.append(kit.context(kit.lines(t("It works without these permissions; with them I can do more:"), *rows)))
    return Card(said, tuple(blocks))


def _left(t: Translator, state: State) -> Block:
    label, words = BUTTONS.get(state.step, ("", ""))
    button = kit.button(t.plain(label), f"{AGAIN}#{state.step.value}", words, style="primary") if label else None
    names = kit.joined([_name(state.step, name) for name in state.names[:20]], ", ")
    said = t(LEFT[state.step], names=names) if state.names else t(LEFT[state.step])
    return kit.section(Md(f":small_orange_diamond: {said}"), button)


def _name(step: Step, name: str) -> Md:
    return kit.channel(name) if step is Step.CHANNELS else Md(f"`{escape(name)}`")
