"""What Prometheus reads: figures of what happened, from a registry that is this process's own."""

import dataclasses
import re

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from handlers import metrics
from handlers.metrics import Metrics
from storage import Database, connect
from tests.cast import BOM, Stage
from tests.doubles.fixtures import NOW
from tests.watching import a_post_is_due

PERSONAL = re.compile(r"\b[UWCDGT]0?[A-Z0-9]{4,}\b|[가-힣]")


@pytest.fixture
def told() -> Metrics:
    return Metrics(CollectorRegistry())


def values(told: Metrics) -> dict[str, float]:
    """Every sample of the page, `name{label="…"}` → its figure."""
    found = {}
    for family in text_string_to_metric_families(told.page()):
        for sample in family.samples:
            labels = ",".join(f"{name}={value}" for name, value in sorted(sample.labels.items()))
            found[f"{sample.name}{{{labels}}}" if labels else sample.name] = sample.value
    return found


def test_acks_are_counted_by_kind_and_outcome_and_timed(told: Metrics) -> None:
    told.answered("command", "done", 0.004)
    told.answered("command", "done", 2.5)
    told.answered("button", "refused", 0.004)
    found = values(told)
    assert found["muster_acks_total{kind=command,outcome=done}"] == 2
    assert found["muster_acks_total{kind=button,outcome=refused}"] == 1
    assert found["muster_ack_seconds_count{kind=command}"] == 2
    assert found["muster_ack_seconds_bucket{kind=command,le=0.005}"] == 1
    assert found["muster_ack_seconds_bucket{kind=command,le=3.0}"] == 2


def test_a_job_that_failed_is_counted_and_one_that_ended_well_has_its_moment(told: Metrics) -> None:
    told.ran("plan", True, 0.5)
    told.ran("plan", False, 0.25)
    told.tried("ok")
    found = values(told)
    assert found["muster_job_last_success_timestamp_seconds{job=plan}"] > 1e9
    assert found["muster_job_failures_total{job=plan}"] == 1
    assert found["muster_job_seconds_total{job=plan}"] == 0.75
    assert found["muster_sends_total{outcome=ok}"] == 1


def test_the_queue_is_asked_for_when_somebody_reads(told: Metrics, stage: Stage) -> None:
    told.watch(stage.db, lambda: stage.now, str)
    assert values(told)["muster_queue_age_seconds"] == 0
    a_post_is_due(stage)
    stage.later(minutes=2)
    found = values(told)
    assert found["muster_queue_age_seconds"] == 120
    assert found["muster_posts{state=planned}"] == 1
    assert found["muster_posts{state=held}"] == 0
    assert found["muster_posts_ended{state=posted}"] == 0
    assert (found["muster_database_up"], found["muster_ready"]) == (1, 1)


def test_when_the_database_is_silent_the_page_says_so(told: Metrics) -> None:
    told.watch(connect("sqlite:////nowhere/at/all.db"), lambda: NOW, lambda: "not well")
    found = values(told)
    assert (found["muster_database_up"], found["muster_ready"]) == (0, 0)
    assert "muster_queue_age_seconds" not in found


def test_socket_mode_is_there_only_where_it_is_used(told: Metrics) -> None:
    assert "muster_socket_connected" not in values(told)
    told.watch_socket(lambda: True)
    assert values(told)["muster_socket_connected"] == 1


def test_two_processes_in_one_have_two_registries(db: Database) -> None:
    one, other = metrics.of_a_process(), metrics.of_a_process()
    one.tried("ok")
    assert "muster_sends_total{outcome=ok}" not in values(other)
    assert any(name.startswith("muster_build_info") for name in values(other))
    assert "process_resident_memory_bytes" in values(other)


def test_no_label_names_anybody_or_holds_what_was_typed(told: Metrics, stage: Stage) -> None:
    stage.door = dataclasses.replace(stage.door, observer=told)
    stage.types(BOM, "/visit 은밀한정밀: 매각 협의")
    stage.types(BOM, "/visit show V-99")
    stage.mentions(BOM, "visit 은밀한정밀")
    told.watch(stage.db, lambda: stage.now, str)
    labels = " ".join(name for name in values(told) if "{" in name)
    assert "command" in labels
    assert not PERSONAL.search(labels)
