"""The import of people: looked at first, then applied as a whole, with every row that cannot be named."""

import pytest

from bot.domain.people import Person, Role
from handlers.fetching import LARGEST
from storage import audit, people, teams
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


def sends(stage: Stage, content: str | bytes, name: str = "people.csv") -> Json:
    """Opens the form, chooses this file and looks at it."""
    data = content.encode() if isinstance(content, str) else content
    file = {"id": "F0LIST", "name": name, "title": name, "size": len(data), "uploaded": True, "shares": {}}
    stage.slack.files["F0LIST"] = {**file, "content": data}
    assert stage.types(DANA, "/muster people import") == {}
    return stage.submits(DANA, {"file": [{"id": "F0LIST"}]})


@pytest.fixture(autouse=True)
def _emails(stage: Stage) -> None:
    with stage.db.begin() as session:
        for one in people.everybody(session, WS):
            people.save(session, WS, Person(**{**vars(one), "email": f"{one.handle}@example.com"}))


def test_nothing_changes_before_it_was_looked_at(stage: Stage) -> None:
    view = sends(stage, LIST)["view"]
    said = words(view)
    assert "2 people would change" in said
    assert "Row 2 · 봄: director → section chief · Export division → Energy division" in said
    assert "Row 3 · 찬: officer → director · team member → secretariat · leads Energy division" in said
    assert "1 row is so already." in said
    assert "Row 5, column name “없는사람”: Nobody of this name is in the workspace." in said
    assert "Row 6, column grade “대왕”: There is no such grade." in said
    assert "Row 7, column division “없는과”: There is no such team." in said
    assert "Row 8, column role “임금”: This is no role." in said
    assert person(stage, BOM).grade == "director"


def test_apply_does_all_of_it(stage: Stage) -> None:
    view = sends(stage, LIST)["view"]
    stage.submits(DANA, {}, view=view)
    assert "2 people were changed." in words(stage.said())
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
    view = sends(stage, LIST)["view"]
    stage.types(DANA, "/muster people @bom grade: 주무관")
    again = stage.submits(DANA, {}, view=view)["view"]
    assert "Something changed meanwhile" in words(again)
    assert person(stage, BOM).grade == "officer"
    stage.submits(DANA, {}, view=again)
    assert person(stage, BOM).grade == "section-chief"


def test_the_same_list_twice_changes_nothing(stage: Stage) -> None:
    stage.submits(DANA, {}, view=sends(stage, LIST)["view"])
    view = sends(stage, LIST)["view"]
    assert "Nothing would change." in words(view)
    assert "submit" not in view


def test_a_name_that_two_have_is_asked_about(stage: Stage) -> None:
    with stage.db.begin() as session:
        people.save(session, WS, Person("U0BOM2", "봄", "bom2"))
    said = words(sends(stage, "이름,직급\n봄,과장\n")["view"])
    assert "Row 2, column name “봄”: It could be 봄 (@bom), 봄 (@bom2)." in said


def test_somebody_twice_and_two_leads_of_one_team_are_faults(stage: Stage) -> None:
    said = words(sends(stage, "name,lead\n봄,export\n찬,export\n봄,energy\n")["view"])
    assert "Row 3, column lead “export”: Row 2 names another lead of this team." in said
    assert "Row 4, column name “봄”: This person stands in row 2 already." in said


def test_the_last_administrator_is_not_lost(stage: Stage) -> None:
    said = words(sends(stage, "name,role\n다나,member\n봄,총괄\n")["view"])
    assert "Nobody would be an administrator any more." in said
    assert "1 person would change" in said


def test_who_left_and_guests_who_lead(stage: Stage) -> None:
    with stage.db.begin() as session:
        people.save(session, WS, Person(**{**vars(person(stage, HANA)), "active": False}))
    said = words(sends(stage, f"id,grade,lead\n{HANA},과장,\nU0GIL,,export\n")["view"])
    assert "is no longer here" in said
    assert "A guest leads no team." in said


@pytest.mark.parametrize(
    ("content", "says"),
    [(b"\x00\x01", "neither XLSX nor CSV"), (b"colour,size\na,b", "needs a column"), (b"x" * (LARGEST + 1), "5 MB")],
)
def test_a_file_that_is_no_list_keeps_the_form(stage: Stage, content: bytes, says: str) -> None:
    assert says in sends(stage, content)["errors"]["file"]


def test_a_slack_that_does_not_give_the_file(stage: Stage) -> None:
    stage.slack.misbehave("files.info", Refusal("missing_scope", needed="files:read"))
    assert "/muster setup" in sends(stage, LIST)["errors"]["file"]


def test_only_for_administrators(stage: Stage) -> None:
    assert "Only administrators" in words(stage.types(EUN, "/muster people import"))
    assert person(stage, ARA).grade == "director"


def test_a_long_list_fits_the_window(stage: Stage) -> None:
    with stage.db.begin() as session:
        for number in range(300):
            people.save(session, WS, Person(f"U1{number:03d}", f"직원{number:03d}", f"p{number:03d}"))
    lines = "\n".join(f"직원{number:03d},과장,수출과" for number in range(300))
    view = sends(stage, f"이름,직급,부서\n{lines}\n모르는사람,과장,수출과\n")["view"]
    assert "300 people would change" in words(view)
    assert "… and 260 more" in words(view)
    stage.submits(DANA, {}, view=view)
    assert "300 people were changed." in words(stage.said())
    assert person(stage, "U1299").quota == 2
