"""Files that are broken, strange or meant badly: each gets the row, the column and the reason; nothing is stored."""

import io
import zipfile
from collections.abc import Callable
from typing import Final

import pytest
from openpyxl import Workbook, load_workbook

from bot.files.sheets import MOST_ROWS
from storage import sheets
from tests.cast import ARA, WS, Json, Stage, speaks, words
from tests.schedules.test_sheets import looks
from tests.sheeting import exports, rows_of, sends, workbook, xlsx
from tests.tasking import added, count, task

ROWS: Final = "과제명,담당자,기한\r\n크레인 보수,봄,2026-12-24\r\n"
BOMB: Final = 61 * 1024 * 1024


def merged(cells: str) -> bytes:
    """A list of tasks in which these cells are one."""
    book = load_workbook(io.BytesIO(xlsx(["title", "owner"], ["One", "봄"], ["Two", None])))
    book.worksheets[0].merge_cells(cells)
    return saved(book)


def saved(book: Workbook) -> bytes:
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def packed(name: str, content: bytes) -> bytes:
    """A list of tasks with this part in the package."""
    found = io.BytesIO(xlsx(["title"], ["One"]))
    with zipfile.ZipFile(found, "a", zipfile.ZIP_BZIP2) as package:
        package.writestr(name, content)
    return found.getvalue()


def stored(stage: Stage) -> bool:
    with stage.db.read() as session:
        return sheets.get(session, WS, 1) is not None or bool(count(stage))


# as people's programs write it ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "content",
    [
        ROWS.encode("utf-8-sig"),
        ROWS.encode("cp949"),
        ROWS.replace(",", "\t").encode("utf-16"),
        ROWS.replace(",", ";").encode(),
        ROWS.replace(",", "\t").encode(),
        ROWS.replace("\r\n", "\n").encode(),
        ("2026년 과제 목록\r\n\r\n" + ROWS).encode("cp949"),
    ],
    ids=["bom", "cp949", "utf-16", "semicolons", "tabs", "unix", "a title"],
)
def test_korean_lists_as_excel_saves_them(stage: Stage, content: bytes) -> None:
    stage.clicks(ARA, sends(stage, content), "sheets:apply")
    assert (task(stage).title, str(task(stage).due)) == ("크레인 보수", "2026-12-24")


def test_what_looks_like_a_formula_is_text_in_and_out(stage: Stage) -> None:
    titles = ['=HYPERLINK("http://x";"y")', "+1", "-1", "@SUM(A1)", "\t=1+1", "＝1"]
    lines = "".join('"{}"\n'.format(title.replace('"', '""')) for title in titles)
    stage.clicks(ARA, sends(stage, "title\n" + lines), "sheets:apply")
    assert [task(stage, n).title for n in range(1, 7)] == [title.strip() for title in titles]
    book = load_workbook(io.BytesIO(exports(stage)))
    assert {cell.data_type for row in book.worksheets[0].iter_rows(max_col=2) for cell in row} == {"s"}


def test_a_title_that_is_merged_above_the_columns_does_no_harm(stage: Stage) -> None:
    book = load_workbook(io.BytesIO(xlsx(["2026년 과제"], ["과제명", "담당자"], ["크레인 보수", "봄"])))
    book.worksheets[0].merge_cells("A1:B1")
    assert "1 row would change something" in words(sends(stage, saved(book), name="tasks.xlsx"))


# refused --------------------------------------------------------------------------------------------------------------

REFUSED: Final[dict[str, tuple[str, Callable[[], bytes], str, str]]] = {
    "merged": (
        "x.xlsx",
        lambda: merged("B2:B3"),
        "The cells B2 to B3 are merged, and only the first of them has a value.",
        "B2부터 B3까지 병합된 셀이라 첫 셀에만 값이 있습니다.",
    ),
    "formula": (
        "x.xlsx",
        lambda: xlsx(["title", "owner"], ["One", '=HYPERLINK("http://x","y")']),
        "In B2 stands a formula without a value, and formulas are not run.",
        "B2 셀에 값이 없는 수식이 있습니다.",
    ),
    "bomb": ("x.xlsx", lambda: packed("xl/big.xml", b"0" * BOMB), "too large when unpacked", "압축을 풀면 너무 큰"),
    "macros": ("x.xlsm", lambda: packed("xl/vbaProject.bin", b""), "has macros", "매크로가 든 스프레드시트입니다."),
    "links": (
        "x.xlsx",
        lambda: packed("xl/externalLinks/externalLink1.xml", b""),
        "links to other",
        "다른 파일과 연결된",
    ),
    "password": (
        "x.xlsx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"EncryptedPackage" * 99,
        "x.xlsx has a password, or is an old XLS.",
        "x.xlsx는 암호가 걸렸거나 예전 XLS 형식입니다.",
    ),
    "nothing": ("x.csv", lambda: b"", "x.csv is empty.", "x.csv는 빈 파일입니다."),
    "an empty sheet": (
        "x.xlsx",
        lambda: saved(Workbook()),
        "I find no columns in x.xlsx. Its first row names them: Title, Owner, Team, Start, Due,",
        "x.xlsx에서 열 이름을 찾을 수 없습니다. 첫 줄에 열 이름을 적어 주십시오: 과제명, 담당자, 부서, 시작일, 기한,",
    ),
    "other headings": (
        "x.csv",
        "색깔,크기\n빨강,큼\n".encode,
        "x.csv has no column that I know of. These are known: Title, Owner, Team",
        "알 수 있는 열: 과제명, 담당자, 부서, 시작일, 기한,",
    ),
    "too long": (
        "x.csv",
        lambda: b"title,note\nOne," + b"y" * 8001,
        "In row 2, column 2 a cell has 8,001 characters; 8,000 at most.",
        "2행 2열의 셀이 8,001자입니다. 8,000자까지 쓸 수 있습니다.",
    ),
    "a picture": ("x.csv", lambda: b"\x89PNG\r\n\x1a\n\x00", "neither XLSX nor CSV", "XLSX나 CSV 파일이 아닙니다."),
    "half a file": ("x.xlsx", lambda: xlsx(["title"], ["One"])[:900], "I cannot read this", "읽을 수 없습니다."),
}


@pytest.mark.parametrize("lang", ["en", "ko"])
@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_said_in_ones_language_and_nothing_is_stored(stage: Stage, what: str, lang: str) -> None:
    speaks(stage, ARA, lang)
    name, content, english, korean = REFUSED[what]
    said = sends(stage, content(), name=name)["errors"]["file"]
    assert (korean if lang == "ko" else english) in said
    assert not stored(stage)


@pytest.mark.parametrize(
    ("lang", "says"), [("en", f"more than {MOST_ROWS:,} rows"), ("ko", f"{MOST_ROWS:,}행이 넘습니다.")]
)
def test_a_hundred_thousand_rows_are_refused_beside_the_request(stage: Stage, lang: str, says: str) -> None:
    speaks(stage, ARA, lang)
    sends(stage, "title\n" + "x\n" * 100_000)
    assert says in words(looks(stage))
    assert count(stage) == 0


# taken but for the rows that cannot be --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("lang", "says"),
    [
        ("en", "Row 2, Due “46380”: This is a date as a bare number. Give the column the format of a date"),
        ("ko", "2행 기한 “46380”: 날짜가 숫자로만 들어 있습니다. 열을 날짜 서식으로 바꾸거나"),
    ],
)
def test_a_date_that_is_a_bare_number(stage: Stage, lang: str, says: str) -> None:
    speaks(stage, ARA, lang)
    card = sends(stage, xlsx(["title", "due"], ["One", 46380], ["Two", "2026-12-24"]), name="tasks.xlsx")
    assert says in words(card)
    stage.clicks(ARA, card, "sheets:apply")
    assert (count(stage), task(stage).title) == (1, "Two")


def test_an_empty_worksheet_beside_a_full_one_is_passed_over(stage: Stage) -> None:
    card = sends(stage, workbook({"Notes": [], "Tasks": [["title"], ["One"]]}), name="tasks.xlsx")
    assert "1 row would change something" in words(card)


def test_a_csv_that_a_spreadsheet_saved_again_is_still_the_same(stage: Stage) -> None:
    """Its byte-order mark goes, its encoding becomes Korean Windows', its marks stay."""
    added(stage, "크레인 보수 due: 12/24", "=1+1")
    table: list[list[str]] = [["" if one is None else str(one) for one in row] for row in _cells(exports(stage))]
    lines = "\r\n".join(",".join(f'"{cell}"' for cell in row) for row in table)
    card: Json = sends(stage, lines.encode("cp949"), name="tasks.csv")
    assert "Nothing would change." in words(card)
    assert rows_of(lines.encode())[2][1] == "=1+1"


def _cells(content: bytes) -> list[tuple[object, ...]]:
    return list(load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True))
