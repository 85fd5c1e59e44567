"""Whoever has waited longest writes next, and whoever gives up is passed over."""

import threading
from concurrent.futures import ThreadPoolExecutor

from storage.sqlite import Turns

PATIENCE = 30.0


def test_turns_come_in_the_order_of_asking() -> None:
    turns, order = Turns(), list[int]()
    assert turns.acquire(0)

    def write(number: int) -> None:
        assert turns.acquire(PATIENCE)
        order.append(number)
        turns.release()

    with ThreadPoolExecutor(8) as pool:
        going = []
        for number in range(8):
            going.append(pool.submit(write, number))
            _until_waiting(turns, number + 1)
        turns.release()
        for one in going:
            one.result(PATIENCE)
    assert order == list(range(8))
    assert turns.acquire(0)


def test_whoever_gives_up_is_passed_over() -> None:
    turns = Turns()
    assert turns.acquire(0)
    assert not turns.acquire(0.01)
    with ThreadPoolExecutor(1) as pool:
        second = pool.submit(turns.acquire, PATIENCE)
        _until_waiting(turns, 1)
        turns.release()
        assert second.result(PATIENCE)
    assert not turns.acquire(0)
    turns.release()
    assert turns.acquire(0)


def _until_waiting(turns: Turns, number: int) -> None:
    never = threading.Event()
    while turns.waiting < number:
        never.wait(0.001)
