"""A spreadsheet: tasks go out, are changed, come back, are looked at before anything changes, and taken back."""

import io
from typing import Final

from openpyxl import load_workbook

from tests.story.acting import Story, has, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import EXPORT, MINGYEOL

BEFORE, AFTER = "65%", "80%"
NAME: Final = "tasks.xlsx"


def change_tasks_in_a_spreadsheet(story: Story) -> None:
    mingyeol, export, task = story.person(MINGYEOL), story.channel(EXPORT), story.memory["task"]
    story.types(mingyeol, export, "/task", story.say("내보내기 내것", "export mine"))
    changed = _changed(story, story.receives(mingyeol), task)
    form = story.types(mingyeol, export, "/task", story.say("가져오기", "import"))
    story.expect(form.get("type") == "modal", "`import` takes a file")
    file = story.slack.upload(NAME, changed)
    card = story.fills(mingyeol, {"file": [{"id": file}]}, NAME)
    story.expect(f"{BEFORE} → {AFTER}" in texts(card), "what would change is shown first")
    story.expect(BEFORE in _shown(story, task), "and nothing has changed yet")
    applied = story.presses(mingyeol, card, "sheets:apply")
    story.expect(AFTER in _shown(story, task), "then it has")
    story.expect(has(applied, "sheets:undo"), "an import can be taken back")
    story.presses(mingyeol, applied, "sheets:undo")
    story.expect(BEFORE in _shown(story, task), "and is as it was")


def _shown(story: Story, task: str) -> str:
    line = story.say(f"보기 {task}", f"show {task}")
    return texts(story.types(story.person(MINGYEOL), story.channel(EXPORT), "/task", line))


def _changed(story: Story, content: bytes, task: str) -> bytes:
    """The same workbook with another progress of this task."""
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    head = [str(cell.value) for cell in sheet[1]]
    number, progress = head.index(story.say("번호", "Number")), head.index(story.say("진척률", "Progress"))
    [row] = [row for row in sheet.iter_rows(min_row=2) if row[number].value == task]
    row[progress].value = AFTER
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


WEDNESDAY: Final = (
    Scene("과제를 엑셀로 고쳐 반영하고 되돌린다", "Tasks are changed in a spreadsheet", change_tasks_in_a_spreadsheet),
)
