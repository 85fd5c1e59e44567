"""What wanted cells mean, of columns that several nouns have."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from bot.domain.people import Role
from bot.domain.sheets.values import Known, Names, Wrong
from bot.domain.words import Facet
from bot.refusals import Refusal

T = TypeVar("T")


def beside(column: str, run: Callable[[], T]) -> T:
    """What a rule refuses belongs to this column."""
    try:
        return run()
    except Refusal as refusal:
        raise Wrong(column, refusal) from refusal


def terms(facet: Facet, known: Known) -> Mapping[str, Names]:
    """The workspace's words of a kind, as choices."""
    return {term.key: (term.en, term.ko, *term.aliases) for term in known.directory.workspace.vocabulary.of(facet)}


def keys(wanted: Mapping[str, str], column: str, before: tuple[str, ...]) -> tuple[str, ...]:
    """The keys in a cell of several choices, if it is wanted."""
    if column not in wanted:
        return before
    return tuple(wanted[column].split(",")) if wanted[column] else ()


def owner_of(wanted: Mapping[str, str], before: str | None, known: Known) -> str | None:
    """Somebody who works here, or nobody."""
    if not wanted.get("owner"):
        return None if "owner" in wanted else before
    person = beside("owner", lambda: known.directory.pick(wanted["owner"], ""))
    if person.role is Role.GUEST:
        raise Wrong(
            "owner",
            Refusal("{name} is a guest and cannot own this. Choose somebody who works here.", name=person.name),
        )
    return person.id
