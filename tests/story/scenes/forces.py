"""A task force: made in one line, its channel made for it, and wound up so that nothing is left without an owner."""

from typing import Final

from tests.story.acting import Story, has, refs, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import DOYUN, EXPORT, GARAM


def make_one(story: Story) -> None:
    doyun, export = story.person(DOYUN), story.channel(EXPORT)
    line = story.say(
        "등록 fair 수출박람회 TF 팀장: {} 기한: 12/24", "create fair Export Fair lead: {} due: 12/24"
    ).format(story.mention(GARAM))
    card = story.types(doyun, export, "/team", line)
    story.expect(story.say("29일 남음", "in 29 days") in texts(card), "the card says when it ends")
    story.expect(has(card, "door:again#1"), "what is missing of its charter can be written")
    known = texts(story.types(doyun, export, "/team", story.say("보기 us-trade", "show us-trade")))
    story.expect(story.say("성과물", "Deliverables") in known, "another one shows its deliverables")


def wind_it_up(story: Story) -> None:
    garam, export = story.person(GARAM), story.channel(EXPORT)
    added = story.types(
        garam, export, "/task", story.say("등록 참가기업 모집 팀: fair", "add find the companies team: fair")
    )
    task = refs(added, "T")[0]
    form = story.types(garam, export, "/team", story.say("해산 fair", "wind-up fair"))
    story.expect(task in texts(form), "the walk asks about the task that would be left")
    last = story.fills(garam, {"fate0": f"to:{EXPORT}"})
    story.expect(last.get("type") == "modal", "then it asks what came of it")
    told = story.fills(garam, {"result": story.say("부스 40개를 확보함", "40 booths are booked")})
    story.expect(task in texts(told), "the result says who has the task now")
    shown = texts(story.types(garam, export, "/task", story.say(f"보기 {task}", f"show {task}")))
    story.expect(story.say("수출", "Export") in shown, "the task belongs to the export team")


WEDNESDAY: Final = (
    Scene("TF를 한 줄로 만든다", "A task force in one line", make_one),
    Scene("TF를 해산하며 남은 일을 인계한다", "It is wound up; what is left goes to an owner", wind_it_up),
)
