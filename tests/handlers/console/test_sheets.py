"""`muster import` and `muster export`, as an operator types them."""

import argparse
import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.sheets import SHEETS
from bot.settings import Settings
from handlers.console import COMMANDS, DONE, FAILED, House, Unusable
from storage import audit, organisations, workspaces
from tests.cast import BOM, DANA, WS, Stage
from tests.sheeting import cells, changed, rows_of
from tests.tasking import added, audited, count, task


def muster(stage: Stage, line: str) -> int:
    """Types a command line; gives its exit code."""
    parser = argparse.ArgumentParser()
    words = parser.add_subparsers()
    for command in COMMANDS:
        options = words.add_parser(command.word)
        command.options(options)
        options.set_defaults(does=command)
    arguments = parser.parse_args(line.split())

    def clock() -> dt.datetime:
        return stage.now

    house = House(
        Settings(),
        stage.db,
        clock,
        slack=lambda _seconds: pytest.fail("it needs no Slack"),
        plan=lambda: pytest.fail("it plans nothing"),
        real=clock,
    )
    return int(arguments.does.run(house, arguments))


def test_everything_goes_out_and_nothing_changes_when_it_comes_back(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added(stage, "Repair the crane due: 12/24", "=1+1 and -2", "하위 과제 under: T-1")
    stage.types(BOM, "/org add 대한정밀 #company #parts")
    file = tmp_path / "all.xlsx"
    assert muster(stage, f"export {file}") == DONE
    assert [len(cells(file.read_bytes(), title)) for title in ("Tasks", "People", "Organisations")] == [4, 8, 2]
    assert muster(stage, f"import {file}") == DONE
    out = capsys.readouterr()
    assert out.out.count("Nothing would change.") == len(SHEETS)
    assert "writing" in out.err
    assert "reading" in out.err
    assert muster(stage, f"export {tmp_path / 'again.xlsx'}") == DONE
    for title in ("Tasks", "People", "Organisations"):
        assert cells(file.read_bytes(), title) == cells((tmp_path / "again.xlsx").read_bytes(), title)


def test_a_csv_is_of_one_noun(stage: Stage, tmp_path: Path) -> None:
    added(stage, "=1+1")
    file = tmp_path / "tasks.csv"
    assert muster(stage, f"export {file}") == DONE
    assert rows_of(file.read_bytes())[1][:2] == ["T-1", "'=1+1"]
    assert muster(stage, f"import {file}") == DONE
    assert muster(stage, f"export {tmp_path / 'people.csv'} --noun people") == DONE
    assert len(rows_of((tmp_path / "people.csv").read_bytes())) == 8
    assert task(stage).title == "=1+1"


def test_a_dry_run_changes_nothing_and_a_real_one_all(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    added(stage, "Repair the crane due: 12/24")
    file = tmp_path / "tasks.xlsx"
    muster(stage, f"export {file} --noun tasks")
    file.write_bytes(changed(file.read_bytes(), Due="2027-01-15", Reason="parts are late"))
    assert muster(stage, f"import {file} --dry-run") == DONE
    assert "Due Thu 24 Dec → Fri 15 Jan 2027 (parts are late)" in capsys.readouterr().out
    assert str(task(stage).due) == "2026-12-24"
    assert muster(stage, f"import {file}") == DONE
    assert str(task(stage).due) == "2027-01-15"
    assert audited(stage)[0] == ("terminal", "import")
    assert muster(stage, "import --undo") == DONE
    assert "1 thing is as it was." in capsys.readouterr().out
    assert str(task(stage).due) == "2026-12-24"


def test_what_cannot_be_taken_holds_all_back_unless_it_is_left_out(
    stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text("title,owner\nOne,nobody\nTwo,봄\n", encoding="utf-8")
    assert muster(stage, f"import {file}") == FAILED
    told = capsys.readouterr()
    assert "Row 2, Owner “nobody”: Nobody of this name is in the workspace." in told.out
    assert "1 row cannot be taken, so nothing was applied." in told.err
    assert count(stage) == 0
    assert muster(stage, f"import {file} --skip") == DONE
    assert count(stage) == 1


def test_the_first_twenty_faults_are_listed(stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "tasks.csv"
    file.write_text("title,due\n" + "x,someday\n" * 30, encoding="utf-8")
    assert muster(stage, f"import {file}") == FAILED
    out = capsys.readouterr().out
    assert out.count("This is no date.") == 20
    assert "and 10 more" in out


def test_organisations_come_in_whatever_their_spelling(stage: Stage, tmp_path: Path) -> None:
    stage.types(BOM, "/org add 대한정밀 #company")
    file = tmp_path / "partners.csv"
    file.write_text(
        '기관명,구분,유관기관,홈페이지,업종\n(주)대한정밀,,예,www.example.org,부품\n거제조선,업체,,,"조선, 기계"\n',
        encoding="utf-8",
    )
    assert muster(stage, f"import {file} --noun organisations") == DONE
    with stage.db.read() as session:
        first, second = organisations.everything(session, WS)
        actions = [change.action for change in audit.changes(session, WS, first.ref)]
    assert (first.name, first.partner, first.homepage) == ("대한정밀", True, "https://www.example.org")
    assert (second.name, second.sectors) == ("거제조선", ("shipbuilding", "machinery"))
    assert actions == ["import", "add"]
    stage.types(BOM, "/visit 거제조선: 수주 회복")
    assert muster(stage, "import --undo --noun organisations") == DONE
    with stage.db.read() as session:
        first, second = organisations.everything(session, WS)
    assert (first.partner, first.homepage, second.name) == (False, "", "거제조선")


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("import {}/none.csv", "Cannot read"),
        ("import {}/none.doc", "neither XLSX nor CSV"),
        ("import", "Name the file"),
        ("import --undo", "nothing that could be taken back"),
        ("import {}/broken.xlsx", "cannot read this spreadsheet"),
        ("export {}/no/such/folder.csv", "Cannot write"),
        ("export {}/x.csv --workspace T0NONE", "There is no workspace T0NONE"),
    ],
)
def test_what_cannot_be_done_is_one_sentence(stage: Stage, tmp_path: Path, line: str, says: str) -> None:
    (tmp_path / "broken.xlsx").write_bytes(b"PK\x03\x04 broken")
    with pytest.raises(Unusable) as unusable:
        muster(stage, line.format(tmp_path))
    assert says in str(unusable.value)


def test_in_korean(stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with stage.db.begin() as session:
        before = workspaces.get(session, WS)
        assert before is not None
        workspaces.change(session, replace(before, language="ko"), DANA, stage.now)
    file = tmp_path / "과제.csv"
    file.write_text("과제명,담당자,기한\n크레인 보수,봄,2026-12-24\n", encoding="cp949")
    assert muster(stage, f"import {file}") == DONE
    out = capsys.readouterr().out
    assert "과제: 1행이 바뀝니다" in out
    assert "2행 · 크레인 보수: 담당자 봄, 기한 12월 24일 (목)" in out
    assert "과제.csv의 1행을 적용했습니다." in out


def test_every_noun_in_one_workbook(stage: Stage, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    added(stage, "Repair the crane due: 12/24")
    file = tmp_path / "all.xlsx"
    assert muster(stage, f"export {file} --everything") == DONE
    assert cells(file.read_bytes(), "Tasks")[1][:2] == ["T-1", "Repair the crane"]
    assert len(cells(file.read_bytes(), "People")) == 8
    assert "all.xlsx" in capsys.readouterr().out
    with pytest.raises(Unusable, match="workbook"):
        muster(stage, f"export {tmp_path / 'all.csv'} --everything")
