"""What stands in Dockerfile and deploy/ fits the program: no container engine runs here, so the files are read."""

import configparser
import re
import shutil
import subprocess
from argparse import Namespace
from pathlib import Path
from typing import Final

import pytest

from bot.settings import NAMES, read
from handlers import web
from muster import DRAIN_SECONDS, FLUSH_SECONDS, parser

ROOT: Final = Path(__file__).parents[1]
DEPLOY: Final = ROOT / "deploy"
UNITS: Final = ("muster.service", "muster-backup.service", "muster-backup.timer")
# In their environment, and none of ours: what libraries and Python itself read.
THEIRS: Final = {"MPLCONFIGDIR", "PATH", "PYTHONDONTWRITEBYTECODE", "PYTHONUNBUFFERED"}


def parsed(command: str) -> Namespace:
    """What the program understands of `muster …`; SystemExit when it does not."""
    return parser().parse_args(command.split()[1:])


def instructions() -> list[tuple[str, str]]:
    """The Dockerfile's, each with its argument, continuation lines joined."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8").replace("\\\n", " ")
    lines = [line.split(maxsplit=1) for line in text.splitlines() if line and not line.startswith("#")]
    return [(word, rest.strip()) for word, rest in lines]


def unit(name: str) -> configparser.ConfigParser:
    """A unit of systemd; what may stand several times keeps its last."""
    found = configparser.ConfigParser(strict=False, interpolation=None, comment_prefixes=("#",))
    found.optionxform = str  # type: ignore[assignment,method-assign]  # names have capitals
    found.read(DEPLOY / name, encoding="utf-8")
    return found


class TestDockerfile:
    def test_the_base_is_named_exactly_and_what_builds_does_not_run(self) -> None:
        bases = [rest for word, rest in instructions() if word == "FROM"]
        assert len(bases) == 2
        assert all(re.fullmatch(r"python:3\.\d+\.\d+-slim-\w+( AS build)?", base) for base in bases)
        assert len({base.split()[0] for base in bases}) == 1

    def test_it_runs_as_nobody_in_particular(self) -> None:
        order = [word for word, _ in instructions()]
        user = next(rest for word, rest in instructions() if word == "USER")
        assert user not in ("root", "0")
        assert order.index("USER") < order.index("ENTRYPOINT")

    def test_what_it_installs_is_checked_against_hashes(self) -> None:
        installs = [part for _, rest in instructions() for part in rest.split("&&") if "pip install" in part]
        assert ["--require-hashes" in part or "--no-deps ." in part for part in installs] == [True, True]
        locked = (ROOT / "requirements.txt").read_text(encoding="utf-8")
        assert re.search(r"^psycopg==", locked, re.MULTILINE)
        assert len(re.findall(r"^[\w.-]+==", locked, re.MULTILINE)) <= locked.count("--hash=sha256:")

    def test_its_settings_are_settings(self) -> None:
        told = " ".join(rest for word, rest in instructions() if word == "ENV")
        given = dict(re.findall(r"([A-Z_]+)=(\S+)", told))
        assert set(given) - THEIRS <= set(NAMES)
        found = read({name: value for name, value in given.items() if name in NAMES}, connecting=False)
        assert found.host == "0.0.0.0"
        assert f"EXPOSE {found.port}" in (ROOT / "Dockerfile").read_text(encoding="utf-8")

    def test_it_starts_a_command_that_there_is_and_looks_whether_it_lives(self) -> None:
        found = dict(instructions())
        words = re.findall(r'"([^"]+)"', found["ENTRYPOINT"] + found["CMD"])
        assert parsed(" ".join(words)).command == "run"
        assert "/healthz" in found["HEALTHCHECK"]

    def test_all_that_it_copies_is_there_and_not_ignored(self) -> None:
        kept = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(encoding="utf-8"), re.MULTILINE))
        copied = {
            name.removeprefix("./")
            for word, rest in instructions()
            if word == "COPY" and not rest.startswith("--from")
            for name in rest.split()[:-1]
        }
        assert copied == kept
        assert [name for name in copied if not (ROOT / name).exists()] == []
        assert {"bot", "handlers", "schedules", "storage", "muster.py"} <= copied


@pytest.mark.parametrize("name", UNITS)
class TestUnits:
    def test_is_what_systemd_reads(self, name: str, tmp_path: Path) -> None:
        if shutil.which("systemd-analyze") is None:
            pytest.skip("systemd is not here to ask")
        for one in UNITS:  # the program is not installed where the unit looks for it
            text = (DEPLOY / one).read_text(encoding="utf-8").replace("/opt/muster/bin/muster", "/bin/true")
            (tmp_path / one).write_text(text, encoding="utf-8")
        command = ["systemd-analyze", "verify", "--man=no", str(tmp_path / name)]
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
        assert (done.returncode, done.stderr) == (0, "")

    def test_has_no_secret_and_settings_of_ours(self, name: str) -> None:
        text = (DEPLOY / name).read_text(encoding="utf-8")
        assert not re.search(r"xox|xapp|SECRET=|PASSWORD", text)
        given = re.findall(r"^Environment=(.*)$", text, re.MULTILINE)
        names = {pair.split("=")[0] for line in given for pair in line.split()}
        assert names - THEIRS <= set(NAMES)


class TestServices:
    def test_they_start_commands_that_there_are(self) -> None:
        start = unit("muster.service")["Service"]["ExecStart"]
        assert parsed(start).command == "run"
        copy = re.search(r"exec (\S+ .*)'$", unit("muster-backup.service")["Service"]["ExecStart"])
        assert copy is not None
        asked = parsed(copy[1].replace("$(date +%%a)", "Mon"))
        assert (asked.command, asked.force) == ("backup", True)

    def test_they_run_as_one_user_who_is_not_root(self) -> None:
        sections = [unit(name)["Service"] for name in UNITS if name.endswith(".service")]
        assert {(one["DynamicUser"], one["User"], one["NoNewPrivileges"]) for one in sections} == {
            ("yes", "muster", "yes")
        }

    def test_there_is_time_to_finish_what_was_begun(self) -> None:
        assert float(unit("muster.service")["Service"]["TimeoutStopSec"]) > 2 * DRAIN_SECONDS + FLUSH_SECONDS + 2


def test_what_is_looked_at_is_answered() -> None:
    source = Path(web.__file__).read_text(encoding="utf-8")
    assert '"/healthz"' in source
    assert '"/readyz"' in source
