"""`make pictures`: docs/images, taken from the local Slack's page in a headless Chromium while the story is played.

In both languages: a team's agenda and the leadership's with their threads, the visit's form and card, the App Home, the
evaluation's results, and the two charts.
"""

import os
import sys
import urllib.request
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PIL import Image

from tests.story.acting import Story
from tests.story.browser import Window, window
from tests.story.local_slack import BOT_TOKEN
from tests.story.page import Json
from tests.story.running import demo
from tests.story.scenes import SCENES
from tests.story.scenes import week as scenes
from tests.story.scenes.week import BEGIN, EXPORT, GARAM, JIWON, LEADERS

FOLDER: Final = Path(__file__).parents[2] / "docs/images"
LOCALES: Final = {"ko": "ko-KR", "en": "en-GB"}
COLOURS: Final = 160


class Album:
    """The pictures of one play, named `agenda-ko.png`."""

    def __init__(self, story: Story, window: Window) -> None:
        self.story, self.window = story, window

    def path(self, name: str) -> Path:
        return FOLDER / f"{name}-{self.story.running.language}.png"

    def name(self, handle: str) -> str:
        return self.story.known[self.story.person(handle)].removeprefix("@")

    def visit(self) -> None:
        story, garam, export = self.story, self.story.person(GARAM), self.story.channel(EXPORT)
        small(self.window.channel(self.path("visit"), export, self.name(GARAM)))
        story.types(garam, export, "/visit")
        small(self.window.form(self.path("visit-form"), export, self.name(GARAM)))
        story.slack.close_form(garam)

    def home(self) -> None:
        small(self.window.home(self.path("home"), self.name(GARAM)))

    def agenda(self) -> None:
        parent, gathered = self.story.memory["agenda"], self.story.memory["gathered"]
        small(self.window.channel(self.path("agenda"), parent["channel"], self.name(GARAM), thread=parent["ts"]))
        channel = gathered["channel"]
        small(self.window.channel(self.path("leadership"), channel, self.name(JIWON), thread=gathered["ts"]))
        self.chart("agenda-chart", gathered)

    def results(self) -> None:
        self.chart("evaluation-chart", self.story.memory["results"])
        results = self.story.memory["results"]
        small(self.window.channel(self.path("evaluation"), results["channel"], self.name(JIWON), thread=results["ts"]))

    def chart(self, name: str, parent: Json) -> None:
        """The picture itself, as it was uploaded."""
        replies = self.story.said_by_bot(self.story.channel(LEADERS))
        [file] = [file for one in replies if one.get("thread_ts") == parent["ts"] for file in one.get("files") or ()]
        asked = urllib.request.Request(file["url_private"], headers={"Authorization": f"Bearer {BOT_TOKEN}"})
        with urllib.request.urlopen(asked) as picture:
            self.path(name).write_bytes(picture.read())
        small(self.path(name))


def small(path: Path) -> None:
    """With as many colours as a screen full of words has."""
    with Image.open(path) as picture:
        picture.convert("RGB").quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
    print(f"  {path.relative_to(FOLDER.parents[1])}  {path.stat().st_size // 1000} kB")


def take(language: str) -> None:
    """All pictures in one language."""
    with (
        TemporaryDirectory(prefix="muster-pictures-") as folder,
        demo(Path(folder), at=BEGIN, language=language) as running,
        window(running.slack.url, locale=LOCALES[language]) as opened,
    ):
        story = Story(running)
        album = Album(story, opened)
        after: dict[Callable[[Story], None], Callable[[], None]] = {
            scenes.log_a_visit: album.visit,
            scenes.see_how_things_stand: album.home,
            scenes.the_agenda_is_posted: album.agenda,
            scenes.the_month_is_closed: album.results,
        }
        for scene in SCENES:
            scene.play(story)
            if scene.play in after:
                after[scene.play]()


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = os.environ.get("MUSTER_LANGUAGE")
    for language in (wanted,) if wanted else ("ko", "en"):
        take(language)
    return 0


if __name__ == "__main__":
    sys.exit(main())
