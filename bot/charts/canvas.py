"""One sheet of paper for every chart: house colours, type sizes, and matplotlib kept behind it.

Measures are units: a sheet is 800 wide and grows downwards from its top left corner; a unit is two pixels of the PNG.
Slack shows a picture some 360 to 500 pixels wide, so that type of 16 units is read at about 8 pixels: nothing smaller
than that carries a meaning that the text beside the picture does not.
"""

import io
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, Literal

from bot.charts.lettering import drawable, font_path, width, wrap
from bot.values import frozen

if TYPE_CHECKING:
    from matplotlib.artist import Artist
    from matplotlib.transforms import Transform

WIDTH: Final = 800
MARGIN: Final = 30
PIXELS_PER_UNIT: Final = 2
ALT_LIMIT: Final = 1000  # characters that Slack keeps of an uploaded picture's description

# Colours differ in lightness as well as in hue, so that every pair stays apart for a colour-blind eye and in print.
PAPER: Final = "#FFFFFF"
INK: Final = "#1D2733"
MUTED: Final = "#5F6B7A"
HAIRLINE: Final = "#E1E6EC"
TRACK: Final = "#E8EDF2"
WASH: Final = "#F5F7FA"
CALM: Final = "#3F6F9F"
SOFT: Final = "#A9C4DE"
SAND: Final = "#E9C46A"
STEEL: Final = "#8798AB"
SLATE: Final = "#46525F"
ACCENT: Final = "#C8452E"  # the only loud one: what is late, or low

TITLE: Final = 29
FIGURE: Final = 34
BODY: Final = 18
SMALL: Final = 16
RUN_GAP: Final = 0.25  # of the type size, between two pieces of a line

Align = Literal["left", "center", "right"]


@frozen
class Chart:
    """A picture and what it says in words: `alt` gives the numbers in at most `ALT_LIMIT` characters of plain text."""

    png: bytes
    alt: str
    title: str


@frozen
class Run:
    """A piece of a line of text in one colour and weight."""

    text: str
    colour: str = INK
    bold: bool = False


def describe(sentences: Iterable[str]) -> str:
    """As many of the sentences as fit into `ALT_LIMIT`, from the first."""
    said = ""
    for sentence in sentences:
        longer = f"{said} {sentence}".strip()
        if len(longer) > ALT_LIMIT:
            break
        said = longer
    return said


class Sheet:
    """Paper of a given height. What is drawn later lies on top."""

    def __init__(self, height: float) -> None:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
        from matplotlib.transforms import Affine2D

        dpi = 100 * PIXELS_PER_UNIT
        self._figure = Figure(figsize=(WIDTH / 100, round(height) / 100), dpi=dpi, facecolor=PAPER, edgecolor=PAPER)
        self._canvas = FigureCanvasAgg(self._figure)
        flip = Affine2D().scale(PIXELS_PER_UNIT, -PIXELS_PER_UNIT)
        self._layer = 0
        self._units: Transform = flip.translate(0, round(height) * PIXELS_PER_UNIT)

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float = BODY,
        *,
        colour: str = INK,
        bold: bool = False,
        align: Align = "left",
        halo: str = "",
        turn: float = 0.0,
    ) -> None:
        """One line whose letters stand on `y`, with a rim of `halo` colour. A `$` is a dollar, never mathematics.

        `turn`: degrees by which it rises.
        """
        from matplotlib.font_manager import FontProperties
        from matplotlib.patheffects import withStroke

        self._figure.text(
            x,
            y,
            drawable(text),
            transform=self._units,
            fontproperties=FontProperties(fname=str(font_path(bold))),
            fontsize=size * 0.72,  # points: a unit is a hundredth of an inch
            color=colour,
            ha=align,
            va="baseline",
            rotation=turn,
            rotation_mode="anchor",
            parse_math=False,
            usetex=False,
            zorder=self._next_layer(),
            path_effects=[withStroke(linewidth=size * 0.22, foreground=halo)] if halo else None,
        )

    def run(self, x: float, y: float, runs: Sequence[Run], size: float = BODY, *, align: Align = "left") -> None:
        """Pieces in their own colours, one after the other on one line, a thin space apart."""
        x -= {"left": 0.0, "center": 0.5, "right": 1.0}[align] * run_width(runs, size)
        for run in runs:
            self.text(x, y, run.text, size, colour=run.colour, bold=run.bold)
            x += width(run.text, size, run.bold) + size * RUN_GAP

    def lines(
        self,
        x: float,
        y: float,
        lines: Sequence[str],
        size: float = BODY,
        *,
        colour: str = INK,
        bold: bool = False,
        align: Align = "left",
        halo: str = "",
    ) -> None:
        for number, line in enumerate(lines):
            self.text(x, y + number * leading(size), line, size, colour=colour, bold=bold, align=align, halo=halo)

    def box(self, x: float, y: float, wide: float, high: float, colour: str) -> None:
        """A filled rectangle whose top left corner is at `x`, `y`."""
        from matplotlib.patches import Rectangle

        self._add(Rectangle((x, y), wide, high, facecolor=colour, edgecolor="none", transform=self._units))

    def disc(self, x: float, y: float, radius: float, colour: str) -> None:
        """A filled circle with a thin rim of paper, so that neighbours stay apart."""
        from matplotlib.patches import Circle

        rim = 1.2 * 0.72
        disc = Circle((x, y), radius, facecolor=colour, edgecolor=PAPER, linewidth=rim, transform=self._units)
        self._add(disc)

    def line(self, points: Sequence[tuple[float, float]], colour: str = HAIRLINE, thick: float = 1.2) -> None:
        from matplotlib.lines import Line2D

        xs, ys = zip(*points, strict=True)
        stroke = Line2D(xs, ys, color=colour, linewidth=thick * 0.72, solid_capstyle="butt", transform=self._units)
        self._add(stroke)

    def arrow(self, start: tuple[float, float], end: tuple[float, float], colour: str, thick: float = 2.0) -> None:
        from matplotlib.patches import FancyArrowPatch

        head = f"-|>,head_length={3 + thick},head_width={1.6 + thick * 0.7}"
        self._add(
            FancyArrowPatch(
                start,
                end,
                arrowstyle=head,
                color=colour,
                linewidth=thick * 0.72,
                shrinkA=0,
                shrinkB=0,
                mutation_scale=1,
                transform=self._units,
            )
        )

    def chart(self, title: str, alt: Iterable[str]) -> Chart:
        """The finished picture. The file names no program and no moment: the same values give the same bytes."""
        file = io.BytesIO()
        self._canvas.print_png(file, metadata={"Software": None})  # type: ignore[no-untyped-call]  # matplotlib leaves it so
        return Chart(file.getvalue(), describe(alt), title)

    def _add(self, artist: "Artist") -> None:
        artist.set_zorder(self._next_layer())
        self._figure.add_artist(artist, clip=False)

    def _next_layer(self) -> int:
        """matplotlib would draw every line over every shape, whatever came first."""
        self._layer += 1
        return self._layer


def run_width(runs: Sequence[Run], size: float) -> float:
    """How wide `Sheet.run` draws them."""
    return sum(width(run.text, size, run.bold) for run in runs) + size * RUN_GAP * (len(runs) - 1)


def leading(size: float) -> float:
    """From one baseline to the next."""
    return size * 1.25


@frozen
class Heading:
    """The title and the muted lines below it; what follows starts at `height`."""

    title: list[str]
    under: list[str]

    @classmethod
    def of(cls, title: str, under: str) -> "Heading":
        room = WIDTH - 2 * MARGIN
        return cls(wrap(title, room, TITLE, bold=True), wrap(under, room, BODY))

    @property
    def height(self) -> float:
        return MARGIN + len(self.title) * leading(TITLE) + len(self.under) * leading(BODY) + 22

    def draw(self, sheet: Sheet) -> None:
        y = MARGIN + TITLE * 0.85
        sheet.lines(MARGIN, y, self.title, TITLE, bold=True)
        sheet.lines(MARGIN, y + len(self.title) * leading(TITLE) - 6, self.under, BODY, colour=MUTED)


def notice(title: str, under: str, sentence: str) -> Sheet:
    """In place of axes when there is nothing to draw: a sentence."""
    head = Heading.of(title, under)
    lines = wrap(sentence, WIDTH - 4 * MARGIN, BODY + 2, lines=3)
    high = (len(lines) - 1) * leading(BODY + 2) + 60
    sheet = Sheet(head.height + high + MARGIN)
    head.draw(sheet)
    sheet.box(MARGIN, head.height, WIDTH - 2 * MARGIN, high, WASH)
    sheet.lines(2 * MARGIN, head.height + 37, lines, BODY + 2, colour=MUTED)
    return sheet
