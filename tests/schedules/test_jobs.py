"""The wrapper of every job: a fault is told with a reference, a database that is busy is none."""

from structlog.testing import capture_logs

from bot.refusals import NotSaved
from schedules.jobs import JobFailed, job


def well() -> None:
    """Nothing to do."""


def breaks() -> None:
    raise ZeroDivisionError


def finds_it_busy() -> None:
    raise NotSaved


def tells_of_its_parts() -> None:
    raise JobFailed


def test_a_job_that_is_well_says_nothing() -> None:
    with capture_logs() as told:
        assert job("nightly", well)
    assert told == []


def test_a_fault_is_told_with_a_reference_and_goes_no_further() -> None:
    with capture_logs() as told:
        assert not job("nightly", breaks)
    [line] = told
    assert (line["event"], line["log_level"], line["job"]) == ("job_failed", "error", "nightly")
    assert len(line["reference"]) == 8


def test_a_database_that_is_busy_is_no_fault() -> None:
    with capture_logs() as told:
        assert not job("nightly", finds_it_busy)
    assert told == [{"event": "job_postponed", "log_level": "warning", "job": "nightly"}]


def test_what_failed_is_ended_with_its_reference_and_what_was_postponed_is_not() -> None:
    ended: list[str] = []
    with capture_logs() as told:
        assert not job("nightly", breaks, ended.append)
        assert not job("nightly", finds_it_busy, ended.append)
    assert ended == [told[0]["reference"]]


def test_what_a_part_of_a_job_has_told_is_not_told_again() -> None:
    with capture_logs() as told:
        assert not job("nightly", tells_of_its_parts)
    assert told == []
