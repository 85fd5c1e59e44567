"""The catalogues against the code: what is missing, what no longer stands anywhere, placeholders that differ.

`python -m tests.words` lists it all; tests/test_words.py asserts that there is nothing to list.
"""

import ast
import string
import sys
from collections.abc import Iterator
from dataclasses import dataclass

from babel.messages.pofile import read_po

from tests.source import ROOT, nodes

CODE = ("bot", "handlers", "schedules", "storage")
# who is called with a message id, and which of the arguments are ids
CALLED = {"t": 1, "plain": 1, "N_": 1, "Refusal": 1, "many": 2, "many_plain": 2, "__init__": 1}


@dataclass(frozen=True)
class Message:
    """One message of the code; `plural` is the id of the form for many."""

    id: str
    plural: str
    where: str


def messages() -> Iterator[Message]:
    """Every message id in the code."""
    for folder in CODE:
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in nodes(path):
                if isinstance(node, ast.Call):
                    yield from _called(node, f"{path.relative_to(ROOT)}:{node.lineno}")


def entries() -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Message id, its Korean forms and the catalogue that has them, for every entry of every catalogue."""
    for path in sorted((ROOT / "bot/i18n/ko.d").glob("*.po")):
        with path.open("rb") as file:
            for message in read_po(file, locale="ko", abort_invalid=True):
                if not message.id:
                    continue
                id = message.id[0] if isinstance(message.id, (list, tuple)) else message.id
                given = message.string if isinstance(message.string, (list, tuple)) else (message.string,)
                forms = tuple(form or "" for form in given)
                yield id, tuple(forms), path.name


def korean() -> dict[str, tuple[tuple[str, ...], str]]:
    """Message id → its Korean forms and the catalogue that has them."""
    return {id: (forms, catalogue) for id, forms, catalogue in entries()}


def conflicts() -> Iterator[str]:
    """Message ids that two catalogues say differently: which one is heard depends on the files' names."""
    first: dict[str, tuple[tuple[str, ...], str]] = {}
    for id, forms, catalogue in entries():
        known, other = first.setdefault(id, (forms, catalogue))
        if known != forms:
            yield f"{catalogue}: {id!r} is {forms} here and {known} in {other}"


def faults() -> list[str]:
    """A line for each thing that is wrong with the Korean catalogues."""
    known = korean()
    wanted = list(messages())
    wrong = [*conflicts()]
    for message in wanted:
        forms, catalogue = known.get(message.id, ((), ""))
        if not forms or not all(forms):
            wrong.append(f"{message.where}: no Korean for {message.id!r}")
        for form in forms:
            extra = placeholders(form) ^ placeholders(message.id) - ({"n"} if message.plural else set())
            if message.plural:
                extra -= {"n"}
            if extra:
                wrong.append(f"{catalogue}: {sorted(extra)} differ in {form!r}")
    used = {message.id for message in wanted}
    wrong += [f"{catalogue}: nothing says {id!r} any more" for id, (_, catalogue) in known.items() if id not in used]
    return wrong


def placeholders(text: str) -> set[str]:
    """The names in braces."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def _called(node: ast.Call, where: str) -> Iterator[Message]:
    name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
    count = CALLED.get(name, 0)
    texts = [list(_texts(argument)) for argument in node.args[:count]]
    if count == 2 and len(texts) == 2 and texts[0] and texts[1]:
        yield Message(texts[0][0], texts[1][0], where)
    elif count == 1 and texts:
        yield from (Message(text, "", where) for text in texts[0])


def _texts(node: ast.expr) -> Iterator[str]:
    """The literal texts that an argument may be: a literal, or either side of a conditional expression."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)


if __name__ == "__main__":
    lines = faults()
    print("\n".join(lines) or "Every sentence has its Korean.")
    sys.exit(bool(lines))
