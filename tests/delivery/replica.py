"""One of several processes on one database: plans the posts that it is told to, and delivers until it is ended.

python -m tests.delivery.replica DATABASE_URL SLACK_URL POSTS
"""

import datetime as dt
import random
import sys
import time

from bot.domain.ledger import Terms
from schedules.delivery import deliver_round
from schedules.speaking import posting_client
from storage import connect, ledger
from tests.delivery.stand import T, said

TERMS = Terms(lease=2.0, settle=0.6, timeout=0.4)


def now() -> dt.datetime:
    return dt.datetime.now(dt.UTC)


def main(url: str, slack: str, posts: int) -> None:
    db = connect(url)
    numbers = list(range(posts))
    random.shuffle(numbers)
    for number in numbers:
        with db.begin() as session:
            ledger.plan(
                session,
                T,
                series=f"agenda:{number}",
                occurrence="2026-W48",
                channel=f"C0R{number:03d}",
                due=now(),
                expires=now() + dt.timedelta(days=1),
                maker="say",
                now=now(),
            )
    while True:
        deliver_round(db, lambda _: posting_client("xoxb-1", slack, TERMS.timeout), {"say": said}, now, TERMS)
        time.sleep(0.05)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
