"""`make demo HEADLESS=1`: the story, played in the terminal; every card as text, and a table of scenes at the end."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from bot.domain.ledger import State
from storage import ledger
from tests.story.acting import Act, Sight, Story, Unexpected
from tests.story.running import BotEnded, Running, demo, fresh
from tests.story.scenes import BEGIN, SCENES
from tests.story.scenes.scene import Scene
from tests.story.text import drawn

LOST = (State.FAILED, State.HELD, State.MISSED, State.UNCERTAIN)
FOLDER = Path(".demo/headless")
WIDTH = 100
ALONE = {"ko": "님에게만", "en": "only to"}
HEADINGS = {"message": "", "changed": "↻ ", "form": "✎ ", "home": "⌂ "}


@dataclass(frozen=True)
class Count:
    """What has been seen and said so far; the difference of two is what a scene was."""

    cards: int
    forms: int
    posts: int
    seconds: float

    def since(self, before: "Count") -> "Count":
        return Count(
            self.cards - before.cards,
            self.forms - before.forms,
            self.posts - before.posts,
            self.seconds - before.seconds,
        )


class Teller:
    """Prints acts and sights."""

    def __init__(self, console: Console, running: Running) -> None:
        self.console, self.running, self.messages = console, running, 0

    def __call__(self, event: Act | Sight) -> None:
        if isinstance(event, Act):
            where = f"  {event.where}" if event.where else ""
            self.console.print(Text.assemble((f"\n{event.who}", "bold"), (where, "dim"), "  ▸ ", event.what))
            return
        self.messages += event.happening.kind == "message"
        shown = drawn(event.shape, self._names(), title=self._heading(event))
        self.console.print(Padding(shown, (0, 0, 0, 2 if not event.shape.get("thread_ts") else 6)))

    def _heading(self, sight: Sight) -> str:
        to = f"{sight.who} {ALONE['ko']}" if self.running.language == "ko" else f"{ALONE['en']} {sight.who}"
        thread = "↳ " if sight.shape.get("thread_ts") else ""
        parts = [sight.where, to if sight.who and sight.where else sight.who]
        return HEADINGS[sight.happening.kind] + thread + " · ".join(part for part in parts if part)

    def _names(self) -> dict[str, str]:
        from tests.story.text import names

        return names(self.running.slack.page.state)


def play(console: Console, language: str) -> int:
    """The exit code: 0 when everything went as written."""
    began = time.monotonic()
    ko = language == "ko"
    console.print(
        Text("Muster · 총력 근무체제의 한 주와 한 달\n" if ko else "Muster · a week and a month end\n", "bold")
    )
    console.print(
        "로컬 Slack과 봇을 시작하고 석 달 치 기록을 채웁니다 …" if ko else "Starting, and filling in three months …"
    )
    try:
        with demo(fresh(FOLDER), at=BEGIN, language=language) as running:
            teller = Teller(console, running)
            story = Story(running, teller)
            running.settle()
            story.look()
            counts = [_counted(story, began)]
            for number, scene in enumerate(SCENES, 1):
                title = f"{number}. {scene.ko} · {scene.en}" if ko else f"{number}. {scene.en}"
                when = f"{running.now():%m-%d %a %H:%M}"
                console.print(Rule(Text(f"{title}   {when}", "bold cyan"), align="left"))
                scene.play(story)
                story.look()
                counts.append(_counted(story, began))
            summary = _summary(story, time.monotonic() - began)
        console.print(Rule())
        console.print(digest(SCENES, counts, ko=ko))
        console.print(Text(summary, "bold green"))
    except (Unexpected, BotEnded, TimeoutError, subprocess.CalledProcessError) as wrong:
        console.print(Text(f"\nThe story broke off: {wrong}\nThe bot's log: {FOLDER / 'bot.log'}", "bold red"))
        return 1
    return 0


def digest(scenes: Sequence[Scene], counts: Sequence[Count], *, ko: bool) -> Table:
    """A row a scene: what was seen and said, and how long it took. `counts`: before the first, then after each."""
    names = ("장면", "카드", "양식", "게시", "초") if ko else ("Scene", "cards", "forms", "posts", "s")
    table = Table(box=None, pad_edge=False, header_style="bold")
    table.add_column("")
    table.add_column(names[0])
    for name in names[1:]:
        table.add_column(name, justify="right")
    begin = counts[0]
    rows = [("", "시작과 석 달 치 기록" if ko else "The start, and three months filled in", begin)]
    rows += [
        (str(at), scene.ko if ko else scene.en, counts[at].since(counts[at - 1])) for at, scene in enumerate(scenes, 1)
    ]
    for number, name, one in rows:
        table.add_row(number, name, str(one.cards), str(one.forms), str(one.posts), f"{one.seconds:.1f}")
    return table


def _counted(story: Story, began: float) -> Count:
    forms = sum(sight.happening.kind == "form" for sight in story.sights)
    return Count(len(story.sights) - forms, forms, _posts(story), time.monotonic() - began)


def _posts(story: Story) -> int:
    """What the bot said for all to see, in channels and to people."""
    return sum(len(story.said_by_bot(channel["id"])) for channel in story.slack.page.state["channels"])


def _summary(story: Story, seconds: float) -> str:
    """What was said; Unexpected when anything was said twice or went wrong behind the scenes."""
    said = _posts(story)
    with story.running.db.read() as session:
        counts = ledger.counts(session, story.running.workspace)
    posted, lost = counts.get(State.POSTED, 0), {state: n for state, n in counts.items() if state in LOST}
    story.expect(said == posted, f"the ledger has {posted} posts, but {said} are in Slack")
    story.expect(not lost, f"posts were lost: {lost}")
    wrong = [line for line in story.running.log_text().splitlines() if "error" in line.lower() or "Traceback" in line]
    story.expect(not wrong, f"the bot's log has an error: {wrong[:1]}")
    seen = _counted(story, 0)
    told = f"{len(SCENES)} scenes · {seen.cards} cards · {seen.forms} forms"
    return f"{told} · {said} posts, doubles {said - posted}, lost {len(lost)} · {seconds:.0f} s"


def main() -> int:
    language = os.environ.get("MUSTER_LANGUAGE") or "ko"
    terminal = sys.stdout.isatty()
    return play(Console(width=None if terminal else WIDTH, highlight=False), language)


if __name__ == "__main__":
    sys.exit(main())
