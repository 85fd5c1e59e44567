"""The import of people: looked at first, then applied as a whole, with every row that cannot be named."""

import pytest

from bot.domain.people import Person, Role
from handlers.fetching import LARGEST
from storage import audit, people, teams
from tests import sheeting
from tests.cast import ARA, BOM, CHAN, DANA, EUN, HANA, WS, Json, Stage, words
from tests.doubles.faults import Refusal

LIST = """이름,이메일,직급,부서,역할,팀장
봄,,서기관,에너지과,,
찬,chan@example.com,과장,,총괄,energy
아라,,과장,수출과,,예
없는사람,,과장,,,
,hana@example.com,대왕,,,
다나,,,없는과,,
하나,,,,임금,
"""


def person(stage: Stage, id: str) -> Person:
    with stage.db.read() as session:
        found = people.get(session, WS, id)
    assert found is not None
    return found


def sends(stage: Stage, content: str | bytes, who: str = DANA) -> Json:
    return sheeting.sends(stage, content, who, "/muster people import", "people.csv")


@pytest.fixture(autouse=True)
def _emails(stage: Stage) -> None:
    with stage.db.begin() as session:
        for one in people.everybody(session, WS):
            people.save(session, WS, Person(**{**vars(one), "email": f"{one.handle}@example.com"}))


def test_nothing_changes_before_it_was_looked_at(stage: Stage) -> None:
    card = sends(stage, LIST)
    said = words(card)
    assert "2 rows would change something" in said
    assert "Row 2 · 봄: Grade director → section chief, Division Export division → Energy division" in said
    assert "Row 3 · 찬: Grade officer → director, Role member → secretariat, Leads – → energy" in said
    assert "1 row is so already." in said
    assert "Row 5, Name “없는사람”: Nobody of this name is in the workspace." in said
    assert "Row 6, Grade “대왕”: This is none of the choices: 장·차관" in said
    assert "Row 7, Division “없는과”: There is no such team." in said
    assert "Row 8, Role “임금”: This is none of the choices: " in said
    assert person(stage, BOM).grade == "director"


def test_apply_does_all_of_it(stage: Stage) -> None:
    card = sends(stage, LIST)
    stage.clicks(DANA, card, "sheets:apply")
    assert "2 rows of people.csv were applied." in words(stage.said())
    bom, chan = person(stage, BOM), person(stage, CHAN)
    assert (bom.grade, bom.quota, bom.team) == ("section-chief", 0, "energy")
    assert (chan.grade, chan.quota, chan.role) == ("director", 2, Role.SECRETARIAT)
    with stage.db.read() as session:
        by_key = {team.key: team for team in teams.everything(session, WS)}
        changes = audit.changes(session, WS, BOM)
    assert by_key["energy"].lead == CHAN
    assert BOM in by_key["energy"].members
    assert BOM not in by_key["export"].members
    assert (changes[0].action, changes[0].person) == ("import", DANA)


def test_what_changed_meanwhile_is_shown_again_first(stage: Stage) -> None:
    card = sends(stage, LIST)
    stage.types(DANA, "/muster people @bom grade: 주무관")
    again = stage.clicks(DANA, card, "sheets:apply")
    assert "Something changed meanwhile" in words(again)
    assert person(stage, BOM).grade == "officer"
    stage.clicks(DANA, again, "sheets:apply")
    assert person(stage, BOM).grade == "section-chief"


def test_the_same_list_twice_changes_nothing(stage: Stage) -> None:
    stage.clicks(DANA, sends(stage, LIST), "sheets:apply")
    card = sends(stage, LIST)
    assert "Nothing would change." in words(card)
    assert "sheets:apply" not in str(card)


def test_a_name_that_two_have_is_asked_about(stage: Stage) -> None:
    with stage.db.begin() as session:
        people.save(session, WS, Person("U0BOM2", "봄", "bom2"))
    said = words(sends(stage, "이름,직급\n봄,과장\n"))
    assert "Row 2, Name “봄”: It could be 봄 (@bom), 봄 (@bom2)." in said


def test_somebody_twice_and_two_leads_of_one_team_are_faults(stage: Stage) -> None:
    said = words(sends(stage, "name,lead\n봄,export\n찬,export\n봄,energy\n"))
    assert "Row 3, Leads “export”: 봄 shall lead this team by another row." in said
    assert "Row 4: 봄 stands in row 2 already." in said


def test_the_last_administrator_is_not_lost(stage: Stage) -> None:
    said = words(sends(stage, "name,role\n다나,member\n봄,총괄\n"))
    assert "Nobody would be an administrator any more." in said
    assert "1 row would change something" in said


def test_who_left_and_guests_who_lead(stage: Stage) -> None:
    with stage.db.begin() as session:
        people.save(session, WS, Person(**{**vars(person(stage, HANA)), "active": False}))
    said = words(sends(stage, f"id,grade,lead\n{HANA},서기관,\nU0GIL,,export\n"))
    assert "is no longer here" in said
    assert "A guest leads no team." in said


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\x00\x01", "neither XLSX nor CSV"),
        (b"colour,size\na,b", "no column that I know of"),
        (b"x" * (LARGEST + 1), "5 MB"),
    ],
)
def test_a_file_that_is_no_list_keeps_the_form(stage: Stage, content: bytes, says: str) -> None:
    assert says in sends(stage, content)["errors"]["file"]


def test_a_slack_that_does_not_give_the_file(stage: Stage) -> None:
    stage.slack.misbehave("files.info", Refusal("missing_scope", needed="files:read"))
    assert "/muster setup" in sends(stage, LIST)["errors"]["file"]


def test_only_for_administrators(stage: Stage) -> None:
    assert "is for administrators: 다나." in words(stage.types(EUN, "/muster people import"))
    assert person(stage, ARA).grade == "director"


def test_a_long_list_fits_the_card(stage: Stage) -> None:
    with stage.db.begin() as session:
        for number in range(300):
            people.save(session, WS, Person(f"U1{number:03d}", f"직원{number:03d}", f"p{number:03d}"))
    lines = "\n".join(f"직원{number:03d},과장,수출과" for number in range(300))
    card = sends(stage, f"이름,직급,부서\n{lines}\n모르는사람,과장,수출과\n")
    assert "300 rows would change something" in words(card)
    assert "and 280 more" in words(card)
    done = stage.clicks(DANA, card, "sheets:apply")
    assert "300 rows of people.csv were applied." in words(done)
    assert person(stage, "U1299").quota == 2


def test_an_untouched_export_changes_nothing(stage: Stage) -> None:
    content = sheeting.exports(stage, DANA, "/muster people export")
    assert "Nothing would change." in words(sends(stage, content))
    row = next(row for row in sheeting.cells(content) if row[0] == BOM)
    assert row[1:8] == ["봄", "bom", "bom@example.com", "director", "Export division", "member", ""]


def test_undo_puts_people_and_teams_back(stage: Stage) -> None:
    done = stage.clicks(DANA, sends(stage, LIST), "sheets:apply")
    stage.types(DANA, "/muster people @chan grade: 서기관")
    undone = words(stage.clicks(DANA, done, "sheets:undo"))
    assert "since: 찬" in undone
    bom = person(stage, BOM)
    assert (bom.grade, bom.quota, bom.team, person(stage, CHAN).grade) == ("director", 2, "export", "section-chief")
    with stage.db.read() as session:
        by_key = {team.key: team for team in teams.everything(session, WS)}
    assert by_key["energy"].lead == HANA
    assert BOM in by_key["export"].members


def test_a_team_keeps_its_lead_until_another_is_named(stage: Stage) -> None:
    said = words(sends(stage, "name,lead\n하나,no\n"))
    assert "A team keeps its lead until another is named" in said
