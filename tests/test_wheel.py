"""The wheel holds the four packages and muster.py, with all that they read, and never the tests."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[1]
FOLDERS: Final = ("bot", "handlers", "schedules", "storage")
MADE: Final = shutil.ignore_patterns("__pycache__", "*.db*")


@pytest.fixture(scope="module")
def names(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What is in a wheel that setuptools made from a copy of the sources, without fetching anything."""
    here = tmp_path_factory.mktemp("wheel")
    for folder in (*FOLDERS, "tests"):
        shutil.copytree(ROOT / folder, here / folder, ignore=MADE)
    for name in ("muster.py", "pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, here / name)
    build = "from setuptools import build_meta; print(build_meta.build_wheel('.'))"
    subprocess.run([sys.executable, "-c", build], cwd=here, check=True, capture_output=True, timeout=120)
    (wheel,) = here.glob("*.whl")
    with zipfile.ZipFile(wheel) as found:
        return set(found.namelist())


def test_nothing_else_is_in_it(names: set[str]) -> None:
    tops = {name.partition("/")[0] for name in names}
    (about,) = {top for top in tops if top.endswith(".dist-info")}
    assert tops == {*FOLDERS, "muster.py", about}
    assert not [name for name in names if "test" in Path(name).name and name.endswith(".py")]


def test_everything_that_the_program_reads_is_in_it(names: set[str]) -> None:
    files = {
        path.relative_to(ROOT).as_posix()
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts and ".db" not in path.suffixes
    }
    assert files - names == set()
