"""deploy/compose.yaml and deploy/alerts.yaml, read against the program: no engine and no Prometheus runs here."""

import re
from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from bot.domain.checkups import ENDED, LIVE
from bot.settings import NAMES, read
from handlers.metrics import Metrics, of_a_process
from muster import DRAIN_SECONDS, FLUSH_SECONDS, parser
from storage import Database
from tests.doubles.fixtures import NOW

ROOT: Final = Path(__file__).parents[1]
SECRET: Final = re.compile(r"TOKEN|SECRET|PASSWORD|KEY")
PINNED: Final = re.compile(r"[\w./-]+:v?\d+(\.\d+)+(-[\w.-]+)?")
SERVED: Final = {"up"}  # what Prometheus itself adds
RENDERS: Final = re.compile(r"\b(?:muster_\w+|up)\b")


def loaded(name: str) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((ROOT / "deploy" / name).read_text(encoding="utf-8"))
    return found


def table(heading: str) -> dict[str, str]:
    """First cell → second cell of the table behind a heading of docs/operate.md."""
    text = (ROOT / "docs/operate.md").read_text(encoding="utf-8").split(f"{heading}\n", 1)[1]
    rows = [line.strip("|").split("|") for line in re.split(r"\n#", text)[0].splitlines() if line.startswith("| `")]
    return {cell.strip(" `"): rest[0].strip() for cell, *rest in rows}


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    found: dict[str, Any] = loaded("compose.yaml")["services"]
    return found


class TestCompose:
    def test_a_database_a_migration_and_two_replicas(self, services: dict[str, Any]) -> None:
        assert set(services) == {"postgres", "migrate", "muster"}
        assert services["muster"]["deploy"]["replicas"] == 2

    def test_the_replicas_wait_for_the_migration_and_it_for_the_database(self, services: dict[str, Any]) -> None:
        waits = {name: service.get("depends_on", {}) for name, service in services.items()}
        assert waits["muster"]["migrate"]["condition"] == "service_completed_successfully"
        assert waits["migrate"]["postgres"]["condition"] == "service_healthy"
        assert services["migrate"]["restart"] == "no"

    def test_whatever_stays_is_looked_at(self, services: dict[str, Any]) -> None:
        checks = {name: service["healthcheck"] for name, service in services.items()}
        assert checks["migrate"] == {"disable": True}
        assert all(check["test"][0] == "CMD" for name, check in checks.items() if name != "migrate")
        assert "/readyz" in " ".join(checks["muster"]["test"])

    def test_images_are_named_exactly(self, services: dict[str, Any]) -> None:
        images = [service["image"] for service in services.values()]
        assert [image for image in images if not PINNED.fullmatch(image)] == []

    def test_commands_are_the_programs(self, services: dict[str, Any]) -> None:
        asked = {name: parser().parse_args(services[name]["command"]).command for name in ("migrate", "muster")}
        assert asked == {"migrate": "migrate", "muster": "run"}

    def test_settings_are_settings_and_can_be_read(self, services: dict[str, Any]) -> None:
        given = services["muster"]["environment"]
        assert set(given) <= set(NAMES)
        found = read(
            given | {"DATABASE_URL": given["DATABASE_URL"].replace("${POSTGRES_PASSWORD:?in .env}", "x")},
            connecting=False,
        )
        assert found.database_url == "postgresql://muster:x@postgres/muster"
        port = re.search(r"127\.0\.0\.1:(\d+)", " ".join(services["muster"]["healthcheck"]["test"]))
        assert port is not None
        assert int(port[1]) == found.port

    def test_no_secret_stands_in_the_file(self, services: dict[str, Any]) -> None:
        for service in services.values():
            for name, value in service["environment"].items():
                assert not SECRET.search(name) or value.startswith("${"), name
        assert not re.search(r"xox[a-z]-|xapp-", (ROOT / "deploy/compose.yaml").read_text(encoding="utf-8"))

    def test_the_bot_may_write_nowhere_and_has_no_privilege(self, services: dict[str, Any]) -> None:
        for name in ("migrate", "muster"):
            assert services[name]["read_only"] is True
            assert services[name]["cap_drop"] == ["ALL"]
            assert "no-new-privileges:true" in services[name]["security_opt"]

    def test_there_is_time_to_finish_what_was_begun(self, services: dict[str, Any]) -> None:
        grace = float(services["muster"]["stop_grace_period"].removesuffix("s"))
        assert grace > 2 * DRAIN_SECONDS + FLUSH_SECONDS + 2


@pytest.fixture
def names(db: Database) -> set[str]:
    """Every metric of a process that runs, as alerts and people write it."""
    told: Metrics = of_a_process()
    told.watch(db, lambda: NOW, str)
    told.watch_socket(lambda: True)
    told.answered("command", "done", 0.1)
    told.tried("ok")
    told.ran("plan", True, 0.1)
    told.ran("plan", False, 0.1)
    families = text_string_to_metric_families(told.page())
    return {sample.name for family in families for sample in family.samples if sample.name.startswith("muster_")}


class TestAlerts:
    @pytest.fixture
    def rules(self) -> list[dict[str, Any]]:
        return [rule for group in loaded("alerts.yaml")["groups"] for rule in group["rules"]]

    def test_they_ask_for_metrics_that_there_are(self, rules: list[dict[str, Any]], names: set[str]) -> None:
        asked = {name for rule in rules for name in RENDERS.findall(rule["expr"])}
        assert asked - names - SERVED == set()

    def test_they_ask_for_states_and_jobs_that_there_are(self, rules: list[dict[str, Any]]) -> None:
        text = " ".join(rule["expr"] for rule in rules)
        states = {one for found in re.findall(r'state=~?"([^"]+)"', text) for one in found.split("|")}
        assert states <= {state.value for state in (*LIVE, *ENDED)}
        jobs = {one for found in re.findall(r'job=~"([^"]+)"', text) for one in found.split("|")}
        assert jobs <= set(table("### Metrics")) | {"plan", "sweep", "tell", "deliver", "people", "greet"}

    def test_each_says_how_bad_it_is_and_what_it_means(self, rules: list[dict[str, Any]]) -> None:
        assert {rule["labels"]["severity"] for rule in rules} == {"page", "ticket"}
        assert all(rule["annotations"]["summary"] for rule in rules)
        assert len({rule["alert"] for rule in rules}) == len(rules)

    def test_each_is_told_with_what_to_do(self, rules: list[dict[str, Any]]) -> None:
        assert set(table("### Alerts")) == {rule["alert"] for rule in rules}


def test_every_metric_is_told(names: set[str]) -> None:
    told = table("### Metrics")
    plain = {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in names if not name.endswith("_created")}
    assert {name.partition("{")[0] for name in told} == plain


def test_a_registry_of_ones_own_has_nothing_of_anothers() -> None:
    assert Metrics(CollectorRegistry()).page() == Metrics(CollectorRegistry()).page()
