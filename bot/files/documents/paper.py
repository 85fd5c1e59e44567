"""A paper to print: A4, a title box, four levels of outline, tables, a picture, page numbers.

The outline is that of Korean government papers, Ⅰ. □ ○ -, and of English ones likewise. Fonts are named with what
stands in for them, so that Korean letters are shown on any machine.
"""

import io
from collections.abc import Sequence
from typing import Any, Final

from bot.i18n import Translator

MILLIMETRE: Final = 36000  # in the units of the format
FONT: Final = {"ko": "맑은 고딕", "en": "Malgun Gothic"}
INSTEAD: Final = "Noto Sans CJK KR"
ROMAN: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ"
INK, RULE, FILL, HEAD = "1F2A44", "7F8FA9", "EEF2F8", "DDE5F0"
WIDTH: Final = 170  # millimetres between the margins
TALLEST: Final = 88  # millimetres of a picture: below a table of ten teams it still fits their page
_AFTER_CLOSING: Final = ("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
# style → size in points, bold, left and hanging indent in millimetres, space before in points
LEVELS: Final = {
    "Heading 1": (15, True, 0, 0, 14),
    "Heading 2": (12.5, True, 7, 6, 8),
    "Point": (11.5, False, 13, 5, 4),
    "Detail": (10.5, False, 18, 4, 2),
}


class Paper:
    """One document in the making: each call adds what comes next; `content` is the file."""

    def __init__(self, t: Translator, title: str, under: str) -> None:
        from docx import Document  # 0.2 s: only who prints waits for it

        self.t = t
        self.document: Any = Document()
        self.chapters = 0
        self.lines: list[Any] = []  # the last two
        self._page()
        self._styles()
        self.document.core_properties.title = title
        self.document.core_properties.author = "Muster"
        self.document.core_properties.language = t.lang
        self._title(title, under)

    # what a paper is made of ----------------------------------------------------------------------------------------

    def chapter(self, text: str) -> None:
        """`Ⅰ. 추진실적`"""
        number = ROMAN[self.chapters] if self.chapters < len(ROMAN) else str(self.chapters + 1)
        self.chapters += 1
        self._line(f"{number}. {text}", "Heading 1")

    def head(self, text: str) -> None:
        """`□ 현장방문 (3건)`"""
        self._line(f"□ {text}", "Heading 2")

    def point(self, text: str) -> None:
        """`○ …`"""
        self._line(f"○ {text}", "Point")

    def detail(self, text: str) -> None:
        """`- …`: the first stays with its point, the last two with each other, so that none begins a page alone."""
        if [one.style.name for one in self.lines] == ["Detail", "Detail"]:
            self.lines[0].paragraph_format.keep_with_next = False
        for one in self.lines[-1:]:
            one.paragraph_format.keep_with_next = True
        self._line(f"- {text}", "Detail")

    def table(self, head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float]) -> None:
        """A table with its head repeated on each page. `widths` are shares; all but the first column are centred."""
        table = self.document.add_table(rows=1, cols=len(head))
        table.autofit = False
        table.alignment = 1  # in the middle
        self._padding(table)
        for column, share in zip(table.columns, widths, strict=True):
            column.width = int(WIDTH * MILLIMETRE * share / sum(widths))
        self._borders(table)
        titles = [text[:1].upper() + text[1:] for text in head]
        self._row(table.rows[0], titles, widths, bold=True, fill=HEAD)
        self._mark(table.rows[0], "tblHeader")  # repeated on each page
        for cells in rows:
            self._row(table.add_row(), [cells[0][:1].upper() + cells[0][1:], *cells[1:]], widths)

    def picture(self, png: bytes, alt: str) -> None:
        """As wide as the text, unless it would fill the page."""
        paragraph = self.document.add_paragraph(style="Normal")
        paragraph.alignment = 1
        paragraph.paragraph_format.space_before = 6 * 12700
        shape = paragraph.add_run().add_picture(io.BytesIO(png), width=WIDTH * MILLIMETRE)
        if shape.height > TALLEST * MILLIMETRE:
            shape.width = int(shape.width * TALLEST * MILLIMETRE / shape.height)
            shape.height = TALLEST * MILLIMETRE
        shape._inline.docPr.set("descr", alt)  # what a screen reader says; python-docx has no name for it

    def end(self) -> None:
        """`끝.`, as such papers close in Korean."""
        if self.t.lang == "ko":
            paragraph = self.document.add_paragraph("끝.", style="Normal")
            paragraph.alignment = 2

    def content(self) -> bytes:
        self._font_table()
        packed = io.BytesIO()
        self.document.save(packed)
        return packed.getvalue()

    # how it looks ---------------------------------------------------------------------------------------------------

    def _page(self) -> None:
        section = self.document.sections[0]
        section.page_width, section.page_height = 210 * MILLIMETRE, 297 * MILLIMETRE
        section.left_margin = section.right_margin = 20 * MILLIMETRE
        section.top_margin, section.bottom_margin = 20 * MILLIMETRE, 18 * MILLIMETRE
        section.footer_distance = 9 * MILLIMETRE
        footer = section.footer.paragraphs[0]
        footer.alignment = 1
        for text, field in (("- ", False), ("PAGE", True), (" -", False)):
            self._field(footer.add_run("" if field else text), text if field else "")

    def _field(self, run: Any, instruction: str) -> None:
        """A field that the reader's program fills in, such as the page's number."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        if not instruction:
            return
        for kind in ("begin", "", "separate", "end"):
            element = OxmlElement("w:fldChar" if kind else "w:instrText")
            if kind:
                element.set(qn("w:fldCharType"), kind)
            else:
                element.text = instruction
            run._r.append(element)

    def _styles(self) -> None:
        styles = self.document.styles
        for name in ("Point", "Detail"):
            styles.add_style(name, 1).base_style = styles["Normal"]
        self._letters(styles["Normal"], 10.5, bold=False)
        styles["Normal"].paragraph_format.space_after = 0
        self._close(styles["Normal"])
        for name, (size, bold, left, hanging, before) in LEVELS.items():
            style = styles[name]
            self._letters(style, size, bold=bold)
            shape = style.paragraph_format
            shape.left_indent, shape.first_line_indent = left * MILLIMETRE, -hanging * MILLIMETRE
            shape.space_before, shape.space_after = int(before * 12700), (2 * 12700)
            shape.line_spacing = 1.25
            shape.keep_with_next = name.startswith("Heading")
            shape.widow_control = True
        self._letters(styles["Footer"], 9, bold=False)

    def _close(self, style: Any) -> None:
        """No space of the program's own between Korean and other letters: `2026년`, not `2026 년`."""
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        for name in ("autoSpaceDE", "autoSpaceDN"):
            element = OxmlElement(f"w:{name}")
            element.set(qn("w:val"), "0")
            style.element.get_or_add_pPr().insert_element_before(element, *_AFTER_CLOSING)

    def _padding(self, table: Any) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        margins = OxmlElement("w:tblCellMar")
        for side, twentieths in (("top", 40), ("left", 80), ("bottom", 40), ("right", 80)):
            element = OxmlElement(f"w:{side}")
            element.set(qn("w:w"), str(twentieths))
            element.set(qn("w:type"), "dxa")
            margins.append(element)
        table._tbl.tblPr.insert_element_before(margins, "w:tblLook")

    def _letters(self, style: Any, size: float, *, bold: bool) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        font = style.font
        font.size, font.bold, font.italic = Pt(size), bold, False
        font.color.rgb = RGBColor.from_string(INK if bold else "222222")
        font.name = FONT[self.t.lang]
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        for script in ("ascii", "hAnsi", "eastAsia", "cs"):
            fonts.set(qn(f"w:{script}"), FONT[self.t.lang])

    def _title(self, title: str, under: str) -> None:
        """The title in a box across the page, below it on the right who and when."""
        table = self.document.add_table(rows=1, cols=1)
        table.alignment = 1
        self._borders(table, size=12)
        cell = table.rows[0].cells[0]
        cell.width = WIDTH * MILLIMETRE
        self._fill(cell, FILL)
        paragraph = cell.paragraphs[0]
        paragraph.style = self.document.styles["Title"]
        self._letters(paragraph.style, 20, bold=True)
        self._no_rule(paragraph.style)
        paragraph.alignment = 1
        paragraph.paragraph_format.space_before = paragraph.paragraph_format.space_after = 7 * 12700
        paragraph.add_run(title)
        below = self.document.add_paragraph(under, style="Normal")
        below.alignment = 2
        below.paragraph_format.space_before = 4 * 12700

    def _no_rule(self, style: Any) -> None:
        """The default template draws a line below each title."""
        from docx.oxml.ns import qn

        properties = style.element.get_or_add_pPr()
        for border in properties.findall(qn("w:pBdr")):
            properties.remove(border)

    def _line(self, text: str, style: str) -> None:
        self.lines = [*self.lines[-1:], self.document.add_paragraph(text, style=style)]

    def _row(
        self, row: Any, cells: Sequence[str], widths: Sequence[float], *, bold: bool = False, fill: str = ""
    ) -> None:
        """A row, which no page's end cuts in two."""
        self._mark(row, "cantSplit")
        for n, (cell, text, share) in enumerate(zip(row.cells, cells, widths, strict=True)):
            cell.width = int(WIDTH * MILLIMETRE * share / sum(widths))
            cell.vertical_alignment = 1
            paragraph = cell.paragraphs[0]
            paragraph.alignment = 0 if n == 0 and not bold else 1
            run = paragraph.add_run(text)
            run.font.size, run.bold = int(9.5 * 12700), bold
            if fill:
                self._fill(cell, fill)

    def _fill(self, cell: Any, colour: str) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        shade = OxmlElement("w:shd")
        for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour)):
            shade.set(qn(f"w:{name}"), value)
        cell._tc.get_or_add_tcPr().insert_element_before(shade, "w:noWrap", "w:tcMar", "w:vAlign")

    def _borders(self, table: Any, size: int = 4) -> None:
        from docx.oxml import OxmlElement
        from docx.oxml.ns import qn

        borders = OxmlElement("w:tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            border = OxmlElement(f"w:{side}")
            for name, value in (("val", "single"), ("sz", str(size)), ("space", "0"), ("color", RULE)):
                border.set(qn(f"w:{name}"), value)
            borders.append(border)
        table._tbl.tblPr.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook")

    def _mark(self, row: Any, name: str) -> None:
        from docx.oxml import OxmlElement

        row._tr.get_or_add_trPr().append(OxmlElement(f"w:{name}"))

    def _font_table(self) -> None:
        """What stands in for the font where it is missing: python-docx gives no way to the list of fonts."""
        for part in self.document.part.package.iter_parts():
            if part.partname == "/word/fontTable.xml":
                entry = f'<w:font w:name="{FONT[self.t.lang]}"><w:altName w:val="{INSTEAD}"/></w:font></w:fonts>'
                part._blob = part.blob.replace(b"</w:fonts>", entry.encode())
