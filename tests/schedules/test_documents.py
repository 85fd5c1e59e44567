"""Papers to print: what stands in them, in which order, in which language, and who gets them."""

import io
import itertools
from typing import Any

import pytest
from docx import Document

from bot.domain.evaluations import Given, Part
from bot.domain.ledger import File, Post
from schedules import documents as makers
from storage import people, teams
from tests import evaluating
from tests.cast import ARA, BOM, CHAN, DANA, EUN, GIL, WS, Stage, words
from tests.sheeting import planned

KOREAN_FONT = "맑은 고딕"
LONE = ("Point", "Detail")  # styles of two lines that a page's end shall not part


def asked(stage: Stage, who: str, line: str, series: str = "agenda-file") -> File:
    """Asks for a paper: the file that comes."""
    before = {post.key for post in planned(stage, series)}
    assert "I am working on it" in words(stage.types(who, line))
    (new,) = [post for post in planned(stage, series) if post.key not in before]
    return made(stage, new)


def made(stage: Stage, post: Post) -> File:
    make = {"agenda-file": makers.agenda, "evaluation-file": makers.evaluation}[post.series]
    with stage.db.read() as session:
        file = make(session, post, stage.now)
    assert isinstance(file, File)
    return file


def opened(file: File) -> Any:
    return Document(io.BytesIO(file.content))


def lines(file: File, style: str = "") -> list[str]:
    """The paragraphs, or those of one style, without the table cells."""
    return [one.text for one in opened(file).paragraphs if not style or one.style.name == style]


def cells(file: File, table: int) -> list[list[str]]:
    return [[cell.text for cell in row.cells] for row in opened(file).tables[table].rows]


@pytest.fixture
def busy(stage: Stage) -> Stage:
    """A week of the export division."""
    stage.types(BOM, "/visit 대한정밀: 2분기 수주가 회복되었습니다. ! 용접공이 부족합니다. #안산")
    stage.types(ARA, "/visit Geoje Shipyard: order book is full. on:12/1")
    stage.types(BOM, "/task add Repair the crane due: 12/1 team: export")
    stage.types(BOM, "/task T-1 60% prototype passed; next: field test")
    stage.types(BOM, "/task add Paint the hall team: export")
    stage.types(BOM, "/task block T-2 예산이 없습니다.")
    stage.types(BOM, "/task add Clean up team: export")
    stage.types(BOM, "/task done T-3")
    stage.types(ARA, "/agenda add Berths in Geoje @bom")
    stage.types(ARA, "/agenda note Two people are on leave.")
    return stage


def in_korean(stage: Stage) -> None:
    with stage.db.begin() as session:
        for team in teams.everything(session, WS):
            teams.save(session, WS, type(team)(**{**vars(team), "language": "ko"}))


def test_a_team_gets_its_week_in_english(busy: Stage) -> None:
    file = asked(busy, ARA, "/agenda file")
    assert (file.filename, file.title) == ("agenda-export-2026-W48.docx", "Weekly results and plan: Export division")
    assert opened(file).tables[0].rows[0].cells[0].text == "Weekly results and plan: Export division"
    assert lines(file)[0] == "Fri 27 Nov 2026, Export division"
    assert lines(file, "Heading 1") == [
        "Ⅰ. Results (Fri 20 Nov to Fri 27 Nov)",
        "Ⅱ. Plan (Sat 28 Nov to Sun 6 Dec)",
        "Ⅲ. Decisions needed",
        "Ⅳ. Items added",
        "Ⅴ. Note of the lead",
    ]
    assert lines(file, "Heading 2") == [
        "□ Visits made (1)",
        "□ Difficulties raised (1)",
        "□ Tasks finished (1)",
        "□ Tasks updated (1)",
        "□ Tasks due (1)",
        "□ Visits planned (1)",
    ]
    assert lines(file, "Point") == [
        "○ Wed 25 Nov 대한정밀 - 2분기 수주가 회복되었음 (봄)",
        "○ 용접공이 부족함 (D-1, 대한정밀, due Wed 9 Dec)",
        "○ Clean up (T-3, 봄)",
        "○ Repair the crane (T-1, 봄, 60%)",
        "○ Repair the crane - to be finished by Tue 1 Dec (T-1, 봄, 60%)",
        "○ Tue 1 Dec Geoje Shipyard - order book is full (아라)",
        "○ Paint the hall (T-2, 봄)",
        "○ Berths in Geoje (봄)",
        "○ Two people are on leave",
    ]
    assert "- blocked: 예산이 없음" in lines(file, "Detail")
    assert "- next: field test" in lines(file, "Detail")
    assert cells(file, 1)[0] == ["What", "This week", "As it stands", "Remarks"]
    assert cells(file, 1)[1][:3] == ["Visits", "made 1", "quota met 0/2"]


def test_a_korean_team_gets_it_in_the_noun_style(busy: Stage) -> None:
    in_korean(busy)
    file = asked(busy, ARA, "/agenda 파일")
    assert file.title == "수출과 주간 추진실적 및 계획"
    assert lines(file)[0] == "2026. 11. 27.(금), 수출과"
    assert lines(file)[-1] == "끝."
    assert lines(file, "Heading 1")[:3] == [
        "Ⅰ. 추진실적 (11. 20.(금) ~ 11. 27.(금))",
        "Ⅱ. 추진계획 (11. 28.(토) ~ 12. 6.(일))",
        "Ⅲ. 결정 필요사항",
    ]
    assert "○ Repair the crane - 12. 1.(화)까지 완료 예정 (T-1, 봄, 60%)" in lines(file, "Point")
    assert "- 조치방안 결정 필요" in lines(file, "Detail")
    assert not [line for line in lines(file) if line.endswith("니다.")]


def test_a_quiet_week_says_that_there_is_nothing(stage: Stage) -> None:
    file = asked(stage, CHAN, "/agenda file")
    assert lines(file, "Point") == ["○ none"] * 3


def test_the_paper_is_a4_with_numbered_pages_and_a_korean_font(busy: Stage) -> None:
    in_korean(busy)
    document = opened(asked(busy, ARA, "/agenda file"))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "PAGE" in section.footer._element.xml
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert {fonts.get(key) for key in fonts.attrib} == {KOREAN_FONT}
    package = document.part.package
    assert any(b"Noto Sans CJK KR" in part.blob for part in package.iter_parts() if "fontTable" in part.partname)


def test_no_two_empty_paragraphs_run_and_the_order_holds(busy: Stage) -> None:
    texts = lines(asked(busy, ARA, "/agenda file"))
    assert all(texts)
    chapters = [n for n, text in enumerate(texts) if text[:1] in "ⅠⅡⅢⅣⅤ"]
    assert chapters == sorted(chapters)


def test_the_secretariat_gets_all_teams_with_the_chart(busy: Stage) -> None:
    file = asked(busy, EUN, "/agenda file all")
    assert file.filename == "agenda-all-2026-W48.docx"
    assert lines(file, "Heading 1") == [
        "Ⅰ. The week in figures",
        "Ⅱ. Decisions needed",
        "Ⅲ. Results and plans by team",
    ]
    assert [row[0] for row in cells(file, 1)][:2] == ["Team", "Total"]
    assert "Export division" in [row[0] for row in cells(file, 1)]
    assert len(opened(file).inline_shapes) == 1
    assert "○ (results) Visits made (1)" in lines(file, "Point")
    assert "○ Paint the hall (T-2, 봄)" in lines(file, "Point")


def test_who_may_ask(busy: Stage) -> None:
    assert "Only the secretariat" in words(busy.types(BOM, "/agenda file all"))
    assert "Guests may only" in words(busy.types(GIL, "/agenda file"))
    assert "There is no team" in words(busy.types(BOM, "/agenda file team nowhere"))
    assert "I cannot read" in words(busy.types(BOM, "/agenda file nonsense"))
    assert asked(busy, EUN, "/agenda file team export").filename.startswith("agenda-export")


def test_in_a_thread_it_comes_into_the_thread(busy: Stage) -> None:
    said = busy.mentions(ARA, "agenda file", thread="1764032400.000100")
    assert "into this thread" in words(said)
    (post,) = planned(busy, "agenda-file")
    assert (post.channel, post.person, post.args["thread_ts"]) == ("C0EXPORT", None, "1764032400.000100")


def test_somebody_who_left_gets_nothing(busy: Stage) -> None:
    busy.types(BOM, "/agenda file")
    (post,) = planned(busy, "agenda-file")
    with busy.db.begin() as session:
        people.deactivate_others(session, WS, [ARA], busy.now)
    with busy.db.read() as session:
        assert makers.agenda(session, post, busy.now) is None


def test_a_month_on_paper(stage: Stage) -> None:
    numbers = [evaluating.task(stage.db, title) for title in ("Repair the crane", "Paint the hall")]
    month = evaluating.november(stage.db)
    for number, mark in zip(numbers, (2, 4), strict=True):
        evaluating.rate(stage.db, month, Given(number, Part.OWNER, mark, "시험에 합격했습니다."))
    stage.now = evaluating.OPENED
    stage.types(DANA, "/evaluate close")
    file = asked(stage, EUN, "/evaluate file", "evaluation-file")
    assert (file.filename, file.title) == ("evaluation-2026-11.docx", "Evaluation of November 2026: all teams")
    assert [line.partition(" (")[0] for line in lines(file, "Heading 1")] == [
        "Ⅰ. Overview",
        "Ⅱ. Tasks to improve",
        "Ⅲ. Results by task",
    ]
    assert [row[0] for row in cells(file, -1)] == ["Task", "T-1 Repair the crane", "T-2 Paint the hall"]
    assert len(opened(file).inline_shapes) == 1
    stage.later(minutes=1)
    mine = asked(stage, BOM, "/evaluate 파일", "evaluation-file")
    assert mine.filename == "evaluation-2026-11-export.docx"
    assert "- evidence: 시험에 합격했음" in lines(file, "Detail")


def test_no_month_no_paper(stage: Stage) -> None:
    assert "No month has been evaluated yet" in words(stage.types(EUN, "/evaluate file"))


def test_no_pages_end_cuts_a_row_or_leaves_a_line_alone(busy: Stage) -> None:
    paper = opened(asked(busy, ARA, "/agenda file"))
    rows = [row for table in paper.tables[1:] for row in table.rows]
    assert rows
    assert all(row._tr.trPr.xpath("w:cantSplit") for row in rows)
    pairs = list(itertools.pairwise(paper.paragraphs))
    assert all(
        point.paragraph_format.keep_with_next for point, one in pairs if (point.style.name, one.style.name) == LONE
    )


def test_parts_stand_in_the_order_in_which_word_wants_them(busy: Stage) -> None:
    paper = opened(asked(busy, ARA, "/agenda file"))
    names = [one.tag.rpartition("}")[2] for one in paper.tables[1]._tbl.tblPr]
    assert names == sorted(
        names, key=["tblStyle", "tblW", "jc", "tblBorders", "tblLayout", "tblCellMar", "tblLook"].index
    )
    closing = [one.tag.rpartition("}")[2] for one in paper.styles["Normal"].element.pPr]
    assert closing.index("autoSpaceDE") < closing.index("spacing")
