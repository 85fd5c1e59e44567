"""Many rows of each noun go out and come back, and nothing would change: what is written is what was there."""

import dataclasses
import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

import pytest
from openpyxl import load_workbook

from bot.domain.indicators import Counting, Point, Reading, Shape
from bot.domain.organisations import Organisation, OrganisationKind
from bot.domain.people import Role
from bot.domain.periods import DAY, Cadence, over
from bot.domain.plans import PlanField, Sieve, Source
from bot.domain.sheets import SHEETS
from bot.domain.tasks import Task, TaskState
from handlers.console import DONE
from storage import Session, indicators, organisations, plans, tasks
from storage.people import PersonRow
from tests.cast import ARA, BOM, WS, Stage
from tests.handlers.console.test_sheets import muster
from tests.indicating import EXPORTS
from tests.planning import SITES
from tests.sheeting import rows_of

MANY: Final = 1200  # more than are read or written at once; how long five thousand take is for the bench to say
HARD: Final = (
    "=1+1",
    "+82 10",
    "-2",
    "@x",
    "'90s",
    "줄1\n줄2",
    "60%",
    "2026-12-24",
    "00123",
    "a,b;c",
    "_x0041_",
    "한글 🏭",
)
FIRST: Final = dt.date(2026, 1, 1)


def texts() -> Iterator[str]:
    """One text after another, each another one."""
    return (f"{hard} {n}" if "\n" not in hard else f"{n} {hard}" for n, hard in enumerate(itertools.cycle(HARD)))


def add_tasks(session: Session, now: dt.datetime, many: int) -> None:
    states = itertools.cycle(TaskState)
    drafts = [
        Task(
            0,
            title.replace("\n", " "),
            created=now,
            created_by=ARA,
            owner=(ARA, BOM, None)[n % 3],
            team=("export", "energy", None)[n % 3],
            start=FIRST,
            due=FIRST + n % 300 * DAY if n % 4 else None,
            baseline=FIRST,
            percent=n % 101,
            state=next(states),
            next_step=title,
            last_note=title * 3,
            parent=n % 7 or None,
        )
        for n, title in zip(range(many), texts())  # noqa: B905 texts have no end
    ]
    tasks.add_many(session, WS, drafts, ARA, now)


def add_people(session: Session, now: dt.datetime, many: int) -> None:
    del now
    roles = itertools.cycle((Role.MEMBER, Role.SECRETARIAT, Role.GUEST))
    session.add_all(
        PersonRow(
            workspace=WS,
            id=f"U9{n:04}",
            name=f"이름{n % 900}",
            handle=f"p{n}",
            email=f"p{n}@example.org",
            role=next(roles),
            grade="officer",
            quota=2,
            zone="Asia/Seoul",
            active=n % 9 > 0,
            outside=False,
            muted=[],
        )
        for n in range(many)
    )


def add_organisations(session: Session, now: dt.datetime, many: int) -> None:
    kinds = itertools.cycle(OrganisationKind)
    drafts = [
        Organisation(
            0, name.replace("\n", " "), next(kinds), n % 2 > 0, "https://example.org", name, ("parts",), ("busan",)
        )
        for n, name in zip(range(many), texts())  # noqa: B905 texts have no end
    ]
    organisations.add_many(session, WS, drafts, ARA, now)


def add_fields(session: Session, now: dt.datetime, many: int) -> None:
    pairs = [
        (None, PlanField(f"key{n}", name.replace("\n", " "), f"Field {n}"))
        for n, name in zip(range(many), texts())  # noqa: B905 texts have no end
    ]
    plans.save_fields(session, WS, pairs, ARA, now, "import")


def add_items(session: Session, now: dt.datetime, many: int) -> None:
    plans.save_fields(session, WS, [(None, PlanField("trade", "무역", ""))], ARA, now, "import")
    sources = itertools.cycle(Source)
    drafts = [
        dataclasses.replace(
            SITES,
            ko=name.replace("\n", " "),
            field=("trade", "")[n % 2],
            last=FIRST + n % 900 * DAY,
            target=n + 1,
            source=next(sources),
            sieve=Sieve(("export", "energy"), ("parts",), (), "S-3"),
        )
        for n, name in zip(range(many), texts())  # noqa: B905 texts have no end
    ]
    plans.add_many(session, WS, drafts, ARA, now)


def add_indicators(session: Session, now: dt.datetime, many: int) -> None:
    points = (Point(dt.date(2026, 6, 30), Decimal("-0.0000000001")), Point(dt.date(2026, 12, 31), Decimal("1.5")))
    drafts = [
        dataclasses.replace(
            EXPORTS,
            key=f"key{n}",
            ko=name.replace("\n", " "),
            en="",
            unit=("USD", "%")[n % 2],
            target=Decimal(n) * Decimal("123456789.0123456789"),
            counting=Counting.LATEST,
            shape=(Shape.POINTS, Shape.LEVEL)[n % 2],
            points=(points, ())[n % 2],
            owner=(BOM, None)[n % 2],
        )
        for n, name in zip(range(many), texts())  # noqa: B905 texts have no end
    ]
    indicators.add_many(session, WS, drafts, ARA, now)


def add_readings(session: Session, now: dt.datetime, many: int) -> None:
    drafts = [dataclasses.replace(EXPORTS, key=f"read{n}", ko=f"읽음 {n}", en="") for n in range(many // 10)]
    made = indicators.add_many(session, WS, drafts, ARA, now)
    months = list(over(Cadence.MONTHLY, FIRST, dt.date(2026, 10, 31)))
    new = [
        (Reading(one.number, month, Decimal(n) / 7 - 100, ARA, now, ("", "parts")[n % 2], ("", "gone")[n % 2]), "")
        for n, one in enumerate(made)
        for month in months
    ]
    assert len(new) == many
    indicators.record_many(session, WS, new, ARA, now)
    indicators.record_many(session, WS, new[:50], ARA, now)


ADDED: Final[dict[str, Callable[[Session, dt.datetime, int], Any]]] = {
    "tasks": add_tasks,
    "people": add_people,
    "organisations": add_organisations,
    "fields": add_fields,
    "plan": add_items,
    "indicators": add_indicators,
    "readings": add_readings,
}


def test_every_noun_that_is_a_sheet_is_tried() -> None:
    assert list(ADDED) == list(SHEETS)


@pytest.mark.parametrize("noun", ADDED)
def test_many_rows_go_out_and_come_back_as_they_were(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str], noun: str
) -> None:
    with stage.db.begin() as session:
        ADDED[noun](session, stage.now, MANY)
    file = tmp_path / "all.csv"
    assert muster(stage, f"export {file} --noun {noun}") == DONE
    count = len(rows_of(file.read_bytes())) - 1
    assert count >= MANY
    told = comes_back(stage, file, noun, capsys)
    assert f"{SHEETS[noun].en}: Nothing would change." in told
    assert f"{count:,} rows are so already." in told
    assert "cannot be taken" not in told


def test_a_workbook_of_all_of_them_comes_back_as_it_was(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with stage.db.begin() as session:
        for add in ADDED.values():
            add(session, stage.now, 200)
    file, again = tmp_path / "all.xlsx", tmp_path / "again.xlsx"
    assert muster(stage, f"export {file}") == DONE
    told = comes_back(stage, file, "", capsys)
    assert told.count("Nothing would change.") == len(SHEETS)
    assert "cannot be taken" not in told
    assert muster(stage, f"export {again}") == DONE
    assert all_cells(file) == all_cells(again)


def all_cells(file: Path) -> dict[str, list[tuple[object, ...]]]:
    """What stands in each worksheet."""
    book = load_workbook(file, read_only=True)
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in book.worksheets}


def comes_back(stage: Stage, file: Path, noun: str, capsys: pytest.CaptureFixture[str]) -> str:
    """What the import of a file says."""
    capsys.readouterr()
    assert muster(stage, f"import {file} {noun and f'--noun {noun}'}") == DONE
    return capsys.readouterr().out
