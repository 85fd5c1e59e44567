"""`/muster audit V-12`: who changed what, before and after."""

from bot.blocks import audits as blocks
from bot.domain.meetings import pick_series
from bot.domain.refs import Ref
from bot.speech.musters import AuditDuty, AuditMeeting, AuditSettings, AuditTeam
from bot.speech.people import Mention
from handlers.asks import Ask, Binding, Reply, Say
from storage import audit, duty, meetings, teams
from storage.workspaces import SETTINGS


def audit_(ask: Ask) -> Reply:
    """The changes of a record, a person, a team, a series or the settings, the newest first."""
    ref, title, words = _meant(ask)
    skip = (ask.page - 1) * blocks.PAGE
    found = audit.changes(ask.session, ask.ws, ref, blocks.PAGE + 1, skip)
    return Say(
        blocks.changes_card(
            ask.t, title, found[: blocks.PAGE], ask.directory, words, ask.page, more=len(found) > blocks.PAGE
        )
    )


def _meant(ask: Ask) -> tuple[str, str, str]:
    """Its name in the audit, its name for people, and the words that ask for it again."""
    match ask.args:
        case Ref() as ref:
            return str(ref), str(ref), str(ref)
        case Mention(id, name):
            person = ask.directory.people.get(id or "") or ask.directory.pick(id, name)
            return person.id, person.name, f"<@{person.id}>"
        case AuditTeam(typed):
            team = ask.directory.find_team(typed) or ask.directory.pick_team(typed)
            return teams.named(team.key), team.name(ask.lang), f"team {team.key}"
        case AuditDuty(day):
            return duty.named(day), ask.t.plain("the duty of {day}", day=day), f"duty {day.isoformat()}"
        case AuditMeeting(typed):
            series = pick_series(meetings.everything(ask.session, ask.ws), typed)
            return meetings.named(series.key), series.name(ask.lang), f"meeting {series.key}"
        case AuditSettings():
            return SETTINGS, ask.t.plain("the settings"), "settings"
    raise AssertionError(f"speech gives no {ask.args!r}")


VERBS = {"audit": Binding(audit_, may="secretariat", writes=False, private=True)}
