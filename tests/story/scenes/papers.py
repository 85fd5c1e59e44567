"""A paper to print: the week's agenda as a document."""

import io
from typing import Final

from docx import Document

from tests.story.acting import Story
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import EXPORT, GARAM


def print_the_agenda(story: Story) -> None:
    garam = story.person(GARAM)
    story.types(garam, story.channel(EXPORT), "/agenda", story.say("파일", "file"))
    paper = Document(io.BytesIO(story.receives(garam)))
    cells = [cell.text for table in paper.tables for row in table.rows for cell in row.cells]
    words = "\n".join([*(one.text for one in paper.paragraphs), *cells])
    story.expect(story.say("대한정밀", "Daehan Precision") in words, "the paper tells of the visit")


FRIDAY: Final = (Scene("회의자료를 문서로 받는다", "The agenda as a document", print_the_agenda),)
