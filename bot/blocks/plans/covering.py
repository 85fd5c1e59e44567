"""The coverage in words: a row a region, and where nobody has been although somebody could go."""

from typing import Final

from bot.blocks import kit
from bot.blocks.answers import AGAIN
from bot.blocks.kit import Block, Card
from bot.domain.plans import Cell, Coverage, suggestions
from bot.domain.words import Facet, Vocabulary
from bot.i18n import Md, Translator, escape

SUGGESTED: Final = 6  # cells that are suggested
_NAMES: Final = 3  # organisations of each
_ROWS: Final = 30  # regions of the table


def coverage_card(t: Translator, found: Coverage, vocabulary: Vocabulary) -> Card:
    """The table at once; the picture follows in a direct message."""
    cells = len(found.sectors) * len(found.regions)
    said = t(
        "Visits by sector and region, {first} to {last}",
        first=found.first,
        last=found.last,
    )
    sums = t(
        "{visits} visits in {visited} of {cells} cells; {untagged} without a sector or a region",
        visits=found.visits,
        visited=found.visited,
        cells=cells,
        untagged=found.untagged,
    )
    blocks: list[Block] = [kit.section(kit.lines(kit.bold(said), sums))]
    rows = [_row(t, found, region, vocabulary) for region in found.regions[:_ROWS]]
    blocks += [kit.section(kit.lines(*rows[at : at + 10])) for at in range(0, len(rows), 10)]
    blocks += _suggested(t, found, vocabulary)
    blocks.append(kit.context(t("The picture comes to our direct messages in a moment.")))
    return kit.fitted(Card(said, tuple(blocks)), kit.context(t("The rest is too long for a card.")))


def _row(t: Translator, found: Coverage, region: str, vocabulary: Vocabulary) -> Md:
    """`Ulsan 7 · shipbuilding 4, automobiles 3`, or `Jeju –`."""
    there = [(sector, found.at(sector, region).visits) for sector in found.sectors]
    seen = sorted(((n, sector) for sector, n in there if n), key=lambda pair: -pair[0])
    name = kit.bold(vocabulary.name(Facet.REGION, region, t.lang))
    if not seen:
        return Md(f"{name} –")
    parts = [f"{vocabulary.name(Facet.SECTOR, sector, t.lang)} {n}" for n, sector in seen]
    return kit.joined([Md(f"{name} {sum(n for n, _ in seen)}"), t.listing(parts)])


def _suggested(t: Translator, found: Coverage, vocabulary: Vocabulary) -> list[Block]:
    cells = suggestions(found, SUGGESTED)
    if not cells:
        return []
    blocks: list[Block] = [kit.section(t("*Nobody has been there, although it could be visited*"))]
    for number, cell in enumerate(cells):
        first = cell.unvisited[0][0]
        visit = kit.button(t.plain("Log a visit"), f"organisations:visit#{number}", f"O-{first}")
        blocks.append(kit.section(_empty(t, cell, vocabulary), visit))
    more = kit.button(t.plain("All partners and companies"), AGAIN, "org list")
    return [*blocks, kit.actions(more)]


def _empty(t: Translator, cell: Cell, vocabulary: Vocabulary) -> Md:
    sector = vocabulary.name(Facet.SECTOR, cell.sector, t.lang)
    region = vocabulary.name(Facet.REGION, cell.region, t.lang)
    names = [f"O-{number} {kit.cut(name, 50)}" for number, name in cell.unvisited[:_NAMES]]
    more = len(cell.unvisited) - len(names)
    listed = t.listing(names)
    if more:
        listed = t("{names} and {n} more of them", names=listed, n=more)
    return kit.joined([kit.bold(f"{sector} × {region}"), listed or escape("–")])
