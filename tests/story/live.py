"""`make demo`: the ministry in a local Slack in your browser, the bot in it, and a clock to move by one key."""

import datetime as dt
import os
import select
import signal
import subprocess
import sys
import termios
import time
import tty
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.panel import Panel
from rich.table import Table
from rich.text import Text

from bot.domain.calendars import Calendar
from bot.domain.directory import Directory
from bot.domain.timetable import SERIES, Audience, Series, Times, occurrences
from storage import workspaces
from storage.directories import directory
from storage.seeds import read
from tests.story.local_slack import free_port
from tests.story.running import FIRST, ZONE, BotEnded, Running, demo

FOLDER: Final = Path(".demo")
PORT: Final = 4701
UNDO_SECONDS: Final = 60  # a demo does not wait ten minutes for the channel to hear of a visit
SPREAD: Final = dt.timedelta(minutes=5)  # over which direct messages go out
LONGEST: Final = dt.timedelta(days=45)

TYPED: Final = (  # Korean, English, what it does in both
    (
        "/visit 대한정밀: 3분기 수주 회복 ! 납품대금 지연 ! 용접공 부족 #안산 #부품 @장민결",
        "/visit Daehan Precision: orders recover ! late payment ! short of welders #ansan #parts",
        "방문과 애로사항을 한 줄로",
        "a visit and two difficulties in one line",
    ),
    ("/difficulty 목록", "/difficulty list", "배정, 회신, 종결을 버튼으로", "assign, answer and close by button"),
    (
        "/task 목록 내것",
        "/task list mine",
        "그다음: /task T-6 60% 협의 완료, 정상",
        "then: /task T-6 60% agreed, on track",
    ),
    ("/agenda", "/agenda", "아무도 쓰지 않은 회의자료", "the agenda that nobody had to write"),
    ("/muster", "/muster", "우리 팀 현황, 왼쪽 🏠에는 홈", "how my team stands; the App Home is under 🏠"),
)


KEYS: Final = (
    ("n", "시계를 다음 금요일 17:00로: 알림, 초안, 회의자료", "the clock to next Friday 17:00: the agenda"),
    ("m", "시계를 월말 10:00로: 월례 평가가 열림", "the clock to the month's end: the evaluation opens"),
    ("l", "봇의 언어: 한국어 ↔ English", "the bot's language"),
    ("q", "끝내기", "stop"),
)
SPEAKS: Final = {"ko": "지금부터 봇은 한국어로 말합니다.", "en": "From now on the bot speaks English."}


class Ended(Exception):  # noqa: N818 not an error
    """Somebody wants to stop."""


@dataclass
class Stage:
    """The demo and the terminal beside it."""

    running: Running
    console: Console

    def keys(self) -> dict[str, Callable[[], None]]:
        return {"n": self.friday, "m": self.month_end, "l": self.language, "q": self.end, "\x03": self.end}

    def say(self, ko: str, en: str) -> None:
        mine, other = (ko, en) if self.running.language == "ko" else (en, ko)
        self.console.print(Text.assemble("  ", mine, ("\n  " + other, "dim")))

    def greet(self) -> None:
        """The address, whom one is, and what to type."""
        room = next(one for one in read("ministry_people")["channels"] if one["key"] == FIRST[1])
        seat = next(one for one in read("ministry_people")["people"] if one["handle"] == FIRST[0])
        lang = self.running.language
        self.console.print(Panel(Text(self.running.slack.url, "bold underline"), title="Muster", expand=False))
        self.say(
            f"당신은 {seat['ko']}, 수출·투자지원팀장입니다. 채널 #{room[lang]}에 입력해 보십시오:",
            f"You are {seat['en']}, who leads the export team.",
        )
        table = Table(box=None, padding=(0, 1), show_header=False)
        for number, (ko, en, why_ko, why_en) in enumerate(TYPED, 1):
            mine, other = ((ko, why_ko), (en, why_en)) if lang == "ko" else ((en, why_en), (ko, why_ko))
            table.add_row(f" {number}", Text(mine[0], "bold cyan"), Text(mine[1]))
            table.add_row("", Text(other[0], "dim"), Text(other[1], "dim"))
        self.console.print(table)
        self.show_keys()

    def show_keys(self) -> None:
        self.console.print()
        for key, ko, en in KEYS:
            self.console.print(Text.assemble("  ", (f" {key} ", "bold reverse"), "  ", ko, ("   " + en, "dim")))
        self.console.print()
        self.tell_time()

    def tell_time(self) -> None:
        self.console.print(Text(f"  🕙 {self.running.now():%Y-%m-%d %a %H:%M}", "bold"))

    # keys

    def friday(self) -> None:
        self.go_to("agenda-leadership")
        self.say("확대간부회의와 각 팀 채널을 보십시오.", "Look at the leadership's and the teams' channels.")

    def month_end(self) -> None:
        self.go_to("evaluation-open")
        self.say("팀 채널과 봇의 DM을 보고 /evaluate 를 입력해 주십시오.", "Look at the channels, then type /evaluate.")

    def language(self) -> None:
        with self.running.db.begin() as session:
            before = workspaces.get(session, self.running.workspace)
            assert before is not None
            after = "en" if before.language == "ko" else "ko"
            workspaces.change(session, replace(before, language=after))
        self.console.print(f"  {SPEAKS[after]}")

    def end(self) -> None:
        raise Ended

    def go_to(self, series: str) -> None:
        """The clock goes on to the next time of a series, and stops wherever something is said on the way."""
        now = self.running.clock.now()
        target = self._next(series, now)
        for stop in self._stops(now, target):
            local = f"{stop.astimezone(ZONE):%m-%d %a %H:%M}"
            with self.console.status(f"{local} …"):
                before = self._posts()
                self.running.live_on(stop)
                self.running.settle()
            said = self._posts() - before
            if said:
                self.console.print(f"  {local}   ✉ {said}")
        self.tell_time()

    def _next(self, series: str, now: dt.datetime) -> dt.datetime:
        line = next(one for one in SERIES if one.key == series)
        return self._occurrences(line, now, now + LONGEST)[0]

    def _stops(self, now: dt.datetime, target: dt.datetime) -> list[dt.datetime]:
        """Every moment of the timetable up to the target; where people are written to, the end of it too."""
        found: set[dt.datetime] = set()
        for series in SERIES:
            moments = self._occurrences(series, now, target)
            found.update(moments)
            if series.audience is Audience.PERSON:
                found.update(moment + SPREAD for moment in moments)
        return sorted(moment for moment in found if now < moment <= target)

    def _occurrences(self, series: Series, start: dt.datetime, end: dt.datetime) -> list[dt.datetime]:
        workspace = self._directory().workspace
        rule = Times(workspace=workspace.times).rule(series)
        return [one.due for one in occurrences(rule, series.holiday, workspace.calendar, workspace.zone, start, end)]

    def _directory(self) -> Directory:
        with self.running.db.read() as session:
            found = directory(session, self.running.workspace)
        assert found is not None
        return found

    def _posts(self) -> int:
        return sum(map(len, self.running.slack.page.state["messages"].values()))


def begins(now: dt.datetime, works: Callable[[dt.date], bool]) -> dt.datetime:
    """When the demo's clock begins: now, or at ten on the next working day when nobody would be at work."""
    local = now.astimezone(ZONE)
    if works(local.date()) and 9 <= local.hour < 17:
        return local
    day = local.date() if local.hour < 9 else local.date() + dt.timedelta(days=1)
    while not works(day):
        day += dt.timedelta(days=1)
    return dt.datetime.combine(day, dt.time(10), ZONE)


def live(console: Console, language: str) -> int:
    """Until `q` or Ctrl-C."""
    at = begins(dt.datetime.now(dt.UTC), Calendar("KR").is_working)
    folder = FOLDER / language
    stopped = folder / "clock"
    if stopped.exists():  # it goes on where it was left
        at = max(at, dt.datetime.fromisoformat(stopped.read_text()))
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)  # like Ctrl-C
    try:
        console.print("로컬 Slack과 봇을 시작합니다. 처음에는 석 달 치 기록을 채웁니다 (15초쯤).", style="dim")
        with demo(
            folder, at=at, language=language, port=free_port(PORT), every=1.0, undo=UNDO_SECONDS, quiet=False
        ) as running:
            stage = Stage(running, console)
            stage.greet()
            try:
                _listen(stage)
            except (Ended, KeyboardInterrupt):
                console.print("\n  끝냅니다 …   stopping", style="dim")
            running.clock.set(running.clock.now())
    except KeyboardInterrupt:
        return 0
    except (BotEnded, TimeoutError, FileNotFoundError, subprocess.CalledProcessError) as wrong:
        console.print(f"[red]{wrong}[/red]\n{folder / 'bot.log'}")
        return 1
    return 0


def _listen(stage: Stage) -> None:
    keys = stage.keys()
    with _single_keys() as pressed:
        while True:
            stage.running.alive()
            key = pressed()
            if key in keys:
                keys[key]()
            elif key:
                stage.show_keys()


def _wait() -> str:
    time.sleep(0.5)
    return ""


@contextmanager
def _single_keys() -> Iterator[Callable[[], str]]:
    """A function that gives a key that was pressed, or "" after a while; without a terminal it only waits."""
    if not sys.stdin.isatty():
        yield _wait
        return
    before = termios.tcgetattr(sys.stdin)
    tty.setcbreak(sys.stdin)
    try:
        yield lambda: os.read(sys.stdin.fileno(), 1).decode() if select.select([sys.stdin], [], [], 0.5)[0] else ""
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def main() -> int:
    return live(Console(highlight=False), os.environ.get("MUSTER_LANGUAGE") or "ko")


if __name__ == "__main__":
    sys.exit(main())
