"""Duty: the month is shared out, and a day changes hands when the other accepts."""

from typing import Final

from tests.story.acting import Story, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import DOYUN, EXPORT, GARAM, LEADERS, MINGYEOL


def share_out_december(story: Story) -> None:
    doyun, leaders = story.person(DOYUN), story.channel(LEADERS)
    card = story.types(doyun, leaders, "/duty", story.say("편성 12월", "generate december"))
    story.expect(story.say("기독탄신일", "Christmas Day") in texts(card), "the holidays of the month are shared out")
    # whoever has it by the roster, perhaps Garam: with Mingyeol named before, naming Garam cannot be refused
    for handle in (MINGYEOL, GARAM):
        line = story.say("배정 12/25 {}", "assign 12/25 {}").format(story.mention(handle))
        named = texts(story.types(doyun, leaders, "/duty", line))
    story.expect(story.say("지정했습니다", "is on duty on") in named, "the secretariat can name somebody")


def swap_the_day(story: Story) -> None:
    garam, mingyeol, export = story.person(GARAM), story.person(MINGYEOL), story.channel(EXPORT)
    line = story.say("교대 12/25 {}", "swap 12/25 {}").format(story.mention(MINGYEOL))
    asked = texts(story.types(garam, export, "/duty", line))
    story.expect(story.say("요청했습니다", "is asked") in asked, "a swap is a question first")
    question = story.sees(story.slack.dm(mingyeol), story.say("맡아 달라고", "asks you to take"))
    taken = texts(story.presses(mingyeol, question, "duty:accept"))
    story.expect(story.say("맡았습니다", "You take the duty") in taken, "who was asked accepts, and the day is theirs")


WEDNESDAY: Final = (
    Scene("12월 특별근무를 편성한다", "Duty in December is shared out", share_out_december),
    Scene("근무일을 바꾼다", "A day of duty changes hands", swap_the_day),
)
