"""A personnel move: what one holds goes to another at once, who takes over hears of it once, and it comes back."""

from typing import Final

from tests.story.acting import Story, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import DOYUN, GARAM, LEADERS, MINGYEOL


def hand_over(story: Story) -> None:
    doyun, garam, leaders = story.person(DOYUN), story.person(GARAM), story.channel(LEADERS)
    line = story.say("인사이동 {} {}", "transfer {} {}").format(story.mention(MINGYEOL), story.mention(GARAM))
    card = story.types(doyun, leaders, "/muster", line)
    story.expect(story.say("인계할 사항", "over:") in texts(card), "what would go over is shown before it does")
    done = story.presses(doyun, card, "moves:hand")
    story.expect(story.say("인계했습니다", "went from") in texts(done), "everything goes over at once")
    told = story.sees(story.slack.dm(garam), story.say("인수하셨습니다", "is yours now"))
    story.expect(texts(told), "who takes over hears of it, once")
    back = story.presses(doyun, done, "moves:undo")
    story.expect(story.say("되돌아갔습니다", "again.") in texts(back), "and what is still there goes back")


WEDNESDAY: Final = (Scene("인사이동을 하고 되돌린다", "A personnel move, and its undoing", hand_over),)
