import pytest

from bot.domain.ledger import Answer, Happened, Terms, judge


@pytest.mark.parametrize(
    ("answer", "happened"),
    [
        (Answer(429, "ratelimited", 3), Happened.LIMITED),
        (Answer(429), Happened.LIMITED),  # whatever its body is
        (Answer(200, "ratelimited"), Happened.LIMITED),
        (Answer(200, "message_limit_exceeded"), Happened.LIMITED),
        (Answer(200, "request_timeout"), Happened.LATER),
        (Answer(200, "channel_not_found"), Happened.REFUSED),
        (Answer(200, "a_code_of_next_year"), Happened.REFUSED),
        (Answer(404, "unknown_method"), Happened.REFUSED),
        (Answer(200, "internal_error"), Happened.UNCLEAR),
        (Answer(200, "fatal_error"), Happened.UNCLEAR),
        (Answer(500, "channel_not_found"), Happened.UNCLEAR),
        (Answer(503), Happened.UNCLEAR),
        (Answer(200, "Received a response in a non-JSON format: <html>"), Happened.UNCLEAR),
        (Answer(200), Happened.UNCLEAR),
        (Answer(403), Happened.UNCLEAR),  # some proxy's
    ],
)
def test_only_slacks_own_clear_answer_is_an_answer(answer: Answer, happened: Happened) -> None:
    assert judge(answer).happened is happened


def test_slack_says_how_long_to_wait() -> None:
    assert judge(Answer(429, "ratelimited", 12.0)).wait == 12


@pytest.mark.parametrize(("lease", "margin"), [(120, 5), (50, 5), (20, 2), (1, 0.1)])
def test_the_late_margin_is_a_tenth_of_the_lease_at_most_5_seconds(lease: float, margin: float) -> None:
    assert Terms(lease=lease).margin == margin


def test_a_backoff_doubles_up_to_the_settling_time() -> None:
    waits = [Terms().backoff(attempt).total_seconds() for attempt in (1, 2, 5, 6, 7, 1000)]
    assert waits == [2, 4, 32, 60, 60, 60]
    assert Terms(settle=0.5).backoff(9).total_seconds() == 1
