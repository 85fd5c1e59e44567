"""Spreadsheets, XLSX and CSV: files as people send them, and files as they can open them.

tables    Table, tables            a file's tables, whatever it is; what is none is refused with a sentence
xlsx      read, written            XLSX, by openpyxl; nothing in it is ever run
plain     read, written            CSV, which no spreadsheet runs as a formula
nouns     exported, looked_at      nouns as files, and files as what they would change
everything    workbook           all nouns as one workbook, to read and not to come back
"""

from bot.files.sheets.everything import workbook
from bot.files.sheets.limits import MOST_ROWS
from bot.files.sheets.nouns import Found, Part, Row, exported, found_in, looked_at, planned
from bot.files.sheets.tables import Table, tables

__all__ = [
    "MOST_ROWS",
    "Found",
    "Part",
    "Row",
    "Table",
    "exported",
    "found_in",
    "looked_at",
    "planned",
    "tables",
    "workbook",
]
