"""A partner that does not answer: its owner hears it every morning, then the lead, then the weekly agenda."""

import datetime as dt

import pytest

from bot.blocks import owing as blocks
from bot.blocks.agendas import lines
from bot.domain.agendas import Reason, compose
from bot.domain.directory import Directory
from bot.domain.owing import Owing
from bot.i18n import Translator, translator
from storage import agendas, owing
from storage.directories import directory
from tests.cast import ARA, BOM, WS, Stage
from tests.doubles import checks

KO, EN = (translator(lang, "Asia/Seoul", dt.date(2026, 11, 25)) for lang in ("ko", "en"))


@pytest.fixture(autouse=True)
def _referred(stage: Stage) -> None:
    """D-1 is Bom's, and with a partner until Friday 27 November; the company waits until 9 December."""
    stage.types(BOM, "/org add 무역투자진흥원 #partner")
    stage.types(BOM, "/difficulty short of welders from: Geoje Shipyard")
    stage.types(BOM, "/difficulty refer D-1 O-1 by: fri")


def known(stage: Stage) -> Directory:
    with stage.db.read() as session:
        found = directory(session, WS)
    assert found is not None
    return found


def owed(stage: Stage, person: str, day: dt.date) -> Owing:
    people = known(stage)
    with stage.db.read() as session:
        return owing.owing(session, people, people.people[person], stage.now, day)


@pytest.mark.parametrize(("day", "late"), [(26, 0), (27, 0), (28, 1)])
def test_the_owner_hears_it_from_the_day_after(stage: Stage, day: int, late: int) -> None:
    mine = owed(stage, BOM, dt.date(2026, 11, day))
    assert len(mine.referrals_late) == late
    assert mine.difficulties_late == (), "it is said once"
    assert mine.pressing is bool(late)


@pytest.mark.parametrize(("day", "late"), [(30, 0), (31, 1), (32, 1)])
def test_the_lead_two_working_days_later(stage: Stage, day: int, late: int) -> None:
    today = dt.date(2026, 11, 1) + dt.timedelta(days=day - 1)
    assert len(owed(stage, ARA, today).led_late) == late


@pytest.mark.parametrize(("t", "says"), [(EN, "*Partners' answers past due*"), (KO, "*유관기관 회신 지연*")])
def test_the_message_names_the_partner_and_its_day(stage: Stage, t: Translator, says: str) -> None:
    mine = owed(stage, BOM, dt.date(2026, 11, 30))
    shown = "\n".join(checks.texts(list(blocks.bundle_card(t, mine).blocks)))
    assert says in shown
    assert "무역투자진흥원" in shown


@pytest.mark.parametrize(("day", "needs"), [(27, 0), (28, 1)])
def test_the_agenda_asks_for_a_decision(stage: Stage, day: int, needs: int) -> None:
    people = known(stage)
    until = dt.datetime(2026, 11, day, 8, tzinfo=dt.UTC)
    with stage.db.read() as session:
        agenda = compose(agendas.gather(session, people, people.teams["export"], "2026-W48", until))
    assert [one.ref for one in agenda.results.referred] == ["D-1"]
    assert len(agenda.needs) == needs
    for need in agenda.needs:
        assert (need.reason, need.days_late) == (Reason.LATE, 1)
        assert "with 무역투자진흥원" in lines.need(EN, need, people)
        assert "무역투자진흥원에 이관" in lines.need(KO, need, people)


def test_nobody_hears_it_once_the_partner_has_answered(stage: Stage) -> None:
    stage.types(BOM, "/difficulty answer D-1 a course begins in January")
    mine = owed(stage, BOM, dt.date(2026, 11, 30))
    assert (mine.referrals_late, mine.difficulties_late) == ((), ())
