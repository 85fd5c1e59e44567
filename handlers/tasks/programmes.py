"""Programmes: listed, looked at, recorded by the secretariat."""

from dataclasses import replace

from bot.blocks import tasks as blocks
from bot.blocks.kit import Card
from bot.domain.permissions import check, may
from bot.domain.tasks import Programme, check_key, check_names, find_programme, pick_programme
from bot.domain.words import folded
from bot.i18n import Md
from bot.refusals import beside
from bot.speech import tasks as speech
from handlers.asks import Ask, Open, Redraw, Reply, Say
from storage import tasks

RECORDS = "secretariat"  # who may record one


def programme(ask: Ask) -> Reply:
    """`/task programme [KEY [NAME]]`: all, one that is known, or one to record."""
    said: str | None = ask.args
    if said is None:
        found = tasks.programme_states(ask.session, ask.ws, ask.today)
        return Say(blocks.programmes_card(ask.t, found, ask.page, may_change=may(ask.actor, RECORDS)))
    known = tasks.programmes(ask.session, ask.ws)
    if find_programme(known, said) or " " not in said:  # a name of several words is not a key with another name
        return Say(_card(ask, pick_programme(known, said)))
    check(ask.actor, RECORDS)
    line = speech.programme_line(said)
    same = next((one for one in known if folded(one.key) == folded(line.key)), None)
    if same is None:
        check_key(line.key, (), speech.FILTER_WORDS)
        return Say(_record(ask, Programme(line.key, line.ko, line.en)))
    return Say(_record(ask, replace(same, ko=line.ko or same.ko, en=line.en or same.en)))


def open_form(ask: Ask) -> Reply:
    """*New programme*, or *Edit* on one."""
    known = tasks.programmes(ask.session, ask.ws)
    return Open(blocks.programme_form(ask.t, pick_programme(known, ask.words) if ask.words else None))


def save(ask: Ask) -> Reply:
    """The form, filled in."""
    key = str(ask.state.get("key", ""))
    wanted = blocks.read_programme(ask.values, key)
    known = tasks.programmes(ask.session, ask.ws)
    if key and wanted in known:
        return Redraw(_card(ask, wanted, ask.t("Nothing changed.")))
    if key:
        return Redraw(beside("ko", lambda: _record(ask, wanted)))
    taken = [one.key for one in known]
    beside("key", lambda: check_key(wanted.key, taken, speech.FILTER_WORDS))
    return Say(beside("ko", lambda: _record(ask, wanted)))


def _record(ask: Ask, wanted: Programme) -> Card:
    check_names(wanted, tasks.programmes(ask.session, ask.ws))
    tasks.change_programme(ask.session, ask.ws, wanted, ask.who.id, ask.now)
    return _card(ask, wanted, ask.t("The programme is recorded."))


def _card(ask: Ask, one: Programme, said: Md | None = None) -> Card:
    states = tasks.programme_states(ask.session, ask.ws, ask.today)
    found = next(state for state in states if state.programme.key == one.key)
    return blocks.programme_card(ask.t, found, may_change=may(ask.actor, RECORDS), said=said)
