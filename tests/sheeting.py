"""What tests of imports and exports do again and again: files made, sent, and looked into."""

import csv
import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook, load_workbook

from bot.domain.ledger import File, Post
from schedules import sheets as makers
from storage import ledger
from tests.cast import ARA, WS, Json, Stage


def xlsx(*table: Sequence[object], title: str = "Sheet") -> bytes:
    """A workbook with one worksheet of these rows."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in table:
        sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def workbook(tables: Mapping[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook with a worksheet of each of these tables, by name."""
    book = Workbook()
    for at, (title, table) in enumerate(tables.items()):
        sheet = book.create_sheet(title, at)
        for row in table:
            sheet.append(list(row))
    del book[book.sheetnames[-1]]  # the one that a new workbook has
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def cells(content: bytes, title: str = "") -> list[list[str]]:
    """A worksheet as a table of what stands in it."""
    book = load_workbook(io.BytesIO(content))
    sheet = book[title] if title else book.worksheets[0]
    return [["" if one is None else str(one) for one in row] for row in sheet.iter_rows(values_only=True)]


def changed(content: bytes, **columns: str | int) -> bytes:
    """The same workbook with the first row's cells under these columns (spaces for `_`) as they are here."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    head = [str(cell.value) for cell in sheet[1]]
    for name, value in columns.items():
        sheet.cell(2, head.index(name.replace("_", " ")) + 1).value = value
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a CSV."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))


def sends(
    stage: Stage, content: str | bytes, who: str = ARA, command: str = "/task import", name: str = "file.csv"
) -> Json:
    """Opens the form of an import, chooses this file and looks at it: the card, or the faults beside the field."""
    data = content.encode() if isinstance(content, str) else content
    file = {"id": "F0LIST", "name": name, "title": name, "size": len(data), "uploaded": True, "shares": {}}
    stage.slack.files["F0LIST"] = {**file, "content": data}
    assert stage.types(who, command) == {}
    answer = stage.submits(who, {"file": [{"id": "F0LIST"}]})
    return answer if "errors" in answer else stage.said()


def planned(stage: Stage, series: str) -> list[Post]:
    """The posts of a series that wait."""
    with stage.db.read() as session:
        posts = ledger.ahead(session, WS, stage.now.replace(year=2000), stage.now.replace(year=2040))
    return [post for post in posts if post.series == series]


def exports(stage: Stage, who: str = ARA, command: str = "/task export") -> bytes:
    """Asks for an export: the file that comes."""
    before = {post.key for post in planned(stage, "export")}
    stage.types(who, command)
    (new,) = [post for post in planned(stage, "export") if post.key not in before]
    return made(stage, new).content


def made(stage: Stage, post: Post) -> File:
    with stage.db.read() as session:
        found = makers.export(session, post, stage.now)
    assert isinstance(found, File)
    return found
