"""Several real processes on one database and one Slack, killed for real: nothing is said twice and nothing is lost.

The short versions of `make chaos`.
"""

import pytest

from bot.settings import DeliverySettings
from storage import Database
from tests.delivery.chaos.posts import Run, Storm

QUICK = DeliverySettings(lease=1.6, settle=0.8, http_timeout=0.4, deliver_every=0.5)


@pytest.mark.parametrize(
    "storm",
    [Storm(16, 0, 0, processes=3, all_plan=True), Storm(18, 8, 9, processes=3, settings=QUICK, late=0.9)],
    ids=["all plan the same", "killed and faulty"],
)
def test_several_processes_say_each_post_once(empty_db: Database, storm: Storm) -> None:
    result = Run(empty_db, storm).conduct("short")
    assert result.faults_found == []
    assert result.kills >= storm.kills // 2
    assert result.faults >= storm.faults // 2
