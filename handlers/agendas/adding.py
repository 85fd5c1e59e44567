"""Items that people add, and posting an agenda before its time."""

from bot.blocks.agendas import cards, forms
from bot.blocks.answers import said
from bot.domain import ledger as rules
from bot.domain.agendas import Item, weeks
from bot.domain.ledger import State
from bot.domain.teams import Team
from bot.domain.timetable import Occurrence
from bot.i18n import Md
from bot.refusals import Refusal, beside
from bot.speech import agendas as speech
from handlers.agendas import steps
from handlers.asks import Ask, Open, Reply, Say
from storage import agendas, ledger, wake


def add(ask: Ask) -> Reply:
    """`/agenda add TEXT [@presenter]`, or the form."""
    line: speech.Item | None = ask.args
    team = steps.team_of(ask, line.team if line else None)
    if line is None:
        return Open(forms.item(ask.t, team))
    presenter = steps.employee(ask, line.presenter.id, line.presenter.name) if line.presenter else None
    return _added(ask, team, line.text, presenter)


def press_item(ask: Ask) -> Reply:
    """*Add an item*."""
    team, _ = steps.pressed(ask)
    return Open(forms.item(ask.t, team))


def save_item(ask: Ask) -> Reply:
    """The form, filled in."""
    new = forms.read_item(ask.values)
    presenter = beside("presenter", lambda: steps.employee(ask, new.presenter, "")) if new.presenter else None
    return _added(ask, steps.kept(ask), new.text, presenter)


def _added(ask: Ask, team: Team, text: str, presenter: str | None) -> Reply:
    draft = Item(0, team.key, text, ask.now, ask.who.id, presenter)
    item = agendas.add_item(ask.session, ask.ws, draft, ask.now)
    due = steps.coming(ask, team)
    return Say(cards.added(ask.t, item, team, ask.directory, steps.day_of(ask, team, due)))


def post(ask: Ask) -> Reply:
    """`/agenda post now`: this week's agenda at once instead of at its time; a second time posts nothing."""
    team = steps.team_of(ask, ask.args)
    steps.check_lead(ask, team)
    if not team.channel:
        raise Refusal("This team has no channel. `/team show {key}` says how it gets one.", key=team.key)
    today = weeks.today(ask.directory, team, ask.now)
    due = weeks.of_week(ask.directory, team, today) or steps.coming(ask, team)
    if steps.composed(ask, team, due).silent:
        raise Refusal("There is nothing to post: nothing happened, nothing is planned, nothing waits.")
    if team.lead == ask.who.id and agendas.record(ask.session, ask.ws, team.key, due.key).frozen is None:
        agendas.confirm(ask.session, ask.ws, team.key, due.key, ask.who.id, ask.now)
    return Say(said(_posted(ask, team, due)))


def _posted(ask: Ask, team: Team, due: Occurrence) -> Md:
    name, series = weeks.name(team), weeks.series(team)
    first = ledger.post(ask.session, ask.ws, rules.key(ask.ws, name, due.key))
    if first is not None and first.state is State.POSTED:
        return ask.t("The agenda of this week was posted on {moment}.", moment=first.settled_at or first.due)
    if first is not None and first.state in (*rules.RESENDABLE, State.SKIPPED):
        return ask.t("The agenda of this week could not be posted. `/muster ledger` says why and sends it again.")
    waits = first is None or (first.attempt == 0 and first.due > ask.now) or first.state is State.CANCELLED
    if not waits:
        return ask.t("The agenda of this week is on its way. `/muster ledger` shows what becomes of it.")
    expires = ask.now + series.expires
    for part in range(series.parts):
        if not ledger.plan(
            ask.session,
            ask.ws,
            series=name,
            occurrence=due.key,
            part=part,
            channel=team.channel,
            thread=part > 0,
            due=ask.now,
            expires=expires,
            maker=series.maker or series.key,
            args={"target": team.key},
            now=ask.now,
            latest_only=series.latest_only,
        ):
            key = rules.key(ask.ws, name, due.key, part)
            ledger.re_date(ask.session, ask.ws, key, due=ask.now, expires=expires, channel=team.channel)
    wake(ask.session)
    return ask.t("The agenda of this week is being posted to {channel}.", channel=Md(f"<#{team.channel}>"))
