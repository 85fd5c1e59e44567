"""Indicators and their readings go out as a workbook and come back: another number for the same place corrects."""

import datetime as dt
from decimal import Decimal

from bot.domain.indicators import Counting, Direction, Point, Reading, Shape
from bot.domain.periods import Cadence, containing
from storage import audit, indicators
from tests import sheeting
from tests.cast import ARA, BOM, CHAN, EUN, WS, Json, Stage, speaks, words
from tests.indicating import audited, indicator, readings, watched
from tests.sheeting import cells, changed, exports, workbook

OCTOBER = containing(Cadence.MONTHLY, dt.date(2026, 10, 1))


def sends(stage: Stage, content: str | bytes, who: str = EUN, name: str = "indicators.xlsx") -> Json:
    return sheeting.sends(stage, content, who, "/indicator import", name)


def applies(stage: Stage, card: Json, who: str = EUN) -> Json:
    return stage.clicks(who, card, "sheets:apply")


def reads(stage: Stage, value: str, sector: str = "", region: str = "") -> None:
    with stage.db.begin() as session:
        indicators.record(session, WS, Reading(1, OCTOBER, Decimal(value), ARA, stage.now, sector, region))


def values(stage: Stage) -> list[tuple[str, Decimal, bool]]:
    return [(one.sector, one.value, one.undone is None) for one in readings(stage)]


def test_indicators_and_their_readings_come_in_by_one_workbook(stage: Stage) -> None:
    content = workbook(
        {
            "측정값": [
                ["지표", "기간", "업종", "측정값"],
                ["unemployment", "2026-10", None, "3.1%"],
                ["실업률", "9월", None, 3.5],
            ],
            "지표": [
                [
                    "키",
                    "한글 이름",
                    "단위",
                    "목표",
                    "기간",
                    "방향",
                    "측정값 집계",
                    "경로",
                    "경로 지점",
                    "업종별",
                    "담당자",
                ],
                [
                    "unemployment",
                    "실업률",
                    "%",
                    "2.9%",
                    2026,
                    "낮을수록 좋음",
                    "최근값",
                    "지점",
                    "2026-06 3.5%\n2026-12 2.9%",
                    "아니요",
                    "봄",
                ],
            ],
        }
    )
    card = sends(stage, content)
    said = words(card)
    assert "3 rows would change something" in said
    assert "Row 2 · unemployment: Korean name 실업률, Unit %, Target 2.9%, Period the year 2026" in said
    assert "Row 2 · unemployment 2026-10: Indicator 실업률, Period October 2026, Reading 3.1%" in said
    applies(stage, card)
    one = indicator(stage)
    assert (one.key, one.unit, one.target, one.direction) == ("unemployment", "%", Decimal("2.9"), Direction.DOWN)
    assert (one.counting, one.shape, one.owner, one.by_sector) == (Counting.LATEST, Shape.POINTS, BOM, False)
    assert one.points == (Point(dt.date(2026, 6, 30), Decimal("3.5")), Point(dt.date(2026, 12, 31), Decimal("2.9")))
    assert [(each.period.key, each.value, each.person) for each in readings(stage)] == [
        ("2026-10", Decimal("3.1"), EUN),
        ("2026-09", Decimal("3.5"), EUN),
    ]
    assert audited(stage) == [(EUN, "record"), (EUN, "record"), (EUN, "add")]
    assert "3 things are as they were." in words(stage.types(EUN, "/indicator import undo"))
    with stage.db.read() as session:
        assert indicators.all_of(session, WS) == []
    applies(stage, sends(stage, content))
    assert indicator(stage, 2).key == "unemployment"


def test_an_untouched_export_changes_nothing_in_either_language(stage: Stage) -> None:
    watched(stage.db, target=Decimal("191000000000.25"), start=Decimal("-12.5"), tolerance=7)
    watched(
        stage.db,
        key="rate",
        ko="실업률, 조정",
        en="",
        unit="%",
        counting=Counting.LATEST,
        shape=Shape.POINTS,
        points=(Point(dt.date(2026, 6, 30), Decimal("3.25")),),
        target=Decimal("123456789012345678.5"),
        owner=None,
        team=None,
    )
    reads(stage, "14200000000")
    reads(stage, "0.0000001", sector="parts", region="busan")
    reads(stage, "-7", sector="gone-word")
    content = exports(stage, EUN, "/indicator export")
    assert cells(content)[1][1:7] == ["exports", "수출", "Exports", "USD", "191000000000.25", "2026"]
    assert cells(content, "Readings")[1][:6] == ["Exports", "2026-10", "", "", "14200000000", "USD"]
    assert "Nothing would change." in words(sends(stage, content))
    speaks(stage, EUN, "ko")
    content = exports(stage, EUN, "/indicator 내보내기")
    said = words(sends(stage, content))
    assert "변경될 내용이 없습니다." in said
    assert "반영할 수 없음" not in said


def test_another_number_is_a_correction_with_its_reason(stage: Stage) -> None:
    watched(stage.db)
    reads(stage, "14200000000")
    without = words(sends(stage, "indicator,period,reading\nexports,2026-10,14.5bn\n", name="readings.csv"))
    assert "Row 2, Reading “14.5bn”: Write in the column for reasons why the reading is corrected." in without
    card = sends(stage, "지표,기간,측정값,사유\n수출,10월,145억,세관 확정치\n", name="readings.csv")
    assert "exports 2026-10: Reading 14,200,000,000 → 14,500,000,000 (세관 확정치)" in words(card)
    done = applies(stage, card)
    assert values(stage) == [("", Decimal(14200000000), True), ("", Decimal(14500000000), True)]
    with stage.db.read() as session:
        assert audit.changes(session, WS, "I-1")[0].after["reason"] == "세관 확정치"
    stage.clicks(EUN, done, "sheets:undo")
    assert values(stage) == [("", Decimal(14200000000), True), ("", Decimal(14500000000), False)]


def test_what_was_corrected_since_stays(stage: Stage) -> None:
    watched(stage.db)
    done = applies(stage, sends(stage, "indicator,period,reading\nexports,2026-10,14.5bn\n", name="readings.csv"))
    reads(stage, "14600000000")
    assert "since: I-1 2026-10" in words(stage.clicks(EUN, done, "sheets:undo"))
    assert [one for _, _, one in values(stage)] == [True, True]


def test_a_newer_reading_is_a_clash(stage: Stage) -> None:
    watched(stage.db)
    reads(stage, "14200000000")
    content = exports(stage, EUN, "/indicator export")
    reads(stage, "14300000000")
    wanted = sheeting.cells(content, "Readings")
    wanted[1][4], wanted[1][6] = "14500000000", "customs"
    said = words(sends(stage, workbook({"Readings": wanted})))
    assert "exports 2026-10: Reading is 14,300,000,000 here, 14,500,000,000 in the file" in said
    assert "Nothing would change." in said


def test_each_change_of_an_indicator_is_named_and_undone(stage: Stage) -> None:
    watched(stage.db)
    content = changed(exports(stage, EUN, "/indicator export"), Target=200_000_000_000, Unit="KRW", By_region="no")
    card = sends(stage, content)
    assert "I-1 exports: Unit USD → KRW, Target 191,000,000,000 → 200,000,000,000, By region yes → no" in words(card)
    done = applies(stage, card)
    one = indicator(stage)
    assert (one.target, one.unit, one.by_region, one.version) == (Decimal(200) * 10**9, "KRW", False, 2)
    stage.clicks(EUN, done, "sheets:undo")
    one = indicator(stage)
    assert (one.target, one.unit, one.by_region, one.version) == (Decimal(191) * 10**9, "USD", True, 3)


def test_every_fault_has_its_row_column_and_reason(stage: Stage) -> None:
    watched(stage.db)
    reads(stage, "14200000000")
    lines = [
        "number,key,name,target,period,path,points on the way,readings are,read,tolerance (%),unit",
        "I-9,,,,,,,,,,",
        ",two words,a,1,2026,,,,,,",
        ",list,a,1,2026,,,,,,",
        ",b,B,lots,2026,,,,,,",
        ",c,C,,2026,,,,,,",
        ",d,D,1,,,,,,,",
        ",e,,1,2026,,,,,,",
        ",f,F,1,2026,points,,,,,",
        ",g,G,1,2026,points,2025-12 5,,,,",
        ",h,H,1,2026,level,,sum,,,",
        "I-1,,,,,,,,weekly,,",
        "I-1,other,,,,,,,,,",
        ",i,I,1,2026,,,,,77,",
        ",j,수출,1,2026,,,,,,",
    ]
    said = words(sends(stage, "\n".join(lines), name="indicators.csv"))
    assert "Row 2, Number “I-9”: There is no indicator I-9." in said
    assert "Row 3, Key “two words”: A key is one short word" in said
    assert "Row 4, Key “list”: `list` is a word of this command." in said
    assert "Row 5, Target “lots”: `lots` is no number." in said
    assert "Row 6, Target “”: What is the target?" in said
    assert "Row 7, Period “”: A new indicator needs the period of its target" in said
    assert "Row 8, Korean name “”: Type a name in Korean, in English or in both." in said
    assert "Row 9, Points on the way “”: Type the points, a line each" in said
    assert "Row 10, Points on the way “2025-12 5”: `2025-12-31` lies outside the period of the target." in said
    assert "Row 11, Path “level”: A sum grows over the period, so its path cannot be level." in said
    assert "Row 12, Read “weekly”: It has readings, so how often it is read can no longer change." in said
    assert "Row 13: I-1 stands in row 12 already." in said
    assert "Row 14, Tolerance (%) “77”: Type a whole number from 0 to 50." in said
    assert "Row 15, Key “j”: I-1 is called that already." in said
    assert "Nothing would change." in said


def test_readings_that_cannot_be_are_said_too(stage: Stage) -> None:
    watched(stage.db, by_region=False)
    lines = [
        "indicator,period,sector,region,reading",
        "nothing,2026-10,,,1",
        ",2026-10,,,1",
        "exports,,,,1",
        "exports,2027-01,,,1",
        "exports,2026-Q3,,,1",
        "exports,2026-10,cheese,,1",
        "exports,2026-10,,Busan,1",
        "exports,2026-10,,,many",
        "exports,2026-10,,,5%",
        "exports,2026-09,,,",
        "exports,2026-08,,,1",
        "exports,2026-08,,,2",
    ]
    said = words(sends(stage, "\n".join(lines), name="readings.csv"))
    assert "Row 2, Indicator “nothing”: This is none of the choices: Exports." in said
    assert "Row 3, Indicator “”: Of which indicator?" in said
    assert "Row 4, Period “”: Of which period?" in said
    assert "Row 5, Period “2027-01”: 2027-01 has not begun yet" in said
    assert "Row 6, Period “2026-Q3”: It is read every month, and 2026-Q3 is no month." in said
    assert "Row 7, Sector “cheese”: This is none of the choices" in said
    assert "Row 8, Region “Busan”: `exports` is not read by region." in said
    assert "Row 9, Reading “many”: `many` is no number." in said
    assert "Row 10, Reading “5%”: `exports` is measured in USD, so a percentage is no reading of it." in said
    assert "Row 11, Reading “”: What was measured?" in said
    assert "Row 13: exports 2026-08 stands in another row already." in said
    assert "1 row would change something" in said


def test_who_may_is_asked_of_each_row(stage: Stage) -> None:
    watched(stage.db)
    said = words(sends(stage, "indicator,period,reading\nexports,2026-10,1\n", CHAN, "readings.csv"))
    assert "Only its owner, the team's members and the secretariat may record readings" in said
    said = words(sends(stage, "key,name,target,period\nx,X,1,2026\nexports,Exp,,\n", BOM, "indicators.csv"))
    assert "Only leads, the secretariat and administrators may make an indicator." in said
    assert "Only its owner, the team's lead and the secretariat may change this indicator." in said


def test_in_korean(stage: Stage) -> None:
    watched(stage.db)
    reads(stage, "14200000000")
    speaks(stage, EUN, "ko")
    card = sends(stage, "지표,기간,측정값,사유\n수출,2026-10,145억,확정치\n수출,2026-09,많음,\n", name="측정값.csv")
    said = words(card)
    assert "exports 2026-10: 측정값 14,200,000,000 → 14,500,000,000 (확정치)" in said
    assert "3행 측정값 “많음”: `많음`은 숫자가 아닙니다." in said
    assert "측정값.csv의 1행을 적용했습니다." in words(applies(stage, card))


def test_an_indicator_that_is_nearly_called_as_a_word_of_the_command_is_still_shown(stage: Stage) -> None:
    watched(stage.db)
    watched(stage.db, key="imports", ko="수입", en="Imports")
    assert "Exports" in words(stage.types(ARA, "/indicator exports"))
    assert "Imports" in words(stage.types(ARA, "/indicator imports"))
    assert "comes to you as a direct message" in words(stage.types(ARA, "/indicator export"))
    assert stage.types(ARA, "/indicator import") == {}
