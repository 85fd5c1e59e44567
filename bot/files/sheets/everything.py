"""A workbook of everything: a worksheet a noun, written row by row, however many there are.

openpyxl takes a minute for what this writes in seconds: cells that are only written need no objects. What a worksheet
must contain is said in ECMA-376; text is text whatever it begins with, so that no cell runs as a formula.
"""

import datetime as dt
import io
import itertools
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from bot.domain.exports import Kind, Sheet
from bot.files.sheets.limits import Cells

MOST: Final = 1_048_575  # rows of a worksheet below its head; source: Excel's limits
LONGEST: Final = 32_767  # characters of a cell; the same source
TITLE: Final = 31  # letters of a worksheet's name; the same source
ZERO: Final = dt.datetime.fromisoformat("1899-12-30")  # the day 0 of spreadsheets, which know no zones
_FORBIDDEN: Final = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LOOKS_CODED: Final = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ILLEGAL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
_WIDTHS: Final = {Kind.TEXT: 24, Kind.DAY: 12, Kind.MOMENT: 17, Kind.NUMBER: 10}
_NARROW: Final = 12  # of a number such as V-12
_STYLES: Final = {Kind.NUMBER: 0, Kind.TEXT: 2, Kind.DAY: 3, Kind.MOMENT: 4}
_HEAD: Final = 1
_MAIN: Final = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_DOCUMENT: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_KINDS: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_XML: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_LOOKS: Final = (
    f'{_XML}<styleSheet {_MAIN}><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy-mm-dd"/>'
    '<numFmt numFmtId="165" formatCode="yyyy-mm-dd hh:mm"/></numFmts>'
    '<fonts count="2"><font><sz val="11"/></font><font><b/><sz val="11"/></font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '<fill><patternFill patternType="solid"><fgColor rgb="FFE8ECF2"/></patternFill></fill></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/>'
    '<xf fontId="1" fillId="2" applyFont="1" applyFill="1"/>'
    '<xf numFmtId="49" quotePrefix="1" applyNumberFormat="1" applyAlignment="1"><alignment vertical="top" '
    'wrapText="1"/></xf><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)


def workbook(sheets: Iterable[Sheet], row: Callable[[], object] = lambda: None, most: int = MOST) -> bytes:
    """The file; `row` is called for each row that is done, `most` of which a worksheet holds."""
    packed = io.BytesIO()
    titles: list[str] = []
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for sheet in sheets:
            for title, rows in _parts(sheet, most):
                titles.append(title)
                with package.open(f"xl/worksheets/sheet{len(titles)}.xml", "w", force_zip64=True) as part:
                    for piece in _worksheet(sheet, rows, row):
                        part.write(piece.encode())
        for name, content in _around(titles).items():
            package.writestr(name, content)
    return packed.getvalue()


def _parts(sheet: Sheet, most: int) -> Iterator[tuple[str, Iterable[Cells]]]:
    """One worksheet, or several where one would not hold the rows."""
    rows = iter(sheet.rows)
    for part in itertools.count(1):
        first = next(rows, None)
        if first is None and part > 1:
            return
        ending = f" {part}" if part > 1 else ""
        title = sheet.title.translate(_FORBIDDEN)[: TITLE - len(ending)] + ending
        yield title, itertools.chain([] if first is None else [first], itertools.islice(rows, most - 1))


def _worksheet(sheet: Sheet, rows: Iterable[Cells], done: Callable[[], object]) -> Iterator[str]:
    kinds = [kind for _, kind in sheet.heads]
    widths = [_NARROW if at == 0 and sheet.numbered else _WIDTHS[kind] for at, kind in enumerate(kinds)]
    columns = "".join(
        f'<col min="{at}" max="{at}" width="{width}" customWidth="1"/>' for at, width in enumerate(widths, 1)
    )
    yield (
        f'{_XML}<worksheet {_MAIN}><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" '
        f'activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols>{columns}</cols><sheetData>'
    )
    yield f"<row>{''.join(_text(title, _HEAD) for title, _ in sheet.heads)}</row>"
    count = 1
    for row in rows:
        yield f"<row>{''.join(map(_cell, kinds, row))}</row>"
        count += 1
        done()
    yield f'</sheetData><autoFilter ref="A1:{_letters(len(kinds))}{count}"/></worksheet>'


def _cell(kind: Kind, text: str) -> str:
    if not text:
        return "<c/>"
    if kind is Kind.TEXT:
        return _text(text, _STYLES[kind])
    number = text if kind is Kind.NUMBER else repr(_serial(text))
    return f'<c s="{_STYLES[kind]}"><v>{number}</v></c>'


def _text(text: str, style: int) -> str:
    plain = _ILLEGAL.sub("\ufffd", _LOOKS_CODED.sub("_x005F_", text[:LONGEST]))
    return f'<c t="inlineStr" s="{style}"><is><t xml:space="preserve">{escape(plain)}</t></is></c>'


def _serial(text: str) -> float:
    """A day or a moment as spreadsheets count them: days, and parts of one."""
    return (dt.datetime.fromisoformat(text) - ZERO) / dt.timedelta(days=1)


def _letters(column: int) -> str:
    """1 → A, 27 → AA."""
    found = ""
    while column:
        column, rest = divmod(column - 1, 26)
        found = chr(ord("A") + rest) + found
    return found


def _around(titles: Sequence[str]) -> dict[str, str]:
    """What a package has beside its worksheets."""
    numbers = range(1, len(titles) + 1)
    types = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_KINDS}.worksheet+xml"/>' for n in numbers
    )
    sheets = "".join(
        f'<sheet name={quoteattr(title)} sheetId="{n}" r:id="rId{n}"/>'
        for n, title in zip(numbers, titles, strict=True)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{_DOCUMENT}/worksheet" Target="worksheets/sheet{n}.xml"/>' for n in numbers
    )
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/xl/workbook.xml"'
        f' ContentType="{_KINDS}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="{_KINDS}.styles+xml"'
        f"/>{types}</Types>",
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{_DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook {_MAIN} xmlns:r="{_DOCUMENT}"><sheets>{sheets}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">{links}<Relationship '
        f'Id="rId0" Type="{_DOCUMENT}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": _LOOKS,
    }
