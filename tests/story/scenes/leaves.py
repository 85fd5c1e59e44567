"""A deputy: while somebody is away, who acts for them may do what they may."""

from typing import Final

from tests.story.acting import Story, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import EXPORT, GARAM, MINGYEOL

DAON: Final = "daon.baek"


def name_a_deputy(story: Story) -> None:
    """What only a lead may do: say that somebody of the team is away."""
    garam, mingyeol, export = story.person(GARAM), story.person(MINGYEOL), story.channel(EXPORT)
    leave = story.say("부재 {} 12/24", "away {} 12/24").format(story.mention(DAON))
    refused = texts(story.types(mingyeol, export, "/muster", leave))
    story.expect(":warning:" in refused, "a colleague may not say when others are away")
    line = story.say("부재 11/25 {}", "away 11/25 {}").format(story.mention(MINGYEOL))
    away = texts(story.types(garam, export, "/muster", line))
    story.expect(story.say("장민결", "Jang Min-gyeol") in away, "the card names the deputy")
    taken = texts(story.types(mingyeol, export, "/muster", leave))
    story.expect(":warning:" not in taken, "the deputy may do what the lead may")
    story.types(garam, export, "/muster", story.say("부재 취소", "away cancel"))
    again = texts(
        story.types(
            mingyeol,
            export,
            "/muster",
            story.say(f"부재 취소 {story.mention(DAON)}", f"away cancel {story.mention(DAON)}"),
        )
    )
    story.expect(":warning:" in again, "and no longer when the lead is back")


WEDNESDAY: Final = (Scene("직무대리를 지정한다", "A deputy acts for the lead", name_a_deputy),)
