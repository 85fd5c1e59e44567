"""A process that logs one visit after the other and says each number once it is acknowledged, until it is ended.

python -m tests.storage.writer DATABASE_URL
"""

import re
import sys

from storage import connect
from tests.cast import BOM, Stage, words
from tests.doubles.workspace import Workspace


def main(url: str) -> None:
    stage = Stage(connect(url), Workspace())
    number = 0
    while True:
        number += 1
        answer = words(stage.types(BOM, f"/visit 기업 {number}호: 수주 회복"))
        print(*re.findall(r"V-\d+", answer)[:1], flush=True)
        stage.later(minutes=11)


if __name__ == "__main__":
    main(sys.argv[1])
