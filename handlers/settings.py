"""`/muster settings` and `/muster setup`: what administrators decide for everybody."""

from collections import Counter
from dataclasses import replace

from bot.blocks import audits
from bot.blocks import settings as blocks
from bot.blocks import setup as setup_blocks
from bot.blocks import teams as team_blocks
from bot.blocks.kit import Card
from bot.domain.setup import setup
from bot.domain.workspaces import Workspace
from bot.i18n import Md
from bot.refusals import Refusal
from bot.speech.musters import ChannelSetting, Place, SettingsPart
from bot.speech.people import Channel
from handlers.asks import Ask, Binding, Feature, Open, Redraw, Reply, Say
from storage import audit, connections, directories, people, workspaces


def settings(ask: Ask) -> Reply:
    """The form; a form of its own for grades and words; or a channel in one line."""
    match ask.args:
        case None:
            return Open(blocks.form(ask.t, ask.workspace))
        case SettingsPart("grades"):
            return Open(blocks.grades_form(ask.t, ask.workspace))
        case SettingsPart():
            return Open(blocks.words_form(ask.t, ask.workspace))
        case ChannelSetting(place, channel):
            id, known = channel_id(ask, channel), ask.workspace
            leads = place is Place.LEADERSHIP
            after = replace(known, leadership_channel=id) if leads else replace(known, admin_channel=id)
            return Say(_save(ask, after))
    raise AssertionError(f"speech gives no {ask.args!r}")


def save(ask: Ask) -> Reply:
    """The form, filled in."""
    _check_version(ask)
    return Redraw(_save(ask, blocks.read(ask.values, ask.workspace, ask.today)))


def save_grades(ask: Ask) -> Reply:
    """The grades, and with them the quotas of their people; a quota that somebody was given of their own stays."""
    _check_version(ask)
    used = Counter(person.grade for person in ask.directory.people.values() if person.active and person.grade)
    grades = blocks.read_grades(ask.values, {key: n for key, n in used.items() if key})
    followed = 0
    for grade in grades:
        before = ask.workspace.grade(grade.key)
        if before is not None and before.quota != grade.quota:
            followed += people.follow_grade(ask.session, ask.ws, grade.key, before.quota, grade.quota)
    notes = [blocks.followed_note(ask.t, followed)] if followed else []
    return Redraw(_save(ask, replace(ask.workspace, grades=grades), *notes))


def save_words(ask: Ask) -> Reply:
    """The workspace's words."""
    _check_version(ask)
    return Redraw(_save(ask, replace(ask.workspace, vocabulary=blocks.read_words(ask.values))))


def setup_(ask: Ask) -> Reply:
    """What is left to do. Once nothing is, the App Home shows it no longer."""
    found = setup(ask.directory, connections.get(ask.session, ask.ws))
    if found.done is not ask.workspace.setup_done:
        changed = replace(ask.workspace, setup_done=found.done)
        workspaces.change(ask.session, changed, ask.who.id, ask.now, "setup")
    return Say(setup_blocks.setup_card(ask.t, found))


def channel_id(ask: Ask, typed: Channel) -> str:
    """The channel that was meant: Slack's id, or the name of one that the bot is in."""
    if typed.id:
        return typed.id
    known = connections.get(ask.session, ask.ws).channels or {}
    found = next((id for id, name in known.items() if name == typed.name), None)
    if found is None:
        raise Refusal(
            "I do not know the channel {name}. Type # and choose it from Slack's list.", name=f"#{typed.name}"
        )
    return found


# steps ----------------------------------------------------------------------------------------------------------------


def _check_version(ask: Ask) -> None:
    if ask.state.get("version") != ask.workspace.version:
        raise Refusal(
            "{ref} was changed meanwhile. Close this form and open it again to see the newest.",
            ref=ask.t.plain("the settings"),
        )


def _save(ask: Ask, after: Workspace, *notes: Md) -> Card:
    before = ask.workspace
    if after == before:
        return blocks.saved_card(ask.t, (), notes)
    workspaces.change(ask.session, after, ask.who.id, ask.now)
    change = audit.changes(ask.session, ask.ws, workspaces.SETTINGS, 1)[0]
    directory = directories.directory(ask.session, ask.ws, ask.now)
    assert directory is not None
    lines = audits.differences(ask.t, change.before, change.after, directory)
    connection = connections.get(ask.session, ask.ws)
    unheard = [
        team_blocks.invite_note(ask.t, channel or "")
        for channel in dict.fromkeys((after.leadership_channel, after.admin_channel))
        if channel not in (None, before.leadership_channel, before.admin_channel) and not connection.hears(channel)
    ]
    return blocks.saved_card(ask.t, lines, [*notes, *unheard])


VERBS = {"settings": Binding(settings, may="admin", private=True), "setup": Binding(setup_, may="admin", private=True)}
FEATURE = Feature(
    forms={
        "settings:save": Binding(save, may="admin"),
        "settings:save_grades": Binding(save_grades, may="admin"),
        "settings:save_words": Binding(save_words, may="admin"),
    }
)
