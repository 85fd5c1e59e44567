"""Who opens a form to look and saves it as it was has changed nothing: no row, no line of the audit, no version."""

from collections.abc import Callable

import pytest
from sqlalchemy import select

from bot.domain.plans import Sieve
from storage.schema import metadata
from tests.cast import ARA, DANA, EUN, Json, Stage, words
from tests.forcing import force
from tests.indicating import watched
from tests.planning import planned
from tests.sitting import found
from tests.surveying import drafted

REQUESTS = "inbound"  # every request leaves its record, whatever it does


def stored(stage: Stage) -> set[tuple[str, str]]:
    """Every row of every table."""
    with stage.db.reader.connect() as connection:
        return {
            (table.name, repr(row))
            for table in metadata.sorted_tables
            if table.name != REQUESTS
            for row in connection.execute(select(table))
        }


def typed(person: str, line: str) -> Callable[[Stage], tuple[str, Json]]:
    def opens(stage: Stage) -> tuple[str, Json]:
        assert stage.types(person, line) == {}
        return person, stage.slack.form(person)

    return opens


def pressed(person: str, line: str, button: str) -> Callable[[Stage], tuple[str, Json]]:
    def opens(stage: Stage) -> tuple[str, Json]:
        stage.clicks(person, stage.types(person, line), button)
        return person, stage.slack.form(person)

    return opens


def second_step(stage: Stage) -> tuple[str, Json]:
    stage.types(ARA, "/meeting edit pr-council")
    return ARA, stage.submits(ARA)["view"]


FORMS: dict[str, Callable[[Stage], tuple[str, Json]]] = {
    "visit": typed(ARA, "/visit edit V-1"),
    "difficulty": typed(ARA, "/difficulty edit D-1"),
    "task": typed(ARA, "/task edit T-1"),
    "programme": pressed(EUN, "/task programme ties", "tasks:programme"),
    "plan": typed(ARA, "/plan edit P-1"),
    "indicator": typed(ARA, "/indicator edit exports"),
    "organisation": typed(ARA, "/org edit O-1"),
    "team": typed(ARA, "/team edit export"),
    "task force": typed(ARA, "/team edit tf"),
    "person": typed(DANA, "/muster people @bom"),
    "series": second_step,
    "sitting": typed(ARA, "/meeting edit M-1"),
    "survey": pressed(ARA, "/survey edit S-1", "surveys:edit"),
    "question": pressed(ARA, "/survey edit S-1", "surveys:reword#0"),
    "duty": typed(EUN, "/duty settings"),
    "settings": typed(DANA, "/muster settings"),
    "grades": typed(DANA, "/muster settings grades"),
    "words": typed(DANA, "/muster settings words"),
}


@pytest.fixture
def furnished(stage: Stage) -> Stage:
    """One of each, with tags in an order that no form has."""
    stage.types(ARA, "/visit Geoje Shipyard: orders are up #shipbuilding #machinery #geoje #export ! late parts")
    stage.types(ARA, "/task programme ties 한미 통상 / US trade")
    stage.types(EUN, "/task programme ties 한미 통상 / US trade")
    stage.types(ARA, "/task add find the companies @bom due:12/24")
    stage.types(EUN, "/org add 대한정밀 #machinery #gyeongnam #busan")
    planned(stage.db, sieve=Sieve(kinds=("export",), sectors=("shipbuilding", "machinery"), regions=("busan",)))
    watched(stage.db)
    force(stage, sectors=("shipbuilding", "machinery"))
    drafted(stage.db)
    found(stage)
    return stage


@pytest.mark.parametrize("name", FORMS)
def test_saved_as_it_was_a_form_stores_nothing(furnished: Stage, name: str) -> None:
    before = stored(furnished)
    person, view = FORMS[name](furnished)
    answer = furnished.submits(person, view=view)
    assert "errors" not in answer, answer
    assert stored(furnished) ^ before == set()
    assert "Nothing changed." in words(furnished.said())
