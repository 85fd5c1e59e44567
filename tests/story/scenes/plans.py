"""The inspection plan: how far it is by field, a visit that counts for it, and where nobody has been."""

from typing import Final

from tests.story.acting import Story, refs, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import EXPORT, GARAM


def see_the_plan(story: Story) -> None:
    garam, export = story.person(GARAM), story.channel(EXPORT)
    card = texts(story.types(garam, export, "/plan"))
    for field in (
        story.say("무역 및 투자", "trade and investment"),
        story.say("산업 및 기술", "industry and technology"),
        story.say("자원 및 에너지", "resources and energy"),
    ):
        story.expect(field in card, "the plan stands by field")
    story.expect(len(refs({"text": card}, "P")) == 13, "its thirteen items are there")
    line = story.say(
        f"반영 {story.memory['visit']} 수출현장 점검", f"count {story.memory['visit']} export site inspection"
    )
    card = texts(story.types(garam, export, "/plan", line))
    story.expect("P-1" in card and story.memory["visit"] in card, "a visit counts for an item by hand")


def see_where_nobody_was(story: Story) -> None:
    garam, dm = story.person(GARAM), story.slack.dm(story.person(GARAM))
    before = len([one for one in story.said_by_bot(dm) if one.get("files")])
    card = texts(story.types(garam, story.channel(EXPORT), "/plan", story.say("분포", "coverage")))
    story.expect(" × " in card and "O-" in card, "where nobody was, organisations are suggested")
    story.running.settle()
    story.look()
    pictures = [one for one in story.said_by_bot(dm) if one.get("files")]
    story.expect(len(pictures) == before + 1, "the picture comes by direct message, once")


WEDNESDAY: Final = (
    Scene("현장점검 계획의 진도를 본다", "How far the inspection plan is", see_the_plan),
    Scene("방문하지 않은 업종과 지역을 찾는다", "Where nobody has been", see_where_nobody_was),
)
