"""People in a spreadsheet: who, and the grade, division, role and lead that they shall have."""

from typing import Final

from bot.domain.staffing import Line
from bot.files.sheets import folded, rows
from bot.refusals import Refusal

# field → the names of its column, in either language
COLUMNS: Final = {
    "id": ("id", "slack id", "user id", "member id", "슬랙 id", "사용자 id"),
    "email": ("email", "e-mail", "mail", "이메일", "메일", "전자우편"),
    "handle": ("handle", "display name", "slack", "username", "표시 이름", "핸들", "슬랙"),
    "name": ("name", "full name", "이름", "성명", "성함", "직원"),
    "grade": ("grade", "rank", "title", "직급", "직위", "직급(직위)", "직위(직급)"),
    "team": ("team", "division", "department", "부서", "소속", "소속 부서", "부서명", "과"),
    "role": ("role", "역할"),
    "lead": ("lead", "leads", "head", "팀장", "부서장", "과장 여부", "팀장 여부"),
}
_FIELD_OF: Final = {folded(word): field for field, words in COLUMNS.items() for word in words}
_WHO: Final = ("id", "email", "handle", "name")


def read(name: str, content: bytes) -> list[Line]:
    """The lines of a file. Refuses one whose columns say neither who, nor what of them."""
    found = rows(name, content)
    columns = {column: _FIELD_OF.get(folded(column)) for row in found for column in row.cells}
    fields = set(columns.values()) - {None}
    if not fields & set(_WHO) or not fields - set(_WHO):
        raise Refusal(
            "{name} needs a column for who (name, email or id) and one of grade, team, role or lead. It has: {columns}",
            name=name,
            columns=", ".join(list(columns)[:12]) or "–",
        )
    lines = []
    for row in found:
        values: dict[str, str] = {}
        for column, text in row.cells.items():
            field = columns[column]
            if field is not None:
                values.setdefault(field, text)
        if any(values.get(field) for field in _WHO):
            lines.append(Line(row.number, **values))
    return lines
