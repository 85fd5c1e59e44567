"""The directory: a name that was meant otherwise, and the homepages of all partners."""

from typing import Final

from tests.story.acting import Story, refs, texts
from tests.story.scenes.scene import Scene
from tests.story.scenes.week import EXPORT, GARAM


def mean_another(story: Story) -> None:
    garam, export = story.person(GARAM), story.channel(EXPORT)
    known = story.say("한빛정밀기계", "Hanbit Precision Machines")
    line = story.say(f"등록 {known} #업체", f"add {known} #company")
    ref = refs(story.types(garam, export, "/org", line), "O")[0]
    visit = story.say("한빛정말기계: 인사차", "Hanbit Precison Machines: to say hello")
    card = story.types(garam, export, "/visit", visit)
    story.expect(known in texts(card), "a new name that is close to a known one is asked about")
    moved = story.presses(garam, card, "organisations:meant#0")
    story.expect(f"{ref} {known}" in texts(moved), "a click moves the visit there")
    trace = story.types(garam, export, "/org", visit.partition(":")[0])
    story.expect(f"{ref}  {known}" in texts(trace), "and the new name leads there too")
    gone = refs(moved, "V")[0]
    story.types(garam, export, "/visit", story.say(f"취소 {gone}", f"undo {gone}"))


def see_the_links(story: Story) -> None:
    garam, export = story.person(GARAM), story.channel(EXPORT)
    card = story.types(garam, export, "/org", story.say("홈페이지", "links"))
    for partner in (
        story.say("전국경제인협의회", "National Business Council"),
        story.say("무역투자진흥원", "Trade and"),
    ):
        story.expect(partner in texts(card), "the homepages of all partners stand on one page")
    story.expect("www.business-council.example" in texts(card), "and each can be opened")


WEDNESDAY: Final = (
    Scene("비슷한 이름을 알아보고 합친다", "A name that was meant otherwise", mean_another),
    Scene("유관기관 홈페이지를 본다", "The homepages of all partners", see_the_links),
)
