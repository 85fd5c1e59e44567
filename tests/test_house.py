"""The house as the architecture describes it, where import-linter cannot see: third parties, sizes, habits."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median, quantiles
from typing import Final

import pytest

from tests.source import ROOT, nodes

FOLDERS: Final = ("bot", "handlers", "storage", "schedules")
OURS: Final = {*FOLDERS, "muster", "tests"}
LINES: Final = 400

# third party → where it may be imported: the beginnings of paths
THIRD_PARTIES: Final = {
    "alembic": ("storage/",),
    "apscheduler": ("schedules/",),
    "babel": ("bot/i18n/",),
    "docx": ("bot/files/",),
    "dotenv": ("muster.py",),
    "holidays": ("bot/domain/calendars.py",),
    "icalendar": ("bot/files/",),
    "koreanize_matplotlib": ("bot/charts/",),
    "matplotlib": ("bot/charts/",),
    "openpyxl": ("bot/files/",),
    "orjson": ("storage/encoding.py",),
    "xlsxwriter": ("bot/files/",),
    "prometheus_client": ("handlers/metrics.py",),
    "psycopg": ("storage/postgresql.py",),
    "rich": ("storage/seed.py", "handlers/console/"),  # progress on stderr, reports on stdout
    "slack_bolt": ("handlers/", "muster.py"),
    "slack_sdk": ("handlers/", "schedules/", "muster.py"),  # muster.py makes the clients that both are given
    "sqlalchemy": ("storage/",),
    "structlog": ("handlers/", "schedules/", "muster.py"),
    "waitress": ("handlers/web.py",),
}
# Whoever may catch everything, and why
CATCHES_ALL: Final = {
    "handlers/door.py": "the error door: whatever breaks, a person gets a sentence and a reference",
    "handlers/web.py": "the door of the pages: what a server logs of a failed request has secrets in it",
    "schedules/jobs.py": "a job that fails must not stop the clock",
    "schedules/delivery.py": "one maker's fault must not keep the other posts back",
}
# Whoever sleeps in a test, and why no clock can be passed instead
SLEEPS: Final = {
    "tests/schedules/test_clockwork.py": "the scheduler's own threads run on the machine's clock",
    "tests/bench/serving.py": "waits for the bot, a process of its own",
    "tests/delivery/bots.py": "waits for the bot, a process of its own",
    "tests/delivery/chaos/commands.py": "bots that were killed are started again meanwhile",
    "tests/delivery/chaos/rates.py": "watches processes of their own, at the real pace",
    "tests/delivery/chaos/posts.py": "watches processes of their own, and kills them",
    "tests/story/running.py": "waits for the bot, a process of its own",
    "tests/story/live.py": "the demo itself: people watch it",
}


def sources(*folders: str) -> Iterator[tuple[str, Sequence[ast.AST]]]:
    """Path from the repository's root and syntax of every Python file in these folders, and of muster.py."""
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*.py")]
    for path in [*sorted(paths), ROOT / "muster.py"]:
        yield path.relative_to(ROOT).as_posix(), nodes(path)


def imported(tree: Sequence[ast.AST]) -> Iterator[str]:
    """The top names of all imports, wherever they stand."""
    for node in tree:
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are absolute"
            yield (node.module or "").partition(".")[0]


def test_third_parties_are_imported_where_they_belong() -> None:
    wrong = [
        f"{path} imports {name}"
        for path, tree in sources(*FOLDERS)
        for name in set(imported(tree)) - OURS - set(sys.stdlib_module_names)
        if not path.startswith(THIRD_PARTIES.get(name, ()))
    ]
    assert wrong == []


def test_nobody_imports_what_starts_everything_nor_the_tests() -> None:
    wrong = [path for path, tree in sources(*FOLDERS) if {"muster", "tests"} & set(imported(tree))]
    assert wrong == []


def test_files_are_short_enough_to_read() -> None:
    paths = [path for folder in (*FOLDERS, "tests") for path in (ROOT / folder).rglob("*.py")]
    lengths = {
        str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines())
        for path in [*paths, ROOT / "muster.py"]
        if "versions" not in path.parts  # migrations are generated
    }
    assert {path: length for path, length in lengths.items() if length > LINES} == {}


def test_functions_are_short() -> None:
    """The thermometer: half of them about 10 lines, nine in ten under 30."""
    lengths = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for path, tree in sources(*FOLDERS)
        if "versions" not in path
        for node in tree
        if isinstance(node, ast.FunctionDef)
    ]
    assert median(lengths) <= 12
    assert quantiles(lengths, n=10)[-1] < 30


def test_frozen_classes_are_made_quickly() -> None:
    """`@frozen` of bot/values.py, not `@dataclass(frozen=True)`: three hundred of those were a third of the start."""
    found = {
        f"{path}:{node.lineno}: {node.name}"
        for path, tree in sources(*FOLDERS)
        for node in tree
        if isinstance(node, ast.ClassDef)
        and {"dataclass(frozen=True)", "dataclasses.dataclass(frozen=True)"} & {*map(ast.unparse, node.decorator_list)}
    }
    assert found == set()


def test_only_doors_catch_everything() -> None:
    found = {
        path
        for path, tree in sources(*FOLDERS)
        for node in tree
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in ("Exception", "BaseException")))
    }
    assert found == set(CATCHES_ALL)


def test_what_is_raised_is_made_anew() -> None:
    """The door gives back in a refusal what its person typed: a constant would give that to the next person as well."""
    found = {
        f"{path}:{node.lineno}"
        for path, tree in sources(*FOLDERS)
        for node in tree
        if isinstance(node, ast.Raise) and re.fullmatch(r"(\w+\.)?_?[A-Z][A-Z_]+", ast.unparse(node.exc or node))
    }
    assert found == set()


def test_nothing_is_called_what_says_nothing() -> None:
    names = {part for path, _ in sources(*FOLDERS, "tests") for part in Path(path).with_suffix("").parts}
    assert names.isdisjoint({"utils", "util", "helpers", "helper", "manager", "service", "services", "common"})


def test_nothing_is_mocked_or_patched_from_outside() -> None:
    wrong = [
        f"{path}:{node.lineno}"
        for path, tree in sources("tests")
        for node in tree
        if (isinstance(node, ast.ImportFrom) and (node.module or "").startswith("unittest"))
        or (isinstance(node, ast.Import) and any(alias.name.startswith(("unittest", "mock")) for alias in node.names))
        or (isinstance(node, ast.Attribute) and ast.unparse(node) in ("monkeypatch.setattr", "mocker.patch"))
    ]
    assert wrong == []


def test_tests_do_not_sleep() -> None:
    found = {
        path
        for path, tree in sources("tests")
        for node in tree
        if isinstance(node, ast.Attribute) and ast.unparse(node) == "time.sleep" and path.startswith("tests/")
    }
    assert found == set(SLEEPS)


# What a start needs not: imported where it is used. Each took 0.05 to 0.5 s before anybody could be answered.
HEAVY: Final = (
    "alembic",
    "docx",
    "holidays",
    "icalendar",
    "koreanize_matplotlib",
    "matplotlib",
    "openpyxl",
    "psycopg",
    "rich",
    "storage.seed",
    "waitress",
    "xlsxwriter",
)
AT_IMPORT = f"""
import sys
def watch(event, arguments):
    if event in ("socket.connect", "socket.bind", "socket.getaddrinfo", "sqlite3.connect", "subprocess.Popen"):
        raise SystemExit(f"{{event}} {{arguments}} while importing")
sys.addaudithook(watch)
import muster
heavy = set({HEAVY}) & set(sys.modules)
raise SystemExit(f"imported before they are needed: {{sorted(heavy)}}" if heavy else 0)
"""


def test_nothing_connects_at_import_and_what_is_heavy_waits_for_its_use() -> None:
    done = subprocess.run(
        [sys.executable, "-c", AT_IMPORT], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("table", [THIRD_PARTIES, SLEEPS, CATCHES_ALL])
def test_no_exception_outlives_its_reason(table: dict[str, object]) -> None:
    """A path that is listed above exists."""
    listed = [path for entry in table.values() if isinstance(entry, tuple) for path in entry] or [*table]
    missing = [path for path in listed if not (ROOT / path).exists()]
    assert missing == []
