"""Spreadsheets as people send them, and what is no spreadsheet."""

import io
import zipfile
from collections.abc import Sequence

import pytest
from openpyxl import Workbook

from bot.domain.staffing import Line
from bot.files.people import read
from bot.files.sheets import MOST_ROWS, rows
from bot.refusals import Refusal

HEAD = ["이름", "직급", "부서", "팀장"]


def xlsx(*table: Sequence[object]) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in table:
        sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def test_xlsx_in_korean() -> None:
    content = xlsx(HEAD, ["봄", "과장", "수출과", None], [None, None, None, None], ["찬", None, "에너지과", "예"])
    assert read("people.xlsx", content) == [
        Line(2, name="봄", grade="과장", team="수출과"),
        Line(4, name="찬", team="에너지과", lead="예"),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_every_kind(encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (["Email", "Grade"], ["봄@example.kr", "과장"]))
    assert read("people.csv", text.encode(encoding)) == [Line(2, email="봄@example.kr", grade="과장")]


def test_a_title_above_the_columns_is_passed_over() -> None:
    content = xlsx(["2026년 인사 명단"], [], HEAD, ["봄", "과장", "수출과", ""])
    assert read("people.xlsx", content)[0].number == 4


def test_numbers_and_invisible_letters_become_text() -> None:
    assert rows("x.xlsx", xlsx(["name", "grade"], ["봄\u200b\n봄", 3.0]))[0].cells == {"name": "봄 봄", "grade": "3"}


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "no columns"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither XLSX nor CSV"),
        (b"PK\x03\x04 not a zip", "cannot read"),
        (b"name,email\nx,y", "needs a column"),
        (b"colour,size\nx,y", "needs a column"),
        (b"name,grade\n" + b"x,y\n" * MOST_ROWS, "more than"),
    ],
)
def test_what_is_no_list_of_people(content: bytes, says: str) -> None:
    with pytest.raises(Refusal) as refused:
        read("file", content)
    assert says in refused.value.message


def test_a_bomb_is_not_unpacked() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bomb:
        bomb.writestr("xl/workbook.xml", b"0" * (61 * 1024 * 1024))
    with pytest.raises(Refusal) as refused:
        read("bomb.xlsx", packed.getvalue())
    assert "too large when unpacked" in refused.value.message


def test_a_zip_of_something_else_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as other:
        other.writestr("readme.txt", "hello")
    with pytest.raises(Refusal):
        read("other.xlsx", packed.getvalue())
