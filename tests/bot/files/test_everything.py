"""The workbook of everything, as a spreadsheet program reads it."""

import datetime as dt
import io
import zipfile

import pytest
from openpyxl import load_workbook

from bot.domain.exports import Kind, Sheet
from bot.files.sheets import everything, workbook

HEADS = (("Number", Kind.TEXT), ("Text", Kind.TEXT), ("Day", Kind.DAY), ("At", Kind.MOMENT), ("How many", Kind.NUMBER))
ROW = ["V-1", "수주", "2026-12-24", "2026-12-24T09:30", "3"]


def sheet(*rows: list[str], title: str = "Visits") -> Sheet:
    return Sheet(title, HEADS, rows, numbered=True)


def test_each_kind_comes_back_as_what_it_is() -> None:
    book = load_workbook(io.BytesIO(workbook([sheet(ROW, ["V-2", "", "", "", "1.5"]), sheet(title="Empty")])))
    assert book.sheetnames == ["Visits", "Empty"]
    head, first, second = book["Visits"].iter_rows(values_only=True)
    assert head == tuple(name for name, _ in HEADS)
    at = dt.datetime.fromisoformat("2026-12-24T09:30")
    assert first == ("V-1", "수주", dt.datetime.combine(at.date(), dt.time()), at, 3)
    assert second == ("V-2", None, None, None, 1.5)
    assert [*book["Empty"].iter_rows(values_only=True)] == [head]


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+82", "-2", "@SUM(A1)", "<b>&amp;</b>", "_x0041_", "line\nline", "  spaces  ", "'quoted", '"', "한글 🏭"],
)
def test_text_stays_text(text: str) -> None:
    book = load_workbook(io.BytesIO(workbook([sheet(["V-1", text, "", "", ""])])))
    cell = book["Visits"]["B2"]
    assert (cell.value.replace("_x005F_", "_"), cell.data_type) == (text, "s")


def test_what_no_spreadsheet_takes_is_replaced_or_cut() -> None:
    book = load_workbook(io.BytesIO(workbook([sheet(["V-1", "a\x00b\ud800" + "x" * 40_000, "", "", ""])])))
    value = str(book["Visits"]["B2"].value)
    assert value.startswith("a\ufffdb")
    assert len(value) == everything.LONGEST
    assert load_workbook(io.BytesIO(workbook([sheet(ROW, title="a/b: [c]" * 9)]))).sheetnames[0].startswith("a b   c")


def test_too_many_rows_go_on_in_another_worksheet() -> None:
    done: list[None] = []
    book = load_workbook(io.BytesIO(workbook([sheet(*[ROW] * 5)], lambda: done.append(None), most=2)))
    assert book.sheetnames == ["Visits", "Visits 2", "Visits 3"]
    assert [one.max_row for one in book.worksheets] == [3, 3, 2]
    assert len(done) == 5


def test_nothing_in_it_can_run() -> None:
    with zipfile.ZipFile(io.BytesIO(workbook([sheet(["V-1", "=HYPERLINK(1)", "", "", ""])]))) as package:
        assert not any("<f" in package.read(name).decode() for name in package.namelist() if "worksheets" in name)
