"""A message becomes a visit: its menu opens the form, filled in with what it says."""

from typing import Final

from tests.story.acting import Story, refs, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import EXPORT, MINGYEOL


def log_a_message_as_a_visit(story: Story) -> None:
    mingyeol, export = story.person(MINGYEOL), story.channel(EXPORT)
    said = story.say(
        "반월염색: 염료 수입 정상화 ! 에너지 비용 부담",
        "Banwol Dyeing: dyes come in again ! energy has become too dear",
    )
    form = story.chooses(mingyeol, export, said, "visits:from_message", story.say("방문으로 기록", "Log as visit"))
    story.expect(form.get("type") == "modal", "the menu of a message opens the form")
    card = story.fills(mingyeol, {}, story.say("그대로 저장", "saved as it is"))
    story.expect(refs(card, "V") and refs(card, "D"), "the message is a visit with its difficulty")
    story.expect(story.say("반월염색", "Banwol Dyeing") in texts(card), "of the company that it names")


WEDNESDAY: Final = (Scene("메시지를 방문으로 기록한다", "A message becomes a visit", log_a_message_as_a_visit),)
