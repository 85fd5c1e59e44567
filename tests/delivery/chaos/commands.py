"""What was acknowledged is stored: visits logged over signed HTTP at real `muster run` processes that are killed."""

import datetime as dt
import itertools
import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from sqlalchemy import select

from bot.domain.people import Person
from schedules import MAKERS, said_by
from schedules.planning import plan_round
from storage import Database, organisations, people
from storage.visits import VisitRow
from tests.cast import WS, furnish, words
from tests.delivery.bots import NOT_THERE, Bot, Got, bots, typed
from tests.delivery.chaos.results import Report, Result, quietly
from tests.doubles.fixtures import cast
from tests.doubles.http_slack import http_slack
from tests.doubles.workspace import Workspace

EVERY: Final = 0.5  # seconds between two kills
WRITERS: Final = 8
CROWD: Final = 100
NOT_SAVED: Final = re.compile("저장하지 못했습니다|Not saved")
LOGGED: Final = re.compile(r"\bV-(\d+)\b")
PATIENCE: Final = 60.0


@dataclass
class Run:
    """Types `commands` visits, each to an organisation of its own, and kills a bot every half second.

    A command that got no answer is sent again, byte for byte, as Slack sends an event again.
    """

    db: Database
    commands: int
    folder: Path
    seed: int = 20261127
    processes: int = 4
    minutes: float = 60.0  # no more commands are typed after these
    report: Report = quietly
    kills: int = 0
    typed: int = 0
    again: int = 0
    not_saved: int = 0
    answers: dict[int, int] = field(default_factory=dict)  # command → the number of its visit
    refused: list[str] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    def conduct(self, name: str, *, kills: bool = True) -> Result:
        slack = cast(Workspace())
        self._furnish(slack)
        began = time.monotonic()
        with http_slack(slack) as url, bots(self.processes, self.db.url, url, self.folder) as herd:
            began = time.monotonic()
            with self._killing(herd) if kills else _peace(), ThreadPoolExecutor(WRITERS) as pool:
                numbers = iter(range(self.commands))
                list(pool.map(lambda _: self._type(herd, numbers, began), range(WRITERS)))
            taken = time.monotonic() - began
        return self._count(name, taken)

    def _furnish(self, slack: Workspace) -> None:
        furnish(self.db)
        with self.db.begin() as session:
            for number in range(CROWD):
                id = slack.add_person(f"U1{number:03}")
                people.save(session, WS, Person(id, f"사람{number}", grade="director", quota=2, team="export"))
        plan_round(self.db, said_by(MAKERS), lambda: dt.datetime.now(dt.UTC))  # the first bot would be killed over it

    def _type(self, herd: list[Bot], numbers: Iterator[int], began: float) -> None:
        """One of several people who type, as long as there is something to type and time."""
        while time.monotonic() - began < self.minutes * 60:
            number = next(numbers, None)  # one bytecode under the interpreter's lock: nobody gets another's
            if number is None:
                return
            self.typed += 1
            self._log(herd, number)

    def _log(self, herd: list[Bot], number: int) -> None:
        """One person's visit, until it is answered: by the next bot if one does not answer."""
        until = time.monotonic() + PATIENCE
        key = f"t{number}"
        for turn in itertools.count(number):
            if time.monotonic() > until:
                self.refused.append(f"command {number} got no answer")
                return
            try:
                got = herd[turn % len(herd)].post(self._body(number, key))
            except NOT_THERE:
                self.again += 1
                time.sleep(0.03)
                continue
            said = words(got.message) if got.status == 200 else got.body
            if not NOT_SAVED.search(said):
                self._keep(number, got, said)
                return
            self.not_saved += 1
            key = f"t{number}-{turn}"  # typed again; had it been saved after all, this would be asked about

    def _body(self, number: int, key: str) -> bytes:
        line = f"{_organisation(number)}: 수주 ! 납품대금 지연"
        return typed(line, key, person=f"U1{number % CROWD:03}")

    def _keep(self, number: int, got: Got, said: str) -> None:
        found = LOGGED.search(said)
        if got.status == 200 and found and _organisation(number) in said:
            self.answers[number] = int(found[1])
            self.seconds.append(got.seconds)
            self.report(len(self.answers), self.commands)
        else:
            self.refused.append(f"command {number}: {got.status} {said[:200]}")

    @contextmanager
    def _killing(self, herd: list[Bot]) -> Iterator[None]:
        over, chance = threading.Event(), random.Random(self.seed)

        def kill() -> None:
            while not over.wait(EVERY):
                victim = chance.choice(herd)
                self.kills += victim.kill()
                victim.start()

        killer = threading.Thread(target=kill)
        killer.start()
        try:
            yield
        finally:
            over.set()
            killer.join()

    def _count(self, name: str, taken: float) -> Result:
        stored = self._stored()
        result = Result(name, self.db.dialect, self.typed, self.kills, self.again, seconds=taken, wrong=self.refused)
        for command, number in self.answers.items():
            if stored.get(number) != _organisation(command):
                result.lost.append(f"command {command} was answered V-{number}")
        result.doubled = [one for one, count in Counter(stored.values()).items() if count > 1]
        acks = sorted(self.seconds)
        p50, p99 = (acks[len(acks) * part // 100] * 1000 for part in (50, 99))
        result.notes = [
            f"{self.again} tries met a dead bot, {self.not_saved} were not saved and said so",
            f"ack p50 {p50:.0f} ms, p99 {p99:.0f} ms",
        ]
        return result

    def _stored(self) -> dict[int, str]:
        """The number of each visit and whom it was to."""
        with self.db.read() as session:
            found = session.execute(select(VisitRow.number, VisitRow.organisation)).all()
            names = {number: organisations.get(session, WS, number) for _, number in found}
        return {number: place.name for number, at in found if (place := names[at]) is not None}


def _organisation(command: int) -> str:
    return f"업체{command:05} 정밀"


@contextmanager
def _peace() -> Iterator[None]:
    yield
