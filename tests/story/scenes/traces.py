"""A trace: from a visit to what came of it, on one card."""

from typing import Final

from tests.story.acting import Story, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import EXPORT, GARAM


def follow_a_difficulty(story: Story) -> None:
    garam, payment = story.person(GARAM), story.memory["payment"]
    line = story.say(f"추적 {payment}", f"trace {payment}")
    card = texts(story.types(garam, story.channel(EXPORT), "/muster", line))
    story.expect(story.memory["visit"] in card, "the visit that it was heard on is there")
    story.expect(story.say("60%로 조정", "60% in cash") in card, "and what the company was told")


WEDNESDAY: Final = (Scene("애로사항의 전 과정을 추적한다", "A difficulty is traced", follow_a_difficulty),)
