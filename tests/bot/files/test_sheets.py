"""Spreadsheets as people send them, what is no spreadsheet, and what goes out and comes back."""

import datetime as dt
import io
import random
import zipfile
from collections.abc import Mapping

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from bot.files.sheets import MOST_ROWS, tables
from bot.files.sheets.limits import LONGEST
from bot.files.sheets.plain import safe, taken_back, written
from bot.files.sheets.xlsx import Field, Page
from bot.files.sheets.xlsx import written as workbook
from bot.refusals import Refusal
from tests.sheeting import xlsx

HEAD = ["이름", "직급"]
CHRISTMAS_EVE = dt.datetime.fromisoformat("2026-12-24T00:00")  # spreadsheets know no zones
HALF_PAST = CHRISTMAS_EVE.replace(hour=9, minute=30)
HARD = [
    "=1+1",
    "-2",
    "+82 10",
    "@kim",
    "\ttab",
    "'=quoted",
    "''=twice",
    "'90s",
    "＝wide",
    "00123",
    "줄1\n줄2",
    "_x0041_ is no letter",
    'say "yes", or; not',
    "  spaces  ",
    "한글 🏭",
    "1e5",
    "2026-12-24",
    "60%",
    "TRUE",
]


def packed(parts: Mapping[str, bytes]) -> bytes:
    found = io.BytesIO()
    with zipfile.ZipFile(found, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return found.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def refusal_of(name: str, content: bytes) -> Refusal | None:
    try:
        tables(name, content)
    except Refusal as refused:
        return refused
    return None


def says(name: str, content: bytes) -> str:
    with pytest.raises(Refusal) as refused:
        tables(name, content)
    return refused.value.message


# read -----------------------------------------------------------------------------------------------------------------


def damaged(content: bytes, seed: int) -> bytes:
    """Three bytes of it are others."""
    chance, found = random.Random(seed), bytearray(content)
    for _ in range(3):
        found[chance.randrange(len(found))] = chance.randrange(256)
    return bytes(found)


@pytest.mark.filterwarnings("ignore::UserWarning")  # openpyxl's, of names that lead nowhere
def test_a_damaged_workbook_is_told_so_and_never_a_trace() -> None:
    rows = [[f"이름 {number}", "과장", str(number)] for number in range(60)]
    whole = workbook([Page("Sheet", (Field("이름"), Field("직급"), Field("수")), rows)])
    told = [refusal_of("f.xlsx", damaged(whole, seed)) for seed in range(100)]
    assert len({id(one) for one in told if one}) == sum(one is not None for one in told)
    assert sum(one is not None and one.message.startswith("I cannot read this") for one in told) > 50


@pytest.mark.filterwarnings("ignore::UserWarning")
def test_so_is_one_whose_parts_are_damaged_inside() -> None:
    inside = parts(xlsx(HEAD, *[[f"이름 {number}", number] for number in range(20)]))
    for seed in range(60):
        name = random.Random(seed).choice(sorted(inside))
        refusal_of("f.xlsx", packed({**inside, name: damaged(inside[name], seed)}))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_of_every_kind(encoding: str, delimiter: str) -> None:
    text = "\r\n".join(delimiter.join(row) for row in (HEAD, ["봄", "과장"]))
    (table,) = tables("people.csv", text.encode(encoding))
    assert (table.head, [(n, list(row)) for n, row in table.rows]) == (tuple(HEAD), [(2, ["봄", "과장"])])


def test_a_title_above_the_columns_and_empty_rows_are_passed_over() -> None:
    (table,) = tables("x.xlsx", xlsx(["2026년 명단"], [], HEAD, ["봄", "과장"], [None, " "], ["찬", "서기관"]))
    assert [number for number, _ in table.rows] == [4, 6]


def test_cells_are_what_people_see() -> None:
    content = xlsx(["a", "b"], [CHRISTMAS_EVE, 3.0], [HALF_PAST, 0.25], [True, "x"])
    (table,) = tables("x.xlsx", content)
    assert [list(row) for _, row in table.rows] == [["2026-12-24", "3"], ["2026-12-24 09:30", "0.25"], ["yes", "x"]]


def test_a_formula_counts_as_the_value_that_was_saved_with_it() -> None:
    found = parts(xlsx(["a", "b"], ["x", 7]))
    sheet = found["xl/worksheets/sheet1.xml"]
    found["xl/worksheets/sheet1.xml"] = sheet.replace(b"<v>7</v>", b"<f>3+4</f><v>7</v>")
    (table,) = tables("x.xlsx", packed(found))
    assert [list(row) for _, row in table.rows] == [["x", "7"]]


def test_hidden_worksheets_are_not_read() -> None:
    book = load_workbook(io.BytesIO(xlsx(HEAD, ["봄", "과장"], title="shown")))
    book.create_sheet("secret").append(["a", "b"])
    book["secret"].sheet_state = "hidden"
    content = io.BytesIO()
    book.save(content)
    assert [table.name for table in tables("x.xlsx", content.getvalue())] == ["shown"]


# refused --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "what"),
    [
        (b"", "is empty"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither XLSX nor CSV"),
        (b"PK\x03\x04 not a zip", "cannot read"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "has a password"),
        (packed({"readme.txt": b"hello"}), "cannot read"),
        (packed({"xl/workbook.xml": b"0" * (61 * 1024 * 1024)}), "too large when unpacked"),
        (packed({f"part{n}": b"" for n in range(501)}), "too large when unpacked"),
        (packed({"xl/vbaProject.bin": b""}), "has macros"),
        (packed({"xl/externalLinks/externalLink1.xml": b""}), "links to other files"),
        (b"name,grade\n" + b"x,y\n" * (MOST_ROWS + 1), "more than {most} rows"),
        (b"name,grade\n" + b"x,y\n" * 100_000, "more than {most} rows"),
        (b"name,grade\nx," + b"y" * (LONGEST + 1), "a cell has {length} characters"),
        (b'name,grade\n"' + b"y" * 200_000, "cannot read"),
    ],
    ids=lambda value: "" if isinstance(value, bytes) else value,
)
def test_what_is_no_spreadsheet_or_too_much_of_one(content: bytes, what: str) -> None:
    assert what in says("file", content)


def test_entities_are_not_expanded() -> None:
    found = parts(xlsx(HEAD, ["봄", "과장"]))
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa">]>'
    sheet = found["xl/worksheets/sheet1.xml"]
    found["xl/worksheets/sheet1.xml"] = bomb + sheet[sheet.index(b"<worksheet") :]
    assert "cannot read" in says("bomb.xlsx", packed(found))


def test_ten_thousand_rows_are_read() -> None:
    (table,) = tables("x.csv", b"name,grade\n" + b"x,y\n" * MOST_ROWS)
    assert len(table.rows) == MOST_ROWS


# there and back -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", HARD)
def test_text_goes_out_and_comes_back_as_it_was(text: str) -> None:
    head, row = ["title", "note"], [text, "x"]
    page = Page("Tasks", (Field("title"), Field("note")), [row])
    for content in (written(head, [row]), workbook([page])):
        (table,) = tables("file", content)
        assert [list(one) for _, one in table.rows] == [row]


@settings(max_examples=200)
@given(st.text(alphabet=st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=30))
def test_whatever_text_a_cell_of_a_csv_comes_back_and_runs_nowhere(text: str) -> None:
    assert taken_back(safe(text)) == text
    assert not safe(text).startswith(("=", "+", "-", "@", "\t", "\r"))


def test_no_cell_of_a_csv_or_a_workbook_is_a_formula() -> None:
    rows = [[text, "x"] for text in HARD]
    content = written(["title", "note"], rows)
    assert content.startswith(b"\xef\xbb\xbf")
    assert not any(line.startswith((b"=", b'"=', b"+", b"-", b"@")) for line in content[3:].splitlines())
    book = load_workbook(io.BytesIO(workbook([Page("T", (Field("title"), Field("note")), rows)])))
    assert {cell.data_type for row in book["T"].iter_rows() for cell in row} == {"s"}


def test_days_and_progress_are_numbers_that_can_be_sorted() -> None:
    page = Page("T", (Field("due", as_="day"), Field("progress", as_="percent")), [["2026-12-24", "60%"], ["", "7%"]])
    content = workbook([page])
    sheet = load_workbook(io.BytesIO(content))["T"]
    assert (sheet["A2"].value, sheet["A2"].number_format) == (CHRISTMAS_EVE, "yyyy-mm-dd")
    assert (sheet["B2"].value, sheet["B2"].number_format) == (0.6, "0%")
    (table,) = tables("x.xlsx", content)
    assert [list(row) for _, row in table.rows] == [["2026-12-24", "60%"], ["", "7%"]]
