"""Numbers that are watched: a month's exports are recorded and corrected, and looked at as a picture."""

from typing import Final

from tests.story.acting import Story, has, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import EXPORT, GARAM


def record_a_reading(story: Story) -> None:
    garam, export = story.person(GARAM), story.channel(EXPORT)
    line = story.say("기록 수출 171억 기준: 10월", "record exports 17.1bn for: october")
    card = story.types(garam, export, "/indicator", line)
    said = story.say("정정(종전 169억 달러)", "corrected, was USD 16.9bn")
    story.expect(said in texts(card), "a second reading of a month corrects the first, which is kept")
    story.expect(has(card, "indicators:take_back"), "a reading can be taken back")
    off = texts(story.types(garam, export, "/indicator", story.say("목록 미달", "list off")))
    story.expect("I-2" in off and "I-1" not in off, "only what is off its path is listed")


def look_at_the_picture(story: Story) -> None:
    garam, dm = story.person(GARAM), story.slack.dm(story.person(GARAM))
    card = story.types(garam, story.channel(EXPORT), "/indicator", story.say("그래프 수출", "chart exports"))
    story.expect(story.say("달러", "USD") in texts(card), "the numbers are there at once")
    story.running.settle()
    story.look()
    pictures = [one for one in story.said_by_bot(dm) if one.get("files")]
    story.expect(len(pictures) == 1, "the picture comes by direct message, once")


WEDNESDAY: Final = (
    Scene("10월 수출 실적을 기록한다", "October's exports are recorded", record_a_reading),
    Scene("목표 경로를 그림으로 본다", "The target path as a picture", look_at_the_picture),
)
