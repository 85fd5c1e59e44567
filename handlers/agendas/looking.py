"""Looking at an agenda, and what the lead does with it before it is posted."""

from typing import Final

from bot.blocks import kit
from bot.blocks.agendas import cards, forms, gathered
from bot.blocks.answers import said
from bot.domain.agendas import weeks
from bot.domain.permissions import check, may, subject
from bot.domain.words import folded
from bot.refusals import Refusal
from bot.speech import agendas as speech
from bot.speech.agendas import ALL_WORDS, Everybody
from handlers import documents
from handlers.agendas import steps
from handlers.asks import Ask, Open, Redraw, Reply, Say
from storage import agendas

AGENDA_FILE: Final = "agenda-file"  # its maker is in schedules/documents.py


def preview(ask: Ask) -> Reply:
    """`/agenda [team KEY]`: as it stands now; `all`, and the secretariat in no team: that of all teams."""
    typed = ask.args if isinstance(ask.args, str) else None
    if typed and folded(typed) in ALL_WORDS and ask.directory.find_team(typed) is None:
        check(ask.actor, "agendas.all", subject(teams=ask.directory.tops))
        return _all_teams(ask)
    team = ask.directory.pick_team(typed) if typed else steps.own_team(ask)
    if team is None:
        if not may(ask.actor, "secretariat"):
            raise steps.no_team()
        return _all_teams(ask)
    agenda = steps.composed(ask, team, steps.coming(ask, team))
    return Say(cards.preview(ask.t, agenda, ask.directory, leads=steps.leads(ask, team)))


def _all_teams(ask: Ask) -> Reply:
    due = weeks.coming(ask.directory, None, ask.now)
    week = agendas.gather_all(ask.session, ask.directory, due.key, due.due, as_of=ask.now)
    card = gathered.post(ask.t, week, ask.directory, threaded=False)
    head = kit.context(ask.t("As it stands now. It will be posted on {moment}.", moment=due.due))
    return Say(kit.Card(card.text, (head, *card.blocks)))


def file(ask: Ask) -> Reply:
    """`/agenda file`: a paper to print of the agenda that was posted last, or that comes next."""
    team = None
    if ask.args is not Everybody.ALL:
        team = ask.directory.pick_team(ask.args) if ask.args else steps.own_team(ask)
        if team is None and not may(ask.actor, "secretariat"):
            raise steps.no_team()
    if team is None:
        check(ask.actor, "secretariat")
    week = steps.to_print(ask, team)
    return documents.send(ask, AGENDA_FILE, {"team": team.key if team else "", "week": week.key})


def confirm(ask: Ask) -> Reply:
    """`/agenda confirm`: the lead stands by what will be posted."""
    team = steps.team_of(ask, ask.args)
    steps.check_lead(ask, team)
    due = steps.coming(ask, team)
    agendas.confirm(ask.session, ask.ws, team.key, due.key, ask.who.id, ask.now)
    return Say(cards.confirmed(ask.t, team, due.due, ask.directory))


def press_confirm(ask: Ask) -> Reply:
    """*Confirm* on a draft or a preview. One that is posted already is shown as it was posted."""
    team, occurrence = steps.pressed(ask)
    steps.check_lead(ask, team)
    due = weeks.named(ask.directory, team, occurrence)
    if due is None:
        raise Refusal("This button is from an agenda that is no more. `/agenda` shows the present one.")
    if agendas.record(ask.session, ask.ws, team.key, occurrence).frozen is None:
        agendas.confirm(ask.session, ask.ws, team.key, occurrence, ask.who.id, ask.now)
    return Redraw(steps.drawn(ask, team, due))


def note(ask: Ask) -> Reply:
    """`/agenda note TEXT`, or the form."""
    line: speech.Note | None = ask.args
    team = steps.team_of(ask, line.team if line else None)
    steps.check_lead(ask, team)
    due = steps.coming(ask, team)
    if line is None:
        before = agendas.record(ask.session, ask.ws, team.key, due.key)
        return Open(forms.note(ask.t, team, due.key, before.note))
    agendas.note(ask.session, ask.ws, team.key, due.key, line.text, ask.who.id, ask.now)
    return Say(cards.noted(ask.t, team, line.text, steps.day_of(ask, team, due)))


def press_note(ask: Ask) -> Reply:
    """*Add a note* on a draft or a preview; on an old one the note goes to the coming agenda."""
    team, occurrence = steps.pressed(ask)
    steps.check_lead(ask, team)
    before = agendas.record(ask.session, ask.ws, team.key, occurrence)
    if before.frozen is not None:
        occurrence = steps.coming(ask, team).key
        before = agendas.record(ask.session, ask.ws, team.key, occurrence)
    return Open(forms.note(ask.t, team, occurrence, before.note))


def save_note(ask: Ask) -> Reply:
    """The form, filled in. While it was open the agenda may have been posted: then nothing is overwritten."""
    team, text = steps.kept(ask), forms.read_note(ask.values)
    steps.check_lead(ask, team)
    occurrence = str(ask.state.get("occurrence", ""))
    due = weeks.named(ask.directory, team, occurrence)
    if due is None or agendas.record(ask.session, ask.ws, team.key, occurrence).frozen is not None:
        raise Refusal("This agenda has been posted meanwhile. Close this form; `/agenda note` goes to the next one.")
    agendas.note(ask.session, ask.ws, team.key, occurrence, text, ask.who.id, ask.now)
    if ask.origin.message:
        return Redraw(steps.drawn(ask, team, due))
    return Say(cards.noted(ask.t, team, text, steps.day_of(ask, team, due)))


def minutes(ask: Ask) -> Reply:
    """`/agenda minutes`: what was decided about the last agenda."""
    team = steps.team_of(ask, ask.args)
    occurrence = steps.discussed(ask, team)
    found = agendas.decisions(ask.session, ask.ws, team.key, occurrence)
    week = steps.week_name(ask, team, occurrence)
    tells = bool(team.channel) and may(ask.actor, "agendas.decide", steps.about(team))
    return Say(cards.minutes(ask.t, found, team, ask.directory, week, tells=tells))


def tell_minutes(ask: Ask) -> Reply:
    """*Post to the channel*: the same decisions are posted once."""
    team, occurrence = steps.pressed(ask)
    steps.check_decides(ask, team)
    found = agendas.decisions(ask.session, ask.ws, team.key, occurrence)
    if not found or not team.channel:
        raise Refusal("There are no decisions to post, or this team has no channel.")
    t = ask.channel_tongue(team.key)
    due = weeks.named(ask.directory, team, occurrence)
    week = t.day(weeks.today(ask.directory, team, due.due)) if due else occurrence
    card = cards.minutes(t, found, team, ask.directory, week, tells=False)
    new = steps.say(ask, f"minutes:{team.key}", f"{occurrence}.{found[-1].number}", card, channel=team.channel)
    done = ask.t("The decisions are posted to the channel.") if new else ask.t("These decisions are there already.")
    return Say(said(done))
