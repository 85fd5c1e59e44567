"""What holds words that somebody looks for: each of them, in whichever of its texts."""

from collections.abc import Callable

from sqlalchemy import ColumnElement, and_, or_
from sqlalchemy.orm import InstrumentedAttribute

Text = ColumnElement[str] | InstrumentedAttribute[str]


def holds(words: str, *texts: Text, also: Callable[[str], ColumnElement[bool]] | None = None) -> ColumnElement[bool]:
    """Every word stands in one of the texts, or where `also` looks. Letters as they stand: % and _ are no signs."""
    return and_(
        *(
            or_(*(text.icontains(word, autoescape=True) for text in texts), *([also(word)] if also else []))
            for word in words.split() or [words]
        )
    )
