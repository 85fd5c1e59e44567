"""The Korean font: where it lies, how wide a text is, where its lines break."""

import unicodedata
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final

FONT_PACKAGE: Final = "koreanize_matplotlib"
GETA: Final = "〓"  # what East Asian printers set for a letter that the case lacks
ELLIPSIS: Final = "..."  # the font sets … in the middle of the line, as in Korean text
_BREAK_AFTER = " ·-/,&"
_SYMBOLS = frozenset({"So", "Sk", "Cn", "Co", "Cs", "Mn", "Me", "Cf", "Cc"})


@cache
def font_path(bold: bool = False) -> Path:
    """NanumGothic inside the installed package, which is found and not imported: importing it changes matplotlib's
    global settings and pulls in pyplot.
    """
    spec = find_spec(FONT_PACKAGE)
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError(f"The package {FONT_PACKAGE}, which carries the charts' font, is not installed.")
    return Path(spec.submodule_search_locations[0], "fonts", f"NanumGothic{'Bold' if bold else ''}.ttf")


@cache
def _glyphs() -> frozenset[int]:
    from matplotlib.ft2font import FT2Font

    regular, bold = (FT2Font(str(font_path(weight))).get_charmap() for weight in (False, True))
    return frozenset(regular) & frozenset(bold)


def drawable(text: str) -> str:
    """`text` on one line, in letters that the font has: pictographs and controls go, foreign letters become 〓."""
    return " ".join("".join(_letter(letter) for letter in unicodedata.normalize("NFC", text)).split())


def _letter(letter: str) -> str:
    if letter.isspace():
        return " "
    kind = unicodedata.category(letter)
    if kind in ("Cc", "Cf"):
        return ""  # direction marks and joiners would turn the rest of the picture around
    if ord(letter) in _glyphs():
        return letter
    return "" if kind in _SYMBOLS else GETA


def width(text: str, size: float, bold: bool = False) -> float:
    """The width of `text` in units, `size` units high."""
    from matplotlib.font_manager import get_font

    font = get_font(str(font_path(bold)))
    font.set_size(size, 72 * 8)  # eight times as large, so that whole pixels do not round the sum away
    font.set_text(text, 0.0)
    return float(font.get_width_height()[0]) / 64 / 8


def wrap(text: str, room: float, size: float, *, bold: bool = False, lines: int = 2) -> list[str]:
    """`text` in at most `lines` lines of `room` units; the last one ends in dots when there was more.

    A line breaks after a space or a mark; a word longer than the line breaks anywhere.
    """
    rest, done = drawable(text), list[str]()
    while rest and len(done) < lines - 1 and width(rest, size, bold) > room:
        end = _line_end(rest, room, size, bold)
        done.append(rest[:end].rstrip())
        rest = rest[end:].lstrip()
    return [*done, shorten(rest, room, size, bold)] if rest else done


def shorten(text: str, room: float, size: float, bold: bool = False) -> str:
    """`text` cut to `room` units, with dots in place of what does not fit."""
    if width(text, size, bold) <= room:
        return text
    end = _fitting(text, room - width(ELLIPSIS, size, bold), size, bold)
    return text[:end].rstrip(_BREAK_AFTER) + ELLIPSIS


def _fitting(text: str, room: float, size: float, bold: bool) -> int:
    """How many letters of `text` fit; at least one, so that a narrow column never stands still."""
    low, high = 1, min(len(text), int(room / size * 5) + 1)  # no letter that shows is narrower than a fifth of its size
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if width(text[:middle], size, bold) <= room else (low, middle - 1)
    return low


def _line_end(text: str, room: float, size: float, bold: bool) -> int:
    fits = _fitting(text, room, size, bold)
    if fits < len(text) and text[fits] == " ":
        return fits
    breaks = [at + 1 for at in range(fits) if text[at] in _BREAK_AFTER]
    return breaks[-1] if breaks and breaks[-1] > fits // 3 else fits
