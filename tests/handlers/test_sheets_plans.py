"""The inspection plan goes out as a workbook of items and fields, and comes back."""

import datetime as dt

from bot.domain.plans import Item, Source
from storage import plans
from tests import sheeting
from tests.cast import ARA, BOM, CHAN, EUN, GIL, WS, Json, Stage, speaks, words
from tests.planning import audited, planned
from tests.sheeting import cells, changed, exports, workbook

HEAD = ["분야", "한글 이름", "기간", "목표", "유형", "부서", "담당자"]


def sends(stage: Stage, content: str | bytes, who: str = EUN, name: str = "plan.xlsx") -> Json:
    return sheeting.sends(stage, content, who, "/plan import", name)


def applies(stage: Stage, card: Json, who: str = EUN) -> Json:
    return stage.clicks(who, card, "sheets:apply")


def items(stage: Stage) -> list[Item]:
    with stage.db.read() as session:
        return plans.all_of(session, WS)


def fields(stage: Stage) -> list[tuple[str, str, str]]:
    with stage.db.read() as session:
        return [(one.key, one.ko, one.en) for one in plans.fields(session, WS)]


def test_a_new_plan_is_made_by_one_workbook_with_its_fields(stage: Stage) -> None:
    content = workbook(
        {
            "현장점검 계획": [HEAD, ["에너지", "발전소 점검", "2026-H2", 12, "에너지, 생산", "에너지과", "봄"]],
            "점검 분야": [["키", "한글 이름", "영문 이름"], ["power", "에너지", "energy"]],
        }
    )
    card = sends(stage, content)
    said = words(card)
    assert "2 rows would change something" in said
    assert "Fields · New (1)" in said
    assert "Row 2 · power: Korean name 에너지, English name energy" in said
    assert "Inspection plan · New (1)" in said
    assert "Row 2 · 발전소 점검: Field energy, Period second half of 2026, Target 12, Kinds energy, production" in said
    assert items(stage) == []
    applies(stage, card)
    assert fields(stage) == [("power", "에너지", "energy")]
    (one,) = items(stage)
    assert (one.field, one.ko, one.target, one.team, one.owner) == ("power", "발전소 점검", 12, "energy", BOM)
    assert (one.first, one.last) == (dt.date(2026, 7, 1), dt.date(2026, 12, 31))
    assert (one.source, one.sieve.kinds, one.created_by) == (Source.VISITS, ("energy", "production"), EUN)
    assert audited(stage) == [(EUN, "add")]
    assert audited(stage, "field:power") == [(EUN, "add")]
    stage.types(EUN, "/plan import undo")
    assert (items(stage), fields(stage)) == ([], [])


def test_an_untouched_export_changes_nothing_in_either_language(stage: Stage) -> None:
    planned(stage.db, owner=BOM)
    planned(
        stage.db, ko="=1+1", en="-2, @x", first=dt.date(2026, 3, 2), last=dt.date(2026, 5, 9), source=Source.SURVEYS
    )
    content = exports(stage, EUN, "/plan export")
    assert cells(content)[1][1:6] == ["trade and investment", "수출현장 점검", "Export sites", "2026", "4"]
    assert cells(content, "Fields")[1][:3] == ["trade", "무역 및 투자", "trade and investment"]
    assert "Nothing would change." in words(sends(stage, content))
    speaks(stage, EUN, "ko")
    content = exports(stage, EUN, "/plan 내보내기")
    assert cells(content, "현장점검 계획")[1][1] == "무역 및 투자"
    assert "변경될 내용이 없습니다." in words(sends(stage, content))


def test_each_change_is_named_and_undone_but_for_what_was_touched_since(stage: Stage) -> None:
    planned(stage.db)
    planned(stage.db, ko="발전소 점검", en="Power stations")
    rows = "number,target,period,owner\nP-1,9,2026-Q4,봄\nP-2,7,,\n"
    card = sends(stage, rows, name="plan.csv")
    assert "P-1 수출현장 점검: Period the year 2026 → Q4 2026, Target 4 → 9, Owner – → 봄" in words(card)
    done = applies(stage, card)
    assert [(one.target, one.owner) for one in items(stage)] == [(9, BOM), (7, None)]
    assert audited(stage)[0] == (EUN, "import")
    with stage.db.begin() as session:
        plans.save(session, WS, items(stage)[1], ARA, stage.now)
    undone = words(stage.clicks(EUN, done, "sheets:undo"))
    assert "1 thing is as it was." in undone
    assert "since: P-2" in undone
    assert [(one.target, one.owner) for one in items(stage)] == [(4, None), (7, None)]
    assert items(stage)[0].period.key == "2026"


def test_a_newer_edit_is_a_clash(stage: Stage) -> None:
    one = planned(stage.db)
    content = exports(stage, EUN, "/plan export")
    with stage.db.begin() as session:
        plans.save(session, WS, Item(**{**vars(one), "target": 6}), ARA, stage.now)
    said = words(sends(stage, changed(content, Target=8)))
    assert "P-1 수출현장 점검: Target is 6 here, 8 in the file" in said
    assert "Nothing would change." in said


def test_what_counts_already_stays_when_the_import_is_undone(stage: Stage) -> None:
    done = applies(stage, sends(stage, "name,period,target\nExport sites,2026,4\n", name="plan.csv"))
    stage.types(EUN, "/visit 대한정밀: 수주 회복")
    stage.types(EUN, "/plan count V-1 P-1")
    assert "These stay, because somebody has changed or used them since: P-1" in words(
        stage.clicks(EUN, done, "sheets:undo")
    )
    assert len(items(stage)) == 1


def test_every_fault_has_its_row_column_and_reason(stage: Stage) -> None:
    planned(stage.db)
    lines = [
        "number,field,name,period,target,counts,kinds,owner",
        "P-9,,,,,,,",
        ",nowhere,a,2026,1,,,",
        ",,b,someday,1,,,",
        ",,c,2026,0,,,",
        ",,d,2026,many,,,",
        ",,e,2026,1,dinners,,",
        ",,f,2026,1,,cheese,",
        ",,g,2026,1,,,길",
        ",,,2026,1,,,봄",
        ",,h,,1,,,",
        ",,Export sites,2026,1,,,",
        ",,i,2026,1,,,",
        ",,I,2026,1,,,",
        "P-1,,,,4회,,,",
    ]
    said = words(sends(stage, "\n".join(lines), name="plan.csv"))
    assert "Row 2, Number “P-9”: There is no item P-9. For a new one leave the number empty." in said
    assert "Row 3, Field “nowhere”: This is none of the choices: trade and investment." in said
    assert "Row 4, Period “someday”: This is no period. Write one such as 2026, 2026-H2" in said
    assert "Row 5, Target “0”: A target is a whole number from 1 to 9,999." in said
    assert "Row 6, Target “many”: This is no whole number." in said
    assert "Row 7, Counts “dinners”: This is none of the choices: visits, meetings, surveys." in said
    assert "Row 8, Kinds “cheese”: This is none of the choices: production" in said
    assert "Row 9, Owner “길”: 길 is a guest and cannot own this." in said
    assert "Row 10, Korean name “”: Type a name in Korean, in English or in both." in said
    assert "Row 11, Period “”: A new item needs a period, such as 2026-H2." in said
    assert "Row 12, Korean name “”: P-1 is called that already, in the same period." in said
    assert "Row 14, Korean name “”: i is called that already, in the same period." in said
    assert "Row 15, Target “4회”: This is no whole number." in said
    assert "1 row would change something" in said


def test_who_may_is_asked_of_each_row(stage: Stage) -> None:
    planned(stage.db)
    assert "Guests may only answer surveys" in words(stage.types(GIL, "/plan import"))
    said = words(sends(stage, "number,name,period,target\nP-1,Mine,,\n,New,2026,1\n", CHAN, "plan.csv"))
    assert "Only its owner, the team's lead and the secretariat may change this item." in said
    assert "Only leads, the secretariat and administrators may add an item to the plan." in said
    book = workbook({"Fields": [["key", "field"], ["x", "Xs"]], "Inspection plan": [["number", "target"], ["P-1", 5]]})
    said = words(sends(stage, book, ARA))
    assert "Fields · Cannot be taken (1)" in said
    assert "1 row would change something" in said


def test_in_korean(stage: Stage) -> None:
    planned(stage.db)
    speaks(stage, EUN, "ko")
    card = sends(stage, "번호,목표,기간\nP-1,9,하반기\nP-2,1,2026\n,1,언젠가\n", name="계획.csv")
    said = words(card)
    assert "변경 (1)" in said
    assert "P-1 수출현장 점검: 기간 2026년 → 2026년 하반기, 목표 4 → 9" in said
    assert "2행 번호 “P-2”: 계획 항목 P-2는 없습니다. 새로 등록하려면 번호를 비워 주십시오." in said.replace(
        "3행", "2행"
    )
    assert "기간이 아닙니다. 2026, 하반기, 3분기, 2026-10처럼 적어 주십시오." in said
    assert "`/plan 가져오기 취소`" in words(applies(stage, card))


def test_items_that_are_called_as_a_word_of_the_command_are_still_shown(stage: Stage) -> None:
    planned(stage.db)
    planned(stage.db, ko="", en="Import duty")
    assert "Export sites" in words(stage.types(ARA, "/plan export sites"))
    assert "Import duty" in words(stage.types(ARA, "/plan import duty"))
