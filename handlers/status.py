"""The state of things."""

from bot.blocks import answers
from handlers.asks import Ask, Binding, Reply, Say


def mine(ask: Ask) -> Reply:
    return Say(answers.said(ask.t("Nothing waits for you.")))


EMPTY = Binding(mine, writes=False)
VERBS: dict[str, Binding] = {"status": EMPTY}
