"""What a demonstration starts with.

*.toml       the ministry's facts, its people, what they see and do; in both languages
ministry     the organisation: people, teams, channels, programme
indicators   what it measures
forces       what its task forces have to bring about, by when
plan         what it is to inspect
surveys      what it asked
told         what people have heard of it already
meetings     its councils, forums and briefings, and their sittings
quarter      its last three months, day by day, through the verbs that people's commands use
synthetic    an organisation of any size for load, by inserts of many rows
"""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def read(name: str) -> dict[str, Any]:
    """A data file of this folder, such as `ministry_people`."""
    return tomllib.loads((FOLDER / f"{name}.toml").read_text(encoding="utf-8"))
